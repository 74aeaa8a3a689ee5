"""`ListenerCertificate`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class ListenerCertificate(TypedDict):
    """A certificate of the HTTPS listener: an existing one, or one that is created and validated by DNS. Clients get the one for the name that they ask for."""

    domain_name: NotRequired[str]
    """The domain name of the services; an alias record is created for it in the hosted zone."""
    alternative_names: NotRequired[list[str]]
    """Additional names of the certificate, each with an alias record; `*.example.com` covers one level."""
    hosted_zone: NotRequired[pulumi.Input[str]]
    """The public Route 53 hosted zone of the names: its domain name, or its id (Z…)."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """An ACM certificate in the stack's Region. Default: one is created for domainName and validated by DNS. Free. See https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html"""
