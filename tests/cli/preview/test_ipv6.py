"""A dual-stack network as the preview, the picture and the cost show it."""

from pathlib import Path

import pytest
from fargate_web.testing import Resource
from fargate_web_cli.cost.estimate import estimate_cost
from fargate_web_cli.descriptions import describe_resource
from fargate_web_cli.descriptions.group_summaries import GroupView, summarize_group
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.graph.architecture import build_architecture
from fargate_web_cli.project.stack_preview import Preview, preview_stack

FILE = """\
config:
  aws:region: us-west-2
  fargate-web:monitoring: false
  fargate-web:network: {ipv6: true, natGateways: single, isolatedSubnets: true}
  fargate-web:loadBalancer: {ipAddressType: dualstack-without-public-ipv4}
  fargate-web:services:
    web: {image: "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1", port: 80}
"""


@pytest.fixture(scope="module")
def dual(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    file: Path = tmp_path_factory.mktemp("dual") / "Pulumi.dual.yaml"
    file.write_text(FILE, encoding="utf-8")
    return preview_stack("dual", file)


def summaries(preview: Preview) -> dict[str, str]:
    resources = preview.preview_run.resources
    resolver = ReferenceResolver(preview.preview_run, preview.update_run)
    return {
        each.type.rpartition(":")[2]: summarize_group(GroupView(each, preview.preview_run.find_children(each), resolver))
        for each in resources
        if each.type.startswith("fargate-web:index:")
    }


def described(preview: Preview, type_: str) -> dict[str, str]:
    resolver = ReferenceResolver(preview.preview_run, preview.update_run)
    found: list[Resource] = preview.preview_run.find_all(type_)
    return {each.name: describe_resource(each, resolver) for each in found}


def test_the_lines_of_the_components_name_ipv6(dual):
    lines = summaries(dual)
    assert "one NAT gateway, IPv6" in lines["Network"]
    assert "internet-facing, IPv6 alone for clients" in lines["LoadBalancer"]


def test_each_resource_says_what_it_does_for_ipv6(dual):
    assert "an IPv6 block for each subnet" in described(dual, "awsx:ec2:Vpc")["network"]
    assert described(dual, "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway") == {
        "network-egress-only": "lets IPv6 connections out, and none in"
    }
    routes = described(dual, "aws:ec2/route:Route")
    assert (routes["network-public-1-ipv6"], routes["network-private-2-ipv6"]) == (
        "::/0 → an internet gateway",
        "::/0 → network-egress-only",
    )
    acls = described(dual, "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
    assert acls == {"network-default-network-acl": "refuses 20–22 from the internet, refuses 20–22, 3389 over IPv6"}


def test_the_picture_shows_who_comes_in_and_how_the_tasks_get_out(dual):
    picture = build_architecture(dual)
    assert picture.load_balancer is not None
    assert picture.load_balancer.clients == ("the internet over IPv6",)
    assert picture.network.facts == ("10.0.0.0/16", "IPv6", "2 zones")
    assert [tier.internet_access for tier in picture.network.tiers] == [
        "out by internet gateway",
        "out by one NAT gateway, over IPv6 without",
        "no way out",
    ]


def test_the_only_public_address_is_that_of_the_nat_gateway(dual):
    items = [item for item in estimate_cost(dual.preview_run.resources, "us-west-2").items if item.kind == "public IPv4"]
    assert [item.description for item in items] == ["an address for each NAT gateway"]
