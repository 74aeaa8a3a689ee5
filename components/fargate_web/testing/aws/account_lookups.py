"""Fakes of the provider functions that tell of the account, its region and its permissions."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import Account, decimal, letters_and_digits
from fargate_web.testing.aws.fake_types import Args, Lookup
from fargate_web.testing.aws.policy_document import rendered


def _region(account: Account, args: Args) -> dict[str, Any]:
    # `name` is the older spelling of `region`.
    name = args.get("region") or args.get("name") or account.region
    return {"id": name, "name": name, "region": name, "endpoint": f"ec2.{name}.{account.dns_suffix}", "description": name}


def _caller_identity(account: Account, _: Args) -> dict[str, Any]:
    return {
        "id": account.id,
        "accountId": account.id,
        "arn": account.arn("sts", "assumed-role/deployer/pulumi", region=""),
        "userId": f"AROA{letters_and_digits('caller', 17).upper()}:pulumi",
    }


def _partition(account: Account, _: Args) -> dict[str, Any]:
    reverse = ".".join(reversed(account.dns_suffix.split(".")))
    return {"id": account.partition, "partition": account.partition, "dnsSuffix": account.dns_suffix, "reverseDnsPrefix": reverse}


def _availability_zones(account: Account, args: Args) -> dict[str, Any]:
    pairs = [
        (name, zone)
        for name, zone in zip(account.zones, account.zone_ids(), strict=True)
        if name not in args.get("excludeNames", []) and zone not in args.get("excludeZoneIds", [])
    ]
    return {
        "id": account.region,
        "names": [name for name, _ in pairs],
        "zoneIds": [zone for _, zone in pairs],
        "groupNames": [account.region],
    }


def _service_principal(account: Account, args: Args) -> dict[str, Any]:
    service, region = args["serviceName"], args.get("region", account.region)
    name = f"{service}.{account.dns_suffix}"
    return {"id": f"{service}.{region}.{account.dns_suffix}", "name": name, "suffix": account.dns_suffix, "region": region}


def _hosted_zone_id(account: Account, _: Args) -> dict[str, Any]:
    return {"id": account.load_balancer_zone}


def _elb_service_account(account: Account, args: Args) -> dict[str, Any]:
    # The account that writes the access logs of load balancers, in the older regions.
    id_ = "797873946194" if args.get("region", account.region) == "us-west-2" else decimal(f"elb {account.region}", 12)
    return {"id": id_, "arn": account.arn("iam", "root", region="", account=id_)}


def _policy(account: Account, args: Args) -> dict[str, Any]:
    name = args.get("name") or args.get("arn", "policy").rpartition("/")[2]
    # Policies of AWS's own are found by their names as well.
    arn = args.get("arn") or account.arn(
        "iam", f"policy/{name}", region="", account="aws" if name.startswith(("Amazon", "AWS")) else account.id
    )
    return {"id": arn, "arn": arn, "name": name, "path": "/", "policy": "{}", "policyId": f"ANPA{letters_and_digits(arn, 17).upper()}"}


def _role(account: Account, args: Args) -> dict[str, Any]:
    name = args["name"]
    arn = account.arn("iam", f"role/{name}", region="")
    return {
        "id": name,
        "arn": arn,
        "path": "/",
        "assumeRolePolicy": "{}",
        "uniqueId": f"AROA{letters_and_digits(arn, 17).upper()}",
        "tags": {},
    }


def _default_tags(_: Account, __: Args) -> dict[str, Any]:
    return {"id": "", "tags": {}}


def _policy_document(_: Account, args: Args) -> dict[str, Any]:
    return {"id": decimal(repr(sorted(args.items())), 10), **rendered(args)}


FAKES: Final[Mapping[str, Lookup]] = {
    "aws:elb/getHostedZoneId:getHostedZoneId": _hosted_zone_id,
    "aws:elb/getServiceAccount:getServiceAccount": _elb_service_account,
    "aws:iam/getPolicy:getPolicy": _policy,
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
    "aws:iam/getRole:getRole": _role,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getDefaultTags:getDefaultTags": _default_tags,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getServicePrincipal:getServicePrincipal": _service_principal,
    "aws:lb/getHostedZoneId:getHostedZoneId": _hosted_zone_id,
}
