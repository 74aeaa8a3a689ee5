"""Access rules of listener rules: the requests that they take, and requests that go from one rule to another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from fargate_web.analysis.wildcards import pattern_covers, patterns_overlap

from fargate_web_cli.diff.broadening.access_rules import (
    Access,
    AccessChange,
    AccessRule,
    Description,
    ResourceVersion,
    ResourceVersions,
    join_words,
    list_items,
    list_maps,
)
from fargate_web_cli.diff.broadening.request_conditions import Condition, implies, may_overlap, read_condition
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, is_opaque, show_identity
from fargate_web_cli.diff.value_changes import is_secret, is_unknown

LISTENER_RULE_TYPES: Final = ("aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule")
_LAST: Final = 100_000
"""The priority of a rule whose priority is not known: behind all others."""


@dataclass(frozen=True)
class RequestRoute(Access):
    """Requests that a listener rule takes.

    Attributes:
        host: A pattern of hosts.
        path: A pattern of paths.
        conditions: The other conditions.
    """

    host: str
    path: str
    conditions: frozenset[Condition]

    @property
    def topic(self) -> str:
        """The topic of all routes."""
        return "requests"

    def covers(self, other: "RequestRoute") -> bool:
        """Return whether it includes the requests of another."""
        return (
            pattern_covers(self.host, other.host)
            and pattern_covers(self.path, other.path)
            and all(any(implies(stricter, condition) for stricter in other.conditions) for condition in self.conditions)
        )

    def overlaps(self, other: "RequestRoute") -> bool:
        """Return whether it shares requests with another."""
        return (
            patterns_overlap(self.host, other.host)
            and patterns_overlap(self.path, other.path)
            and not any(
                kind == other_kind and not may_overlap(kind, values, other_values)
                for kind, values in self.conditions
                for other_kind, other_values in other.conditions
            )
        )

    def is_covered_by(self, others: Sequence["RequestRoute"]) -> bool:
        """Return whether another route includes its requests."""
        return any(other.covers(self) for other in others)

    @property
    def text(self) -> str:
        """The requests in words."""
        place = f"{'' if self.host == '*' else self.host}{'' if self.path == '*' else self.path}" or "all requests"
        conditions = " and ".join(f"{kind} {' or '.join(map(show_identity, values))}" for kind, values in sorted(self.conditions))
        return show_identity(place) + (f" with {conditions}" if conditions else "")

    @classmethod
    def describe(
        cls,
        entries: Sequence["RequestRoute"],
        others: Sequence["RequestRoute"],  # noqa: ARG003 - the interface of all access
        *,
        gained: bool,
        forbids: bool,  # noqa: ARG003 - the interface of all access
    ) -> Iterator[Description]:
        """Describe the routes of a rule together."""
        yield Description(f"{'takes' if gained else 'no longer takes'} {join_words(entry.text for entry in entries)}")


@dataclass(frozen=True)
class _ListenerRule:
    resource: ResourceVersion
    listener: str
    priority: int
    targets: frozenset[str]
    routes: tuple[RequestRoute, ...]

    @property
    def is_response(self) -> bool:
        """Whether nobody gets the requests: the load balancer answers them with a fixed response."""
        return bool(_list_statuses(self.resource))

    @property
    def is_unavailable(self) -> bool:
        """Whether it answers that something is not available for a time, which protects nothing."""
        return any(status.startswith("5") for status in _list_statuses(self.resource))


def list_route_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:  # noqa: ARG001 - the interface of all readers
    """Yield the requests that a listener rule takes."""
    if resource.type not in LISTENER_RULE_TYPES:
        return
    conditions = resource.inputs.get("conditions")
    opaque = is_opaque(conditions)
    routes = [RequestRoute("*", "*", frozenset({("conditions", (identify_value(conditions),))}))] if opaque else _read_routes(conditions)
    for route in routes:
        yield AccessRule(name_resource(resource), route, resource, is_opaque=opaque)


def find_route_changes(resources: Sequence[ResourceVersions]) -> Iterator[AccessChange]:
    """Find the requests that go from one rule to another, or from one target to another."""
    pairs = [(_read_rule(pair.old), _read_rule(pair.new)) for pair in resources]
    pairs = [pair for pair in pairs if pair != (None, None)]
    for old, new in pairs:
        if old is not None and new is not None and old.targets != new.targets and not old.targets & new.targets:
            origin, target = (join_words(map(show_identity, sorted(side.targets))) for side in (old, new))
            yield _build_change(join_words(route.text for route in new.routes), origin, target, new.resource.urn)
    old_rules = [old for old, _ in pairs if old is not None]
    new_rules = [new for _, new in pairs if new is not None]
    for old_other, new_other in pairs:
        if old_other is None:
            continue
        takers = [pair for pair in pairs if pair[1] is not None and pair[1].resource is not (new_other.resource if new_other else None)]
        takers = [pair for pair in takers if _takes_requests(pair, (old_other, new_other))]
        for _, taker in takers:
            if taker is not None:
                shared = [_intersect(route, other) for route in taker.routes for other in old_other.routes if route.overlaps(other)]
                # A rule before the other one had the requests, or a rule before the taker gets them: the rules in question are compared instead.
                shared = [route for route in shared if not _is_taken_before(route, old_other, old_rules)]
                shared = [route for route in shared if not _is_taken_before(route, taker, new_rules)]
                if shared:
                    requests = join_words(route.text for route in shared)
                    yield _build_change(requests, old_other.resource.name, taker.resource.name, taker.resource.urn)


def _is_taken_before(requests: RequestRoute, rule: _ListenerRule, rules: Sequence[_ListenerRule]) -> bool:
    """Return whether a rule with an earlier priority takes all of the requests."""
    return any(
        other.listener == rule.listener and other.priority < rule.priority and requests.is_covered_by(other.routes) for other in rules
    )


def _takes_requests(
    taker: tuple[_ListenerRule | None, _ListenerRule | None], other: tuple[_ListenerRule | None, _ListenerRule | None]
) -> bool:
    """Return whether a rule gets requests that another rule took before."""
    (old_taker, new_taker), (old_other, new_other) = taker, other
    if new_taker is None or new_taker.is_response or old_other is None or old_other.is_unavailable:
        return False
    if new_taker.listener != old_other.listener or new_taker.targets & old_other.targets:
        return False
    for route in new_taker.routes:
        for other_route in old_other.routes:
            if not route.overlaps(other_route):
                continue
            stays = (
                new_other is not None
                and new_other.priority < new_taker.priority
                and any(own.covers(other_route) for own in new_other.routes)
            )
            had_before = (
                old_taker is not None
                and old_taker.priority < old_other.priority
                and any(own.covers(route) or own.covers(other_route) for own in old_taker.routes)
            )
            if not stays and not had_before:
                return True
    return False


def _build_change(requests: str, origin: str, target: str, urn: str) -> AccessChange:
    return AccessChange("broader", requests, f"goes from {origin} to {target}", ("requests change hands",), (urn,))


def _read_rule(resource: ResourceVersion | None) -> _ListenerRule | None:
    if resource is None or resource.type not in LISTENER_RULE_TYPES:
        return None
    inputs = resource.inputs
    try:
        priority = int(inputs.get("priority") or _LAST)
    except (TypeError, ValueError):
        priority = _LAST
    return _ListenerRule(
        resource,
        identify_value(inputs.get("listenerArn")),
        priority,
        frozenset(_list_targets(inputs.get("actions"))),
        tuple(_read_routes(inputs.get("conditions"))),
    )


def _list_targets(actions: Any) -> Iterator[str]:
    """Yield the target groups of a rule, or what else it answers with."""
    for action in list_maps(actions):
        forward = action.get("forward")
        groups = list_maps(forward.get("targetGroups")) if isinstance(forward, Mapping) else []
        if groups or action.get("targetGroupArn"):
            yield from (identify_value(group.get("arn")) for group in groups)
            if action.get("targetGroupArn"):
                yield identify_value(action["targetGroupArn"])
        elif action.get("type") in ("redirect", "fixed-response", "forward"):
            yield identify_value(action.get("redirect") or action.get("fixedResponse") or action["type"])


def _read_routes(conditions: Any) -> list[RequestRoute]:
    """Read the conditions of a rule as one route for each host and path."""
    hosts, paths = ["*"], ["*"]
    others: list[Condition] = []
    for condition in list_maps(conditions):
        if is_secret(condition) or is_unknown(condition):
            others.append(("condition", (identify_value(condition),)))
            continue
        for kind, value in condition.items():
            values = [identify_value(part) for part in list_items(value.get("values") if isinstance(value, Mapping) else value)]
            if kind == "hostHeader" and hosts == ["*"] and values:
                hosts = [host.lower() for host in values]
            elif kind == "pathPattern" and paths == ["*"] and values:
                paths = ["*" if path == "/*" else path for path in values]
            elif (read := read_condition(kind, value)) is not None:
                others.append(read)
    return [RequestRoute(host, path, frozenset(others)) for host, path in product(hosts, paths)]


def _list_statuses(resource: ResourceVersion) -> list[str]:
    responses = [action.get("fixedResponse") for action in list_maps(resource.inputs.get("actions"))]
    return [identify_value(response.get("statusCode")) for response in responses if isinstance(response, Mapping)]


def _intersect(one: RequestRoute, other: RequestRoute) -> RequestRoute:
    """Return the requests that two routes share, or one of the two routes if they overlap in part."""
    host = other.host if pattern_covers(one.host, other.host) else one.host
    path = other.path if pattern_covers(one.path, other.path) else one.path
    return RequestRoute(host, path, one.conditions | other.conditions)
