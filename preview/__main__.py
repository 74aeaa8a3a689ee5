"""`python -m preview`."""

import gc
import os
import sys

# The imports and runs of one command make objects that live until its end: looking for garbage among them is a quarter of the time.
gc.set_threshold(200_000, 20, 50)

try:
    from preview.cli import main

    status = main()
except ModuleNotFoundError as error:
    # Another Python than that of the project is what `python` mostly is.
    if error.name not in ("fargate_web", "pulumi", "pulumi_aws", "pydantic", "rich", "yaml"):
        raise
    sys.exit(f"{sys.executable} has no {error.name}; run make install, and then .venv/bin/python -m preview")

# To take down the interpreter and the many classes of the SDK one by one takes half a second, and there is nothing left to be done.
sys.stdout.flush()
sys.stderr.flush()
os._exit(status)
