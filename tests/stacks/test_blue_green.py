"""Every fact of the blue/green system, held against what examples/blue-green.yaml registers."""

import pytest
from fargate_web.testing import Run

from tests.stacks.running import altered, container, differences, preview_or_up, read

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
POLICY = "aws:appautoscaling/policy:Policy"
RULE = "aws:lb/listenerRule:ListenerRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"
TARGET = "aws:appautoscaling/target:Target"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
VPC = "awsx:ec2:Vpc"

CONFIG = read("examples/blue-green.yaml")


@pytest.fixture(scope="module")
def blue_green() -> Run:
    return preview_or_up(CONFIG, "blue-green")


@pytest.fixture(scope="module")
def service(blue_green: Run) -> dict:
    return blue_green.find_one(SERVICE).inputs


@pytest.fixture(scope="module")
def target_group(blue_green: Run) -> dict:
    return blue_green.find_one(TARGET_GROUP, "web-blue").inputs


def variant(**web) -> Run:
    return preview_or_up(altered(CONFIG, services={"web": web}), "blue-green")


# --- compute and scaling ------------------------------------------------------------------------------------------------


def test_tasks_run_on_fargate(blue_green, service):
    assert [each["capacityProvider"] for each in service["capacityProviderStrategies"]] == ["FARGATE"]
    assert blue_green.find_one(TASK_DEFINITION).inputs["requiresCompatibilities"] == ["FARGATE"]


def test_the_platform_version_is_the_latest_which_is_1_4_0(service):
    assert service["platformVersion"] == "LATEST"
    assert variant(platformVersion="1.4.0").find_one(SERVICE).inputs["platformVersion"] == "1.4.0"


def test_two_tasks_run_in_two_zones(blue_green, service):
    assert service["desiredCount"] == 2
    assert len(blue_green.outputs["privateSubnetIds"]) == 2
    assert service["availabilityZoneRebalancing"] == "ENABLED"


def test_the_desired_count_is_left_to_scaling(blue_green):
    assert blue_green.find_one(SERVICE).ignore_changes == ("desiredCount",)
    assert blue_green.find_one(TARGET).inputs["minCapacity"] == 2


def test_scaling_tracks_70_percent_of_the_cpu_and_nothing_else(blue_green):
    tracked = blue_green.find_one(POLICY).inputs
    assert tracked["policyType"] == "TargetTrackingScaling"
    configuration = tracked["targetTrackingScalingPolicyConfiguration"]
    assert configuration["predefinedMetricSpecification"] == {"predefinedMetricType": "ECSServiceAverageCPUUtilization"}
    assert configuration["targetValue"] == 70


# --- networking and security --------------------------------------------------------------------------------------------


def test_every_task_has_an_address_of_its_own(blue_green):
    assert blue_green.find_one(TASK_DEFINITION).inputs["networkMode"] == "awsvpc"


def test_the_zones_are_us_east_1a_and_us_east_1b(blue_green):
    assert blue_green.find_one(VPC).inputs["availabilityZoneNames"] == ["us-east-1a", "us-east-1b"]


def test_tasks_run_in_the_private_subnets_without_public_addresses(blue_green, service):
    assert service["networkConfiguration"]["subnets"] == blue_green.outputs["privateSubnetIds"]
    assert service["networkConfiguration"]["assignPublicIp"] is False


def test_only_the_load_balancer_may_come_in_and_on_the_port_that_the_container_listens_on(blue_green):
    # The description says port 80; the container listens on 5000, and nothing translates a port in awsvpc.
    group = blue_green.find_one(SECURITY_GROUP, "web")
    [rule] = [rule.inputs for rule in blue_green.find_all(INGRESS) if rule.inputs["securityGroupId"] == group.id]
    assert rule["referencedSecurityGroupId"] == blue_green.find_one(SECURITY_GROUP, "load-balancer").id
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 5000, 5000)
    assert not rule.keys() & {"cidrIpv4", "cidrIpv6", "prefixListId"}


def test_the_load_balancer_itself_answers_on_port_80(blue_green):
    assert [(each.inputs["protocol"], each.inputs["port"]) for each in blue_green.find_all(LISTENER)] == [("HTTP", 80)]


def test_all_traffic_may_go_out_to_pull_images_and_write_logs(blue_green):
    group = blue_green.find_one(SECURITY_GROUP, "web")
    [rule] = [rule.inputs for rule in blue_green.find_all(EGRESS) if rule.inputs["securityGroupId"] == group.id]
    assert (rule["ipProtocol"], rule["cidrIpv4"]) == ("-1", "0.0.0.0/0")


