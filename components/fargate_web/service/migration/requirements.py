"""The distribution that a migration needs beside those of `fargate-web`."""

import importlib.util
from typing import Final

BOTO3_MISSING: Final = (
    "boto3 isn't installed, and the migration is started with it; install fargate-web with its extra: pip install 'fargate-web[migration]'"
)


def is_boto3_installed() -> bool:
    """Return whether boto3 is installed. It is not imported, which would take a tenth of a second."""
    try:
        return importlib.util.find_spec("boto3") is not None
    except ValueError:  # a module that was made in a test has no specification
        return True
