"""What users notice of changed listener rules, load balancers and DNS records."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fargate_web.analysis.wildcards import pattern_covers, patterns_overlap
from fargate_web.settings.authentication import LOGIN_RULE_SUFFIX

from fargate_web_cli.diff.broadening.request_conditions import Condition, implies, read_condition
from fargate_web_cli.diff.effects.ipv6 import explain_ip_address_type
from fargate_web_cli.diff.effects.surroundings import Surroundings, get_nested, list_users
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource

_RULE_TYPE: Final = "aws:lb/listenerRule:ListenerRule"
_FORWARDING_TYPES: Final = (_RULE_TYPE, "aws:lb/listener:Listener")
_NETWORK_PROTOCOLS: Final = ("TCP", "UDP", "TCP_UDP", "TLS")
_ANY: Final = "*"
_UPPER_CASE: Final = re.compile("([A-Z])")


@dataclass(frozen=True)
class _Requests:
    """The requests of one host pattern and one path pattern, with the other conditions of their rule."""

    host: str
    path: str
    other_conditions: frozenset[Condition]

    def __str__(self) -> str:
        place = (self.host if self.host != _ANY else "") + (self.path if self.path != _ANY else "")
        return (place or "everything else") + (" with further conditions" if self.other_conditions else "")

    def covers(self, other: "_Requests") -> bool:
        """Return whether these contain all of the others."""
        return (
            all(any(implies(narrow, wide) for narrow in other.other_conditions) for wide in self.other_conditions)
            and pattern_covers(self.host, other.host)
            and pattern_covers(self.path, other.path)
        )

    def overlaps(self, other: "_Requests") -> bool:
        """Return whether these may contain some of the others."""
        return patterns_overlap(self.host, other.host) and patterns_overlap(self.path, other.path)


def explain_listener(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain whom mutual TLS shuts out, and that the provider doesn't remove the headers of responses."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op != "update" or old is None or new is None:
        return None
    sentences = (_explain_mutual_authentication(old, new), _explain_headers(old, new))
    return "; ".join(sentence for sentence in sentences if sentence) or None


def _explain_mutual_authentication(old: RecordedResource, new: RecordedResource) -> str | None:
    before, after = (get_nested(each.inputs, "mutualAuthentication", "mode") for each in (old, new))
    if after == "verify" and before != "verify":
        return "clients without a certificate that the trust store vouches for can't connect any more"
    return None


def _explain_headers(old: RecordedResource, new: RecordedResource) -> str | None:
    """Explain that headers stay: an attribute without a value is not sent to AWS."""
    kept = [key for key in old.inputs if key.endswith("HeaderValue") and key.startswith("routingHttpResponse") and not new.inputs.get(key)]
    if not kept:
        return None
    names = [
        _UPPER_CASE.sub(r"_\1", key.removeprefix("routingHttpResponse").removesuffix("HeaderValue")).strip("_").lower() for key in kept
    ]
    attributes = " ".join(f"Key=routing.http.response.{name}.header_value,Value=" for name in names)
    return f"the provider leaves the headers in place; remove them with aws elbv2 modify-listener-attributes --attributes {attributes}"


def explain_listener_rule(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain where the requests go that a rule no longer takes, for good or until its replacement is there."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if new is not None and surroundings.is_complete and (answered := _explain_answer(new, old, surroundings)) is not None:
        return answered
    if change.op not in ("delete", "update", "replace") or old is None:
        return None
    if change.op == "delete" and any(map(surroundings.is_deleted, old.property_dependencies.get("listenerArn", ()))):
        return "its listener is deleted too"
    if (successor := _find_successor(old, surroundings)) is not None:
        return successor
    if not surroundings.is_complete:
        return None  # another rule may take the requests
    kept = [*_list_requests(new)] if new is not None and change.op == "update" else []
    lost = [requests for requests in _list_requests(old) if not any(other.covers(requests) for other in kept)]
    others = [rule for rule in surroundings.new.values() if rule.urn != change.urn and _shares_listener(rule, old)]
    destinations: dict[str, list[str]] = {}
    for requests in lost:
        destinations.setdefault(_find_destination(requests, others, surroundings, old), []).append(str(requests))
    sentence = "; ".join(f"requests to {' and '.join(requests)} {where}" for where, requests in destinations.items())
    return f"until the new rule is there, {sentence}" if change.op == "replace" else sentence or None


def _explain_answer(new: RecordedResource, old: RecordedResource | None, surroundings: Surroundings) -> str | None:
    """Explain which requests of services the load balancer answers by itself from now on. Return None if there are none."""
    answer = _describe_answer(new)
    if answer is None:
        return None
    taken = [requests for requests in _list_requests(new) if not (old and any(other.covers(requests) for other in _list_requests(old)))]
    behind = [rule for rule in surroundings.new.values() if _shares_listener(rule, new) and _get_priority(rule) > _get_priority(new)]
    losers = [
        surroundings.find_owner_name(rule)
        for rule in behind
        if _describe_answer(rule) is None and any(requests.overlaps(other) for requests in taken for other in _list_requests(rule))
    ]
    if not losers:
        return None
    requests = " and ".join(map(str, taken)).replace("everything else", "everything")
    return f"requests to {requests}, which {' and '.join(dict.fromkeys(losers))} got, {answer}"


def _find_successor(rule: RecordedResource, surroundings: Surroundings) -> str | None:
    """Explain that a service gets a login or loses it: the rule with a login is another resource than the one without."""
    service = rule.name.removesuffix(LOGIN_RULE_SUFFIX)
    name = service if rule.name != service else f"{service}{LOGIN_RULE_SUFFIX}"
    if not any(other.type == _RULE_TYPE and other.name == name for other in surroundings.new.values()):
        return None
    if name == service:
        return f"the rule {name} takes its requests, which need no login any more"
    return (
        f"the rule {name} takes its requests, and users log in. It sends them to the first target group: after deployments that shift traffic, the tasks may be in the second, "
        "and requests get 503 until they are replaced"
    )


def explain_target_group(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain what happens to requests: zones, the replacement of a target group without HTTP, and one that nothing forwards to any more."""
    new = surroundings.new.get(change.urn)
    if change.op == "update":
        return _explain_zones(surroundings.find_old(change), new)
    if change.op == "replace" and new is not None and new.inputs.get("protocol") in _NETWORK_PROTOCOLS:
        return "connections are refused until new tasks are healthy in the new target group, and its listener is replaced with it"
    if change.op != "delete" or not surroundings.is_complete:
        return None
    forwarding = [
        user for user, _ in list_users(change.former_urn or change.urn, surroundings.old.values()) if user.type in _FORWARDING_TYPES
    ]
    still_forwarding = [user for user in forwarding if user.urn in surroundings.new]
    return "what forwards requests to it is deleted too" if forwarding and not still_forwarding else None


