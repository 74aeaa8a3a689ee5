"""`python -m preview`."""

import gc
import sys

from preview.cli import main

# The imports and runs of one command make objects that live until its end: looking for garbage among them is a quarter of the time.
gc.set_threshold(200_000, 20, 50)

sys.exit(main())
