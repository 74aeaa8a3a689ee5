"""Matches the resources of two revisions by URN and by aliases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fargate_web_cli.diff.recorded_resources import STACK_TYPE, RecordedResource


@dataclass(frozen=True)
class ResourceMatches:
    """The matched resources of two revisions.

    Attributes:
        pairs: The resources in both revisions, old and new, in the order of the new revision.
        created: The resources only in the new revision.
        deleted: The resources only in the old revision.
    """

    pairs: tuple[tuple[RecordedResource, RecordedResource], ...]
    created: tuple[RecordedResource, ...]
    deleted: tuple[RecordedResource, ...]


def match_resources(old: Sequence[RecordedResource], new: Sequence[RecordedResource]) -> ResourceMatches:
    """Match resources as Pulumi's engine does.

    A child inherits the aliases of its parent: if a component moves, so do all its descendants.
    """
    by_urn = {resource.urn: resource for resource in old}
    parents = {resource.urn: resource for resource in new}
    former_urns: dict[str, tuple[str, ...]] = {}
    matched_urns: set[str] = set()
    pairs, created = [], []
    for resource in new:
        former_urns[resource.urn] = tuple(_list_former_urns(resource, parents, former_urns))
        old_urn = next((urn for urn in (resource.urn, *former_urns[resource.urn]) if urn in by_urn and urn not in matched_urns), None)
        if old_urn is None:
            created.append(resource)
        else:
            matched_urns.add(old_urn)
            pairs.append((by_urn[old_urn], resource))
    return ResourceMatches(tuple(pairs), tuple(created), tuple(resource for resource in old if resource.urn not in matched_urns))


def _list_former_urns(
    resource: RecordedResource, parents: dict[str, RecordedResource], former_urns: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    yield from resource.aliases
    parent = parents.get(resource.parent or "")
    if parent is None or parent.type == STACK_TYPE:
        return
    own_urns = [resource.urn, *resource.aliases]
    for alias in former_urns.get(parent.urn, ()):
        prefix, _, parent_name = alias.rpartition("::")
        for urn in own_urns:
            head, _, name = urn.rpartition("::")
            type_ = head.rpartition("::")[2].rpartition("$")[2]
            yield f"{prefix}${type_}::{name}"
            # A child with the name of its parent in its own had the former name.
            if name.startswith(parent.name) and parent_name != parent.name:
                yield f"{prefix}${type_}::{parent_name}{name[len(parent.name) :]}"
