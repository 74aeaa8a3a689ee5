"""The priorities of the listener rules of a service."""

from typing import NamedTuple

import pulumi

from ..analysis.rule_priorities import assign_priorities
from ..settings.authentication import OPEN_RULE_SUFFIX
from ..settings.service import Service as ServiceSettings
from ..settings.traffic_shift import TEST_RULE_SUFFIX


class RulePriorities(NamedTuple):
    """The priorities of the listener rules of a service. None for a rule that it doesn't have.

    Attributes:
        route: That of the production listener rule.
        test_traffic: That of the rule for test traffic by header.
        open_paths: That of the rule for the paths that need no login.
    """

    route: int | None
    test_traffic: int | None
    open_paths: int | None


def choose_rule_priorities(
    subject: str, name: str, settings: ServiceSettings, priority: int | None, test_priority: int | None
) -> RulePriorities:
    """Choose the priorities of the listener rule, of the rule for test traffic by header, and of the rule for open paths.

    The route's own priority wins, then the wire, then the calculated one.

    Args:
        subject: The service, for the message.
        name: The name of the service.
        settings: Its settings.
        priority: The wire for the listener rule.
        test_priority: The wire for the rule for test traffic.

    Raises:
        RunError: The rule for test traffic or open paths would come after the production rule, which also matches their requests.
    """
    rules = settings.list_listener_rules(name)
    wires = {name: priority, f"{name}{TEST_RULE_SUFFIX}": test_priority}
    calculated = assign_priorities(pulumi.get_project(), pulumi.get_stack(), rules)
    priorities = {rule: route.priority or wires.get(rule) or calculated[rule] for rule, route in rules.items()}
    chosen, chosen_for_test = (priorities.get(rule) for rule in wires)
    chosen_for_open = priorities.get(f"{name}{OPEN_RULE_SUFFIX}")
    if chosen is not None and chosen_for_open is not None and chosen_for_open >= chosen:
        raise pulumi.RunError(
            f"{subject}: the rule for openPaths ({chosen_for_open}) must come before the service's own; write openPathsPriority below {chosen}"
        )
    if chosen is not None and chosen_for_test is not None and chosen_for_test >= chosen:
        raise pulumi.RunError(
            f"{subject}: the rule for test traffic must come before the service's own; pass a test_priority below {chosen}"
        )
    return RulePriorities(chosen, chosen_for_test, chosen_for_open)
