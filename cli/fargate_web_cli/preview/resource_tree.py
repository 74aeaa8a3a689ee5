"""The resources of a preview as a tree: each below its parent, with a description."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fargate_web.testing import Resource

from fargate_web_cli.preview.describe import DESCRIBERS, describe
from fargate_web_cli.preview.describe.inputs_view import References
from fargate_web_cli.preview.describe.remote_components import made_by
from fargate_web_cli.preview.stack_preview import Preview
from fargate_web_cli.terminal.formatting import short_type

_RANKS: Final = {type_: rank for rank, type_ in enumerate(DESCRIBERS)}


@dataclass(frozen=True)
class Node:
    """A resource in the tree.

    Attributes:
        resource: The resource.
        description: What matters of it.
        children: What stands below it.
    """

    resource: Resource
    description: str
    children: "tuple[Node, ...]"

    def walk(self) -> "Iterator[Node]":
        """Return the node and everything below it, from the top down."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(preview: Preview) -> Node:
    """Make the tree of a preview.

    Components stand in the order of the program. Within a component, what it is for comes first, and a role stands with its policies: the order
    of registration says only which was ready first.
    """
    run, references = preview.run, References(preview.run, preview.update)

    def node(resource: Resource, parent: Resource | None) -> Node:
        children = run.children_of(resource)
        if parent is not None:
            children.sort(key=_rank)
        words = [describe(resource, references)]
        # Children inherit protection: it is said once, where it starts.
        if resource.protect and not (parent and parent.protect):
            words.append("protected")
        return Node(resource, ", ".join(filter(None, words)), tuple(node(child, resource) for child in children))

    return node(run.stack, None)


def kinds(preview: Preview) -> dict[str, dict[str, int]]:
    """Count the resources: package and module → name of the type → number, the most frequent first."""
    groups: dict[str, Counter[str]] = {}
    for resource in (preview.run.stack, *preview.run.resources):
        group, _, name = short_type(resource.type).rpartition(":")
        groups.setdefault(group, Counter())[name] += 1
    ordered = sorted(groups.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return {group: dict(counts.most_common()) for group, counts in ordered}


def made_remotely(preview: Preview) -> dict[str, dict[str, int]]:
    """Count what the components of provider plugins make of their own: short type of the component → kind → number."""
    counts: dict[str, Counter[str]] = {}
    for resource in preview.update.resources:
        if resource.remote:
            counts.setdefault(short_type(resource.type), Counter()).update(made_by(resource))
    return {type_: dict(made) for type_, made in counts.items() if made}


def assumed(preview: Preview) -> dict[str, int]:
    """Count the lookups whose answers were made up, by short name. The account and the Region are not worth a word."""
    ours = ("aws:index/getCallerIdentity:", "aws:index/getRegion:", "aws:index/getPartition:")
    return dict(sorted(Counter(short_type(invoke.token) for invoke in preview.run.invokes if not invoke.token.startswith(ours)).items()))


def _rank(resource: Resource) -> tuple[int, str, int]:
    """Rank by type; roles and their policies together, by name, which starts with that of the role."""
    rank = _RANKS.get(resource.type, len(_RANKS))
    if resource.type.startswith("aws:iam/"):
        return min(_RANKS[type_] for type_ in _RANKS if type_.startswith("aws:iam/")), resource.name, rank
    return rank, "", 0
