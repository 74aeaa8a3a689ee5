"""What the components send, held against what the AWS SDK of Pulumi declares and what AWS's API reference allows.

The mock engine takes any property and any value. So does Pulumi, of a plain map with a key that nobody knows: only AWS would tell.
"""

import json
import re

import pytest
from fargate_web import Monitoring, Scaling, Service
from fargate_web.testing import Resource, Run, run

from tests.contract.declarations import declared, misfits

SCALING = {
    "minCapacity": 2,
    "maxCapacity": 10,
    "cpu": 70,
    "memory": {"target": 80, "policyName": "memory"},
    "requestsPerTarget": 1000,
    "scheduledActions": {"night": {"schedule": "cron(0 22 * * ? *)", "timezone": "Europe/Vienna", "minCapacity": 2, "maxCapacity": 5}},
}
EVERYTHING = {
    "cpu": 1024,
    "memory": 2048,
    "ephemeralStorage": 30,
    "command": ["serve"],
    "environment": {"LOG_LEVEL": "info"},
    "secrets": {"TOKEN": "arn:aws:secretsmanager:us-west-2:123456789012:secret:token-a1b2c3", "KEY": "/web/key"},
    "user": "10001:10001",
    "readonlyRootFilesystem": True,
    "initProcessEnabled": True,
    "stopTimeout": 60,
    "environmentFiles": ["arn:aws:s3:::bucket/web/app.env"],
    "ulimits": {"nofile": {"soft": 1024, "hard": 65536}},
    "capabilities": {"drop": ["ALL"], "add": ["SYS_PTRACE"]},
    "dockerLabels": {"team": "web"},
    "repositoryCredentials": "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-a1b2c3",
    "dependsOn": {"proxy": "HEALTHY"},
    "sidecars": {
        "proxy": {
            "image": "123456789012.dkr.ecr.us-west-2.amazonaws.com/proxy:1",
            "cpu": 64,
            "memory": 128,
            "memoryReservation": 64,
            "healthCheck": "true",
            "readonlyRootFilesystem": True,
            "volumes": {"uploads": {"path": "/uploads", "readOnly": True}, "shared": "/shared"},
        },
    },
    "volumes": {
        "shared": "/shared",
        "uploads": {
            "fileSystemId": "fs-0123456789abcdef0",
            "accessPointId": "fsap-0123456789abcdef0",
            "path": "/uploads",
            "mountTargetSecurityGroupId": "sg-0123456789abcdef0",
        },
        "media": {"fileSystemId": "fs-0123456789abcdef1", "rootDirectory": "/media", "path": "/media", "readOnly": True},
    },
    "tracing": {"samplingRate": 0.1, "configuration": "/web/collector"},
    "route": {
        "hosts": ["api.example.com"],
        "paths": ["/v1/*"],
        "methods": ["GET"],
        "headers": [{"name": "X-Tenant", "values": ["blue"]}],
    },
    "targetGroup": {"stickiness": True, "slowStart": 30},
    "containerHealthCheck": {"command": "true", "startPeriod": 30},
    "deployment": {"forceNewDeployment": True},
    "scaling": SCALING,
    "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "base": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 3}],
    "enableExecuteCommand": True,
    "roles": {
        "executionRole": {"managedPolicies": ["AmazonECSTaskExecutionRolePolicy"]},
        "taskRole": {"statements": [{"sid": "Read", "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::bucket/*"]}]},
        "secretKmsKeys": ["arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"],
    },
    "logs": {
        "kmsKeyArn": "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d",
        "fireLens": {"options": {"Name": "datadog"}, "secretOptions": {"apikey": "/web/datadog"}, "configFile": "/extra.conf"},
    },
    "tags": {"Team": "web"},
}
LONGEST = "a-service-whose-name-is-just-forty-long0"


@pytest.fixture(scope="module")
def sent(build) -> Run:
    assert len(LONGEST) == 40

    def program():
        services = {
            LONGEST: Service(LONGEST, build.web(**EVERYTHING)),
            "plain": Service("plain", build.web(priority=8, deployment={"circuitBreaker": False})),
            "worker": Service("worker", build.worker()),
        }
        Scaling(LONGEST, {**SCALING, "service": services[LONGEST], "tags": {"Team": "web"}})
        balancer = {"arn_suffix": "app/shared/50dc6c495c0c9188"}
        Monitoring("monitoring", {"services": services, "load_balancer": balancer, "email": ["team@example.com"]})

    return run(program, config={"aws:region": "us-west-2"}, project="a-project-with-a-long-name", stack="production")


