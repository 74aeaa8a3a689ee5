import pytest
from fargate_web.checks.expressions import check_expressions

REASON = "there is a good reason for it"


def found(stacks, service, **sections):
    return stacks.found(check_expressions, {"web": {"port": 3000, **service}}, **sections)


@pytest.mark.parametrize(
    ("value", "tool"),
    [
        ("${AWS::Region}", "CloudFormation"),
        ("arn:aws:s3:::web-${AWS::AccountId}", "CloudFormation"),
        ("!Ref Table", "CloudFormation"),
        ("${var.table}", "Terraform"),
        ("var.table", "Terraform"),
        ("${aws_dynamodb_table.orders.name}", "Terraform"),
        ("${{ secrets.TABLE }}", "GitHub Actions"),
        ("${self:custom.table}", "the Serverless Framework"),
        ("${COPILOT_ENVIRONMENT_NAME}-orders", "Copilot"),
        ("{{ .Values.table }}", "Helm"),
        ("${pulumi.stack}", "Pulumi YAML"),
        ("${TABLE:-orders}", "Compose"),
        ("${TABLE:?missing}", "Compose"),
        ("${TABLE}", "Compose"),
    ],
)
def test_an_expression_of_another_tool_is_told(stacks, value, tool):
    [finding] = found(stacks, {"environment": {"TABLE": value}})
    assert (finding.code, finding.path, finding.severity) == (
        "expression-of-another-tool",
        ("services", "web", "environment", "TABLE"),
        "warning",
    )
    assert f"only {tool} resolves " in finding.message
    assert found(stacks, {"environment": {"TABLE": value}, "silence": {"environment": REASON}}) == []


@pytest.mark.parametrize(
    "value",
    [
        "$2b$12$abcdefghijklmnopqrstuv",
        "cost: $5",
        "$HOME",
        "{{ name }} and {name}",
        "Hello !Select one",
        "-Dhome=${user.home}",
        "${spring.datasource.url}",
        "${env:HOME}",
        "variable.name",
        "std::string",
        "100%",
    ],
)
def test_text_of_the_program_is_none(stacks, value):
    assert found(stacks, {"environment": {"TEMPLATE": value}}) == []


@pytest.mark.parametrize(
    "service",
    [
        {"command": ["sh", "-c", "exec app --port ${PORT:-3000}"]},
        {"entryPoint": ["/bin/bash", "-c"], "command": ["$APP"]},
        {"containerHealthCheck": "curl -f http://localhost:${PORT:-3000}/"},
        {"roles": {"taskRole": {"statements": [{"actions": "s3:*", "resources": "arn:aws:s3:::web/${aws:PrincipalTag/team}/*"}]}}},
    ],
)
def test_a_shell_and_iam_resolve_their_own_variables(stacks, service):
    assert found(stacks, service) == []


def test_a_command_without_a_shell_gets_the_text(stacks):
    [finding] = found(stacks, {"command": ["app", "${PORT:-3000}"]})
    assert finding.path == ("services", "web", "command", 1)
    assert finding.fixes[0].edits[0].value == "3000"


def test_what_aws_reads_is_an_error(stacks):
    statement = {"actions": "s3:GetObject", "resources": "arn:aws:s3:::web-${AWS::AccountId}/*"}
    [finding] = found(stacks, {"roles": {"taskRole": {"statements": [statement]}}})
    assert (finding.severity, finding.path[-2:]) == ("error", ("resources", 0))


def test_the_region_is_known(stacks):
    [finding] = found(stacks, {"environment": {"ENDPOINT": "https://sqs.${AWS::Region}.amazonaws.com"}})
    assert finding.fixes[0].edits[0].value == "https://sqs.us-west-2.amazonaws.com"
