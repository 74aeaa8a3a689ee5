"""Fakes of the provider functions that look up networks, load balancers and DNS.

Every lookup finds exactly one resource. Its id depends on the arguments of the lookup (name, tags …) and is the same each time. The account has
one VPC, unless a program looks another one up by id.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import FakeAccount, generate_decimal_digits, generate_hex_digits, generate_zone_id
from fargate_web.testing.aws.fake_types import Lookup, LookupArguments
from fargate_web.testing.aws.network_resources import generate_ipv6_block, generate_name_servers

DEFAULT_VPC_ID: Final = f"vpc-0{generate_hex_digits('vpc', 16)}"


def _look_up_vpc(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    id_ = args.get("id", DEFAULT_VPC_ID)
    return {
        "id": id_,
        "arn": account.build_arn("ec2", f"vpc/{id_}"),
        "cidrBlock": args.get("cidrBlock", "10.0.0.0/16"),
        "ipv6CidrBlockAssociations": [_build_ipv6_association(account, id_)],
        "default": args.get("default", False),
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "instanceTenancy": "default",
        "mainRouteTableId": f"rtb-0{generate_hex_digits(f'main {id_}', 16)}",
        "ownerId": account.id,
        "state": "available",
        "tags": args.get("tags", {}),
    }


def _build_ipv6_association(account: FakeAccount, vpc: str) -> dict[str, str]:
    return {
        "associationId": f"vpc-cidr-assoc-0{generate_hex_digits(vpc, 16)}",
        "ipv6CidrBlock": generate_ipv6_block(vpc),
        "ipv6Pool": "Amazon",
        "ipv6AddressAttribute": "public",
        "ipSource": "amazon",
        "networkBorderGroup": account.region,
        "state": "associated",
    }


def _look_up_vpcs(account: FakeAccount, _: LookupArguments) -> dict[str, Any]:
    return {"id": account.region, "ids": [DEFAULT_VPC_ID]}


def _look_up_subnet(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    id_ = args.get("id") or f"subnet-0{generate_hex_digits(_serialize_arguments(args), 16)}"
    name = str(args.get("tags", {}).get("Name", id_))
    zone = _guess_zone(account, name)
    return {
        "id": id_,
        "arn": account.build_arn("ec2", f"subnet/{id_}"),
        "vpcId": args.get("vpcId") or _find_filter_value(args, "vpc-id") or DEFAULT_VPC_ID,
        "availabilityZone": args.get("availabilityZone", zone),
        "availabilityZoneId": account.list_zone_ids()[account.zones.index(zone)],
        "cidrBlock": f"10.0.{int(generate_hex_digits(id_, 2), 16)}.0/24",
        "availableIpAddressCount": 251,
        "mapPublicIpOnLaunch": "public" in name.lower(),
        "ownerId": account.id,
        "state": "available",
        "tags": args.get("tags", {}),
    }


def _look_up_subnets(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    ids = [f"subnet-0{generate_hex_digits(f'{_serialize_arguments(args)} {zone}', 16)}" for zone in account.zones[:3]]
    return {"id": account.region, "ids": ids}


def _look_up_security_group(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    id_ = args.get("id") or f"sg-0{generate_hex_digits(_serialize_arguments(args), 16)}"
    name = args.get("name") or str(args.get("tags", {}).get("Name", id_))
    vpc = args.get("vpcId") or _find_filter_value(args, "vpc-id") or DEFAULT_VPC_ID
    return {
        "id": id_,
        "arn": account.build_arn("ec2", f"security-group/{id_}"),
        "name": name,
        "vpcId": vpc,
        "description": name,
        "tags": args.get("tags", {}),
    }


def _look_up_route_table(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    id_ = args.get("routeTableId") or f"rtb-0{generate_hex_digits(_serialize_arguments(args), 16)}"
    vpc = args.get("vpcId") or _find_filter_value(args, "vpc-id") or DEFAULT_VPC_ID
    arn = account.build_arn("ec2", f"route-table/{id_}")
    return {"id": id_, "routeTableId": id_, "arn": arn, "vpcId": vpc, "ownerId": account.id, "associations": [], "routes": [], "tags": {}}


def _look_up_route_tables(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    return {
        "id": account.region,
        "ids": [f"rtb-0{generate_hex_digits(f'{_serialize_arguments(args)} {zone}', 16)}" for zone in account.zones[:3]],
    }


def _look_up_prefix_list(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args.get("name") or f"com.amazonaws.{account.region}.s3"
    id_ = args.get("prefixListId") or f"pl-{generate_hex_digits(name, 8)}"
    return {"id": id_, "name": name, "cidrBlocks": ["3.5.76.0/22"]}


def _look_up_managed_prefix_list(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args.get("name") or f"com.amazonaws.{account.region}.s3"
    id_ = args.get("id") or f"pl-{generate_hex_digits(name, 8)}"
    return {
        "id": id_,
        "name": name,
        "arn": account.build_arn("ec2", f"prefix-list/{id_}", account="aws"),
        "entries": [{"cidr": "3.5.76.0/22", "description": ""}],
        "addressFamily": "IPv4",
        "maxEntries": 0,
        "ownerId": "AWS",
        "version": 0,
        "tags": {},
    }


def _look_up_ami(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    id_ = f"ami-0{generate_hex_digits(_serialize_arguments(args), 16)}"
    architecture = _find_filter_value(args, "architecture") or "x86_64"
    return {
        "id": id_,
        "arn": account.build_arn("ec2", f"image/{id_}", account=""),
        "imageId": id_,
        "name": _find_filter_value(args, "name") or id_,
        "architecture": architecture,
        "ownerId": next(iter(args.get("owners", [])), account.id),
        "state": "available",
        "tags": {},
    }


def _look_up_zone(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    id_ = args.get("zoneId") or generate_zone_id(_serialize_arguments(args))
    servers = generate_name_servers(id_)
    return {
        "id": id_,
        "zoneId": id_,
        "arn": account.build_arn("route53", f"hostedzone/{id_}", region="", account=""),
        "name": str(args.get("name") or "example.com").rstrip("."),
        "nameServers": servers,
        "primaryNameServer": servers[0],
        "privateZone": args.get("privateZone", False),
        "tags": args.get("tags", {}),
    }


def _look_up_load_balancer(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args.get("name") or str(args.get("tags", {}).get("Name", "load-balancer"))
    arn = args.get("arn") or account.build_arn("elasticloadbalancing", f"loadbalancer/app/{name}/{generate_hex_digits(name, 16)}")
    name = arn.split("/")[2]
    return {
        "id": arn,
        "arn": arn,
        "arnSuffix": arn.partition(":loadbalancer/")[2],
        "name": name,
        "dnsName": f"{name}-{generate_decimal_digits(arn, 10)}.{account.region}.elb.{account.dns_suffix}",
        "zoneId": account.load_balancer_zone_id,
        "loadBalancerType": "application",
        "internal": False,
        "ipAddressType": "ipv4",
        "securityGroups": [f"sg-0{generate_hex_digits(arn, 16)}"],
        "subnets": _look_up_subnets(account, {})["ids"],
        "vpcId": DEFAULT_VPC_ID,
        "tags": args.get("tags", {}),
    }


def _look_up_listener(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    load_balancer = args.get("loadBalancerArn") or account.build_arn(
        "elasticloadbalancing", f"loadbalancer/app/load-balancer/{generate_hex_digits('lb', 16)}"
    )
    port = args.get("port", 443)
    arn = args.get("arn") or f"{load_balancer.replace(':loadbalancer/', ':listener/')}/{generate_hex_digits(f'{load_balancer} {port}', 16)}"
    if "arn" in args:
        load_balancer = arn.replace(":listener/", ":loadbalancer/").rpartition("/")[0]
    return {
        "id": arn,
        "arn": arn,
        "loadBalancerArn": load_balancer,
        "port": port,
        "protocol": "HTTPS" if port == 443 else "HTTP",
        "defaultActions": [],
    }


def _look_up_target_group(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args.get("name", "target-group")
    arn = args.get("arn") or account.build_arn("elasticloadbalancing", f"targetgroup/{name}/{generate_hex_digits(name, 16)}")
    return {
        "id": arn,
        "arn": arn,
        "arnSuffix": arn.rpartition(":")[2],
        "name": arn.split("/")[1],
        "targetType": "ip",
        "port": 80,
        "protocol": "HTTP",
    }


def _guess_zone(account: FakeAccount, name: str) -> str:
    """Guess the zone from the last letter or digit of a name; otherwise return an arbitrary zone, the same each time."""
    last = name[-1:].lower()
    for zone in account.zones:
        if last and zone.endswith(last):
            return zone
    number = int(last) - 1 if last in "123456789" and last else int(generate_hex_digits(name, 4), 16)
    return account.zones[number % len(account.zones)]


def _find_filter_value(args: LookupArguments, name: str) -> str | None:
    for filter_ in args.get("filters", []):
        if filter_["name"] == name and filter_["values"]:
            return str(filter_["values"][0])
    return None


def _serialize_arguments(args: LookupArguments) -> str:
    return json.dumps(args, sort_keys=True, default=repr)


LOOKUPS: Final[Mapping[str, Lookup]] = {
    "aws:ec2/getAmi:getAmi": _look_up_ami,
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": _look_up_managed_prefix_list,
    "aws:ec2/getPrefixList:getPrefixList": _look_up_prefix_list,
    "aws:ec2/getRouteTable:getRouteTable": _look_up_route_table,
    "aws:ec2/getRouteTables:getRouteTables": _look_up_route_tables,
    "aws:ec2/getSecurityGroup:getSecurityGroup": _look_up_security_group,
    "aws:ec2/getSubnet:getSubnet": _look_up_subnet,
    "aws:ec2/getSubnets:getSubnets": _look_up_subnets,
    "aws:ec2/getVpc:getVpc": _look_up_vpc,
    "aws:ec2/getVpcs:getVpcs": _look_up_vpcs,
    "aws:lb/getListener:getListener": _look_up_listener,
    "aws:lb/getLoadBalancer:getLoadBalancer": _look_up_load_balancer,
    "aws:lb/getTargetGroup:getTargetGroup": _look_up_target_group,
    "aws:route53/getZone:getZone": _look_up_zone,
}
