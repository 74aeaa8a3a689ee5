"""What a change creates, in the words of the preview: a line for each resource, and one for a component as a whole before its resources."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.value_changes import is_unknown
from fargate_web_cli.diff.value_text import mask_secrets

if TYPE_CHECKING:
    from fargate_web.testing import Resource

_COMPONENT_PREFIX: Final = "fargate-web:index:"
_SERVICE, _SCALING = f"{_COMPONENT_PREFIX}Service", f"{_COMPONENT_PREFIX}Scaling"
_JSON_PROPERTIES: Final = frozenset(("assumeRolePolicy", "containerDefinitions", "dashboardBody", "policy"))
"""Properties with a JSON document, which is taken apart where it contains secrets."""

_NEW_OPERATIONS: Final = ("create", "import", "read")


@dataclass(frozen=True)
class _RecordedRun:
    """The resources of one run, as the descriptions read them."""

    resources: "Sequence[Resource]"


def describe_created_resources(
    changes: Mapping[str, ResourceChange],
    recorded: Iterable[RecordedResource],
    labelled_inputs: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> dict[str, ResourceChange]:
    """Add a summary to each created resource.

    Args:
        changes: The changes, by URN.
        recorded: The resources of the head.
        labelled_inputs: The inputs to show, by URN: with labels in place of generated values. Default: those of the resources.
    """
    created = {urn for urn, change in changes.items() if change.op in _NEW_OPERATIONS}
    if not created:
        return dict(changes)
    # They import the SDK, which takes a while and is not needed unless something is created.
    from fargate_web_cli.descriptions import describe_resource
    from fargate_web_cli.descriptions.group_summaries import GroupView, summarize_group
    from fargate_web_cli.descriptions.inputs_view import ReferenceResolver

    recorded = tuple(recorded)
    shown = {
        resource.urn: _convert_resource(resource, labelled_inputs.get(resource.urn, resource.inputs), shown=True) for resource in recorded
    }
    references = ReferenceResolver(
        _RecordedRun([*shown.values()]), _RecordedRun([_convert_resource(resource, resource.inputs, shown=False) for resource in recorded])
    )
    described = dict(changes)
    for urn in created:
        resource = shown[urn]
        members = [shown[member.urn] for member in _list_members(resource.type, urn, resource.name, recorded)]
        is_component = resource.type.startswith(_COMPONENT_PREFIX)
        summary = summarize_group(GroupView(resource, members, references)) if is_component else ""
        described[urn] = replace(changes[urn], summary=summary or describe_resource(resource, references))
    return described


def sort_created_resources(changes: Sequence[ResourceChange], recorded: Iterable[RecordedResource]) -> list[ResourceChange]:
    """Sort changes so that what belongs to a component follows it, in the order of the program."""
    parents = {resource.urn: resource.parent for resource in recorded}
    order = {urn: index for index, urn in enumerate(parents)}

    def find_topmost(urn: str) -> str:
        parent = parents.get(urn)
        return urn if parent is None or parents.get(parent) is None else find_topmost(parent)

    return sorted(changes, key=lambda change: order.get(find_topmost(change.urn), len(order)))


def _list_members(type_: str, urn: str, name: str, recorded: Sequence[RecordedResource]) -> Iterator[RecordedResource]:
    """Yield the descendants of a resource, and for a service those of its scaling."""
    for resource in recorded:
        if resource.parent == urn or (type_ == _SERVICE and resource.type == _SCALING and resource.name == name):
            yield resource
            yield from _list_members(resource.type, resource.urn, resource.name, recorded)


def _convert_resource(resource: RecordedResource, inputs: Mapping[str, Any], *, shown: bool) -> "Resource":
    """Convert a recorded resource to one of the test engine.

    Args:
        resource: The recorded resource.
        inputs: Its inputs.
        shown: Whether descriptions show the values. The others only tell what an unknown value refers to.
    """
    from fargate_web.testing import UNKNOWN, Resource

    def convert(key: str, value: Any) -> Any:
        dependencies = resource.property_dependencies.get(key, ())
        unknown = UNKNOWN if shown else dependencies[0] if len(dependencies) == 1 else None
        known = mask_secrets(_replace_unknowns(value, unknown))
        return json.dumps(known) if key in _JSON_PROPERTIES and isinstance(known, list | Mapping) else known

    return Resource(
        resource.type,
        resource.name,
        resource.urn,
        parent=resource.parent,
        custom=resource.custom,
        remote=resource.remote,
        read=resource.read,
        inputs={key: convert(key, value) for key, value in inputs.items()},
        property_dependencies=dict(resource.property_dependencies),
        ignore_changes=resource.ignore_changes,
        import_id=resource.import_id,
        hooks=dict(resource.hooks),
        id=resource.id or resource.urn,
        outputs=mask_secrets(dict(resource.outputs)),
    )


def _replace_unknowns(value: Any, replacement: Any) -> Any:
    if is_unknown(value):
        return replacement
    if isinstance(value, Mapping):
        return {key: _replace_unknowns(part, replacement) for key, part in value.items()}
    return [_replace_unknowns(part, replacement) for part in value] if isinstance(value, list) else value
