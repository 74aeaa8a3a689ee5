"""What happens inside `awsx:ec2:Vpc` is told resource by resource."""

from collections import Counter

from fargate_web_cli.diff.guards import GuardSettings, apply_guards

from tests.cli.diff.diffs import LOG_GROUP, TARGET_GROUP, compared, resource

VPC = "awsx:ec2:Vpc"
SUBNET, NAT_GATEWAY, ADDRESS, ROUTE = ("Subnet", "NatGateway", "Eip", "Route")


def network(zones=3, nat="OnePerAz", cidr="10.0.0.0/16", isolated=True, **more):
    start = cidr.rpartition(".0.0/")[0]
    tiers = {"Public": 240, "Private": 0, **({"Isolated": 128} if isolated else {})}
    specs = [{"type": tier, "cidrBlocks": [f"{start}.{first + zone}.0/24" for zone in range(zones)]} for tier, first in tiers.items()]
    inputs = {"cidrBlock": cidr, "numberOfAvailabilityZones": zones, "subnetStrategy": "Auto", "subnetSpecs": specs}
    outputs = {"vpcId": "vpc-0123456789", "vpc": "vpc-0123456789", "subnets": [f"subnet-000000000{n}" for n in range(zones * len(tiers))]}
    return resource(VPC, "network", {**inputs, "natGateways": {"strategy": nat}, **more}, remote=True, outputs=outputs, protect=True)


def in_network(*subnets):
    inputs = {"vpcId": "vpc-0123456789", "subnets": [f"subnet-000000000{number}" for number in subnets]}
    return resource(TARGET_GROUP, "web", inputs, property_dependencies={key: (network().urn,) for key in inputs})


def count(diff):
    return Counter((change.op, change.type.rpartition(":")[2]) for change in diff.changes)


def names(diff, op, kind):
    return [change.name for change in diff.changes if change.op == op and change.type.endswith(f":{kind}")]


def test_a_network_that_stays_the_same_has_no_changes():
    assert compared([network()], [network()]).changes == ()


def test_one_nat_gateway_instead_of_three_gives_addresses_back_and_moves_routes():
    diff = compared([network()], [network(nat="Single")])
    assert count(diff) == {("delete", NAT_GATEWAY): 2, ("delete", ADDRESS): 2, ("update", ROUTE): 2, ("update", "Vpc"): 1}
    assert names(diff, "delete", ADDRESS) == ["network-2", "network-3"]
    [route] = [change for change in diff.changes if change.name == "network-private-2"]
    [moved] = route.property_changes
    assert (moved.change.old, moved.change.new) == ("<ec2:NatGateway network-2>.id", "<ec2:NatGateway network-1>.id")


def test_a_network_without_nat_gateways_gives_back_every_address_and_has_no_way_out():
    diff = compared([network()], [network(nat="None")])
    assert count(diff) == {("delete", NAT_GATEWAY): 3, ("delete", ADDRESS): 3, ("delete", ROUTE): 3, ("update", "Vpc"): 1}


def test_the_guard_stops_the_loss_of_an_address_inside_the_network():
    diff = apply_guards(compared([network()], [network(nat="Single")]), GuardSettings(is_protected=True))
    assert sorted(stop.entry for stop in diff.stopped) == [
        "aws:ec2:Eip/network-2",
        "aws:ec2:Eip/network-3",
        "aws:ec2:NatGateway/network-2",
        "aws:ec2:NatGateway/network-3",
    ]


def test_a_network_without_isolated_subnets_loses_them_and_replaces_nothing():
    diff = compared([network(), in_network(0, 1)], [network(isolated=False), in_network(0, 1)])
    assert {change.op for change in diff.changes} == {"delete", "update"}
    assert names(diff, "delete", SUBNET) == ["network-isolated-1", "network-isolated-2", "network-isolated-3"]
    assert names(diff, "update", "TargetGroup") == []


def test_a_zone_less_deletes_what_is_in_it_and_replaces_nothing():
    diff = compared([network(zones=3)], [network(zones=2)])
    assert {change.op for change in diff.changes} == {"delete", "update"}
    assert {change.name for change in diff.changes if change.op == "delete"} == {
        *("network-3", "network-public-3", "network-private-3", "network-isolated-3"),
    }


def test_one_more_zone_adds_subnets_and_replaces_nothing():
    diff = compared([network(zones=2)], [network(zones=3)])
    assert {change.op for change in diff.changes} == {"create", "update"}
    assert names(diff, "create", SUBNET) == ["network-public-3", "network-private-3", "network-isolated-3"]


def test_another_range_of_the_vpc_replaces_all_that_is_in_it_and_what_stands_in_it():
    diff = compared([network(), in_network(0)], [network(cidr="10.1.0.0/16"), in_network(0)])
    replaced = count(diff)
    assert replaced["replace", "Vpc"] == 1
    assert replaced["replace", SUBNET] == 9
    assert replaced["replace", "TargetGroup"] == 1


def test_another_range_of_a_subnet_replaces_the_subnet_and_updates_what_stands_in_it():
    moved = network()
    specs = [dict(spec) for spec in moved.inputs["subnetSpecs"]]
    specs[0]["cidrBlocks"] = ["10.0.250.0/24", *specs[0]["cidrBlocks"][1:]]
    diff = compared([network(), in_network(0)], [network(subnetSpecs=specs), in_network(0)])
    assert names(diff, "replace", SUBNET) == ["network-public-1"]
    [user] = [change for change in diff.changes if change.name == "web"]
    assert (user.op, [each.change.display_path for each in user.property_changes]) == ("update", ["subnets[0]"])


def test_what_uses_a_subnet_names_it():
    diff = compared([network(), in_network(0)], [network(zones=4), in_network(0, 1)])
    [user] = [change for change in diff.changes if change.name == "web"]
    [change] = user.property_changes
    assert change.change.old == ["<ec2:Subnet network-public-1>.id"]


def test_dns_settings_are_those_of_the_vpc_itself():
    diff = compared([network(enableDnsHostnames=False)], [network(enableDnsHostnames=True)])
    assert [(change.op, change.type) for change in diff.changes] == [("update", VPC), ("update", "aws:ec2/vpc:Vpc")]


def test_a_network_that_is_new_or_gone_stays_one_resource():
    log = resource(LOG_GROUP, "web")
    assert [(change.op, change.type) for change in compared([log], [log, network()]).changes] == [("create", VPC)]
    assert [(change.op, change.type) for change in compared([log, network()], [log]).changes] == [("delete", VPC)]


def test_a_layout_that_can_not_be_taken_apart_is_compared_as_a_whole():
    before, after = (network(subnetStrategy="AutoMerge", cidrBlock=cidr) for cidr in ("10.0.0.0/16", "10.1.0.0/16"))
    assert [(change.op, change.type) for change in compared([before], [after]).changes] == [("replace", VPC)]
