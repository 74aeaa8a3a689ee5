"""A service that gets traffic in every way: from its route, from an additional route, and from its Network Load Balancer."""

import json
from typing import Any

import pytest
from fargate_web.testing import Run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"

SETTINGS: dict[str, Any] = {
    "sidecars": {"proxy": {"image": "envoy:v1"}},
    "targetContainer": "proxy",
    "additionalRoutes": {"admin": {"port": 9090, "hosts": ["admin.example.com"], "targetGroup": {"deregistrationDelay": 40}}},
    "networkLoadBalancer": {
        "gracePeriod": 150,
        "listeners": [
            {"port": 443, "targetPort": 3000},
            {"port": 514, "protocol": "UDP", "healthCheck": {"port": 9090}, "deregistrationDelay": 120},
        ],
    },
}


@pytest.fixture(scope="module")
def components(build) -> dict[str, tuple[Any, Run]]:
    strategies = ("rolling", "blueGreen", "canary", "linear")
    return {strategy: build.service(build.web(**SETTINGS, deployment=strategy)) for strategy in strategies}


@pytest.fixture(params=["rolling", "blueGreen", "canary", "linear"])
def web(request, components) -> Run:
    return components[request.param][1]


def test_ecs_has_an_entry_for_each_route_and_for_each_listener(web):
    entries = web.find_one(SERVICE).inputs["loadBalancers"]
    assert [(entry["containerName"], entry["containerPort"]) for entry in entries] == [
        ("proxy", 3000),
        ("web", 9090),
        ("proxy", 3000),
        ("web", 514),
    ]
    forwarding = [
        web.find_one(RULE, "web"),
        web.find_one(RULE, "web:admin"),
        web.find_one(LISTENER, "web:443"),
        web.find_one(LISTENER, "web:514"),
    ]
    assert [entry["advancedConfiguration"]["productionListenerRule"] for entry in entries] == [each.outputs["arn"] for each in forwarding]
    assert len({entry["targetGroupArn"] for entry in entries}) == 4
    assert len(web.find_all(TARGET_GROUP)) == 8


def test_each_port_is_mapped_once_in_the_container_that_listens(web):
    containers = json.loads(web.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    mapped = {
        each["name"]: [(port["containerPort"], port["protocol"], port.get("name")) for port in each["portMappings"]] for each in containers
    }
    assert mapped == {"web": [(9090, "tcp", None), (514, "udp", None)], "proxy": [(3000, "tcp", "web")]}


def test_the_tasks_admit_both_load_balancers(web):
    admitted = [rule.name for rule in web.find_all(INGRESS) if ":network-" not in rule.name]
    assert admitted == [
        "web-from-load-balancer-3000",
        "web-from-load-balancer-9090",
        "web:from-network-3000-tcp",
        "web:from-network-514-udp",
        "web:from-network-9090-tcp",
    ]


def test_the_longest_grace_period_of_all_counts(web):
    assert web.find_one(SERVICE).inputs["healthCheckGracePeriodSeconds"] == 150


def test_the_service_waits_for_all_rules_and_listeners(web):
    waited_for = set(web.find_one(SERVICE).dependencies)
    assert {each.urn for type_ in (RULE, LISTENER) for each in web.find_all(type_)} <= waited_for


def test_alarms_of_all_kinds_end_a_deployment(components):
    names = set(components["canary"][1].find_one(SERVICE).inputs["alarms"]["alarmNames"])
    assert {name.partition("-web")[2] for name in names} >= {
        "/deployment-5xx",
        "/admin/deployment-5xx",
        "/deployment-network-unhealthy-targets",
    }
    assert names == {alarm.inputs["name"] for alarm in components["canary"][1].find_all(ALARM)}
    assert components["rolling"][1].find_one(SERVICE).inputs["alarms"]["enable"] is False


def test_a_change_of_the_strategy_changes_the_service_alone(components):
    def list_others(result: Run) -> list[tuple[str, Any]]:
        return [(each.urn, each.inputs) for each in result.resources if each.type not in (SERVICE, ALARM)]

    expected = list_others(components["rolling"][1])
    assert expected
    assert all(list_others(result) == expected for _, result in components.values())
