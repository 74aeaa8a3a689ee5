"""Further ports and target groups of a service."""

import json

import pytest
from fargate_web.analysis.rule_priorities import calculate_priority
from fargate_web.settings.service import Service
from fargate_web.testing import Run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"

ROUTES = {
    "admin": {"port": 9090, "hosts": ["admin.example.com"], "healthCheck": {"path": "/healthz", "gracePeriod": 90}},
    "files": {"paths": ["/files/*"]},
}
STRATEGIES = {
    "rolling": "rolling",
    "blueGreen": "blueGreen",
    "canary": {"strategy": "canary", "testTraffic": {"header": {"name": "X-Test", "values": ["green"]}}},
    "linear": "linear",
}


@pytest.fixture(scope="module")
def runs(build) -> dict[str, Run]:
    return {
        name: build.service(build.web(deployment=said, additionalRoutes=ROUTES, test_priority=6))[1] for name, said in STRATEGIES.items()
    }


@pytest.fixture(params=STRATEGIES)
def web(request, runs) -> Run:
    return runs[request.param]


def test_each_route_has_a_pair_of_target_groups_with_its_own_health_check(web):
    groups = {group.name: group.inputs for group in web.find_all(TARGET_GROUP)}
    assert list(groups) == ["web-blue", "web-green", "web--admin-blue", "web--admin-green", "web--files-blue", "web--files-green"]
    assert [
        (groups[f"web{route}-green"]["port"], groups[f"web{route}-green"]["healthCheck"]["path"]) for route in ("", "--admin", "--files")
    ] == [
        (3000, "/"),
        (9090, "/healthz"),
        (3000, "/"),
    ]


def test_ecs_shifts_the_traffic_of_each_route_with_its_own_pair_and_rule(web):
    own, admin, files = web.find_one(SERVICE).inputs["loadBalancers"]
    assert [(each["containerName"], each["containerPort"]) for each in (own, admin, files)] == [("web", 3000), ("web", 9090), ("web", 3000)]
    for entry, route in ((own, "web"), (admin, "web:admin"), (files, "web:files")):
        configuration, rule = entry["advancedConfiguration"], web.find_one(RULE, route)
        groups = [group["arn"] for group in rule.inputs["actions"][0]["forward"]["targetGroups"]]
        assert [entry["targetGroupArn"], configuration["alternateTargetGroupArn"]] == groups
        assert configuration["productionListenerRule"] == rule.outputs["arn"]


def test_test_traffic_reaches_the_new_version_on_every_route(runs):
    rules = {rule.name: rule.inputs for rule in runs["canary"].find_all(RULE)}
    assert list(rules) == ["web", "web:test", "web:admin", "web:admin:test", "web:files", "web:files:test"]
    assert rules["web:admin:test"]["conditions"] == [
        {"hostHeader": {"values": ["admin.example.com"]}},
        {"httpHeader": {"httpHeaderName": "X-Test", "values": ["green"]}},
    ]
    assert all(rules[f"{route}:test"]["priority"] < rules[route]["priority"] for route in ("web", "web:admin", "web:files"))
    assert len(runs["rolling"].find_all(RULE)) == 3


def test_the_service_waits_for_all_rules_and_for_the_longest_grace_period(web):
    service = web.find_one(SERVICE)
    assert {rule.urn for rule in web.find_all(RULE)} <= set(service.dependencies)
    assert service.inputs["healthCheckGracePeriodSeconds"] == 90


def test_the_load_balancer_reaches_each_port_once(web):
    assert [rule.name for rule in web.find_all(INGRESS)] == ["web-from-load-balancer-3000", "web-from-load-balancer-9090"]
    assert [rule.name for rule in web.find_all(EGRESS) if "to-tasks" in rule.name] == ["web-to-tasks-3000", "web-to-tasks-9090"]


def test_only_the_port_of_the_service_has_a_name_for_service_connect(web):
    [container] = json.loads(web.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    tcp = {"protocol": "tcp"}
    assert container["portMappings"] == [
        {"name": "web", "containerPort": 3000, "hostPort": 3000, **tcp},
        {"containerPort": 9090, "hostPort": 9090, **tcp},
    ]


def test_a_deployment_ends_when_the_alarm_of_any_route_fires(runs):
    alarms = [alarm.inputs["name"].partition("-web")[2] for alarm in runs["canary"].find_all(ALARM)]
    for route in ("", "/admin", "/files"):
        assert f"{route}/deployment-5xx" in alarms
    assert set(runs["canary"].find_one(SERVICE).inputs["alarms"]["alarmNames"]) == {
        alarm.inputs["name"] for alarm in runs["canary"].find_all(ALARM)
    }
    assert runs["rolling"].find_all(ALARM) == []


def test_no_name_or_priority_of_the_service_depends_on_its_additional_routes(build, runs):
    alone, with_routes = build.service(build.web())[1], runs["rolling"]
    urns = {resource.urn: resource for resource in with_routes.resources}
    assert alone.resources
    assert all(resource.urn in urns for resource in alone.resources)
    rule = with_routes.find_one(RULE, "web")
    assert rule.inputs["priority"] == alone.find_one(RULE, "web").inputs["priority"]


def test_the_priority_of_a_route_follows_from_its_name_alone():
    service = Service.model_validate({"image": "a:1", "port": 80, "additionalRoutes": ROUTES})
    rules = service.list_listener_rules("web")
    assert list(rules) == ["web", "web:admin", "web:files"]
    assert calculate_priority("shop", "dev", "web:admin", rules["web:admin"]) < calculate_priority("shop", "dev", "web", rules["web"])


def test_a_sidecar_may_listen_on_the_further_port(build):
    said = {
        "sidecars": {"console": {"image": "console:1"}},
        "additionalRoutes": {"admin": {"port": 9090, "targetContainer": "console", "hosts": ["admin.example.com"]}},
    }
    result = build.service(build.web(**said))[1]
    assert [each["containerName"] for each in result.find_one(SERVICE).inputs["loadBalancers"]] == ["web", "console"]
    main, console = json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    assert [each["containerPort"] for each in main["portMappings"]] == [3000]
    assert console["portMappings"] == [{"containerPort": 9090, "hostPort": 9090, "protocol": "tcp"}]
