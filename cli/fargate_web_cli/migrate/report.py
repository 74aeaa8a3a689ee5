"""The report of a conversion: faults, fields that are not converted, placeholders and differences."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from fargate_web.faults.fault import Fault

from fargate_web_cli.migrate.manifest_value import ManifestValue

Outcome: TypeAlias = Literal["fault", "refused", "left", "needs", "differently"]

_OUTCOME_TITLES: Final[dict[Outcome, str]] = {
    "fault": "Wrong in the input",
    "refused": "Refused by the settings until the stack file is corrected",
    "left": "Not converted",
    "needs": "Placeholders that need a value",
    "differently": "Converted with differences",
}


@dataclass
class Report:
    """Collects messages without duplicates."""

    faults_by_outcome: dict[Outcome, list[Fault]] = field(default_factory=lambda: {outcome: [] for outcome in _OUTCOME_TITLES})

    def add(self, outcome: Outcome, value: ManifestValue | None, message: str) -> None:
        """Add a message about a value, or about the whole conversion."""
        fault = Fault((), message) if value is None else Fault.at_position(value.position, value.path, message)
        if fault not in self.faults_by_outcome[outcome]:
            self.faults_by_outcome[outcome].append(fault)

    def __bool__(self) -> bool:
        """Whether there is any message."""
        return any(self.faults_by_outcome.values())

    def format_lines(self) -> Iterator[str]:
        """Yield the lines of the report, by outcome and in the order of the files."""
        for outcome, title in _OUTCOME_TITLES.items():
            faults = sorted(self.faults_by_outcome[outcome], key=lambda fault: fault.sort_key)
            if faults:
                yield f"{title}:"
                yield from (f"  {fault}" for fault in faults)
