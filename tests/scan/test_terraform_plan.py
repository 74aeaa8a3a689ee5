"""The Terraform plan of a run, which checkov reads."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from fargate_web.testing import Resource, Run

from tests.components.controls.good_resources import GOOD_RESOURCES, resource
from tests.scan.terraform_plan import build_plan, label_addresses, name_type


def plan(*resources: Resource) -> dict[str, Any]:
    return build_plan(cast(Run, SimpleNamespace(resources=resources)))


@pytest.mark.parametrize(
    ("token", "type_"),
    [
        ("aws:ecs/service:Service", "aws_ecs_service"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:lb/targetGroup:TargetGroup", "aws_lb_target_group"),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", "aws_vpc_endpoint"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws_vpc_security_group_ingress_rule"),
        ("aws:wafv2/webAcl:WebAcl", "aws_wafv2_web_acl"),
        ("aws:servicediscovery/httpNamespace:HttpNamespace", "aws_service_discovery_http_namespace"),
    ],
)
def test_types_have_the_names_of_terraform(token: str, type_: str) -> None:
    assert name_type(token) == type_


def test_blocks_are_lists_without_their_plural_and_maps_stay_maps() -> None:
    inputs = {
        "loadBalancers": [{"targetGroupArn": "arn"}],
        "capacityProviderStrategies": [{"capacityProvider": "FARGATE"}],
        "aliases": [{"name": "web"}],
        "networkConfiguration": {"subnets": ["subnet-1"]},
        "tags": {"Team": "web"},
    }
    (planned,) = plan(resource("aws:ecs/service:Service", "web", inputs))["planned_values"]["root_module"]["resources"]
    assert planned["values"] == {
        "load_balancer": [{"target_group_arn": "arn"}],
        "capacity_provider_strategy": [{"capacity_provider": "FARGATE"}],
        "alias": [{"name": "web"}],
        "network_configuration": [{"subnets": ["subnet-1"]}],
        "tags": {"Team": "web"},
    }


def test_references_name_the_resource_as_terraform_does() -> None:
    logging = [each for each in GOOD_RESOURCES if each.type.startswith("aws:wafv2")]
    configured = {each["address"]: each["expressions"] for each in plan(*logging)["configuration"]["root_module"]["resources"]}
    assert configured["aws_wafv2_web_acl_logging_configuration.web"] == {
        "resource_arn": {"references": ["aws_wafv2_web_acl.web.id", "aws_wafv2_web_acl.web"]}
    }


def test_the_vpc_of_awsx_becomes_its_resources() -> None:
    inputs = {
        "cidrBlock": "10.0.0.0/16",
        "numberOfAvailabilityZones": 2,
        "natGateways": {"strategy": "Single"},
        "subnetSpecs": [{"type": "Public", "cidrMask": 24}, {"type": "Private", "cidrMask": 20}],
    }
    vpc = resource("awsx:ec2:Vpc", "main", inputs)
    flow_log = resource("aws:ec2/flowLog:FlowLog", "main", {}, vpcId="awsx:ec2:Vpc main")
    types = [each["type"] for each in plan(vpc, flow_log)["planned_values"]["root_module"]["resources"]]
    assert types == ["aws_vpc", *["aws_subnet"] * 4, "aws_eip", "aws_nat_gateway", "aws_flow_log"]
    labels = label_addresses(cast(Run, SimpleNamespace(resources=[vpc, flow_log])))
    assert labels["aws_subnet.main-public-1"] == "aws:ec2/subnet:Subnet::main-public-1"
    assert {each["address"] for each in plan(vpc, flow_log)["planned_values"]["root_module"]["resources"]} == set(labels)
