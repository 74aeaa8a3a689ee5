import pulumi
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.network.network import Network
from fargate_web.testing import Run, run

VPC = "awsx:ec2:Vpc"
EVERYTHING = {
    "name": "Dev-VPC",
    "availabilityZones": 3,
    "isolatedSubnets": True,
    "gatewayEndpoints": ["s3", "dynamodb"],
    "interfaceEndpoints": ["ecr.api", "logs"],
    "tags": {"Team": "web"},
}
BY_NAME = {
    "existing": {
        "vpc": {"name": "main-vpc"},
        "privateSubnets": [{"name": "private-subnet-a"}, {"id": "subnet-12345"}],
        "publicSubnets": [{"name": "public-subnet-a"}, {"name": "public-subnet-b"}],
    }
}


def network(args=None, name="network", **options) -> tuple[Network, Run]:
    made: list[Network] = []

    def program():
        component = Network(name, args)
        made.append(component)
        pulumi.export("public", component.public_subnet_ids)
        pulumi.export("private", component.private_subnet_ids)
        pulumi.export("isolated", component.isolated_subnet_ids)
        pulumi.export("vpc", component.vpc_id)
        pulumi.export("cidr", component.vpc_cidr_block)

    result = run(program, **options)
    return made[0], result


@pytest.fixture(scope="module")
def plain() -> Run:
    return network()[1]


@pytest.fixture(scope="module")
def everything() -> Run:
    return network(EVERYTHING)[1]


# --- the VPC ----------------------------------------------------------------------------------------------------------


def test_a_network_that_says_nothing_spans_two_zones_with_a_nat_gateway_in_each(plain):
    assert plain.find_one(VPC).inputs == {
        "cidrBlock": "10.0.0.0/16",
        "numberOfAvailabilityZones": 2,
        "subnetStrategy": "Auto",
        "subnetSpecs": [
            {"type": "Public", "cidrBlocks": ["10.0.240.0/23", "10.0.242.0/23"]},
            {"type": "Private", "cidrBlocks": ["10.0.0.0/20", "10.0.16.0/20"]},
        ],
        "natGateways": {"strategy": "OnePerAz"},
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "tags": {"Name": "project-dev"},
    }


def test_a_network_that_says_nothing_creates_these_and_nothing_else(plain):
    assert sorted(f"{resource.type} {resource.name}" for resource in plain.resources) == [
        "aws:cloudwatch/logGroup:LogGroup network-flow-logs",
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl network-default-network-acl",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup network-default",
        "aws:ec2/flowLog:FlowLog network-flow-logs",
        "aws:ec2/networkAcl:NetworkAcl network-private-network-acl",
        "aws:ec2/vpcEndpoint:VpcEndpoint network-s3",
        "aws:iam/role:Role network-flow-logs",
        "aws:iam/rolePolicy:RolePolicy network-flow-logs",
        "awsx:ec2:Vpc network",
        "fargate-web:index:Network network",
    ]


@pytest.mark.parametrize(("said", "strategy"), [("none", "None"), ("single", "Single"), ("onePerAz", "OnePerAz")])
def test_nat_gateways_are_as_many_as_said(said, strategy):
    component, result = network({"natGateways": said})
    assert result.find_one(VPC).inputs["natGateways"] == {"strategy": strategy}
    assert component.nat_gateways == said


def test_named_zones_are_used_as_they_are():
    component, result = network({"availabilityZones": ["us-west-2b", "us-west-2d"]})
    inputs = result.find_one(VPC).inputs
    assert inputs["availabilityZoneNames"] == ["us-west-2b", "us-west-2d"]
    assert "numberOfAvailabilityZones" not in inputs
    assert component.zone_count == 2


def test_every_tier_has_one_block_a_zone_and_the_isolated_tier_comes_last(everything):
    specs = everything.find_one(VPC).inputs["subnetSpecs"]
    assert [spec["type"] for spec in specs] == ["Public", "Private", "Isolated"]
    assert [len(spec["cidrBlocks"]) for spec in specs] == [3, 3, 3]


def test_explicit_blocks_take_the_place_of_the_layout():
    blocks = {"public": ["10.1.0.0/24", "10.1.1.0/24"], "private": ["10.1.2.0/24", "10.1.3.0/24"]}
    _, result = network({"cidrBlock": "10.1.0.0/16", "subnetCidrBlocks": blocks})
    assert [spec["cidrBlocks"] for spec in result.find_one(VPC).inputs["subnetSpecs"]] == [blocks["public"], blocks["private"]]


def test_the_name_of_the_vpc_is_its_name_tag_and_no_logical_name(everything):
    vpc = everything.find_one(VPC)
    assert (vpc.name, vpc.inputs["tags"]) == ("network", {"Team": "web", "Name": "Dev-VPC"})


def test_the_default_security_group_is_left_without_rules(plain):
    inputs = plain.find_one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs
    assert inputs["vpcId"] == plain.find_one(VPC).outputs["vpcId"]
    assert not {"ingress", "egress"} & inputs.keys()


def test_the_outputs_are_the_ids_of_the_vpc_and_its_subnets(everything):
    vpc = everything.find_one(VPC).outputs
    assert everything.outputs == {
        "vpc": vpc["vpcId"],
        "cidr": "10.0.0.0/16",
        "public": vpc["publicSubnetIds"],
        "private": vpc["privateSubnetIds"],
        "isolated": vpc["isolatedSubnetIds"],
    }
    assert len(everything.outputs["isolated"]) == 3
    assert everything.find_one("fargate-web:index:Network").registered_outputs


def test_without_an_isolated_tier_there_are_no_isolated_subnets_even_in_a_preview():
    assert network(preview=True)[1].outputs["isolated"] == []


# --- what every component promises ------------------------------------------------------------------------------------


def test_every_child_stands_below_the_component_and_carries_its_name_and_the_tags(everything):
    component = everything.find_one("fargate-web:index:Network")
    children = [resource for resource in everything.resources if resource is not component]
    assert all(child.parent == component.urn and child.name.startswith("network") for child in children)
    untaggable = {"aws:iam/rolePolicy:RolePolicy"}
    assert [child for child in children if child.type not in untaggable and child.inputs.get("tags", {}).get("Team") != "web"] == []


@pytest.mark.parametrize("args", [{}, EVERYTHING, BY_NAME, {"flowLogs": False, "natGateways": "none"}])
def test_a_preview_shows_what_an_update_creates(args):
    shown, created = network(args, preview=True)[1], network(args)[1]
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


def test_two_networks_stand_in_one_program():
    def program():
        Network("one", EVERYTHING)
        Network("two", {**EVERYTHING, "cidrBlock": "10.1.0.0/16"})

    assert len(run(program).find_all(VPC)) == 2


def test_protection_of_the_component_reaches_its_children():
    result = run(lambda: Network("network", {}, pulumi.ResourceOptions(protect=True)))
    assert all(resource.protect for resource in result.resources)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"cidrBlock": "10.0.0.0/8"}, "InvalidVpc.Range"),
        ({"natGatewayz": "single"}, "natGateways"),
        ({"interfaceEndpoints": ["logs", "logs"]}, "logs is listed twice"),
        ({"interfaceEndpoints": ["s3"]}, "s3 has a gateway endpoint, which is free"),
        ({**BY_NAME, "natGateways": "single"}, "an existing network is not changed"),
    ],
)
def test_faults_are_told_before_anything_is_registered(args, says):
    result = run(lambda: Network("network", args), strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)
    assert 'Network "network"' in str(result.error)
    assert result.resources == []
