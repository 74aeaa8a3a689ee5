"""The example of a Copilot application, converted, and run by the real program: it registers what Copilot would have made."""

import json

import pytest
import yaml
from fargate_web_cli.migrate.copilot.convert import ConversionRequest, convert_manifests
from fargate_web_cli.migrate.report import Report

from tests.stacks.running import ROOT, preview_or_up

FOLDER = ROOT / "examples/copilot"


@pytest.fixture(scope="module")
def report():
    return Report()


@pytest.fixture(scope="module")
def text(report):
    manifests = [str(path) for path in sorted(FOLDER.glob("*/manifest.yml"))]
    request = ConversionRequest(
        manifests,
        environment_manifest=str(FOLDER / "environments/prod/manifest.yml"),
        region="us-west-2",
        account="123456789012",
        shell_variables={},
    )
    return convert_manifests(request, report)


@pytest.fixture(scope="module")
def made(text):
    return preview_or_up(yaml.safe_load(text)["config"], stack="shop")


def containers(made, name):
    definitions = json.loads(made.find_one("aws:ecs/taskDefinition:TaskDefinition", name).inputs["containerDefinitions"])
    return {definition["name"]: definition for definition in definitions}


def inputs(made, type_, name):
    return made.find_one(type_, name).inputs


def test_the_settings_refuse_nothing_of_it(report, made):
    assert report.faults_by_outcome["fault"] == report.faults_by_outcome["refused"] == []
    assert made.error is None


def test_everything_that_is_left_is_told(report):
    paths = {".".join(str(part) for part in fault.path) for fault in report.faults_by_outcome["left"]}
    assert paths == {"count.response_time", "retries"}


def test_the_web_service_has_its_port_and_its_secret(made):
    own = containers(made, "frontend")["frontend"]
    assert [mapping["containerPort"] for mapping in own["portMappings"]] == [8080]
    assert own["secrets"] == [
        {"name": "SESSION_KEY", "valueFrom": "arn:aws:secretsmanager:us-west-2:123456789012:secret:shop/prod/session"}
    ]
    assert {"name": "LOG_LEVEL", "value": "warn"} in own["environment"]


def test_the_health_check_is_that_of_copilot(made):
    groups = [group for group in made.find_all("aws:lb/targetGroup:TargetGroup") if group.name.startswith("frontend")]
    for group in groups:
        check = group.inputs["healthCheck"]
        assert (check["path"], check["matcher"], check["interval"], check["timeout"]) == ("/health", "200", 15, 5)
        assert (check["healthyThreshold"], check["unhealthyThreshold"]) == (5, 2)
        assert int(group.inputs["deregistrationDelay"]) == 60
        assert group.inputs["stickiness"]["enabled"] is True
    assert len(groups) == 2
    assert inputs(made, "aws:ecs/service:Service", "frontend")["healthCheckGracePeriodSeconds"] == 60


def test_the_count_follows_the_environments_range(made):
    [target] = [each for each in made.find_all("aws:appautoscaling/target:Target") if each.name.startswith("frontend")]
    assert (target.inputs["minCapacity"], target.inputs["maxCapacity"]) == (2, 10)
    [policy] = [each for each in made.find_all("aws:appautoscaling/policy:Policy") if each.name.startswith("frontend")]
    tracking = policy.inputs["targetTrackingScalingPolicyConfiguration"]
    assert (tracking["targetValue"], tracking["scaleInCooldown"], tracking["scaleOutCooldown"]) == (60, 120, 60)


def test_tasks_are_in_public_subnets_with_addresses_and_there_is_no_nat(made):
    for service in ("frontend", "api", "orders"):
        assert inputs(made, "aws:ecs/service:Service", service)["networkConfiguration"]["assignPublicIp"] is True
    assert made.find_all("aws:ec2/natGateway:NatGateway") == []


def test_no_record_is_made_beside_copilots(made):
    assert made.find_all("aws:route53/record:Record") == []
    assert [
        listener.inputs["port"] for listener in made.find_all("aws:lb/listener:Listener") if listener.inputs["protocol"] == "HTTPS"
    ] == [443]


def test_the_backend_is_found_by_its_name_and_not_by_the_load_balancer(made):
    service = inputs(made, "aws:ecs/service:Service", "api")
    assert not service.get("loadBalancers")
    [connect] = service["serviceConnectConfiguration"]["services"]
    assert (connect["discoveryName"], connect["clientAlias"][0]["dnsName"], connect["clientAlias"][0]["port"]) == ("api-sc", "api", 9090)
    assert made.find_one("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace").inputs["name"] == "prod.shop.local"
    assert {each.inputs["name"] for each in made.find_all("aws:servicediscovery/service:Service")} == {"api", "frontend"}


def test_the_backend_starts_after_its_sidecar_and_bursts_to_spot(made):
    own = containers(made, "api")
    assert own["api"]["dependsOn"] == [{"condition": "SUCCESS", "containerName": "config"}]
    assert own["config"]["essential"] is False
    assert own["api"]["healthCheck"]["interval"] == 10
    strategies = inputs(made, "aws:ecs/service:Service", "api")["capacityProviderStrategies"]
    assert [(each["capacityProvider"], each["weight"], each["base"]) for each in strategies] == [("FARGATE", 0, 2), ("FARGATE_SPOT", 1, 0)]


def test_the_worker_stops_its_old_tasks_first_and_may_read_its_queue(made):
    service = inputs(made, "aws:ecs/service:Service", "orders")
    assert (service["deploymentMinimumHealthyPercent"], service["deploymentMaximumPercent"]) == (0, 100)
    policies = [policy for policy in made.find_all("aws:iam/rolePolicy:RolePolicy") if policy.name.startswith("orders-task")]
    queue = next(each for each in made.find_all("aws:sqs/queue:Queue") if each.name == "orders-queue")
    assert any(queue.outputs["arn"] in policy.inputs["policy"] for policy in policies)
    assert "COPILOT_QUEUE_URI" in {variable["name"] for variable in containers(made, "orders")["orders"]["environment"]}
    assert inputs(made, "aws:sns/topicSubscription:TopicSubscription", None)["endpoint"] == queue.outputs["arn"]


def test_the_job_runs_at_its_time_on_arm(made):
    assert made.find_one("aws:scheduler/schedule:Schedule").inputs["scheduleExpression"] == "cron(30 2 ? * MON-FRI *)"
    definition = inputs(made, "aws:ecs/taskDefinition:TaskDefinition", "report")
    assert definition["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    assert inputs(made, "aws:cloudwatch/logGroup:LogGroup", "report")["retentionInDays"] == 90


def test_there_are_no_alarms_that_copilot_would_not_have_made(made):
    assert made.find_all("aws:cloudwatch/metricAlarm:MetricAlarm") == []
