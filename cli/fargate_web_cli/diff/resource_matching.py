"""Which resource of one revision is which of the other: by URN, and by the aliases that lead to former ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fargate_web_cli.diff.recorded_resources import STACK_TYPE, RecordedResource


@dataclass(frozen=True)
class ResourceMatches:
    """The resources of two revisions, side by side.

    Attributes:
        pairs: Those that are in both: the old one and the new one, in the order of the new ones.
        created: Those that are new.
        deleted: Those that are gone.
    """

    pairs: tuple[tuple[RecordedResource, RecordedResource], ...]
    created: tuple[RecordedResource, ...]
    deleted: tuple[RecordedResource, ...]


def match_resources(old: Sequence[RecordedResource], new: Sequence[RecordedResource]) -> ResourceMatches:
    """Match resources as Pulumi's engine does.

    A child has the aliases of its parent too: where a component has moved, all that is below it has.
    """
    by_urn = {resource.urn: resource for resource in old}
    parents = {resource.urn: resource for resource in new}
    former: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    pairs, created = [], []
    for resource in new:
        former[resource.urn] = tuple(_list_former_urns(resource, parents, former))
        found = next((urn for urn in (resource.urn, *former[resource.urn]) if urn in by_urn and urn not in taken), None)
        if found is None:
            created.append(resource)
        else:
            taken.add(found)
            pairs.append((by_urn[found], resource))
    return ResourceMatches(tuple(pairs), tuple(created), tuple(resource for resource in old if resource.urn not in taken))


def _list_former_urns(
    resource: RecordedResource, parents: dict[str, RecordedResource], former: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    yield from resource.aliases
    parent = parents.get(resource.parent or "")
    if parent is None or parent.type == STACK_TYPE:
        return
    own = [resource.urn, *resource.aliases]
    for alias in former.get(parent.urn, ()):
        prefix, _, parent_name = alias.rpartition("::")
        for urn in own:
            head, _, name = urn.rpartition("::")
            type_ = head.rpartition("::")[2].rpartition("$")[2]
            yield f"{prefix}${type_}::{name}"
            # What is named after its parent was named after the former one.
            if name.startswith(parent.name) and parent_name != parent.name:
                yield f"{prefix}${type_}::{parent_name}{name[len(parent.name) :]}"
