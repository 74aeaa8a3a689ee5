"""What an estimate counts, by numbers worked out by hand from the list prices of us-east-1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from fargate_web.settings.service import Service
from fargate_web.testing import UNKNOWN
from fargate_web_cli.cost.estimate import Estimate, estimate_cost
from fargate_web_cli.cost.fargate import count_spot_tasks
from fargate_web_cli.cost.line_item import Usage
from fargate_web_cli.cost.prices import PRICE_DESCRIPTIONS, load_prices
from fargate_web_cli.cost.ranges import Range
from hypothesis import given
from hypothesis import strategies as st

SERVICE = "aws:ecs/service:Service"
DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
TARGET = "aws:appautoscaling/target:Target"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
VPC = "awsx:ec2:Vpc"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
POLICY = "aws:appautoscaling/policy:Policy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
COMPONENT = "urn:pulumi:dev::shop::fargate-web:index:Service::web"
ANTI_DDOS_RULE = {"statement": {"managedRuleGroupStatement": {"vendorName": "AWS", "name": "AWSManagedRulesAntiDDoSRuleSet"}}}


@dataclass
class Thing:
    """The least that an estimate needs to know of a resource, as somebody else may have written it down."""

    type: str
    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    parent: str | None = None
    urn: str = ""


def web(
    tasks: float = 2, *, cpu: str = "256", memory: str = "512", name: str = "web", definition: Any = None, **inputs: Any
) -> list[Thing]:
    """Give a service with its task definition."""
    size = {"cpu": cpu, "memory": memory, **(definition or {})}
    return [Thing(DEFINITION, name, size), Thing(SERVICE, name, {"desiredCount": tasks, **inputs})]


def strategy(*items: tuple[str, int, int]) -> list[dict[str, Any]]:
    """Give a capacity provider strategy: provider, base, weight."""
    return [{"capacityProvider": provider, "base": base, "weight": weight} for provider, base, weight in items]


def of(resources: Sequence[Thing], region: str = "us-east-1", **usage: float) -> Estimate:
    """Estimate resources."""
    return estimate_cost(resources, region, usage=Usage(**usage))


def kind(estimated: Estimate, name: str) -> Range:
    """Give what a kind costs a month, to the cent."""
    figures = estimated.sum_by_kind().get(name, Range.constant(0))
    return Range(round(figures.minimum, 2), round(figures.desired, 2), round(figures.maximum, 2))


def test_nothing_costs_nothing() -> None:
    assert not of([]).monthly_cost
    assert of([]).items == ()


def test_a_task_of_a_quarter_vcpu_on_x86_costs_9_01() -> None:
    # 730 h × (0.25 × 0.04048 + 0.5 × 0.004445)
    assert kind(of(web(1)), "Fargate") == Range.constant(9.01)
    assert kind(of(web(2)), "Fargate") == Range.constant(18.02)


def test_the_same_task_on_arm64_costs_7_21() -> None:
    # 730 h × (0.25 × 0.03238 + 0.5 × 0.00356)
    assert kind(of(web(1, definition={"runtimePlatform": {"cpuArchitecture": "ARM64"}})), "Fargate") == Range.constant(7.21)


def test_the_first_20_gib_of_storage_are_free() -> None:
    # 730 h × 30 GB × 0.000111
    assert kind(of(web(1, definition={"ephemeralStorage": {"sizeInGib": 50}})), "Fargate storage") == Range.constant(2.43)
    assert kind(of(web(1, definition={"ephemeralStorage": {"sizeInGib": 20}})), "Fargate storage") == Range.constant(0)


def test_tasks_on_spot_cost_70_per_cent_less_unless_another_discount_is_said() -> None:
    spot = {"capacityProviderStrategies": strategy(("FARGATE_SPOT", 0, 1))}
    assert kind(of(web(1, **spot)), "Fargate Spot") == Range.constant(2.70)
    assert kind(of(web(1, **spot), spot_discount=50), "Fargate Spot") == Range.constant(4.51)
    assert "Fargate" not in of(web(1, **spot)).sum_by_kind()
    assert any("AWS says up to 70 %" in note for note in of(web(1, **spot)).assumptions)


@pytest.mark.parametrize(
    ("tasks", "items", "spot"),
    [
        (4, [("FARGATE", 1, 1), ("FARGATE_SPOT", 0, 3)], 2),  # three left: 0.75 and 2.25, the larger remainder is FARGATE's
        (5, [("FARGATE", 1, 1), ("FARGATE_SPOT", 0, 3)], 3),
        (9, [("FARGATE", 1, 1), ("FARGATE_SPOT", 0, 3)], 6),
        (3, [("FARGATE", 0, 1), ("FARGATE_SPOT", 0, 1)], 1),  # a tie is FARGATE's
        (1, [("FARGATE", 2, 1), ("FARGATE_SPOT", 0, 1)], 0),  # the base alone
        (0, [("FARGATE_SPOT", 0, 1)], 0),
        (6, [("FARGATE_SPOT", 2, 0), ("FARGATE", 0, 1)], 2),
        (3, [("FARGATE", 0, 1)], 0),
        (3, [], 0),
    ],
)
def test_the_base_comes_first_and_the_rest_is_shared_by_weight_in_whole_tasks(tasks: int, items: list, spot: int) -> None:
    assert count_spot_tasks(tasks, strategy(*items)) == spot


@given(tasks=st.integers(0, 200), base=st.integers(0, 20), ordinary=st.integers(0, 9), spot=st.integers(0, 9))
def test_no_more_tasks_run_on_spot_than_there_are(tasks: int, base: int, ordinary: int, spot: int) -> None:
    shared = strategy(("FARGATE", base, ordinary), ("FARGATE_SPOT", 0, spot))
    assert 0 <= count_spot_tasks(tasks, shared) <= max(tasks - base, 0)
    assert count_spot_tasks(tasks, shared) <= count_spot_tasks(tasks + 1, shared)


def test_scaling_and_scheduled_actions_give_the_fewest_and_the_most_tasks() -> None:
    scaled = [*web(3), Thing(TARGET, "web", {"minCapacity": 2, "maxCapacity": 10})]
    assert kind(of(scaled), "Fargate") == Range(18.02, 27.03, 90.10)
    nightly = Thing(ACTION, "web:night", {"scalableTargetAction": {"minCapacity": 0, "maxCapacity": 1}})
    assert kind(of([*scaled, nightly]), "Fargate") == Range(0, 27.03, 90.10)


def test_limits_of_one_service_are_none_of_another_with_a_similar_name() -> None:
    both = [*web(1), *web(1, name="web-admin"), Thing(TARGET, "web-admin", {"minCapacity": 1, "maxCapacity": 5})]
    by_service = of(both).sum_by_service()
    assert by_service["web"].maximum == pytest.approx(9.01, abs=0.01)
    assert by_service["web-admin"].maximum == pytest.approx(45.05, abs=0.01)


@given(desired=st.integers(0, 40), limits=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_the_minimum_is_never_above_the_desired_nor_that_above_the_maximum(desired: int, limits: tuple[int, int]) -> None:
    target = Thing(TARGET, "web", {"minCapacity": min(limits), "maxCapacity": max(limits)})
    mixed = {"capacityProviderStrategies": strategy(("FARGATE", 1, 1), ("FARGATE_SPOT", 0, 3))}
    monthly = of([*web(desired, **mixed), target]).monthly_cost
    assert 0 <= monthly.minimum <= monthly.desired <= monthly.maximum


def test_tasks_with_public_addresses_pay_for_them() -> None:
    assert kind(of(web(3, networkConfiguration={"assignPublicIp": True})), "public IPv4") == Range.constant(10.95)
    assert "public IPv4" not in of(web(3, networkConfiguration={"assignPublicIp": False})).sum_by_kind()


@pytest.mark.parametrize(
    ("how", "gateways"), [({"strategy": "None"}, 0), ({"strategy": "Single"}, 1), ({"strategy": "OnePerAz"}, 3), (None, 3)]
)
def test_nat_gateways_are_counted_by_strategy_and_zones_each_with_an_address(how: Any, gateways: int) -> None:
    vpc = Thing(VPC, "network", {"numberOfAvailabilityZones": 3} | ({"natGateways": how} if how else {}))
    estimated = of([vpc])
    assert kind(estimated, "NAT gateway") == Range.constant(round(32.85 * gateways, 2))
    assert kind(estimated, "public IPv4") == Range.constant(round(3.65 * gateways, 2))


def test_zones_that_are_named_are_counted() -> None:
    vpc = Thing(VPC, "network", {"availabilityZoneNames": ["us-east-1a", "us-east-1b"]})
    assert kind(of([vpc]), "NAT gateway") == Range.constant(65.70)


def test_gateways_and_addresses_of_somebody_s_own_program_are_counted() -> None:
    own = [Thing("aws:ec2/natGateway:NatGateway", "out"), Thing("aws:ec2/eip:Eip", "fixed")]
    assert kind(of(own), "NAT gateway") == Range.constant(32.85)
    assert kind(of(own), "public IPv4") == Range.constant(7.30)


def test_a_regional_nat_gateway_is_paid_in_each_zone() -> None:
    vpc = Thing(VPC, "network", {"numberOfAvailabilityZones": 3, "natGateways": {"strategy": "None"}})
    estimated = of([vpc, Thing("aws:ec2/natGateway:NatGateway", "network-regional", {"availabilityMode": "regional"})])
    assert kind(estimated, "NAT gateway") == Range.constant(98.55)
    assert kind(estimated, "public IPv4") == Range.constant(10.95)


def test_a_nat_instance_costs_its_hours_its_disk_and_its_address() -> None:
    def instance(type_: str) -> Thing:
        return Thing("aws:ec2/instance:Instance", "network-nat-1", {"instanceType": type_, "sourceDestCheck": False})

    address = Thing("aws:ec2/eip:Eip", "network-nat-1")
    estimated = of([instance("t4g.nano"), address])
    assert kind(estimated, "NAT instance") == Range.constant(3.71)
    assert kind(estimated, "public IPv4") == Range.constant(3.65)
    assert "not in the table: network-nat-1 (c7gn.large)" in " ".join(of([instance("c7gn.large")]).omissions)


def test_an_interface_endpoint_is_paid_in_each_zone_and_a_gateway_endpoint_not_at_all() -> None:
    vpc = Thing(VPC, "network", {"numberOfAvailabilityZones": 2, "natGateways": {"strategy": "None"}})
    interfaces = [
        Thing(ENDPOINT, f"network-{name}", {"vpcEndpointType": "Interface", "subnetIds": UNKNOWN}) for name in ("api", "dkr", "logs")
    ]
    gateway = Thing(ENDPOINT, "network-s3", {"vpcEndpointType": "Gateway"})
    assert kind(of([vpc, *interfaces, gateway], endpoint_gb=20), "interface endpoint") == Range.constant(44.00)
    assert kind(of([vpc, gateway], endpoint_gb=20), "interface endpoint") == Range.constant(0)
    assert kind(of([vpc, *interfaces, gateway]), "interface endpoint") == Range.constant(43.80)
    assert kind(
        of([Thing(ENDPOINT, "one", {"vpcEndpointType": "Interface", "subnetIds": ["a", "b", "c"]})]), "interface endpoint"
    ) == Range.constant(21.90)


def test_a_load_balancer_costs_its_hours_and_an_address_in_each_zone_if_it_faces_the_internet() -> None:
    vpc = Thing(VPC, "network", {"numberOfAvailabilityZones": 3, "natGateways": {"strategy": "None"}})
    facing = of([vpc, Thing(BALANCER, "load-balancer", {"internal": False, "subnets": UNKNOWN})])
    assert (kind(facing, "load balancer"), kind(facing, "public IPv4")) == (Range.constant(16.43), Range.constant(10.95))
    internal = of([vpc, Thing(BALANCER, "load-balancer", {"internal": True, "subnets": UNKNOWN})])
    assert (kind(internal, "load balancer"), kind(internal, "public IPv4")) == (Range.constant(16.43), Range.constant(0))


def test_a_network_load_balancer_belongs_to_its_service_and_each_address_counts_once() -> None:
    own = {"loadBalancerType": "network", "subnets": ["a", "b", "c"]}
    facing = of([*web(0), Thing(BALANCER, "web-nlb", own)])
    assert (kind(facing, "load balancer"), kind(facing, "public IPv4")) == (Range.constant(16.43), Range.constant(10.95))
    assert {item.service for item in facing.items if item.kind == "load balancer"} == {"web"}
    assert kind(of([Thing(BALANCER, "web-nlb", {**own, "internal": True})]), "public IPv4") == Range.constant(0)
    mapped = {"loadBalancerType": "network", "subnetMappings": [{"allocationId": "a"}, {"allocationId": "b"}]}
    assert kind(of([Thing(BALANCER, "web-nlb", mapped)]), "public IPv4") == Range.constant(7.3)
    created = [Thing("aws:ec2/eip:Eip", f"web:address-{number}", {}) for number in (1, 2)]
    assert kind(of([Thing(BALANCER, "web-nlb", mapped), *created]), "public IPv4") == Range.constant(7.3)
    assert kind(of([Thing(BALANCER, "web-nlb", {**own, "internal": True})], transfer_gb=7300.0), "load balancer") == Range.constant(60.23)


def test_zones_that_nobody_knows_are_said_to_be_guessed() -> None:
    estimated = of([Thing(BALANCER, "load-balancer", {"subnets": UNKNOWN}), Thing(ENDPOINT, "logs", {"vpcEndpointType": "Interface"})])
    assert kind(estimated, "public IPv4") == Range.constant(7.30)
    assert [note for note in estimated.assumptions if "not known here" in note] == [
        "The zones of load-balancer are not known here: 2 addresses are counted, the minimum.",
        "The zones of logs are not known here: two are counted.",
    ]
    static = of([Thing(BALANCER, "web-nlb", {"loadBalancerType": "network", "subnetMappings": [{"allocationId": "a"}]})])
    assert not any("not known here" in note for note in static.assumptions)


def test_capacity_units_are_the_larger_of_connections_and_bytes() -> None:
    balancer = [Thing(BALANCER, "load-balancer", {"internal": True})]
    # 100 requests a second are 4 units: 4 × 730 × 0.008; 7,300 GB a month are 10 an hour: 10 × 730 × 0.008
    assert kind(of(balancer, requests_per_second=100), "load balancer") == Range.constant(round(16.425 + 23.36, 2))
    assert kind(of(balancer, requests_per_second=100, transfer_gb=7300), "load balancer") == Range.constant(round(16.425 + 58.40, 2))
    assert kind(of(balancer, transfer_gb=7300), "data transfer") == Range.constant(657.00)


def test_a_web_acl_costs_itself_its_rules_and_what_it_looks_at() -> None:
    acl = [Thing("aws:wafv2/webAcl:WebAcl", "waf", {"rules": [{}, {}, {}]})]
    assert kind(of(acl), "WAF") == Range.constant(8)
    # 10 a second are 26.28 million a month
    assert kind(of(acl, requests_per_second=10), "WAF") == Range.constant(23.77)


def test_an_alarm_is_paid_for_each_metric_in_it() -> None:
    three = {"metricQueries": [{"metric": {}}, {"metric": {}}, {"expression": "m0 + m1"}]}
    assert kind(of([Thing(ALARM, "simple", {"metricName": "x"}), Thing(ALARM, "sum", three)]), "alarms") == Range.constant(0.30)


def test_a_composite_alarm_is_paid_as_one() -> None:
    composite = Thing(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm", "web-slo-availability-fast", {"alarmRule": 'ALARM("a") AND ALARM("b")'}
    )
    assert kind(of([composite]), "alarms") == Range.constant(0.50)


def test_the_two_alarms_behind_a_scaling_policy_are_counted() -> None:
    predefined = {"targetTrackingScalingPolicyConfiguration": {"predefinedMetricSpecification": {}}}
    requests = {"customizedMetricSpecification": {"metrics": [{"metricStat": {}}, {"metricStat": {}}, {"expression": "a + b"}]}}
    policies = [Thing(POLICY, "web-cpu", predefined), Thing(POLICY, "web-requests", {"targetTrackingScalingPolicyConfiguration": requests})]
    assert kind(of(policies), "alarms") == Range.constant(0.60)
    assert "alarms" not in of([Thing(POLICY, "steps", {"stepScalingPolicyConfiguration": {}})]).sum_by_kind()


@pytest.mark.parametrize(("schedule", "cost"), [("rate(1 minute)", 52.56), ("rate(5 minutes)", 10.51), ("rate(1 hour)", 0.88)])
def test_each_run_of_a_canary_is_paid(schedule: str, cost: float) -> None:
    canary = Thing("aws:synthetics/canary:Canary", "monitoring-canary", {"schedule": {"expression": schedule}})
    assert kind(of([canary]), "canary").minimum == pytest.approx(cost)


def test_a_dashboard_costs_3_and_a_key_1() -> None:
    estimated = of([Thing("aws:cloudwatch/dashboard:Dashboard", "d"), Thing("aws:kms/key:Key", "k")])
    assert (kind(estimated, "dashboard"), kind(estimated, "KMS key")) == (Range.constant(3), Range.constant(1))


def test_log_events_are_paid_when_written_and_as_long_as_they_are_kept() -> None:
    kept = {"web": {"retentionInDays": 30}, "api": {"retentionInDays": 90}, "ever": {}}
    services = [Thing(SERVICE, name) for name in kept]
    groups = [*services, *(Thing(LOG_GROUP, name, inputs) for name, inputs in kept.items()), Thing(LOG_GROUP, "flow-logs", {})]
    # 10 GB each: 3 × 10 × 0.50, and (1 + 3 + 1) months × 10 × 0.03
    assert kind(of(groups, log_gb=30), "logs") == Range.constant(16.50)
    assert "logs" not in of(groups).sum_by_kind()
    assert "what is written to flow-logs" in of(groups, log_gb=30).omissions


def test_log_groups_that_are_no_service_s_share_what_is_said_where_there_are_no_others() -> None:
    assert kind(of([Thing(LOG_GROUP, "everything", {"retentionInDays": 30})], log_gb=10), "logs") == Range.constant(5.30)


def test_each_task_has_its_volume_of_ebs():
    def volume(**inputs):
        return of(web(3, volumeConfiguration={"name": "data", "managedEbsVolume": inputs}))

    plain, fast, other = (
        volume(volumeType="gp3", sizeInGb=100),
        volume(volumeType="gp3", sizeInGb=100, iops=9000),
        volume(volumeType="io2", sizeInGb=9, iops=100),
    )
    assert kind(plain, "EBS volumes") == kind(fast, "EBS volumes") == Range.constant(24.0)
    assert [any("volumes of EBS" in text for text in each.omissions) for each in (plain, fast, other)] == [False, True, True]
    assert "EBS volumes" not in {item.kind for item in other.items}


def test_a_log_group_for_infrequent_access_takes_events_for_half_the_price():
    group = Thing(LOG_GROUP, "everything", {"retentionInDays": 30, "logGroupClass": "INFREQUENT_ACCESS"})
    assert kind(of([group], log_gb=10), "logs") == Range.constant(2.80)


@pytest.mark.parametrize(("mode", "cost"), [("enhanced", 7.0), ("enabled", 30.0), ("disabled", 0.0)])
def test_container_insights_cost_by_the_metrics_that_somebody_says(mode: str, cost: float) -> None:
    cluster = [Thing("aws:ecs/cluster:Cluster", "cluster", {"settings": [{"name": "containerInsights", "value": mode}]})]
    assert kind(of(cluster, insights_metrics=100), "Container Insights") == Range.constant(cost)
    assert any("Container Insights" in left for left in of(cluster).omissions) == (mode != "disabled")


def test_what_belongs_to_a_service_is_its_own_and_the_rest_is_shared() -> None:
    monitoring = "urn:pulumi:dev::shop::fargate-web:index:Monitoring::monitoring"
    resources = [
        *web(1),
        *web(1, name="web-admin"),
        Thing(ALARM, "monitoring-web-cpu", {}, monitoring),
        Thing(ALARM, "monitoring-web-admin-cpu", {}, monitoring),
        Thing(ALARM, "monitoring-load-balancer-errors", {}, monitoring),
        Thing(
            POLICY,
            "web-cpu",
            {"targetTrackingScalingPolicyConfiguration": {"a": 1}},
            "urn:pulumi:dev::shop::fargate-web:index:Scaling::web",
        ),
    ]
    alarms = {item.service: 0.0 for item in of(resources).items if item.kind == "alarms"}
    for item in of(resources).items:
        if item.kind == "alarms":
            alarms[item.service] += item.monthly_cost.desired
    assert alarms == pytest.approx({"web": 0.30, "web-admin": 0.10, "shared": 0.10})


def test_services_and_kinds_add_up_to_the_whole() -> None:
    estimated = of([*web(2), Thing(BALANCER, "load-balancer", {}), Thing(VPC, "network", {})])
    for groups in (estimated.sum_by_kind(), estimated.sum_by_service()):
        assert sum(figures.desired for figures in groups.values()) == pytest.approx(estimated.monthly_cost.desired)


def test_a_service_of_a_size_that_is_unknown_is_left_out_and_named() -> None:
    estimated = of([Thing(SERVICE, "web", {"desiredCount": 2})])
    assert not estimated.monthly_cost
    assert estimated.omissions[0] == "the tasks of web: their size is not known here"
    assert of(web(cpu=UNKNOWN)).omissions[0] == "the tasks of web: their size is not known here"


def test_a_region_that_the_table_lacks_falls_back_and_says_so() -> None:
    estimated = of(web(1), "xx-nowhere-9")
    assert estimated.monthly_cost == of(web(1)).monthly_cost
    assert estimated.assumptions[0] == "The table has no prices for xx-nowhere-9: those of us-east-1 are used, and most Regions cost more."


def test_a_single_price_that_the_table_lacks_is_named_where_it_is_used() -> None:
    arm = of(web(1, definition={"runtimePlatform": {"cpuArchitecture": "ARM64"}}), "ca-central-1")
    assert "Fargate vCPU-hour, ARM64" in arm.assumptions[0]
    assert not any("takes that of us-east-1" in note for note in of(web(1), "ca-central-1").assumptions)


def test_another_region_has_its_own_prices() -> None:
    # 730 h × (0.25 × 0.04656 + 0.5 × 0.00511)
    assert kind(of(web(1), "eu-central-1"), "Fargate") == Range.constant(10.36)


def test_what_is_said_of_the_traffic_is_no_longer_left_out() -> None:
    stack = [
        *web(1),
        Thing(BALANCER, "b", {}),
        Thing(VPC, "network", {}),
        Thing(LOG_GROUP, "web", {}),
        Thing("aws:wafv2/webAcl:WebAcl", "waf", {}),
    ]
    flags = ("--requests-per-second", "--transfer-gb", "--nat-gb", "--log-gb")
    left = " ".join(of(stack).omissions)
    assert all(flag in left for flag in flags)
    said = " ".join(of(stack, requests_per_second=1, transfer_gb=1, nat_gb=1, log_gb=1).omissions)
    assert not any(flag in said for flag in flags)


def test_requests_to_a_queue_are_named_among_what_is_left_out() -> None:
    assert not any("SQS" in left for left in of(web(1)).omissions)
    assert any("requests to SQS" in left for left in of([*web(1), Thing("aws:sqs/queue:Queue", "web-queue", {})]).omissions)


def settings(**given_: Any) -> Service:
    """Give the settings of a web service."""
    return Service.model_validate({"image": "nginx:1.29", "port": 80, **given_})


def test_a_deployment_that_shifts_runs_every_task_twice_for_its_time() -> None:
    shifting = {"web": settings(deployment={"strategy": "blueGreen"})}
    [once] = estimate_cost(web(4), "us-east-1", services=shifting).deployments
    assert once.extra_tasks == Range.constant(4)
    # four more tasks at 0.0123425 dollars an hour each
    assert once.cost.desired == pytest.approx(4 * 0.0123425 * once.hours.desired)
    assert once.hours.desired > 0


def test_a_rolling_deployment_runs_as_many_more_as_its_maximum_allows() -> None:
    [once] = estimate_cost(web(4), "us-east-1", services={"web": settings(deployment={"maximumPercent": 150})}).deployments
    assert (once.strategy, once.extra_tasks) == ("rolling", Range.constant(2))


def test_no_deployments_are_listed_without_settings_or_for_what_is_not_there() -> None:
    assert estimate_cost(web(4), "us-east-1").deployments == ()
    assert estimate_cost([], "us-east-1", services={"web": settings()}).deployments == ()


def test_a_service_without_tasks_deploys_for_nothing() -> None:
    [once] = estimate_cost(web(0), "us-east-1", services={"web": settings()}).deployments
    assert not once.cost


def test_odd_inputs_are_read_as_missing_and_nothing_fails() -> None:
    odd: list[Any] = [UNKNOWN, None, "", "many", [], {}, True, [UNKNOWN]]
    types = [
        SERVICE,
        DEFINITION,
        TARGET,
        ACTION,
        VPC,
        BALANCER,
        ENDPOINT,
        ALARM,
        POLICY,
        LOG_GROUP,
        "aws:ecs/cluster:Cluster",
        "aws:wafv2/webAcl:WebAcl",
    ]
    keys = [
        *(
            "desiredCount",
            "cpu",
            "memory",
            "minCapacity",
            "scalableTargetAction",
            "natGateways",
            "numberOfAvailabilityZones",
            "subnets",
            "rules",
        ),
        *("vpcEndpointType", "metricQueries", "targetTrackingScalingPolicyConfiguration", "retentionInDays", "settings", "runtimePlatform"),
        *("capacityProviderStrategies", "networkConfiguration", "ephemeralStorage", "availabilityZoneNames", "subnetIds"),
    ]
    for value in odd:
        estimated = of([Thing(type_, "web", dict.fromkeys(keys, value)) for type_ in types], log_gb=1, requests_per_second=1)
        assert estimated.monthly_cost.minimum <= estimated.monthly_cost.maximum


def test_every_price_of_the_table_is_used() -> None:
    used = {"fargate_arm_vcpu_hour", "fargate_arm_gb_hour"}
    everything = [
        *web(
            1,
            definition={"ephemeralStorage": {"sizeInGib": 30}},
            networkConfiguration={"assignPublicIp": True},
            volumeConfiguration={"managedEbsVolume": {"volumeType": "gp3", "sizeInGb": 10}},
        ),
        Thing(VPC, "network", {}),
        Thing(BALANCER, "b", {}),
        Thing(BALANCER, "web-nlb", {"loadBalancerType": "network"}),
        Thing(ENDPOINT, "e", {"vpcEndpointType": "Interface"}),
        *(
            Thing("aws:ec2/instance:Instance", "i", {"instanceType": f"t4g.{size}", "sourceDestCheck": False})
            for size in ("nano", "micro", "small", "medium")
        ),
        Thing(LOG_GROUP, "web", {}),
        Thing(LOG_GROUP, "web", {"logGroupClass": "INFREQUENT_ACCESS"}),
        Thing(ALARM, "a", {}),
        Thing("aws:cloudwatch/compositeAlarm:CompositeAlarm", "c", {}),
        Thing("aws:synthetics/canary:Canary", "canary", {"schedule": {"expression": "rate(5 minutes)"}}),
        Thing("aws:cloudwatch/dashboard:Dashboard", "d"),
        Thing("aws:kms/key:Key", "k"),
        Thing("aws:wafv2/webAcl:WebAcl", "waf", {"rules": [{}, ANTI_DDOS_RULE]}),
        Thing("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "n"),
        Thing("aws:ecr/repository:Repository", "r"),
    ]
    clusters = [
        [Thing("aws:ecs/cluster:Cluster", "c", {"settings": [{"name": "containerInsights", "value": mode}]})]
        for mode in ("enhanced", "enabled")
    ]
    amounts = ("requests_per_second", "log_gb", "transfer_gb", "nat_gb", "endpoint_gb", "insights_metrics", "image_gb")
    said = dict.fromkeys(amounts, 1.0)
    for cluster in clusters:
        used |= {item.price_key for item in of([*everything, *cluster], **said).items}
    assert used == set(PRICE_DESCRIPTIONS)


def test_prices_are_those_that_are_given() -> None:
    free = load_prices("us-east-1")
    doubled = type(free)(free.region, free.date, free.source, {key: 2 * value for key, value in free.amounts.items()})
    once, twice = of(web(1)).monthly_cost, estimate_cost(web(1), "us-east-1", prices=doubled).monthly_cost
    assert twice.desired == pytest.approx(2 * once.desired)


def test_what_a_component_of_another_provider_makes_of_its_own_is_named_as_left_out():
    @dataclass
    class RemoteThing(Thing):
        remote: bool = True

    balancer, vpc = RemoteThing("awsx:lb:ApplicationLoadBalancer", "nginx"), RemoteThing(VPC, "network")
    omissions = of([balancer, vpc]).omissions
    assert "everything that awsx:lb:ApplicationLoadBalancer nginx makes of its own" in omissions
    assert not any(VPC in omission for omission in omissions)


def test_rules_against_denial_of_service_have_a_price_of_their_own():
    estimated = of([Thing("aws:wafv2/webAcl:WebAcl", "waf", {"rules": [{}, ANTI_DDOS_RULE]})], requests_per_second=1)
    found = {item.price_key: item.monthly_cost.desired for item in estimated.items}
    millions = 730 * 3600 / 1e6
    assert found["waf_rule_month"] == 2
    assert found["waf_anti_ddos_month"] == 15
    assert found["waf_anti_ddos_million_requests"] == pytest.approx(0.8 * millions)
    assert found["waf_million_requests"] == pytest.approx(0.6 * millions)


@pytest.mark.parametrize(("mode", "is_told"), [("verify", True), ("passthrough", False), ("off", False)])
def test_the_trust_store_of_mutual_tls_is_told_and_not_counted(mode: str, is_told: bool) -> None:
    listener = Thing("aws:lb/listener:Listener", "https", {"mutualAuthentication": {"mode": mode}})
    assert ("the trust store of mutual TLS" in of([listener]).omissions) == is_told


@pytest.mark.parametrize(
    ("inputs", "addresses"),
    [({}, 2), ({"ipAddressType": "dualstack"}, 2), ({"ipAddressType": "dualstack-without-public-ipv4"}, 0), ({"internal": True}, 0)],
)
def test_ipv6_addresses_are_free_and_a_load_balancer_without_public_ipv4_has_no_others(inputs, addresses):
    items = [
        item for item in of([Thing(BALANCER, "web", {"subnets": ["subnet-1", "subnet-2"], **inputs})]).items if item.kind == "public IPv4"
    ]
    assert sum(item.quantity.desired for item in items) == addresses * 730
