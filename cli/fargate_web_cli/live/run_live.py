"""The frame of a command that asks AWS: one line for an error, and 130 for Ctrl-C."""

import sys
from collections.abc import Callable

from fargate_web_cli.live.aws_errors import LiveError

INTERRUPTED_STATUS = 130
"""The exit status that a shell gives to Ctrl-C."""


def run_live(run: Callable[[], int]) -> int:
    """Run a command and return its exit status: 1 with one line on stderr for an error of AWS, 130 for Ctrl-C."""
    try:
        return run()
    except LiveError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED_STATUS
