import json

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web import Cluster, LoadBalancer, Network, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import AwsMocks, Run, run

COMPONENT = "fargate-web:index:Service"
SERVICE = "aws:ecs/service:Service"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
RULE = "aws:lb/listenerRule:ListenerRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"

SCALING = {"minCapacity": 2, "maxCapacity": 10, "cpu": 70}
EVERYTHING = {
    "secrets": {"TOKEN": "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-a1b2c3"},
    "readonlyRootFilesystem": True,
    "user": "10001:10001",
    "enableExecuteCommand": True,
    "roles": {"executionRole": {"managedPolicies": ["AmazonECSTaskExecutionRolePolicy"]}},
    "scaling": SCALING,
    "route": {"hosts": ["api.example.com"], "paths": ["/v1/*"]},
    "targetGroup": {"stickiness": True},
    "tags": {"Team": "web"},
}


def listed(result: Run) -> list[str]:
    return sorted(f"{resource.type} {resource.name}" for resource in result.resources)


def container(result: Run) -> dict:
    [definition] = json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    return definition


@pytest.fixture(scope="module")
def web(build) -> Run:
    return build.service(build.web())[1]


@pytest.fixture(scope="module")
def worker(build) -> Run:
    return build.service(build.worker(), name="worker")[1]


@pytest.fixture(scope="module")
def everything(build) -> Run:
    return build.service(build.web(**EVERYTHING))[1]


# --- what there is, and what there is not -------------------------------------------------------------------------------


def test_a_web_service_creates_these_and_nothing_else(web):
    assert listed(web) == [
        f"{LOG_GROUP} web",
        f"{GROUP} web",
        f"{SERVICE} web",
        f"{TASK_DEFINITION} web",
        f"{ROLE} web-execution",
        f"{ROLE} web-infrastructure",
        f"{ROLE} web-task",
        f"{ROLE_POLICY} web-execution",
        f"{ATTACHMENT} web-infrastructure:AmazonECSInfrastructureRolePolicyForLoadBalancers",
        f"{RULE} web",
        f"{TARGET_GROUP} web-blue",
        f"{TARGET_GROUP} web-green",
        f"{EGRESS} web-outbound",
        f"{EGRESS} web-to-tasks-3000",
        f"{INGRESS} web-from-load-balancer-3000",
        f"{COMPONENT} web",
    ]


def test_a_worker_has_nothing_that_lets_anyone_in(worker):
    assert listed(worker) == [
        f"{LOG_GROUP} worker",
        f"{GROUP} worker",
        f"{SERVICE} worker",
        f"{TASK_DEFINITION} worker",
        f"{ROLE} worker-execution",
        f"{ROLE} worker-task",
        f"{ROLE_POLICY} worker-execution",
        f"{EGRESS} worker-outbound",
        f"{COMPONENT} worker",
    ]


def test_a_port_without_a_route_is_mapped_and_kept_off_the_load_balancer(build, worker):
    _, unrouted = build.service(build.wired({"port": 3000, "route": False}), name="worker")
    assert listed(unrouted) == listed(worker)
    assert container(unrouted)["portMappings"] == [{"name": "worker", "containerPort": 3000, "hostPort": 3000, "protocol": "tcp"}]
    assert "portMappings" not in container(worker)


def test_a_worker_needs_no_load_balancer(build, worker):
    args = build.worker()
    del args["load_balancer"]
    assert listed(build.service(args, name="worker")[1]) == listed(worker)


