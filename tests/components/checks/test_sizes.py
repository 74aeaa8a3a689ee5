import pytest
from fargate_web.checks.sizes import check_sizes

SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:web/{}-a1b2c3"


def codes(stacks, services, **sections):
    return [(finding.code, finding.path) for finding in stacks.found(check_sizes, services, **sections)]


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ({"environment": {"TEXT": "x" * 66_000}}, ("environment",)),
        ({"environment": {f"V{n}": "x" * 40 for n in range(1000)}}, ("environment",)),
        ({"command": ["x" * 66_000]}, ("command",)),
        ({"dockerLabels": {"a": "ä" * 33_000}}, ("dockerLabels",)),
        ({"sidecars": {"a": {"image": "x", "environment": {"TEXT": "x" * 66_000}}}}, ("sidecars", "a", "environment")),
    ],
)
def test_a_task_definition_above_64_kib_is_told(stacks, service, path):
    assert codes(stacks, {"web": service}) == [("task-definition-too-large", ("services", "web", *path))]


def test_a_task_definition_below_64_kib_is_fine(stacks):
    assert codes(stacks, {"web": {"environment": {"TEXT": "x" * 60_000}}}) == []


def test_many_secrets_do_not_fit_into_the_policy_of_a_role(stacks):
    secrets = {f"SECRET_{n}": SECRET.format(f"a-rather-long-name-{n}") for n in range(150)}
    assert codes(stacks, {"web": {"secrets": secrets}}) == [("role-policy-too-large", ("services", "web", "secrets"))]
    # One secret with many keys is one ARN.
    assert codes(stacks, {"web": {"secrets": {name: f"{SECRET.format('all')}:{name}::" for name in secrets}}}) == []


def test_many_statements_do_not_fit_into_the_policy_of_a_role(stacks):
    statements = [{"actions": "s3:GetObject", "resources": f"arn:aws:s3:::{'b' * 50}-{n}/*"} for n in range(120)]
    [(code, path)] = codes(stacks, {"web": {"roles": {"taskRole": {"statements": statements}}}})
    assert (code, path[-1]) == ("role-policy-too-large", "taskRole")
    assert codes(stacks, {"web": {"roles": {"taskRole": {"statements": statements[:50]}}}}) == []


def test_a_dashboard_has_a_limited_number_of_widgets(stacks):
    services = {f"s{n}": {"port": 80, "route": {"paths": [f"/s{n}"]}} for n in range(125)}
    assert codes(stacks, services) == [("dashboard-too-large", ("monitoring", "dashboard"))]
    assert codes(stacks, services, monitoring={"dashboard": False}) == []
    assert codes(stacks, dict(list(services.items())[:124])) == []
