"""Checks of references to outputs of other stacks and to SSM parameters."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_REFERENCES: Final = (
    CheckDescription(
        "reference-not-allowed",
        "error",
        "a reference where the value must be in the file",
        "A reference is read when the program runs. Numbers, hosts, names and how many entries a list has decide before that which resources exist.",
        "Write the value itself, and for a list one reference for each entry.",
        "https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences",
    ),
    CheckDescription(
        "invalid-reference",
        "error",
        "a reference that leads nowhere",
        "Pulumi would find no such stack, output or parameter, or a stack would wait for its own outputs.",
        "Write {stackReference: organization/project/stack, output: vpcId}, or {ssmParameter: /path/of/it}.",
        "https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences",
    ),
)