def test_the_ecs_service_of_a_web_service_is_this_and_nothing_else(web):
    assert web.find_one(SERVICE).inputs == {
        "alarms": {"alarmNames": [], "enable": False, "rollback": False},
        "availabilityZoneRebalancing": "ENABLED",
        "capacityProviderStrategies": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
        "cluster": "arn:aws:ecs:us-west-2:123456789012:cluster/shared",
        "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        "deploymentConfiguration": {"strategy": "ROLLING"},
        "deploymentController": {"type": "ECS"},
        "deploymentMaximumPercent": 200,
        "deploymentMinimumHealthyPercent": 100,
        "desiredCount": 2,
        "enableEcsManagedTags": True,
        "enableExecuteCommand": False,
        "forceNewDeployment": True,
        "healthCheckGracePeriodSeconds": 60,
        "loadBalancers": [
            {
                "targetGroupArn": web.find_one(TARGET_GROUP, "web-blue").outputs["arn"],
                "containerName": "web",
                "containerPort": 3000,
                "advancedConfiguration": {
                    "alternateTargetGroupArn": web.find_one(TARGET_GROUP, "web-green").outputs["arn"],
                    "productionListenerRule": web.find_one(RULE).outputs["arn"],
                    "roleArn": web.find_one(ROLE, "web-infrastructure").outputs["arn"],
                },
            }
        ],
        "networkConfiguration": {
            "assignPublicIp": False,
            "securityGroups": [web.find_one(GROUP).id],
            "subnets": ["subnet-private-a", "subnet-private-b"],
        },
        "platformVersion": "LATEST",
        "propagateTags": "SERVICE",
        "schedulingStrategy": "REPLICA",
        "tags": {},
        "taskDefinition": web.find_one(TASK_DEFINITION).outputs["arn"],
        "waitForSteadyState": True,
    }


def test_the_ecs_service_of_a_worker_has_no_load_balancer_and_so_no_grace_period(web, worker):
    missing = web.find_one(SERVICE).inputs.keys() - worker.find_one(SERVICE).inputs.keys()
    assert missing == {"loadBalancers", "healthCheckGracePeriodSeconds"}
    assert worker.find_one(SERVICE).inputs.keys() < web.find_one(SERVICE).inputs.keys()


def test_the_task_definition_is_this_and_nothing_else(web):
    inputs = dict(web.find_one(TASK_DEFINITION).inputs)
    assert json.loads(inputs.pop("containerDefinitions"))[0]["image"] == "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2"
    assert inputs == {
        "cpu": "256",
        "executionRoleArn": web.find_one(ROLE, "web-execution").outputs["arn"],
        "family": "project-dev-web",
        "memory": "512",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        "skipDestroy": True,
        "tags": {},
        "taskRoleArn": web.find_one(ROLE, "web-task").outputs["arn"],
    }


def test_a_task_is_as_large_as_said(build):
    said = {"cpu": "1 vCPU", "memory": "4 GB", "cpuArchitecture": "ARM64", "ephemeralStorage": 50}
    inputs = build.service(build.worker(**said))[1].find_one(TASK_DEFINITION).inputs
    assert (inputs["cpu"], inputs["memory"]) == ("1024", "4096")
    assert inputs["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    assert inputs["ephemeralStorage"] == {"sizeInGib": 50}


def test_the_log_group_is_kept_for_a_year_and_its_name_is_in_the_container(web):
    assert web.find_one(LOG_GROUP).inputs == {"retentionInDays": 365, "deletionProtectionEnabled": False, "tags": {}}
    options = container(web)["logConfiguration"]["options"]
    assert (options["awslogs-group"], options["awslogs-region"]) == (web.find_one(LOG_GROUP).outputs["name"], "us-west-2")


def test_the_log_group_is_as_said(build):
    key = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"
    logs = {"logGroupName": "/ecs/web", "retentionInDays": 30, "kmsKeyArn": key}
    _, result = build.service(build.worker(logs=logs))
    assert result.find_one(LOG_GROUP).inputs == {
        "name": "/ecs/web",
        "retentionInDays": 30,
        "kmsKeyId": key,
        "deletionProtectionEnabled": False,
        "tags": {},
    }
    assert container(result)["logConfiguration"]["options"]["awslogs-group"] == "/ecs/web"


# --- the network --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subnets", "ids", "public"),
    [
        ("private", ["subnet-private-a", "subnet-private-b"], False),
        ("public", ["subnet-public-a", "subnet-public-b"], True),
        ("isolated", ["subnet-isolated-a"], False),
    ],
)
def test_tasks_have_a_public_address_in_public_subnets_only(build, subnets, ids, public):
    network = build.service(build.web(subnets=subnets))[1].find_one(SERVICE).inputs["networkConfiguration"]
    assert (network["subnets"], network["assignPublicIp"]) == (ids, public)


