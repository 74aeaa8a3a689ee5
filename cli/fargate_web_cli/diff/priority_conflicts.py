"""Listener rules that ask for a priority which another rule still has.

AWS refuses such a rule (PriorityInUse). Pulumi creates and updates rules in any order and deletes last, so that it does not help if the other rule
moves or goes in the same update.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.resource_matching import ResourceMatches

LISTENER_RULE_TYPE: Final = "aws:lb/listenerRule:ListenerRule"
_MAX_PRIORITY: Final = 50_000


@dataclass(frozen=True)
class ListenerRule:
    """The place of a rule.

    Attributes:
        listener: What identifies the listener, the same in both revisions.
        priority: Its priority there.
    """

    listener: str
    priority: int


@dataclass(frozen=True)
class PriorityConflict:
    """A rule that asks for the priority of another rule.

    Attributes:
        rule: The rule, by URN.
        holder: The rule that has the priority before the update.
        priority: The priority.
        holder_fate: What becomes of the other rule: it is `deleted`, `moved`, or `unchanged`.
        free_priority: A priority in the same place of the order that no rule has before or after the update; None if there is none.
    """

    rule: str
    holder: str
    priority: int
    holder_fate: str
    free_priority: int | None


def find_priority_conflicts(old: Mapping[str, ListenerRule], new: Mapping[str, ListenerRule]) -> list[PriorityConflict]:
    """Find the rules that AWS would refuse in an update.

    Args:
        old: The rules before the update, by URN.
        new: The rules after it, by the same URNs.
    """
    holders = {rule: urn for urn, rule in old.items()}
    taken = {*old.values(), *new.values()}
    conflicts = []
    for urn, rule in new.items():
        holder = holders.get(rule, urn)
        if holder == urn or old.get(urn) == rule:
            continue
        fate = "deleted" if holder not in new else "unchanged" if new[holder] == rule else "moved"
        others = {other for name, other in new.items() if name != urn}
        free = _find_free_place(rule, others, taken)
        if free is not None:
            taken.add(free)
        conflicts.append(PriorityConflict(urn, holder, rule.priority, fate, free.priority if free else None))
    return conflicts


def _find_free_place(wanted: ListenerRule, others: set[ListenerRule], taken: set[ListenerRule]) -> ListenerRule | None:
    """Find the nearest free priority that is in the same place of the order of the other rules."""
    for numbers in (range(wanted.priority + 1, _MAX_PRIORITY + 1), range(wanted.priority - 1, 0, -1)):
        for number in numbers:
            candidate = ListenerRule(wanted.listener, number)
            if candidate not in taken:
                return candidate
            if candidate in others:
                break
    return None


def describe_conflict(conflict: PriorityConflict) -> str:
    """Describe a conflict and what to do about it."""
    rule, holder = (urn.rpartition("::")[2] for urn in (conflict.rule, conflict.holder))
    fates = {"deleted": "until it is deleted at the end of the update", "moved": "until its own change", "unchanged": "and keeps"}
    problem = f"listener rule {rule} asks for priority {conflict.priority}, which listener rule {holder} has {fates[conflict.holder_fate]}: AWS refuses it (PriorityInUse)"
    if conflict.free_priority is None:
        return f"{problem}. Take two updates: in the first, give {rule} a priority that no rule has, or let {holder} go"
    if conflict.holder_fate == "unchanged":
        return f"{problem}. Give {rule} priority {conflict.free_priority}, which is free"
    return (
        f"{problem}. Give {rule} priority {conflict.free_priority}, which is free and has the same place in the order; "
        f"if it must be {conflict.priority}, do that in a second update"
    )


def list_recorded_conflicts(matches: ResourceMatches, old_labels: ReferenceLabels, new_labels: ReferenceLabels) -> Iterator[str]:
    """Describe the conflicts between the rules of two revisions."""
    pairs = [(old, new) for old, new in matches.pairs if new.type == LISTENER_RULE_TYPE]
    created, deleted = (
        [resource for resource in resources if resource.type == LISTENER_RULE_TYPE] for resources in (matches.created, matches.deleted)
    )
    old = {new.urn: _read_inputs(old_labels.replace_with_labels(old.inputs)) for old, new in pairs}
    old |= {resource.urn: _read_inputs(old_labels.replace_with_labels(resource.inputs)) for resource in deleted}
    new = {
        resource.urn: _read_inputs(new_labels.replace_with_labels(resource.inputs))
        for resource in chain((new for _, new in pairs), created)
    }
    yield from _describe_conflicts(old, new)


def list_digest_conflicts(steps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Describe the conflicts between the rules of a preview of the engine."""
    old, new = (
        {
            step["urn"]: _read_inputs(step[state].get("inputs") or {})
            for step in steps
            if step.get(state) and step["urn"].split("::")[2].rpartition("$")[2] == LISTENER_RULE_TYPE
        }
        for state in ("oldState", "newState")
    )
    yield from _describe_conflicts(old, new)


def _describe_conflicts(old: Mapping[str, ListenerRule | None], new: Mapping[str, ListenerRule | None]) -> Iterator[str]:
    known_old, known_new = ({urn: rule for urn, rule in rules.items() if rule is not None} for rules in (old, new))
    yield from map(describe_conflict, find_priority_conflicts(known_old, known_new))


def _read_inputs(inputs: Mapping[str, Any]) -> ListenerRule | None:
    listener, priority = inputs.get("listenerArn"), inputs.get("priority")
    if not isinstance(listener, str) or not isinstance(priority, int | float):
        return None  # unknown before the update
    return ListenerRule(listener, int(priority))
