"""Every fact of the prod-e system, held against what examples/prod-e.yaml registers."""

import pytest
from fargate_web.testing import AwsMocks, Run

from tests.stacks.running import altered, container, differences, document, preview_or_up, read

ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
CLUSTER = "aws:ecs/cluster:Cluster"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
POLICY = "aws:appautoscaling/policy:Policy"
PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
RULE = "aws:lb/listenerRule:ListenerRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"
TARGET = "aws:appautoscaling/target:Target"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"

CONFIG = read("examples/prod-e.yaml")
HEALTH_CHECK = (
    "node -e \"require('http').request({host: 'localhost', port: 3000, path: '/health', timeout: 2000}, "
    "(res) => { process.exit(res.statusCode !== 200 ? 1 : 0); }).on('error', () => process.exit(1)).end()\""
)
SUBNETS = {
    "private-subnet-a": "subnet-0aaaaaaaaaaaaaaaa",
    "private-subnet-b": "subnet-0bbbbbbbbbbbbbbbb",
    "public-subnet-a": "subnet-0cccccccccccccccc",
    "public-subnet-b": "subnet-0dddddddddddddddd",
}


def with_known_subnets() -> AwsMocks:
    """Give each subnet an id that a test can recognise."""
    return AwsMocks(region="us-west-2", lookups={"aws:ec2/getSubnet:getSubnet": lambda args: {"id": SUBNETS[args["tags"]["Name"]]}})


@pytest.fixture(scope="module")
def prod_e() -> Run:
    return preview_or_up(CONFIG, "prod-e", mocks=with_known_subnets())


@pytest.fixture(scope="module")
def service(prod_e: Run) -> dict:
    return prod_e.find_one(SERVICE).inputs


@pytest.fixture(scope="module")
def task_definition(prod_e: Run) -> dict:
    return prod_e.find_one(TASK_DEFINITION).inputs


@pytest.fixture(scope="module")
def backend(prod_e: Run) -> dict:
    return container(prod_e, "backend")


@pytest.fixture(scope="module")
def target_group(prod_e: Run) -> dict:
    return prod_e.find_one(TARGET_GROUP, "backend-blue").inputs


def variant(**backend) -> Run:
    return preview_or_up(altered(CONFIG, services={"backend": backend}), "prod-e", mocks=with_known_subnets())


def statements(result: Run, policy: str) -> list[dict]:
    return document(result.find_one(ROLE_POLICY, policy).inputs["policy"])["Statement"]


def managed_policies(result: Run, role: str) -> list[str]:
    return [each.inputs["policyArn"] for each in result.find_all(ATTACHMENT) if each.inputs["role"] == role]


# --- the cluster --------------------------------------------------------------------------------------------------------


def test_the_cluster_is_prod_e_cluster(prod_e, service):
    assert prod_e.find_one(CLUSTER).inputs["name"] == "prod-e-cluster"
    assert service["cluster"] == prod_e.find_one(CLUSTER).outputs["arn"]


def test_fargate_is_a_capacity_provider_of_the_cluster(prod_e):
    assert "FARGATE" in prod_e.find_one(PROVIDERS).inputs["capacityProviders"]
    assert prod_e.find_one(PROVIDERS).inputs["clusterName"] == "prod-e-cluster"


def test_the_default_strategy_is_fargate_with_weight_1(prod_e):
    assert prod_e.find_one(PROVIDERS).inputs["defaultCapacityProviderStrategies"] == [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 0}
    ]


# --- the task definition ------------------------------------------------------------------------------------------------


def test_the_family_is_prod_e_task(task_definition):
    assert task_definition["family"] == "prod-e-task"


def test_a_task_has_a_quarter_of_a_vcpu(task_definition):
    assert task_definition["cpu"] == "256"


def test_a_task_has_512_megabytes(task_definition):
    assert task_definition["memory"] == "512"


def test_the_network_mode_is_awsvpc(task_definition):
    assert task_definition["networkMode"] == "awsvpc"


def test_the_task_execution_role_is_ecs_task_execution_role(prod_e, task_definition):
    role = prod_e.find_one(ROLE, "backend-execution")
    assert role.inputs["name"] == "ecs-task-execution-role"
    assert task_definition["executionRoleArn"] == role.outputs["arn"]


def test_the_task_role_is_ecs_task_role(prod_e, task_definition):
    role = prod_e.find_one(ROLE, "backend-task")
    assert role.inputs["name"] == "ecs-task-role"
    assert task_definition["taskRoleArn"] == role.outputs["arn"]


