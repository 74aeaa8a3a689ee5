"""The variables of a Compose file: values that are read when Docker starts, and never written into the file."""

import re
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from fargate_web.stack.references import find_reference

_NO_WORD: Final = re.compile(r"^(?=[0-9])|[^A-Za-z0-9_]")
"""What a name can't have at this place: Compose reads only letters, digits and underscores, without a digit at the start."""

_OF_THE_MACHINE: Final = re.compile(
    r"(?:AWS|BUILDX|COMPOSE|DOCKER|DYLD|LD|SSH|XDG)_.*|HOME|LANG|LOGNAME|PATH|PWD|SHELL|TERM|TMPDIR|USER", re.IGNORECASE
)
"""Variables that have a meaning for Docker and the shell, so that their values must not come from there or go there."""


@dataclass(frozen=True)
class Variable:
    """A value that Compose reads from its environment.

    Attributes:
        name: The name of the variable.
        reference: The secret or parameter of AWS with the value; None for a value that is encrypted in the stack file, or
            that another stack or Parameter Store has.
    """

    name: str
    reference: str | None


class Variables:
    """The variables of one Compose file. The same name with the same source is one variable."""

    def __init__(self) -> None:
        self._variables: dict[str, tuple[Variable, object]] = {}

    def list(self) -> list[Variable]:
        """List the variables in the order in which they were added."""
        return [variable for variable, _ in self._variables.values()]

    def add_secret(self, name: str, reference: Any, container: str) -> str:
        """Add a variable with the value of a secret or parameter, and return the expression for it.

        Args:
            name: The name of the variable in the container.
            reference: The `valueFrom` of the secret.
            container: The container, whose name comes first if another container has another secret of this name.
        """
        if isinstance(reference, pulumi.Output):
            return self.add_encrypted(name, reference, container)
        variable = self._add(name, reference, container, reference)
        return f"${{{variable.name}:?the value of {reference}}}"

    def add_encrypted(self, name: str, value: Any, container: str) -> str:
        """Add a variable for a value that is encrypted in the stack file or stands elsewhere, and return the expression for it."""
        reference = find_reference(value)
        variable = self._add(name, None, container, str(reference) if reference else id(value))
        return f"${{{variable.name}:?{reference or 'encrypted in the stack file'}; set it in the environment}}"

    def _add(self, name: str, reference: str | None, container: str, source: object) -> Variable:
        name, prefix = _NO_WORD.sub("_", name), _NO_WORD.sub("_", container).upper()
        bare = () if _OF_THE_MACHINE.fullmatch(name) else (name,)
        candidates = (*bare, f"{prefix}_{name}", *(f"{prefix}_{name}_{number}" for number in range(2, 1_000)))
        for candidate in candidates:
            if candidate not in self._variables:
                self._variables[candidate] = (Variable(candidate, reference), source)
            if self._variables[candidate][1] == source:
                return self._variables[candidate][0]
        raise AssertionError(f"no name is left for {name}")


def escape(text: str) -> str:
    """Return a text as a value of a Compose file, which reads `$` as the start of a variable."""
    return text.replace("$", "$$")
