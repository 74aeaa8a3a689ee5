"""Every fact of the Jupiter system, held against what examples/jupiter.yaml registers."""

import pytest
from fargate_web.testing import Run

from tests.stacks.running import altered, container, differences, document, preview_or_up, read

BUCKET = "aws:s3/bucket:Bucket"
CLUSTER = "aws:ecs/cluster:Cluster"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
POLICY = "aws:appautoscaling/policy:Policy"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
RULE = "aws:lb/listenerRule:ListenerRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"
TARGET = "aws:appautoscaling/target:Target"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
VPC = "awsx:ec2:Vpc"

CONFIG = read("examples/jupiter.yaml")
NEW_IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/jupiter:1.1.0"


@pytest.fixture(scope="module")
def jupiter() -> Run:
    return preview_or_up(CONFIG, "jupiter")


@pytest.fixture(scope="module")
def service(jupiter: Run) -> dict:
    return jupiter.find_one(SERVICE).inputs


@pytest.fixture(scope="module")
def vpc(jupiter: Run) -> dict:
    return jupiter.find_one(VPC).outputs


@pytest.fixture(scope="module")
def released() -> Run:
    return preview_or_up(altered(CONFIG, services={"jupiter": {"image": NEW_IMAGE}}), "jupiter")


def group_id(result: Run, name: str) -> str:
    return result.find_one(SECURITY_GROUP, name).id


# --- the service --------------------------------------------------------------------------------------------------------


def test_jupiter_is_one_ecs_service(jupiter):
    assert [resource.name for resource in jupiter.find_all(SERVICE)] == ["jupiter"]
    assert list(jupiter.outputs["services"]) == ["jupiter"]


def test_the_service_keeps_itself_available_by_a_desired_count_that_is_held(service):
    # As an Auto Scaling Group does for instances.
    assert service["schedulingStrategy"] == "REPLICA"
    assert service["desiredCount"] == 1


def test_the_service_is_integrated_with_the_load_balancer(jupiter, service):
    [attachment] = service["loadBalancers"]
    assert attachment["targetGroupArn"] == jupiter.find_one(TARGET_GROUP, "jupiter-blue").outputs["arn"]


def test_failed_containers_are_replaced_because_the_container_is_essential(jupiter):
    assert container(jupiter, "jupiter")["essential"] is True


# --- cluster and launch type --------------------------------------------------------------------------------------------


def test_the_cluster_is_jupiter_cluster(jupiter, service):
    assert jupiter.find_one(CLUSTER).inputs["name"] == "jupiter-cluster"
    assert service["cluster"] == jupiter.find_one(CLUSTER).outputs["arn"]
    assert jupiter.outputs["clusterName"] == "jupiter-cluster"


def test_the_tasks_run_on_fargate(jupiter, service):
    assert service["capacityProviderStrategies"] == [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]
    assert jupiter.find_one(TASK_DEFINITION).inputs["requiresCompatibilities"] == ["FARGATE"]


def test_there_is_no_instance_to_manage(jupiter):
    managed = ("aws:ec2/instance", "aws:autoscaling/", "aws:ec2/launchTemplate", "aws:ecs/capacityProvider:")
    assert [resource for resource in jupiter.resources if resource.type.startswith(managed)] == []


def test_networking_is_fine_grained_because_each_task_has_an_interface_of_its_own(jupiter):
    assert jupiter.find_one(TASK_DEFINITION).inputs["networkMode"] == "awsvpc"


# --- networking ---------------------------------------------------------------------------------------------------------


def test_the_vpc_is_dev_vpc(jupiter):
    assert jupiter.find_one(VPC).inputs["tags"]["Name"] == "Dev-VPC"


def test_the_vpc_has_three_tiers(jupiter):
    assert [spec["type"] for spec in jupiter.find_one(VPC).inputs["subnetSpecs"]] == ["Public", "Private", "Isolated"]


def test_the_tasks_run_in_the_private_application_subnets(service, vpc):
    assert service["networkConfiguration"]["subnets"] == vpc["privateSubnetIds"]


