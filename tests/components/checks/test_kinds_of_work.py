"""Checks hold for scheduled tasks as they do for services."""

import pytest
from fargate_web.checks.advice import check_advice
from fargate_web.checks.deployments import check_deployments
from fargate_web.checks.egress import check_egress
from fargate_web.checks.images import check_images
from fargate_web.checks.regions import check_regions
from fargate_web.checks.scaling import check_scaling
from fargate_web.checks.secrets import check_secrets
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack

QUEUE = {"minCapacity": 1, "maxCapacity": 4, "queue": {"queueName": "orders", "messagesPerTask": 10}}


def scheduled(stacks, said=None, **sections) -> Stack:
    return validate(Stack, {"scheduledTasks": {"report": {**stacks.fine, "schedule": "rate(1 day)", **(said or {})}}, **sections})


def test_advice_is_given_of_scheduled_tasks(stacks):
    stack = scheduled(stacks, {"image": "web:latest", "environment": {"DB_PASSWORD": "hunter2"}})
    found = [*check_advice(stack, "us-west-2"), *check_images(stack, "us-west-2"), *check_secrets(stack, "us-west-2")]
    assert {finding.path[:2] for finding in found if finding.path[0] != "monitoring"} == {("scheduledTasks", "report")}
    assert {finding.code for finding in found} >= {"image-not-pinned", "secret-in-plain-sight"}


def test_a_scheduled_task_without_a_way_out_is_told(stacks):
    [finding] = check_egress(scheduled(stacks, network={"natGateways": "none"}), "us-west-2")
    assert finding.path == ("scheduledTasks", "report", "subnets")


def test_endpoints_are_needed_for_the_secrets_of_a_migration(stacks):
    network = {"natGateways": "none", "interfaceEndpoints": ["ecr.api", "ecr.dkr", "logs"]}
    secret = {"A": "arn:aws:secretsmanager:us-west-2:123456789012:secret:a-a1b2c3"}
    [finding] = stacks.found(check_egress, {"web": {"migration": {"command": ["x"], "secrets": secret}}}, network=network)
    assert "secretsmanager" in finding.message


def test_queues_of_another_region_are_told(stacks):
    stack = scheduled(stacks, {"deadLetterQueueArn": "arn:aws:sqs:eu-west-1:123456789012:not-started"})
    assert [finding.path for finding in check_regions(stack, "us-west-2")] == [("scheduledTasks", "report", "deadLetterQueueArn")]
    queue = {"queueArn": "arn:aws:sqs:eu-west-1:123456789012:orders", "messagesPerTask": 10}
    [finding] = stacks.found(check_regions, {"web": {"scaling": {**QUEUE, "queue": queue}}})
    assert finding.path == ("services", "web", "scaling", "queue", "queueArn")


def test_a_backlog_without_container_insights_is_told(stacks):
    [finding] = stacks.found(check_scaling, {"web": {"scaling": QUEUE}}, cluster={"containerInsights": "disabled"})
    assert (finding.severity, finding.path) == ("error", ("services", "web", "scaling", "queue"))


@pytest.mark.parametrize("insights", ["enabled", "enhanced"])
def test_a_backlog_with_container_insights_is_fine(stacks, insights):
    assert stacks.found(check_scaling, {"web": {"scaling": QUEUE}}, cluster={"containerInsights": insights}) == []


def test_other_scaling_needs_no_container_insights(stacks):
    cpu = {"minCapacity": 1, "maxCapacity": 4, "cpu": 70}
    assert stacks.found(check_scaling, {"web": {"scaling": cpu}}, cluster={"containerInsights": "disabled"}) == []


def test_scheduled_tasks_and_migrations_need_addresses_as_well(stacks):
    network = {"cidrBlock": "10.0.0.0/20", "availabilityZones": 2}
    blocks = stacks.of({"web": {}}, network=network).network.allocate_subnets()["private"]
    room = sum(2 ** (32 - int(block.split("/")[1])) - 5 for block in blocks)

    def found(fewer: int, **said) -> list[str]:
        web = {"desiredCount": room - 10 - fewer, "deployment": {"maximumPercent": 100, "minimumHealthyPercent": 0}, **said}
        tasks = {"report": {**stacks.fine, "schedule": "rate(1 day)", "taskCount": 10}}
        return [finding.code for finding in stacks.found(check_deployments, {"web": web}, network=network, scheduledTasks=tasks)]

    assert found(0) == []
    assert found(-1) == ["too-few-addresses"]
    assert found(0, migration={"command": ["x"]}) == ["too-few-addresses"]
