"""Every fact of the financial API, held against what examples/financial-api.yaml registers."""

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run

from tests.stacks.running import altered, container, containers, differences, document, preview_or_up, read

CLUSTER = "aws:ecs/cluster:Cluster"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
NAMESPACE = "aws:servicediscovery/httpNamespace:HttpNamespace"
POLICY = "aws:appautoscaling/policy:Policy"
REGISTRY = "aws:servicediscovery/service:Service"
SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"

CONFIG = read("examples/financial-api.yaml")


@pytest.fixture(scope="module")
def financial() -> Run:
    return preview_or_up(CONFIG, "financial-api")


@pytest.fixture(scope="module")
def service(financial: Run) -> dict:
    return financial.find_one(SERVICE).inputs


@pytest.fixture(scope="module")
def connect(service: dict) -> dict:
    return service["serviceConnectConfiguration"]


@pytest.fixture(scope="module")
def policy(financial: Run) -> dict:
    return financial.find_one(POLICY).inputs


def variant(**api) -> Run:
    return preview_or_up(altered(CONFIG, services={"api": api}), "financial-api")


# --- the service --------------------------------------------------------------------------------------------------------


def test_the_cluster_is_financial_prod_cluster(financial, service):
    assert financial.find_one(CLUSTER).inputs["name"] == "financial-prod-cluster"
    assert service["cluster"] == financial.find_one(CLUSTER).outputs["arn"]


def test_the_service_is_financial_api_service(service):
    assert service["name"] == "financial-api-service"


def test_the_family_is_financial_api_and_ecs_counts_its_revisions(financial, service):
    definition = financial.find_one(TASK_DEFINITION)
    assert definition.inputs["family"] == "financial-api"
    assert service["taskDefinition"] == definition.outputs["arn"]
    assert ":task-definition/financial-api:" in definition.outputs["arn"]


def test_three_tasks_are_desired(service):
    assert service["desiredCount"] == 3


def test_the_tasks_run_on_fargate_by_a_strategy(service):
    assert "launchType" not in service
    assert [item["capacityProvider"] for item in service["capacityProviderStrategies"]] == ["FARGATE"]


def test_the_platform_is_1_4_0(service):
    assert service["platformVersion"] == "1.4.0"


def test_the_tags_are_managed_by_ecs_and_come_from_the_service(service):
    assert service["enableEcsManagedTags"] is True
    assert service["propagateTags"] == "SERVICE"


# --- the network --------------------------------------------------------------------------------------------------------


def test_the_tasks_are_in_the_three_subnets_without_public_addresses(service):
    assert service["networkConfiguration"]["subnets"] == ["subnet-12345", "subnet-67890", "subnet-abcde"]
    assert service["networkConfiguration"]["assignPublicIp"] is False


def test_the_network_exists_and_nothing_of_it_is_made(financial):
    assert [str(resource) for resource in financial.resources if "vpc:Vpc" in resource.type or "ec2:Vpc" in resource.type] == []
    assert financial.find_all("aws:ec2/subnet:Subnet") == []


def test_the_tasks_have_one_security_group_called_api_service(financial, service):
    group = financial.find_one(GROUP, "api")
    assert group.inputs["name"] == "api-service"
    assert service["networkConfiguration"]["securityGroups"] == [group.id]


def test_the_load_balancer_and_one_group_come_in_on_port_8000_and_nobody_else(financial):
    group = financial.find_one(GROUP, "api")
    rules = [each.inputs for each in financial.find_all(INGRESS) if each.inputs["securityGroupId"] == group.id]
    assert sorted(rule["referencedSecurityGroupId"] for rule in rules) == sorted(
        ["sg-0123456789abcdef0", financial.find_one(GROUP, "load-balancer").id]
    )
    assert {(rule["ipProtocol"], rule["fromPort"], rule["toPort"]) for rule in rules} == {("tcp", 8000, 8000)}


# --- the load balancer --------------------------------------------------------------------------------------------------


def test_the_target_group_is_api_targets(financial):
    assert financial.find_one(TARGET_GROUP, "api-blue").inputs["name"] == "api-targets"


def test_the_load_balancer_forwards_to_the_container_api_on_port_8000(financial, service):
    [entry] = service["loadBalancers"]
    assert (entry["containerName"], entry["containerPort"]) == ("api", 8000)
    assert entry["targetGroupArn"] == financial.find_one(TARGET_GROUP, "api-blue").outputs["arn"]


def test_health_checks_are_ignored_for_the_first_300_seconds(service):
    assert service["healthCheckGracePeriodSeconds"] == 300


# --- Cloud Map and Service Connect --------------------------------------------------------------------------------------


def test_the_tasks_are_registered_in_the_cloud_map_service_that_exists(financial, service):
    assert service["serviceRegistries"] == {"registryArn": "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-0123456789abcdef"}
    assert financial.find_all(REGISTRY) == []


