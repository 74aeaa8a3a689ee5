"""The services that run: deployments in progress, targets, and what an update would cut off."""

from typing import Any

import pytest
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.services import LiveService, gather_services
from fargate_web_cli.live.preflight.judgements.services import judge_services

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, describe, plan, read
from tests.cli.live.services import answer_deployment, answer_health, answer_service

CLUSTER_ARN = "arn:aws:ecs:us-west-2:123456789012:service/shop-prod"
WEB = ("services", "web")


def test_services_are_asked_for_by_ten():
    aws = FakeAws(describe_services={"services": []})
    assert gather_services(read(aws), [f"{CLUSTER_ARN}/s{number}" for number in range(12)]) == ()
    assert [len(parameters["services"]) for _, parameters in aws.calls] == [10, 2]


def test_a_service_is_read_with_its_targets():
    aws = FakeAws(
        describe_services={"services": [answer_service(), answer_service("old", status="INACTIVE")]}, describe_target_health=answer_health
    )
    [service] = gather_services(read(aws), [f"{CLUSTER_ARN}/web-1a2b3c"]) or ()
    assert service == LiveService("web-1a2b3c", 2, 2, False, "CANARY", (), 2, 3)


@pytest.mark.parametrize("weight", [0, 10])
def test_a_deployment_that_shifts_traffic_tells_the_shares(weight):
    aws = FakeAws(
        describe_services={"services": [answer_service(deploying=True)]},
        describe_target_health=answer_health,
        describe_service_deployments={"serviceDeployments": [answer_deployment(weight=float(weight))]},
    )
    [service] = gather_services(read(aws), [f"{CLUSTER_ARN}/web-1a2b3c"]) or ()
    assert (service.is_deploying, service.weights) == (True, (100.0 - weight, float(weight)))


def test_a_rolling_deployment_is_one_that_rolls_out():
    rolling = {"deployments": [{"status": "PRIMARY", "rolloutState": "IN_PROGRESS"}, {"status": "ACTIVE", "rolloutState": "COMPLETED"}]}
    aws = FakeAws(describe_services={"services": [answer_service(loadBalancers=[], **rolling)]})
    [service] = gather_services(read(aws), [f"{CLUSTER_ARN}/web-1a2b3c"]) or ()
    assert (service.is_deploying, service.healthy_targets) == (True, None)


def test_without_a_permission_targets_are_not_known():
    reader = read(FakeAws(describe_services={"services": [answer_service()]}, describe_target_health=refuse("AccessDenied")))
    [service] = gather_services(reader, [f"{CLUSTER_ARN}/web-1a2b3c"]) or ()
    assert service.healthy_targets is None
    assert [each.action for each in reader.unchecked] == ["elasticloadbalancing:DescribeTargetHealth"]
    reader = read(FakeAws(describe_services=refuse("AccessDeniedException")))
    assert gather_services(reader, [f"{CLUSTER_ARN}/web-1a2b3c"]) is None


def live(name: str = "web-1a2b3c4", **more: Any) -> LiveService:
    return LiveService(**{"name": name, "running": 2, "desired": 2, "healthy_targets": 2, "targets": 2, **more})


@pytest.mark.parametrize(
    ("service", "found"),
    [
        (live(), []),
        (live("web"), []),
        (live(is_deploying=True), [("warning", "deployment-in-progress", WEB)]),
        (live(healthy_targets=0), [("warning", "no-healthy-target", WEB)]),
        (live(healthy_targets=0, is_deploying=True), [("warning", "deployment-in-progress", WEB)]),
        (live(healthy_targets=0, desired=0), []),
        (live(healthy_targets=None), []),
        (live("old-1a2b3c4"), [("warning", "service-would-be-deleted", ("services",))]),
        (live("old-1a2b3c4", running=0), []),
        (live("fixed-name"), []),
        (live(desired=9), [("warning", "fewer-tasks-than-run", ("services", "web", "scaling", "maxCapacity"))]),
    ],
)
def test_what_an_update_would_cut_off(service, found):
    planned = plan({"scaling": {"minCapacity": 2, "maxCapacity": 4, "cpu": 60}})
    assert describe(judge_services(planned, Facts(ACCOUNT, services=(service,)))) == found


def test_a_service_with_a_fixed_name_is_found_by_it():
    planned = plan({"names": {"service": "prod-web"}})
    assert planned.find_service_key("prod-web") == "web"
    assert planned.find_service_key("web-1a2b3c4") is None


def test_the_share_of_the_new_version_is_told():
    [finding] = judge_services(plan(), Facts(ACCOUNT, services=(live(is_deploying=True, strategy="BLUE_GREEN", weights=(90.0, 10.0)),)))
    assert "a blue/green deployment of web-1a2b3c4 is in progress, and its new version gets 10 % of the traffic" in finding.message
