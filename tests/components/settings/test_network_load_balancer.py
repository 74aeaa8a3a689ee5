"""The settings of a Network Load Balancer: what AWS refuses is refused before anything is registered."""

from typing import Any

import pytest
from fargate_web.settings.container_ports import ContainerPort
from fargate_web.settings.listening_containers import find_listening_container
from fargate_web.settings.route_split import find_deregistration_delay, find_grace_period
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
        ({"targetContainer": "proxy"}, "none of the sidecars"),
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


@pytest.mark.parametrize(
    ("listener_count", "route_names", "problem"),
    [
        (
            4,
            ["a"],
            "4 listeners, the route and 1 additional route make 6, .*remove a listener, such as that of port 9003, or remove an additional route, such as a",
        ),
        (1, ["a", "b", "c", "d"], "1 listener, the route and 4 additional routes make 6, .*; remove an additional route, such as d"),
        (4, ["a", "b"], "remove 2 listeners, such as those of ports 9002 and 9003, or remove 2 additional routes, such as a and b"),
        (
            5,
            ["a", "b", "c", "d"],
            "make 10, .*; remove 4 listeners, such as those of ports 9001 and 9002 and 9003 and 9004 and an additional route, such as d",
        ),
    ],
)
def test_additional_routes_count_as_target_groups_too(listener_count, route_names, problem):
    listeners = [{"port": 9000 + index} for index in range(listener_count)]
    routes = {name: {"paths": [f"/{name}/*"], "port": 4000 + index} for index, name in enumerate(route_names)}
    with pytest.raises(ValueError, match=problem):
        validate({"listeners": listeners}, port=3000, additionalRoutes=routes)


def test_the_longest_grace_period_counts():
    assert find_grace_period(validate({"listeners": [{"port": 53}], "gracePeriod": 90})) == 90
    assert find_grace_period(validate({"listeners": [{"port": 53}]}, port=3000, healthCheck={"gracePeriod": 120})) == 120
    assert find_grace_period(validate({"listeners": [{"port": 53}], "gracePeriod": 90}, port=3000)) == 90


def test_the_longest_deregistration_delay_counts():
    assert find_deregistration_delay(validate({"listeners": [{"port": 53}, {"port": 54, "deregistrationDelay": 300}]}, port=3000)) == 300
    assert find_deregistration_delay(validate({"listeners": [{"port": 53}]}, port=3000, targetGroup={"deregistrationDelay": 120})) == 120


def test_the_port_of_the_service_is_mapped_once():
    assert validate({"listeners": [{"port": 443, "targetPort": 3000}]}, port=3000).container_ports == [ContainerPort(3000, is_named=True)]
    assert [port.protocol for port in validate({"listeners": [{"port": 53, "protocol": "TCP_UDP"}]}).container_ports] == ["tcp", "udp"]


def test_the_container_that_takes_the_requests_of_a_route_gets_the_connections_to_its_port():
    sidecars = {"proxy": {"image": "registry.example.com/proxy:1"}}
    listeners = [{"port": 443, "targetPort": 3000}, {"port": 3000, "protocol": "UDP"}, {"port": 5432}]
    service = validate({"listeners": listeners}, port=3000, targetContainer="proxy", sidecars=sidecars)
    tls, datagrams, database = service.network_load_balancer.listeners
    assert [find_listening_container(service, each) for each in (tls, datagrams, database)] == ["proxy", None, None]
    assert [(port.port, port.sidecar, port.protocol) for port in service.container_ports] == [
        (3000, "proxy", "tcp"),
        (3000, None, "udp"),
        (5432, None, "tcp"),
    ]


def test_a_sidecar_that_gets_connections_waits_for_the_application():
    service = validate({"listeners": [{"port": 443, "targetContainer": "proxy"}]}, sidecars={"proxy": {"image": "registry.example.com/proxy:1"}})
    assert service.all_sidecars["proxy"].depends_on == {"main": "START"}


@pytest.mark.parametrize("strategy", ["blueGreen", "canary", "linear"])
def test_a_load_balancer_of_its_own_is_traffic_that_shifts(strategy):
    assert validate({"listeners": [{"port": 53, "testPort": 5353}]}, deployment=strategy).deployment.shifts_traffic


def test_test_traffic_of_a_route_is_not_that_of_a_listener():
    with pytest.raises(ValueError, match="has its own testPort"):
        validate({"listeners": [{"port": 53}]}, deployment={"strategy": "blueGreen", "testTraffic": True})