@pytest.mark.parametrize("port", [1, 80, 8080, 65535])
def test_every_part_speaks_of_the_same_port(build, port):
    _, result = build.service(build.web(port=port))
    [mapping] = container(result)["portMappings"]
    [balancer] = result.find_one(SERVICE).inputs["loadBalancers"]
    rules = [result.find_one(INGRESS).inputs, result.find_one(EGRESS, f"web-to-tasks-{port}").inputs]
    ports = {mapping["containerPort"], mapping["hostPort"], balancer["containerPort"]}
    ports |= {group.inputs["port"] for group in result.find_all(TARGET_GROUP)} | {
        rule[end] for rule in rules for end in ("fromPort", "toPort")
    }
    assert ports == {port}


def test_the_load_balancer_and_nobody_else_may_come_in(web):
    assert web.find_one(INGRESS).inputs == {
        "securityGroupId": web.find_one(GROUP).id,
        "referencedSecurityGroupId": "sg-balancer",
        "description": "The load balancer on port 3000",
        "ipProtocol": "tcp",
        "fromPort": 3000,
        "toPort": 3000,
        "tags": {},
    }


def test_the_load_balancer_may_go_to_the_tasks_and_no_further(web):
    assert web.find_one(EGRESS, "web-to-tasks-3000").inputs == {
        "securityGroupId": "sg-balancer",
        "referencedSecurityGroupId": web.find_one(GROUP).id,
        "description": "Tasks of the service web on port 3000",
        "ipProtocol": "tcp",
        "fromPort": 3000,
        "toPort": 3000,
        "tags": {},
    }


@pytest.mark.parametrize("subnets", ["private", "public", "isolated"])
@pytest.mark.parametrize("kind", ["web", "worker"])
def test_no_address_may_come_in_whatever_the_subnets(build, kind, subnets):
    _, result = build.service(getattr(build, kind)(subnets=subnets))
    assert [rule for rule in result.find_all(INGRESS) if rule.inputs.keys() & {"cidrIpv4", "cidrIpv6", "prefixListId"}] == []
    assert len(result.find_all(INGRESS)) == (kind == "web")
    assert not result.find_one(GROUP).inputs.keys() & {"ingress", "egress"}


def test_the_security_group_stands_in_the_vpc_and_says_what_it_is_for(web):
    inputs = web.find_one(GROUP).inputs
    assert inputs == {"vpcId": "vpc-1", "description": "Tasks of the service web", "tags": {"Name": "web"}}


def test_tasks_may_go_out_to_everywhere(worker):
    assert worker.find_one(EGRESS).inputs == {
        "securityGroupId": worker.find_one(GROUP).id,
        "description": "Images, logs, secrets, and what the application calls",
        "ipProtocol": "-1",
        "cidrIpv4": "0.0.0.0/0",
        "tags": {},
    }


def test_another_port_adds_rules_before_it_removes_the_old_ones(build, web):
    _, other = build.service(build.web(port=8080))
    old, new = ({rule.urn for kind in (INGRESS, EGRESS) for rule in result.find_all(kind)} for result in (web, other))
    assert len(old - new) == len(new - old) == 2
    unchanged = {resource.urn for resource in web.resources} - old
    assert unchanged == {resource.urn for resource in other.resources} - new


# --- where the tasks run ------------------------------------------------------------------------------------------------

SPOT = [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}]


def strategy(result: Run) -> list[dict]:
    inputs = result.find_one(SERVICE).inputs
    assert "launchType" not in inputs
    return inputs["capacityProviderStrategies"]


def test_a_service_that_says_nothing_takes_the_strategy_of_its_cluster(build):
    cluster = {**build.cluster, "default_capacity_provider_strategy": [{"capacity_provider": "FARGATE_SPOT", "weight": 3}]}
    assert strategy(build.service(build.web(cluster=cluster))[1]) == [{"capacityProvider": "FARGATE_SPOT", "weight": 3, "base": 0}]


def test_a_service_that_says_where_its_tasks_run_is_not_asked_again(build):
    cluster = {**build.cluster, "default_capacity_provider_strategy": [{"capacityProvider": "FARGATE"}]}
    said = [{"capacityProvider": "FARGATE", "base": 1, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 4}]
    assert strategy(build.service(build.web(cluster=cluster, capacityProviderStrategy=said))[1]) == [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 1},
        {"capacityProvider": "FARGATE_SPOT", "weight": 4, "base": 0},
    ]