# --- the container ------------------------------------------------------------------------------------------------------


def test_the_container_is_prod_e_container(backend):
    assert backend["name"] == "prod-e-container"


def test_the_image_is_the_latest_of_prod_e_backend(backend):
    assert backend["image"] == "043309339649.dkr.ecr.us-west-2.amazonaws.com/prod-e-backend:latest"


def test_port_3000_is_mapped_to_port_3000(backend):
    [mapping] = backend["portMappings"]
    assert (mapping["containerPort"], mapping["hostPort"]) == (3000, 3000)


def test_the_container_is_essential(backend):
    assert backend["essential"] is True


# --- the health check of the container ----------------------------------------------------------------------------------


def test_the_health_check_asks_with_node_to_the_letter(backend):
    assert backend["healthCheck"]["command"] == ["CMD-SHELL", HEALTH_CHECK]


def test_the_health_check_runs_every_30_seconds(backend):
    assert backend["healthCheck"]["interval"] == 30


def test_the_health_check_times_out_after_5_seconds(backend):
    assert backend["healthCheck"]["timeout"] == 5


def test_the_health_check_allows_3_failures(backend):
    assert backend["healthCheck"]["retries"] == 3


def test_the_container_has_60_seconds_to_initialize(backend):
    assert backend["healthCheck"]["startPeriod"] == 60


def test_the_health_check_needs_no_curl_in_the_image(backend):
    assert "curl" not in " ".join(backend["healthCheck"]["command"])


def test_the_health_check_looks_at_the_status_code_and_at_errors(backend):
    command = backend["healthCheck"]["command"][1]
    assert "res.statusCode !== 200 ? 1 : 0" in command
    assert ".on('error', () => process.exit(1))" in command


# --- the health check of the target group -------------------------------------------------------------------------------


def test_the_health_check_of_the_target_group_is_on(target_group):
    assert target_group["healthCheck"]["enabled"] is True


def test_the_target_group_asks_for_health_and_not_for_the_root(target_group):
    assert target_group["healthCheck"]["path"] == "/health"


def test_the_target_group_asks_on_the_traffic_port(target_group):
    assert target_group["healthCheck"]["port"] == "traffic-port"


def test_3_successes_make_a_target_healthy(target_group):
    assert target_group["healthCheck"]["healthyThreshold"] == 3


def test_3_failures_make_a_target_unhealthy(target_group):
    assert target_group["healthCheck"]["unhealthyThreshold"] == 3


def test_the_target_group_waits_5_seconds_for_an_answer(target_group):
    assert target_group["healthCheck"]["timeout"] == 5


def test_the_target_group_asks_every_30_seconds(target_group):
    assert target_group["healthCheck"]["interval"] == 30


def test_status_200_to_299_is_healthy(target_group):
    assert target_group["healthCheck"]["matcher"] == "200-299"


def test_container_and_target_group_ask_for_the_same_endpoint(backend, target_group):
    assert f"path: '{target_group['healthCheck']['path']}'" in backend["healthCheck"]["command"][1]
    assert f"port: {backend['portMappings'][0]['containerPort']}" in backend["healthCheck"]["command"][1]


def test_both_target_groups_have_the_same_health_check(prod_e, target_group):
    assert {str(group.inputs["healthCheck"]) for group in prod_e.find_all(TARGET_GROUP)} == {str(target_group["healthCheck"])}


# --- the service --------------------------------------------------------------------------------------------------------


def test_the_service_is_prod_e_service(service):
    assert service["name"] == "prod-e-service"


def test_the_tasks_run_on_fargate(service, task_definition):
    assert service["capacityProviderStrategies"] == [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]
    assert "launchType" not in service
    assert task_definition["requiresCompatibilities"] == ["FARGATE"]


def test_the_platform_version_is_latest(service):
    assert service["platformVersion"] == "LATEST"


def test_one_task_is_desired_and_an_update_sets_the_count_back_to_it(prod_e, service):
    assert service["desiredCount"] == 1
    assert prod_e.find_one(SERVICE).ignore_changes == ()


def test_the_grace_period_of_the_health_check_is_60_seconds(service):
    assert service["healthCheckGracePeriodSeconds"] == 60


# --- networking ---------------------------------------------------------------------------------------------------------


def test_the_vpc_is_main_vpc_and_is_found_by_its_name(prod_e):
    looked_up = [invoke.args for invoke in prod_e.invokes if invoke.token == "aws:ec2/getVpc:getVpc"]
    assert looked_up == [{"tags": {"Name": "main-vpc"}}]
    assert {group.inputs["vpcId"] for group in (*prod_e.find_all(SECURITY_GROUP), *prod_e.find_all(TARGET_GROUP))} == {
        prod_e.outputs["vpcId"]
    }


