"""Time the checks of the whole stack against the run of the program: `python -m benchmarks.checks [--services 200] [--runs 5]`.

The checks of 200 services take at most a tenth of the CPU time of the program's run, so that a stack file can have many.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from fargate_web.checks import CHECKS, Finding, run_checks
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import load_file
from fargate_web.stack.loaded_stack import LoadedStack

from benchmarks.__main__ import measure_program
from benchmarks.stacks import REGION, sections

TARGET = 0.1


def load_stack(count: int) -> LoadedStack:
    """Load the stack of the benchmarks from a file."""
    config = {"aws:region": REGION, **{f"fargate-web:{name}": section for name, section in sections(count).items()}}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Pulumi.dev.yaml"
        file.write_text(json.dumps({"config": config}), encoding="utf-8")
        return load_file(file)


def run_check(check: Callable[[Stack, str | None], Iterator[Finding]], loaded: LoadedStack) -> list[Finding]:
    """Run one check, and collect what it finds."""
    return list(check(loaded.stack, loaded.region))


def measure_cpu(function: Callable[[], object], runs: int) -> float:
    """Return the median of the seconds of CPU that a function takes, without its first run."""
    found = []
    for _ in range(runs + 1):
        started = time.process_time()
        function()
        found.append(time.process_time() - started)
    return statistics.median(found[1:])


def main() -> None:
    """Print the time of each check, and the ratio of the performance target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    loaded = load_stack(args.services)
    for check in CHECKS:
        seconds = measure_cpu(partial(run_check, check, loaded), args.runs)
        print(f"{check.__name__.removeprefix('check_'):<24}{seconds:>8.3f} s")
    checks = measure_cpu(lambda: run_checks(loaded.stack, loaded.region, loaded.rule_priorities), args.runs)
    loading = measure_cpu(lambda: load_stack(args.services), args.runs)
    program = statistics.median(measure_program("components", args.services)[0].cpu for _ in range(args.runs))
    print(f"{'all checks':<24}{checks:>8.3f} s")
    print(f"{'loading, with checks':<24}{loading:>8.3f} s")
    print(f"{'the program':<24}{program:>8.3f} s")
    print(f"checks / program: {checks / program:.3f} (at most {TARGET})")


if __name__ == "__main__":
    main()
