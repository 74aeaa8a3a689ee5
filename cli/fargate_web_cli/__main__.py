"""`fargate-web`, and `python -m fargate_web_cli`."""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line, and end the process."""
    # The imports and runs of one command make objects that live until its end: looking for garbage among them is a quarter of the time.
    gc.set_threshold(200_000, 20, 50)
    from fargate_web_cli.app import main as run

    status = run()
    # To take down the interpreter and the many classes of the SDK one by one takes half a second, and there is nothing left to be done.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
