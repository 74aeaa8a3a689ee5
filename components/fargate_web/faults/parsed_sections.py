"""The sections of a stack file as plain values."""

from dataclasses import dataclass, field
from typing import Any

from .fault import Fault, SettingPath


@dataclass
class ParsedSections:
    """The sections of a stack file and its project file.

    Attributes:
        values: Section → plain values, with `ENCRYPTED` in place of encrypted values.
        faults: Faults in the YAML itself.
        ambiguous_paths: Paths of values that YAML parsers read differently, or that can't be read.
        blank_paths: Paths of keys that have no value after the colon.
        written_texts: Path → the text of a number or boolean that YAML reads as another text: `1.10`.
    """

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ambiguous_paths: set[SettingPath] = field(default_factory=set)
    blank_paths: set[SettingPath] = field(default_factory=set)
    written_texts: dict[SettingPath, str] = field(default_factory=dict)
