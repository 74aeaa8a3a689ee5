"""References in the place of a value: `{stackReference: …, output: …}` and `{ssmParameter: …}`. The program reads the value when it runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

STACK_REFERENCE: Final = "stackReference"
OUTPUT: Final = "output"
SSM_PARAMETER: Final = "ssmParameter"

STACK_NAME_PATTERN: Final = r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+"
OUTPUT_PATTERN: Final = r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[[0-9]+\])*"
PARAMETER_PATTERN: Final = r"(?:arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/)?[A-Za-z0-9_./-]{1,1011}(?::[A-Za-z0-9_.-]+)?"


@dataclass(frozen=True)
class StackOutput:
    """An output of another stack.

    Attributes:
        stack: The stack, as `<organization>/<project>/<stack>`.
        output: The name of the output, and the path in it: `privateSubnetIds[0]`, `services.api.securityGroupId`.
    """

    stack: str
    output: str

    @property
    def path(self) -> tuple[str | int, ...]:
        """The name of the output, and the path in it."""
        parts = re.findall(r"\[([0-9]+)\]|([^.\[\]]+)", self.output)
        return tuple(int(index) if index else name for index, name in parts)

    def __str__(self) -> str:
        return f"output {self.output} of the stack {self.stack}"


@dataclass(frozen=True)
class Parameter:
    """A parameter of AWS Systems Manager Parameter Store.

    Attributes:
        name: Its name or ARN.
    """

    name: str

    def __str__(self) -> str:
        return f"SSM parameter {self.name}"


Reference = StackOutput | Parameter


def is_reference(value: object) -> bool:
    """Return whether a value of a stack file is a reference, also if a part of it is missing."""
    if not isinstance(value, Mapping) or not value.keys() <= {STACK_REFERENCE, OUTPUT, SSM_PARAMETER}:
        return False
    return STACK_REFERENCE in value or SSM_PARAMETER in value
