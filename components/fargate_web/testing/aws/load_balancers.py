"""Fakes of Elastic Load Balancing: load balancers with their listeners, rules, target groups and trust stores."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import generate_decimal_digits, generate_hex_digits
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest

FakeResult = tuple[str, dict[str, Any]]


def _fake_load_balancer(request: ResourceRequest) -> FakeResult:
    kind = {"network": "net", "gateway": "gwy"}.get(request.get_text("loadBalancerType"), "app")
    suffix = f"{kind}/{request.name}/{generate_hex_digits(request.seed, 16)}"
    arn = request.existing_id or request.build_arn("elasticloadbalancing", f"loadbalancer/{suffix}")
    internal = "internal-" if request.inputs.get("internal") is True else ""
    host = f"{internal}{request.name}-{generate_decimal_digits(request.seed, 10)}.{request.account.region}.elb.{request.account.dns_suffix}"
    return arn, {
        "arn": arn,
        "arnSuffix": arn.partition(":loadbalancer/")[2],
        "name": request.name,
        "dnsName": host,
        "zoneId": request.account.load_balancer_zone_id,
        "vpcId": f"vpc-0{generate_hex_digits('vpc', 16)}",
    }


def _fake_target_group(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or request.build_arn(
        "elasticloadbalancing", f"targetgroup/{request.name}/{generate_hex_digits(request.seed, 16)}"
    )
    return arn, {"arn": arn, "arnSuffix": arn.rpartition(":")[2], "name": request.name, "loadBalancerArns": []}


def _fake_listener(request: ResourceRequest) -> FakeResult:
    return _derive_arn(request, request.get_text("loadBalancerArn"), ":loadbalancer/", ":listener/")


def _fake_listener_rule(request: ResourceRequest) -> FakeResult:
    return _derive_arn(request, request.get_text("listenerArn"), ":listener/", ":listener-rule/")


def _derive_arn(request: ResourceRequest, parent: str, parent_kind: str, kind: str) -> FakeResult:
    """Derive the ARN of a listener or rule from the ARN of its parent."""
    arn = request.existing_id or f"{parent.replace(parent_kind, kind)}/{generate_hex_digits(request.seed, 16)}"
    return arn, {"arn": arn}


def _fake_listener_certificate(request: ResourceRequest) -> FakeResult:
    return f"{request.get_text('listenerArn')}_{request.get_text('certificateArn')}", {}


def _fake_trust_store(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or request.build_arn(
        "elasticloadbalancing", f"truststore/{request.name}/{generate_hex_digits(request.seed, 16)}"
    )
    return arn, {"arn": arn, "arnSuffix": arn.rpartition(":")[2], "name": request.name}


FAKES: Final[Mapping[str, Fake]] = {
    "aws:lb/listener:Listener": _fake_listener,
    "aws:lb/listenerCertificate:ListenerCertificate": _fake_listener_certificate,
    "aws:lb/listenerRule:ListenerRule": _fake_listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": _fake_load_balancer,
    "aws:lb/targetGroup:TargetGroup": _fake_target_group,
    "aws:lb/trustStore:TrustStore": _fake_trust_store,
}
