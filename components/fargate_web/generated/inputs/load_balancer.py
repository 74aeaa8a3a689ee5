"""`AccessLogs`, `TestListener`, `WebAcl`, `ExistingLoadBalancer`, `LoadBalancerArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

import pulumi

from .https import Https
from .wires import NetworkWire

if TYPE_CHECKING:
    from ...component.account import Account
    from ...component.transform import Transform
    from ...network.network import Network


class AccessLogs(TypedDict):
    """A record of every request, in an S3 bucket."""

    bucket: NotRequired[pulumi.Input[str]]
    """A bucket that exists, whose policy admits the load balancer. Default: a bucket is made."""
    prefix: NotRequired[str]
    """The folder in the bucket, without slashes at its ends."""
    expiration_in_days: NotRequired[int]
    """Days that the made bucket keeps the logs (1–3650). Default: 90."""
    force_destroy: NotRequired[bool]
    """Whether `pulumi destroy` may delete the made bucket with logs in it. Default: where deletionProtection is off."""


class TestListener(TypedDict):
    """A listener of its own for test traffic: what deployments lead to the new version before any traffic moves."""

    port: int
    """The port (1–65535)."""
    allowed_cidr_blocks: NotRequired[list[str]]
    """Who may connect to it. Default: as to the load balancer."""


class WebAcl(TypedDict):
    """AWS WAF in front of the load balancer."""

    arn: NotRequired[pulumi.Input[str]]
    """A regional web ACL that exists. Default: one is made with AWS's managed rule groups."""
    managed_rule_groups: NotRequired[list[Literal["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesAnonymousIpList", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesLinuxRuleSet"]]]
    """The managed rule groups of the made web ACL, in their order. Cost: $5 a month, $1 for each group, and $0.60 a million requests. See https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"""


class ExistingLoadBalancer(TypedDict):
    """A load balancer that someone else manages."""

    listener_arn: pulumi.Input[str]
    """The listener that the rules are added to."""
    security_group_id: pulumi.Input[str]
    """Its security group, which the tasks admit."""
    dns_name: NotRequired[pulumi.Input[str]]
    """Its DNS name, for the URLs among the stack outputs."""
    arn_suffix: NotRequired[pulumi.Input[str]]
    """The end of its ARN, `app/name/id`, for metrics. Default: read from listenerArn."""
    protocol: NotRequired[Literal["HTTP", "HTTPS"]]
    """The protocol of the listener, for the URLs among the stack outputs. Default: HTTPS."""


class LoadBalancerArgs(TypedDict):
    """The arguments of a `LoadBalancer`."""

    name: NotRequired[str | None]
    """The name of the load balancer. Default: made by Pulumi. Changing it replaces the load balancer and its address."""
    scheme: NotRequired[Literal["internet-facing", "internal"] | None]
    """Whether it stands in the public subnets with public addresses, or in the private ones. Changing it replaces it. Default: internet-facing."""
    allowed_cidr_blocks: NotRequired[list[str] | None]
    """Who may connect. Default: everyone (0.0.0.0/0) where internet-facing, the VPC where internal."""
    http: NotRequired[Literal["forward", "redirect", "off"] | None]
    """What port 80 does: forward to the services, redirect to HTTPS, or be absent. Default: redirect where https is said, forward otherwise."""
    http_port: NotRequired[int | None]
    """The port of the HTTP listener (1–65535). Default: 80."""
    https: NotRequired[Https | None]
    """HTTPS with a certificate."""
    access_logs: NotRequired[AccessLogs | bool | None]
    """Records every request in an S3 bucket; `false` turns it off. Cost: S3 storage, about $0.023 a GB and month. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"""
    deletion_protection: NotRequired[bool | None]
    """Refuses deletion until it is turned off; a stack that has to be destroyable says false. Default: true."""
    idle_timeout: NotRequired[int | None]
    """Seconds after which an idle connection is closed (1–4000). The application must keep its connections longer, or clients see 502. Default: 60. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"""
    client_keep_alive: NotRequired[int | None]
    """Seconds that a client's connection may live (60–604800). Default: 3600."""
    http2: NotRequired[bool | None]
    """Whether clients may use HTTP/2. Default: true."""
    test_listener: NotRequired[TestListener | float | None]
    """A listener for test traffic, with the protocol and certificate of the services' listener; a bare number is its port."""
    web_acl: NotRequired[WebAcl | bool | str | None]
    """AWS WAF: `true` makes a web ACL with managed rules; an ARN or {arn: …} uses one that exists."""
    existing: NotRequired[ExistingLoadBalancer | None]
    """Use a load balancer that exists; then nothing else of this section may be said."""
    network: NotRequired["Network | NetworkWire | None"]
    """The network: the component or its outputs, or the ids of an existing network."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Tags of every resource."""
    region: NotRequired[str | None]
    """The Region, if it is not the configured one."""
    account: NotRequired["Account | None"]
    """An `Account` that several components share, so that AWS is asked once."""
    transform: NotRequired["Mapping[str, Transform] | None"]
    """Functions that change the arguments of children, by role."""
