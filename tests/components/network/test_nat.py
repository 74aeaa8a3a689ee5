"""The ways out of private subnets that awsx doesn't offer: a regional NAT gateway, and instances."""

import pulumi
import pytest
from fargate_web.network.network import Network
from fargate_web.testing import Run, run

VPC = "awsx:ec2:Vpc"
GATEWAY = "aws:ec2/natGateway:NatGateway"
INSTANCE = "aws:ec2/instance:Instance"
ROUTE = "aws:ec2/route:Route"
ADDRESS = "aws:ec2/eip:Eip"
ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
OURS = {GATEWAY, INSTANCE, ROUTE, ADDRESS, ASSOCIATION, GROUP}
IDS = ["eipalloc-0123456789abcdef0", "eipalloc-0123456789abcdef1"]
AMAZON_LINUX = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"


def network(**args) -> tuple[Network, Run]:
    made: list[Network] = []
    result = run(lambda: made.append(Network("network", {"flowLogs": False, **args})))
    return made[0], result


@pytest.fixture(scope="module")
def regional() -> Run:
    return network(natGateways="regional", isolatedSubnets=True)[1]


@pytest.fixture(scope="module")
def instances() -> Run:
    return network(natGateways="instancePerAz")[1]


def private_route_tables(result: Run) -> list[str]:
    """Find the route tables of the private subnets: awsx lists the tables in the order of the subnets."""
    outputs = result.find_one(VPC).outputs
    tables = dict(zip(outputs["subnets"], outputs["routeTables"], strict=True))
    return [tables[subnet] for subnet in outputs["privateSubnetIds"]]


# --- a regional NAT gateway ---------------------------------------------------------------------------------------------


def test_a_regional_nat_gateway_is_one_resource_of_the_vpc(regional):
    vpc = regional.find_one(VPC)
    assert vpc.inputs["natGateways"] == {"strategy": "None"}
    assert {each.type for each in regional.resources} & OURS == {GATEWAY, ROUTE}
    gateway = regional.find_one(GATEWAY)
    assert gateway.inputs == {
        "vpcId": vpc.outputs["vpcId"],
        "availabilityMode": "regional",
        "connectivityType": "public",
        "tags": {"Name": "project-dev"},
    }


def test_each_private_subnet_has_a_route_to_it(regional):
    gateway = regional.find_one(GATEWAY)
    routes = regional.find_all(ROUTE)
    assert [route.name for route in routes] == ["network-private-1", "network-private-2"]
    assert [route.inputs["routeTableId"] for route in routes] == private_route_tables(regional)
    assert {(route.inputs["destinationCidrBlock"], route.inputs["natGatewayId"]) for route in routes} == {("0.0.0.0/0", gateway.id)}


def test_a_route_takes_the_place_of_the_one_that_awsx_made(regional):
    """EC2 refuses a second route to the same destination, so the old one must become the new one."""
    types = "$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet$aws:ec2/routeTable:RouteTable$aws:ec2/route:Route"
    prefix = regional.find_one(VPC).urn.rpartition("::")[0]
    assert [route.aliases for route in regional.find_all(ROUTE)] == [
        (f"{prefix}{types}::network-private-1",),
        (f"{prefix}{types}::network-private-2",),
    ]


def test_addresses_of_yours_are_given_to_the_zones_in_their_order():
    result = network(natGateways="regional", availabilityZones=["us-west-2b", "us-west-2a"], elasticIpAllocationIds=IDS)[1]
    assert result.find_one(GATEWAY).inputs["availabilityZoneAddresses"] == [
        {"availabilityZone": "us-west-2b", "allocationIds": [IDS[0]]},
        {"availabilityZone": "us-west-2a", "allocationIds": [IDS[1]]},
    ]


def test_addresses_of_yours_are_given_to_the_gateways_of_awsx():
    result = network(natGateways="single", elasticIpAllocationIds=IDS[:1])[1]
    assert result.find_one(VPC).inputs["natGateways"] == {"strategy": "Single", "elasticIpAllocationIds": IDS[:1]}
    assert not {each.type for each in result.resources} & OURS


# --- instances ----------------------------------------------------------------------------------------------------------


def test_an_instance_forwards_what_is_not_its_own(instances):
    vpc = instances.find_one(VPC)
    assert vpc.inputs["natGateways"] == {"strategy": "None"}
    found = instances.find_all(INSTANCE)
    assert [each.inputs["subnetId"] for each in found] == vpc.outputs["publicSubnetIds"]
    inputs = dict(found[0].inputs)
    assert "MASQUERADE" in inputs.pop("userData")
    assert inputs == {
        "ami": f"value-of-{AMAZON_LINUX}",
        "instanceType": "t4g.nano",
        "subnetId": vpc.outputs["publicSubnetIds"][0],
        "vpcSecurityGroupIds": [instances.find_one(GROUP, "network-nat").id],
        "sourceDestCheck": False,
        "associatePublicIpAddress": True,
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "rootBlockDevice": {"encrypted": True, "volumeType": "gp3"},
        "userDataReplaceOnChange": True,
        "tags": {"Name": "project-dev-nat-1"},
    }
    assert found[0].ignore_changes == ("ami",)


