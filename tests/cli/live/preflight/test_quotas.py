"""Quotas against what the stack adds."""

from datetime import datetime
from typing import Any

import pytest
from fargate_web_cli.live.preflight.facts import quotas
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.load_balancers import ListenerFacts, ListenerRule, NamedResource
from fargate_web_cli.live.preflight.facts.ownership import Ownership
from fargate_web_cli.live.preflight.facts.quotas import QuotaFacts, gather_quota, gather_task_quota
from fargate_web_cli.live.preflight.facts.services import LiveService
from fargate_web_cli.live.preflight.judgements.quotas import count_rules, judge_quotas, split_tasks

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, EXISTING_BALANCER, REGION, plan, read

NOBODY = Ownership(frozenset())
GROUP_ARN = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup"


def answer_quota(value: float = 5, **more: Any) -> dict[str, Any]:
    return {"Quota": {"QuotaName": "VPCs per Region", "Value": value, "Adjustable": True, **more}}


def test_the_default_of_a_quota_counts_where_none_was_applied():
    aws = FakeAws(get_service_quota=refuse("NoSuchResourceException"), get_aws_default_service_quota=answer_quota(5))
    assert gather_quota(read(aws), quotas.VPCS) == QuotaFacts("VPCs per Region", 5)
    reader = read(
        FakeAws(get_service_quota=refuse("NoSuchResourceException"), get_aws_default_service_quota=refuse("NoSuchResourceException"))
    )
    assert gather_quota(reader, quotas.VPCS) is None
    assert "does not have it" in reader.unchecked[0].reason


def test_what_is_used_of_a_quota_is_its_last_value():
    metric = {"MetricNamespace": "AWS/Usage", "MetricName": "ResourceCount", "MetricDimensions": {"Service": "Fargate"}}
    points = [{"Timestamp": datetime(2026, 3, 1, 12, minute), "Maximum": value} for minute, value in ((10, 3.0), (5, 9.0))]
    aws = FakeAws(get_service_quota=answer_quota(6, UsageMetric=metric), get_metric_statistics={"Datapoints": points})
    facts = gather_quota(read(aws), quotas.ON_DEMAND_VCPUS, with_usage=True)
    assert facts is not None
    assert facts.used == 3.0
    assert aws.calls[1][1]["Dimensions"] == [{"Name": "Service", "Value": "Fargate"}]
    aws = FakeAws(get_service_quota=answer_quota(6, UsageMetric=metric), get_metric_statistics={"Datapoints": []})
    facts = gather_quota(read(aws), quotas.ON_DEMAND_VCPUS, with_usage=True)
    assert facts is not None
    assert facts.used == 0


def test_the_tasks_of_a_service_are_a_quota_of_ecs():
    listed = {"Quotas": [{"QuotaName": "Services per cluster", "Value": 5000.0}, {"QuotaName": "Tasks per service", "Value": 100.0}]}
    facts = gather_task_quota(read(FakeAws(list_service_quotas=listed)))
    assert facts is not None
    assert facts.value == 100
    planned = plan({"desiredCount": 60})
    assert [finding.severity for finding in judge_quotas(planned, Facts(ACCOUNT, task_quota=facts))] == ["warning"]
    assert [finding.severity for finding in judge_quotas(plan({"desiredCount": 200}), Facts(ACCOUNT, task_quota=facts))] == ["error"]
    assert list(judge_quotas(plan({"desiredCount": 50}), Facts(ACCOUNT, task_quota=facts))) == []
    reader = read(FakeAws(list_service_quotas={"Quotas": []}))
    assert gather_task_quota(reader) is None
    assert "does not have it" in reader.unchecked[0].reason


def judge_count(code: quotas.QuotaCode, value: float, planned: Any = None, **facts: Any) -> list[Any]:
    more = {"ownership": NOBODY, "target_groups": (), "quotas": {code: QuotaFacts("the quota", value)}, **facts}
    return [(finding.severity, finding.path) for finding in judge_quotas(planned or plan(), Facts(ACCOUNT, **more))]