def test_without_any_strategy_tasks_run_on_demand(worker):
    assert strategy(worker) == [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}]


def test_a_strategy_of_the_cluster_that_aws_would_refuse_is_told_before_anything_is_registered(build):
    cluster = {**build.cluster, "default_capacity_provider_strategy": [{"capacity_provider": "FARGATE", "weight": 0}]}
    _, result = build.service(build.web(cluster=cluster), strict=False)
    assert isinstance(result.error, SettingsError)
    assert "all weights are 0" in str(result.error)
    assert result.resources == []


def test_a_change_of_the_strategy_is_an_update_that_the_provider_accepts(web, worker, everything):
    # "force_new_deployment should be true when capacity_provider_strategy is being updated": hashicorp/terraform-provider-aws#43533
    assert [result.find_one(SERVICE).inputs["forceNewDeployment"] for result in (web, worker, everything)] == [True, True, True]


# --- deployments --------------------------------------------------------------------------------------------------------


def deployment(build, **said) -> dict:
    return build.service(build.worker(deployment=said))[1].find_one(SERVICE).inputs


@pytest.mark.parametrize(
    ("said", "breaker"),
    [
        (True, {"enable": True, "rollback": True}),
        ({"rollback": False}, {"enable": True, "rollback": False}),
        # Said, because the provider takes a breaker that is left out for one that stays as it is.
        (False, {"enable": False, "rollback": False}),
    ],
)
def test_the_circuit_breaker_is_said_on_or_off(build, said, breaker):
    assert deployment(build, circuitBreaker=said)["deploymentCircuitBreaker"] == breaker


def test_the_percentages_are_as_said(build):
    inputs = deployment(build, minimumHealthyPercent=50, maximumPercent=150)
    assert (inputs["deploymentMinimumHealthyPercent"], inputs["deploymentMaximumPercent"]) == (50, 150)


@pytest.mark.parametrize(("maximum", "expected"), [(101, "ENABLED"), (200, "ENABLED"), (100, "DISABLED")])
def test_zones_are_rebalanced_where_a_task_may_be_started_before_another_stops(build, maximum, expected):
    args = build.worker(desiredCount=100, deployment={"minimumHealthyPercent": 0, "maximumPercent": maximum})
    assert build.service(args)[1].find_one(SERVICE).inputs["availabilityZoneRebalancing"] == expected


def test_rebalancing_can_be_turned_off(build):
    args = build.worker(availabilityZoneRebalancing="DISABLED")
    assert build.service(args)[1].find_one(SERVICE).inputs["availabilityZoneRebalancing"] == "DISABLED"


@pytest.mark.parametrize(
    ("said", "tasks"),
    [
        ({"desiredCount": 1, "deployment": {"maximumPercent": 150}}, "1 task"),
        # At its start there are four, of which two can be added; scaled in to one, there is no room for another.
        ({"desiredCount": 4, "scaling": {"minCapacity": 1, "maxCapacity": 9, "cpu": 70}, "deployment": {"maximumPercent": 150}}, "1 task"),
        ({"scaling": {"minCapacity": 10, "maxCapacity": 12, "cpu": 70}, "deployment": {"maximumPercent": 109}}, "10 tasks"),
        (
            {"desiredCount": 12, "scaling": {"minCapacity": 9, "maxCapacity": 12, "cpu": 70}, "deployment": {"maximumPercent": 110}},
            "9 tasks",
        ),
    ],
)
def test_a_deployment_that_would_hang_at_some_number_of_tasks_is_refused(build, said, tasks):
    _, result = build.service(build.worker(**said), strict=False)
    assert isinstance(result.error, SettingsError)
    assert f"with {tasks}, at least" in str(result.error)


def test_a_deployment_that_has_room_at_every_number_of_tasks_is_taken(build):
    said = {"scaling": {"minCapacity": 2, "maxCapacity": 40, "cpu": 70}, "deployment": {"maximumPercent": 150}}
    assert deployment_of(build.service(build.worker(**said))[1]) == (100, 150)


def deployment_of(result: Run) -> tuple[int, int]:
    inputs = result.find_one(SERVICE).inputs
    return inputs["deploymentMinimumHealthyPercent"], inputs["deploymentMaximumPercent"]


