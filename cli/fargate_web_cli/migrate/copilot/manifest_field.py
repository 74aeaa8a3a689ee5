"""One row of the table of manifest fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value

if TYPE_CHECKING:
    from fargate_web_cli.migrate.copilot.conversion import Conversion

Convert: TypeAlias = "Callable[[Conversion, Value, Keys], None]"
"""Carries a value over: the conversion, the value, and what the wild cards of the path stand for."""

WEB = ("lb", "backend")
SERVICES = ("lb", "backend", "worker")
WORKLOADS = ("lb", "backend", "worker", "job")
ENVIRONMENT = ("env",)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a manifest, and what becomes of it.

    Attributes:
        path: Where it stands; `<name>` is any key, `[]` any entry of a list.
        kinds: The kinds of manifest that have it.
        here: Its counterpart in a stack file; empty where there is none.
        note: What is different here, or what to do instead.
        outcome: `same`; `differently`: the note is told whenever the field is said; `left`: it is not carried, and the note tells what to do.
        convert: What carries it over; None where the section around it does, or nothing is needed.
    """

    path: str
    kinds: tuple[str, ...]
    here: str = ""
    note: str = ""
    outcome: Literal["same", "differently", "left"] = "same"
    convert: "Convert | None" = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The path in steps."""
        return tuple(self.path.replace("[]", ".[]").split("."))
