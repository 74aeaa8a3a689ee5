"""What a diff says of a change between the NAT gateways of awsx and those of the network component."""

from functools import cache
from typing import Any

from fargate_web import Network
from fargate_web.testing import run
from fargate_web_cli.diff.capture import _record_resource
from fargate_web_cli.diff.recorded_resources import RecordedResource

from tests.cli.diff.diffs import compared

ROUTE = "aws:ec2/route:Route"


@cache
def recorded(choice: str, instance_type: str = "t4g.nano", address: str = "") -> list[RecordedResource]:
    more: dict[str, Any] = {"natInstances": {"instanceType": instance_type}} if "nstance" in choice else {}
    more |= {"elasticIpAllocationIds": [address]} if address else {}
    result = run(lambda: Network("network", {"flowLogs": False, "natGateways": choice, **more}) and None)
    return [RecordedResource.from_document(_record_resource(each, "")) for each in result.resources]


def changes(before: str, after: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for change in compared(recorded(before), recorded(after)).changes:
        found.setdefault(f"{change.op} {change.type.rpartition(':')[2]}", []).append(change)
    return found


def test_the_routes_of_awsx_move_to_a_regional_nat_gateway_and_are_never_away():
    found = changes("onePerAz", "regional")
    assert {key: len(value) for key, value in found.items() if "Route" in key} == {"update Route": 2}
    assert {change.effect for change in found["update Route"]} == {
        "open connections to the internet break, and new ones come from other addresses: tell those who admit yours in a firewall or allow list"
    }
    assert (len(found["delete NatGateway"]), len(found["delete Eip"]), len(found["create NatGateway"])) == (2, 2, 1)


def test_the_way_back_needs_two_deployments():
    found = changes("regional", "single")
    assert [change.name for change in found["delete Route"]] == ["network-private-1", "network-private-2"]
    assert {change.effect for change in found["delete Route"]} == {
        "EC2 refuses the route to the new NAT gateway while this one is there (RouteAlreadyExists): deploy natGateways: none first, after which private subnets reach no internet "
        "until the next deployment"
    }


def test_routes_move_between_a_regional_nat_gateway_and_instances():
    found = changes("regional", "instancePerAz")
    assert {key for key in found if key.endswith("Route")} == {"update Route"}


def test_without_nat_gateways_the_routes_go():
    found = changes("regional", "none")
    assert {change.effect for change in found["delete Route"]} == {"connections that use the route break"}


def test_another_type_stops_an_instance_for_a_while():
    before, after = (recorded("singleInstance", type_) for type_ in ("t4g.nano", "t4g.small"))
    [change] = compared(before, after).changes
    assert (change.op, change.effect.partition(":")[0]) == ("update", "EC2 stops the instance and starts it again")


def test_another_processor_needs_another_instance():
    found = {
        change.op: change
        for change in compared(recorded("singleInstance"), recorded("singleInstance", "t3.nano")).changes
        if "Instance" in change.type
    }
    assert set(found) == {"create", "delete"}
    assert found["delete"].effect.startswith("another instance takes its place")


def test_an_instance_forwards_after_a_minute():
    assert all(
        change.effect.endswith("needs about a minute until it forwards") for change in changes("single", "singleInstance")["update Route"]
    )


def test_an_address_can_not_move_in_one_update():
    before, after = (recorded(choice, address="eipalloc-0123456789abcdef0") for choice in ("single", "singleInstance"))
    [network] = [change for change in compared(before, after).changes if change.type == "awsx:ec2:Vpc"]
    assert "Resource.AlreadyAssociated" in network.effect
    assert "Resource.AlreadyAssociated" not in changes("single", "singleInstance")["update Vpc"][0].effect


def test_addresses_of_yours_replace_a_regional_nat_gateway_and_others_of_yours_do_not():
    """The provider replaces a gateway that has addresses of AWS by one that has yours; it changes which ones in place."""

    @cache
    def regional(*addresses: str) -> list[RecordedResource]:
        settings = {
            "flowLogs": False,
            "natGateways": "regional",
            "availabilityZones": ["us-west-2a", "us-west-2b"],
            "elasticIpAllocationIds": [*addresses],
        }
        return [
            RecordedResource.from_document(_record_resource(each, ""))
            for each in run(lambda: Network("network", settings) and None).resources
        ]

    def find_operation(before: list[RecordedResource], after: list[RecordedResource]) -> str:
        return next(change.op for change in compared(before, after).changes if change.type.endswith(":NatGateway"))

    one, two, three = (f"eipalloc-0123456789abcdef{digit}" for digit in "012")
    assert find_operation(regional(), regional(one, two)) == "replace"
    assert find_operation(regional(one, two), regional()) == "replace"
    assert find_operation(regional(one, two), regional(one, three)) == "update"
