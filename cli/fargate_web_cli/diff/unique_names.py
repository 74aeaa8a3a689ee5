"""Names of resources that tell apart resources of the same type and name, which differ only in the types of their parents."""

from collections import defaultdict
from collections.abc import Iterable


class UniqueNames:
    """Names for the resources with some URNs."""

    def __init__(self, urns: Iterable[str]) -> None:
        """Find the names that several resources of one type have."""
        owners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for urn in urns:
            parents, type_, name = split_urn(urn)
            owners[type_, name].add(parents)
        self._ambiguous = {key for key, parents in owners.items() if len(parents) > 1}

    def find_name(self, urn: str) -> str:
        """Return the logical name of a resource, with the types of its parents if others have it too."""
        parents, type_, name = split_urn(urn)
        return f"{name} ({parents or 'no parent'})" if (type_, name) in self._ambiguous else name


def split_urn(urn: str) -> tuple[str, str, str]:
    """Return the types of the parents, the type and the name in a URN."""
    types, _, name = urn.split("::", 2)[-1].partition("::")
    parents, _, type_ = types.rpartition("$")
    return parents, type_, name
