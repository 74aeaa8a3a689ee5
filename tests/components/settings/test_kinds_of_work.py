"""What a stack says of services and scheduled tasks together."""

from typing import Any

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import load_file

IMAGE = "public.ecr.aws/docker/library/busybox:1.37"
WORKER = {"image": IMAGE}
REPORT = {"image": IMAGE, "schedule": "rate(1 day)"}
MIGRATED = {**WORKER, "migration": {"command": ["migrate"]}}


def stack(**sections: Any) -> Stack:
    return validate(Stack, sections)


def faults(**sections: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        stack(**sections)
    return str(caught.value)


def test_a_stack_may_have_scheduled_tasks_alone():
    assert stack(scheduledTasks={"report": REPORT}).tasks.keys() == {("scheduledTasks", "report")}
    assert stack(services={}, scheduledTasks={"report": REPORT}).services == {}


@pytest.mark.parametrize("sections", [{}, {"services": {}}, {"services": {}, "scheduledTasks": {}}, {"scheduledTasks": {}}])
def test_a_stack_without_any_work_is_refused_for_it_would_delete_everything(sections):
    assert "services: there is no service, so every service of the stack would be deleted" in faults(**sections)


@pytest.mark.parametrize("sections", [{}, {"tags": {"Team": "web"}, "protected": True}, {"monitoring": False}, {"network": {}}])
def test_a_stack_may_have_repositories_alone(sections):
    assert stack(repositories={"web": {}}, **sections).has_only_repositories


@pytest.mark.parametrize(
    "sections", [{"network": {"natGateways": "single"}}, {"cluster": {"name": "shop"}}, {"monitoring": {"email": ["team@example.com"]}}]
)
def test_repositories_are_not_all_where_the_stack_says_what_services_stand_in(sections):
    assert "services: there is no service" in faults(repositories={"web": {}}, **sections)


def test_a_stack_with_work_is_not_one_of_repositories_alone():
    assert not stack(repositories={"web": {}}, services={"worker": WORKER}).has_only_repositories


def test_services_come_before_scheduled_tasks():
    assert [*stack(scheduledTasks={"a": REPORT}, services={"b": WORKER}).tasks] == [("services", "b"), ("scheduledTasks", "a")]


def test_a_service_and_a_scheduled_task_of_one_name_are_refused():
    assert "scheduledTasks.web: web is also the name of a service" in faults(services={"web": WORKER}, scheduledTasks={"web": REPORT})


@pytest.mark.parametrize(("section", "settings"), [("services", WORKER), ("scheduledTasks", REPORT)])
def test_what_would_share_the_family_of_a_migration_is_refused(section, settings):
    sections: dict[str, Any] = {"services": {"web": MIGRATED}}
    sections[section] = {**sections.get(section, {}), "web-migration": settings}
    assert f"{section}.web-migration: the migration of web is called web-migration" in faults(**sections)


def test_a_name_like_a_migrations_is_free_where_there_is_none():
    assert stack(services={"web": WORKER, "web-migration": WORKER}).services.keys() == {"web", "web-migration"}


@pytest.mark.parametrize(
    "said",
    [
        {"names": {"taskDefinitionFamily": "own"}},
        {"names": {"securityGroup": "own"}},
        {"logs": {"logGroupName": "own"}},
        {"roles": {"taskRole": {"name": "own"}}},
    ],
)
def test_physical_names_are_shared_by_no_service_and_scheduled_task(said):
    told = faults(services={"web": {**WORKER, **said}}, scheduledTasks={"report": {**REPORT, **said}})
    assert "scheduledTasks.report." in told
    assert "'own' is also the name at services.web" in told


def test_too_many_tags_are_told_of_a_scheduled_task_too():
    tags = {f"tag{index}": "x" for index in range(48)}
    assert "scheduledTasks.report.tags: with those of the stack these are 48 tags" in faults(
        scheduledTasks={"report": {**REPORT, "tags": tags}}
    )


@pytest.mark.parametrize("key", ["tasks", "jobs", "cron"])
def test_what_people_call_scheduled_tasks_elsewhere_is_answered(key):
    assert "write scheduledTasks" in faults(services={"web": WORKER}, **{key: {}})


@pytest.mark.parametrize(
    ("key", "fragment"), [("schedule", "write scheduledTasks"), ("migrations", "write migration"), ("subscribe", "write queue: {subscribe")]
)
def test_what_belongs_elsewhere_than_to_a_service_is_answered(key, fragment):
    assert fragment in faults(services={"web": {**WORKER, key: {}}})


def test_a_migration_of_a_size_that_fargate_does_not_sell_is_told_at_the_migration():
    assert "services.web.migration.cpu: " in faults(services={"web": {**WORKER, "migration": {"command": ["x"], "cpu": 4096}}})


def test_the_example_says_each_kind_of_work():
    loaded = load_file("examples/kinds-of-work.yaml").stack
    assert loaded.services["shop"].migration
    assert loaded.services["orders"].scaling
    assert loaded.services["orders"].port is None
    assert loaded.scheduled_tasks.keys() == {"report"}
