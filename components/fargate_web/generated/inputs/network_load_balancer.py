"""`NetworkLoadBalancer`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi

from .access_logs import AccessLogs
from .network_listener import NetworkListener


class NetworkLoadBalancer(TypedDict):
    """A Network Load Balancer that belongs to one service. It forwards connections and datagrams, and knows nothing of HTTP."""

    domain_name: NotRequired[str]
    """The domain name of the services; an alias record is created for it in the hosted zone."""
    alternative_names: NotRequired[list[str]]
    """Additional names of the certificate, each with an alias record; `*.example.com` covers one level."""
    hosted_zone: NotRequired[pulumi.Input[str]]
    """The public Route 53 hosted zone of the names: its domain name, or its id (Z…)."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """An ACM certificate in the stack's Region. Default: one is created for domainName and validated by DNS. Free. See https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html"""
    listeners: list[NetworkListener]
    """The ports that clients connect to. ECS registers a service with five target groups at most. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html"""
    scheme: NotRequired[Literal["internet-facing", "internal"]]
    """Whether clients reach it from the internet, or only from the VPC and what is connected to it. Changing it replaces the load balancer. Default: internet-facing."""
    static_addresses: NotRequired[bool | list[pulumi.Input[str]]]
    """`true` creates an Elastic IP address in each zone, which stays when the load balancer is replaced; or a list of existing ones, one for each zone. Changing it replaces the load balancer. Default: false. Cost: nothing beyond the public address that each zone has anyway: $3.65 a month. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-network-load-balancer.html"""
    allowed_cidr_blocks: NotRequired[list[str]]
    """Who may connect. Default: everyone for an internet-facing load balancer, the VPC for an internal one."""
    ssl_policy: NotRequired[Literal["ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04", "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", "ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04"]]
    """TLS: the versions and ciphers that clients may use; policies that still allow TLS 1.0 or 1.1 are refused. Default: ELBSecurityPolicy-TLS13-1-2-Res-2021-06. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html"""
    cross_zone: NotRequired[bool]
    """Whether each zone's address sends traffic to the tasks of all zones. Without it, a static address whose zone runs no task answers nothing. Default: true. Cost: $0.01 a GB in each direction for traffic between zones. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#cross-zone-load-balancing"""
    zonal_shift: NotRequired[bool]
    """Whether Amazon Application Recovery Controller may move traffic away from an impaired zone. Free. Default: false. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/zonal-shift.html"""
    access_logs: NotRequired[AccessLogs | bool]
    """A record of the connections to TLS listeners, in an S3 bucket. AWS keeps none of TCP and UDP. Default: a bucket if a listener has TLS; `false` turns it off. Cost: S3 storage, about $0.023 a GB and month. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html"""
    grace_period: NotRequired[int]
    """Seconds after the start of a task in which failed checks don't stop it (0–2147483647). ECS waits for the longest gracePeriod of this and all routes. Default: 60. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html"""
    deletion_protection: NotRequired[bool]
    """Refuses deletion until it is turned off, in AWS and by Pulumi's `protect`. Write false for a stack that you want to destroy. Default: true."""
