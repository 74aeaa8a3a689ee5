import json
from typing import Any

import pulumi
import pytest
from fargate_web import Cluster, Network, ScheduledTask
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

COMPONENT = "fargate-web:index:ScheduledTask"
SCHEDULE = "aws:scheduler/schedule:Schedule"
GROUP = "aws:scheduler/scheduleGroup:ScheduleGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
QUEUE = "arn:aws:sqs:us-west-2:123456789012:not-started"
NIGHTLY = {"schedule": "cron(30 2 * * ? *)"}


def arguments(build, **said: Any) -> dict[str, Any]:
    return {"image": build.image, "network": build.network, "cluster": build.cluster, **NIGHTLY, **said}


def task(build, **said: Any) -> Run:
    return build.one(lambda: ScheduledTask("report", arguments(build, **said)))[1]


@pytest.fixture(scope="module")
def plain(build) -> Run:
    return task(build)


def schedule(result: Run) -> dict[str, Any]:
    return result.find_one(SCHEDULE).inputs


def statements(result: Run) -> dict[str, dict[str, Any]]:
    policy = json.loads(result.find_one(ROLE_POLICY, "report-scheduler").inputs["policy"])
    return {statement["Sid"]: statement for statement in policy["Statement"]}


# --- what there is, and what there is not -------------------------------------------------------------------------------


def test_a_scheduled_task_creates_these_and_nothing_else(plain):
    assert sorted(f"{resource.type} {resource.name}" for resource in plain.resources) == [
        f"{LOG_GROUP} report",
        f"{SECURITY_GROUP} report",
        f"{TASK_DEFINITION} report",
        f"{ROLE} report-execution",
        f"{ROLE} report-scheduler",
        f"{ROLE} report-task",
        f"{ROLE_POLICY} report-execution",
        f"{ROLE_POLICY} report-scheduler",
        f"{SCHEDULE} report",
        f"{GROUP} report",
        f"{EGRESS} report-outbound",
        f"{COMPONENT} report",
    ]


def test_a_preview_registers_what_an_update_does(build, plain):
    preview = build.one(lambda: ScheduledTask("report", arguments(build)), preview=True)[1]
    assert {resource.urn for resource in preview.resources} == {resource.urn for resource in plain.resources}


