"""The resources of a preview as a tree: each below its parent, with a description."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fargate_web.testing import Resource

from fargate_web_cli.preview.describe import DESCRIBERS, describe_resource
from fargate_web_cli.preview.describe.inputs_view import ReferenceResolver
from fargate_web_cli.preview.describe.remote_components import count_remote_children
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.formatting import shorten_type

_TYPE_RANKS: Final = {type_: rank for rank, type_ in enumerate(DESCRIBERS)}


@dataclass(frozen=True)
class ResourceNode:
    """A resource in the tree.

    Attributes:
        resource: The resource.
        description: What matters of it.
        children: What stands below it.
    """

    resource: Resource
    description: str
    children: "tuple[ResourceNode, ...]"

    def iterate_descendants(self) -> "Iterator[ResourceNode]":
        """Return the node and everything below it, from the top down."""
        yield self
        for child in self.children:
            yield from child.iterate_descendants()


def build_tree(preview: Preview) -> ResourceNode:
    """Make the tree of a preview.

    Components stand in the order of the program. Within a component, what it is for comes first, and a role stands with its policies: the order
    of registration says only which was ready first.
    """
    run, references = preview.preview_run, ReferenceResolver(preview.preview_run, preview.update_run)

    def node(resource: Resource, parent: Resource | None) -> ResourceNode:
        children = run.find_children(resource)
        if parent is not None:
            children.sort(key=_rank_resource)
        words = [describe_resource(resource, references)]
        # Children inherit protection: it is said once, where it starts.
        if resource.protect and not (parent and parent.protect):
            words.append("protected")
        return ResourceNode(resource, ", ".join(filter(None, words)), tuple(node(child, resource) for child in children))

    return node(run.stack, None)


def count_types(preview: Preview) -> dict[str, dict[str, int]]:
    """Count the resources: package and module → name of the type → number, the most frequent first."""
    groups: dict[str, Counter[str]] = {}
    for resource in (preview.preview_run.stack, *preview.preview_run.resources):
        group, _, name = shorten_type(resource.type).rpartition(":")
        groups.setdefault(group, Counter())[name] += 1
    ordered = sorted(groups.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return {group: dict(counts.most_common()) for group, counts in ordered}


def count_remote_resources(preview: Preview) -> dict[str, dict[str, int]]:
    """Count what the components of provider plugins make of their own: short type of the component → kind → number."""
    counts: dict[str, Counter[str]] = {}
    for resource in preview.update_run.resources:
        if resource.remote:
            counts.setdefault(shorten_type(resource.type), Counter()).update(count_remote_children(resource))
    return {type_: dict(made) for type_, made in counts.items() if made}


def count_lookups(preview: Preview) -> dict[str, int]:
    """Count the lookups whose answers were made up, by short name. The account and the Region are not worth a word."""
    ours = ("aws:index/getCallerIdentity:", "aws:index/getRegion:", "aws:index/getPartition:")
    return dict(
        sorted(Counter(shorten_type(invoke.token) for invoke in preview.preview_run.invokes if not invoke.token.startswith(ours)).items())
    )


def _rank_resource(resource: Resource) -> tuple[int, str, int]:
    """Rank by type; roles and their policies together, by name, which starts with that of the role."""
    rank = _TYPE_RANKS.get(resource.type, len(_TYPE_RANKS))
    if resource.type.startswith("aws:iam/"):
        return min(_TYPE_RANKS[type_] for type_ in _TYPE_RANKS if type_.startswith("aws:iam/")), resource.name, rank
    return rank, "", 0
