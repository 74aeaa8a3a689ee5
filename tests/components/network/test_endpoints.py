import pytest
from fargate_web.network.endpoint_service_names import build_service_name
from fargate_web.network.network import Network
from fargate_web.testing import AwsMocks, Run, run

VPC = "awsx:ec2:Vpc"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def network(args=None, **options) -> Run:
    return run(lambda: Network("network", args), **options)


@pytest.fixture(scope="module")
def plain() -> Run:
    return network()


@pytest.fixture(scope="module")
def everything() -> Run:
    return network({"name": "Dev-VPC", "interfaceEndpoints": ["ecr.api", "logs"], "tags": {"Team": "web"}})


def test_s3_has_a_gateway_endpoint_in_every_route_table(plain):
    endpoint = plain.find_one(ENDPOINT).inputs
    vpc = plain.find_one(VPC).outputs
    assert endpoint["vpcEndpointType"] == "Gateway"
    assert endpoint["serviceName"] == "com.amazonaws.us-west-2.s3"
    assert endpoint["routeTableIds"] == vpc["routeTables"]
    assert endpoint["vpcId"] == vpc["vpcId"]
    assert not {"subnetIds", "securityGroupIds", "privateDnsEnabled"} & endpoint.keys()


def test_s3_keeps_its_gateway_endpoint_where_only_another_one_is_said():
    result = network({"gatewayEndpoints": ["dynamodb"]})
    assert [endpoint.inputs["serviceName"].rpartition(".")[2] for endpoint in result.find_all(ENDPOINT)] == ["s3", "dynamodb"]


def test_interface_endpoints_stand_in_the_private_subnets_behind_one_security_group(everything):
    group = everything.find_one(GROUP)
    for service in ("ecr.api", "logs"):
        assert everything.find_one(ENDPOINT, f"network-{service}").inputs == {
            "vpcEndpointType": "Interface",
            "serviceName": f"com.amazonaws.us-west-2.{service}",
            "vpcId": everything.find_one(VPC).outputs["vpcId"],
            "subnetIds": everything.find_one(VPC).outputs["privateSubnetIds"],
            "securityGroupIds": [group.id],
            "privateDnsEnabled": True,
            "tags": {"Team": "web", "Name": f"Dev-VPC-{service}"},
        }


def test_the_security_group_of_the_endpoints_admits_https_from_the_vpc_and_nothing_else(everything):
    assert everything.find_one(GROUP).inputs["description"] == "Interface endpoints of AWS services"
    assert not {"ingress", "egress"} & everything.find_one(GROUP).inputs.keys()
    assert everything.find_one(INGRESS).inputs == {
        "securityGroupId": everything.find_one(GROUP).id,
        "description": "HTTPS from the VPC",
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrIpv4": "10.0.0.0/16",
        "tags": {"Team": "web"},
    }
    assert everything.find_all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule") == []


def test_without_interface_endpoints_there_is_no_security_group(plain):
    assert plain.find_all(GROUP) == plain.find_all(INGRESS) == []


def test_the_region_of_the_endpoints_is_the_one_that_is_passed():
    result = network({"region": "eu-west-1"}, mocks=AwsMocks(region="eu-west-1"))
    assert result.find_one(ENDPOINT).inputs["serviceName"] == "com.amazonaws.eu-west-1.s3"
    assert "aws:index/getRegion:getRegion" not in [invoke.token for invoke in result.invokes]


def test_the_region_of_the_endpoints_is_the_configured_one_unless_it_is_passed():
    result = network(config={"aws:region": "eu-north-1"})
    assert result.find_one(ENDPOINT).inputs["serviceName"] == "com.amazonaws.eu-north-1.s3"


@pytest.mark.parametrize(
    ("region", "service", "name"),
    [
        ("us-west-2", "ecr.api", "com.amazonaws.us-west-2.ecr.api"),
        ("us-gov-west-1", "ecr.api", "com.amazonaws.us-gov-west-1.ecr.api"),
        ("cn-north-1", "ecr.api", "cn.com.amazonaws.cn-north-1.ecr.api"),
        ("cn-north-1", "logs", "com.amazonaws.cn-north-1.logs"),
        ("cn-north-1", "s3", "com.amazonaws.cn-north-1.s3"),  # the gateway endpoint
        ("cn-north-1", "transcribe", "cn.com.amazonaws.cn-north-1.transcribe.cn"),
        ("cn-northwest-1", "account", "cn.com.amazonaws.cn-northwest-1.account"),
        ("eusc-de-east-1", "ecr.dkr", "eu.amazonaws.eusc-de-east-1.ecr.dkr"),
        ("eusc-de-east-1", "logs", "com.amazonaws.eusc-de-east-1.logs"),
        ("us-iso-east-1", "ecr.api", "gov.ic.c2s.us-iso-east-1.ecr.api"),
        ("us-isob-west-1", "ecr.api", "gov.sgov.sc2s.us-isob-west-1.ecr.api"),
        ("us-isof-south-1", "ebs", "gov.ic.hci.csp.us-isof-south-1.ebs"),
        ("eu-isoe-west-1", "ecr.dkr", "uk.adc-e.cloud.eu-isoe-west-1.ecr.dkr"),
    ],
)
def test_the_name_of_a_service_starts_with_the_domain_of_the_partition_where_aws_names_it_so(region, service, name):
    assert build_service_name(service, region) == name
