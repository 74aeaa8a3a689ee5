"""What users notice when a network or a load balancer gets IPv6, or loses it."""

import pytest

from tests.cli.diff.diffs import compared, resource
from tests.cli.diff.test_vpc_children import network

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
ONLY_IPV6 = "dualstack-without-public-ipv4"
DUAL = {"assignGeneratedIpv6CidrBlock": True}
REFUSED = "AWS refuses to take an IPv6 block from a subnet while anything has an address of it"


def effects(old, new, kind):
    changes = [change for change in compared([old], [new]).changes if change.type.endswith(f":{kind}")]
    return {change.name: (change.op, change.effect) for change in changes}


def test_a_network_that_gets_ipv6_replaces_nothing():
    diff = compared([network(zones=2)], [network(zones=2, **DUAL)])
    assert {change.op for change in diff.changes} == {"update"}
    assert effects(network(zones=2), network(zones=2, **DUAL), "Vpc")["network"] == (
        "update",
        "it gets an IPv6 block; what runs in it keeps its addresses",
    )
    subnets = effects(network(zones=2), network(zones=2, **DUAL), "Subnet")
    assert len(subnets) == 6
    assert {effect for _, effect in subnets.values()} == {
        "what starts in it from now on gets an IPv6 address too; what runs keeps its addresses"
    }


def test_another_zone_gives_private_subnets_other_blocks_which_aws_refuses():
    subnets = effects(network(zones=2, **DUAL), network(zones=3, **DUAL), "Subnet")
    refused = {name for name, (op, effect) in subnets.items() if op == "update" and effect.startswith(REFUSED)}
    # The blocks of public subnets are numbered first.
    assert refused == {"network-private-1", "network-private-2", "network-isolated-1", "network-isolated-2"}
    assert {name for name, (op, _) in subnets.items() if op == "create"} == {"network-public-3", "network-private-3", "network-isolated-3"}


def test_a_tier_more_leaves_the_blocks_of_the_others_as_they_are():
    subnets = effects(network(isolated=False, **DUAL), network(isolated=True, **DUAL), "Subnet")
    assert {op for op, _ in subnets.values()} == {"create"}


def test_a_network_does_not_lose_ipv6():
    old, new = network(zones=2, **DUAL), network(zones=2)
    assert effects(old, new, "Vpc")["network"][1].startswith("AWS refuses to take the IPv6 block from a VPC")
    assert all(effect.startswith(REFUSED) for _, effect in effects(old, new, "Subnet").values())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, "dualstack", "clients may connect over IPv6 too"),
        ("dualstack", "ipv4", "clients can no longer connect over IPv6"),
        (
            "dualstack",
            ONLY_IPV6,
            "its public IPv4 addresses are given back to AWS for good, and clients without IPv6 can no longer connect",
        ),
        (ONLY_IPV6, "dualstack", "it gets public IPv4 addresses, and clients without IPv6 may connect"),
        (
            "ipv4",
            ONLY_IPV6,
            "clients may connect over IPv6 too; its public IPv4 addresses are given back to AWS for good, and clients without IPv6 can no longer connect",
        ),
        (None, "ipv4", ""),
    ],
)
def test_other_addresses_of_a_load_balancer_keep_it_and_shut_clients_out(old, new, told):
    balancers = [resource(BALANCER, "web", {"name": "web", **({"ipAddressType": type_} if type_ else {})}) for type_ in (old, new)]
    assert effects(*balancers, "LoadBalancer") == {"web": ("update", told)}
