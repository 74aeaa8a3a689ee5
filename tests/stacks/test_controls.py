"""Controls over the resources of every stack file."""

from pathlib import Path

import pytest
from fargate_web.controls.catalogue import CONTROLS
from fargate_web.testing.controls import find_violations

from tests.stacks.running import ROOT, preview_or_up, read

STACK_FILES = ["Pulumi.dev.yaml", "Pulumi.prod.yaml", *sorted(f"examples/{path.name}" for path in Path(ROOT, "examples").glob("*.yaml"))]


@pytest.mark.parametrize("file", STACK_FILES)
def test_no_stack_violates_a_mandatory_control(file: str) -> None:
    found = find_violations(preview_or_up(read(file)))
    assert [(each.control.id, each.resource.label, each.message) for each in found if each.level == "mandatory"] == []


@pytest.mark.parametrize("file", ["Pulumi.prod.yaml", "examples/kinds-of-work.yaml"])
def test_a_preview_finds_what_an_update_finds(file: str) -> None:
    preview, update = (find_violations(preview_or_up(read(file), preview=preview)) for preview in (True, False))
    found, found_by_update = (sorted((each.control.id, each.resource.label) for each in violations) for violations in (preview, update))
    assert found == found_by_update


def test_the_smallest_stack_meets_what_the_documentation_says() -> None:
    container = {"image": f"public.ecr.aws/nginx/nginx-unprivileged@sha256:{'0' * 64}"}
    smallest = {
        "aws:region": "us-west-2",
        "fargate-web:services": {"web": {**container, "port": 8080}},
        "fargate-web:scheduledTasks": {"report": {**container, "schedule": "rate(1 day)"}},
        "fargate-web:repositories": {"web": {}},
    }
    violated = {each.control.id for each in find_violations(preview_or_up(smallest), {"all": "advisory"})}
    # awsx creates the subnets, AWS the default network ACL, and there is no web ACL by default.
    not_in_the_run = {"subnet-no-public-addresses", "nacl-administration-ports", "waf-log4j"}
    assert violated | not_in_the_run == {control.id for control in CONTROLS if not control.by_default}
