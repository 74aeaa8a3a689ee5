"""`python -m preview`."""

import gc
import sys

# The imports and runs of one command make objects that live until its end: looking for garbage among them is a quarter of the time.
gc.set_threshold(200_000, 20, 50)

try:
    from preview.cli import main

    sys.exit(main())
except ModuleNotFoundError as error:
    # Another Python than that of the project is what `python` mostly is.
    if error.name not in ("fargate_web", "pulumi", "pulumi_aws", "pydantic", "rich", "yaml"):
        raise
    sys.exit(f"{sys.executable} has no {error.name}; run make install, and then .venv/bin/python -m preview")
