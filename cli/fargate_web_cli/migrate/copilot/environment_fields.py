"""The rows for the manifest of an environment: network, load balancer and cluster."""

from typing import Final

from fargate_web_cli.migrate.copilot import environment
from fargate_web_cli.migrate.manifest_field import ENVIRONMENT_KINDS, ManifestField

_LOAD_BALANCER_NOTE = "one load balancer in a stack: the internal one belongs to the stack of the Backend Services that it leads to (loadBalancer.scheme: internal)"
_SECURITY_GROUP_NOTE = "each workload has a security group of its own; who may call is its allowFrom"


def _list_fields(note: str, prefix: str, *keys: str) -> list[ManifestField]:
    return [ManifestField(f"{prefix}{key}", ENVIRONMENT_KINDS, "", note) for key in keys]


ENVIRONMENT_FIELDS: Final = [
    ManifestField("name", ENVIRONMENT_KINDS, "the name of the stack"),
    ManifestField("type", ENVIRONMENT_KINDS),
    ManifestField("network", ENVIRONMENT_KINDS, "network"),
    ManifestField("network.vpc", ENVIRONMENT_KINDS, "network"),
    ManifestField("network.vpc.id", ENVIRONMENT_KINDS, "network.existing.vpc.id", converter=environment.convert_vpc),
    ManifestField("network.vpc.cidr", ENVIRONMENT_KINDS, "network.cidrBlock", converter=environment.convert_cidr_block),
    ManifestField(
        "network.vpc.subnets", ENVIRONMENT_KINDS, "network.existing, network.subnetCidrBlocks", converter=environment.convert_subnets
    ),
    *(
        ManifestField(f"network.vpc.subnets.{tier}", ENVIRONMENT_KINDS, f"network.existing.{tier}Subnets, network.subnetCidrBlocks.{tier}")
        for tier in ("public", "private")
    ),
    *(
        ManifestField(f"network.vpc.subnets.{tier}[]", ENVIRONMENT_KINDS, f"network.existing.{tier}Subnets[]")
        for tier in ("public", "private")
    ),
    *(
        ManifestField(f"network.vpc.subnets.{tier}[].id", ENVIRONMENT_KINDS, f"network.existing.{tier}Subnets[].id")
        for tier in ("public", "private")
    ),
    *(
        ManifestField(f"network.vpc.subnets.{tier}[].cidr", ENVIRONMENT_KINDS, f"network.subnetCidrBlocks.{tier}")
        for tier in ("public", "private")
    ),
    *(ManifestField(f"network.vpc.subnets.{tier}[].az", ENVIRONMENT_KINDS, "network.availabilityZones") for tier in ("public", "private")),
    ManifestField("network.vpc.security_group", ENVIRONMENT_KINDS, "allowFrom", _SECURITY_GROUP_NOTE, "left"),
    *_list_fields(_SECURITY_GROUP_NOTE, "network.vpc.security_group.", "ingress", "egress"),
    *(
        row
        for way in ("ingress", "egress")
        for row in _list_fields(_SECURITY_GROUP_NOTE, f"network.vpc.security_group.{way}[].", "ip_protocol", "ports", "cidr")
    ),
    ManifestField(
        "network.vpc.flow_logs",
        ENVIRONMENT_KINDS,
        "network.flowLogs",
        "off is written out; Copilot keeps them for 14 days",
        converter=environment.convert_flow_logs,
    ),
    ManifestField("network.vpc.flow_logs.retention", ENVIRONMENT_KINDS, "network.flowLogs.retentionInDays"),
    ManifestField("cdn", ENVIRONMENT_KINDS, "", environment.CDN_NOTE, converter=environment.report_cdn),
    *_list_fields(
        "as cdn",
        "cdn.",
        "certificate",
        "terminate_tls",
        "static_assets",
        "static_assets.alias",
        "static_assets.location",
        "static_assets.path",
    ),
    ManifestField("http", ENVIRONMENT_KINDS, "loadBalancer"),
    ManifestField("http.public", ENVIRONMENT_KINDS, "loadBalancer"),
    ManifestField(
        "http.public.certificates",
        ENVIRONMENT_KINDS,
        "loadBalancer.https.certificateArn",
        "one certificate; give it all names",
        converter=environment.convert_certificates,
    ),
    ManifestField(
        "http.public.access_logs",
        ENVIRONMENT_KINDS,
        "loadBalancer.accessLogs",
        "off is written out",
        converter=environment.convert_access_logs,
    ),
    ManifestField("http.public.access_logs.bucket_name", ENVIRONMENT_KINDS, "loadBalancer.accessLogs.bucket"),
    ManifestField("http.public.access_logs.prefix", ENVIRONMENT_KINDS, "loadBalancer.accessLogs.prefix"),
    ManifestField(
        "http.public.ssl_policy",
        ENVIRONMENT_KINDS,
        "loadBalancer.https.sslPolicy",
        "policies with TLS 1.0 or 1.1 are refused",
        converter=environment.convert_ssl_policy,
    ),
    ManifestField("http.public.ingress", ENVIRONMENT_KINDS, "loadBalancer.allowedCidrBlocks"),
    ManifestField("http.public.ingress.cdn", ENVIRONMENT_KINDS, "", environment.CDN_INGRESS_NOTE, converter=environment.report_cdn_ingress),
    ManifestField(
        "http.public.ingress.source_ips", ENVIRONMENT_KINDS, "loadBalancer.allowedCidrBlocks", converter=environment.convert_source_ips
    ),
    ManifestField(
        "http.public.security_groups",
        ENVIRONMENT_KINDS,
        "",
        f"of manifests before v1.23, as http.public.ingress: {environment.CDN_INGRESS_NOTE}",
        "left",
    ),
    *_list_fields("as http.public.ingress", "http.public.security_groups.", "ingress", "ingress.restrict_to", "ingress.restrict_to.cdn"),
    ManifestField("http.private", ENVIRONMENT_KINDS, "loadBalancer", converter=environment.keep_private_settings),
    ManifestField("http.private.certificates", ENVIRONMENT_KINDS, "loadBalancer.https.certificateArn", _LOAD_BALANCER_NOTE),
    ManifestField("http.private.subnets", ENVIRONMENT_KINDS, "", "an internal load balancer stands in all private subnets"),
    ManifestField("http.private.ingress", ENVIRONMENT_KINDS, "loadBalancer.allowedCidrBlocks"),
    ManifestField("http.private.ingress.vpc", ENVIRONMENT_KINDS, "loadBalancer.allowedCidrBlocks", "the VPC is the default where internal"),
    ManifestField("http.private.ssl_policy", ENVIRONMENT_KINDS, "loadBalancer.https.sslPolicy"),
    ManifestField("http.private.security_groups", ENVIRONMENT_KINDS, "", "of manifests before v1.23; write it as http.private.ingress"),
    *_list_fields("as http.private.ingress", "http.private.security_groups.", "ingress", "ingress.from_vpc"),
    ManifestField("observability", ENVIRONMENT_KINDS, "cluster"),
    ManifestField(
        "observability.container_insights",
        ENVIRONMENT_KINDS,
        "cluster.containerInsights",
        "enabled; off is written out",
        converter=environment.convert_container_insights,
    ),
]
