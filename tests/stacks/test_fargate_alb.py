"""Every fact of the application on port 3000, held against what examples/fargate-alb.yaml and its variant with public subnets register."""

import pytest
from fargate_web.testing import Run

from tests.stacks.running import altered, container, differences, document, preview_or_up, read

CLUSTER = "aws:ecs/cluster:Cluster"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
POLICY = "aws:appautoscaling/policy:Policy"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
RULE = "aws:lb/listenerRule:ListenerRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"
TARGET = "aws:appautoscaling/target:Target"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
VPC = "awsx:ec2:Vpc"

CONFIG = read("examples/fargate-alb.yaml")
PUBLIC = read("examples/fargate-alb-public.yaml")


@pytest.fixture(scope="module", params=["fargate-alb", "fargate-alb-public"])
def either(request: pytest.FixtureRequest) -> Run:
    return preview_or_up({"fargate-alb": CONFIG, "fargate-alb-public": PUBLIC}[request.param], request.param)


@pytest.fixture(scope="module")
def extended() -> Run:
    return preview_or_up(CONFIG, "fargate-alb")


@pytest.fixture(scope="module")
def public() -> Run:
    return preview_or_up(PUBLIC, "fargate-alb-public")


def group_id(result: Run, name: str) -> str:
    return result.find_one(SECURITY_GROUP, name).id


# --- the task -----------------------------------------------------------------------------------------------------------


def test_the_image_and_the_size_are_said_by_the_task_definition(either):
    inputs = either.find_one(TASK_DEFINITION, "web").inputs
    assert (inputs["cpu"], inputs["memory"]) == ("256", "512")
    assert container(either, "web")["image"].endswith("/web:1.0.0")


def test_the_container_port_is_3000(either):
    [mapping] = container(either, "web")["portMappings"]
    assert (mapping["containerPort"], mapping["hostPort"], mapping["protocol"]) == (3000, 3000, "tcp")


def test_the_application_has_environment_variables(either):
    assert {"name": "NODE_ENV", "value": "production"} in container(either, "web")["environment"]


def test_a_task_runs_one_copy_of_the_container(either):
    assert container(either, "web")["name"] == "web"


def test_a_task_has_an_interface_of_its_own(either):
    assert either.find_one(TASK_DEFINITION, "web").inputs["networkMode"] == "awsvpc"


def test_the_application_has_a_task_role_with_just_its_own_rights(extended):
    [statement] = document(extended.find_one(ROLE_POLICY, "web-task").inputs["policy"])["Statement"]
    assert statement["Action"] == ["s3:GetObject", "s3:PutObject"]
    assert statement["Resource"] == ["arn:aws:s3:::web-uploads/*"]
    assert extended.find_one(TASK_DEFINITION, "web").inputs["taskRoleArn"] == extended.find_one(ROLE, "web-task").outputs["arn"]


def test_no_instance_is_managed(either):
    managed = ("aws:ec2/instance", "aws:autoscaling/", "aws:ec2/launchTemplate", "aws:ecs/capacityProvider:")
    assert [resource for resource in either.resources if resource.type.startswith(managed)] == []


# --- the service --------------------------------------------------------------------------------------------------------


def test_the_service_keeps_two_tasks_running_on_fargate(either):
    service = either.find_one(SERVICE, "web").inputs
    assert service["desiredCount"] == 2
    assert [item["capacityProvider"] for item in service["capacityProviderStrategies"]] == ["FARGATE"]


def test_the_tasks_register_themselves_with_the_target_group(either):
    [attachment] = either.find_one(SERVICE, "web").inputs["loadBalancers"]
    assert attachment["targetGroupArn"] == either.find_one(TARGET_GROUP, "web-blue").outputs["arn"]
    assert (attachment["containerName"], attachment["containerPort"]) == ("web", 3000)


def test_a_container_that_crashes_is_replaced_because_it_is_essential(either):
    assert container(either, "web")["essential"] is True


def test_a_task_has_time_to_boot_before_its_health_counts(either):
    assert either.find_one(SERVICE, "web").inputs["healthCheckGracePeriodSeconds"] == 60


# --- the load balancer --------------------------------------------------------------------------------------------------


