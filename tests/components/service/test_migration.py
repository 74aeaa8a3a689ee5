"""The migration of a service: what is registered."""

import json
from typing import Any

import pytest
from fargate_web import Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

SERVICE = "aws:ecs/service:Service"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:"
MIGRATION = {"command": ["bin/rails", "db:migrate"]}


def container(result: Run, name: str) -> dict[str, Any]:
    [described] = json.loads(result.find_one(TASK_DEFINITION, name).inputs["containerDefinitions"])
    return described


# --- what is registered -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def migrated(build) -> Run:
    args = build.web(
        environment={"MODE": "web", "TOKEN": "plain"},
        secrets={"DATABASE_URL": f"{SECRET}shop-a1b2c3", "LEVEL": f"{SECRET}level-a1b2c3"},
        containerHealthCheck="curl -f http://localhost:3000 || exit 1",
        migration={
            **MIGRATION,
            "environment": {"LEVEL": "debug"},
            "secrets": {"DATABASE_URL": f"{SECRET}owner-d4e5f6", "TOKEN": f"{SECRET}token-a1b2c3"},
            "cpu": 512,
            "memory": 1024,
        },
    )
    return build.service(args)[1]


def test_a_migration_is_a_second_task_definition_and_nothing_else(build, migrated):
    _, without = build.service(build.web())
    _, result = build.service(build.web(migration=MIGRATION))
    added = {str(resource) for resource in result.resources} - {str(resource) for resource in without.resources}
    assert added == {f"{TASK_DEFINITION} 'web:migration'"}


def test_a_migration_with_secrets_of_its_own_has_an_execution_role_of_its_own(build, migrated):
    _, without = build.service(build.web())
    assert {str(resource) for resource in migrated.resources} - {str(resource) for resource in without.resources} == {
        f"{TASK_DEFINITION} 'web:migration'",
        "aws:iam/role:Role 'web-migration'",
        "aws:iam/rolePolicy:RolePolicy 'web-migration'",
    }
    role = migrated.find_one("aws:iam/role:Role", "web-migration")
    assert migrated.find_one(TASK_DEFINITION, "web:migration").inputs["executionRoleArn"] == role.outputs["arn"]
    assert migrated.find_one("aws:iam/rolePolicy:RolePolicy", "web-migration").urn in migrated.find_one(SERVICE).dependencies


@pytest.mark.parametrize(
    "said",
    [
        {"secrets": {"URL": "/web/url"}, "migration": {**MIGRATION, "secrets": {"DATABASE_URL": "/web/url"}}},
        {
            "migration": {**MIGRATION, "secrets": {"URL": "/web/url"}},
            "roles": {"executionRole": {"arn": "arn:aws:iam::123456789012:role/existing"}},
        },
    ],
)
def test_a_migration_without_secrets_of_its_own_starts_with_the_role_of_the_service(build, said):
    _, result = build.service(build.web(**said))
    own, service = result.find_one(TASK_DEFINITION, "web:migration").inputs, result.find_one(TASK_DEFINITION, "web").inputs
    assert own["executionRoleArn"] == service["executionRoleArn"]


def test_it_runs_its_own_command_in_the_image_of_the_service(build, migrated):
    described = container(migrated, "web:migration")
    assert (described["image"], described["command"]) == (build.image, MIGRATION["command"])
    assert "portMappings" not in described
    assert "healthCheck" not in described


def test_what_it_lays_over_the_environment_and_the_secrets_of_the_service_wins(migrated):
    described = container(migrated, "web:migration")
    assert described["environment"] == [{"name": "LEVEL", "value": "debug"}, {"name": "MODE", "value": "web"}]
    assert described["secrets"] == [
        {"name": "DATABASE_URL", "valueFrom": f"{SECRET}owner-d4e5f6"},
        {"name": "TOKEN", "valueFrom": f"{SECRET}token-a1b2c3"},
    ]


def test_the_service_itself_keeps_what_it_had(migrated):
    described = container(migrated, "web")
    assert {each["name"]: each["valueFrom"] for each in described["secrets"]}["DATABASE_URL"] == f"{SECRET}shop-a1b2c3"
    assert "command" not in described