def test_service_connect_is_on_in_financial_namespace(financial, connect):
    assert connect["enabled"] is True
    assert financial.find_one(NAMESPACE).inputs["name"] == "financial-namespace"
    assert connect["namespace"] == financial.find_one(NAMESPACE).outputs["arn"]


def test_the_port_api_is_discovered_as_api_service(financial, connect):
    [entry] = connect["services"]
    assert (entry["portName"], entry["discoveryName"]) == ("api", "api-service")
    [mapping] = container(financial, "api")["portMappings"]
    assert (mapping["name"], mapping["containerPort"], mapping["appProtocol"]) == ("api", 8000, "http")


def test_clients_call_api_service_on_port_8000(financial, connect):
    assert connect["services"][0]["clientAlias"] == [{"dnsName": "api-service", "port": 8000}]
    assert financial.outputs["services"]["api"]["internalUrl"] == "http://api-service:8000"


# --- scaling ------------------------------------------------------------------------------------------------------------


def test_the_policy_is_api_cpu_scaling_and_tracks_the_cpu_at_70_percent(policy):
    assert policy["name"] == "api-cpu-scaling"
    assert policy["policyType"] == "TargetTrackingScaling"
    tracking = policy["targetTrackingScalingPolicyConfiguration"]
    assert tracking["targetValue"] == 70
    assert tracking["predefinedMetricSpecification"] == {"predefinedMetricType": "ECSServiceAverageCPUUtilization"}


def test_it_removes_tasks_every_300_seconds_and_adds_them_every_60(policy):
    tracking = policy["targetTrackingScalingPolicyConfiguration"]
    assert (tracking["scaleInCooldown"], tracking["scaleOutCooldown"]) == (300, 60)


# --- deployments --------------------------------------------------------------------------------------------------------


def test_deployments_roll_without_downtime(service):
    assert service["deploymentConfiguration"] == {"strategy": "ROLLING"}
    assert (service["deploymentMinimumHealthyPercent"], service["deploymentMaximumPercent"]) == (100, 200)


def test_every_update_starts_new_tasks(service):
    assert service["forceNewDeployment"] is True
    assert set(service["triggers"]) == {"update"}


def test_a_new_version_is_a_new_revision_and_changes_nothing_else(financial):
    after = variant(image="123456789012.dkr.ecr.us-east-1.amazonaws.com/financial-api:6.0.0")
    # The service carries the time of its update.
    assert differences(financial, after) - {f"{SERVICE} 'api'"} == {f"{TASK_DEFINITION} 'api'"}


# --- placement ----------------------------------------------------------------------------------------------------------


def test_the_tasks_are_kept_spread_over_the_zones(service):
    assert service["availabilityZoneRebalancing"] == "ENABLED"
    assert not {"placementConstraints", "orderedPlacementStrategies"} & set(service)


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ({"placementConstraints": []}, "Fargate refuses placement constraints; tasks are spread over the zones by themselves; remove it"),
        (
            {"placementStrategy": [{"type": "spread", "field": "attribute:ecs.availability-zone"}]},
            "Fargate refuses placement strategies; availabilityZoneRebalancing keeps tasks spread over the zones; remove it",
        ),
    ],
)
def test_placement_is_understood_and_answered(said, answered):
    with pytest.raises(SettingsError, match="1 fault") as told:
        variant(**said)
    assert answered in str(told.value)


# --- monitoring ---------------------------------------------------------------------------------------------------------


def test_a_collector_beside_the_application_hands_its_traces_to_x_ray(financial):
    own, collector = containers(financial, "api")
    assert collector["name"] == "aws-otel-collector"
    assert collector["essential"] is False
    assert {"name": "OTEL_EXPORTER_OTLP_ENDPOINT", "value": "http://localhost:4318"} in own["environment"]
    assert own["dependsOn"] == [{"containerName": "aws-otel-collector", "condition": "START"}]


def test_the_application_may_write_traces_and_nothing_else(financial):
    [statement] = document(financial.find_one("aws:iam/rolePolicy:RolePolicy", "api-task").inputs["policy"])["Statement"]
    assert statement["Effect"] == "Allow"
    assert all(action.startswith("xray:") for action in statement["Action"])
    assert {"xray:PutTraceSegments", "xray:PutTelemetryRecords"} <= set(statement["Action"])


def test_without_the_one_word_nothing_of_it_is_there():
    untraced = variant(tracing=False)
    assert [each["name"] for each in containers(untraced, "api")] == ["api"]
    assert untraced.find_all("aws:iam/rolePolicy:RolePolicy") == [
        policy for policy in untraced.find_all("aws:iam/rolePolicy:RolePolicy") if "xray" not in policy.inputs["policy"]
    ]
