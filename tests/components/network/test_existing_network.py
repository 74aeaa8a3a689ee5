import pulumi
import pulumi_aws as aws
from fargate_web.network.network import Network
from fargate_web.testing import Run, run

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


def test_an_existing_network_is_found_and_nothing_is_created():
    component, result = network(BY_NAME)
    assert [resource.type for resource in result.resources] == ["fargate-web:index:Network"]
    assert component.existing
    assert (component.vpc, component.endpoints, component.flow_logs, component.default_security_group) == (None, None, None, None)
    assert (component.zone_count, component.nat_gateways) == (2, None)


def test_what_is_given_by_name_is_looked_up_by_its_name_tag_and_within_the_vpc():
    _, result = network(BY_NAME)
    vpc = result.outputs["vpc"]
    assert [(invoke.token.rpartition(":")[2], invoke.args) for invoke in result.invokes] == [
        ("getVpc", {"tags": {"Name": "main-vpc"}}),
        ("getSubnet", {"vpcId": vpc, "tags": {"Name": "public-subnet-a"}}),
        ("getSubnet", {"vpcId": vpc, "tags": {"Name": "public-subnet-b"}}),
        ("getSubnet", {"vpcId": vpc, "tags": {"Name": "private-subnet-a"}}),
    ]
    assert result.outputs["private"][1] == "subnet-12345"
    assert len(result.outputs["public"]) == 2
    assert result.outputs["isolated"] == []


def test_what_is_given_by_id_is_not_looked_up():
    existing = {"vpc": {"id": "vpc-1", "cidrBlock": "10.9.0.0/16"}, "privateSubnets": [{"id": "subnet-1"}]}
    _, result = network({"existing": existing})
    assert result.invokes == []
    assert result.outputs == {"vpc": "vpc-1", "cidr": "10.9.0.0/16", "public": [], "private": ["subnet-1"], "isolated": []}


def test_the_range_of_a_vpc_given_by_id_is_looked_up_unless_it_is_said():
    existing = {"vpc": {"id": "vpc-1"}, "privateSubnets": [{"id": "subnet-1"}]}
    _, result = network({"existing": existing})
    assert [(invoke.token, invoke.args) for invoke in result.invokes] == [("aws:ec2/getVpc:getVpc", {"id": "vpc-1"})]
    assert result.outputs["cidr"] == "10.0.0.0/16"


def test_ids_from_another_program_may_be_outputs():
    def program():
        vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
        subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24")
        found = Network("network", {"existing": {"vpc": {"id": vpc.id}, "private_subnets": [{"id": subnet.id}]}})
        pulumi.export("private", found.private_subnet_ids)

    assert run(program).outputs["private"] == [run(program).find_one("aws:ec2/subnet:Subnet").id]
    assert run(program, preview=True).invokes == []


def test_lookups_use_the_provider_of_the_component():
    def program():
        provider = aws.Provider("elsewhere", region="eu-west-1")
        Network("network", BY_NAME, pulumi.ResourceOptions(provider=provider))

    result = run(program)
    assert {invoke.provider for invoke in result.invokes} == {result.find_one("pulumi:providers:aws").urn}


# --- public subnets only ------------------------------------------------------------------------------------------------


def test_a_network_may_have_public_subnets_only():
    existing = {"vpc": {"id": "vpc-1"}, "publicSubnets": [{"id": "subnet-1"}, {"id": "subnet-2"}]}
    component, result = network({"existing": existing})
    assert (result.outputs["public"], result.outputs["private"]) == (["subnet-1", "subnet-2"], [])
    assert component.zone_count == 2


def test_the_default_vpc_of_the_account_is_found_with_its_subnets():
    _, result = network({"existing": {"vpc": {"default": True}}})
    assert [(invoke.token.rpartition(":")[2], invoke.args) for invoke in result.invokes] == [
        ("getVpc", {"default": True}),
        ("getSubnets", {"filters": [{"name": "default-for-az", "values": ["true"]}]}),
    ]
    assert result.outputs["public"] == sorted(result.outputs["public"])
    assert (result.outputs["private"], result.outputs["isolated"]) == ([], [])


def test_of_the_default_vpc_some_subnets_may_be_chosen():
    existing = {"vpc": {"default": True}, "publicSubnets": [{"id": "subnet-1"}, {"id": "subnet-2"}]}
    _, result = network({"existing": existing})
    assert [invoke.token.rpartition(":")[2] for invoke in result.invokes] == ["getVpc"]
    assert result.outputs["public"] == ["subnet-1", "subnet-2"]
