import pytest
from fargate_web.checks.accounts import check_accounts

OWN, OTHER = "123456789012", "210987654321"
KEY = f"arn:aws:kms:us-west-2:{OTHER}:key/1a2b3c4d"
ROLE = {"roles": {"taskRole": {"arn": f"arn:aws:iam::{OWN}:role/web"}}}


def secret(account):
    return f"arn:aws:secretsmanager:us-west-2:{account}:secret:db-a1b2c3"


def found(stacks, service, account=None, **sections):
    return list(check_accounts(stacks.of({"web": service}, **sections), account))


@pytest.mark.parametrize(
    ("account", "said", "sections"),
    [
        (OWN, {}, {}),
        (None, ROLE, {}),
        (None, {"port": 80}, {"loadBalancer": {"https": {"certificateArn": f"arn:aws:acm:us-west-2:{OWN}:certificate/1a2b3c4d"}}}),
    ],
)
def test_the_credentials_of_a_registry_must_be_in_the_account_of_the_stack(stacks, account, said, sections):
    service = {"image": "registry.example.com/web:1", "repositoryCredentials": secret(OTHER), **said}
    [finding] = found(stacks, service, account, **sections)
    assert (finding.code, finding.severity, finding.path) == (
        "credentials-of-another-account",
        "error",
        ("services", "web", "repositoryCredentials"),
    )
    assert found(stacks, {**service, "repositoryCredentials": secret(OWN)}, account, **sections) == []


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ({"secrets": {"DB": secret(OTHER)}}, ("secrets", "DB")),
        ({"sidecars": {"a": {"image": "x", "secrets": {"DB": secret(OTHER)}}}}, ("sidecars", "a", "secrets", "DB")),
        ({"migration": {"command": ["x"], "secrets": {"DB": secret(OTHER)}}}, ("migration", "secrets", "DB")),
        (
            {"logs": {"fireLens": {"options": {"Name": "datadog"}, "secretOptions": {"apikey": secret(OTHER)}}}},
            ("logs", "fireLens", "secretOptions", "apikey"),
        ),
    ],
)
def test_a_secret_of_another_account_needs_its_key(stacks, service, path):
    [finding] = found(stacks, service, OWN)
    assert (finding.code, finding.severity, finding.path) == ("secret-of-another-account", "warning", ("services", "web", *path))
    assert "roles: {secretKmsKeys:" in finding.message
    assert found(stacks, {**service, "roles": {"secretKmsKeys": [KEY]}}, OWN) == []


def test_of_two_accounts_one_is_another(stacks):
    service = {"secrets": {"A": secret(OWN), "B": secret(OWN), "C": secret(OTHER)}}
    assert [finding.path[-1] for finding in found(stacks, service)] == ["C"]


@pytest.mark.parametrize(
    "service",
    [
        {"secrets": {"DB": secret(OTHER)}},
        {"image": "registry.example.com/web:1", "repositoryCredentials": secret(OTHER)},
        {"secrets": {"DB": f"arn:aws:ssm:us-west-2:{OTHER}:parameter/web/db"}},
    ],
)
def test_without_a_second_account_nothing_tells_the_first(stacks, service):
    assert found(stacks, service) == []