def test_the_private_application_subnets_span_two_availability_zones(jupiter, service):
    assert jupiter.find_one(VPC).inputs["numberOfAvailabilityZones"] == 2
    assert len(set(service["networkConfiguration"]["subnets"])) == 2


def test_public_addresses_are_disabled(service):
    assert service["networkConfiguration"]["assignPublicIp"] is False


def test_the_load_balancer_stands_in_the_public_tier_and_the_tasks_do_not(jupiter, service, vpc):
    assert jupiter.find_one(LOAD_BALANCER).inputs["subnets"] == vpc["publicSubnetIds"]
    assert not set(service["networkConfiguration"]["subnets"]) & set(vpc["publicSubnetIds"])


def test_tasks_in_private_subnets_reach_the_registry_through_a_nat_gateway(jupiter, vpc):
    assert jupiter.find_one(VPC).inputs["natGateways"] == {"strategy": "Single"}
    assert len(vpc["natGateways"]) == 1


# --- the load balancer --------------------------------------------------------------------------------------------------


def test_the_load_balancer_is_an_application_load_balancer_that_the_internet_reaches(jupiter):
    load_balancer = jupiter.find_one(LOAD_BALANCER).inputs
    assert (load_balancer["loadBalancerType"], load_balancer["internal"]) == ("application", False)


def test_the_listener_is_http_on_port_80_and_there_is_no_other(jupiter):
    listener = jupiter.find_one(LISTENER).inputs
    assert (listener["protocol"], listener["port"]) == ("HTTP", 80)


def test_the_listener_does_not_redirect(jupiter):
    actions = [*jupiter.find_one(LISTENER).inputs["defaultActions"], *jupiter.find_one(RULE).inputs["actions"]]
    assert [action["type"] for action in actions] == ["fixed-response", "forward"]


def test_every_request_is_forwarded_to_jupiter(jupiter):
    rule = jupiter.find_one(RULE).inputs
    assert rule["listenerArn"] == jupiter.find_one(LISTENER).outputs["arn"]
    assert rule["conditions"] == [{"pathPattern": {"values": ["/*"]}}]
    [action] = rule["actions"]
    assert action["forward"]["targetGroups"][0] == {"arn": jupiter.find_one(TARGET_GROUP, "jupiter-blue").outputs["arn"], "weight": 100}


def test_the_target_groups_are_of_type_ip(jupiter):
    assert {group.inputs["targetType"] for group in jupiter.find_all(TARGET_GROUP)} == {"ip"}


def test_the_load_balancer_is_the_single_ingress_point(jupiter):
    assert len(jupiter.find_all(LOAD_BALANCER)) == 1
    from_addresses = [rule for rule in jupiter.find_all(INGRESS) if "cidrIpv4" in rule.inputs or "cidrIpv6" in rule.inputs]
    assert {rule.inputs["securityGroupId"] for rule in from_addresses} == {group_id(jupiter, "load-balancer")}


# --- security groups ----------------------------------------------------------------------------------------------------


def test_the_security_group_of_the_load_balancer_admits_http_from_the_internet(jupiter):
    [rule] = [rule for rule in jupiter.find_all(INGRESS) if rule.inputs["securityGroupId"] == group_id(jupiter, "load-balancer")]
    assert (rule.inputs["cidrIpv4"], rule.inputs["ipProtocol"]) == ("0.0.0.0/0", "tcp")
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (80, 80)


def test_the_security_group_of_the_container_admits_the_load_balancer_only(jupiter, service):
    assert service["networkConfiguration"]["securityGroups"] == [group_id(jupiter, "jupiter")]
    [rule] = [rule for rule in jupiter.find_all(INGRESS) if rule.inputs["securityGroupId"] == group_id(jupiter, "jupiter")]
    assert rule.inputs["referencedSecurityGroupId"] == group_id(jupiter, "load-balancer")
    assert "cidrIpv4" not in rule.inputs
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (80, 80)