# --- the SDK ------------------------------------------------------------------------------------------------------------


def custom(result: Run) -> list[Resource]:
    return [resource for resource in result.resources if resource.custom]


def test_every_property_is_one_of_the_resource_and_of_its_type(sent):
    assert len({resource.type for resource in custom(sent)}) == 22
    faults = [fault for resource in custom(sent) for fault in misfits(resource.inputs, declared(resource.type), resource.name)]
    assert faults == []


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        ({"typo": 1}, "x.typo is unknown to ServiceArgs"),
        ({"networkConfiguration": {"sub_nets": []}}, "x.networkConfiguration.sub_nets is unknown to ServiceNetworkConfigurationArgs"),
        ({"desiredCount": "2"}, "x.desiredCount is '2' and no <class 'int'>"),
        ({"loadBalancers": [{"advancedConfiguration": {"roleArn": True}}]}, "x.loadBalancers[0].advancedConfiguration.roleArn is True"),
    ],
)
def test_the_comparison_finds_what_does_not_fit(inputs, says):
    [fault] = misfits(inputs, declared("aws:ecs/service:Service"), "x")
    assert fault.startswith(says)


# --- the API reference --------------------------------------------------------------------------------------------------

PULUMIS_SUFFIX = "-1234567"
NAMES = {
    # type: longest, letters
    "aws:lb/targetGroup:TargetGroup": (32, r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"),
    "aws:iam/role:Role": (64, r"[\w+=,.@-]+"),
    "aws:iam/rolePolicy:RolePolicy": (128, r"[\w+=,.@-]+"),
    "aws:ecs/service:Service": (255, r"[A-Za-z0-9_-]+"),
    "aws:ec2/securityGroup:SecurityGroup": (255, r"(?!sg-)[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+"),
    "aws:cloudwatch/logGroup:LogGroup": (512, r"[.\-_/#A-Za-z0-9]+"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (255, r"[^\x00-\x1f]+"),
    "aws:sns/topic:Topic": (256, r"[A-Za-z0-9_-]+"),
    "aws:appautoscaling/policy:Policy": (256, r"\S[\s\S]*"),
    "aws:appautoscaling/scheduledAction:ScheduledAction": (1600, r"(?!.*[|:/]).+"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_every_name_fits_with_the_suffix_of_pulumi(sent, kind):
    longest, letters = NAMES[kind]
    assert sent.find_all(kind)
    for resource in sent.find_all(kind):
        name = resource.inputs.get("name") or resource.name + PULUMIS_SUFFIX
        assert len(name) <= longest, name
        assert re.fullmatch(letters, name), name


def test_descriptions_have_the_letters_and_the_length_that_ec2_and_iam_take(sent):
    ec2 = re.compile(r"[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]{1,255}")
    iam = re.compile(r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]{1,1000}")
    groups = [resource for resource in custom(sent) if "ecurityGroup" in resource.type]
    roles = sent.find_all("aws:iam/role:Role")
    assert len(groups) == 11
    assert len(roles) == 8
    assert [each.name for each in groups if not ec2.fullmatch(each.inputs["description"])] == []
    assert [each.name for each in roles if not iam.fullmatch(each.inputs["description"])] == []


def test_policies_are_within_the_size_of_all_inline_policies_of_a_role(sent):
    policies = sent.find_all("aws:iam/rolePolicy:RolePolicy")
    assert len(policies) == 4
    assert max(len(re.sub(r"\s", "", policy.inputs["policy"])) for policy in policies) <= 10_240
    trusts = [role.inputs["assumeRolePolicy"] for role in sent.find_all("aws:iam/role:Role")]
    assert max(map(len, trusts)) <= 2048


def test_identifiers_of_statements_are_letters_and_digits(sent):
    found = [json.loads(policy.inputs["policy"])["Statement"] for policy in sent.find_all("aws:iam/rolePolicy:RolePolicy")]
    sids = [statement["Sid"] for statements in found for statement in statements if "Sid" in statement]
    assert len(sids) >= 10
    assert [sid for sid in sids if not re.fullmatch(r"[A-Za-z0-9]+", sid)] == []


def test_a_rule_is_within_what_a_load_balancer_takes(sent):
    for rule in sent.find_all("aws:lb/listenerRule:ListenerRule"):
        values = [value for condition in rule.inputs["conditions"] for part in condition.values() for value in part["values"]]
        assert 1 <= len(values) <= 5
        assert sum(value.count("*") + value.count("?") for value in values) <= 6
        assert 1 <= rule.inputs["priority"] <= 50_000
        assert all(len(condition) == 1 for condition in rule.inputs["conditions"])
        [action] = rule.inputs["actions"]
        weights = [group["weight"] for group in action["forward"]["targetGroups"]]
        assert len(weights) <= 5
        assert sum(weights) > 0
        assert all(0 <= weight <= 999 for weight in weights)


CONTAINER = {
    "name",
    "image",
    "repositoryCredentials",
    "cpu",
    "memory",
    "memoryReservation",
    "portMappings",
    "essential",
    "entryPoint",
    "command",
    "environment",
    "environmentFiles",
    "mountPoints",
    "linuxParameters",
    "secrets",
    "dependsOn",
    "stopTimeout",
    "user",
    "workingDirectory",
    "readonlyRootFilesystem",
    "dockerLabels",
    "ulimits",
    "logConfiguration",
    "healthCheck",
    "firelensConfiguration",
}
"""What ECS knows of a container and Fargate takes, as far as it is used here (API_ContainerDefinition)."""


def test_a_task_definition_is_one_that_fargate_takes(sent):
    for task in sent.find_all("aws:ecs/taskDefinition:TaskDefinition"):
        inputs = task.inputs
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,255}", inputs["family"])
        assert len(inputs["containerDefinitions"]) <= 65_536
        containers = json.loads(inputs["containerDefinitions"])
        assert len(containers) == {LONGEST: 4}.get(task.name, 1)
        for container in containers:
            assert container.keys() <= CONTAINER
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,255}", container["name"])
            for mapping in container.get("portMappings", []):
                assert re.fullmatch(r"(?!-)[a-z0-9_-]{1,64}", mapping["name"])
                assert mapping["hostPort"] == mapping["containerPort"]
            if container["logConfiguration"]["logDriver"] == "awslogs":
                assert container["logConfiguration"]["options"].keys() >= {"awslogs-group", "awslogs-region", "awslogs-stream-prefix"}
            else:
                assert [each["name"] for each in containers if "firelensConfiguration" in each] == ["log_router"]
            names = [each["name"] for key in ("environment", "secrets") for each in container.get(key, [])]
            assert len(names) == len(set(names))
            assert container.get("linuxParameters", {}).keys() <= {"initProcessEnabled", "tmpfs", "capabilities"}
            assert all(each["condition"] in ("START", "COMPLETE", "SUCCESS", "HEALTHY") for each in container.get("dependsOn", []))
            assert all(re.fullmatch(r".+\.env", each["value"]) for each in container.get("environmentFiles", []))
        volumes = [volume["name"] for volume in inputs.get("volumes", [])]
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,255}", volume) for volume in volumes)
        assert {mount["sourceVolume"] for container in containers for mount in container.get("mountPoints", [])} == set(volumes)


def test_an_alarm_is_one_that_cloudwatch_takes(sent):
    for alarm in sent.find_all("aws:cloudwatch/metricAlarm:MetricAlarm"):
        inputs = alarm.inputs
        periods = (
            {inputs["period"]}
            if "period" in inputs
            else {query["metric"]["period"] for query in inputs["metricQueries"] if "metric" in query}
        )
        assert periods == {60}
        assert inputs["evaluationPeriods"] * 60 <= 86_400
        assert inputs["datapointsToAlarm"] <= inputs["evaluationPeriods"]
        assert len(inputs["alarmActions"]) <= 5
        assert all(re.fullmatch(r"[a-z][A-Za-z0-9_]*", query["id"]) for query in inputs.get("metricQueries", []))


def test_the_timeouts_are_durations_as_go_reads_them(sent):
    for service in sent.find_all("aws:ecs/service:Service"):
        assert service.custom_timeouts.keys() == {"create", "update", "delete"}
        assert all(re.fullmatch(r"[1-9][0-9]*m", timeout) for timeout in service.custom_timeouts.values())
