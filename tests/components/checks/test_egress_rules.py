"""The egress rules of tasks lead to what they need, and both sides of a call know each other."""

import pytest
from fargate_web.checks.egress_rules import check_egress_rules

LEAST = ["ecr.api", "ecr.dkr", "logs"]
ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1"
GROUP = "sg-0123456789abcdef0"
EVERYWHERE = "0.0.0.0/0"


def found(stacks, service, network=None, **others):
    return stacks.found(check_egress_rules, {"web": service, **others}, network=network or {})


def added(finding):
    """Give the entries that a finding would write."""
    [fix] = finding.fixes
    return fix.edits[0].value


def test_without_egress_everything_is_permitted(stacks):
    assert found(stacks, {"image": "nginx:1.29", "enableExecuteCommand": True}) == []


@pytest.mark.parametrize(
    ("image", "egress"),
    [
        (ECR, [EVERYWHERE]),
        ("nginx:1.29", [EVERYWHERE]),
        (ECR, [{"to": EVERYWHERE, "protocol": "all"}]),
        (ECR, [{"to": EVERYWHERE, "ports": ["1-1024"]}]),
        ("nginx:1.29", ["0.0.0.0/1", "128.0.0.0/1"]),
        ("nginx:1.29", ["pl-0123456789abcdef0"]),
        (ECR, ["com.amazonaws.us-west-2.ec2-instance-connect"]),
    ],
)
def test_with_a_nat_gateway_public_addresses_lead_everywhere(stacks, image, egress):
    assert found(stacks, {"image": image, "egress": egress}) == []


@pytest.mark.parametrize(
    "egress",
    [[], ["10.0.0.0/8"], [GROUP], [{"to": EVERYWHERE, "ports": [80]}], [{"to": EVERYWHERE, "protocol": "udp"}], ["s3"], ["dynamodb"]],
)
def test_no_task_starts_without_https_to_the_registry(stacks, egress):
    [finding] = found(stacks, {"image": "nginx:1.29", "egress": egress})
    assert (finding.code, finding.severity, finding.path) == ("egress-too-narrow", "error", ("services", "web", "egress"))
    assert "the registry of nginx:1.29, logs" in finding.message
    assert added(finding) == [*egress, EVERYWHERE]
    assert found(stacks, {"image": "nginx:1.29", "egress": added(finding)}) == []


@pytest.mark.parametrize("nat", ["none", "single"])
@pytest.mark.parametrize("way", ["interfaceEndpoints", "10.0.0.0/16", GROUP, "10.0.16.0/20"])
def test_endpoints_of_the_network_are_reached_by_their_group_or_their_addresses(stacks, nat, way):
    network = {"natGateways": nat, "interfaceEndpoints": LEAST}
    assert found(stacks, {"image": ECR, "egress": [way, "s3"]}, network) == []
    [finding] = found(stacks, {"image": ECR, "egress": [way]}, network)
    assert "S3, where image layers are" in finding.message
    assert added(finding) == [way, "s3"]


def test_what_has_an_endpoint_and_what_has_none_are_told_at_once(stacks):
    network = {"interfaceEndpoints": LEAST}
    secret = "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-AbCdEf"
    service = {"image": ECR, "egress": ["10.1.0.0/16"], "secrets": {"DB": secret}, "enableExecuteCommand": True, "tracing": True}
    [finding] = found(stacks, service, network)
    for need in ("ecr.api", "logs", "secretsmanager", "xray", "ssmmessages", "S3"):
        assert need in finding.message
    assert added(finding) == ["10.1.0.0/16", EVERYWHERE, "interfaceEndpoints"]
    assert found(stacks, {**service, "egress": added(finding)}, network) == []


def test_an_endpoint_that_is_missing_altogether_is_the_matter_of_another_check(stacks):
    network = {"natGateways": "none", "interfaceEndpoints": ["logs"]}
    assert found(stacks, {"image": ECR, "egress": ["interfaceEndpoints", "s3"]}, network) == []


