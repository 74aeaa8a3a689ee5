"""Run a program from disk like Pulumi's language host."""

import gc
import importlib
import os
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ProgramFile:
    """A Python program: a directory with a `__main__.py`, or one file.

    Attributes:
        path: The directory or file to run.
        directory: Its current directory, from which it imports its own modules.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).resolve()
        self.directory = self.path if self.path.is_dir() else self.path.parent
        main = self.path / "__main__.py" if self.path.is_dir() else self.path
        if not main.is_file():
            raise FileNotFoundError(f"There is no Pulumi program at {main}")

    def __call__(self) -> None:
        """Run the program as `__main__`, like `python <path>`."""
        runpy.run_path(str(self.path), run_name="__main__")

    @contextmanager
    def isolate(self) -> Iterator[None]:
        """Set up the process for this program, and restore it afterwards."""
        previous_modules = set(sys.modules)
        directory, path, argv = Path.cwd(), sys.path, sys.argv
        threshold, frozen = gc.get_threshold(), gc.get_freeze_count()
        os.chdir(self.directory)
        # A copy, so that changes by the program stay in the program.
        sys.path = [str(self.directory), *path]
        sys.argv = [str(self.path)]
        importlib.invalidate_caches()
        try:
            yield
        finally:
            os.chdir(directory)
            sys.path, sys.argv = path, argv
            # A program may turn garbage collection off. Objects that it freezes would never be freed.
            gc.set_threshold(*threshold)
            if not frozen:
                gc.unfreeze()
            # List all modules before deleting any: `_owns_module` needs the package of a module.
            for name in [name for name in sys.modules if name not in previous_modules and self._owns_module(name)]:
                del sys.modules[name]

    def _owns_module(self, name: str) -> bool:
        """Return whether a module is in the directory of the program, and not in a package that is installed there, such as an SDK."""
        package = sys.modules.get(name.partition(".")[0])
        spec = getattr(package, "__spec__", None)
        if spec is None:
            return False
        locations = spec.submodule_search_locations or [spec.origin or ""]
        return any(Path(location).parent == self.directory for location in locations)