def test_nothing_may_connect_to_it(plain):
    assert plain.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") == []
    assert plain.find_one(SECURITY_GROUP).inputs["description"] == "Tasks of the scheduled task report"
    [container] = json.loads(plain.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    assert "portMappings" not in container


def test_it_waits_for_its_roles_and_its_way_out(plain):
    awaited = set(plain.find_one(SCHEDULE).dependencies)
    for kind, name in ((ROLE_POLICY, "report-scheduler"), (ROLE_POLICY, "report-execution"), (EGRESS, "report-outbound")):
        assert plain.find_one(kind, name).urn in awaited


# --- the schedule -------------------------------------------------------------------------------------------------------


def test_the_schedule_starts_this_revision_in_this_cluster(build, plain):
    assert schedule(plain) == {
        "groupName": plain.find_one(GROUP).outputs["name"],
        "description": "Starts the tasks of report.",
        "scheduleExpression": "cron(30 2 * * ? *)",
        "scheduleExpressionTimezone": "UTC",
        "state": "ENABLED",
        "flexibleTimeWindow": {"mode": "OFF"},
        "target": {
            "arn": build.cluster["arn"],
            "roleArn": plain.find_one(ROLE, "report-scheduler").outputs["arn"],
            "retryPolicy": {"maximumRetryAttempts": 185, "maximumEventAgeInSeconds": 3600},
            "ecsParameters": {
                "taskDefinitionArn": plain.find_one(TASK_DEFINITION).outputs["arn"],
                "taskCount": 1,
                "capacityProviderStrategies": [{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
                "platformVersion": "LATEST",
                "networkConfiguration": {
                    "subnets": build.network["private_subnet_ids"],
                    "securityGroups": [plain.find_one(SECURITY_GROUP).id],
                    "assignPublicIp": False,
                },
                "enableEcsManagedTags": True,
                "enableExecuteCommand": False,
                "propagateTags": "TASK_DEFINITION",
            },
        },
    }


def test_everything_about_the_schedule_can_be_said(build):
    said = schedule(
        task(
            build,
            schedule="rate(2 hours)",
            timezone="Europe/Vienna",
            enabled=False,
            taskCount=3,
            flexibleTimeWindow=15,
            retry={"maximumAttempts": 0, "maximumEventAge": 60},
            deadLetterQueueArn=QUEUE,
            startAt="2027-01-01T00:00:00Z",
            endAt="2027-12-31T23:59:59Z",
            propagateTags="NONE",
            subnets="public",
            capacityProviderStrategy=[{"capacityProvider": "FARGATE_SPOT"}],
        )
    )
    assert (said["scheduleExpression"], said["scheduleExpressionTimezone"], said["state"]) == ("rate(2 hours)", "Europe/Vienna", "DISABLED")
    assert said["flexibleTimeWindow"] == {"mode": "FLEXIBLE", "maximumWindowInMinutes": 15}
    assert (said["startDate"], said["endDate"]) == ("2027-01-01T00:00:00Z", "2027-12-31T23:59:59Z")
    target = said["target"]
    assert target["retryPolicy"] == {"maximumRetryAttempts": 0, "maximumEventAgeInSeconds": 60}
    assert target["deadLetterConfig"] == {"arn": QUEUE}
    parameters = target["ecsParameters"]
    assert "propagateTags" not in parameters
    assert parameters["taskCount"] == 3
    assert parameters["networkConfiguration"]["subnets"] == build.network["public_subnet_ids"]
    assert parameters["networkConfiguration"]["assignPublicIp"] is True
    assert parameters["capacityProviderStrategies"] == [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}]


def test_without_a_strategy_of_its_own_it_takes_the_clusters(build):
    cluster = {**build.cluster, "default_capacity_provider_strategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 2}]}
    parameters = schedule(task(build, cluster=cluster))["target"]["ecsParameters"]
    assert parameters["capacityProviderStrategies"] == [{"capacityProvider": "FARGATE_SPOT", "weight": 2, "base": 0}]


def test_names_stay_within_aws_limits(build):
    name = "a" * 19 + "-" + "b" * 60
    result = build.one(lambda: ScheduledTask(name, arguments(build)))[1]
    for kind in (SCHEDULE, GROUP):
        assert len(result.find_one(kind).outputs["name"]) <= 64


# --- its role -----------------------------------------------------------------------------------------------------------


def test_only_the_schedules_of_its_group_may_assume_the_role(plain):
    [statement] = json.loads(plain.find_one(ROLE, "report-scheduler").inputs["assumeRolePolicy"])["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Service": "scheduler.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012", "aws:SourceArn": plain.find_one(GROUP).outputs["arn"]}},
    }


def test_the_role_may_run_this_family_in_this_cluster_with_these_two_roles(build, plain):
    found = statements(plain)
    assert found.keys() == {"RunTask", "TagTask", "PassRoles"}
    assert found["RunTask"]["Resource"] == f"{plain.find_one(TASK_DEFINITION).outputs['arnWithoutRevision']}:*"
    assert found["RunTask"]["Condition"] == {"ArnEquals": {"ecs:cluster": build.cluster["arn"]}}
    assert found["TagTask"]["Condition"] == {"StringEquals": {"ecs:CreateAction": "RunTask"}}
    assert found["PassRoles"]["Resource"] == [plain.find_one(ROLE, f"report-{which}").outputs["arn"] for which in ("execution", "task")]
    assert found["PassRoles"]["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}


def test_with_a_dead_letter_queue_it_may_send_to_that_one(build):
    assert statements(task(build, deadLetterQueueArn=QUEUE))["SendToDeadLetterQueue"] == {
        "Sid": "SendToDeadLetterQueue",
        "Effect": "Allow",
        "Action": ["sqs:SendMessage"],
        "Resource": QUEUE,
    }


def test_the_queue_may_be_an_output(build):
    made = build.one(lambda: ScheduledTask("report", arguments(build, deadLetterQueueArn=pulumi.Output.from_input(QUEUE))))[1]
    assert schedule(made)["target"]["deadLetterConfig"] == {"arn": QUEUE}


# --- with the other components ------------------------------------------------------------------------------------------


def test_it_takes_network_and_cluster_as_components(build):
    def program() -> None:
        network, cluster = Network("network", {}), Cluster("cluster", {})
        ScheduledTask("report", {"image": build.image, "network": network, "cluster": cluster, **NIGHTLY})

    result = run(program, config={"aws:region": "us-west-2"})
    association = result.find_one("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")
    assert association.urn in result.find_one(SCHEDULE).dependencies


@pytest.mark.parametrize(
    ("said", "fragment"),
    [
        ({"schedule": "every night"}, "isn't a schedule"),
        ({"schedule": "cron(30 2 * * *)"}, "AWS's cron has six"),
        ({"timezone": "Vienna"}, "isn't a time zone"),
        ({"taskCount": 11}, "1 to 10"),
        ({"flexibleTimeWindow": 0}, "1 to 1440"),
        ({"retry": {"maximumAttempts": 186}}, "0 to 185"),
        ({"deadLetterQueueArn": f"{QUEUE}.fifo"}, "does not support a FIFO queue"),
        ({"startAt": "2027-01-01"}, "isn't a moment in UTC"),
        ({"startAt": "2027-02-01T00:00:00Z", "endAt": "2027-01-01T00:00:00Z"}, "isn't after startAt"),
        ({"schedule": "at(2027-01-01T08:00:00)", "endAt": "2027-01-01T00:00:00Z"}, "neither start nor end"),
        ({"propagateTags": "SERVICE"}, "propagateTags"),
        ({"port": 3000}, "nothing connects to a scheduled task"),
        ({"desiredCount": 2}, "write taskCount"),
        ({"cron": "30 2 * * ? *"}, "write schedule"),
    ],
)
def test_what_eventbridge_scheduler_would_refuse_is_refused(build, said, fragment):
    with pytest.raises(SettingsError, match=fragment):
        ScheduledTask("report", arguments(build, **said))


def test_a_missing_wire_is_told(build):
    with pytest.raises(pulumi.RunError, match='ScheduledTask "report": network is missing'):
        ScheduledTask("report", arguments(build, network=None))
