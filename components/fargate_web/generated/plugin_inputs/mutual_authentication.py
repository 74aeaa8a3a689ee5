"""`CaCertificates`, `MutualAuthentication`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class CaCertificates(TypedDict):
    """A bundle of the certificates of certificate authorities (PEM), in an S3 bucket that the deploying identity may read."""

    bucket: pulumi.Input[str]
    """The bucket, in the Region of the stack."""
    key: pulumi.Input[str]
    """The key of the object."""
    version: NotRequired[pulumi.Input[str]]
    """The version of the object. AWS reads the bundle when key or version change, and never again. Default: the newest."""


class MutualAuthentication(TypedDict):
    """Clients show a certificate when they connect over HTTPS."""

    mode: NotRequired[str]
    """verify: the load balancer refuses clients without a certificate of the trust store. passthrough: it verifies nothing and sends the certificate to the tasks, which must do it. Default: verify. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"""
    trust_store_arn: NotRequired[pulumi.Input[str]]
    """An existing trust store, in the stack's Region and account."""
    ca_certificates: NotRequired[CaCertificates]
    """The certificate authorities whose certificates clients need; a trust store is created for them. Cost: AWS bills a trust store by the hour. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"""
    ignore_client_certificate_expiry: NotRequired[bool]
    """Whether expired certificates of clients are accepted. Default: false."""
    advertise_trust_store_ca_names: NotRequired[bool]
    """Whether clients are told the names of the certificate authorities, so that they pick the right certificate. Default: false."""
