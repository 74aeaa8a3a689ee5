"""`fargate-web why`: what is deployed against what the stack file asks for."""

import json

import pytest

from tests.cli.live.services import answer_service
from tests.cli.live.why_answers import GROUP_ANSWER, build_aws
from tests.cli.project.projects import LOADS, write_project

STACK_FILE = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: {image}
      port: 8080
      desiredCount: 2
"""


def drift(why, tmp_path, image="shop/web:1.13", extra="", aws=None):
    write_project(tmp_path, LOADS, dev=STACK_FILE.replace("{image}", image) + extra)
    document = json.loads(why(aws or build_aws(), "web", "--stack", "dev", "--json").out)
    found = {
        (cause["setting"], cause["position"]): [each["quote"] for each in cause["evidence"]]
        for cause in document["causes"]
        if cause["kind"] == "drift"
    }
    return found, document


def test_what_the_stack_file_asks_for_is_no_difference(why, tmp_path):
    found, document = drift(why, tmp_path)
    assert found == {}
    assert "differences from the stack file" in document["ruledOut"]
    assert "migrations" in document["ruledOut"]  # the file says that there is none


def test_another_image_another_count_and_another_health_check_are_differences(why, tmp_path):
    aws = build_aws(
        describe_services={"services": [answer_service(desiredCount=5)]},
        describe_target_groups={"TargetGroups": [GROUP_ANSWER | {"HealthCheckPath": "/old"}]},
    )
    found, _ = drift(why, tmp_path, "shop/web:1.14", aws=aws)
    assert found == {
        ("services.web.image", "Pulumi.dev.yaml:5:7"): ["shop/web:1.13", "shop/web:1.14"],
        ("services.web.desiredCount", "Pulumi.dev.yaml:7:7"): ["5", "2"],
        ("services.web.healthCheck.path", "Pulumi.dev.yaml:4:5"): ["/old", "/"],
    }


@pytest.mark.parametrize(("count", "differs"), [(2, False), (4, False), (5, True), (1, True)])
def test_scaling_may_choose_any_count_within_its_limits(why, tmp_path, count, differs):
    scaling = "      scaling: {minCapacity: 2, maxCapacity: 4, cpu: 60}\n"
    aws = build_aws(describe_services={"services": [answer_service(desiredCount=count)]})
    found, _ = drift(why, tmp_path, extra=scaling, aws=aws)
    assert [setting for setting, _ in found] == (["services.web.scaling"] if differs else [])


def test_without_a_stack_file_differences_are_not_known_and_cost_no_call(why):
    aws = build_aws()
    document = json.loads(why(aws, "web", "--json").out)
    assert document["unread"]["differences from the stack file"] == "There is no stack file at hand that describes the service."
    assert aws.count("describe_target_groups") == 0
