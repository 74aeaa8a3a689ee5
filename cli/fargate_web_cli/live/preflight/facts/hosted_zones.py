"""Asks for the hosted zone of the domain names: whether it is there, whether it answers, and what stands in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.facts.name_servers import Exchange, find_name_servers

_ZONE_ID_PATTERN: Final = re.compile(r"Z[A-Z0-9]+")
_NO_ZONE: Final = ("NoSuchHostedZone", "InvalidInput")


@dataclass(frozen=True)
class RecordFacts:
    """A record that exists.

    Attributes:
        type: Its type: `A`, `CNAME`.
        alias: The DNS name that an alias record stands for; empty for another record.
    """

    type: str
    alias: str = ""


@dataclass(frozen=True)
class ZoneFacts:
    """A hosted zone that could be asked for.

    Attributes:
        matches: The number of public hosted zones that the stack file can mean. Exactly one is right.
        name: The domain name of the zone.
        is_private: Whether it answers in VPCs only.
        servers: The name servers of the zone.
        delegated: The name servers that DNS has for the domain; None if no resolver tells.
        records: The records of the names in the stack file that exist, by name.
    """

    matches: int
    name: str = ""
    is_private: bool = False
    servers: frozenset[str] = frozenset()
    delegated: frozenset[str] | None = None
    records: Mapping[str, RecordFacts] = field(default_factory=dict)


def gather_zone(reader: AwsReader, zone: str, names: Iterable[str], exchange: Exchange) -> ZoneFacts | None:
    """Ask for a hosted zone.

    Args:
        reader: Asks AWS.
        zone: Its id or domain name.
        names: The names that the stack creates records for.
        exchange: Sends a question to a resolver.

    Returns:
        The facts. None if AWS can't be asked.
    """
    subject = f"the hosted zone {zone}"
    ids = [zone] if _ZONE_ID_PATTERN.fullmatch(zone) else _find_ids(reader, subject, zone)
    if ids is None:
        return None
    if len(ids) != 1:
        return ZoneFacts(len(ids))
    answer = reader.ask(subject, "route53", "get_hosted_zone", answers=_NO_ZONE, Id=ids[0])
    if answer is None:
        return None
    if answer.refusal:
        return ZoneFacts(0)
    found = answer.content.get("HostedZone", {})
    name = str(found.get("Name", "")).rstrip(".")
    is_private = bool(found.get("Config", {}).get("PrivateZone"))
    servers = frozenset(server.rstrip(".").lower() for server in answer.content.get("DelegationSet", {}).get("NameServers", ()))
    delegated = None if is_private or not servers else find_name_servers(name, exchange)
    if delegated is None and not is_private:
        reader.report(f"whether DNS asks {subject}", "no resolver tells the name servers of the domain.")
    records = {} if is_private else _read_records(reader, subject, ids[0], names)
    return ZoneFacts(1, name, is_private, servers, delegated, records)


def _find_ids(reader: AwsReader, subject: str, name: str) -> list[str] | None:
    answer = reader.ask(subject, "route53", "list_hosted_zones_by_name", DNSName=name, MaxItems="20")
    if answer is None:
        return None
    return [
        str(zone["Id"]).removeprefix("/hostedzone/")
        for zone in answer.content.get("HostedZones", ())
        if zone["Name"].rstrip(".") == name.rstrip(".") and not zone.get("Config", {}).get("PrivateZone")
    ]


def _read_records(reader: AwsReader, subject: str, zone_id: str, names: Iterable[str]) -> dict[str, RecordFacts]:
    found = {}
    for name in names:
        answer = reader.ask(
            f"the records of {name} in {subject}",
            "route53",
            "list_resource_record_sets",
            HostedZoneId=zone_id,
            StartRecordName=name,
            StartRecordType="A",
            MaxItems="5",
        )
        for record in () if answer is None else answer.content.get("ResourceRecordSets", ()):
            # Route 53 writes the asterisk of a wildcard as an escape.
            if record["Name"].rstrip(".").replace("\\052", "*") == name and record["Type"] in ("A", "CNAME"):
                found[name] = RecordFacts(record["Type"], str(record.get("AliasTarget", {}).get("DNSName", "")).rstrip(".").lower())
                break
    return found
