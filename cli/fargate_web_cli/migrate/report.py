"""What the conversion tells: what is carried differently, what is left, what needs a value, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from fargate_web.faults.fault import Fault

from fargate_web_cli.migrate.manifest_value import ManifestValue

Outcome: TypeAlias = Literal["fault", "refused", "left", "needs", "differently"]

_OUTCOME_TITLES: Final[dict[Outcome, str]] = {
    "fault": "Wrong in the input",
    "refused": "Refused by the settings until the stack file is corrected",
    "left": "Could not be carried",
    "needs": "Needs a value, and holds a placeholder until then",
    "differently": "Carried differently",
}


@dataclass
class Report:
    """Collects what is told, each thing once."""

    faults_by_outcome: dict[Outcome, list[Fault]] = field(default_factory=lambda: {outcome: [] for outcome in _OUTCOME_TITLES})

    def add(self, outcome: Outcome, value: ManifestValue | None, message: str) -> None:
        """Tell something about a value, or about the whole where there is none."""
        fault = Fault((), message) if value is None else Fault.at_position(value.position, value.path, message)
        if fault not in self.faults_by_outcome[outcome]:
            self.faults_by_outcome[outcome].append(fault)

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return any(self.faults_by_outcome.values())

    def format_lines(self) -> Iterator[str]:
        """Write the report, a chapter an outcome, in the order of the files."""
        for outcome, title in _OUTCOME_TITLES.items():
            faults = sorted(self.faults_by_outcome[outcome], key=lambda fault: fault.sort_key)
            if faults:
                yield f"{title}:"
                yield from (f"  {fault}" for fault in faults)
