"""How a preview describes the ways out of private subnets that awsx doesn't offer."""

import pytest
from fargate_web import Network
from fargate_web.testing import Resource, Run, run
from fargate_web_cli.descriptions import describe_resource
from fargate_web_cli.descriptions.group_summaries import GroupView, summarize_group
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver


def network(**args) -> Run:
    return run(lambda: Network("network", {"flowLogs": False, **args}) and None)


def describe(result: Run, resource: Resource) -> str:
    return describe_resource(resource, ReferenceResolver(result, result))


def summarize(result: Run) -> str:
    component = result.find_one("fargate-web:index:Network")
    members = [each for each in result.resources if each.parent == component.urn]
    return summarize_group(GroupView(component, members, ReferenceResolver(result, result)))


def test_a_regional_nat_gateway_says_where_it_is():
    result = network(natGateways="regional")
    gateway = result.find_one("aws:ec2/natGateway:NatGateway")
    assert describe(result, gateway) == "regional, in all zones with tasks, with addresses that AWS adds"
    assert describe(result, result.find_one("aws:ec2/route:Route", "network-private-1")) == "0.0.0.0/0 → network-regional"
    assert "a regional NAT gateway" in summarize(result)
    assert "no NAT gateway" not in describe(result, result.find_one("awsx:ec2:Vpc"))


@pytest.mark.parametrize(("choice", "count"), [("singleInstance", "1 NAT instance"), ("instancePerAz", "2 NAT instances")])
def test_an_instance_says_what_it_does(choice, count):
    result = network(natGateways=choice)
    instance = result.find_one("aws:ec2/instance:Instance", "network-nat-1")
    assert "t4g.nano" in describe(result, instance)
    assert "forwards what private subnets send to the internet" in describe(result, instance)
    assert describe(result, result.find_one("aws:ec2/eip:Eip", "network-nat-1")) == "a public address of network-nat-1"
    assert f"{count} t4g.nano" in summarize(result)
    assert describe(result, result.find_one("aws:ec2/route:Route", "network-private-1")) == "0.0.0.0/0 → network-nat-1"
