"""A value of a manifest, with its path and position."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from fargate_web.faults.fault import Position, SettingPath, format_path

KeyPath: TypeAlias = tuple[str, ...]

_DURATION_PATTERN: Final = re.compile(r"(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)")
_SECONDS_PER_UNIT: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}


class InvalidValueError(Exception):
    """A value that the tool of the file would not accept."""

    def __init__(self, value: "ManifestValue", message: str) -> None:
        super().__init__(message)
        self.value = value
        self.message = message


@dataclass(frozen=True, slots=True)
class ManifestValue:
    """A value of a manifest.

    Attributes:
        data: None, a scalar, a list of values or a map of values.
        path: Its path in the file.
        position: Its line and column.
        source_text: The text of a scalar as it stands in the file, if the tool of the file passes it on unchanged (`1.10`, `True`).
    """

    data: Any
    path: SettingPath
    position: Position | None
    source_text: str | None = None

    @property
    def plain_data(self) -> Any:
        """The data without paths and positions."""
        if isinstance(self.data, dict):
            return {key: inner.plain_data for key, inner in self.data.items()}
        return [inner.plain_data for inner in self.data] if isinstance(self.data, list) else self.data

    def find(self, path: str) -> "ManifestValue | None":
        """Return the value at a dotted path; None if it is missing."""
        found: ManifestValue | None = self
        for key in path.split("."):
            inner = found.data if found is not None else None
            found = inner.get(key) if isinstance(inner, dict) else None
        return None if found is None or found.data is None else found

    def entries(self, *, keeps_empty: bool = False) -> Iterator[tuple[str, "ManifestValue"]]:
        """Yield the entries of a map, without those that have no value unless told otherwise."""
        if not isinstance(self.data, dict):
            raise InvalidValueError(self, f"{_format_value_path(self)} has to be a map")
        yield from ((key, inner) for key, inner in self.data.items() if keeps_empty or inner.data is not None)

    def items(self) -> list["ManifestValue"]:
        """Return the values of a list."""
        if not isinstance(self.data, list):
            raise InvalidValueError(self, f"{_format_value_path(self)} has to be a list")
        return self.data

    def text(self) -> str:
        """Return a text; numbers and booleans as in YAML, or as they stand in the file."""
        if self.source_text is not None:
            return self.source_text
        if isinstance(self.data, bool):
            return "true" if self.data else "false"
        if isinstance(self.data, (dict, list)) or self.data is None:
            raise InvalidValueError(self, f"{_format_value_path(self)} has to be text")
        return str(self.data)

    def texts(self) -> list[str]:
        """Return a list of texts."""
        return [inner.text() for inner in self.items()]

    def number(self) -> int:
        """Return a whole number."""
        if isinstance(self.data, bool) or not isinstance(self.data, int):
            if isinstance(self.data, str) and self.data.isdecimal():
                return int(self.data)
            raise InvalidValueError(self, f"{_format_value_path(self)} has to be a whole number")
        return self.data

    def boolean(self) -> bool:
        """Return a boolean, in any form of YAML 1.1."""
        word = str(self.data).lower()
        if word not in ("true", "false", "yes", "no", "on", "off"):
            raise InvalidValueError(self, f"{_format_value_path(self)} has to be true or false")
        return word in ("true", "yes", "on")

    def seconds(self) -> float:
        """Return a duration (`1h30m`, `250ms`) in seconds."""
        text = self.text()
        parts = _DURATION_PATTERN.findall(text)
        if not parts or "".join(number + unit for number, unit in parts) != text:
            raise InvalidValueError(self, f"{text!r} is no duration; write it like 90s, 1h30m or 250ms")
        return sum(float(number) * _SECONDS_PER_UNIT[unit] for number, unit in parts)

    def whole_seconds(self) -> int:
        """Return a duration in whole seconds."""
        return round(self.seconds())


def _format_value_path(value: ManifestValue) -> str:
    return format_path(value.path) or "the manifest"


@dataclass(frozen=True)
class Manifest:
    """The content of a file about one workload or environment.

    Attributes:
        file: The path of the file, as on the command line.
        kind: The kind, which selects rows of the table: `lb`, `backend`, `worker`, `job` or `env` of Copilot, `service` of Compose …
        name: The name of the workload or the environment.
        root: Its values.
        tool: The tool that the file belongs to.
    """

    file: str
    kind: str
    name: str
    root: ManifestValue
    tool: str = "Copilot"
