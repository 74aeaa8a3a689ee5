import pytest
from fargate_web.checks.egress import check_egress

CLOSED = {"natGateways": "none"}
LEAST = ["ecr.api", "ecr.dkr", "logs"]
ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"


def found(stacks, service, network=None, **sections):
    return stacks.found(check_egress, {"web": service}, network=network or {}, **sections)


def closed(*endpoints):
    return {**CLOSED, "interfaceEndpoints": list(endpoints)}


# --- ways out -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nat", ["single", "onePerAz"])
@pytest.mark.parametrize("image", [ECR, "nginx:1.29", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1"])
def test_a_nat_gateway_leads_everywhere(stacks, nat, image):
    assert found(stacks, {"image": image, "enableExecuteCommand": True}, {"natGateways": nat}) == []


def test_public_addresses_lead_everywhere(stacks):
    assert found(stacks, {"image": "nginx:1.29", "subnets": "public"}, CLOSED) == []


def test_without_a_way_out_an_image_of_the_internet_is_out_of_reach(stacks):
    [finding] = found(stacks, {"image": "nginx:1.29"}, closed(*LEAST))
    assert (finding.code, finding.severity) == ("image-out-of-reach", "error")
    assert finding.path == ("services", "web", "subnets")
    assert "'nginx:1.29' isn't in a private ECR registry" in finding.message
    assert ("services", "web", "image") in finding.related_paths


@pytest.mark.parametrize("image", ["public.ecr.aws/nginx/nginx:1.29", "ghcr.io/team/web:1", "registry.example.com/dkr.ecr.us-west-2/web:1"])
def test_endpoints_of_ecr_lead_to_private_registries_only(stacks, image):
    assert [finding.code for finding in found(stacks, {"image": image}, closed(*LEAST))] == ["image-out-of-reach"]


@pytest.mark.parametrize(
    "image", [ECR, "123456789012.dkr.ecr-fips.us-west-2.amazonaws.com/web:1", "123456789012.dkr-ecr.us-west-2.on.aws/web:1"]
)
def test_endpoints_lead_to_an_image_in_ecr(stacks, image):
    assert found(stacks, {"image": image}, closed(*LEAST)) == []


def test_endpoints_lead_to_the_registries_of_their_own_region_only(stacks):
    service = {"image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1"}
    [finding] = found(stacks, service, closed(*LEAST))
    assert finding.code == "image-out-of-reach"
    assert "is in eu-west-1, which endpoints in us-west-2 don't reach" in finding.message
    assert found(stacks, service, closed(*LEAST), region="eu-west-1") == []
    assert found(stacks, service, closed(*LEAST), region=None) == []


# --- endpoints ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "cluster", "needed"),
    [
        ({}, {}, LEAST),
        ({"secrets": {"A": "arn:aws:secretsmanager:us-west-2:123456789012:secret:a"}}, {}, [*LEAST, "secretsmanager"]),
        ({"secrets": {"A": "/web/a"}}, {}, [*LEAST, "ssm"]),
        ({"secrets": {"A": "arn:aws:ssm:us-west-2:123456789012:parameter/a"}}, {}, [*LEAST, "ssm"]),
        ({"enableExecuteCommand": True}, {}, [*LEAST, "ssmmessages"]),
        ({"enableExecuteCommand": True}, {"executeCommandLogs": {"kmsKeyArn": KEY}}, [*LEAST, "ssmmessages", "kms"]),
        # The session has no key, or there is no session.
        ({"enableExecuteCommand": True}, {"executeCommandLogs": False}, [*LEAST, "ssmmessages"]),
        ({}, {"executeCommandLogs": {"kmsKeyArn": KEY}}, LEAST),
        # Secrets Manager and SSM decrypt by themselves: the tasks never call KMS.
        (
            {"secrets": {"A": "arn:aws:secretsmanager:us-west-2:123456789012:secret:a"}, "roles": {"secretKmsKeys": [KEY]}},
            {},
            [*LEAST, "secretsmanager"],
        ),
    ],
)
@pytest.mark.parametrize("subnets", ["private", "isolated"])
def test_tasks_without_a_way_out_need_an_endpoint_for_all_that_their_start_takes(stacks, service, cluster, needed, subnets):
    said, network = {"image": ECR, "subnets": subnets, **service}, {"isolatedSubnets": True}
    assert found(stacks, said, {**network, **closed(*needed)}, cluster=cluster) == []
    for endpoint in needed:
        present = [other for other in needed if other != endpoint]
        [finding] = found(stacks, said, {**network, **closed(*present)}, cluster=cluster)
        assert (finding.code, finding.severity) == ("endpoints-missing", "error")
        assert f"without the interface endpoints {endpoint} no task would start" in finding.message


def test_the_fix_names_the_endpoints_that_are_there_and_those_that_are_missing(stacks):
    [finding] = found(stacks, {"image": ECR, "enableExecuteCommand": True}, closed("sts", "ecr.dkr"))
    assert finding.fixes[0].text == "write network: {interfaceEndpoints: [sts, ecr.dkr, ecr.api, logs, ssmmessages]}"
    assert finding.fixes[0].edits[0].value == ["sts", "ecr.dkr", "ecr.api", "logs", "ssmmessages"]


def test_isolated_subnets_have_no_way_out_whatever_the_nat_gateways(stacks):
    network = {"isolatedSubnets": True, "natGateways": "onePerAz"}
    [finding] = found(stacks, {"image": ECR, "subnets": "isolated"}, network)
    assert finding.code == "endpoints-missing"
    assert "isolated subnets have no way to the internet" in finding.message


# --- subnets ------------------------------------------------------------------------------------------------------------


def test_isolated_subnets_have_to_be_there(stacks):
    codes = [finding.code for finding in found(stacks, {"image": ECR, "subnets": "isolated"}, {"interfaceEndpoints": LEAST})]
    assert codes == ["no-subnets"]


@pytest.mark.parametrize(("subnets", "missing"), [("public", "publicSubnets"), ("isolated", "isolatedSubnets")])
def test_the_subnets_of_a_network_that_exists_have_to_be_named(stacks, subnets, missing):
    network = {"existing": {"vpc": {"id": "vpc-1"}, "privateSubnets": [{"id": "subnet-a"}]}}
    [finding] = found(stacks, {"subnets": subnets}, network)
    assert (finding.code, finding.path) == ("no-subnets", ("services", "web", "subnets"))
    assert f"{missing}: [{{id: subnet-…}}]" in finding.message
    assert "write subnets: private here" in finding.message
    assert found(stacks, {"subnets": "private"}, network) == []


def test_of_a_network_that_exists_nobody_knows_where_it_leads(stacks):
    network = {"existing": {"vpc": {"id": "vpc-1"}, "privateSubnets": [{"id": "subnet-a"}], "isolatedSubnets": [{"id": "subnet-b"}]}}
    assert found(stacks, {"image": "nginx:1.29", "subnets": "isolated"}, network) == []


def test_each_service_is_looked_at_for_itself(stacks):
    services = {
        "open": {"image": "nginx:1.29", "subnets": "public"},
        "one": {"image": "nginx:1.29"},
        "two": {"image": ECR},
        "three": {"image": ECR, "secrets": {"A": "/a"}},
    }
    findings = stacks.found(check_egress, services, network=closed(*LEAST))
    assert [(finding.path[1], finding.code) for finding in findings] == [("one", "image-out-of-reach"), ("three", "endpoints-missing")]


# --- containers beside the application ----------------------------------------------------------------------------------

SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:web-a1b2c3"


@pytest.mark.parametrize(
    ("service", "image", "place"),
    [
        ({"sidecars": {"proxy": {"image": "nginx:1.29"}}}, "nginx:1.29", ("sidecars", "proxy", "image")),
        ({"tracing": True}, "aws-otel-collector", ("tracing", "image")),
        ({"logs": {"fireLens": {"options": {"Name": "s3"}}}}, "aws-for-fluent-bit", ("logs", "fireLens", "image")),
    ],
)
def test_the_image_of_every_container_has_to_be_in_reach(stacks, service, image, place):
    [finding] = found(stacks, service, closed(*LEAST, "xray"))
    assert finding.code == "image-out-of-reach"
    assert image in finding.message
    assert finding.message.endswith(f" at {'.'.join(place)}")
    assert ("services", "web", *place) in finding.related_paths
    assert found(stacks, service, {"natGateways": "single"}) == []


@pytest.mark.parametrize(
    ("service", "endpoint"),
    [
        ({"tracing": {"image": ECR}}, "xray"),
        ({"tracing": {"image": ECR, "configuration": "/web/collector"}}, "xray, ssm"),
        ({"sidecars": {"proxy": {"image": ECR, "secrets": {"KEY": SECRET}}}}, "secretsmanager"),
        ({"sidecars": {"proxy": {"image": ECR, "secrets": {"KEY": "/web/key"}}}}, "ssm"),
        ({"logs": {"fireLens": {"image": ECR, "options": {"Name": "s3"}, "secretOptions": {"key": SECRET}}}}, "secretsmanager"),
    ],
)
def test_what_a_container_beside_the_application_needs_has_an_endpoint(stacks, service, endpoint):
    [finding] = found(stacks, service, closed(*LEAST))
    assert finding.code == "endpoints-missing"
    assert all(each in finding.message for each in endpoint.split(", "))
    assert found(stacks, service, closed(*LEAST, *endpoint.split(", "))) == []


# --- one report for all -------------------------------------------------------------------------------------------------


def test_one_list_of_endpoints_serves_all_tasks(stacks):
    services = {"one": {"image": ECR}, "two": {"image": ECR, "secrets": {"A": "/a"}}}
    [finding] = stacks.found(check_egress, services, network=CLOSED)
    assert "no task of services.one, services.two would start" in finding.message
    endpoints = finding.fixes[0].edits[0].value
    assert endpoints == [*LEAST, "ssm"]
    assert stacks.found(check_egress, services, network=closed(*endpoints)) == []


@pytest.mark.parametrize("nat", ["none", "single"])
def test_a_nat_gateway_alone_is_no_way_out_of_isolated_subnets(stacks, nat):
    network = {"isolatedSubnets": True, "natGateways": nat, "interfaceEndpoints": LEAST}
    [finding] = stacks.found(check_egress, {"web": {"image": "nginx:1.29", "subnets": "isolated"}}, network=network)
    assert finding.fixes[0].text == ("write subnets: private and natGateways: single" if nat == "none" else "write subnets: private")
    fixed = {**network, "natGateways": "single"}
    assert stacks.found(check_egress, {"web": {"image": "nginx:1.29", "subnets": "private"}}, network=fixed) == []


# --- what a running task needs ------------------------------------------------------------------------------------------


def test_endpoints_lead_to_the_secrets_of_their_own_region_only(stacks):
    service = {"image": ECR, "secrets": {"A": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-a1b2c3"}}
    [finding] = found(stacks, service, closed(*LEAST, "secretsmanager"))
    assert (finding.code, finding.path) == ("secret-out-of-reach", ("services", "web", "secrets", "A"))
    assert found(stacks, service, {"natGateways": "single"}) == []
