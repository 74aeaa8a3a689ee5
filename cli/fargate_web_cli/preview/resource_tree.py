"""The resources of a preview as a tree, with descriptions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fargate_web.testing import Resource

from fargate_web_cli.descriptions import DESCRIBERS, describe_resource
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.descriptions.remote_components import count_remote_children
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.formatting import shorten_type

_TYPE_RANKS: Final = {type_: rank for rank, type_ in enumerate(DESCRIBERS)}


@dataclass(frozen=True)
class ResourceNode:
    """A resource in the tree.

    Attributes:
        resource: The resource.
        description: A short description.
        children: Its children.
    """

    resource: Resource
    description: str
    children: "tuple[ResourceNode, ...]"

    def iterate_descendants(self) -> "Iterator[ResourceNode]":
        """Yield the node and its descendants, parents before children."""
        yield self
        for child in self.children:
            yield from child.iterate_descendants()


def build_tree(preview: Preview) -> ResourceNode:
    """Build the tree of a preview.

    Components keep the order of the program. Within a component, the main resources come first and roles are beside their policies, because the
    order of registration is arbitrary there.
    """
    run, references = preview.preview_run, ReferenceResolver(preview.preview_run, preview.update_run)

    def build_node(resource: Resource, parent: Resource | None) -> ResourceNode:
        children = run.find_children(resource)
        if parent is not None:
            children.sort(key=_rank_resource)
        descriptions = [describe_resource(resource, references)]
        # Children inherit protection, so only the topmost resource shows it.
        if resource.protect and not (parent and parent.protect):
            descriptions.append("protected")
        return ResourceNode(resource, ", ".join(filter(None, descriptions)), tuple(build_node(child, resource) for child in children))

    return build_node(run.stack, None)


def count_types(preview: Preview) -> dict[str, dict[str, int]]:
    """Count the resources by package and module, then by type name, the most frequent first."""
    groups: dict[str, Counter[str]] = {}
    for resource in (preview.preview_run.stack, *preview.preview_run.resources):
        group, _, name = shorten_type(resource.type).rpartition(":")
        groups.setdefault(group, Counter())[name] += 1
    ordered = sorted(groups.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return {group: dict(counts.most_common()) for group, counts in ordered}


def count_remote_resources(preview: Preview) -> dict[str, dict[str, int]]:
    """Count the children of the components of provider plugins, by short type of the component and kind."""
    counts: dict[str, Counter[str]] = {}
    for resource in preview.update_run.resources:
        if resource.remote:
            counts.setdefault(shorten_type(resource.type), Counter()).update(count_remote_children(resource))
    return {type_: dict(child_counts) for type_, child_counts in counts.items() if child_counts}


def count_lookups(preview: Preview) -> dict[str, int]:
    """Count the lookups with fake results by short name, except those of the account, Region and partition."""
    ignored_lookups = ("aws:index/getCallerIdentity:", "aws:index/getRegion:", "aws:index/getPartition:")
    return dict(
        sorted(
            Counter(
                shorten_type(invoke.token) for invoke in preview.preview_run.invokes if not invoke.token.startswith(ignored_lookups)
            ).items()
        )
    )


def _rank_resource(resource: Resource) -> tuple[int, str, int]:
    """Return the sort key: by type, with roles and their policies together by name."""
    rank = _TYPE_RANKS.get(resource.type, len(_TYPE_RANKS))
    if resource.type.startswith("aws:iam/"):
        return min(_TYPE_RANKS[type_] for type_ in _TYPE_RANKS if type_.startswith("aws:iam/")), resource.name, rank
    return rank, "", 0