def _explain_zones(old: RecordedResource | None, new: RecordedResource | None) -> str | None:
    if old is None or new is None:
        return None
    before, after = (each.inputs.get("loadBalancingCrossZoneEnabled") == "false" for each in (old, new))
    if before == after:
        return None
    return (
        "requests stay in the zone in which they arrive: each zone needs tasks for its share"
        if after
        else "requests of a zone go to the tasks of all zones again"
    )


def explain_load_balancer(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that Pulumi and AWS refuse the deletion of a load balancer with deletion protection, and whom other addresses shut out."""
    if change.op == "update":
        return explain_ip_address_type(change, surroundings)
    old = surroundings.find_old(change)
    if change.op not in ("delete", "replace") or old is None or old.inputs.get("enableDeletionProtection") is not True:
        return None
    when = "after services and listeners are deleted" if change.op == "delete" else "after the new one is created"
    is_network = old.inputs.get("loadBalancerType") == "network"
    service = surroundings.find_owner_name(old) if is_network else ""
    place = f"services.{service}.networkLoadBalancer" if is_network else "loadBalancer"
    who = "Pulumi refuses" if old.protect else f"AWS refuses, {when},"
    which = "it" if change.op == "delete" else "the old one"
    return (
        f"{who} to delete {which} while its deletion protection is on; deploy {place}: {{deletionProtection: false}} first. "
        f"{change.effect[:1].upper()}{change.effect[1:]}"
    )


def explain_dns_record(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain the deletion of a record that only validates a certificate."""
    old = surroundings.find_old(change)
    if change.op != "delete" or old is None:
        return None
    certificates = [urn for urns in old.property_dependencies.values() for urn in urns if "aws:acm/certificate:Certificate::" in urn]
    if not certificates:
        return None
    return "" if all(map(surroundings.is_deleted, certificates)) else "ACM can't renew the certificate any more"


def _list_requests(rule: RecordedResource) -> Iterator[_Requests]:
    conditions = rule.inputs.get("conditions")
    conditions = conditions if isinstance(conditions, list) else []
    hosts = [host.lower() for host in _list_values(conditions, "hostHeader")]
    others = frozenset(
        found
        for condition in conditions
        if isinstance(condition, Mapping) and not _is_pattern_condition(condition)
        for kind, value in condition.items()
        if (found := read_condition(kind, value)) is not None
    )
    for host in hosts or [_ANY]:
        for path in _list_values(conditions, "pathPattern") or [_ANY]:
            yield _Requests(host, _ANY if path == "/*" else path, others)


def _is_pattern_condition(condition: Mapping[str, Any]) -> bool:
    """Return whether a condition compares hosts or paths with patterns. Regular expressions are further conditions."""
    return any(get_nested(condition, key, "values") for key in ("hostHeader", "pathPattern"))


def _list_values(conditions: Iterable[Any], key: str) -> list[str]:
    values = [get_nested(condition, key, "values") for condition in conditions]
    return [value for listed in values if isinstance(listed, list) for value in listed if isinstance(value, str)]


def _shares_listener(rule: RecordedResource, other: RecordedResource) -> bool:
    if rule.type != _RULE_TYPE:
        return False
    urns, other_urns = (each.property_dependencies.get("listenerArn", ()) for each in (rule, other))
    return urns == other_urns if urns or other_urns else rule.inputs.get("listenerArn") == other.inputs.get("listenerArn")


def _find_destination(requests: _Requests, rules: Iterable[RecordedResource], surroundings: Surroundings, old: RecordedResource) -> str:
    partly: list[str] = []
    for rule in sorted(rules, key=_get_priority):
        for taken in _list_requests(rule):
            answer = _describe_answer(rule)
            name = surroundings.find_owner_name(rule) if answer is None else f"the rule {rule.name}"
            if taken.covers(requests):
                if answer is None:
                    return f"go to {' and '.join(dict.fromkeys((*partly, name)))}"
                return f"go partly to {' and '.join(partly)}, else {answer}" if partly else answer
            if taken.overlaps(requests) and name not in partly:
                partly.append(name)
    answer = _describe_default(surroundings, old)
    return f"go partly to {' and '.join(partly)}, else {answer}" if partly else answer


def _get_priority(rule: RecordedResource) -> float:
    priority = rule.inputs.get("priority")
    return priority if isinstance(priority, int | float) else float("inf")


def _describe_answer(rule: RecordedResource) -> str | None:
    """Describe what a rule answers by itself: `get status 503 from the rule maintenance`. Return None for a rule that forwards."""
    actions = rule.inputs.get("actions")
    for action in actions if isinstance(actions, list) else ():
        if status := get_nested(action, "fixedResponse", "statusCode"):
            return f"get status {status} from the rule {rule.name}"
        if target := get_nested(action, "redirect"):
            parts = [str(target[key]) for key in ("protocol", "host", "path") if target.get(key)]
            return f"are redirected to {' '.join(parts) or 'another URL'} by the rule {rule.name}"
    return None


def _describe_default(surroundings: Surroundings, rule: RecordedResource) -> str:
    for urn in rule.property_dependencies.get("listenerArn", ()):
        listener = surroundings.new.get(urn)
        actions = listener.inputs.get("defaultActions") if listener is not None else None
        for action in actions if isinstance(actions, list) else ():
            if status := get_nested(action, "fixedResponse", "statusCode"):
                return f"get the listener's default answer ({status})"
    return "get the listener's default answer"
