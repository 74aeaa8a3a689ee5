"""What the options of Pulumi, such as `protect` and `replacementTrigger`, mean for a change of a resource."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.value_changes import is_unknown

LOAD_BALANCER_TYPE: Final = "aws:lb/loadBalancer:LoadBalancer"
"""The type whose `protect` follows its own deletion protection, in any stack, and not `fargate-web:protected`."""


def is_component(resource: RecordedResource) -> bool:
    """Return whether a resource only groups others, so that AWS has nothing of it."""
    return not resource.custom and not resource.remote


def list_lost_options(old: RecordedResource, new: RecordedResource) -> tuple[str, ...]:
    """Return the options of Pulumi that protect the old resource and not the new one."""
    lost = {"protect": old.protect and not new.protect, "retainOnDelete": old.retain_on_delete and not new.retain_on_delete}
    return tuple(option for option, is_lost in lost.items() if is_lost)


def triggers_replacement(old: object, new: object) -> bool:
    """Return whether a change of `replacementTrigger` replaces the resource, as `shouldTriggerReplace` of the engine does.

    A trigger that comes or goes replaces nothing, and one that is known only after the update always does.
    """
    if _contains_unknown(old) or _contains_unknown(new):
        return True
    return old is not None and new is not None and old != new


def _contains_unknown(value: object) -> bool:
    if is_unknown(value):
        return True
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(map(_contains_unknown, parts))
