"""Asks for the load balancers of the Region, and for the listener that the stack adds its rules to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fargate_web.settings.rule_conditions import Header, QueryString, RuleConditions

from fargate_web_cli.live.preflight.aws_reader import AwsReader

_FIELDS: Final = {
    "host-header": "hosts",
    "path-pattern": "paths",
    "http-request-method": "methods",
    "source-ip": "allowed_cidr_blocks",
}
_EXPRESSION_FIELDS: Final = {"host-header": "host_regex_values", "path-pattern": "path_regex_values"}


@dataclass(frozen=True)
class NamedResource:
    """A resource with a name.

    Attributes:
        name: Its name.
        arn: Its ARN.
        dns_name: Its DNS name, in lower case; empty for a target group.
        load_balancers: The ARNs of the load balancers that use a target group.
    """

    name: str
    arn: str
    dns_name: str = ""
    load_balancers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ListenerRule:
    """A rule of a listener.

    Attributes:
        arn: Its ARN.
        priority: Its priority.
        route: The requests that it matches; None if it has conditions that routes don't have.
    """

    arn: str
    priority: int
    route: RuleConditions | None


@dataclass(frozen=True)
class ListenerFacts:
    """The existing listener that a stack adds its rules to.

    Attributes:
        exists: Whether it exists.
        protocol: Its protocol.
        certificates: The ARNs of its certificates.
        load_balancer_arn: The ARN of its load balancer.
        vpc_id: The VPC of its load balancer.
        security_groups: The security groups of its load balancer.
        state: The state of its load balancer: `active`.
        rules: Its rules, without the default; None if they are not known.
    """

    exists: bool
    protocol: str = ""
    certificates: tuple[str, ...] = ()
    load_balancer_arn: str = ""
    vpc_id: str = ""
    security_groups: frozenset[str] = frozenset()
    state: str = ""
    rules: tuple[ListenerRule, ...] | None = None


def gather_load_balancers(reader: AwsReader, type_: str = "application") -> tuple[NamedResource, ...] | None:
    """Ask for all load balancers of the Region of one type: `application` or `network`."""
    found = reader.collect("the load balancers of the account", "elbv2", "describe_load_balancers", "LoadBalancers", PageSize=400)
    if found is None:
        return None
    return tuple(
        NamedResource(each["LoadBalancerName"], each["LoadBalancerArn"], str(each.get("DNSName", "")).lower())
        for each in found
        if each.get("Type", "application") == type_
    )


def gather_target_groups(reader: AwsReader) -> tuple[NamedResource, ...] | None:
    """Ask for all target groups of the Region."""
    found = reader.collect("the target groups of the account", "elbv2", "describe_target_groups", "TargetGroups", PageSize=400)
    if found is None:
        return None
    return tuple(
        NamedResource(each["TargetGroupName"], each["TargetGroupArn"], load_balancers=frozenset(each.get("LoadBalancerArns", ())))
        for each in found
    )


def gather_listener(reader: AwsReader, arn: str) -> ListenerFacts | None:
    """Ask for a listener, its load balancer and its rules."""
    subject = "the existing listener"
    answer = reader.ask(
        subject, "elbv2", "describe_listeners", answers=("ListenerNotFound", "ListenerNotFoundException"), ListenerArns=[arn]
    )
    if answer is None:
        return None
    listener = next(iter(answer.content.get("Listeners", ())), None)
    if listener is None:
        return ListenerFacts(exists=False)
    load_balancer_arn = str(listener.get("LoadBalancerArn", ""))
    balancers = reader.ask("the existing load balancer", "elbv2", "describe_load_balancers", LoadBalancerArns=[load_balancer_arn])
    balancer: Mapping[str, Any] = next(iter(balancers.content.get("LoadBalancers", ())), {}) if balancers else {}
    rules = reader.collect("the rules of the existing listener", "elbv2", "describe_rules", "Rules", ListenerArn=arn)
    certificates: list[Any] = []
    if listener.get("Protocol") == "HTTPS":
        certificates = (
            reader.collect(
                "the certificates of the existing listener", "elbv2", "describe_listener_certificates", "Certificates", ListenerArn=arn
            )
            or []
        )
    return ListenerFacts(
        True,
        str(listener.get("Protocol", "")),
        tuple(dict.fromkeys(certificate["CertificateArn"] for certificate in certificates if certificate.get("CertificateArn"))),
        load_balancer_arn,
        str(balancer.get("VpcId", "")),
        frozenset(balancer.get("SecurityGroups", ())),
        str(balancer.get("State", {}).get("Code", "")),
        None if rules is None else tuple(_parse_rule(rule) for rule in rules if not rule.get("IsDefault")),
    )


def _parse_rule(rule: Mapping[str, Any]) -> ListenerRule:
    return ListenerRule(rule["RuleArn"], int(rule["Priority"]), _parse_route(rule.get("Conditions", ())))


def _parse_route(conditions: Iterable[Mapping[str, Any]]) -> RuleConditions | None:
    found: dict[str, list[Any]] = {field: [] for field in RuleConditions.model_fields if field != "priority"}
    for condition in conditions:
        field = str(condition.get("Field"))
        config = next((value for value in condition.values() if isinstance(value, dict)), {})
        listed = [*(config.get("Values") or condition.get("Values") or ())]
        expressions = [*(config.get("RegexValues") or condition.get("RegexValues") or ())]
        if field in _FIELDS and not expressions:
            found[_FIELDS[field]] += [value.lower() for value in listed] if field == "host-header" else listed
        elif field in _EXPRESSION_FIELDS:
            found[_EXPRESSION_FIELDS[field]] += expressions
        elif field == "http-header" and not expressions:
            found["headers"].append(Header.model_construct(name=config.get("HttpHeaderName", ""), values=listed))
        elif field == "query-string" and len({pair.get("Key") for pair in listed}) == 1:
            texts = [str(pair.get("Value", "")) for pair in listed]
            found["query_strings"].append(QueryString.model_construct(key=listed[0].get("Key"), values=texts))
        else:
            return None
    # AWS has accepted the rule, whatever a stack file may hold.
    values: dict[str, Any] = {**found, "paths": found["paths"] or ["/*"]}
    return RuleConditions.model_construct(**values)
