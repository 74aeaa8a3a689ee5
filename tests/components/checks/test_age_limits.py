"""An age limit: what stops the destruction of a stack, and what knows of the limit."""

import pytest
from fargate_web.checks.age_limits import check_age_limits
from fargate_web.checks.safeguards import check_safeguards
from fargate_web.settings.stack import Stack
from pydantic import ValidationError

WEB = {"image": "nginx:1", "port": 80}


def build_stack(**sections) -> Stack:
    return Stack.model_validate({"services": {"web": WEB}, "maxAgeInDays": 7, **sections})


def list_paths(stack: Stack) -> list[tuple[str | int, ...]]:
    return [finding.path for finding in check_age_limits(stack, None)]


def test_deletion_protection_stops_the_destruction():
    assert list_paths(build_stack()) == [("loadBalancer", "deletionProtection")]
    assert list_paths(build_stack(services={"web": {**WEB, "logs": {"deletionProtection": True}, "route": False}})) == [
        ("services", "web", "logs", "deletionProtection")
    ]


def test_a_bucket_that_keeps_its_logs_stops_the_destruction():
    logs = {"deletionProtection": False, "accessLogs": {"forceDestroy": False}}
    assert list_paths(build_stack(loadBalancer=logs)) == [("loadBalancer", "accessLogs", "forceDestroy")]


@pytest.mark.parametrize(
    "sections",
    [
        {"loadBalancer": {"deletionProtection": False}},
        {"services": {"web": {**WEB, "route": False}}},
        {"maxAgeInDays": None},
        {"loadBalancer": {"deletionProtection": False}, "repositories": {"shop": {"forceDelete": True}}},
    ],
)
def test_a_stack_that_can_be_destroyed_has_no_finding(sections):
    assert list_paths(build_stack(**sections)) == []


def test_a_stack_with_an_age_limit_needs_no_deletion_protection():
    sections = {"loadBalancer": {"deletionProtection": False}}
    codes = {finding.code for finding in check_safeguards(build_stack(**sections), None)}
    assert "deletion-protection-off" not in codes
    codes = {finding.code for finding in check_safeguards(build_stack(maxAgeInDays=None, **sections), None)}
    assert "deletion-protection-off" in codes


def test_a_protected_stack_refuses_an_age_limit():
    with pytest.raises(ValidationError, match="a protected stack is kept"):
        build_stack(protected=True)


@pytest.mark.parametrize("days", [0, 366, 1.5, True])
def test_an_age_limit_has_1_to_365_days(days):
    with pytest.raises(ValidationError):
        build_stack(maxAgeInDays=days)


def test_the_tag_takes_one_of_the_50():
    tags = {f"tag{number}": "x" for number in range(47)}
    assert build_stack(tags=tags, maxAgeInDays=None).tags == tags
    with pytest.raises(ValidationError, match="MaxAgeInDays and Name are the program's; write 46 at most"):
        build_stack(tags=tags)
