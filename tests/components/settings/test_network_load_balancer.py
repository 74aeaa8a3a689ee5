"""The settings of a Network Load Balancer: what AWS refuses is refused before anything is registered."""

from typing import Any

import pytest
from fargate_web.settings.service import Service


def validate(balancer: dict[str, Any], **service: Any) -> Service:
    return Service.model_validate({"image": "registry.example.com/web:1", "networkLoadBalancer": balancer, **service})


@pytest.mark.parametrize(
    ("listener", "problem"),
    [
        ({"protocol": "UDP", "preserveClientIp": False}, "always see the addresses"),
        ({"protocol": "TLS", "stickiness": True}, "doesn't support it"),
        ({"protocol": "UDP", "idleTimeout": 600}, "it is for TCP"),
        ({"protocol": "TCP", "encryptTargets": True}, "it is for TLS"),
        ({"container": "proxy"}, "none of the sidecars"),
        ({"testPort": 6000}, "no test traffic"),
        ({"testPort": 5000}, "taken by production traffic"),
        ({"protocol": "TLS"}, "needs a certificate"),
        ({"healthCheck": {"path": "/health"}}, "only opens a connection"),
        ({"healthCheck": {"timeout": 30}}, "longer than the interval"),
    ],
)
def test_a_listener_sets_only_what_its_protocol_supports(listener, problem):
    with pytest.raises(ValueError, match=problem):
        validate({"listeners": [{"port": 5000, **listener}]})


@pytest.mark.parametrize(
    ("balancer", "problem"),
    [
        ({"scheme": "internal", "staticAddresses": True}, "Elastic IP addresses are public"),
        ({"domainName": "feed.example.com"}, "both its name"),
        ({"hostedZone": "example.com"}, "both its name"),
        ({"sslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06"}, "no listener has protocol: TLS"),
        ({"accessLogs": {"prefix": "web"}}, "no listener has protocol: TLS"),
        ({"staticAddresses": ["eipalloc-1", "eipalloc-1"]}, "listed twice"),
        ({"domainName": "feed.example.org", "hostedZone": "example.com"}, "isn't within the zone"),
    ],
)
def test_a_load_balancer_sets_only_what_its_listeners_use(balancer, problem):
    with pytest.raises(ValueError, match=problem):
        validate({"listeners": [{"port": 5000}], **balancer})


def test_tcp_and_udp_on_one_port_are_one_listener():
    with pytest.raises(ValueError, match="write protocol: TCP_UDP in the listener of port 53 and remove this one"):
        validate({"listeners": [{"port": 53}, {"port": 53, "protocol": "UDP"}]})


def test_a_route_counts_as_one_of_five_target_groups():
    listeners = [{"port": port} for port in range(9001, 9006)]
    assert validate({"listeners": listeners}).network_load_balancer
    with pytest.raises(ValueError, match="5 target groups at most"):
        validate({"listeners": listeners}, port=3000)


def test_a_service_has_one_grace_period():
    assert validate({"listeners": [{"port": 53}], "gracePeriod": 90}).grace_period == 90
    assert validate({"listeners": [{"port": 53}]}, port=3000, healthCheck={"gracePeriod": 20}).grace_period == 20
    with pytest.raises(ValueError, match="one grace period"):
        validate({"listeners": [{"port": 53}], "gracePeriod": 90}, port=3000)


def test_the_port_of_the_service_is_mapped_once():
    assert validate({"listeners": [{"port": 443, "targetPort": 3000}]}, port=3000).network_ports == []
    assert [port.protocol for port in validate({"listeners": [{"port": 53, "protocol": "TCP_UDP"}]}).network_ports] == ["tcp", "udp"]


@pytest.mark.parametrize("strategy", ["blueGreen", "canary", "linear"])
def test_a_load_balancer_of_its_own_is_traffic_that_shifts(strategy):
    assert validate({"listeners": [{"port": 53, "testPort": 5353}]}, deployment=strategy).deployment.shifts_traffic


def test_test_traffic_of_a_route_is_not_that_of_a_listener():
    with pytest.raises(ValueError, match="has its own testPort"):
        validate({"listeners": [{"port": 53}]}, deployment={"strategy": "blueGreen", "testTraffic": True})
