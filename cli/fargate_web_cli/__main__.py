"""`fargate-web`, and `python -m fargate_web_cli`."""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line, and end the process."""
    # The imports and runs of one command make objects that live until its end: looking for garbage among them is a quarter of the time.
    gc.set_threshold(200_000, 20, 50)
    try:
        status = _run()
    except KeyboardInterrupt:
        # Ctrl-C is no fault: there is nothing to tell, and this is the status that a shell gives it.
        status = 130
    # To take down the interpreter and the many classes of the SDK one by one takes half a second, and there is nothing left to be done.
    os._exit(status)


def _run() -> int:
    from fargate_web_cli.app import main as run
    from fargate_web_cli.terminal.standard_output import prepare_standard_streams, write_standard_output

    prepare_standard_streams()
    try:
        status = run()
    except SystemExit as error:  # --help, and errors of usage
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    # What was printed may still wait here for a reader that has gone away, or for a disk that is full.
    failed = write_standard_output(lambda _: None, "The output")
    sys.stderr.flush()
    return status or failed


if __name__ == "__main__":
    main()
