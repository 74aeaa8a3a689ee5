"""`python -m migrate`."""

import sys

try:
    from migrate.cli import main

    sys.exit(main())
except ModuleNotFoundError as error:
    # Another Python than that of the project is what `python` mostly is.
    if error.name not in ("fargate_web", "pulumi", "pulumi_aws", "pydantic", "rich", "yaml"):
        raise
    sys.exit(f"{sys.executable} has no {error.name}; run make install, and then .venv/bin/python -m migrate")
