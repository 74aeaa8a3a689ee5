"""Time `fargate-web diff` against the plain preview: `python -m benchmarks.diff [--runs 5]`.

A diff runs the program of two revisions, so its target is twice the time of the plain preview of each stack. The commands take turns, each in a
separate process. The revisions are the latest commit and the working tree.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "preview, dev": ("--stack", "dev"),
    "preview, prod": ("--stack", "prod"),
    "diff, dev": ("diff", "--base", "HEAD", "--stack", "dev"),
    "diff, both": ("diff", "--base", "HEAD"),
}


def measure_wall_time(arguments: tuple[str, ...]) -> float:
    """Run a command once and return its seconds."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "fargate_web_cli", *(arguments if arguments[0] == "diff" else ("preview", *arguments))],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode not in (0, 3):  # 3: the guard stops a change after the comparison
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started


def main() -> None:
    """Print the medians, and the ratio of the performance target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(runs + 1):
        for name, arguments in COMMANDS.items():
            seconds = measure_wall_time(arguments)
            if number:  # the first round warms the bytecode and the disk
                found[name].append(seconds)
    medians = {name: statistics.median(each) for name, each in found.items()}
    for name, seconds in medians.items():
        print(f"{name:<16}{seconds:>6.2f} s")
    twice = 2 * (medians["preview, dev"] + medians["preview, prod"])
    print(f"both stacks, diff / twice the preview: {medians['diff, both'] / twice:.2f}")


if __name__ == "__main__":
    main()
