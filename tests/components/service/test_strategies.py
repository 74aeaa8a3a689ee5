"""From any deployment strategy to any other, and from one port to another: what a change registers, and what it leaves alone."""

from dataclasses import fields
from itertools import permutations

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Resource, Run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"

LAMBDA = "arn:aws:lambda:us-west-2:123456789012:function:smoke-test"
STRATEGIES = {
    "rolling": {"strategy": "rolling"},
    "blueGreen": {"strategy": "blueGreen", "bakeTimeInMinutes": 3},
    "canary": {"strategy": "canary", "canary": 5, "alarms": {"target5xx": False, "errorPercent": 1}},
    "linear": {
        "strategy": "linear",
        "linear": 20,
        "hooks": {"smoke": {"stages": ["POST_SCALE_UP"], "lambdaArn": LAMBDA}, "approval": {"stages": ["PRE_SCALE_UP"], "pause": True}},
    },
}
PAIRS = list(permutations(STRATEGIES, 2))
MAY_CHANGE = {"deploymentConfiguration", "deploymentCircuitBreaker", "alarms"}
FORCES_REPLACEMENT = {
    SERVICE: {"name", "cluster", "schedulingStrategy", "launchType", "deploymentController"},
    TARGET_GROUP: {"name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"},
    RULE: {"listenerArn"},
}
"""Inputs whose change makes the provider replace the resource."""


@pytest.fixture(scope="module")
def runs(build) -> dict[str, Run]:
    scaling = {"minCapacity": 2, "maxCapacity": 10, "cpu": 70, "requestsPerTarget": 500}
    return {name: build.service(build.web(deployment=said, scaling=scaling))[1] for name, said in STRATEGIES.items()}


def by_urn(result: Run) -> dict[str, Resource]:
    return {resource.urn: resource for resource in result.resources}


def options(resource: Resource) -> dict:
    """Give what else was registered with a resource; what it waits for and for how long follows from the strategy."""
    apart = {"inputs", "outputs", "secret_outputs", "id", "dependencies", "property_dependencies", "custom_timeouts"}
    return {each.name: getattr(resource, each.name) for each in fields(resource) if each.name not in apart}


def changed_inputs(before: Resource, after: Resource) -> set[str]:
    one, other = before.inputs, after.inputs
    return {key for key in one.keys() | other.keys() if key not in after.ignore_changes and one.get(key) != other.get(key)}


# --- all twelve ways ----------------------------------------------------------------------------------------------------


def test_there_are_twelve_ways_from_one_strategy_to_another():
    assert len(PAIRS) == 12


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_change_of_the_strategy_is_an_update_of_the_service_alone(runs, before, after):
    old, new = by_urn(runs[before]), by_urn(runs[after])
    changes = {urn: changed_inputs(old[urn], new[urn]) for urn in old.keys() & new.keys()}
    service = runs[after].find_one(SERVICE).urn
    assert changes.pop(service) <= MAY_CHANGE
    assert {urn: changed for urn, changed in changes.items() if changed} == {}


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_change_of_the_strategy_makes_and_drops_deployment_alarms_and_the_role_of_hooks_only(runs, before, after):
    old, new = by_urn(runs[before]), by_urn(runs[after])
    come_and_go = {str((old | new)[urn]) for urn in old.keys() ^ new.keys()}
    allowed = {f"{ALARM} 'web-deployment-{label}'" for label in ("5xx", "errors", "latency", "unhealthy-targets")}
    assert come_and_go <= allowed | {f"{ROLE} 'web-hooks'", f"{ROLE_POLICY} 'web-hooks'"}


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_change_of_the_strategy_changes_no_option_of_any_resource(runs, before, after):
    old, new = by_urn(runs[before]), by_urn(runs[after])
    for urn in old.keys() & new.keys():
        assert options(old[urn]) == options(new[urn])


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_service_waits_for_the_alarms_that_are_new_to_it(runs, before, after):
    new = {alarm.urn for alarm in runs[after].find_all(ALARM)} - {alarm.urn for alarm in runs[before].find_all(ALARM)}
    assert new <= set(runs[after].find_one(SERVICE).dependencies)


def test_every_strategy_has_the_same_pair_the_same_rule_and_the_same_weights(runs):
    def traffic(result: Run) -> list:
        return [(each.urn, each.inputs) for kind in (TARGET_GROUP, RULE) for each in result.find_all(kind)] + [
            result.find_one(SERVICE).inputs["loadBalancers"]
        ]

    assert len({repr(traffic(result)) for result in runs.values()}) == 1
    [action] = runs["canary"].find_one(RULE).inputs["actions"]
    assert [group["weight"] for group in action["forward"]["targetGroups"]] == [100, 0]


# --- what a strategy does not use ---------------------------------------------------------------------------------------


def test_the_circuit_breaker_is_said_to_be_off_where_traffic_shifts(runs):
    found = {name: result.find_one(SERVICE).inputs["deploymentCircuitBreaker"] for name, result in runs.items()}
    off = {"enable": False, "rollback": False}
    assert found == {"rolling": {"enable": True, "rollback": True}, "blueGreen": off, "canary": off, "linear": off}


