"""Suggestions of a `priority` for listener rules that can't keep theirs."""

from collections.abc import Mapping

from ..settings.authentication import OPEN_RULE_SUFFIX
from ..settings.fix import Edit, Fix, SettingPath
from ..settings.rule_conditions import RuleConditions
from ..settings.rule_names import RULE_PREFIX, find_route_path, get_service_of_rule
from ..settings.traffic_shift import TEST_RULE_SUFFIX
from .route_comparison import route_covers_more
from .rule_priorities import MAX_PRIORITY


class PrioritySuggestions:
    """Suggests free priorities that keep specific rules before general ones.

    The suggestions fit together, so that a stack file can follow all of them at once.
    """

    def __init__(self, rules: Mapping[str, RuleConditions], priorities: Mapping[str, int]) -> None:
        """Start with the rules of a stack.

        Args:
            rules: The routes by rule.
            priorities: The priorities by rule.
        """
        self._rules = rules
        self._priorities = dict(priorities)
        self._taken = set(priorities.values())
        self._suggested: set[str] = set()

    def suggest(self, rule: str) -> Fix | None:
        """Return what to write in the stack file so that a rule gets another priority: `write route: {priority: 49} for web`.

        Returns:
            The change, also for the more specific rules that have to move along. None if no priority suits.
        """
        moved: list[str] = []
        if rule in self._suggested and self._is_placed(rule):
            moved = [rule]
        elif not self._move(rule, moved):
            return None
        return suggest_priorities(self._rules, {name: self._priorities[name] for name in moved})

    def _move(self, rule: str, moved: list[str]) -> bool:
        """Give a rule another priority, and those that have to come before it."""
        specific = self._list_specific(rule)
        highest = min((self._priorities[name] for name in self._list_general(rule)), default=MAX_PRIORITY + 1) - 1
        lowest = max((self._priorities[name] for name in specific if self._is_placed(name)), default=0) + 1
        priority = self._find_free_priority(self._priorities[rule], lowest, highest)
        if priority is None:  # the more specific rules make room
            priority = self._find_free_priority(highest, 1, highest)
        if priority is None:
            return False
        self._priorities[rule] = priority
        self._taken.add(priority)
        self._suggested.add(rule)
        moved.append(rule)
        return all(self._priorities[name] < priority or self._move(name, moved) for name in specific)

    def _find_free_priority(self, wanted: int, lowest: int, highest: int) -> int | None:
        free = [number for number in range(lowest, highest + 1) if number not in self._taken]
        return min(free, key=lambda number: (abs(number - wanted), -number), default=None)

    def _is_placed(self, rule: str) -> bool:
        return all(self._priorities[rule] < self._priorities[name] for name in self._list_general(rule))

    def _list_general(self, rule: str) -> list[str]:
        return [name for name in self._list_ordered(rule) if route_covers_more(self._rules[name], self._rules[rule])]

    def _list_specific(self, rule: str) -> list[str]:
        """List the rules that have to come before a rule, the most general first."""
        specific = [name for name in self._list_ordered(rule) if route_covers_more(self._rules[rule], self._rules[name])]
        return sorted(specific, key=lambda name: len(self._list_general(name)))

    def _list_ordered(self, rule: str) -> list[str]:
        """List the rules among which a rule has a place: those of services. Rules of the load balancer may come before them, or after."""
        return [] if rule.startswith(RULE_PREFIX) else [name for name in self._rules if not name.startswith(RULE_PREFIX)]


def suggest_priorities(rules: Mapping[str, RuleConditions], priorities: Mapping[str, int]) -> Fix:
    """Return the change that gives rules certain priorities."""
    text = ", and ".join(f"{_describe_setting(name, priority)} for {get_service_of_rule(name)}" for name, priority in priorities.items())
    return Fix(f"write {text}", tuple(_set_priority(name, rules[name], priority) for name, priority in priorities.items()))


def find_priority_path(rule: str) -> SettingPath:
    """Return the path of the priority of a listener rule."""
    route = find_route_path(rule)
    if rule.startswith(RULE_PREFIX):
        return (*route, "priority")
    if rule.endswith(OPEN_RULE_SUFFIX):
        return (*route, "openPathsPriority")
    if not rule.endswith(TEST_RULE_SUFFIX):
        return (*route, "priority")
    return (*route, "testPriority") if route[2] == "additionalRoutes" else (*route[:2], "deployment", "testTraffic", "priority")


def _set_priority(rule: str, route: RuleConditions, priority: int) -> Edit:
    path = find_priority_path(rule)
    # The route may be written as `true`.
    if path[-2] == "route" and not route.model_fields_set:
        return Edit(path[:-1], "set", {path[-1]: priority})
    return Edit(path, "set", priority)


def _describe_setting(rule: str, priority: int) -> str:
    *outer, section, key = find_priority_path(rule)[2:]
    text = f"{section}: {{{key}: {priority}}}"
    if rule.startswith(RULE_PREFIX):
        return f"rules: {{{text}}}"
    return f"{outer[0]}: {{{text}}}" if outer else text