def test_each_instance_has_an_address_of_its_own_and_the_route_of_its_zone(instances):
    found = instances.find_all(INSTANCE)
    assert [each.inputs["instance"] for each in instances.find_all(ADDRESS)] == [each.id for each in found]
    routes = instances.find_all(ROUTE)
    assert [each.inputs["networkInterfaceId"] for each in routes] == [each.outputs["primaryNetworkInterfaceId"] for each in found]
    assert [each.inputs["routeTableId"] for each in routes] == private_route_tables(instances)


def test_instances_take_traffic_of_the_vpc_only(instances):
    [rule] = instances.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert (rule.inputs["cidrIpv4"], rule.inputs["ipProtocol"]) == ("10.0.0.0/16", "-1")


def test_one_instance_serves_all_zones_with_an_address_that_exists():
    component, result = network(natGateways="singleInstance", elasticIpAllocationIds=IDS[:1], natInstances={"instanceType": "t3.micro"})
    [instance] = result.find_all(INSTANCE)
    assert instance.inputs["ami"].endswith("x86_64")
    [association] = result.find_all(ASSOCIATION)
    assert association.inputs == {"allocationId": IDS[0], "instanceId": instance.id}
    assert result.find_all(ADDRESS) == []
    interface = instance.outputs["primaryNetworkInterfaceId"]
    assert [route.inputs["networkInterfaceId"] for route in result.find_all(ROUTE)] == [interface, interface]
    assert component.nat_instances is not None
    assert component.regional_nat_gateway is None


def test_an_image_by_owner_and_name_is_the_newest_for_the_processor_and_sets_itself_up():
    image = {"owner": "568608671756", "name": "fck-nat-al2023-hvm-*-ebs"}
    result = network(natGateways="singleInstance", natInstances={"image": image})[1]
    [lookup] = [each for each in result.invokes if each.token == "aws:ec2/getAmi:getAmi"]
    assert (lookup.args["owners"], lookup.args["mostRecent"]) == (["568608671756"], True)
    assert {each["name"]: each["values"] for each in lookup.args["filters"]} == {
        "name": ["fck-nat-al2023-hvm-*-ebs"],
        "architecture": ["arm64"],
        "state": ["available"],
    }
    assert "userData" not in result.find_one(INSTANCE).inputs


def test_an_image_by_id_or_one_that_is_followed_replaces_the_instance_when_it_changes():
    follows = network(natGateways="singleInstance", natInstances={"followImage": True})[1]
    assert follows.find_one(INSTANCE).ignore_changes == ()
    result = network(natGateways="singleInstance", natInstances={"image": {"id": "ami-0123456789abcdef0"}})[1]
    instance = result.find_one(INSTANCE)
    assert (instance.inputs["ami"], instance.ignore_changes) == ("ami-0123456789abcdef0", ())
    assert not [each for each in result.invokes if each.token in ("aws:ec2/getAmi:getAmi", "aws:ssm/getParameter:getParameter")]


FCK_NAT = {"owner": "568608671756", "name": "fck-nat-al2023-hvm-*-ebs"}


def build_instances(settings: dict) -> Run:
    def build() -> None:
        image = {"image": {"id": pulumi.Output.secret("ami-0123456789abcdef0")}} if settings == {"image": "a reference"} else {}
        Network("network", {"flowLogs": False, "natGateways": "singleInstance", "natInstances": {**settings, **image}})

    return run(build)


@pytest.mark.parametrize(
    "after", [{"instanceType": "t3.nano"}, {"image": FCK_NAT}, {"image": "a reference"}, {"image": FCK_NAT, "instanceType": "t3.nano"}]
)
def test_an_image_of_another_kind_or_for_another_processor_makes_another_instance(after):
    """An instance keeps its image, even when it is replaced: one for another processor wouldn't start, and another kind of image has other user data."""
    before, changed = build_instances({}), build_instances(after)
    assert before.find_one(INSTANCE).name == "network-nat-1"
    assert changed.find_one(INSTANCE).name != "network-nat-1"
    assert changed.find_one(INSTANCE).name == build_instances(after).find_one(INSTANCE).name
    assert [each.find_one(ADDRESS).name for each in (before, changed)] == ["network-nat-1", "network-nat-1"]
    assert changed.find_one(ADDRESS).inputs["instance"] == changed.find_one(INSTANCE).id


def test_another_size_of_the_same_processor_is_the_same_instance():
    names = {build_instances({"instanceType": each}).find_one(INSTANCE).name for each in ("t4g.nano", "c7gn.large")}
    assert names == {"network-nat-1"}
