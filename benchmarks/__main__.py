"""Time the program against the same resources by hand: `python -m benchmarks [--services 1 10 50 200] [--runs 5]`.

Each measurement is a separate process, and the programs take turns, so that a slower machine affects all of them. If the AWS CDK is installed,
programs with the same services in the CDK are measured too.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers import HERE, Peer, list_peers
from benchmarks.stacks import ROUTED

PROGRAMS = ("components", "by hand", "by hand, collector tamed")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Cost:
    """The time and memory of one run of a program, from the start of its process to the end.

    Attributes:
        wall: Seconds until it ended.
        cpu: Seconds of CPU, including child processes.
        megabytes: The peak memory of its largest process.
    """

    wall: float
    cpu: float
    megabytes: float


def run_program(program: str, count: int) -> dict[str, int]:
    """Run one program in this process and count its resources by type."""
    from fargate_web.testing import run

    from benchmarks.stacks import config

    # The SDK is loaded before the program starts, as with the Pulumi CLI.
    if program == "components":
        result = run(ROOT / "__main__.py", config=config(count), project="fargate-web", strict=False)
    else:
        import gc

        tamed = program == "by hand, collector tamed"

        def by_hand() -> None:
            if tamed:
                gc.set_threshold(200_000, 20, 50)
            from benchmarks.by_hand import program as register

            if tamed:
                gc.freeze()
            register(count)

        result = run(by_hand, config=config(count), project="fargate-web", strict=False)
    if result.error:
        raise result.error
    return dict(Counter(each.type for each in result.resources if each.custom))


def measure(command: list[str]) -> tuple[Cost, str]:
    """Run a command. Return its cost and its output."""
    # Without bytecode, each process would compile the AWS SDK for seconds.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (output, errors):
            stream.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{errors.read()}")
        return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), output.read()


def measure_program(program: str, count: int) -> tuple[Cost, dict[str, int]]:
    """Measure a Pulumi program. Return its cost and its resource counts."""
    cost, printed = measure([sys.executable, "-m", "benchmarks", "--run", program, str(count)])
    return cost, json.loads(printed.splitlines()[-1])


def measure_peer(peer: Peer, count: int) -> Cost:
    """Measure a program of another framework."""
    with tempfile.TemporaryDirectory() as output:
        return measure([*peer.command, str(count), str(ROUTED), output])[0]


def measure_all(count: int, runs: int, peers: list[Peer]) -> dict[str, Cost]:
    """Measure all programs in turn, and return the medians."""
    costs: dict[str, list[Cost]] = {}
    registered: dict[str, dict[str, int]] = {}
    for number in range(runs + 1):
        found: dict[str, Cost] = {}
        for program in PROGRAMS:
            found[program], registered[program] = measure_program(program, count)
        found |= {peer.name: measure_peer(peer, count) for peer in peers}
        if number:  # the first round warms the bytecode and the disk
            for name, cost in found.items():
                costs.setdefault(name, []).append(cost)
    if len({tuple(sorted(types.items())) for types in registered.values()}) > 1:
        difference = Counter(registered["components"])
        difference.subtract(registered["by hand"])
        raise SystemExit(f"the programs don't register the same resources: { ({k: v for k, v in difference.items() if v}) }")
    return {
        name: Cost(*(statistics.median(getattr(each, field) for each in measured) for field in ("wall", "cpu", "megabytes")))
        for name, measured in costs.items()
    }


def find_peers(args: argparse.Namespace) -> list[Peer]:
    """Return the installed peers, and print how to install the others."""
    peers = list_peers(args.cdk_python, args.cdk_js)
    found = []
    for name in peers if args.peers is None else args.peers:
        installed = peers[name].find_version()
        if installed is None:
            print(f"{name} is skipped because it isn't installed: {peers[name].install}")
        else:
            print(f"{name}: aws-cdk-lib {installed}")
            found.append(peers[name])
    return found


def parse_command_line(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, nargs="+", default=[1, 10, 50, 200])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--peers", nargs="*", choices=tuple(list_peers()), help="programs of the AWS CDK; those that are installed by default"
    )
    parser.add_argument("--cdk-python", default=sys.executable, metavar="PYTHON", help="an interpreter that has aws-cdk-lib")
    parser.add_argument("--cdk-js", type=Path, default=HERE, metavar="DIR", help="a folder whose node_modules hold aws-cdk-lib")
    parser.add_argument("--run", nargs=2, metavar=("PROGRAM", "COUNT"), help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main() -> None:
    """Print a table of medians, and the ratios of the performance targets."""
    args = parse_command_line()
    if args.run:
        print(json.dumps(run_program(args.run[0], int(args.run[1]))), flush=True)
        os._exit(0)  # the cleanup of the recorded resources must not count
    print(f"Python {platform.python_version()}, pulumi {version('pulumi')}, pulumi-aws {version('pulumi-aws')}, {os.cpu_count()} cores")
    peers = find_peers(args)
    results: dict[int, dict[str, Cost]] = {}
    print(f"{'services':>8}  {'program':<26}{'wall s':>8}{'CPU s':>8}{'MB':>8}  CPU ratio")
    for count in args.services:
        results[count] = measure_all(count, args.runs, peers)
        for program, cost in results[count].items():
            ratio = results[count]["components"].cpu / cost.cpu
            print(
                f"{count:>8}  {program:<26}{cost.wall:>8.2f}{cost.cpu:>8.2f}{cost.megabytes:>8.0f}  components / this: {ratio:.2f}",
                flush=True,
            )
    if len(args.services) > 2:
        first, (low, high) = args.services[0], args.services[-2:]
        floor, lower, higher = (results[count]["components"].cpu for count in (first, low, high))
        exponent = math.log((higher - floor) / max(lower - floor, 1e-9)) / math.log(high / low)
        print(f"growth exponent from {low} to {high} services: {exponent:.2f}")


if __name__ == "__main__":
    main()