def test_the_load_balancer_listens_for_http_on_port_80_and_on_nothing_else(either):
    listener = either.find_one(LISTENER).inputs
    assert (listener["protocol"], listener["port"]) == ("HTTP", 80)


def test_the_load_balancer_stands_in_the_public_subnets(either):
    assert either.find_one(LOAD_BALANCER).inputs["subnets"] == either.find_one(VPC).outputs["publicSubnetIds"]
    assert either.find_one(LOAD_BALANCER).inputs["internal"] is False


def test_the_targets_are_addresses_on_port_3000(either):
    for name in ("web-blue", "web-green"):
        group = either.find_one(TARGET_GROUP, name).inputs
        assert (group["targetType"], group["port"], group["protocol"]) == ("ip", 3000, "HTTP")


def test_traffic_comes_only_to_tasks_that_pass_their_health_check(either):
    check = either.find_one(TARGET_GROUP, "web-blue").inputs["healthCheck"]
    assert (check["enabled"], check["path"], check["matcher"]) == (True, "/health", "200-299")


def test_every_request_that_no_other_service_takes_is_forwarded_to_the_application(either):
    rule = either.find_one(RULE, "web").inputs
    assert rule["conditions"] == [{"pathPattern": {"values": ["/*"]}}]
    assert rule["actions"][0]["type"] == "forward"


# --- security groups ----------------------------------------------------------------------------------------------------


def test_the_world_may_connect_to_the_load_balancer_on_port_80_only(either):
    [rule] = [rule.inputs for rule in either.find_all(INGRESS) if "cidrIpv4" in rule.inputs or "cidrIpv6" in rule.inputs]
    assert rule["securityGroupId"] == group_id(either, "load-balancer")
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) == ("0.0.0.0/0", 80, 80)


def test_the_tasks_admit_the_load_balancer_on_port_3000_and_nothing_else(either):
    [rule] = [rule.inputs for rule in either.find_all(INGRESS) if rule.inputs["securityGroupId"] == group_id(either, "web")]
    assert rule["referencedSecurityGroupId"] == group_id(either, "load-balancer")
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 3000, 3000)


def test_the_tasks_may_connect_anywhere(either):
    [rule] = [rule.inputs for rule in either.find_all(EGRESS) if rule.inputs["securityGroupId"] == group_id(either, "web")]
    assert (rule["ipProtocol"], rule["cidrIpv4"]) == ("-1", "0.0.0.0/0")


def test_the_load_balancer_may_connect_to_the_tasks_alone(either):
    rules = [rule.inputs for rule in either.find_all(EGRESS) if rule.inputs["securityGroupId"] == group_id(either, "load-balancer")]
    assert rules
    assert all(rule.get("referencedSecurityGroupId") and (rule["fromPort"], rule["toPort"]) == (3000, 3000) for rule in rules)


# --- private and public subnets -----------------------------------------------------------------------------------------


def test_the_tasks_run_in_private_subnets_and_go_out_by_a_nat_gateway(extended):
    network = extended.find_one(SERVICE, "web").inputs["networkConfiguration"]
    assert network["subnets"] == extended.find_one(VPC).outputs["privateSubnetIds"]
    assert network["assignPublicIp"] is False
    assert extended.find_one(VPC).inputs["natGateways"] == {"strategy": "Single"}


def test_in_the_variant_the_tasks_run_in_public_subnets_with_addresses_of_their_own_and_without_a_nat_gateway(public):
    network = public.find_one(SERVICE, "web").inputs["networkConfiguration"]
    assert network["subnets"] == public.find_one(VPC).outputs["publicSubnetIds"]
    assert network["assignPublicIp"] is True
    assert public.find_one(VPC).inputs["natGateways"] == {"strategy": "None"}


# --- logs and metrics ---------------------------------------------------------------------------------------------------


def test_the_output_of_all_tasks_goes_to_one_log_group(either):
    log = container(either, "web")["logConfiguration"]
    assert log["logDriver"] == "awslogs"
    assert log["options"]["awslogs-group"] == either.find_one(LOG_GROUP, "web").outputs["name"]


