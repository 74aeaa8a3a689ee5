"""Fakes of the provider functions for the account, its region and its permissions."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import FakeAccount, generate_decimal_digits, generate_letters_and_digits
from fargate_web.testing.aws.fake_types import Lookup, LookupArguments
from fargate_web.testing.aws.policy_document import render_policy_document


def _look_up_region(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    # `name` is the deprecated name of `region`.
    name = args.get("region") or args.get("name") or account.region
    return {"id": name, "name": name, "region": name, "endpoint": f"ec2.{name}.{account.dns_suffix}", "description": name}


def _look_up_caller_identity(account: FakeAccount, _: LookupArguments) -> dict[str, Any]:
    return {
        "id": account.id,
        "accountId": account.id,
        "arn": account.build_arn("sts", "assumed-role/deployer/pulumi", region=""),
        "userId": f"AROA{generate_letters_and_digits('caller', 17).upper()}:pulumi",
    }


def _look_up_partition(account: FakeAccount, _: LookupArguments) -> dict[str, Any]:
    reverse = ".".join(reversed(account.dns_suffix.split(".")))
    return {"id": account.partition, "partition": account.partition, "dnsSuffix": account.dns_suffix, "reverseDnsPrefix": reverse}


def _look_up_availability_zones(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    pairs = [
        (name, zone)
        for name, zone in zip(account.zones, account.list_zone_ids(), strict=True)
        if name not in args.get("excludeNames", []) and zone not in args.get("excludeZoneIds", [])
    ]
    return {
        "id": account.region,
        "names": [name for name, _ in pairs],
        "zoneIds": [zone for _, zone in pairs],
        "groupNames": [account.region],
    }


def _look_up_service_principal(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    service, region = args["serviceName"], args.get("region", account.region)
    name = f"{service}.{account.dns_suffix}"
    return {"id": f"{service}.{region}.{account.dns_suffix}", "name": name, "suffix": account.dns_suffix, "region": region}


def _look_up_hosted_zone_id(account: FakeAccount, _: LookupArguments) -> dict[str, Any]:
    return {"id": account.load_balancer_zone_id}


def _look_up_elb_service_account(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    # The account that writes the access logs of load balancers, in the older regions.
    id_ = "797873946194" if args.get("region", account.region) == "us-west-2" else generate_decimal_digits(f"elb {account.region}", 12)
    return {"id": id_, "arn": account.build_arn("iam", "root", region="", account=id_)}


def _look_up_policy(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args.get("name") or args.get("arn", "policy").rpartition("/")[2]
    # Policies of AWS can also be looked up by name.
    arn = args.get("arn") or account.build_arn(
        "iam", f"policy/{name}", region="", account="aws" if name.startswith(("Amazon", "AWS")) else account.id
    )
    return {
        "id": arn,
        "arn": arn,
        "name": name,
        "path": "/",
        "policy": "{}",
        "policyId": f"ANPA{generate_letters_and_digits(arn, 17).upper()}",
    }


def _look_up_role(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args["name"]
    arn = account.build_arn("iam", f"role/{name}", region="")
    return {
        "id": name,
        "arn": arn,
        "path": "/",
        "assumeRolePolicy": "{}",
        "uniqueId": f"AROA{generate_letters_and_digits(arn, 17).upper()}",
        "tags": {},
    }


def _look_up_default_tags(_: FakeAccount, __: LookupArguments) -> dict[str, Any]:
    return {"id": "", "tags": {}}


def _look_up_policy_document(_: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    return {"id": generate_decimal_digits(repr(sorted(args.items())), 10), **render_policy_document(args)}


LOOKUPS: Final[Mapping[str, Lookup]] = {
    "aws:elb/getHostedZoneId:getHostedZoneId": _look_up_hosted_zone_id,
    "aws:elb/getServiceAccount:getServiceAccount": _look_up_elb_service_account,
    "aws:iam/getPolicy:getPolicy": _look_up_policy,
    "aws:iam/getPolicyDocument:getPolicyDocument": _look_up_policy_document,
    "aws:iam/getRole:getRole": _look_up_role,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _look_up_availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": _look_up_caller_identity,
    "aws:index/getDefaultTags:getDefaultTags": _look_up_default_tags,
    "aws:index/getPartition:getPartition": _look_up_partition,
    "aws:index/getRegion:getRegion": _look_up_region,
    "aws:index/getServicePrincipal:getServicePrincipal": _look_up_service_principal,
    "aws:lb/getHostedZoneId:getHostedZoneId": _look_up_hosted_zone_id,
}