def test_an_update_need_not_be_waited_for(build):
    assert deployment(build, waitForSteadyState=False)["waitForSteadyState"] is False


def test_a_moving_tag_is_pulled_again_by_a_trigger_that_differs_each_time(build, web):
    assert "triggers" not in web.find_one(SERVICE).inputs
    assert deployment(build, forceNewDeployment=True)["triggers"].keys() == {"update"}


def test_the_timeouts_are_those_of_the_deployment_and_of_the_draining(build, web):
    assert web.find_one(SERVICE).custom_timeouts == {"create": "20m", "update": "20m", "delete": "20m"}
    slow = build.web(deployment={"timeoutInMinutes": 90}, targetGroup={"deregistrationDelay": 3600})
    assert build.service(slow)[1].find_one(SERVICE).custom_timeouts == {"create": "90m", "update": "90m", "delete": "66m"}


# --- the number of tasks ------------------------------------------------------------------------------------------------


def test_the_count_is_ignored_exactly_when_scaling_is_attached(web, worker, everything):
    assert everything.find_one(SERVICE).ignore_changes == ("desiredCount",)
    assert web.find_one(SERVICE).ignore_changes == worker.find_one(SERVICE).ignore_changes == ()


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ({}, 2),
        ({"desiredCount": 0}, 0),
        ({"desiredCount": 5}, 5),
        ({"scaling": {"minCapacity": 3, "maxCapacity": 9, "cpu": 70}}, 3),
        ({"scaling": {"minCapacity": 3, "maxCapacity": 9, "cpu": 70}, "desiredCount": 4}, 4),
    ],
)
def test_the_starting_count_is_said_or_the_least_or_two(build, said, count):
    assert build.service(build.worker(**said))[1].find_one(SERVICE).inputs["desiredCount"] == count


# --- order --------------------------------------------------------------------------------------------------------------


def test_the_service_waits_for_what_its_tasks_need_to_start_and_be_reached(everything):
    waits = set(everything.find_one(SERVICE).dependencies)
    needed = {
        resource.urn
        for kind in (RULE, ROLE_POLICY, ATTACHMENT, INGRESS, EGRESS, ROLE, TARGET_GROUP)
        for resource in everything.find_all(kind)
    }
    assert needed <= waits
    assert len(everything.find_all(ROLE_POLICY)) == 2
    assert len(everything.find_all(ATTACHMENT)) == 2
    # Not because of a property that happens to name it: the policies and rules are in no property of the service.
    named = {urn for urns in everything.find_one(SERVICE).property_dependencies.values() for urn in urns}
    assert not {resource.urn for kind in (ROLE_POLICY, ATTACHMENT, INGRESS) for resource in everything.find_all(kind)} & named


def test_a_worker_waits_for_its_role_and_its_way_out(worker):
    needed = {resource.urn for kind in (ROLE_POLICY, EGRESS) for resource in worker.find_all(kind)}
    assert needed <= set(worker.find_one(SERVICE).dependencies)


def test_a_service_waits_for_the_association_of_the_capacity_providers(build):
    def program():
        Service("web", build.worker(cluster=Cluster("cluster")))

    result = run(program)
    assert result.find_one(PROVIDERS).urn in result.find_one(SERVICE).dependencies


# --- names --------------------------------------------------------------------------------------------------------------

NAMED = {
    SERVICE: "name",
    TARGET_GROUP: "name",
    GROUP: "name",
    ROLE: "name",
    ROLE_POLICY: "name",
    LOG_GROUP: "name",
    RULE: "name",
}


def test_nothing_has_a_physical_name_unless_one_is_given(web, everything):
    for result in (web, everything):
        for kind, key in NAMED.items():
            assert [resource.name for resource in result.find_all(kind) if {key, f"{key}Prefix"} & resource.inputs.keys()] == [], kind


