"""Fakes of the provider functions that look up networks, load balancers and DNS.

Whatever is looked up exists, once. Its id depends on how it was looked up (by its name, its tags …) and is the same each time. There is one VPC
in the account, unless a program names it by its id.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import Account, decimal, digest, zone_id
from fargate_web.testing.aws.fake_types import Args, Lookup
from fargate_web.testing.aws.network_resources import name_servers

THE_VPC: Final = f"vpc-0{digest('vpc', 16)}"


def _vpc(account: Account, args: Args) -> dict[str, Any]:
    id_ = args.get("id", THE_VPC)
    return {
        "id": id_,
        "arn": account.arn("ec2", f"vpc/{id_}"),
        "cidrBlock": args.get("cidrBlock", "10.0.0.0/16"),
        "default": args.get("default", False),
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "instanceTenancy": "default",
        "mainRouteTableId": f"rtb-0{digest(f'main {id_}', 16)}",
        "ownerId": account.id,
        "state": "available",
        "tags": args.get("tags", {}),
    }


def _vpcs(account: Account, _: Args) -> dict[str, Any]:
    return {"id": account.region, "ids": [THE_VPC]}


def _subnet(account: Account, args: Args) -> dict[str, Any]:
    id_ = args.get("id") or f"subnet-0{digest(_key(args), 16)}"
    name = str(args.get("tags", {}).get("Name", id_))
    zone = _zone_of(account, name)
    return {
        "id": id_,
        "arn": account.arn("ec2", f"subnet/{id_}"),
        "vpcId": args.get("vpcId") or _filtered(args, "vpc-id") or THE_VPC,
        "availabilityZone": args.get("availabilityZone", zone),
        "availabilityZoneId": account.zone_ids()[account.zones.index(zone)],
        "cidrBlock": f"10.0.{int(digest(id_, 2), 16)}.0/24",
        "availableIpAddressCount": 251,
        "mapPublicIpOnLaunch": "public" in name.lower(),
        "ownerId": account.id,
        "state": "available",
        "tags": args.get("tags", {}),
    }


def _subnets(account: Account, args: Args) -> dict[str, Any]:
    ids = [f"subnet-0{digest(f'{_key(args)} {zone}', 16)}" for zone in account.zones[:3]]
    return {"id": account.region, "ids": ids}


def _security_group(account: Account, args: Args) -> dict[str, Any]:
    id_ = args.get("id") or f"sg-0{digest(_key(args), 16)}"
    name = args.get("name") or str(args.get("tags", {}).get("Name", id_))
    vpc = args.get("vpcId") or _filtered(args, "vpc-id") or THE_VPC
    return {
        "id": id_,
        "arn": account.arn("ec2", f"security-group/{id_}"),
        "name": name,
        "vpcId": vpc,
        "description": name,
        "tags": args.get("tags", {}),
    }


def _route_table(account: Account, args: Args) -> dict[str, Any]:
    id_ = args.get("routeTableId") or f"rtb-0{digest(_key(args), 16)}"
    vpc = args.get("vpcId") or _filtered(args, "vpc-id") or THE_VPC
    arn = account.arn("ec2", f"route-table/{id_}")
    return {"id": id_, "routeTableId": id_, "arn": arn, "vpcId": vpc, "ownerId": account.id, "associations": [], "routes": [], "tags": {}}


def _route_tables(account: Account, args: Args) -> dict[str, Any]:
    return {"id": account.region, "ids": [f"rtb-0{digest(f'{_key(args)} {zone}', 16)}" for zone in account.zones[:3]]}


def _prefix_list(account: Account, args: Args) -> dict[str, Any]:
    name = args.get("name") or f"com.amazonaws.{account.region}.s3"
    id_ = args.get("prefixListId") or f"pl-{digest(name, 8)}"
    return {"id": id_, "name": name, "cidrBlocks": ["3.5.76.0/22"]}


def _managed_prefix_list(account: Account, args: Args) -> dict[str, Any]:
    name = args.get("name") or f"com.amazonaws.{account.region}.s3"
    id_ = args.get("id") or f"pl-{digest(name, 8)}"
    return {
        "id": id_,
        "name": name,
        "arn": account.arn("ec2", f"prefix-list/{id_}", account="aws"),
        "entries": [{"cidr": "3.5.76.0/22", "description": ""}],
        "addressFamily": "IPv4",
        "maxEntries": 0,
        "ownerId": "AWS",
        "version": 0,
        "tags": {},
    }


def _zone(account: Account, args: Args) -> dict[str, Any]:
    id_ = args.get("zoneId") or zone_id(_key(args))
    servers = name_servers(id_)
    return {
        "id": id_,
        "zoneId": id_,
        "arn": account.arn("route53", f"hostedzone/{id_}", region="", account=""),
        "name": str(args.get("name") or "example.com").rstrip("."),
        "nameServers": servers,
        "primaryNameServer": servers[0],
        "privateZone": args.get("privateZone", False),
        "tags": args.get("tags", {}),
    }


def _load_balancer(account: Account, args: Args) -> dict[str, Any]:
    name = args.get("name") or str(args.get("tags", {}).get("Name", "load-balancer"))
    arn = args.get("arn") or account.arn("elasticloadbalancing", f"loadbalancer/app/{name}/{digest(name, 16)}")
    name = arn.split("/")[2]
    return {
        "id": arn,
        "arn": arn,
        "arnSuffix": arn.partition(":loadbalancer/")[2],
        "name": name,
        "dnsName": f"{name}-{decimal(arn, 10)}.{account.region}.elb.{account.dns_suffix}",
        "zoneId": account.load_balancer_zone,
        "loadBalancerType": "application",
        "internal": False,
        "ipAddressType": "ipv4",
        "securityGroups": [f"sg-0{digest(arn, 16)}"],
        "subnets": _subnets(account, {})["ids"],
        "vpcId": THE_VPC,
        "tags": args.get("tags", {}),
    }


def _listener(account: Account, args: Args) -> dict[str, Any]:
    load_balancer = args.get("loadBalancerArn") or account.arn("elasticloadbalancing", f"loadbalancer/app/load-balancer/{digest('lb', 16)}")
    port = args.get("port", 443)
    arn = args.get("arn") or f"{load_balancer.replace(':loadbalancer/', ':listener/')}/{digest(f'{load_balancer} {port}', 16)}"
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


def _target_group(account: Account, args: Args) -> dict[str, Any]:
    name = args.get("name", "target-group")
    arn = args.get("arn") or account.arn("elasticloadbalancing", f"targetgroup/{name}/{digest(name, 16)}")
    return {
        "id": arn,
        "arn": arn,
        "arnSuffix": arn.rpartition(":")[2],
        "name": arn.split("/")[1],
        "targetType": "ip",
        "port": 80,
        "protocol": "HTTP",
    }


def _zone_of(account: Account, name: str) -> str:
    """Guess the zone from a name that ends in a letter or a number, as such names do; otherwise any, always the same."""
    last = name[-1:].lower()
    for zone in account.zones:
        if last and zone.endswith(last):
            return zone
    number = int(last) - 1 if last in "123456789" and last else int(digest(name, 4), 16)
    return account.zones[number % len(account.zones)]


def _filtered(args: Args, name: str) -> str | None:
    for filter_ in args.get("filters", []):
        if filter_["name"] == name and filter_["values"]:
            return str(filter_["values"][0])
    return None


def _key(args: Args) -> str:
    return json.dumps(args, sort_keys=True, default=repr)


FAKES: Final[Mapping[str, Lookup]] = {
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": _managed_prefix_list,
    "aws:ec2/getPrefixList:getPrefixList": _prefix_list,
    "aws:ec2/getRouteTable:getRouteTable": _route_table,
    "aws:ec2/getRouteTables:getRouteTables": _route_tables,
    "aws:ec2/getSecurityGroup:getSecurityGroup": _security_group,
    "aws:ec2/getSubnet:getSubnet": _subnet,
    "aws:ec2/getSubnets:getSubnets": _subnets,
    "aws:ec2/getVpc:getVpc": _vpc,
    "aws:ec2/getVpcs:getVpcs": _vpcs,
    "aws:lb/getListener:getListener": _listener,
    "aws:lb/getLoadBalancer:getLoadBalancer": _load_balancer,
    "aws:lb/getTargetGroup:getTargetGroup": _target_group,
    "aws:route53/getZone:getZone": _zone,
}
