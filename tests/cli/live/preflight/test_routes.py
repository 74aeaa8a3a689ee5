"""The routes of existing subnets as the proof of egress, and their free addresses."""

import pytest
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.networks import (
    Endpoint,
    NetworkFacts,
    Route,
)
from fargate_web_cli.live.preflight.facts.services import LiveService
from fargate_web_cli.live.preflight.judgements.addresses import judge_addresses
from fargate_web_cli.live.preflight.judgements.routes import judge_routes

from tests.cli.live.preflight.networks import EXISTING, INTERNAL, network_of, plan_in, subnet
from tests.cli.live.preflight.plans import ACCOUNT, describe

NAT, INTERNET = Route("0.0.0.0/0", "nat-1"), Route("0.0.0.0/0", "igw-1")
LOCAL, TRANSIT = Route("10.0.0.0/16", "local"), Route("10.9.0.0/16", "tgw-1")
ENDPOINTS = (Endpoint("ecr.api"), Endpoint("ecr.dkr"), Endpoint("logs"), Endpoint("s3", True, False, frozenset(("rtb-1",))))


@pytest.mark.parametrize(
    ("tier", "routes", "endpoints", "found"),
    [
        ("private", (LOCAL, NAT), (), []),
        ("private", (LOCAL, Route("0.0.0.0/0", "tgw-1")), (), []),
        ("private", (LOCAL, INTERNET), (), [("error", "private-subnet-with-internet-gateway")]),
        ("private", (LOCAL, Route("0.0.0.0/0", "nat-1", is_active=False)), (), [("error", "route-to-nowhere")]),
        ("private", (LOCAL,), (), [("error", "endpoints-missing")]),
        ("private", (LOCAL, TRANSIT), (), [("warning", "endpoints-missing")]),
        ("private", (LOCAL,), ENDPOINTS, []),
        ("private", (LOCAL,), ENDPOINTS[:3], [("error", "endpoints-missing")]),
        ("private", (LOCAL,), (*ENDPOINTS[:2], Endpoint("logs", has_private_names=False), ENDPOINTS[3]), [("error", "endpoints-missing")]),
        ("isolated", (LOCAL,), ENDPOINTS, []),
        ("isolated", (LOCAL, NAT), ENDPOINTS, [("warning", "isolated-subnet-with-route")]),
        ("public", (LOCAL, INTERNET), (), []),
        ("public", (LOCAL,), (), [("error", "public-subnet-without-internet")]),
        ("public", (LOCAL, NAT), (), [("error", "public-subnet-without-internet")]),
    ],
)
def test_the_proof_of_egress_on_real_routes(tier, routes, endpoints, found):
    facts = Facts(ACCOUNT, network=network_of(subnet(1), tier=tier, routes=routes, endpoints=endpoints))
    findings = list(judge_routes(plan_in(tier), facts))
    assert [(finding.severity, finding.code) for finding in findings] == found
    assert all(finding.path == (*EXISTING, f"{tier}Subnets", 0) for finding in findings)


def test_an_image_outside_ecr_needs_a_way_to_the_internet():
    planned = plan_in(web={"image": "public.ecr.aws/nginx/nginx:1.29"})
    facts = Facts(ACCOUNT, network=network_of(subnet(1), routes=(LOCAL,), endpoints=ENDPOINTS))
    assert [finding.code for finding in judge_routes(planned, facts)] == ["image-out-of-reach"]


def test_subnets_without_tasks_need_no_endpoints():
    facts = Facts(ACCOUNT, network=network_of(subnet(1), tier="isolated", routes=(LOCAL,)))
    assert list(judge_routes(plan_in("private"), facts)) == []


def test_routes_or_endpoints_that_are_not_known_prove_nothing():
    network = network_of(subnet(1), routes=(LOCAL,))
    unknown = NetworkFacts(network.vpc_ids, "", network.subnets, network.tiers, network.route_tables, None)
    assert list(judge_routes(plan_in(), Facts(ACCOUNT, network=unknown))) == []
    assert list(judge_routes(plan_in(), Facts(ACCOUNT))) == []


def running(count: int) -> tuple[LiveService, ...]:
    return (LiveService("web-1a2b3c4", count, count),) if count else ()


@pytest.mark.parametrize(
    ("web", "running_tasks", "free", "found"),
    [
        ({"desiredCount": 4}, 0, 4, "warning"),  # the next deployment needs eight
        ({"desiredCount": 4}, 0, 8, None),
        ({"desiredCount": 4}, 0, 3, "error"),
        ({"desiredCount": 4}, 4, 1, "warning"),
        ({"desiredCount": 4}, 4, 0, "warning"),
        ({"desiredCount": 4, "deployment": {"minimumHealthyPercent": 50, "maximumPercent": 100}}, 4, 0, None),
        ({"desiredCount": 4, "deployment": {"minimumHealthyPercent": 50}}, 4, 4, None),
        ({"desiredCount": 2, "scaling": {"minCapacity": 2, "maxCapacity": 10, "cpu": 60}}, 2, 10, "warning"),
    ],
)
def test_free_addresses_against_the_peak_of_a_deployment(web, running_tasks, free, found):
    facts = Facts(ACCOUNT, network=network_of(subnet(1, free=free)), services=running(running_tasks))
    assert [finding.severity for finding in judge_addresses(plan_in(web=web), facts)] == ([found] if found else [])


def test_a_deployment_that_shifts_traffic_needs_all_its_tasks_twice():
    web = {"route": {}, "desiredCount": 4, "deployment": "canary"}
    facts = Facts(ACCOUNT, network=network_of(subnet(1, free=3)), services=running(4))
    assert describe(judge_addresses(plan_in(web=web, **INTERNAL), facts)) == [
        ("warning", "free-addresses-run-out", (*EXISTING, "privateSubnets"))
    ]


def test_addresses_are_not_judged_without_knowing_what_runs():
    assert list(judge_addresses(plan_in(), Facts(ACCOUNT, network=network_of(subnet(1, free=0))))) == []
