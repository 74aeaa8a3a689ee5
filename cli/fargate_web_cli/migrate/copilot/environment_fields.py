"""The rows of an environment's manifest: the network, the load balancer, the cluster."""

from typing import Final

from fargate_web_cli.migrate.copilot import environment
from fargate_web_cli.migrate.copilot.manifest_field import ENVIRONMENT, Field

_CDN = "CloudFront is not made here: make the distribution in a program of its own, with the load balancer as its origin"
_ALB = "one load balancer in a stack: the internal one belongs to the stack of the Backend Services that it leads to (loadBalancer.scheme: internal)"
_RULES = "each workload has a security group of its own; who may call is its allowFrom"


def _rows(note: str, prefix: str, *keys: str) -> list[Field]:
    return [Field(f"{prefix}{key}", ENVIRONMENT, "", note) for key in keys]


FIELDS: Final = [
    Field("name", ENVIRONMENT, "the name of the stack"),
    Field("type", ENVIRONMENT),
    Field("network", ENVIRONMENT, "network"),
    Field("network.vpc", ENVIRONMENT, "network"),
    Field("network.vpc.id", ENVIRONMENT, "network.existing.vpc.id", convert=environment.vpc),
    Field("network.vpc.cidr", ENVIRONMENT, "network.cidrBlock", convert=environment.cidr),
    Field("network.vpc.subnets", ENVIRONMENT, "network.existing, network.subnetCidrBlocks", convert=environment.subnets),
    *(
        Field(f"network.vpc.subnets.{tier}", ENVIRONMENT, f"network.existing.{tier}Subnets, network.subnetCidrBlocks.{tier}")
        for tier in ("public", "private")
    ),
    *(Field(f"network.vpc.subnets.{tier}[]", ENVIRONMENT, f"network.existing.{tier}Subnets[]") for tier in ("public", "private")),
    *(Field(f"network.vpc.subnets.{tier}[].id", ENVIRONMENT, f"network.existing.{tier}Subnets[].id") for tier in ("public", "private")),
    *(Field(f"network.vpc.subnets.{tier}[].cidr", ENVIRONMENT, f"network.subnetCidrBlocks.{tier}") for tier in ("public", "private")),
    *(Field(f"network.vpc.subnets.{tier}[].az", ENVIRONMENT, "network.availabilityZones") for tier in ("public", "private")),
    Field("network.vpc.security_group", ENVIRONMENT, "allowFrom", _RULES, "left"),
    *_rows(_RULES, "network.vpc.security_group.", "ingress", "egress"),
    *(
        row
        for way in ("ingress", "egress")
        for row in _rows(_RULES, f"network.vpc.security_group.{way}[].", "ip_protocol", "ports", "cidr")
    ),
    Field(
        "network.vpc.flow_logs",
        ENVIRONMENT,
        "network.flowLogs",
        "off is written out; Copilot keeps them for 14 days",
        convert=environment.flow_logs,
    ),
    Field("network.vpc.flow_logs.retention", ENVIRONMENT, "network.flowLogs.retentionInDays"),
    Field("cdn", ENVIRONMENT, "", _CDN, convert=environment.cdn),
    *_rows(
        "as cdn",
        "cdn.",
        "certificate",
        "terminate_tls",
        "static_assets",
        "static_assets.alias",
        "static_assets.location",
        "static_assets.path",
    ),
    Field("http", ENVIRONMENT, "loadBalancer"),
    Field("http.public", ENVIRONMENT, "loadBalancer"),
    Field(
        "http.public.certificates",
        ENVIRONMENT,
        "loadBalancer.https.certificateArn",
        "one certificate; give it all names",
        convert=environment.certificates,
    ),
    Field("http.public.access_logs", ENVIRONMENT, "loadBalancer.accessLogs", "off is written out", convert=environment.access_logs),
    Field("http.public.access_logs.bucket_name", ENVIRONMENT, "loadBalancer.accessLogs.bucket"),
    Field("http.public.access_logs.prefix", ENVIRONMENT, "loadBalancer.accessLogs.prefix"),
    Field(
        "http.public.ssl_policy",
        ENVIRONMENT,
        "loadBalancer.https.sslPolicy",
        "policies with TLS 1.0 or 1.1 are refused",
        convert=environment.ssl_policy,
    ),
    Field("http.public.ingress", ENVIRONMENT, "loadBalancer.allowedCidrBlocks"),
    Field("http.public.ingress.cdn", ENVIRONMENT, "", _CDN, convert=environment.cdn),
    Field("http.public.ingress.source_ips", ENVIRONMENT, "loadBalancer.allowedCidrBlocks", convert=environment.source_ips),
    Field("http.public.security_groups", ENVIRONMENT, "", "of manifests before v1.23; write it as http.public.ingress", "left"),
    *_rows("as http.public.ingress", "http.public.security_groups.", "ingress", "ingress.restrict_to", "ingress.restrict_to.cdn"),
    Field("http.private", ENVIRONMENT, "loadBalancer", convert=environment.private),
    Field("http.private.certificates", ENVIRONMENT, "loadBalancer.https.certificateArn", _ALB),
    Field("http.private.subnets", ENVIRONMENT, "", "an internal load balancer stands in all private subnets"),
    Field("http.private.ingress", ENVIRONMENT, "loadBalancer.allowedCidrBlocks"),
    Field("http.private.ingress.vpc", ENVIRONMENT, "loadBalancer.allowedCidrBlocks", "the VPC is the default where internal"),
    Field("http.private.ssl_policy", ENVIRONMENT, "loadBalancer.https.sslPolicy"),
    Field("http.private.security_groups", ENVIRONMENT, "", "of manifests before v1.23; write it as http.private.ingress"),
    *_rows("as http.private.ingress", "http.private.security_groups.", "ingress", "ingress.from_vpc"),
    Field("observability", ENVIRONMENT, "cluster"),
    Field(
        "observability.container_insights",
        ENVIRONMENT,
        "cluster.containerInsights",
        "enabled; off is written out",
        convert=environment.container_insights,
    ),
]
