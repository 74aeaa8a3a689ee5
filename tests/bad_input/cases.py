"""Reads a case: a whole stack file whose first comment lines say what must be reported.

```yaml
# expect: <identifier> <error|warning> <line>:<column> <path>
# contains: <regular expression that the message of this report must match>
# stack: <name of the stack, if it isn't dev>
config:
```

There is one `expect` line for each report, and any number of `contains` lines after it. A report without a position has `-` in its place.
A case belongs to the nearest `Pulumi.yaml`, as any stack file does. A file that cases extend ends with `.yml`, and is no case itself.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fargate_web.faults.fault import Fault, SettingsError, format_path
from fargate_web.stack.load import load_file

_COMMENT_PATTERN = re.compile(r"# (expect|contains|stack): ?(.*)")

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Report:
    """A report as a case expects it.

    Attributes:
        code: The identifier of the check.
        severity: Whether it stops the program.
        position: `line:column`, or `-`.
        path: The path of the setting, as in messages.
    """

    code: str
    severity: Severity
    position: str
    path: str

    def __str__(self) -> str:
        return f"{self.code} {self.severity} {self.position} {self.path}".rstrip()

    @classmethod
    def parse(cls, text: str) -> "Report":
        """Parse the text after `# expect:`."""
        code, severity, position, *path = text.split(" ", 3)
        if severity not in ("error", "warning"):
            raise ValueError(f"{text!r} names no severity")
        return cls(code, severity, position, "".join(path))

    @classmethod
    def from_fault(cls, fault: Fault, severity: Severity) -> "Report":
        """Describe what was reported."""
        return cls(fault.code, severity, f"{fault.line}:{fault.column}" if fault.line else "-", format_path(fault.path))


@dataclass(frozen=True)
class Case:
    """A case.

    Attributes:
        file: The stack file.
        stack: The name of the stack.
        expected: The reports, each with the patterns of its message.
        header_length: How many lines at the top of the file belong to the case.
    """

    file: Path
    stack: str
    expected: tuple[tuple[Report, tuple[str, ...]], ...]
    header_length: int


@dataclass(frozen=True)
class Outcome:
    """What was reported of a file: errors, or the warnings of a file without errors."""

    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def reports(self) -> list[tuple[Report, Fault]]:
        """All that was reported, as a case writes it."""
        return [
            *((Report.from_fault(fault, "error"), fault) for fault in self.errors),
            *((Report.from_fault(fault, "warning"), fault) for fault in self.warnings),
        ]


def list_files(folder: Path) -> list[Path]:
    """List the cases in a folder and below."""
    return sorted(path for path in folder.rglob("*.yaml") if path.name != "Pulumi.yaml")


def name_files(folder: Path) -> dict[str, Path]:
    """Return the cases by their names, for the ids of tests."""
    return {str(path.relative_to(folder).with_suffix("")): path for path in list_files(folder)}


def read_case(file: Path) -> Case:
    """Read what a case expects."""
    stack = "dev"
    expected: list[tuple[Report, list[str]]] = []
    header_length = 0
    for line in file.read_text(encoding="utf-8-sig", errors="replace").split("\n"):
        found = _COMMENT_PATTERN.fullmatch(line)
        if found is None:
            break
        header_length += 1
        kind, text = found.groups()
        if kind == "expect":
            expected.append((Report.parse(text), []))
        elif kind == "contains":
            expected[-1][1].append(text)
        else:
            stack = text
    return Case(file, stack, tuple((report, tuple(patterns)) for report, patterns in expected), header_length)


def load(file: Path, stack: str = "dev") -> Outcome:
    """Load a stack file, and return what is reported of it."""
    try:
        return Outcome((), load_file(file, stack=stack, environ={}).warnings)
    except SettingsError as error:
        return Outcome(error.faults, ())


@functools.cache
def load_case(file: Path) -> tuple[Case, Outcome]:
    """Read a case and load its file, once for all tests."""
    case = read_case(file)
    return case, load(file, case.stack)


def find_differences(case: Case, outcome: Outcome, *, all_warnings: bool) -> list[str]:
    """List how the outcome differs from what the case expects.

    Args:
        case: The case.
        outcome: What was reported.
        all_warnings: Whether the case lists every warning. Otherwise it lists those that it is about.
    """
    remaining = outcome.reports
    differences = []
    for report, patterns in case.expected:
        found = next((each for each in remaining if each[0] == report and _matches(each[1], patterns)), None)
        if found is None:
            differences.append(f"missing: {report}{''.join(f' /{pattern}/' for pattern in patterns)}")
        else:
            remaining.remove(found)
    differences += [
        f"reported: {report}: {fault.message}" for report, fault in remaining if differences or all_warnings or report.severity == "error"
    ]
    return differences


def _matches(fault: Fault, patterns: Iterable[str]) -> bool:
    return all(re.search(pattern, fault.message) for pattern in patterns)


def count_advice_in_words(folder: Path) -> dict[str, int]:
    """Count the reports of all cases whose advice is words alone, by their identifier."""
    found: Counter[str] = Counter()
    for file in list_files(folder):
        case, outcome = load_case(file)
        expected = {report for report, _ in case.expected}
        found.update(fault.code for report, fault in outcome.reports if report in expected and not fault.fixes)
    return dict(sorted(found.items()))
