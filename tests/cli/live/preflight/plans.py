"""Stacks as `fargate-web preflight` sees them, and AWS that answers its questions."""

from typing import Any

from fargate_web.analysis.rule_priorities import assign_priorities
from fargate_web.checks.finding import Finding
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack
from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.facts.http import HttpAnswer
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

from tests.cli.live.fake_aws import FakeAws

REGION = "us-west-2"
ACCOUNT = "123456789012"
OTHER_ACCOUNT = "210987654321"
REGISTRY = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
IMAGE = f"{REGISTRY}/shop/web:1.4.2"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:database-A1b2C3"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/web"
LISTENER = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2"
CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/1a2b3c4d"
BALANCER = LISTENER.replace(":listener/", ":loadbalancer/").rsplit("/", 1)[0]
EXISTING_BALANCER = {"existing": {"listenerArn": LISTENER, "securityGroupId": "sg-0123456789abcdef0"}}
TAGS = {"Project": "shop", "Stack": "prod"}
TWO_SUBNETS = {"vpc": {"id": "vpc-0123456789abcdef0"}, "privateSubnets": [{"id": "subnet-11111111"}, {"id": "subnet-22222222"}]}


def plan(
    web: dict[str, Any] | None = None, *, priorities: dict[str, int] | None = None, accounts: tuple[str, ...] = (), **sections: Any
) -> PlannedStack:
    """Plan a stack with the service web, or with other sections."""
    services = {"services": {"web": {"image": IMAGE, "port": 8080, **(web or {})}}} if "services" not in sections else {}
    settings = validate(Stack, {**services, **sections}, subject="the stack of the test")
    if priorities is None:
        priorities = assign_priorities("shop", "prod", settings.listener_rules)
    return PlannedStack("shop", "prod", REGION, settings, priorities, accounts)


def read(aws: FakeAws) -> AwsReader:
    return AwsReader(lambda region: aws.open_session("preflight", region), REGION)


def fetch_nothing(url: str, headers: Any) -> HttpAnswer:
    raise AssertionError(f"nobody expected {url}")


def describe(findings: Any) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """Return the severity, the identifier and the path of each finding."""
    found: list[Finding] = list(findings)
    return [(finding.severity, finding.code, finding.path) for finding in found]