def test_a_new_vpc_against_the_quota():
    vpc = Ownership(frozenset((f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/vpc-1",)))
    assert judge_count(quotas.VPCS, 5, vpcs=5) == [("error", ("network",))]
    assert judge_count(quotas.VPCS, 5, vpcs=4) == []
    assert judge_count(quotas.VPCS, 5, vpcs=5, ownership=vpc) == []
    assert judge_count(quotas.VPCS, 5, vpcs=5, ownership=Ownership()) == []


def test_addresses_of_nat_gateways_against_the_quota():
    address = Ownership(frozenset((f"arn:aws:ec2:{REGION}:{ACCOUNT}:elastic-ip/eipalloc-1",)))
    assert judge_count(quotas.ELASTIC_IPS, 5, addresses=4) == [("error", ("network", "natGateways"))]
    assert judge_count(quotas.ELASTIC_IPS, 5, addresses=4, ownership=address) == []
    assert judge_count(quotas.ELASTIC_IPS, 5, plan(network={"natGateways": "single"}), addresses=4) == []


def test_network_load_balancers_with_their_addresses_and_target_groups():
    balancer = {"listeners": [{"port": 53}, {"port": 54}], "staticAddresses": True}
    planned = plan({"route": False, "networkLoadBalancer": balancer}, network={"natGateways": "none"})
    static = ("services", "web", "networkLoadBalancer", "staticAddresses")
    found = (NamedResource("other", f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/net/other/1"),)
    owned = Ownership(frozenset((found[0].arn,)))
    assert judge_count(quotas.ELASTIC_IPS, 5, planned, addresses=4) == [("error", static)]
    assert judge_count(quotas.ELASTIC_IPS, 6, planned, addresses=4) == []
    assert judge_count(quotas.TARGET_GROUPS, 3, planned) == [("error", ("services",))]
    assert judge_count(quotas.TARGET_GROUPS, 4, planned) == []
    assert judge_count(quotas.NETWORK_LOAD_BALANCERS, 1, planned, network_load_balancers=found) == [("error", ("services",))]
    assert judge_count(quotas.NETWORK_LOAD_BALANCERS, 1, planned, network_load_balancers=found, ownership=owned) == []


def test_target_groups_against_the_quotas():
    groups = tuple(NamedResource(f"g{number}", f"{GROUP_ARN}/g{number}/1") for number in range(3))
    owned = Ownership(frozenset((groups[0].arn,)))
    assert judge_count(quotas.TARGET_GROUPS, 4, target_groups=groups) == [("error", ("services",))]
    assert judge_count(quotas.TARGET_GROUPS, 4, target_groups=groups, ownership=owned) == []
    assert judge_count(quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, 1) == [("error", ("services",))]
    assert judge_count(quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, 2) == []


def test_rules_for_test_traffic_count():
    by_listener = plan({"deployment": {"strategy": "blueGreen", "testTraffic": True}}, loadBalancer={"testListener": {"port": 8443}})
    header = {"name": "X-Test", "values": ["1"]}
    by_header = plan({"deployment": {"strategy": "blueGreen", "testTraffic": {"header": header}}})
    assert [count_rules(planned.settings) for planned in (plan(), by_listener, by_header)] == [1, 2, 2]


def test_rules_and_target_groups_of_an_existing_load_balancer():
    rules = tuple(ListenerRule(f"rule-{number}", number, None) for number in range(99))
    listener = ListenerFacts(True, load_balancer_arn="balancer", rules=rules)
    planned = plan(loadBalancer=EXISTING_BALANCER)
    assert judge_count(quotas.RULES_OF_A_LOAD_BALANCER, 100, planned, listener=listener) == []
    assert judge_count(quotas.RULES_OF_A_LOAD_BALANCER, 99, planned, listener=listener) == [("error", ("services",))]
    owned = Ownership(frozenset(("rule-1",)))
    assert judge_count(quotas.RULES_OF_A_LOAD_BALANCER, 99, planned, listener=listener, ownership=owned) == []
    groups = tuple(NamedResource(f"g{number}", f"group-{number}", "", frozenset(("balancer",))) for number in range(99))
    found = judge_count(quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, 100, planned, listener=listener, target_groups=groups)
    assert found == [("error", ("services",))]


@pytest.mark.parametrize(
    ("web", "used", "running", "found"),
    [
        ({"cpu": 1024, "memory": 2048, "desiredCount": 4}, 0, 0, "warning"),  # eight at the peak
        ({"cpu": 1024, "memory": 2048, "desiredCount": 4}, 3, 0, "error"),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 3}, 0, 0, None),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 3}, 3, 3, None),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 3}, 4, 3, "warning"),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 4, "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT"}]}, 6, 0, None),
    ],
)
def test_the_vcpus_at_the_peak_of_a_deployment(web, used, running, found):
    quota = {quotas.ON_DEMAND_VCPUS: QuotaFacts("Fargate On-Demand vCPU resource count", 6, used)}
    services = (LiveService("web-1a2b3c4", running, running),) if running else ()
    findings = judge_quotas(plan(web), Facts(ACCOUNT, quotas=quota, services=services))
    assert [finding.severity for finding in findings] == ([found] if found else [])


@pytest.mark.parametrize(
    ("strategy", "tasks", "split"),
    [
        ({"FARGATE": (0, 1)}, 5, {"FARGATE": 5}),
        ({"FARGATE": (2, 1), "FARGATE_SPOT": (0, 3)}, 10, {"FARGATE": 4, "FARGATE_SPOT": 6}),
        ({"FARGATE": (3, 0), "FARGATE_SPOT": (0, 1)}, 2, {"FARGATE": 2, "FARGATE_SPOT": 0}),
    ],
)
def test_tasks_are_split_by_base_and_weight(strategy, tasks, split):
    assert split_tasks(strategy, tasks) == split
