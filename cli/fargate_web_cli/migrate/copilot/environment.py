"""What an environment's manifest says: the network, the load balancer, the cluster."""

from typing import Any, Final, get_args

from fargate_web.settings.https import SslPolicy

from fargate_web_cli.migrate.copilot.conversion import Conversion
from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value

_CDN: Final = "CloudFront is not made here: make the distribution in a program of its own, with the load balancer as its origin"


def vpc(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry an imported VPC."""
    conversion.put("network.existing.vpc", {"id": value.text()}, "the VPC that the Copilot environment uses")


def cidr(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the address block of the VPC."""
    conversion.put("network.cidrBlock", value.text())


def subnets(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry subnets: those that exist by id, those that are made by block and zone."""
    imported = conversion.at("network.vpc.id") is not None
    blocks: dict[str, list[str]] = {}
    zones: list[str] = []
    for tier in ("public", "private"):
        listed = value.at(tier)
        if listed is None:
            continue
        each = listed.items()
        identities = [item.at("id") for item in each]
        if imported:
            conversion.put(f"network.existing.{tier}Subnets", [{"id": identity.text()} for identity in identities if identity])
        else:
            blocks[tier] = [block.text() for item in each if (block := item.at("cidr"))]
            zones += [zone.text() for item in each if (zone := item.at("az")) and zone.text() not in zones]
    if imported:
        if value.at("private") is None and value.at("public") is not None:
            # The settings ask for private subnets; tasks that say `subnets: public` don't use them.
            conversion.put("network.existing.privateSubnets", conversion.got("network.existing.publicSubnets"), "there are no private ones")
            conversion.needs(
                value,
                "the VPC has no private subnets, and privateSubnets holds the public ones: that does while every task says subnets: public",
            )
        return
    if zones:
        conversion.put("network.availabilityZones", zones)
    elif blocks:
        conversion.put("network.availabilityZones", max(len(each) for each in blocks.values()))
    if len(blocks) == 2:
        conversion.put("network.subnetCidrBlocks", blocks)
    elif blocks:
        conversion.differently(value, "the subnets have the standard layout, since blocks are said for one tier only")


def flow_logs(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the records of the network's traffic."""
    if conversion.at("network.vpc.id") is not None:
        conversion.left(value, "the records of a VPC that exists are its owner's matter")
        return
    days = value.at("retention") if isinstance(value.data, dict) else None
    on = isinstance(value.data, dict) or value.truth()
    conversion.put("network.flowLogs", {"retentionInDays": days.number() if days else 14} if on else False)


def cdn(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Leave CloudFront, unless it is off."""
    if isinstance(value.data, dict) or value.truth():
        conversion.left(value, _CDN)


def certificates(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the certificate of the public listener, the first of several."""
    arns = value.texts()
    if arns:
        conversion.put("loadBalancer.https.certificateArn", arns[0])
    if len(arns) > 1:
        conversion.left(
            value,
            "the listener has one certificate here; request one for all names (aws acm request-certificate --subject-alternative-names …), and write its ARN",
        )


def access_logs(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the records of requests."""
    logs: Any = value.truth() if not isinstance(value.data, dict) else {}
    if isinstance(value.data, dict):
        for key, here in (("bucket_name", "bucket"), ("prefix", "prefix")):
            said = value.at(key)
            if said is not None:
                logs[here] = said.text().strip("/")
    conversion.put("loadBalancer.accessLogs", logs if logs != {} else True)


def ssl_policy(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the TLS policy, where it is one that is accepted here."""
    if value.text() in get_args(SslPolicy):
        conversion.put("loadBalancer.https.sslPolicy", value.text())
    else:
        conversion.left(
            value,
            f"{value.text()} still allows old versions of TLS; the default here takes TLS 1.2 and 1.3, see loadBalancer.https.sslPolicy in docs/reference.md",
        )


def source_ips(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry who may connect to the load balancer."""
    conversion.put("loadBalancer.allowedCidrBlocks", value.texts())


def private(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Keep what is said of the internal load balancer for a stack that has one."""
    conversion.world.settings["_private"] = value


def internal(conversion: Conversion, value: Value) -> None:
    """Carry what is said of the internal load balancer, where it is the one of the stack."""
    arns, policy = value.at("certificates"), value.at("ssl_policy")
    if arns is not None:
        certificates(conversion, arns, ())
    if policy is not None:
        ssl_policy(conversion, policy, ())
    placed = value.at("subnets")
    if placed is not None:
        conversion.differently(placed, "the internal load balancer stands in all private subnets of the network")


def container_insights(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry Container Insights."""
    conversion.put("cluster.containerInsights", "enabled" if value.truth() else "disabled")
