"""A program on disk, run as Pulumi's language host runs it."""

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
        path: What is run.
        directory: Where it runs: the current directory, and where its own modules are found.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).resolve()
        self.directory = self.path if self.path.is_dir() else self.path.parent
        main = self.path / "__main__.py" if self.path.is_dir() else self.path
        if not main.is_file():
            raise FileNotFoundError(f"There is no Pulumi program at {main}")

    def __call__(self) -> None:
        """Run the program, at the top level, as `python <path>` would."""
        runpy.run_path(str(self.path), run_name="__main__")

    @contextmanager
    def isolate(self) -> Iterator[None]:
        """Set the process up for this program, and afterwards leave nothing of it behind."""
        before = set(sys.modules)
        directory, path, argv = Path.cwd(), sys.path, sys.argv
        threshold, frozen = gc.get_threshold(), gc.get_freeze_count()
        os.chdir(self.directory)
        # A copy: what the program does to its path is its own affair.
        sys.path = [str(self.directory), *path]
        sys.argv = [str(self.path)]
        importlib.invalidate_caches()
        try:
            yield
        finally:
            os.chdir(directory)
            sys.path, sys.argv = path, argv
            # A program that lives once may put garbage collection off. Whatever it froze would be kept for good.
            gc.set_threshold(*threshold)
            if not frozen:
                gc.unfreeze()
            # First find all, then drop them: a module belongs to whom its package does, while that is still there.
            for name in [name for name in sys.modules if name not in before and self._owns_module(name)]:
                del sys.modules[name]

    def _owns_module(self, name: str) -> bool:
        """Tell whether a module was found in the program's directory, and not by way of something installed there, such as an SDK."""
        package = sys.modules.get(name.partition(".")[0])
        spec = getattr(package, "__spec__", None)
        if spec is None:
            return False
        places = spec.submodule_search_locations or [spec.origin or ""]
        return any(Path(place).parent == self.directory for place in places)
