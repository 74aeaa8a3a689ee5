"""Writes the golden file of a release and keeps its program: `make golden VERSION=<version>`."""

import argparse
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.stacks.running import ROOT
from tests.upgrades.golden import FOLDER_OF_GOLDENS, find_program, subjects, written


def write(version: str, folder: Path = FOLDER_OF_GOLDENS) -> Path:
    """Write the file of a release, and keep its program beside it.

    Raises:
        SystemExit: There is one, it is another version than that of the components, or an example fails.
    """
    path, program = folder / f"{version}.json", find_program(version, folder)
    own = tomllib.loads((ROOT / "components/pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if version != own:
        sys.exit(f"components/pyproject.toml says version {own}; write VERSION={own}, or change it there first")
    for existing in (path, program):
        if existing.exists():
            sys.exit(
                f"{existing.relative_to(folder)} is there already. What a release made is never changed; "
                f"remove {path.name} and {version}/ first if {version} was never released"
            )
    runs = []
    with tempfile.TemporaryDirectory() as place:
        for index, subject in enumerate(subjects()):
            own_folder = Path(place) / str(index)
            own_folder.mkdir()
            run = subject.run(own_folder)
            if run.error is not None:
                sys.exit(f"{subject.name} fails: {run.error}")
            runs.append((subject, run))
    path.write_text(written(version, runs), encoding="utf-8")
    program.parent.mkdir(exist_ok=True)
    shutil.copyfile(ROOT / "__main__.py", program)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.upgrades", description=__doc__)
    parser.add_argument("version", help="the version that is released")
    sys.stdout.write(f"{write(parser.parse_args().version).relative_to(ROOT)}\n")