def test_of_an_existing_network_only_what_surely_fails_is_told(stacks):
    network = {"existing": {"vpc": {"id": "vpc-1"}, "privateSubnets": [{"id": "subnet-1"}, {"id": "subnet-2"}]}}
    assert found(stacks, {"image": ECR, "egress": ["10.0.0.0/16"]}, network) == []
    assert [finding.code for finding in found(stacks, {"image": ECR, "egress": ["10.0.0.0/16"], "port": None}, network)] == []
    [finding] = found(stacks, {"image": "nginx:1.29", "egress": ["10.0.0.0/16"]}, network)
    assert finding.code == "egress-too-narrow"
    codes = [finding.code for finding in found(stacks, {"image": ECR, "egress": ["interfaceEndpoints"]}, network)]
    assert codes == ["unknown-egress-target"]


def test_what_other_groups_permit_is_not_known(stacks):
    assert found(stacks, {"image": "nginx:1.29", "egress": [], "securityGroups": [GROUP]}) == []


def test_a_file_system_is_reached_by_nfs(stacks):
    volume = {"fileSystemId": "fs-0123456789abcdef0", "path": "/data"}
    [finding] = found(stacks, {"egress": [EVERYWHERE], "volumes": {"data": volume}})
    assert added(finding) == [EVERYWHERE, {"to": "10.0.0.0/16", "ports": [2049]}]
    assert found(stacks, {"egress": added(finding), "volumes": {"data": volume}}) == []
    assert found(stacks, {"egress": [EVERYWHERE], "volumes": {"data": {**volume, "mountTargetSecurityGroupId": GROUP}}}) == []


def test_environment_files_are_in_s3(stacks):
    service = {"image": "nginx:1.29", "environmentFiles": ["arn:aws:s3:::bucket/web.env"]}
    [finding] = found(stacks, {**service, "egress": ["interfaceEndpoints"]}, {"interfaceEndpoints": ["logs"]})
    assert "S3" in finding.message


# --- targets ------------------------------------------------------------------------------------------------------------


def test_a_misspelt_service_is_told(stacks):
    api = {"port": 8000, "route": False, "allowFrom": ["web"]}
    findings = found(stacks, {"egress": [EVERYWHERE, {"to": "apu", "ports": [8000]}]}, api=api)
    [finding] = [finding for finding in findings if finding.code == "unknown-egress-target"]
    assert finding.path == ("services", "web", "egress", 1)
    assert finding.fixes[0].edits[0].value == [EVERYWHERE, {"to": "api", "ports": [8000]}]


@pytest.mark.parametrize("target", ["web", "interfaceEndpoints"])
def test_a_target_that_is_none_is_told(stacks, target):
    assert [finding.code for finding in found(stacks, {"egress": [EVERYWHERE, target]})] == ["unknown-egress-target"]


def test_a_service_with_the_name_of_another_target_is_told(stacks):
    s3 = {"port": 8000, "route": False, "allowFrom": ["web"]}
    assert "unknown-egress-target" in [finding.code for finding in found(stacks, {"egress": [EVERYWHERE, "s3"]}, s3=s3)]


# --- calls --------------------------------------------------------------------------------------------------------------


def test_a_call_needs_both_sides(stacks):
    api = {"port": 8000, "route": False}
    [finding] = found(stacks, {"egress": [EVERYWHERE, "api"]}, api=api)
    assert (finding.code, finding.severity) == ("call-without-caller", "warning")
    assert finding.fixes[0].edits[0].value == ["web"]
    [finding] = found(stacks, {"egress": [EVERYWHERE]}, api={**api, "allowFrom": ["web"]})
    assert (finding.code, finding.severity) == ("caller-without-egress", "warning")
    assert added(finding) == [EVERYWHERE, "api"]


@pytest.mark.parametrize(
    ("web", "api"),
    [
        ({"egress": [EVERYWHERE, "api"]}, {"allowFrom": ["web"]}),
        ({"egress": [EVERYWHERE, "api"]}, {"allowFrom": ["10.0.0.0/16"]}),
        ({"egress": [EVERYWHERE, {"to": "10.0.0.0/16", "ports": [8000]}]}, {"allowFrom": ["web"]}),
        ({"egress": [{"to": EVERYWHERE, "protocol": "all"}]}, {"allowFrom": ["web"]}),
        ({"egress": [EVERYWHERE], "securityGroups": [GROUP]}, {"allowFrom": ["web"]}),
        ({}, {"allowFrom": ["web"]}),
    ],
)
def test_a_call_that_both_sides_permit_is_fine(stacks, web, api):
    assert found(stacks, web, api={"port": 8000, "route": False, **api}) == []