def test_given_names_go_where_they_belong(build):
    names = {
        "service": "prod-e-service",
        "taskDefinitionFamily": "prod-e-task",
        "container": "prod-e-container",
        "targetGroup": "ecs-target-group-v2",
        "alternateTargetGroup": "ecs-target-group-v3",
        "securityGroup": "ecs-security-group",
    }
    roles = {"executionRole": {"name": "ecs-task-execution-role"}, "taskRole": {"name": "ecs-task-role"}}
    component, result = build.service(build.web(names=names, roles=roles, logs={"logGroupName": "/ecs/prod-e-task"}))
    assert result.find_one(SERVICE).inputs["name"] == "prod-e-service"
    assert result.find_one(TASK_DEFINITION).inputs["family"] == "prod-e-task"
    assert container(result)["name"] == component.container_name == "prod-e-container"
    assert result.find_one(SERVICE).inputs["loadBalancers"][0]["containerName"] == "prod-e-container"
    assert [group.inputs["name"] for group in result.find_all(TARGET_GROUP)] == ["ecs-target-group-v2", "ecs-target-group-v3"]
    assert (result.find_one(GROUP).inputs["name"], result.find_one(GROUP).inputs["tags"]["Name"]) == (
        "ecs-security-group",
        "ecs-security-group",
    )
    assert result.find_one(ROLE, "web-execution").inputs["name"] == "ecs-task-execution-role"
    assert result.find_one(ROLE, "web-task").inputs["name"] == "ecs-task-role"
    assert "name" not in result.find_one(ROLE, "web-infrastructure").inputs
    assert result.find_one(LOG_GROUP).inputs["name"] == "/ecs/prod-e-task"


def test_the_logical_names_do_not_depend_on_the_given_names(build, web):
    names = {"service": "a", "container": "b", "targetGroup": "c", "securityGroup": "d"}
    assert listed(build.service(build.web(names=names))[1]) == listed(web)


def test_the_family_holds_only_letters_that_ecs_takes(build):
    _, result = build.service(build.worker(), project="shop.example", stack="dev.eu")
    assert result.find_one(TASK_DEFINITION).inputs["family"] == "shop-example-dev-eu-web"


def test_long_names_that_begin_alike_fit_and_do_not_meet(build):
    long = "a-service-whose-name-is-just-forty-long"
    others = [f"{long}{letter}" for letter in "abc"]
    assert {len(name) for name in others} == {40}

    def program():
        for name in others:
            Service(name, build.web(enableExecuteCommand=True))

    result = run(program)
    groups = [group.name for group in result.find_all(TARGET_GROUP)]
    assert len(set(groups)) == 6
    assert max(len(group) for group in groups) <= 32 - len("-1234567")
    assert len({role.name for role in result.find_all(ROLE)}) == 9


def test_the_roles_of_a_program_of_ones_own_with_longer_names_fit_too(build):
    _, result = build.service(build.web(), name="a-name-that-is-longer-than-a-stack-file-would-take-it-to-be")
    assert len(result.find_all(ROLE)) == 3
    assert max(len(role.name) for role in result.find_all(ROLE)) <= 64 - len("-1234567")


# --- what every component promises --------------------------------------------------------------------------------------


def test_every_child_stands_below_the_component_and_carries_its_name(everything):
    component = everything.find_one(COMPONENT)
    children = everything.find_children(component)
    assert len(children) == len(everything.resources) - 1 == 17
    assert [child.name for child in children if not child.name.startswith("web")] == []
    assert component.parent == everything.stack.urn


def test_the_outputs_are_registered(everything):
    component = everything.find_one(COMPONENT)
    assert component.registered_outputs
    assert component.outputs == {
        "serviceName": everything.find_one(SERVICE).outputs["name"],
        "serviceArn": everything.find_one(SERVICE).outputs["arn"],
        "taskDefinitionArn": everything.find_one(TASK_DEFINITION).outputs["arn"],
        "logGroupName": everything.find_one(LOG_GROUP).outputs["name"],
        "securityGroupId": everything.find_one(GROUP).id,
        "executionRoleArn": everything.find_one(ROLE, "web-execution").outputs["arn"],
        "taskRoleArn": everything.find_one(ROLE, "web-task").outputs["arn"],
        "targetGroupArns": [group.outputs["arn"] for group in everything.find_all(TARGET_GROUP)],
        "url": "https://api.example.com/v1/",
    }


def test_the_tags_are_on_everything_that_takes_tags(everything):
    without = {resource.type for resource in everything.resources if resource.inputs.get("tags", {}).get("Team") != "web"}
    assert without == {COMPONENT, ROLE_POLICY, ATTACHMENT}