# --- load balancing and health checks -----------------------------------------------------------------------------------


def test_the_load_balancer_is_an_application_load_balancer(blue_green):
    assert blue_green.find_one(LOAD_BALANCER).inputs["loadBalancerType"] == "application"


@pytest.mark.parametrize("colour", ["web-blue", "web-green"])
def test_both_target_groups_are_alike(blue_green, colour):
    inputs = blue_green.find_one(TARGET_GROUP, colour).inputs
    assert (inputs["protocol"], inputs["port"], inputs["targetType"]) == ("HTTP", 5000, "ip")
    check = inputs["healthCheck"]
    assert (check["path"], check["healthyThreshold"], check["unhealthyThreshold"], check["interval"]) == ("/health", 2, 3, 30)
    assert inputs["deregistrationDelay"] == 60


def test_the_container_listens_on_port_5000_and_the_service_registers_it_there(blue_green, service):
    [mapping] = container(blue_green, "web")["portMappings"]
    assert mapping["containerPort"] == 5000
    [attachment] = service["loadBalancers"]
    assert attachment["containerPort"] == 5000


# --- native blue/green --------------------------------------------------------------------------------------------------


def test_the_controller_is_ecs_itself_and_there_is_nothing_of_codedeploy(blue_green, service):
    assert service["deploymentController"] == {"type": "ECS"}
    assert [resource for resource in blue_green.resources if "codedeploy" in resource.type.lower()] == []


def test_the_strategy_is_blue_green_with_three_minutes_of_bake_time(service):
    assert service["deploymentConfiguration"] == {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": "3"}


def test_blue_has_all_of_the_weight_at_first_and_green_none(blue_green):
    [action] = blue_green.find_one(RULE).inputs["actions"]
    assert action["forward"]["targetGroups"] == [
        {"arn": blue_green.find_one(TARGET_GROUP, "web-blue").outputs["arn"], "weight": 100},
        {"arn": blue_green.find_one(TARGET_GROUP, "web-green").outputs["arn"], "weight": 0},
    ]


def test_ecs_swaps_the_weights_of_the_rule_and_no_update_sets_them_back(blue_green, service):
    assert service["loadBalancers"][0]["advancedConfiguration"]["productionListenerRule"] == blue_green.find_one(RULE).outputs["arn"]
    assert blue_green.find_one(RULE).ignore_changes == ("actions",)


def test_a_new_image_is_a_new_task_definition_and_leaves_the_listener_alone(blue_green):
    released = variant(image="123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1.1.0")
    assert differences(blue_green, released) == {f"{TASK_DEFINITION} 'web'"}
    assert released.find_one(SERVICE).property_dependencies["taskDefinition"] == (released.find_one(TASK_DEFINITION).urn,)


# --- rollback -----------------------------------------------------------------------------------------------------------


def test_the_page_of_the_stack_names_the_command_for_a_manual_rollback(blue_green):
    assert "\nfargate-web rollback web --stack blue-green\n" in blue_green.outputs["readme"]


def test_the_5xx_alarm_rolls_a_deployment_back(blue_green, service):
    name = "fargate-web-blue-green-web/deployment-5xx"
    assert service["alarms"] == {"alarmNames": [name], "enable": True, "rollback": True}
    alarm = blue_green.find_one(ALARM, "web-deployment-5xx")
    assert alarm.inputs["name"] == name
    measured = [query["metric"] for query in alarm.inputs["metricQueries"] if "metric" in query]
    assert {metric["metricName"] for metric in measured} == {"HTTPCode_Target_5XX_Count"}
    assert {metric["dimensions"]["TargetGroup"] for metric in measured} == {
        group.outputs["arnSuffix"] for group in blue_green.find_all(TARGET_GROUP)
    }
    assert alarm.urn in blue_green.find_one(SERVICE).dependencies


def test_the_alarm_can_be_raised_within_the_bake_time(blue_green, service):
    alarm = blue_green.find_one(ALARM, "web-deployment-5xx").inputs
    assert alarm["datapointsToAlarm"] < int(service["deploymentConfiguration"]["bakeTimeInMinutes"])


def test_any_other_strategy_is_a_change_of_the_service_alone(blue_green):
    config = altered(CONFIG, services={"web": {"deployment": "rolling"}})
    assert differences(blue_green, preview_or_up(config, "blue-green")) == {f"{SERVICE} 'web'", f"{ALARM} 'web-deployment-5xx'"}
