"""Finds the access that a change gives or takes, by comparing the access rules of both versions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from fargate_web.faults.fault import escape_control_characters

from fargate_web_cli.diff.broadening.access_rules import AccessChange, AccessRule, Direction, ResourceVersion, ResourceVersions
from fargate_web_cli.diff.broadening.attachments import list_attachment_rules
from fargate_web_cli.diff.broadening.containers import list_container_rules
from fargate_web_cli.diff.broadening.exposure import list_exposure_rules
from fargate_web_cli.diff.broadening.grants import list_grant_rules
from fargate_web_cli.diff.broadening.listeners import list_listener_rules
from fargate_web_cli.diff.broadening.networks import list_traffic_rules
from fargate_web_cli.diff.broadening.policies import list_policy_rules
from fargate_web_cli.diff.broadening.request_routes import find_route_changes, list_route_rules
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.web_acls import list_web_acl_rules

_READERS: Final[tuple[Callable[[ResourceVersion, Subjects], Iterator[AccessRule]], ...]] = (
    list_policy_rules,
    list_grant_rules,
    list_container_rules,
    list_traffic_rules,
    list_listener_rules,
    list_exposure_rules,
    list_attachment_rules,
    list_web_acl_rules,
    list_route_rules,
)
_ORDER: Final[tuple[Direction, ...]] = ("broader", "unclear", "narrower")


def find_access_changes(resources: Sequence[ResourceVersions]) -> tuple[AccessChange, ...]:
    """Find the access that a change gives or takes, broadenings first.

    Args:
        resources: The resources before and after, with those that don't change, if they are known: what they allow already is not gained.
    """
    old_versions, new_versions = ([version for version in side if version is not None] for side in _split_sides(resources))
    subjects = Subjects([*old_versions, *new_versions])
    kept_pairs = [(pair.old, pair.new) for pair in resources if pair.old is not None and pair.new is not None]
    kept_urns = {version.urn for pair in kept_pairs for version in pair}
    old_rules, new_rules = (_group_rules(versions, subjects) for versions in (old_versions, new_versions))
    parents = {version.urn: version.parent for version in (*old_versions, *new_versions)}
    old_names, new_names = ({name_resource(version) for version in versions} for versions in (old_versions, new_versions))
    deleted_names = old_names - new_names
    keys = dict.fromkeys([*new_rules, *old_rules])
    gained = {key: _list_uncovered(new_rules.get(key, []), old_rules.get(key, []), kept_urns, new_names - old_names) for key in keys}
    # What a value that is not known yet allows can't be lost.
    unclear_urns = {rule.source.urn for rules in gained.values() for rule in rules if rule.is_opaque}
    changes: list[AccessChange] = []
    for key in keys:
        subject, _, forbids = key
        if subject in deleted_names and forbids:
            continue
        old, new = old_rules.get(key, []), new_rules.get(key, [])
        lost = [rule for rule in _list_uncovered(old, new, kept_urns, deleted_names) if rule.source.urn not in unclear_urns]
        changes += _describe_rules(gained[key], old, gained=True)
        changes += _describe_rules(lost, new, gained=False)
    changes += find_route_changes(resources)
    # What may allow or deny counts as a broadening in both directions.
    broadenings = {(change.subject, change.text) for change in changes if change.is_broadening}
    changes = [change for change in changes if change.is_broadening or (change.subject, change.text) not in broadenings]
    changes = [replace(change, urns=tuple(_add_parents(change.urns, parents))) for change in dict.fromkeys(changes)]
    changes = [
        replace(change, subject=escape_control_characters(change.subject), text=escape_control_characters(change.text))
        for change in changes
    ]
    return tuple(sorted(changes, key=lambda change: (_ORDER.index(change.direction), not change.marks, change.subject)))


def _split_sides(resources: Sequence[ResourceVersions]) -> tuple[list[ResourceVersion | None], list[ResourceVersion | None]]:
    return [pair.old for pair in resources], [pair.new for pair in resources]


def _group_rules(versions: Iterable[ResourceVersion], subjects: Subjects) -> dict[tuple[str, str, bool], list[AccessRule]]:
    """Return the rules that are compared with each other: those of one subject and topic."""
    groups: dict[tuple[str, str, bool], list[AccessRule]] = {}
    for version in versions:
        for reader in _READERS:
            for rule in reader(version, subjects):
                groups.setdefault((rule.subject, rule.access.topic, rule.forbids), []).append(rule)
    return groups


def _list_uncovered(
    rules: Sequence[AccessRule], others: Sequence[AccessRule], kept_urns: set[str], names_of_this_side: set[str]
) -> list[AccessRule]:
    """List the rules that the other version does not include."""
    same = {rule.access for rule in others}
    other_access = [rule.access for rule in others if not rule.is_opaque]
    uncovered = []
    for rule in rules:
        exists_in_both = rule.source.urn in kept_urns
        if rule.access in same or (not exists_in_both and (rule.must_exist_before or rule.referenced in names_of_this_side)):
            continue
        if rule.is_opaque or not rule.access.is_covered_by(other_access):
            uncovered.append(rule)
    return uncovered


def _describe_rules(rules: Sequence[AccessRule], others: Sequence[AccessRule], *, gained: bool) -> Iterator[AccessChange]:
    """Describe rules of one subject and topic."""
    for opaque in (False, True):
        chosen = [rule for rule in rules if rule.is_opaque is opaque]
        if not chosen:
            continue
        forbids = chosen[0].forbids
        direction: Direction = "unclear" if opaque and (gained or forbids) else "broader" if gained != forbids else "narrower"
        urns = tuple(dict.fromkeys(rule.source.urn for rule in chosen))
        access = type(chosen[0].access)
        entries = list(dict.fromkeys(rule.access for rule in chosen))
        for description in access.describe(entries, [rule.access for rule in others], gained=gained, forbids=forbids):
            yield AccessChange(direction, chosen[0].subject, description.text, description.marks, urns)


def _add_parents(urns: Sequence[str], parents: Mapping[str, str]) -> Iterator[str]:
    """Yield URNs and those of the components that contain the resources."""
    seen: dict[str, None] = {}
    pending = [*urns]
    while pending:
        urn = pending.pop(0)
        if urn and urn not in seen and "pulumi:pulumi:Stack" not in urn:
            seen[urn] = None
            pending.append(parents.get(urn, ""))
    yield from seen
