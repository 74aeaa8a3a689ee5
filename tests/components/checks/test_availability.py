import pytest
from fargate_web.checks.availability import check_availability

SPOT = {"capacityProvider": "FARGATE_SPOT"}


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize(
    ("strategy", "is_alone"),
    [
        ([SPOT], True),
        ([SPOT, {"capacityProvider": "FARGATE", "weight": 0}], True),
        ([SPOT, {"capacityProvider": "FARGATE", "weight": 0, "base": 1}], False),
        ([SPOT, {"capacityProvider": "FARGATE"}], False),
        ([{"capacityProvider": "FARGATE"}], False),
    ],
)
def test_a_protected_stack_does_not_depend_on_spot_alone(stacks, strategy, is_alone, protected):
    findings = stacks.found(check_availability, {"web": {"port": 80, "capacityProviderStrategy": strategy}}, protected=protected)
    assert [finding.code for finding in findings] == ["spot-alone"] * (is_alone and protected)


def test_a_worker_may_wait_for_spot_capacity(stacks):
    assert stacks.found(check_availability, {"jobs": {"capacityProviderStrategy": [SPOT]}}, protected=True) == []


@pytest.mark.parametrize(
    ("gateways", "subnets", "protected", "warned"),
    [
        ("single", "private", True, True),
        ("single", "private", False, False),
        ("single", "public", True, False),
        ("onePerAz", "private", True, False),
    ],
)
def test_a_protected_stack_does_not_depend_on_one_gateway(stacks, gateways, subnets, protected, warned):
    services = {"web": {"port": 80, "subnets": subnets}}
    findings = stacks.found(check_availability, services, protected=protected, network={"natGateways": gateways})
    assert [finding.code for finding in findings] == ["single-nat-gateway"] * warned
