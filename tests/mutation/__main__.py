"""Mutation testing: `make mutate FILES="components/fargate_web/checks/routes.py"`.

One thing at a time is changed in a file, and the tests run on each change. A change that no test notices has survived: a test is missing, or the change
makes no difference. All this happens in a copy of the repository, so that the files stay as they are, even if a run is interrupted.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str]) -> None:
    """Run the tests on each mutant of some files, and list those that survive."""
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--tests", nargs="+", metavar="PATH", help="the tests (default: those of the file's folder)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="how many files at a time (default: 1)")
    options = parser.parse_args(arguments)
    missing = [path for path in (*options.files, *(options.tests or ())) if not (ROOT / path).exists()]
    if missing:
        parser.error(f"there is no {', '.join(missing)}")
    with ThreadPoolExecutor(options.workers) as pool:
        counts = list(pool.map(lambda file: mutate(file, options.tests or find_tests(file)), options.files))
    if len(counts) > 1:
        print(format_counts("all", sum(mutants for mutants, _ in counts), sum(survived for _, survived in counts)))


def find_tests(file: str) -> list[str]:
    """Return the tests of a file: the one that is named after it, then the folder that mirrors its folder."""
    folder = Path("tests", *(part for part in Path(file).parent.parts if part not in ("fargate_web", "fargate_web_cli")))
    while not (ROOT / folder).is_dir():
        folder = folder.parent
    named = folder / f"test_{Path(file).stem}.py"
    return [*([str(named)] if (ROOT / named).exists() else []), str(folder)]


def mutate(file: str, tests: Sequence[str]) -> tuple[int, int]:
    """Run the tests on each mutant of a file, and return how many there are and how many survived."""
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="mutants.") as place:
        for path in list_files():
            copy = Path(place) / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, copy)
        # The packages of the copy stand in for the installed ones.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(f"{place}/{folder}" for folder in ("components", "cli"))}
        command = [sys.executable, "-m", "tests.mutation.worker", file, *tests]
        with subprocess.Popen(command, cwd=place, env=environment, text=True, stdout=subprocess.PIPE) as worker:
            assert worker.stdout
            for line in worker.stdout:
                results.append(json.loads(line))
                if results[-1]["survived"]:
                    print(f"{file}, {results[-1]['changed']}", flush=True)
        if worker.returncode:
            sys.exit(worker.returncode)
    survived = sum(result["survived"] for result in results)
    print(format_counts(file, len(results), survived), flush=True)
    return len(results), survived


def list_files() -> Iterator[str]:
    """Yield the files of the repository, with those that are not committed yet."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE)
    yield from (name for name in listed.stdout.splitlines() if (ROOT / name).is_file())


def format_counts(file: str, mutants: int, survived: int) -> str:
    """Return the line that sums up a file."""
    return f"{file}: {mutants} mutants, {mutants - survived} killed, {survived} survived"


if __name__ == "__main__":
    main(sys.argv[1:])
