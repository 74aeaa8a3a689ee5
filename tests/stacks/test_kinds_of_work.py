"""What examples/kinds-of-work.yaml registers: each kind of work, through the program."""

import json

import pytest
from fargate_web.testing import Run

from tests.stacks.running import altered, attempt, container, differences, preview_or_up, read

SERVICE = "aws:ecs/service:Service"
SCHEDULE = "aws:scheduler/schedule:Schedule"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
EXAMPLE = "examples/kinds-of-work.yaml"


@pytest.fixture(scope="module")
def shop() -> Run:
    return preview_or_up(read(EXAMPLE), "shop")


def test_there_are_two_services_and_a_schedule(shop):
    assert {service.name for service in shop.find_all(SERVICE)} == {"shop", "orders"}
    assert [schedule.name for schedule in shop.find_all(SCHEDULE)] == ["report"]


def test_the_shop_alone_waits_for_a_migration(shop):
    assert {service.name for service in shop.find_all(SERVICE) if service.hooks} == {"shop"}


def test_the_migration_has_a_user_of_its_own_for_the_database(shop):
    [described] = json.loads(shop.find_one("aws:ecs/taskDefinition:TaskDefinition", "shop:migration").inputs["containerDefinitions"])
    assert described["image"] == container(shop, "shop")["image"]
    assert ":secret:owner-" in described["secrets"][0]["valueFrom"]
    assert ":secret:shop-" in container(shop, "shop")["secrets"][0]["valueFrom"]


def test_the_worker_follows_its_queue(shop):
    [policy] = shop.find_all("aws:appautoscaling/policy:Policy")
    assert policy.inputs["targetTrackingScalingPolicyConfiguration"]["targetValue"] == 200


def test_the_report_comes_at_half_past_two_in_vienna(shop):
    schedule = shop.find_one(SCHEDULE).inputs
    assert (schedule["scheduleExpression"], schedule["scheduleExpressionTimezone"]) == ("cron(30 2 * * ? *)", "Europe/Vienna")
    assert container(shop, "report")["command"] == ["bin/rails", "report:yesterday"]


def test_everything_of_the_scheduled_task_has_the_tags_of_the_stack(shop):
    component = shop.find_one("fargate-web:index:ScheduledTask")
    tagged = [child for child in shop.find_children(component) if "tags" in child.inputs]
    assert {child.inputs["tags"]["Stack"] for child in tagged} == {"shop"}
    assert "aws:scheduler/scheduleGroup:ScheduleGroup" in {child.type for child in tagged}


def test_the_outputs_name_what_a_run_by_hand_needs(shop):
    assert shop.outputs["scheduledTasks"].keys() == {"report"}
    assert shop.outputs["scheduledTasks"]["report"].keys() >= {"taskDefinitionArn", "securityGroupId", "logGroupName"}
    assert "## report" in shop.outputs["readme"]


def test_a_stack_of_scheduled_tasks_alone_has_no_load_balancer():
    task = {"image": "public.ecr.aws/docker/library/busybox:1.37", "schedule": "rate(1 day)"}
    alone = preview_or_up({"aws:region": "us-west-2", "fargate-web:scheduledTasks": {"sweep": task}}, "shop")
    assert (alone.find_all(SERVICE), alone.find_all(LOAD_BALANCER)) == ([], [])
    assert len(alone.find_all(SCHEDULE)) == 1
    assert alone.outputs["services"] == {}


def test_a_scheduled_task_changes_nothing_of_the_services():
    services = read(EXAMPLE)
    without = {key: value for key, value in services.items() if key != "fargate-web:scheduledTasks"}
    changed = differences(preview_or_up(without, "shop"), preview_or_up(services, "shop"))
    assert "aws:scheduler/schedule:Schedule 'report'" in changed
    # The topic admits EventBridge already, which tells of failed deployments.
    assert {change for change in changed if "report" not in change} == set()


def test_a_stack_without_work_registers_nothing():
    result = attempt({"aws:region": "us-west-2", "fargate-web:scheduledTasks": {}, "fargate-web:services": {}}, "shop")
    assert "nothing was changed" in str(result.error)
    assert result.resources == []


def test_a_backlog_without_container_insights_is_refused():
    result = attempt(altered(read(EXAMPLE), cluster={"containerInsights": "disabled"}), "shop")
    assert "only Container Insights report" in str(result.error)
