"""Write what is reported now into cases: `python -m tests.bad_input [FILES]`.

For new cases, and after a change that moves identifiers or positions. The diff shows what users will see; look at every line of it. The patterns of
messages stay as they are, and a case goes on to expect only those warnings that it is about.
"""

import sys
from pathlib import Path

from tests.bad_input.cases import Case, Report, count_advice_in_words, list_files, load, read_case


def choose_reports(case: Case, reports: list[Report]) -> list[tuple[Report, tuple[str, ...]]]:
    """Return the reports that the case is about, each with the patterns of the expectation that it replaces."""
    remaining = list(case.expected)
    chosen = []
    for report in reports:
        same = next((each for each in remaining if each[0].path == report.path and each[0].severity == report.severity), None)
        if same is not None:
            remaining.remove(same)
        elif report.severity == "warning" and case.expected:
            continue
        chosen.append((report, same[1] if same else ()))
    return chosen


def write_expectations(file: Path) -> None:
    """Replace the first lines of a case."""
    case = read_case(file)
    text = file.read_bytes().decode("utf-8")
    body = text.split("\n", case.header_length)[-1]
    for _ in range(2):  # the second time with the positions below a header of the new length
        chosen = choose_reports(case, [report for report, _ in load(file, case.stack).reports])
        lines = [line for report, patterns in chosen for line in (f"expect: {report}", *(f"contains: {pattern}" for pattern in patterns))]
        lines += [f"stack: {case.stack}"] if case.stack != "dev" else []
        file.write_text("".join(f"# {line}\n" for line in lines) + body, encoding="utf-8", newline="")


def main() -> None:
    """Write the expectations of the files, or of all cases, and count the advice that is words alone."""
    folder = Path(__file__).parent
    for file in [Path(argument) for argument in sys.argv[1:]] or list_files(folder):
        write_expectations(file)
    counts = count_advice_in_words(folder)
    (folder / "advice_in_words.txt").write_text("".join(f"{code} {count}\n" for code, count in counts.items()), encoding="utf-8")


if __name__ == "__main__":
    main()
