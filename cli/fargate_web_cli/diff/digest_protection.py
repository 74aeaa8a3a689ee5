"""Reads from the document of `pulumi preview --json` what was protected before the change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from fargate_web_cli.diff.exit_status import STOP_STATUSES
from fargate_web_cli.diff.model import ResourceChange, StoppedChange
from fargate_web_cli.diff.resource_options import LOAD_BALANCER_TYPE

_COMPONENT_PREFIX: Final = "fargate-web:index:"
_OPTIONS: Final = ("protect", "retainOnDelete")


def was_protected(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether the stack was protected: `fargate-web:protected` makes Pulumi protect what the components made."""
    # The load balancer's `protect` follows its deletion protection, in any stack.
    return any(
        (step.get("oldState") or {}).get("protect")
        and _COMPONENT_PREFIX in step["urn"].split("::")[2]
        and not step["urn"].split("::")[2].endswith(LOAD_BALANCER_TYPE)
        for step in steps
    )


def list_lost_options(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the options that protect the old resource and not the new one."""
    return tuple(option for option in _OPTIONS if new and old.get(option) and not new.get(option))


def read_unprotected(steps: Sequence[Mapping[str, Any]]) -> Iterator[ResourceChange]:
    """Yield the resources that Pulumi stops to protect."""
    for step in steps:
        old, new = step.get("oldState") or {}, step.get("newState") or {}
        lost_options = list_lost_options(old, new)
        if step["op"] in ("same", "update") and lost_options:
            yield ResourceChange(
                "same",
                step["urn"],
                new.get("type") or step["urn"].split("::")[2].rpartition("$")[2],
                step["urn"].rpartition("::")[2],
                is_protected=bool(old.get("protect")),
                is_component=is_component(new),
                lost_options=lost_options,
            )


def is_component(state: Mapping[str, Any]) -> bool:
    """Return whether a state is that of a component. If it doesn't say so, AWS may have something of it."""
    return state.get("custom") is False


def read_stopped_changes(document: Mapping[str, Any]) -> tuple[StoppedChange, ...]:
    """Return the changes that `fargate-web diff` stopped, if it wrote the document. It knows more of the base than the document tells.

    Raises:
        ValueError: An entry can't be read. Leaving it out would let a stopped change pass.
    """
    names = {attribute.name for attribute in fields(StoppedChange)}
    changes = []
    for index, entry in enumerate(document.get("stopped") or ()):
        if (
            not isinstance(entry, dict)
            or entry.keys() != names
            or not all(isinstance(value, str) for value in entry.values())
            or entry["kind"] not in STOP_STATUSES
        ):
            raise ValueError(f"entry {index} of stopped can't be read")
        changes.append(StoppedChange(**entry))
    return tuple(changes)