def test_nothing_of_the_network_is_made_or_changed(prod_e):
    network = prod_e.find_one("fargate-web:index:Network")
    assert prod_e.find_children(network) == []


def test_the_subnets_are_private_subnet_a_first_and_private_subnet_b(service):
    assert service["networkConfiguration"]["subnets"] == [SUBNETS["private-subnet-a"], SUBNETS["private-subnet-b"]]


def test_the_subnets_are_found_by_their_names_within_the_vpc(prod_e):
    looked_up = [invoke.args for invoke in prod_e.invokes if invoke.token == "aws:ec2/getSubnet:getSubnet"]
    assert {args["tags"]["Name"] for args in looked_up} == set(SUBNETS)
    assert {args["vpcId"] for args in looked_up} == {prod_e.outputs["vpcId"]}


def test_the_security_group_is_ecs_security_group(prod_e, service):
    group = prod_e.find_one(SECURITY_GROUP, "backend")
    assert group.inputs["name"] == "ecs-security-group"
    assert service["networkConfiguration"]["securityGroups"] == [group.id]


def test_the_security_group_admits_the_load_balancer_on_port_3000_and_nothing_else(prod_e):
    [rule] = [
        rule.inputs for rule in prod_e.find_all(INGRESS) if rule.inputs["securityGroupId"] == prod_e.find_one(SECURITY_GROUP, "backend").id
    ]
    assert rule["referencedSecurityGroupId"] == prod_e.find_one(SECURITY_GROUP, "load-balancer").id
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 3000, 3000)


def test_public_addresses_are_disabled(service):
    assert service["networkConfiguration"]["assignPublicIp"] is False


# --- load balancing -----------------------------------------------------------------------------------------------------


def test_the_target_group_is_ecs_target_group_v2(target_group):
    assert target_group["name"] == "ecs-target-group-v2"


def test_the_target_type_is_ip(target_group):
    assert target_group["targetType"] == "ip"


def test_the_target_group_leads_to_port_3000_of_prod_e_container(prod_e, service):
    [attachment] = service["loadBalancers"]
    assert attachment["targetGroupArn"] == prod_e.find_one(TARGET_GROUP, "backend-blue").outputs["arn"]
    assert (attachment["containerName"], attachment["containerPort"]) == ("prod-e-container", 3000)


def test_a_listener_rule_forwards_to_the_target_group(prod_e):
    [action] = prod_e.find_one(RULE).inputs["actions"]
    assert action["forward"]["targetGroups"][0] == {"arn": prod_e.find_one(TARGET_GROUP, "backend-blue").outputs["arn"], "weight": 100}
    assert prod_e.find_one(RULE).inputs["listenerArn"] == prod_e.find_one(LISTENER).outputs["arn"]


# --- IAM ----------------------------------------------------------------------------------------------------------------


def test_the_execution_role_may_read_ecr_by_a_policy_of_aws(prod_e):
    assert "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly" in managed_policies(prod_e, "ecs-task-execution-role")


def test_the_execution_role_has_the_execution_policy_of_aws(prod_e):
    wanted = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    assert wanted in managed_policies(prod_e, "ecs-task-execution-role")


def test_the_execution_role_has_full_access_to_cloudwatch_logs(prod_e):
    assert "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess" in managed_policies(prod_e, "ecs-task-execution-role")


def test_the_execution_role_has_no_other_managed_policy(prod_e):
    assert len(managed_policies(prod_e, "ecs-task-execution-role")) == 3


def test_the_application_has_no_managed_policy_but_statements_of_its_own(prod_e):
    assert managed_policies(prod_e, "ecs-task-role") == []
    assert prod_e.find_one(ROLE_POLICY, "backend-task").inputs["role"] == "ecs-task-role"


def test_the_application_may_publish_metrics_to_cloudwatch(prod_e):
    [statement] = statements(prod_e, "backend-task")
    assert (statement["Effect"], statement["Action"]) == ("Allow", ["cloudwatch:PutMetricData"])


def test_the_application_publishes_in_its_own_namespace_only(prod_e):
    # PutMetricData takes no resource: its namespace is what can be bounded.
    [statement] = statements(prod_e, "backend-task")
    assert statement["Condition"] == {"StringEquals": {"cloudwatch:namespace": "prod-e"}}


