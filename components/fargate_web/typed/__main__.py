"""The command `python -m fargate_web.typed [--check]`."""

import argparse
import sys
from pathlib import Path

from . import writing
from .tree import Tree

_PACKAGE = Path(__file__).parent.parent


def written() -> dict[Path, str]:
    """Write every module of both packages, as text by its path."""
    tree = Tree()
    packages = {_PACKAGE / "inputs": writing.python_modules(tree), _PACKAGE / "plugin" / "inputs": writing.analyzed_modules(tree)}
    return {folder / f"{name}.py": text for folder, modules in packages.items() for name, text in modules.items()}


def stale(texts: dict[Path, str]) -> list[Path]:
    """List the files that differ from what they should be, and those that should not be."""
    folders = {path.parent for path in texts}
    strays = [path for folder in folders for path in folder.glob("*.py") if path not in texts]
    differing = [path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return sorted([*strays, *differing])


def main(arguments: list[str] | None = None) -> None:
    """Write the typed arguments, or tell whether they are up to date."""
    parser = argparse.ArgumentParser(prog=writing.COMMAND, description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, and fail if a file is not up to date")
    options = parser.parse_args(arguments)
    texts = written()
    for path in stale(texts):
        if options.check:
            sys.exit(f"{path} is not up to date with the settings; run {writing.COMMAND}")
        if path not in texts:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8")


if __name__ == "__main__":
    main()
