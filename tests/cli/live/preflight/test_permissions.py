"""The policy that `--policy` prints: each call that is made is in it, and nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fargate_web.analysis.iam_actions import load_action_tables
from fargate_web_cli.live.aws_session import AwsSession, find_iam_action
from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.facts.http import HttpAnswer
from fargate_web_cli.live.preflight.permissions import build_policy, list_permissions
from fargate_web_cli.live.preflight.planned_stack import PlannedStack
from fargate_web_cli.live.preflight.run import PreflightResult, run_preflight

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.answers import answer_everything
from tests.cli.live.preflight.plans import ACCOUNT, CERTIFICATE, LISTENER, OTHER_ACCOUNT, REGION, ROLE, SECRET, TWO_SUBNETS, plan

FOREIGN_IMAGE = f"{OTHER_ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shared/web:1"
METRIC = {"MetricNamespace": "AWS/Usage", "MetricName": "ResourceCount"}
NO_QUOTA = {
    "get_service_quota": refuse("NoSuchResourceException"),
    "get_aws_default_service_quota": {"Quota": {"Value": 5.0, "UsageMetric": METRIC}},
}
NO_REPOSITORY = {"batch_get_image": refuse("RepositoryNotFoundException")}
SERVER_CERTIFICATE = f"arn:aws:iam::{ACCOUNT}:server-certificate/old"
STACKS: dict[str, tuple[PlannedStack, dict[str, Any]]] = {
    "new": (
        plan(
            {
                "image": FOREIGN_IMAGE,
                "secrets": {"A": f"{SECRET}:url::", "B": "/shop/b"},
                "logs": {"logGroupName": "/ecs/web"},
                "roles": {"executionRole": {"arn": ROLE}, "taskRole": {"name": "web-task"}},
                "deployment": {"strategy": "canary", "alarms": {"names": ["checkout"]}},
                "scaling": {"minCapacity": 2, "maxCapacity": 4, "cpu": 60},
            },
            cluster={"name": "shop", "namespace": "shop"},
            loadBalancer={"https": {"domainName": "www.example.com", "hostedZone": "example.com"}},
        ),
        {},
    ),
    "existing": (
        plan(
            {"names": {"securityGroup": "web"}},
            network={"existing": TWO_SUBNETS},
            cluster={"existing": {"name": "shared"}},
            loadBalancer={"existing": {"listenerArn": LISTENER, "securityGroupId": "sg-0123456789abcdef0"}},
        ),
        {
            **NO_REPOSITORY,
            **NO_QUOTA,
            "describe_listener_certificates": {"Certificates": [{"CertificateArn": CERTIFICATE}, {"CertificateArn": SERVER_CERTIFICATE}]},
        },
    ),
    "certificate": (plan({"image": "quay.io/a/b:1"}, loadBalancer={"https": {"certificateArn": CERTIFICATE}}), NO_QUOTA),
    "zone by id": (plan(loadBalancer={"https": {"domainName": "www.example.com", "hostedZone": "Z1"}}), {}),
    "server certificate": (plan(loadBalancer={"https": {"certificateArn": SERVER_CERTIFICATE}}), {}),
    "IPv6": (plan(network={"ipv6": True}), {"list_account_settings": {"settings": []}}),
    "workers": (plan({"route": False}, network={"natGateways": "none"}), {}),
    "repositories": (plan(services={}, repositories={"web": {"name": "shop/web"}}), {}),
    "jobs": (plan(services={}, scheduledTasks={"report": {"image": FOREIGN_IMAGE, "schedule": "rate(1 day)"}}), {}),
}


def fetch(url: str, headers: Any) -> HttpAnswer:
    return HttpAnswer(200, {}, b'{"architecture": "amd64"}')


def run(planned: PlannedStack, aws: FakeAws, *, reads_values: bool = True) -> tuple[PreflightResult, set[str]]:
    """Run a preflight, and return the actions of IAM that its calls need."""
    actions: set[str] = set()

    def open_session(region: str) -> AwsSession:
        session = aws.open_session("preflight", region)
        call: Callable[..., Any] = session.call

        def record(service: str, operation: str, /, **parameters: Any) -> Any:
            actions.add(find_iam_action(service, operation).lower())
            return call(service, operation, **parameters)

        session.call = record  # type: ignore[method-assign]
        return session

    reader = AwsReader(open_session, REGION)
    return run_preflight(planned, reader, ACCOUNT, fetch, lambda question: None, reads_values=reads_values), actions


@pytest.fixture(scope="module")
def runs() -> dict[str, tuple[PreflightResult, set[str]]]:
    return {name: run(planned, answer_everything(**answers)) for name, (planned, answers) in STACKS.items()}


@pytest.mark.parametrize("name", STACKS)
def test_the_policy_of_a_stack_has_every_call(runs, name):
    result, made = runs[name]
    allowed = {permission.action.lower() for permission in list_permissions(STACKS[name][0], reads_values=True)}
    assert made - allowed == set()
    # A parameter that boto3 does not accept would be an answer that is missing.
    assert [each for each in result.unchecked if "no resolver" not in each.reason and "as a registry" not in each.reason] == []


def test_each_action_of_a_policy_is_called_for_some_stack(runs):
    made = {action for _, actions in runs.values() for action in actions}
    allowed = {permission.action.lower() for planned, _ in STACKS.values() for permission in list_permissions(planned, reads_values=True)}
    assert allowed - made == set()


def test_iam_has_each_action_and_allows_it_on_the_resources(runs):
    tables = load_action_tables()
    for planned, _ in STACKS.values():
        for action, resource in list_permissions(planned, reads_values=True):
            prefix, _, name = action.partition(":")
            table = tables[prefix]
            assert name in (*table.on_resources.values(), *table.on_everything.values()), action
            assert resource == "*" or name.lower() in table.on_resources, action


def test_values_of_secrets_are_allowed_on_request_only():
    planned = STACKS["new"][0]
    assert "secretsmanager:GetSecretValue" not in str(build_policy(planned, reads_values=False))
    statements = build_policy(planned, reads_values=True)["Statement"]
    assert [each["Resource"] for each in statements if "secretsmanager:GetSecretValue" in each["Action"]] == [SECRET]
    _, made = run(planned, answer_everything(), reads_values=False)
    assert "secretsmanager:getsecretvalue" not in made


def test_the_key_of_a_secret_is_needed_to_read_it():
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1a2b3c4d"
    planned = plan({"secrets": {"A": f"{SECRET}:url::"}, "roles": {"secretKmsKeys": [key]}})
    assert ("kms:Decrypt", key) in list(list_permissions(planned, reads_values=True))
    assert "kms:Decrypt" not in str(build_policy(planned, reads_values=False))


def test_no_call_changes_anything(runs):
    verbs = {action.partition(":")[2] for _, actions in runs.values() for action in actions}
    assert {verb for verb in verbs if not verb.startswith(("describe", "get", "list", "batchget", "simulate"))} == set()


def test_no_value_of_a_secret_is_in_the_result(runs):
    assert all("hunter2" not in repr(result) for result, _ in runs.values())


@pytest.mark.parametrize(("repositories", "calls"), [(50, 68), (1, 19)])
def test_fifty_services_take_the_calls_that_the_documentation_names(repositories, calls):
    images = [f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop/{number % repositories}:{number}" for number in range(50)]
    services = {f"s{number}": {"image": image, "port": 80, "route": {"paths": [f"/{number}/*"]}} for number, image in enumerate(images)}
    manifest = json.dumps({"manifests": [{"platform": {"os": "linux", "architecture": "amd64"}}]})
    aws = answer_everything(
        get_resources={"ResourceTagMappingList": []},
        batch_get_image=lambda parameters: {"images": [{"imageId": each, "imageManifest": manifest} for each in parameters["imageIds"]]},
    )
    result, _ = run(plan(services=services), aws)
    assert result.calls + 1 == calls  # with the question for the account
