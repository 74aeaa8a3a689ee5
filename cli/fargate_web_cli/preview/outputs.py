"""The outputs of a stack, as text."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fargate_web.faults.fault import escape_control_characters
from fargate_web.testing import UNKNOWN

from fargate_web_cli.project.secret_masking import mask_secrets
from fargate_web_cli.project.stack_preview import Preview

_UNKNOWN_OUTPUT: Final = "output<string>"
"""Pulumi's text for an output that is known after a deployment. Pulumi does not know its type either, and writes string."""


def format_outputs(preview: Preview) -> Iterator[tuple[int, str, str]]:
    """Yield the outputs as lines of YAML.

    Returns:
        For each line: its depth, its key (or the dash of a list item), and its value.
    """
    return _format_lines(mask_secrets(preview.preview_run.outputs, preview.preview_run.secret_outputs), 0)


def _format_lines(value: Any, depth: int) -> Iterator[tuple[int, str, str]]:
    entries = (
        [(f"{escape_control_characters(key)}:", part) for key, part in value.items()]
        if isinstance(value, Mapping)
        else [("-", part) for part in value]
    )
    for key, part in entries:
        if isinstance(part, Mapping | list) and part:
            yield depth, key, ""
            yield from _format_lines(part, depth + 1)
        elif isinstance(part, str) and "\n" in part.strip("\n"):
            yield depth, key, "|"
            for line in part.rstrip("\n").split("\n"):
                yield depth + 1, "", escape_control_characters(line)
        else:
            yield depth, key, _format_scalar(part)


def _format_scalar(value: Any) -> str:
    if value is UNKNOWN:
        return _UNKNOWN_OUTPUT
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list):
        return "[]"
    return escape_control_characters(str(value))
