"""One row of the table of manifest fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from fargate_web_cli.migrate.manifest_value import KeyPath, ManifestValue

if TYPE_CHECKING:
    from fargate_web_cli.migrate.conversion import Conversion

FieldConverter: TypeAlias = "Callable[[Conversion, ManifestValue, KeyPath], None]"
"""Carries a value over: the conversion, the value, and the keys that match the wildcards of the path."""

WEB_KINDS = ("lb", "backend")
SERVICE_KINDS = ("lb", "backend", "worker")
WORKLOAD_KINDS = ("lb", "backend", "worker", "job")
ENVIRONMENT_KINDS = ("env",)


@dataclass(frozen=True, slots=True)
class ManifestField:
    """A field of a manifest, and its conversion.

    Attributes:
        path: Its path; `<name>` is any key, `[]` any item of a list.
        kinds: The kinds of manifest that have it.
        counterpart: Its counterpart in a stack file; empty if there is none.
        note: The difference, or what to do instead.
        outcome: `same`; `differently`: the report contains the note; `left`: it is not converted, and the note explains what to do.
        converter: The converter; None if the parent field converts it, or nothing is needed.
    """

    path: str
    kinds: tuple[str, ...]
    counterpart: str = ""
    note: str = ""
    outcome: Literal["same", "differently", "left"] = "same"
    converter: "FieldConverter | None" = None

    @property
    def path_steps(self) -> tuple[str, ...]:
        """The steps of the path."""
        return tuple(self.path.replace("[]", ".[]").split("."))