def test_access_to_the_services_that_the_application_needs_is_a_statement_of_the_stack_file():
    reads = {"sid": "ReadUploads", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::prod-e-uploads/*"]}
    publishes = CONFIG["fargate-web:services"]["backend"]["roles"]["taskRole"]["statements"]
    found = statements(variant(roles={"taskRole": {"statements": [*publishes, reads]}}), "backend-task")
    assert {"Sid": "ReadUploads", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::prod-e-uploads/*"]} in found


# --- what goes wrong, and is prevented ----------------------------------------------------------------------------------


def test_an_image_can_be_pulled_because_the_execution_role_may_read_its_repository(prod_e):
    [pull] = [each for each in statements(prod_e, "backend-execution") if each["Sid"] == "PullImage"]
    assert pull["Resource"] == "arn:aws:ecr:us-west-2:043309339649:repository/prod-e-backend"


def test_an_image_can_be_pulled_because_nothing_keeps_a_task_from_going_out_by_the_nat_gateway(prod_e):
    [rule] = [
        rule.inputs for rule in prod_e.find_all(EGRESS) if rule.inputs["securityGroupId"] == prod_e.find_one(SECURITY_GROUP, "backend").id
    ]
    assert (rule["ipProtocol"], rule["cidrIpv4"]) == ("-1", "0.0.0.0/0")


def test_the_service_waits_for_its_roles_so_that_the_first_task_can_pull_and_log(prod_e):
    waited_for = {prod_e.find_by_urn(urn) for urn in prod_e.find_one(SERVICE).dependencies if "iam/" in urn}
    assert {
        resource
        for resource in (*prod_e.find_all(ROLE), *prod_e.find_all(ROLE_POLICY), *prod_e.find_all(ATTACHMENT))
        if resource.name.startswith("backend")
    } == waited_for


def test_health_checks_pass_the_security_groups_because_the_load_balancer_may_send_to_port_3000(prod_e):
    [rule] = [
        rule.inputs
        for rule in prod_e.find_all(EGRESS)
        if rule.inputs["securityGroupId"] == prod_e.find_one(SECURITY_GROUP, "load-balancer").id
    ]
    assert rule["referencedSecurityGroupId"] == prod_e.find_one(SECURITY_GROUP, "backend").id
    assert (rule["fromPort"], rule["toPort"]) == (3000, 3000)


def test_a_container_that_crashes_again_and_again_ends_the_deployment_and_brings_the_old_one_back(service):
    assert service["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}


def test_more_memory_and_cpu_are_two_words_of_the_stack_file_and_a_new_revision(prod_e):
    larger = variant(cpu=512, memory=1024)
    assert (larger.find_one(TASK_DEFINITION).inputs["cpu"], larger.find_one(TASK_DEFINITION).inputs["memory"]) == ("512", "1024")
    assert differences(prod_e, larger) == {f"{TASK_DEFINITION} 'backend'"}


# --- logs and metrics ---------------------------------------------------------------------------------------------------


def test_the_log_group_is_ecs_prod_e_task(prod_e, backend):
    assert prod_e.find_one(LOG_GROUP, "backend").inputs["name"] == "/ecs/prod-e-task"
    assert backend["logConfiguration"]["options"]["awslogs-group"] == "/ecs/prod-e-task"


def test_all_container_logs_go_to_cloudwatch(prod_e):
    assert container(prod_e, "backend")["logConfiguration"]["logDriver"] == "awslogs"


def test_the_log_stream_ends_in_prod_e_container_and_the_id_of_the_task(backend):
    # On Fargate a stream is called prefix/container/task-id, and the prefix can't be left out.
    options = backend["logConfiguration"]["options"]
    assert f"{options['awslogs-stream-prefix']}/{backend['name']}" == "ecs/prod-e-container"


def test_ecs_publishes_cpu_memory_and_task_counts(prod_e):
    # Utilization is always published, counts of tasks with Container Insights only.
    assert prod_e.find_one(CLUSTER).inputs["settings"] == [{"name": "containerInsights", "value": "enhanced"}]


def test_cpu_memory_and_task_counts_are_watched(prod_e):
    alarms = {
        alarm.inputs.get("metricName"): alarm.inputs["dimensions"]
        for alarm in prod_e.find_all("aws:cloudwatch/metricAlarm:MetricAlarm")
        if "dimensions" in alarm.inputs
    }
    of_the_service = {"ClusterName": "prod-e-cluster", "ServiceName": "prod-e-service"}
    assert {metric for metric, dimensions in alarms.items() if dimensions == of_the_service} == {
        "CPUUtilization",
        "MemoryUtilization",
        "RunningTaskCount",
    }


# --- best practices and future enhancements -----------------------------------------------------------------------------


def test_the_service_spans_two_zones_and_is_kept_balanced_between_them(service):
    assert len(service["networkConfiguration"]["subnets"]) == 2
    assert service["availabilityZoneRebalancing"] == "ENABLED"


def test_the_load_balancer_spans_two_zones(prod_e):
    assert prod_e.find_one(LOAD_BALANCER).inputs["subnets"] == [SUBNETS["public-subnet-a"], SUBNETS["public-subnet-b"]]


def test_auto_scaling_on_cpu_and_memory_can_be_switched_on(prod_e):
    scaled = variant(scaling={"minCapacity": 1, "maxCapacity": 4, "cpu": 70, "memory": 80})
    target = scaled.find_one(TARGET).inputs
    assert (target["resourceId"], target["minCapacity"], target["maxCapacity"]) == ("service/prod-e-cluster/prod-e-service", 1, 4)
    found = {policy.name: policy.inputs["targetTrackingScalingPolicyConfiguration"] for policy in scaled.find_all(POLICY)}
    assert {
        name: (policy["predefinedMetricSpecification"]["predefinedMetricType"], policy["targetValue"]) for name, policy in found.items()
    } == {
        "backend-cpu": ("ECSServiceAverageCPUUtilization", 70),
        "backend-memory": ("ECSServiceAverageMemoryUtilization", 80),
    }
    assert scaled.find_one(SERVICE).ignore_changes == ("desiredCount",)
    assert prod_e.find_all(TARGET) == []


def test_auto_scaling_replaces_nothing_that_is_there(prod_e):
    scaled = variant(scaling={"minCapacity": 1, "maxCapacity": 4, "cpu": 70, "memory": 80})
    assert differences(prod_e, scaled) == {
        f"{SERVICE} 'backend'",  # from now on its count is left alone
        "fargate-web:index:Scaling 'backend'",
        f"{TARGET} 'backend'",
        f"{POLICY} 'backend-cpu'",
        f"{POLICY} 'backend-memory'",
    }


@pytest.mark.parametrize("insights", ["enabled", "disabled"])
def test_container_insights_are_one_word_of_the_stack_file(prod_e, insights):
    other = preview_or_up(altered(CONFIG, cluster={"containerInsights": insights}), "prod-e", mocks=with_known_subnets())
    assert other.find_one(CLUSTER).inputs["settings"] == [{"name": "containerInsights", "value": insights}]
    assert differences(prod_e, other) - {"aws:cloudwatch/metricAlarm:MetricAlarm 'monitoring-backend-running-tasks'"} == {
        f"{CLUSTER} 'cluster'"
    }


def test_everything_that_blue_green_deployments_need_is_there_without_codedeploy(prod_e, service):
    [attachment] = service["loadBalancers"]
    assert attachment["advancedConfiguration"] == {
        "alternateTargetGroupArn": prod_e.find_one(TARGET_GROUP, "backend-green").outputs["arn"],
        "productionListenerRule": prod_e.find_one(RULE).outputs["arn"],
        "roleArn": prod_e.find_one(ROLE, "backend-infrastructure").outputs["arn"],
    }
    assert service["deploymentController"] == {"type": "ECS"}


# --- deployment ---------------------------------------------------------------------------------------------------------


def test_a_new_image_is_a_new_revision_and_the_service_follows_it(prod_e):
    released = variant(image="043309339649.dkr.ecr.us-west-2.amazonaws.com/prod-e-backend:1.2.0")
    assert differences(prod_e, released) == {f"{TASK_DEFINITION} 'backend'"}
    assert released.find_one(SERVICE).property_dependencies["taskDefinition"] == (released.find_one(TASK_DEFINITION).urn,)


def test_the_service_is_verified_with_describe_services_whose_names_are_among_the_stack_outputs(prod_e):
    assert (prod_e.outputs["clusterName"], prod_e.outputs["services"]["backend"]["name"]) == ("prod-e-cluster", "prod-e-service")


def test_a_deployment_ends_only_when_the_service_runs(service):
    assert service["waitForSteadyState"] is True


def test_a_moving_tag_can_be_pulled_again_without_another_change(prod_e):
    # The image is called latest, so that a new one is no new revision by itself.
    forced = variant(deployment={"forceNewDeployment": True})
    assert forced.find_one(SERVICE).inputs["forceNewDeployment"] is True
    assert differences(prod_e, forced) == {f"{SERVICE} 'backend'"}
