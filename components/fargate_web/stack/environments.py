"""The Pulumi ESC environments of a stack file (`environment:`). Only Pulumi opens them, so that offline commands don't know their values."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from ..faults.fault import Fault
from ..stack_file.yaml_file import YamlFile

_KEY: Final = "environment"
_INLINE_NAME: Final = "in the file"
_MISSING_CODES: Final = frozenset(("missing-key", "missing-region", "no-services"))


def list_environments(file: YamlFile) -> tuple[str, ...]:
    """List the environments that a stack file names. One that is written in the file itself has no name."""
    value = file.read_value((_KEY,), ()).value
    imports = value.get("imports") if isinstance(value, dict) else value
    names = tuple(_list_names(imports))
    return (*names, _INLINE_NAME) if isinstance(value, dict) and "values" in value else names


def is_missing_value(fault: Fault) -> bool:
    """Return whether a fault reports nothing but a value that is missing, which an environment may have."""
    return fault.code in _MISSING_CODES


def explain_missing_values(faults: Iterable[Fault], environments: Iterable[str]) -> list[Fault]:
    """Return faults that say of a missing value that an environment may have it."""
    hint = f"; if the Pulumi ESC environment {', '.join(environments)} has it, only `pulumi preview` can tell"
    return [replace(fault, message=fault.message + hint) if is_missing_value(fault) else fault for fault in faults]


def _list_names(imports: Any) -> list[str]:
    entries = imports if isinstance(imports, list) else [imports]
    # An entry may have options: {shop/dev: {merge: false}}.
    return [str(name) for entry in entries if entry for name in (entry if isinstance(entry, dict) else [entry])]