def test_no_rules_are_written_into_the_security_groups_themselves(jupiter):
    assert [group.name for group in jupiter.find_all(SECURITY_GROUP) if {"ingress", "egress"} & group.inputs.keys()] == []


def test_no_rule_admits_ssh(jupiter):
    admitting = [
        rule.name
        for rule in jupiter.find_all(INGRESS)
        if rule.inputs["ipProtocol"] != "tcp" or rule.inputs["fromPort"] <= 22 <= rule.inputs["toPort"]
    ]
    assert admitting == []


def test_there_is_no_other_way_into_a_container_either(jupiter, service):
    assert service["enableExecuteCommand"] is False
    assert [policy.name for policy in jupiter.find_all(ROLE_POLICY) if "ssmmessages" in policy.inputs["policy"]] == []


def test_no_container_is_exposed_to_the_public(jupiter, service):
    assert service["networkConfiguration"]["assignPublicIp"] is False
    exposing = [
        rule.name
        for rule in jupiter.find_all(INGRESS)
        if rule.inputs["securityGroupId"] == group_id(jupiter, "jupiter") and "referencedSecurityGroupId" not in rule.inputs
    ]
    assert exposing == []


def test_the_load_balancer_may_reach_the_container_and_nothing_else(jupiter):
    [rule] = [rule for rule in jupiter.find_all(EGRESS) if rule.inputs["securityGroupId"] == group_id(jupiter, "load-balancer")]
    assert rule.inputs["referencedSecurityGroupId"] == group_id(jupiter, "jupiter")
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (80, 80)


# --- placement and availability -----------------------------------------------------------------------------------------


def test_the_scheduling_strategy_is_replica(service):
    assert service["schedulingStrategy"] == "REPLICA"


def test_one_task_is_desired(service):
    assert service["desiredCount"] == 1


def test_there_is_one_task_at_least(jupiter):
    assert jupiter.find_one(TARGET).inputs["minCapacity"] == 1


def test_there_are_two_tasks_at_most(jupiter):
    assert jupiter.find_one(TARGET).inputs["maxCapacity"] == 2


def test_at_least_one_task_runs_during_a_deployment_too(service):
    assert service["deploymentMinimumHealthyPercent"] == 100


# --- auto scaling -------------------------------------------------------------------------------------------------------


def test_the_scaling_type_is_ecs_service_auto_scaling(jupiter):
    target = jupiter.find_one(TARGET).inputs
    assert (target["serviceNamespace"], target["scalableDimension"]) == ("ecs", "ecs:service:DesiredCount")
    assert target["resourceId"] == f"service/jupiter-cluster/{jupiter.find_one(SERVICE).outputs['name']}"


def test_the_scaling_metric_is_cpu_utilization(jupiter):
    policy = jupiter.find_one(POLICY).inputs
    assert policy["policyType"] == "TargetTrackingScaling"
    assert policy["targetTrackingScalingPolicyConfiguration"]["predefinedMetricSpecification"] == {
        "predefinedMetricType": "ECSServiceAverageCPUUtilization"
    }


def test_the_scaling_target_is_70_percent(jupiter):
    assert jupiter.find_one(POLICY).inputs["targetTrackingScalingPolicyConfiguration"]["targetValue"] == 70


def test_scaling_needs_no_manual_intervention_because_an_update_leaves_the_count_alone(jupiter):
    assert jupiter.find_one(SERVICE).ignore_changes == ("desiredCount",)


def test_scaling_goes_both_ways_so_that_the_cost_is_under_control(jupiter):
    assert jupiter.find_one(POLICY).inputs["targetTrackingScalingPolicyConfiguration"]["disableScaleIn"] is False


# --- health checks and resilience ---------------------------------------------------------------------------------------


def test_health_is_checked_by_the_load_balancer(jupiter):
    for group in jupiter.find_all(TARGET_GROUP):
        check = group.inputs["healthCheck"]
        assert (check["enabled"], check["protocol"], check["port"]) == (True, "HTTP", "traffic-port")
    assert "healthCheck" not in container(jupiter, "jupiter")


