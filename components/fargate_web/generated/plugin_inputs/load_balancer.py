"""`AccessLogs`, `TestListener`, `WebAcl`, `ExistingLoadBalancer`, `LoadBalancerArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .https import Https
from .wires import NetworkWire


class AccessLogs(TypedDict):
    """A record of every request, in an S3 bucket."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
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

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    arn: NotRequired[pulumi.Input[str]]
    """A regional web ACL that exists. Default: one is made with AWS's managed rule groups."""
    managed_rule_groups: NotRequired[list[str]]
    """The managed rule groups of the made web ACL, in their order. One of AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet, AWSManagedRulesAmazonIpReputationList, AWSManagedRulesAnonymousIpList, AWSManagedRulesSQLiRuleSet, AWSManagedRulesLinuxRuleSet. Cost: $5 a month, $1 for each group, and $0.60 a million requests. See https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"""


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
    protocol: NotRequired[str]
    """The protocol of the listener, for the URLs among the stack outputs. One of HTTP, HTTPS. Default: HTTPS."""


class LoadBalancerArgs(TypedDict):
    """The arguments of a `LoadBalancer`."""

    name: NotRequired[str]
    """The name of the load balancer. Default: made by Pulumi. Changing it replaces the load balancer and its address."""
    scheme: NotRequired[str]
    """Whether it stands in the public subnets with public addresses, or in the private ones. Changing it replaces it. One of internet-facing, internal. Default: internet-facing."""
    allowed_cidr_blocks: NotRequired[list[str]]
    """Who may connect. Default: everyone (0.0.0.0/0) where internet-facing, the VPC where internal."""
    http: NotRequired[str]
    """What port 80 does: forward to the services, redirect to HTTPS, or be absent. Default: redirect where https is said, forward otherwise. One of forward, redirect, off."""
    http_port: NotRequired[int]
    """The port of the HTTP listener (1–65535). Default: 80."""
    https: NotRequired[Https]
    """HTTPS with a certificate."""
    access_logs: NotRequired[AccessLogs]
    """Records every request in an S3 bucket; `false` turns it off. Here `{}` is what true means, and `{enabled: false}` what false means. Cost: S3 storage, about $0.023 a GB and month. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"""
    deletion_protection: NotRequired[bool]
    """Refuses deletion until it is turned off; a stack that has to be destroyable says false. Default: true."""
    idle_timeout: NotRequired[int]
    """Seconds after which an idle connection is closed (1–4000). The application must keep its connections longer, or clients see 502. Default: 60. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"""
    client_keep_alive: NotRequired[int]
    """Seconds that a client's connection may live (60–604800). Default: 3600."""
    http2: NotRequired[bool]
    """Whether clients may use HTTP/2. Default: true."""
    test_listener: NotRequired[TestListener]
    """A listener for test traffic, with the protocol and certificate of the services' listener; a bare number is its port."""
    web_acl: NotRequired[WebAcl]
    """AWS WAF: `true` makes a web ACL with managed rules; an ARN or {arn: …} uses one that exists."""
    existing: NotRequired[ExistingLoadBalancer]
    """Use a load balancer that exists; then nothing else of this section may be said."""
    network: NotRequired[NetworkWire]
    """The network: the component or its outputs, or the ids of an existing network."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags of every resource."""
    region: NotRequired[str]
    """The Region, if it is not the configured one."""
