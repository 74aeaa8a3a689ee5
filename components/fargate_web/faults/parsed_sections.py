"""What a stack file says, as plain values."""

from dataclasses import dataclass, field
from typing import Any

from .fault import Fault, SettingPath


@dataclass
class ParsedSections:
    """What the files say.

    Attributes:
        values: Section → plain values, with `SECRET` where the file has an encrypted one.
        faults: What is wrong with them as YAML.
        ambiguous_paths: The places whose meaning depends on the reader, or that can't be read.
        blank_paths: The places where nothing stands after the colon.
    """

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ambiguous_paths: set[SettingPath] = field(default_factory=set)
    blank_paths: set[SettingPath] = field(default_factory=set)
