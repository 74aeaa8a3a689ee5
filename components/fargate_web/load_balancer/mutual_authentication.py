"""Mutual TLS of the HTTPS listeners: the trust store, and the arguments of a listener."""

from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.resource_names import build_logical_name
from ..settings.mutual_authentication import MutualAuthentication

MAX_TRUST_STORE_NAME_LENGTH: Final = 32


def create_trust_store(
    name: str, settings: MutualAuthentication | None, *, tags: dict[str, Any], parent: pulumi.Resource
) -> aws.lb.TrustStore | None:
    """Create a trust store from the bundle of certificate authorities, if there is one."""
    bundle = settings.ca_certificates if settings else None
    if bundle is None:
        return None
    label = build_logical_name(name, "-clients", MAX_TRUST_STORE_NAME_LENGTH)
    return aws.lb.TrustStore(
        label,
        ca_certificates_bundle_s3_bucket=bundle.bucket,
        ca_certificates_bundle_s3_key=bundle.key,
        ca_certificates_bundle_s3_object_version=bundle.version,
        tags={**tags, "Name": label},
        opts=pulumi.ResourceOptions(parent=parent),
    )


def build_mutual_authentication(settings: MutualAuthentication | None, trust_store: aws.lb.TrustStore | None) -> Any:
    """Build the argument of an HTTPS listener. The provider leaves mutual TLS on if nothing is said, so off is said."""
    if settings is None:
        return {"mode": "off"}
    if settings.mode == "passthrough":
        return {"mode": "passthrough"}
    return {
        "mode": "verify",
        "trust_store_arn": trust_store.arn if trust_store else settings.trust_store_arn,
        "ignore_client_certificate_expiry": settings.ignore_client_certificate_expiry is True,
        "advertise_trust_store_ca_names": "on" if settings.advertise_trust_store_ca_names else "off",
    }