def test_an_unhealthy_task_is_deregistered_and_replaced(jupiter, service):
    # The scheduler does so for each service with a target group, once the grace period is over.
    assert service["loadBalancers"]
    assert service["healthCheckGracePeriodSeconds"] == 60
    assert {group.inputs["deregistrationDelay"] for group in jupiter.find_all(TARGET_GROUP)} == {30}


def test_deployments_are_rolling(service):
    assert service["deploymentController"] == {"type": "ECS"}
    assert service["deploymentConfiguration"]["strategy"] == "ROLLING"


def test_deployments_have_no_downtime_because_new_tasks_come_before_old_ones_go(service):
    assert (service["deploymentMinimumHealthyPercent"], service["deploymentMaximumPercent"]) == (100, 200)
    assert service["waitForSteadyState"] is True


def test_the_service_heals_itself_from_a_deployment_that_fails(service):
    assert service["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}


def test_the_service_is_spread_over_the_zones(service):
    assert service["availabilityZoneRebalancing"] == "ENABLED"


# --- operation ----------------------------------------------------------------------------------------------------------


def test_a_new_deployment_is_triggered_by_a_new_revision_of_the_task_definition(jupiter, released):
    service, definition = released.find_one(SERVICE), released.find_one(TASK_DEFINITION)
    assert service.property_dependencies["taskDefinition"] == (definition.urn,)
    assert differences(jupiter, released) == {f"{TASK_DEFINITION} 'jupiter'"}


def test_a_new_revision_is_of_the_same_family_and_leaves_the_old_one_for_a_rollback(jupiter, released):
    families = {result.find_one(TASK_DEFINITION).inputs["family"] for result in (jupiter, released)}
    assert families == {"fargate-web-jupiter-jupiter"}
    assert released.find_one(TASK_DEFINITION).inputs["skipDestroy"] is True


def test_containers_are_immutable_so_that_a_change_is_a_new_image(jupiter, released, service):
    before, after = container(jupiter, "jupiter"), container(released, "jupiter")
    assert after == {**before, "image": NEW_IMAGE}
    assert service["enableExecuteCommand"] is False
    assert "mountPoints" not in before


def test_build_and_runtime_are_separate_because_only_a_finished_image_is_taken_from_the_registry(jupiter):
    assert container(jupiter, "jupiter")["image"].startswith("123456789012.dkr.ecr.us-east-1.amazonaws.com/jupiter:")
    actions = {
        action
        for statement in document(jupiter.find_one(ROLE_POLICY, "jupiter-execution").inputs["policy"])["Statement"]
        for action in statement["Action"]
    }
    assert {action for action in actions if action.startswith("ecr:")} == {
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
    }
    assert [resource for resource in jupiter.resources if resource.type.startswith(("aws:codebuild/", "docker"))] == []


def test_logs_are_streamed_to_cloudwatch(jupiter):
    log = container(jupiter, "jupiter")["logConfiguration"]
    assert log["logDriver"] == "awslogs"
    assert log["options"]["awslogs-group"] == jupiter.find_one(LOG_GROUP, "jupiter").outputs["name"]
    assert log["options"]["awslogs-region"] == "us-east-1"


def test_the_log_group_is_among_the_stack_outputs(jupiter):
    assert jupiter.outputs["services"]["jupiter"]["logGroupName"] == jupiter.find_one(LOG_GROUP, "jupiter").outputs["name"]


# --- what the design is for ---------------------------------------------------------------------------------------------


def test_it_scales_horizontally_because_no_task_is_special(jupiter):
    for group in jupiter.find_all(TARGET_GROUP):
        assert group.inputs["stickiness"]["enabled"] is False
    assert "volumes" not in jupiter.find_one(TASK_DEFINITION).inputs


def test_a_development_system_can_be_destroyed(jupiter):
    assert jupiter.find_one(LOAD_BALANCER).inputs["enableDeletionProtection"] is False
    assert jupiter.find_one(BUCKET).inputs["forceDestroy"] is True
    assert [resource.name for resource in jupiter.resources if resource.protect] == []
