"""Time the program against the same resources by hand: `python -m benchmarks [--services 1 10 50 200] [--runs 5]`.

Each measurement is a process of its own, and the programs take turns, so that a machine that gets slower slows all of them.
"""

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

PROGRAMS = ("components", "by hand", "by hand, collector tamed")
ROOT = Path(__file__).resolve().parent.parent


def measure(program: str, count: int) -> dict[str, float | dict[str, int]]:
    """Run one program once in this process and tell its cost, imports included."""
    from benchmarks.stacks import config

    if program == "by hand, collector tamed":
        import gc

        gc.set_threshold(200_000, 20, 50)
    from fargate_web.testing import run

    if program == "components":
        result = run(ROOT / "__main__.py", config=config(count), project="fargate-web", strict=False)
    else:
        from benchmarks.by_hand import program as by_hand

        if program == "by hand, collector tamed":
            gc.freeze()
        result = run(lambda: by_hand(count), config=config(count), project="fargate-web", strict=False)
    if result.error:
        raise result.error
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu": usage.ru_utime + usage.ru_stime,
        "megabytes": usage.ru_maxrss / 1024,
        "types": dict(Counter(each.type for each in result.resources if each.custom)),
    }


def once(program: str, count: int) -> tuple[float, float, float, dict[str, int]]:
    """Measure one program in a fresh process: wall seconds, CPU seconds, megabytes, and what it registered."""
    started = time.perf_counter()
    found = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--measure", program, str(count)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    wall = time.perf_counter() - started
    result = json.loads(found.stdout.splitlines()[-1])
    return wall, result["cpu"], result["megabytes"], result["types"]


def main() -> None:
    """Print a table of medians, and the ratios that the targets are about."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, nargs="+", default=[1, 10, 50, 200])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--measure", nargs=2, metavar=("PROGRAM", "COUNT"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(measure(args.measure[0], int(args.measure[1]))))
        return
    medians: dict[tuple[str, int], tuple[float, float, float]] = {}
    print(f"{'services':>8}  {'program':<26}{'wall s':>8}{'CPU s':>8}{'MB':>8}  CPU ratio (this / components)")
    for count in args.services:
        runs: dict[str, list[tuple[float, float, float]]] = {program: [] for program in PROGRAMS}
        registered = {}
        for number in range(args.runs + 1):
            for program in PROGRAMS:
                *figures, registered[program] = once(program, count)
                if number:  # the first round warms the bytecode and the disk
                    runs[program].append((figures[0], figures[1], figures[2]))
        if len({tuple(sorted(types.items())) for types in registered.values()}) > 1:
            difference = Counter(registered["components"])
            difference.subtract(registered["by hand"])
            raise SystemExit(f"the programs don't register the same resources: { ({k: v for k, v in difference.items() if v}) }")
        for program in PROGRAMS:
            wall, cpu, megabytes = (statistics.median(each) for each in zip(*runs[program], strict=True))
            medians[program, count] = (wall, cpu, megabytes)
        for program in PROGRAMS:
            wall, cpu, megabytes = medians[program, count]
            ratio = medians["components", count][1] / cpu
            print(f"{count:>8}  {program:<26}{wall:>8.2f}{cpu:>8.2f}{megabytes:>8.0f}  components / this: {ratio:.2f}")
    if len(args.services) > 1:
        low, high = args.services[-2:]
        floor = medians["components", args.services[0]][1]
        grown = (medians["components", high][1] - floor) / max(medians["components", low][1] - floor, 1e-9)
        print(
            f"growth exponent from {low} to {high} services: {math.log(grown) / math.log(high / low):.2f}" if low > args.services[0] else ""
        )


if __name__ == "__main__":
    main()
