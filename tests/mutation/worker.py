"""Runs tests on each mutant of a file: `python -m tests.mutation.worker FILE TEST…`, in a copy of the repository, whose file it changes.

A new process for each mutant would import the SDKs of the providers anew, which takes longer than the tests. This one imports them once, and forks.
"""

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.mutation.mutants import list_mutants

MINIMUM_TIMEOUT: Final = 60


def main(file: str, *tests: str) -> None:
    """Write one line of JSON for each mutant: the operator, what it changed, and whether it survived."""
    path = Path(file).resolve()
    code, loaded = path.read_text(encoding="utf-8"), Path("loaded.json")
    passed = passes(tests, 3600, loaded)
    if passed:
        import_modules(json.loads(loaded.read_text()))
    started = time.monotonic()
    if not passed or not pass_all(tests, 3600):
        sys.exit(f"The tests of {file} fail without a change: {' '.join(tests)}")
    timeout = max(MINIMUM_TIMEOUT, int(10 * (time.monotonic() - started)))
    for mutant in list_mutants(code):
        # Its time and size can be those of the mutant before.
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
        path.write_text(mutant.code, encoding="utf-8")
        survived = pass_all(tests, timeout)
        print(json.dumps({"operator": mutant.operator, "changed": mutant.changed, "survived": survived}), flush=True)


def pass_all(tests: Sequence[str], timeout: int) -> bool:
    """Return whether all tests pass. The first paths are the likeliest to fail, so each has a run of its own."""
    return all(passes([path], timeout) for path in tests)


def passes(tests: Sequence[str], timeout: int, loaded: Path | None = None) -> bool:
    """Return whether the tests pass, in a process that ends with them.

    Args:
        tests: The paths of the tests.
        timeout: The time after which they have failed, in seconds.
        loaded: A file for the names of the modules that they imported from outside the repository.
    """
    process = os.fork()
    if process == 0:
        signal.alarm(timeout)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        status = pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", *tests])
        if loaded:
            loaded.write_text(json.dumps(list_foreign_modules()))
        os._exit(int(status))
    return os.waitpid(process, 0)[1] == 0


def list_foreign_modules() -> list[str]:
    """Return the names of the imported modules that are not of the repository."""
    here = Path.cwd()
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    # The providers' SDKs import their modules in an order of their own, which tests/conftest.py starts.
    return [name for name, path in files.items() if path and here not in Path(path).parents and not name.startswith("pulumi_aws")]


def import_modules(names: Sequence[str]) -> None:
    """Import what every run needs, so that the processes share it."""
    for name in ("tests.conftest", *names):
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main(*sys.argv[1:])