def test_it_has_the_task_role_of_the_service_and_a_family_size_and_stream_of_its_own(migrated):
    own, service = migrated.find_one(TASK_DEFINITION, "web:migration").inputs, migrated.find_one(TASK_DEFINITION, "web").inputs
    assert own["taskRoleArn"] == service["taskRoleArn"]
    assert own["family"] == f"{service['family']}-migration"
    assert (own["cpu"], own["memory"]) == ("512", "1024")
    options = container(migrated, "web:migration")["logConfiguration"]["options"]
    assert options["awslogs-group"] == container(migrated, "web")["logConfiguration"]["options"]["awslogs-group"]
    assert options["awslogs-stream-prefix"] == "web-migration"


@pytest.mark.parametrize(
    ("role", "stream", "secrets"),
    [("web-execution", "web", ["level-a1b2c3", "shop-a1b2c3"]), ("web-migration", "web-migration", ["owner-d4e5f6", "token-a1b2c3"])],
)
def test_each_execution_role_reads_its_own_secrets_and_writes_its_own_streams(migrated, role, stream, secrets):
    policy = json.loads(migrated.find_one("aws:iam/rolePolicy:RolePolicy", role).inputs["policy"])
    found = {statement["Sid"]: statement["Resource"] for statement in policy["Statement"]}
    assert found["ReadSecrets"] == [f"{SECRET}{name}" for name in secrets]
    assert found["WriteLogs"].endswith(f":log-stream:{stream}/*")


def test_a_migration_with_the_role_of_the_service_writes_its_own_streams_too(build):
    _, result = build.service(build.web(migration=MIGRATION))
    policy = json.loads(result.find_one("aws:iam/rolePolicy:RolePolicy", "web-execution").inputs["policy"])
    [write] = [statement["Resource"] for statement in policy["Statement"] if statement["Sid"] == "WriteLogs"]
    assert [resource.rpartition(":")[2] for resource in write] == ["web/*", "web-migration/*"]


def test_the_engine_runs_it_before_it_creates_or_updates_the_service_and_at_no_other_time(migrated):
    assert migrated.find_one(SERVICE).hooks == {
        "before_create": ("fargate-web:migration:web",),
        "before_update": ("fargate-web:migration:web",),
    }
    assert all(not resource.hooks for resource in migrated.resources if resource.type != SERVICE)


def test_a_new_revision_of_the_migration_alone_is_an_update_of_the_service(migrated):
    assert migrated.find_one(SERVICE).inputs["triggers"] == {
        "migration": migrated.find_one(TASK_DEFINITION, "web:migration").outputs["arn"]
    }


def test_a_forced_deployment_is_told_beside_it(build):
    _, result = build.service(build.web(migration=MIGRATION, deployment={"forceNewDeployment": True}))
    assert result.find_one(SERVICE).inputs["triggers"].keys() == {"migration", "update"}


def test_a_service_without_one_has_neither_hook_nor_trigger(build):
    _, result = build.service(build.web())
    assert result.find_one(SERVICE).hooks == {}
    assert "triggers" not in result.find_one(SERVICE).inputs


def test_each_service_has_a_hook_of_its_own(build):
    def program() -> None:
        Service("web", build.web(migration=MIGRATION))
        Service("admin", build.web(migration=MIGRATION, priority=8))

    names = {
        name for service in run(program, config={"aws:region": "us-west-2"}).find_all(SERVICE) for name in service.hooks["before_update"]
    }
    assert names == {"fargate-web:migration:web", "fargate-web:migration:admin"}


def test_a_preview_registers_what_an_update_does(build):
    _, preview = build.service(build.web(migration=MIGRATION), preview=True)
    _, update = build.service(build.web(migration=MIGRATION))
    assert {resource.urn for resource in preview.resources} == {resource.urn for resource in update.resources}
    assert preview.find_one(SERVICE).hooks == update.find_one(SERVICE).hooks


@pytest.mark.parametrize(
    ("said", "fragment"),
    [
        ({}, "command"),
        ({"command": []}, "command"),
        ({**MIGRATION, "cpu": 4096}, "memory"),
        ({**MIGRATION, "image": "x"}, "runs the image of its service"),
        ({**MIGRATION, "timeout": 5}, "write timeoutInMinutes"),
        ({**MIGRATION, "timeoutInMinutes": 0}, "1 to 1440"),
        ({**MIGRATION, "environment": {"A": "1"}, "secrets": {"A": f"{SECRET}a-a1b2c3"}}, "both an environment variable and a secret"),
    ],
)
def test_a_migration_that_could_not_run_is_refused(build, said, fragment):
    with pytest.raises(SettingsError, match=fragment):
        Service("web", build.web(migration=said))
