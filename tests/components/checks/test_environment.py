import pulumi
import pytest
from fargate_web.checks.environment import check_environment

SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-a1b2c3"
PARAMETER = "arn:aws:ssm:us-west-2:123456789012:parameter/web/db"
REASON = "there is a good reason for it"


def severities(stacks, environment, **said):
    return [
        (finding.path[-1], finding.severity) for finding in stacks.found(check_environment, {"web": {"environment": environment, **said}})
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POSTGRES_USER", f"{SECRET}:username::"),
        ("SETTING", f"{SECRET}:username::"),
        ("DB_SECRET_ARN", f"{SECRET}:username::"),
        ("DB_PASSWORD", SECRET),
        ("DATABASE_URL", SECRET),
        ("API_KEY", PARAMETER),
    ],
)
def test_the_arn_of_a_secret_instead_of_its_value_is_an_error(stacks, name, value):
    assert severities(stacks, {name: value}) == [(name, "error")]
    assert severities(stacks, {name: value}, silence={"environment": REASON}) == [(name, "error")]


def test_what_to_write_moves_the_reference_to_the_secrets(stacks):
    [finding] = stacks.found(check_environment, {"web": {"environment": {"USER": f"{SECRET}:username::"}}})
    assert f"write it under secrets: {{USER: '{SECRET}:username::'}}" in stacks.text(finding)


def test_an_arn_that_the_program_may_want_is_a_warning(stacks):
    assert severities(stacks, {"SETTING": SECRET}) == [("SETTING", "warning")]
    assert severities(stacks, {"SETTING": SECRET}, silence={"environment": REASON}) == []


@pytest.mark.parametrize("name", ["DB_SECRET_ARN", "SECRET_ID", "DB_SECRET", "SECRET_NAME", "PARAMETER_PATH", "CREDENTIALS_SECRET_ARN"])
def test_a_program_that_reads_the_secret_itself_gets_its_arn(stacks, name):
    assert severities(stacks, {name: SECRET}) == []


@pytest.mark.parametrize("value", ["arn:aws:s3:::bucket", "web", "", pulumi.Output.from_input(SECRET), f"see {SECRET}"])
def test_other_values_are_no_references(stacks, value):
    assert severities(stacks, {"DB_PASSWORD": value}) == []


def test_references_are_found_in_sidecars_migrations_and_router_options(stacks):
    service = {
        "sidecars": {"proxy": {**stacks.fine, "environment": {"TOKEN": SECRET}}},
        "migration": {"command": ["migrate"], "environment": {"PGPASSWORD": SECRET}},
        "logs": {"fireLens": {"options": {"Name": "datadog", "apikey": SECRET}}},
    }
    findings = stacks.found(check_environment, {"web": service})
    assert [finding.path[2:] for finding in findings] == [
        ("sidecars", "proxy", "environment", "TOKEN"),
        ("logs", "fireLens", "options", "apikey"),
        ("migration", "environment", "PGPASSWORD"),
    ]
    assert {finding.severity for finding in findings} == {"error"}
    assert "write it under secretOptions: {apikey:" in stacks.text(findings[1])


def test_only_cloudformation_resolves_dynamic_references(stacks):
    assert severities(stacks, {"DB_URL": "x {{resolve:ssm:/web/db}} y"}) == [("DB_URL", "warning")]
    assert severities(stacks, {"TEMPLATE": "{{ resolve }}"}) == []
