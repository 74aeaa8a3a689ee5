"""Converts a run of a program into the JSON of a Terraform plan, which checkov reads.

The AWS provider of Pulumi is made from Terraform's: the same resources with the same properties, under names that follow a rule. A dictionary is a block,
and a block is a list in a plan; a list of dictionaries is a repeated block, and its name loses the plural.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing import Resource, Run
from fargate_web.testing.aws.awsx_subnets import build_subnets

_TYPES: Final = {
    "aws:cloudwatch/eventRule": "aws_cloudwatch_event_rule",
    "aws:lb/loadBalancer": "aws_lb",
    "aws:lambda/function": "aws_lambda_function",
    "aws:s3/bucketV2": "aws_s3_bucket",
}
"""The types whose name does not follow the rule."""
_CHILD_TYPES: Final = {"aws_vpc": "vpc", "aws_subnet": "subnet", "aws_eip": "eip", "aws_nat_gateway": "natGateway"}
_NETWORK: Final = "awsx:ec2:Vpc"
_MODULES: Final = {"ec2": "", "alb": "lb", "elasticloadbalancingv2": "lb", "servicediscovery": "service_discovery", "vpc": "vpc"}
_MAPS: Final = frozenset(
    {
        "tags",
        "tags_all",
        "dimensions",
        "options",
        "variables",
        "triggers",
        "parameters",
        "input_paths",
        "http_header",
        "driver_opts",
        "labels",
    }
)
"""The properties that are maps in Terraform too."""
_PLURAL_BLOCKS: Final = frozenset({"service_registries", "default_capacity_provider_strategy", "container_definitions"})


def build_plan(run: Run) -> dict[str, Any]:
    """Return the plan of a run of an update, whose ids are fake and whose documents are complete."""
    resources = [resource for resource in run.resources if _is_planned(resource)]
    names = _number_names(resources)
    values: list[dict[str, Any]] = []
    configuration: list[dict[str, Any]] = []
    for resource in resources:
        type_, name = names[resource.urn]
        if resource.type == _NETWORK:
            for child_type, child_name, properties, child_references in _expand_network(resource, name):
                _add(values, configuration, child_type, child_name, properties, child_references)
            continue
        references = {
            _name_property(property_, resource.inputs.get(property_)): [".".join(names[urn]) for urn in urns if urn in names]
            for property_, urns in resource.property_dependencies.items()
        }
        _add(values, configuration, type_, name, _convert(resource.inputs), references)
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": values}},
        "resource_changes": [
            {
                **{key: each[key] for key in ("address", "mode", "type", "name")},
                "change": {"actions": ["create"], "before": None, "after": each["values"]},
            }
            for each in values
        ],
        "configuration": {"root_module": {"resources": configuration}},
    }


def label_addresses(run: Run) -> dict[str, str]:
    """Return the label of each resource of a plan (`aws:ecs/service:Service::web`) by its address (`aws_ecs_service.web`)."""
    resources = [resource for resource in run.resources if _is_planned(resource)]
    labels = {
        ".".join(name): f"{resource.type}::{resource.name}"
        for resource, name in zip(resources, _number_names(resources).values(), strict=True)
    }
    for network in (resource for resource in resources if resource.type == _NETWORK):
        for type_, name, _, _ in _expand_network(network, network.name):
            module_name = _CHILD_TYPES[type_]
            labels[f"{type_}.{name}"] = f"aws:ec2/{module_name}:{module_name[0].upper()}{module_name[1:]}::{name}"
    return labels


def _is_planned(resource: Resource) -> bool:
    is_registered = resource.custom and not resource.read and resource.type.startswith("aws:")
    return is_registered or resource.type == _NETWORK


def name_type(token: str) -> str:
    """Return Terraform's name of a type: `aws_ecs_service` for `aws:ecs/service:Service`."""
    path = token.rsplit(":", 1)[0]
    if path in _TYPES:
        return _TYPES[path]
    module, _, name = path.removeprefix("aws:").partition("/")
    return "_".join(filter(None, ("aws", _MODULES.get(module, module), _snake(name))))


def _number_names(resources: list[Resource]) -> dict[str, tuple[str, str]]:
    """Return the type and a unique name of each resource by URN."""
    names: dict[str, tuple[str, str]] = {}
    for resource in resources:
        type_ = "aws_vpc" if resource.type == _NETWORK else name_type(resource.type)
        name = re.sub(r"[^A-Za-z0-9-]+", "_", resource.name)
        taken = set(names.values())
        while (type_, name) in taken:
            name += "_"
        names[resource.urn] = (type_, name)
    return names


def _add(values: list[Any], configuration: list[Any], type_: str, name: str, properties: Any, references: Mapping[str, list[str]]) -> None:
    head = {
        "address": f"{type_}.{name}",
        "mode": "managed",
        "type": type_,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
    }
    values.append({**head, "values": properties})
    # As Terraform writes references: the attribute, then the resource.
    expressions = {
        key: {"references": [part for address in each for part in (f"{address}.id", address)]} for key, each in references.items() if each
    }
    configuration.append({**head, "expressions": expressions})


def _expand_network(network: Resource, name: str) -> Any:
    """Yield what awsx creates for a VPC: its provider makes these resources, so that the run has only their component."""
    block = network.inputs.get("cidrBlock", "10.0.0.0/16")
    zones = network.inputs.get("availabilityZoneNames") or [
        f"zone-{number + 1}" for number in range(network.inputs["numberOfAvailabilityZones"])
    ]
    yield "aws_vpc", name, {"cidr_block": block, "tags": network.inputs.get("tags", {})}, {}
    for subnet in build_subnets(network.name, network.inputs, block, zones):
        properties = {"cidr_block": str(subnet.block), "availability_zone": subnet.zone, "map_public_ip_on_launch": subnet.type == "Public"}
        yield "aws_subnet", subnet.name, properties, {"vpc_id": [f"aws_vpc.{name}"]}
    strategy = network.inputs.get("natGateways", {}).get("strategy", "None")
    for number in range({"OnePerAz": len(zones), "Single": 1}.get(strategy, 0)):
        yield "aws_eip", f"{name}-{number + 1}", {"domain": "vpc"}, {}
        yield "aws_nat_gateway", f"{name}-{number + 1}", {}, {"allocation_id": [f"aws_eip.{name}-{number + 1}"]}


def _convert(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        if key in _MAPS:
            return dict(value)
        converted: dict[str, Any] = {}
        for name, inner in value.items():
            inner_key = _name_property(name, inner)
            inner_value = _convert(inner, inner_key)
            converted[inner_key] = [inner_value] if isinstance(inner, Mapping) and inner_key not in _MAPS else inner_value
        return converted
    return [_convert(each) for each in value] if isinstance(value, list) else value


def _name_property(name: str, value: Any) -> str:
    snake = _snake(name)
    if not (isinstance(value, list) and value and isinstance(value[0], Mapping)) or snake in _PLURAL_BLOCKS:
        return snake
    return re.sub(r"(?:(?<=[^aeiou])ies|(?<=ias)es|(?<=[^su])s)$", lambda found: "y" if found[0] == "ies" else "", snake)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
