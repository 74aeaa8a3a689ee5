"""Checks of the section `silence` of a stack file."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_SILENCE: Final = (
    CheckDescription(
        "unknown-check",
        "error",
        "an identifier in silence that no check has",
        "The entry would silence nothing, and the report that it is meant for would still come.",
        "Write the identifier that the message names, or one of the list: `fargate-web explain` shows all.",
    ),
    CheckDescription(
        "check-not-silenceable",
        "error",
        "silence for a check of what would fail",
        "AWS or the provider would fail, whether or not the report is silenced.",
        "Remove the entry, and correct the setting that the check names.",
    ),
    CheckDescription(
        "silence-without-effect",
        "warning",
        "an entry in silence that silences nothing",
        "The reason for the entry is gone, and it would hide what the check finds in future.",
        "Remove the entry, or the path that the message names. An entry in Pulumi.yaml, which holds for all stacks, is not reported.",
    ),
)
