"""`Https`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi

from .listener_certificate import ListenerCertificate
from .mutual_authentication import MutualAuthentication


class Https(TypedDict):
    """The HTTPS listener with its default certificate, which is an existing one, or one that is created and validated by DNS."""

    domain_name: NotRequired[str]
    """The domain name of the services; an alias record is created for it in the hosted zone."""
    alternative_names: NotRequired[list[str]]
    """Additional names of the certificate, each with an alias record; `*.example.com` covers one level."""
    hosted_zone: NotRequired[pulumi.Input[str]]
    """The public Route 53 hosted zone of the names: its domain name, or its id (Z…)."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """An ACM certificate in the stack's Region. Default: one is created for domainName and validated by DNS. Free. See https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html"""
    certificates: NotRequired[list[ListenerCertificate]]
    """Further certificates, for names that the default one does not have, also in other hosted zones. Clients get the one for the name that they ask for (SNI). AWS's quota is 25. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html"""
    port: NotRequired[int]
    """The port of the HTTPS listener (1–65535). Default: 443."""
    ssl_policy: NotRequired[Literal["ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04", "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", "ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04"]]
    """The TLS versions and ciphers that clients may use; policies that still allow TLS 1.0 or 1.1 are refused. Default: ELBSecurityPolicy-TLS13-1-2-Res-2021-06. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"""
    mutual_authentication: NotRequired[MutualAuthentication]
    """Mutual TLS: clients must show a certificate, on the listeners of production and test traffic. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/configuring-mtls-with-elb.html"""