def test_tags_that_aws_would_refuse_are_told_before_anything_is_registered(build):
    _, result = build.service(build.web(tags={"aws:team": "web"}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert result.resources == []


@pytest.mark.parametrize(
    "said",
    [
        {"port": 3000},
        {},
        {"port": 3000, "route": False},
        {"port": 3000, **EVERYTHING},
        {"port": 3000, "subnets": "public", "deployment": {"forceNewDeployment": True}},
    ],
)
def test_a_preview_shows_what_an_update_creates(build, said):
    shown, created = (build.service(build.wired(said), preview=preview)[1] for preview in (True, False))
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


def test_nothing_depends_on_what_only_an_update_knows(build):
    # Everything that comes from a wire is unknown, as when the wires are made in the same update.
    def program():
        def unknown(type_name: str) -> pulumi.Output:
            return aws.sns.Topic(type_name).arn

        network = {"vpc_id": unknown("vpc"), "private_subnet_ids": [unknown("subnet")]}
        cluster = {"arn": unknown("cluster"), "name": unknown("name")}
        balancer = {"listener_arn": unknown("listener"), "security_group_id": unknown("group")}
        args = {**EVERYTHING, "image": unknown("image"), "network": network, "cluster": cluster, "load_balancer": balancer}
        Service("web", {**args, "port": 3000, "secrets": {"TOKEN": unknown("secret")}})

    shown, created = run(program, preview=True), run(program)
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


def test_two_services_stand_in_one_program(build):
    def program():
        Service("one", build.web(priority=1))
        Service("two", build.web(priority=2, port=8080))
        Service("three", build.worker())

    result = run(program)
    assert len(result.find_all(SERVICE)) == 3
    assert len(result.find_all(TARGET_GROUP)) == 4


# --- wires --------------------------------------------------------------------------------------------------------------


def test_components_and_plain_mappings_serve_as_wires_alike(build, web):
    def program():
        network = Network("network")
        balancer = LoadBalancer("balancer", {"network": network, "https": {"certificateArn": CERTIFICATE}})
        Service("web", {"image": build.image, "port": 3000, "network": network, "cluster": Cluster("cluster"), "load_balancer": balancer})

    result = run(program, config={"aws:region": "us-west-2"})
    component = result.find_one(COMPONENT)
    assert sorted(f"{child.type} {child.name}" for child in result.find_children(component)) == [
        line for line in listed(web) if not line.startswith(COMPONENT)
    ]
    service = result.find_one(SERVICE).inputs
    assert service["cluster"] == result.find_one("aws:ecs/cluster:Cluster").outputs["arn"]
    assert service["networkConfiguration"]["subnets"] == result.find_one("awsx:ec2:Vpc").outputs["privateSubnetIds"]
    assert result.find_one(RULE).inputs["listenerArn"] == result.find_one("aws:lb/listener:Listener", "balancer-https").outputs["arn"]
    balancer_group = result.find_one(GROUP, "balancer").id
    assert result.find_one(INGRESS, "web-from-load-balancer-3000").inputs["referencedSecurityGroupId"] == balancer_group


CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"


def test_outputs_of_someone_elses_program_serve_as_wires(build):
    def program():
        vpc = aws.ec2.Vpc("theirs", cidr_block="10.0.0.0/16")
        subnets = [aws.ec2.Subnet(f"theirs-{zone}", vpc_id=vpc.id, cidr_block="10.0.0.0/24") for zone in "ab"]
        theirs = aws.ecs.Cluster("theirs")
        network = {"vpc_id": vpc.id, "private_subnet_ids": [subnet.id for subnet in subnets]}
        Service("web", build.web(network=network, cluster={"arn": theirs.arn, "name": theirs.name}))

    result = run(program)
    assert result.find_one(GROUP).inputs["vpcId"] == result.find_one("aws:ec2/vpc:Vpc").id
    assert result.find_one(SERVICE).inputs["networkConfiguration"]["subnets"] == [
        subnet.id for subnet in result.find_all("aws:ec2/subnet:Subnet")
    ]
    assert result.find_one("aws:ec2/vpc:Vpc").urn in result.find_one(TARGET_GROUP, "web-blue").dependencies


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"network": None}, 'Service "web": network is missing; pass a component, or a mapping with vpc_id, private_subnet_ids'),
        ({"cluster": None}, 'Service "web": cluster is missing; pass a component, or a mapping with arn, name'),
        (
            {"load_balancer": None},
            'Service "web": load_balancer is missing; pass a component, or a mapping with listener_arn, security_group_id',
        ),
        ({"network": {"private_subnet_ids": ["subnet-1"]}}, 'Service "web": the network has no vpc_id'),
        ({"network": {"vpc_id": "vpc-1"}}, 'Service "web": the network has no private_subnet_ids'),
        ({"network": {"vpc_id": "vpc-1", "private_subnet_ids": []}, "subnets": "public"}, "the network has no public_subnet_ids"),
        ({"cluster": {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/shared"}}, 'Service "web": the cluster has no name'),
        ({"load_balancer": {"listener_arn": "arn"}}, 'Service "web": the load_balancer has no security_group_id'),
    ],
)
def test_a_wire_that_is_missing_is_told_before_anything_is_registered(build, missing, says):
    _, result = build.service(build.web(**missing), strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert says in str(result.error)
    assert result.resources == result.invokes == []


def test_every_fault_of_the_settings_is_told_before_anything_is_registered(build):
    said = {"cpu": 256, "memory": 4096, "desiredCount": -1, "healthCheck": {"interval": 5, "timeout": 5}, "replicas": 3}
    _, result = build.service(build.web(**said), strict=False)
    assert isinstance(result.error, SettingsError)
    told = str(result.error)
    assert 'in Service "web"' in told
    assert {".".join(map(str, fault.path)) for fault in result.error.faults} == {
        "memory",
        "desiredCount",
        "healthCheck.timeout",
        "replicas",
    }
    assert result.resources == result.invokes == []


def test_arguments_are_taken_in_snake_case_as_well(build, web):
    args = {"image": build.image, "network": build.network, "cluster": build.cluster, "loadBalancer": build.load_balancer, "port": 3000}
    _, camel = build.service({**args, "priority": 7, "desiredCount": 2, "healthCheck": {"path": "/"}})
    assert camel.find_one(SERVICE).inputs == web.find_one(SERVICE).inputs


# --- secrets ------------------------------------------------------------------------------------------------------------


def test_the_container_definitions_are_secret_as_a_whole_when_a_value_in_them_is(build, web):
    _, result = build.service(lambda: build.web(environment={"KEY": pulumi.Output.secret("hush"), "LOG_LEVEL": "info"}))
    assert result.find_one(TASK_DEFINITION).secrets == {"containerDefinitions"}
    assert container(result)["environment"] == [{"name": "KEY", "value": "hush"}, {"name": "LOG_LEVEL", "value": "info"}]
    assert [resource.name for resource in web.resources if resource.secrets] == []


def test_a_secret_stays_out_of_everything_else(build):
    _, result = build.service(lambda: build.web(environment={"KEY": pulumi.Output.secret("hush")}))
    assert [resource.type for resource in result.resources if "hush" in str(resource.inputs)] == [TASK_DEFINITION]


# --- Regions and accounts -----------------------------------------------------------------------------------------------


def test_the_account_is_asked_for_once_by_a_service_of_its_own(web):
    assert [invoke.token for invoke in web.invokes] == ["aws:index/getCallerIdentity:getCallerIdentity"]


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("us-west-2", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
    ],
)
def test_every_arn_is_of_the_partition(build, region, partition, suffix):
    args = build.web(**{**EVERYTHING, "image": f"123456789012.dkr.ecr.{region}.{suffix}/web:1", "secrets": {"TOKEN": "token"}})
    _, result = build.service(args, config={"aws:region": region}, mocks=AwsMocks(region=region))
    written = [resource for kind in (ROLE, ROLE_POLICY, ATTACHMENT) for resource in result.find_all(kind)]
    text = json.dumps([{key: value for key, value in resource.inputs.items() if key != "role"} for resource in written])
    arns = [word for word in text.replace("\\", "").split('"') if word.startswith("arn:") and ":logs:" not in word]
    assert len(arns) >= 6
    assert [arn for arn in arns if not arn.startswith(f"arn:{partition}:")] == []
