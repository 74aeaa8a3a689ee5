"""The entry point of `fargate-web` and of `python -m fargate_web_cli`."""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit the process with its status."""
    # Almost all objects live until the command ends, and default garbage collection would take a quarter of its time.
    gc.set_threshold(200_000, 20, 50)
    try:
        status = _run()
    except KeyboardInterrupt:
        # The status that a shell gives to Ctrl-C. A traceback would say nothing to the user.
        status = 130
    # A regular interpreter shutdown takes half a second with the classes of the SDK loaded. Nothing is left to clean up.
    os._exit(status)


def _run() -> int:
    from fargate_web_cli.app import main as run
    from fargate_web_cli.terminal.standard_output import prepare_standard_streams, write_standard_output

    prepare_standard_streams()
    try:
        status = run()
    except SystemExit as error:  # --help and usage errors
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    # Buffered output is written only now, and the disk may be full or the reader of a pipe gone.
    failed = write_standard_output(lambda _: None, "The output")
    sys.stderr.flush()
    return status or failed


if __name__ == "__main__":
    main()
