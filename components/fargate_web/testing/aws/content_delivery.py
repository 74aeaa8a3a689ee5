"""Fakes of CloudFront: distributions, VPC origins, and the lookups of managed policies."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import FakeAccount, generate_letters_and_digits, generate_uuid
from fargate_web.testing.aws.fake_types import Fake, Lookup, LookupArguments, ResourceRequest

_MANAGED_POLICY_IDS: Final = {
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
}
_HOSTED_ZONE_ID: Final = "Z2FDTNDATAQYW2"  # that of all distributions


def _fake_distribution(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    id_ = request.existing_id or f"E{generate_letters_and_digits(request.seed, 13).upper()}"
    return id_, {
        "arn": request.build_arn("cloudfront", f"distribution/{id_}", region=""),
        "domainName": f"d{generate_letters_and_digits(request.seed, 13).lower()}.cloudfront.net",
        "hostedZoneId": _HOSTED_ZONE_ID,
        "status": "Deployed",
    }


def _fake_vpc_origin(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    id_ = request.existing_id or f"vo_{generate_letters_and_digits(request.seed, 22)}"
    return id_, {"arn": request.build_arn("cloudfront", f"vpcorigin/{id_}", region="")}


def _look_up_policy(_: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args.get("name", "policy")
    return {"id": args.get("id") or _MANAGED_POLICY_IDS.get(name, generate_uuid(name)), "name": name, "comment": ""}


FAKES: Final[Mapping[str, Fake]] = {
    "aws:cloudfront/distribution:Distribution": _fake_distribution,
    "aws:cloudfront/vpcOrigin:VpcOrigin": _fake_vpc_origin,
}

LOOKUPS: Final[Mapping[str, Lookup]] = {
    "aws:cloudfront/getCachePolicy:getCachePolicy": _look_up_policy,
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": _look_up_policy,
}