def test_alarms_are_said_to_be_off_for_rolling(runs):
    assert runs["rolling"].find_one(SERVICE).inputs["alarms"] == {"alarmNames": [], "enable": False, "rollback": False}
    assert runs["rolling"].find_all(ALARM) == []


@pytest.mark.parametrize(
    ("key", "value", "users"),
    [
        ("minimumHealthyPercent", 50, ["rolling"]),
        ("maximumPercent", 150, ["rolling"]),
        ("circuitBreaker", True, ["rolling"]),
        ("circuitBreaker", False, ["rolling"]),
        ("bakeTimeInMinutes", 5, ["blueGreen", "canary", "linear"]),
        ("testTraffic", {"header": {"name": "X-Test", "values": ["1"]}}, ["blueGreen", "canary", "linear"]),
        ("hooks", {"ok": {"stages": ["PRE_SCALE_UP"], "pause": True}}, ["blueGreen", "canary", "linear"]),
        ("canary", 10, ["canary"]),
        ("linear", 10, ["linear"]),
    ],
)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_a_strategy_has_no_use_for_is_refused_by_name(build, strategy, key, value, users):
    _, result = build.service(build.web(deployment={"strategy": strategy, key: value}, test_priority=3), strict=False)
    if strategy in users:
        assert result.error is None
    else:
        assert isinstance(result.error, SettingsError)
        [fault] = result.error.faults
        assert f"deployment.{key}" in str(fault)
        assert f"{strategy} does not use this setting" in str(fault)
        assert all(user in str(fault) for user in users)
        assert result.resources == []


# --- another port -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=STRATEGIES)
def ports(request, build) -> tuple[Run, Run]:
    said = STRATEGIES[request.param]
    before, after = (build.service(build.web(port=port, deployment=said))[1] for port in (3000, 8080))
    return before, after


def test_another_port_replaces_no_target_group_no_rule_and_no_service(ports):
    before, after = ports
    old, new = by_urn(before), by_urn(after)
    for kind, forcing in FORCES_REPLACEMENT.items():
        assert {each.urn for each in before.find_all(kind)} == {each.urn for each in after.find_all(kind)}
        for each in after.find_all(kind):
            assert not changed_inputs(old[each.urn], new[each.urn]) & forcing
            assert not each.replace_on_changes


def test_another_port_changes_the_task_definition_and_the_port_of_the_service_only(ports):
    before, after = ports
    old, new = by_urn(before), by_urn(after)
    changes = {str(new[urn]): changed_inputs(old[urn], new[urn]) for urn in old.keys() & new.keys()}
    assert {name: changed for name, changed in changes.items() if changed} == {
        f"{TASK_DEFINITION} 'web'": {"containerDefinitions"},
        f"{SERVICE} 'web'": {"loadBalancers"},
    }


def test_another_port_leaves_the_port_of_the_target_groups_alone(ports):
    assert [group.ignore_changes for group in ports[1].find_all(TARGET_GROUP)] == [("port",), ("port",)]
    assert {group.inputs["healthCheck"]["port"] for group in ports[1].find_all(TARGET_GROUP)} == {"traffic-port"}


def test_another_port_lets_the_new_tasks_in_first_and_shuts_the_old_ones_out_last(ports):
    # Resources that are gone from the program are deleted after everything else, the deployment included.
    before, after = ports
    old, new = by_urn(before), by_urn(after)
    come, go = new.keys() - old.keys(), old.keys() - new.keys()
    assert {str(new[urn]) for urn in come} == {f"{INGRESS} 'web-from-load-balancer-8080'", f"{EGRESS} 'web-to-tasks-8080'"}
    assert {str(old[urn]) for urn in go} == {f"{INGRESS} 'web-from-load-balancer-3000'", f"{EGRESS} 'web-to-tasks-3000'"}
    assert come <= set(after.find_one(SERVICE).dependencies)


# --- another protocol version -------------------------------------------------------------------------------------------


def test_another_protocol_version_replaces_the_pair_and_the_rules_with_it(build):
    header = {"strategy": "blueGreen", "testTraffic": {"header": {"name": "X-Test", "values": ["1"]}}}
    before, after = (
        build.service(build.web(deployment=header, test_priority=3, targetGroup={"protocolVersion": version}))[1]
        for version in ("HTTP1", "HTTP2")
    )
    old, pair = by_urn(before), after.find_all(TARGET_GROUP)
    assert [changed_inputs(old[group.urn], group) for group in pair] == [{"protocolVersion"}, {"protocolVersion"}]
    rules = after.find_all(RULE)
    assert [rule.name for rule in rules] == ["web", "web:test"]
    for rule in rules:
        assert set(rule.replace_with) == {group.urn for group in pair}
        assert rule.delete_before_replace is True
        assert rule.ignore_changes == ("actions",)
    assert after.find_one(SERVICE).replace_with == ()
    assert changed_inputs(before.find_one(SERVICE), after.find_one(SERVICE)) == set()
