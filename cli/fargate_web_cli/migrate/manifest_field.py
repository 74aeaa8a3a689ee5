"""One row of the table of manifest fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from fargate_web_cli.migrate.manifest_value import KeyPath, ManifestValue

if TYPE_CHECKING:
    from fargate_web_cli.migrate.conversion import Conversion

FieldConverter: TypeAlias = "Callable[[Conversion, ManifestValue, KeyPath], None]"
"""Carries a value over: the conversion, the value, and what the wild cards of the path stand for."""

WEB_KINDS = ("lb", "backend")
SERVICE_KINDS = ("lb", "backend", "worker")
WORKLOAD_KINDS = ("lb", "backend", "worker", "job")
ENVIRONMENT_KINDS = ("env",)


@dataclass(frozen=True, slots=True)
class ManifestField:
    """A field of a manifest, and what becomes of it.

    Attributes:
        path: Where it stands; `<name>` is any key, `[]` any entry of a list.
        kinds: The kinds of manifest that have it.
        counterpart: Its counterpart in a stack file; empty where there is none.
        note: What is different here, or what to do instead.
        outcome: `same`; `differently`: the note is told whenever the field is said; `left`: it is not carried, and the note tells what to do.
        converter: What carries it over; None where the section around it does, or nothing is needed.
    """

    path: str
    kinds: tuple[str, ...]
    counterpart: str = ""
    note: str = ""
    outcome: Literal["same", "differently", "left"] = "same"
    converter: "FieldConverter | None" = None

    @property
    def path_steps(self) -> tuple[str, ...]:
        """The path in steps."""
        return tuple(self.path.replace("[]", ".[]").split("."))
