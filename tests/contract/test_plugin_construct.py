"""Components constructed by the provider, with values as other languages send them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import grpc
import pulumi
import pytest
from fargate_web.plugin.argument_conversion import normalize_values
from fargate_web.plugin.components import COMPONENTS
from pulumi.output import Unknown
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from tests.contract.hosting import UNKNOWN, constructed, output, refusal

NETWORK = {"vpcId": UNKNOWN, "privateSubnetIds": UNKNOWN, "publicSubnetIds": UNKNOWN}
CLUSTER = {"name": UNKNOWN, "arn": UNKNOWN}
LOAD_BALANCER = {"listenerArn": UNKNOWN, "securityGroupId": UNKNOWN, "arnSuffix": UNKNOWN}
SERVICE = {"serviceName": UNKNOWN, "clusterName": UNKNOWN, "loadBalancerArnSuffix": UNKNOWN, "targetGroupArnSuffixes": UNKNOWN}
WORKER = {"image": "nginx:1.27", "network": NETWORK, "cluster": CLUSTER}
WEB = {**WORKER, "port": 3000, "loadBalancer": LOAD_BALANCER, "route": {"priority": 100}}
SCALING = {"minCapacity": 2, "maxCapacity": 6, "cpu": {"target": 62.5}}
LEAST: dict[str, dict[str, Any]] = {
    "EncryptionKey": {},
    "Network": {},
    "Cluster": {},
    "LoadBalancer": {"network": NETWORK},
    "Service": WEB,
    "ScheduledTask": {"image": "example.com/web:1", "schedule": "rate(1 hour)", "network": NETWORK, "cluster": CLUSTER},
    "Scaling": {**SCALING, "service": SERVICE},
    "Monitoring": {"services": {"web": SERVICE}, "loadBalancer": {"arnSuffix": UNKNOWN}},
    "Repository": {},
}
SERVICE_TYPE = "aws:ecs/service:Service"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TRACKING = "targetTrackingScalingPolicyConfiguration"


def one(component: str, inputs: dict[str, Any]) -> Any:
    """Construct one component, and give what was registered."""
    return constructed((component, "it", inputs))[0]


def test_every_component_is_constructed_here() -> None:
    assert {*LEAST} == {component.__name__ for component in COMPONENTS}


@pytest.mark.parametrize("component", LEAST)
def test_a_component_is_constructed_from_the_least_with_all_else_missing(component: str) -> None:
    result, (state,) = constructed((component, "it", LEAST[component]))
    assert result.find_one(f"fargate-web:index:{component}").custom is False
    assert state


@pytest.mark.parametrize("component", LEAST)
def test_a_preview_with_unknowns_has_the_resources_of_an_update(component: str) -> None:
    known, _ = constructed((component, "it", LEAST[component]))
    unknown, _ = constructed((component, "it", LEAST[component]), preview=True)
    assert sorted(each.urn for each in unknown.resources) == sorted(each.urn for each in known.resources)


@pytest.mark.parametrize("component", LEAST)
def test_what_the_schema_calls_an_output_is_registered_and_given_back(component: str) -> None:
    result, (state,) = constructed((component, "it", LEAST[component]))
    assert {*state} <= {*result.find_one(f"fargate-web:index:{component}").outputs}


def test_whole_numbers_arrive_as_floats_and_are_whole_again() -> None:
    service = one("Service", {**WEB, "cpu": 1024.0, "memory": 2048.0, "desiredCount": 3.0}).find_one(SERVICE_TYPE)
    assert service.inputs["desiredCount"] == 3
    assert service.inputs["loadBalancers"][0]["containerPort"] == 3000


def test_a_number_that_is_not_whole_stays_one() -> None:
    policy = one("Scaling", {**SCALING, "service": SERVICE}).find_one("aws:appautoscaling/policy:Policy")
    assert policy.inputs[TRACKING]["targetValue"] == 62.5


def test_a_fraction_where_a_whole_number_belongs_is_refused() -> None:
    error = refusal("Service", "web", {**WEB, "port": 3000.5})
    assert [each["property_path"] for each in error.errors or []] == ["port"]


def test_null_is_an_absent_key_at_every_depth() -> None:
    service = one("Service", {**WEB, "desiredCount": None, "deployment": {"strategy": "canary", "canary": None}}).find_one(SERVICE_TYPE)
    assert service.inputs["desiredCount"] == 2
    assert service.inputs["deploymentConfiguration"]["strategy"] == "CANARY"


def test_numbers_and_unknowns_within_lists_and_maps_are_read_too() -> None:
    assert normalize_values({"a": [1.0, {"b": 2.0, "c": None}], "d": 1.5, "e": True, "f": "1.0"}) == {
        "a": [1, {"b": 2}],
        "d": 1.5,
        "e": True,
        "f": "1.0",
    }
    assert type(normalize_values([1.0])[0]) is int
    assert isinstance(normalize_values({"a": Unknown()})["a"], pulumi.Output)


def test_outputs_and_secrets_stand_in_leaves() -> None:
    result = one("Service", {**WEB, "image": output("nginx:1.27"), "environment": {"TOKEN": output("x", secret=True)}})
    task = result.find_one("aws:ecs/taskDefinition:TaskDefinition")
    assert "nginx:1.27" in task.inputs["containerDefinitions"]
    assert "containerDefinitions" in task.secrets


@pytest.mark.parametrize("value", [UNKNOWN, output(3)])
def test_an_output_that_decides_what_is_created_is_refused(value: Any) -> None:
    error = refusal("Service", "web", {**WEB, "desiredCount": value})
    (fault,) = error.errors or []
    assert fault["property_path"] == "desiredCount"
    assert "write the plain value" in fault["reason"]


def test_a_section_is_switched_off_and_on() -> None:
    group = "aws:cloudwatch/logGroup:LogGroup"
    assert one("Network", {"flowLogs": {"enabled": False}}).find_all(group) == []
    assert one("Network", {"flowLogs": {"enabled": True}}).find_all(group) != []
    assert one("Network", {"flowLogs": {"enabled": True, "retentionInDays": 30}}).find_one(group).inputs["retentionInDays"] == 30
    assert one("Network", {}).find_all(group) != []


def test_a_switch_within_a_section_is_read_too() -> None:
    hooks = {"approval": {"stages": ["POST_TEST_TRAFFIC_SHIFT"], "pause": {"enabled": True}}}
    deployment = {"strategy": "blueGreen", "testTraffic": {"enabled": False}, "hooks": hooks, "alarms": {"enabled": False}}
    service = one("Service", {**WEB, "deployment": deployment})
    assert service.find_all(ALARM) == []
    assert service.find_one(SERVICE_TYPE).inputs["deploymentConfiguration"]["lifecycleHooks"][0]["targetType"] == "PAUSE"


def test_enabled_is_no_key_of_a_section_that_is_no_switch() -> None:
    error = refusal("Service", "web", {**WEB, "healthCheck": {"enabled": True}})
    assert [each["property_path"] for each in error.errors or []] == ["healthCheck.enabled"]


def test_a_service_without_a_route_gets_no_target_groups() -> None:
    result, (state,) = constructed(("Service", "it", WORKER))
    assert result.find_all("aws:lb/targetGroup:TargetGroup") == []
    assert "url" not in state


def test_scaling_by_requests_watches_both_target_groups_of_an_output() -> None:
    suffixes = output(["targetgroup/blue/1", "targetgroup/green/2"])
    inputs = {
        "minCapacity": 1,
        "maxCapacity": 2,
        "requestsPerTarget": {"target": 1000},
        "service": {**SERVICE, "targetGroupArnSuffixes": suffixes},
    }
    metrics = (
        one("Scaling", inputs).find_one("aws:appautoscaling/policy:Policy").inputs[TRACKING]["customizedMetricSpecification"]["metrics"]
    )
    groups = [metric["metricStat"]["metric"]["dimensions"][0]["value"] for metric in metrics if "metricStat" in metric]
    assert groups == ["targetgroup/blue/1", "targetgroup/green/2"]


def test_monitoring_counts_running_tasks_only_where_it_is_told_the_fewest() -> None:
    with_count = one("Monitoring", {"services": {"web": {**SERVICE, "fewestTasks": 2}}})
    without = one("Monitoring", {"services": {"web": SERVICE}})
    assert "it-web-running-tasks" in [each.name for each in with_count.find_all(ALARM)]
    assert "it-web-running-tasks" not in [each.name for each in without.find_all(ALARM)]


def test_monitoring_makes_no_alarms_on_targets_of_a_worker() -> None:
    names = [each.name for each in one("Monitoring", {"services": {"mailer": {"serviceName": "m", "clusterName": "c"}}}).find_all(ALARM)]
    assert names == ["it-mailer-cpu", "it-mailer-memory"]


def test_monitoring_watches_a_scheduled_task_of_an_output() -> None:
    cluster = "arn:aws:ecs:us-west-2:123456789012:cluster/shop"
    task = {"groupName": "nightly", "clusterArn": cluster, "family": "shop-nightly", "containerName": "nightly", "logGroupName": UNKNOWN}
    result = one("Monitoring", {"scheduledTasks": {"nightly": task}})
    [query] = [alarm for alarm in result.find_all(ALARM) if "nightly" in alarm.name]
    assert "nightly" in str(query.inputs)
    assert '"family:shop-nightly"' in str(result.find_one("aws:cloudwatch/eventRule:EventRule").inputs["eventPattern"])


def test_a_migration_is_for_programs_in_python() -> None:
    error = refusal("Service", "it", {**WEB, "migration": {"command": ["migrate"]}})
    [told] = error.errors or []
    assert told["property_path"] == "migration"
    assert "run it in your pipeline" in told["reason"]


def test_every_fault_is_told_at_once_each_by_its_path() -> None:
    error = refusal("Service", "web", {**WEB, "cpu": 250, "prot": 1, "deployment": {"strategy": "blue"}, "cluster": UNKNOWN})
    assert [each["property_path"] for each in error.errors or []] == ["cluster", "cpu", "deployment.strategy", "prot"]
    assert error.message == '4 faults in Service "web"; nothing of it was created'


def test_a_wire_as_a_whole_output_is_answered_with_what_to_write() -> None:
    (fault,) = refusal("Monitoring", "monitoring", {"services": {"web": UNKNOWN}}).errors or []
    assert fault["property_path"] == "services.web"
    assert "write an object of its outputs" in fault["reason"]


def test_a_missing_wire_is_answered_in_the_spelling_of_the_schema() -> None:
    error = refusal("Service", "web", {key: value for key, value in WEB.items() if key != "loadBalancer"})
    assert error.message == 'Service "web": loadBalancer is missing; write an object with listenerArn, securityGroupId'


def test_the_host_starts_as_pulumi_starts_it_and_answers_with_the_schema(root: Path) -> None:
    assert (root / "components" / "PulumiPlugin.yaml").is_file()
    environment = {**os.environ, "PYTHONPATH": ""}
    with subprocess.Popen(
        [sys.executable, str(root / "components"), "127.0.0.1:1"], stdout=subprocess.PIPE, text=True, env=environment
    ) as host:
        try:
            port = int((host.stdout or sys.stdin).readline())
            options = [("grpc.max_receive_message_length", 64 * 1024 * 1024)]
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
                answer = provider_pb2_grpc.ResourceProviderStub(channel).GetSchema(provider_pb2.GetSchemaRequest())
        finally:
            host.terminate()
    assert '"fargate-web:index:Service"' in answer.schema
