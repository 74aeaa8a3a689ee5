"""The entry point of `fargate-web` and of `python -m fargate_web_cli`."""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit the process with its status."""
    # Almost all objects live until the command ends, and default garbage collection would take a quarter of its time.
    gc.set_threshold(200_000, 20, 50)
    from fargate_web_cli.app import main as run

    status = run()
    # A regular interpreter shutdown takes half a second with the classes of the SDK loaded. Nothing is left to clean up.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