def test_cpu_memory_and_target_health_stand_on_the_dashboard(either):
    widgets = document(either.find_one(DASHBOARD).inputs["dashboardBody"])["widgets"]
    shown = {metric[1] for widget in widgets for metric in widget["properties"]["metrics"]}
    assert {"CPUUtilization", "MemoryUtilization", "HealthyHostCount", "UnHealthyHostCount"} <= shown


@pytest.mark.parametrize(("alarm", "metric"), [("cpu", "CPUUtilization"), ("memory", "MemoryUtilization")])
def test_cpu_and_memory_raise_alarms(either, alarm, metric):
    inputs = either.find_one(METRIC_ALARM, f"monitoring-web-{alarm}").inputs
    assert inputs["metricName"] == metric
    assert inputs["alarmActions"]


def test_targets_that_are_not_healthy_raise_an_alarm(either):
    queries = either.find_one(METRIC_ALARM, "monitoring-web-unhealthy-targets").inputs["metricQueries"]
    assert {query["metric"]["metricName"] for query in queries if "metric" in query} == {"UnHealthyHostCount"}


# --- scaling ------------------------------------------------------------------------------------------------------------


def test_the_number_of_tasks_follows_the_cpu_at_60_percent(either):
    tracking = either.find_one(POLICY, "web-cpu").inputs["targetTrackingScalingPolicyConfiguration"]
    assert tracking["targetValue"] == 60
    assert tracking["predefinedMetricSpecification"] == {"predefinedMetricType": "ECSServiceAverageCPUUtilization"}


def test_scaling_works_on_tasks_between_a_minimum_and_a_maximum(either):
    target = either.find_one(TARGET, "web").inputs
    assert (target["serviceNamespace"], target["scalableDimension"]) == ("ecs", "ecs:service:DesiredCount")
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 6)


def test_an_update_leaves_the_count_to_scaling(either):
    assert either.find_one(SERVICE, "web").ignore_changes == ("desiredCount",)


# --- extended -----------------------------------------------------------------------------------------------------------


def test_the_second_service_shares_cluster_and_load_balancer(extended):
    web, admin = (extended.find_one(SERVICE, name).inputs for name in ("web", "admin"))
    assert web["cluster"] == admin["cluster"] == extended.find_one(CLUSTER).outputs["arn"]
    rules = [extended.find_one(RULE, name).inputs for name in ("web", "admin")]
    assert len({rule["listenerArn"] for rule in rules}) == 1


def test_the_second_service_takes_its_own_paths_before_the_first(extended):
    web, admin = (extended.find_one(RULE, name).inputs for name in ("web", "admin"))
    assert admin["conditions"] == [{"pathPattern": {"values": ["/admin", "/admin/*"]}}]
    assert admin["priority"] < web["priority"]


def test_the_second_service_has_roles_and_a_security_group_of_its_own(extended):
    names = {"web-task", "web-execution", "admin-task", "admin-execution"}
    assert names <= {role.name for role in extended.find_all(ROLE)}
    groups = [extended.find_one(SERVICE, name).inputs["networkConfiguration"]["securityGroups"] for name in ("web", "admin")]
    assert groups[0] != groups[1]


def test_the_services_do_not_reach_each_other(extended):
    group_ids = {group_id(extended, "web"), group_id(extended, "admin")}
    between = [
        rule.name
        for rule in extended.find_all(INGRESS)
        if rule.inputs["securityGroupId"] in group_ids and rule.inputs.get("referencedSecurityGroupId") in group_ids
    ]
    assert between == []


def test_taking_the_second_service_away_changes_nothing_of_the_first(extended):
    services = {name: said for name, said in CONFIG["fargate-web:services"].items() if name != "admin"}
    alone = preview_or_up({**altered(CONFIG), "fargate-web:services": services}, "fargate-alb")
    changed = differences(extended, alone)
    # Beside what is the second service's own only the dashboard, which shows both, and the rule that tells of failed deployments differ.
    rule = "aws:cloudwatch/eventRule:EventRule 'monitoring-failed-deployments'"
    assert {text for text in changed if "admin" not in text} == {f"{DASHBOARD} 'monitoring'", rule}
