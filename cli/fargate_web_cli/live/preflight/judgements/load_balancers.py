"""Judges the existing listener that the stack adds its rules to: who has the priorities, and whose rules match the same requests."""

from collections.abc import Iterator

from fargate_web.analysis.priority_suggestions import find_priority_path
from fargate_web.analysis.route_comparison import route_covers, routes_overlap
from fargate_web.checks.finding import Finding
from fargate_web.settings.fix import Edit, Fix, SettingPath
from fargate_web.settings.rule_conditions import RuleConditions
from fargate_web.settings.rule_names import RULE_PREFIX

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.load_balancers import ListenerFacts, ListenerRule
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_PATH: SettingPath = ("loadBalancer", "existing")
_HIGHEST_PRIORITY = 50_000


def judge_load_balancer(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge the existing listener, its load balancer and its rules."""
    existing, listener = planned.settings.load_balancer.existing, facts.listener
    if existing is None or listener is None:
        return
    if not listener.exists:
        yield Finding(
            "listener-missing",
            (*_PATH, "listenerArn"),
            f"there is no listener {existing.listener_arn} (ListenerNotFound); write the ARN of one that `aws elbv2 describe-listeners` shows",
        )
        return
    if (
        listener.security_groups
        and isinstance(existing.security_group_id, str)
        and existing.security_group_id not in listener.security_groups
    ):
        attached = ", ".join(sorted(listener.security_groups))
        yield Finding(
            "security-group-of-another-load-balancer",
            (*_PATH, "securityGroupId"),
            f"the load balancer does not have the security group {existing.security_group_id}, so that the tasks would not accept its connections and no target gets healthy; write one of "
            f"{attached}",
        )
    if listener.protocol and listener.protocol != existing.protocol:
        yield Finding(
            "listener-of-another-protocol",
            (*_PATH, "protocol"),
            f"the listener is one of {listener.protocol}, so that the URLs among the stack outputs are wrong",
            "warning",
            fixes=(Fix(f"write protocol: {listener.protocol}", (Edit((*_PATH, "protocol"), "set", listener.protocol),)),),
        )
    vpc_ids = facts.network.vpc_ids if facts.network else ()
    if listener.vpc_id and len(vpc_ids) == 1 and listener.vpc_id != vpc_ids[0]:
        yield Finding(
            "load-balancer-of-another-vpc",
            (*_PATH, "listenerArn"),
            f"the load balancer is in {listener.vpc_id}, and the tasks are in {vpc_ids[0]}; a load balancer uses target groups of its own VPC only (ValidationError); write a listener in "
            f"{vpc_ids[0]}, or that VPC under network",
            related_paths=(("network", "existing", "vpc"),),
        )
    elif listener.vpc_id and planned.settings.network.existing is None:
        yield Finding(
            "load-balancer-of-another-vpc",
            (*_PATH, "listenerArn"),
            f"the load balancer is in {listener.vpc_id}, and the stack creates a VPC of its own; a load balancer uses target groups of its own VPC only (ValidationError); write "
            f"network: {{existing: {{vpc: {{id: {listener.vpc_id}}}, …}}}}",
        )
    if listener.rules is not None and facts.ownership.arns is not None:
        yield from _judge_rules(planned, facts, listener)


def _judge_rules(planned: PlannedStack, facts: Facts, listener: ListenerFacts) -> Iterator[Finding]:
    others = [rule for rule in listener.rules or () if facts.ownership.owns(rule.arn) is False]
    by_priority = {rule.priority: rule for rule in others}
    taken = {*(rule.priority for rule in listener.rules or ()), *planned.rule_priorities.values()}
    for name, route in planned.settings.listener_rules.items():
        priority = planned.rule_priorities.get(name)
        if priority is None:
            continue
        path = _find_path(planned, name)
        if priority in by_priority:
            free = next((number for number in range(priority + 1, _HIGHEST_PRIORITY + 1) if number not in taken), None)
            free = free or next((number for number in range(priority - 1, 0, -1) if number not in taken), None)
            taken |= {free} if free else set()
            edit_path = find_priority_path(name)
            yield Finding(
                "priority-in-use",
                path,
                f"the listener has a rule of another stack with the priority {priority} ({by_priority[priority].arn}), so that AWS refuses this one (PriorityInUse)",
                fixes=(Fix(f"write {edit_path[-1]}: {free}", (Edit(edit_path, "set", free),)),) if free else (),
            )
        else:
            yield from _judge_overlap(path, route, priority, others)


def _judge_overlap(path: SettingPath, route: RuleConditions, priority: int, others: list[ListenerRule]) -> Iterator[Finding]:
    for rule in others:
        if rule.route is None or not routes_overlap(route, rule.route):
            continue
        if rule.priority < priority and route_covers(rule.route, route):
            yield Finding(
                "route-hidden-by-others",
                path,
                f"a rule of another stack with the priority {rule.priority} ({rule.arn}) matches every request of this rule and comes before it ({priority}), so that it gets "
                f"none; write a priority below {rule.priority}, or other conditions",
                "warning",
            )
        elif rule.priority > priority and route_covers(route, rule.route):
            yield Finding(
                "route-hides-others",
                path,
                f"this rule matches every request of a rule of another stack with the priority {rule.priority} ({rule.arn}) and comes before it ({priority}), so that the other stack gets "
                f"none any more; write a priority above {rule.priority}, or other conditions",
                "warning",
            )


def _find_path(planned: PlannedStack, rule: str) -> SettingPath:
    path = find_priority_path(rule)
    if rule.startswith(RULE_PREFIX):
        return path if planned.settings.listener_rules[rule].priority is not None else path[:-1]
    if path[-1] == "openPathsPriority":
        return (*path[:-1], "openPaths")
    return path if path[-2] == "route" and planned.settings.listener_rules[rule].priority is not None else path[:-1]
