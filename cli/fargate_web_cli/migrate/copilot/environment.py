"""Converters for the manifest of an environment: network, load balancer and cluster."""

from typing import Any, Final, get_args

from fargate_web.settings.https import SslPolicy

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import KeyPath, ManifestValue

CDN_NOTE: Final = "CloudFront is not made here: make the distribution in a program of its own, with the load balancer as its origin"
CDN_INGRESS_NOTE: Final = "in Copilot only CloudFront may connect to the load balancer, and here everyone may: write loadBalancer.allowedCidrBlocks or loadBalancer.webAcl"


def convert_vpc(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert an imported VPC."""
    conversion.write_setting("network.existing.vpc", {"id": value.text()}, "the VPC that the Copilot environment uses")


def convert_cidr_block(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the address block of the VPC."""
    conversion.write_setting("network.cidrBlock", value.text())


def convert_subnets(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert subnets: those that exist by id, those that are made by block and zone."""
    imported = conversion.find_value("network.vpc.id") is not None
    blocks: dict[str, list[str]] = {}
    zones: list[str] = []
    for tier in ("public", "private"):
        listed = value.find(tier)
        if listed is None:
            continue
        each = listed.items()
        identities = [item.find("id") for item in each]
        if imported:
            conversion.write_setting(f"network.existing.{tier}Subnets", [{"id": identity.text()} for identity in identities if identity])
        else:
            blocks[tier] = [block.text() for item in each if (block := item.find("cidr"))]
            zones += [zone.text() for item in each if (zone := item.find("az")) and zone.text() not in zones]
    if imported:
        return
    if zones:
        conversion.write_setting("network.availabilityZones", zones)
    elif blocks:
        conversion.write_setting("network.availabilityZones", max(len(each) for each in blocks.values()))
    if len(blocks) == 2:
        conversion.write_setting("network.subnetCidrBlocks", blocks)
    elif blocks:
        conversion.report_difference(value, "the subnets have the standard layout, since blocks are said for one tier only")


def convert_flow_logs(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the flow logs of the network."""
    if conversion.find_value("network.vpc.id") is not None:
        conversion.report_unconverted(value, "the records of a VPC that exists are its owner's matter")
        return
    days = value.find("retention") if isinstance(value.data, dict) else None
    on = isinstance(value.data, dict) or value.boolean()
    conversion.write_setting("network.flowLogs", {"retentionInDays": days.number() if days else 14} if on else False)


def report_cdn(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report that CloudFront is not converted, unless it is off."""
    if isinstance(value.data, dict) or value.boolean():
        conversion.report_unconverted(value, CDN_NOTE)


def report_cdn_ingress(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report that Copilot admits CloudFront alone to the load balancer, unless it is off."""
    if value.boolean():
        conversion.report_unconverted(value, CDN_INGRESS_NOTE)


def convert_certificates(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the certificate of the public listener, the first of several."""
    arns = value.texts()
    if arns:
        conversion.write_setting("loadBalancer.https.certificateArn", arns[0])
    if len(arns) > 1:
        conversion.report_unconverted(
            value,
            "the listener has one certificate here; request one for all names (aws acm request-certificate --subject-alternative-names …), and write its ARN",
        )


def convert_access_logs(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the access logs."""
    logs: Any = value.boolean() if not isinstance(value.data, dict) else {}
    if isinstance(value.data, dict):
        for key, here in (("bucket_name", "bucket"), ("prefix", "prefix")):
            said = value.find(key)
            if said is not None:
                logs[here] = said.text().strip("/")
    conversion.write_setting("loadBalancer.accessLogs", logs if logs != {} else True)


def convert_ssl_policy(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the TLS policy, if the settings accept it."""
    if value.text() in get_args(SslPolicy):
        conversion.write_setting("loadBalancer.https.sslPolicy", value.text())
    else:
        conversion.report_unconverted(
            value,
            f"{value.text()} still allows old versions of TLS; the default here takes TLS 1.2 and 1.3, see loadBalancer.https.sslPolicy in docs/reference.md",
        )


def convert_source_ips(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the allowed clients of the load balancer."""
    conversion.write_setting("loadBalancer.allowedCidrBlocks", value.texts())


def keep_private_settings(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Keep the settings of the internal load balancer for a stack that has one."""
    conversion.context.sections["_private"] = value


def convert_internal_settings(conversion: Conversion, value: ManifestValue) -> None:
    """Convert the settings of the internal load balancer, if the stack has it."""
    arns, policy = value.find("certificates"), value.find("ssl_policy")
    if arns is not None:
        convert_certificates(conversion, arns, ())
    if policy is not None:
        convert_ssl_policy(conversion, policy, ())
    placed = value.find("subnets")
    if placed is not None:
        conversion.report_difference(placed, "the internal load balancer stands in all private subnets of the network")


def convert_container_insights(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert Container Insights."""
    conversion.write_setting("cluster.containerInsights", "enabled" if value.boolean() else "disabled")
