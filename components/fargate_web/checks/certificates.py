"""Checks that the certificates of the load balancer are for the hosts of the routes."""

from collections.abc import Iterator
from typing import Any, Final

import pulumi

from ..analysis.wildcards import pattern_covers
from ..settings.fix import Fix, combine, write_nested
from ..settings.https import Https
from ..settings.listener_certificate import ListenerCertificate, suggest_hosted_zone
from ..settings.stack import Stack
from .finding import Finding, SettingPath

MAX_CERTIFICATES: Final = 25
"""AWS's default quota of certificates of a load balancer, without the default one.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
"""
_MAX_ALTERNATIVE_NAMES: Final = 9
_Entry = dict[str, Any]


def check_certificates(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find hosts without a certificate or a DNS record, and more certificates than a load balancer may have."""
    https = stack.load_balancer.https
    if https is None:
        return
    if len(https.certificates) > MAX_CERTIFICATES:
        yield Finding(
            "too-many-certificates",
            ("loadBalancer", "https", "certificates"),
            f"these are {len(https.certificates)} certificates, and AWS allows {MAX_CERTIFICATES} beside the default one (TooManyCertificates) unless the quota of the account is higher; "
            "join names in one certificate, which may have ten, or use wildcards",
            "warning",
        )
    names = https.list_all_domain_names()
    given = [entry for entry in https.list_certificates() if entry.certificate_arn is not None]
    # Names and records of a given certificate without a zone are someone else's, and may be any.
    if not names or any(entry.hosted_zone is None for entry in given):
        return
    hosts = list(_list_hosts(stack))
    missing = [each for each in hosts if not any(_certificate_matches(name, each[2]) for name in names)]
    fixes = _add_names(https, list(dict.fromkeys(host for _, _, host in missing)))
    advice = "" if fixes else "; use hosts within the hosted zone, or a certificate of your own (certificateArn) and your own records"
    for path, index, host in missing:
        yield Finding(
            "host-without-record" if given else "host-without-certificate",
            (*path, "hosts", index),
            f"{host!r} is no name of a certificate of the load balancer, so that "
            + ("" if given else "browsers would refuse the certificate and ")
            + f"no DNS record {'is created for it' if given else 'points here'}{advice}",
            "warning" if given else "error",
            (("loadBalancer", "https"),),
            fixes,
        )


def _list_hosts(stack: Stack) -> Iterator[tuple[SettingPath, int, str]]:
    """Yield the hosts of all rules: the path of the conditions, the index and the host."""
    for path, conditions in stack.conditions_by_path.items():
        for index, host in enumerate(conditions.hosts):
            yield path, index, host


def _add_names(https: Https, hosts: list[str]) -> tuple[Fix, ...]:
    """Fix by adding all hosts to certificates within whose zone they are, and to new ones otherwise."""
    if not hosts or any("?" in host or "*" in host.removeprefix("*.") or "." not in host for host in hosts):
        return ()
    default, further = list(https.alternative_names), [_describe_plainly(entry) for entry in https.certificates]
    for host in hosts:
        index = _find_certificate(https, host)
        if index == 0:
            default.append(host)
        elif index is not None:
            further[index - 1].setdefault("alternativeNames", []).append(host)
        elif not _add_certificate(further, len(https.certificates), host):
            return ()
    if max(map(len, (default, *(entry.get("alternativeNames", ()) for entry in further)))) > _MAX_ALTERNATIVE_NAMES:
        return ()
    changes = []
    if default != https.alternative_names:
        changes.append(write_nested("loadBalancer", "https", "alternativeNames", value=default))
    if further != [_describe_plainly(entry) for entry in https.certificates]:
        if any(isinstance(value, pulumi.Output) for entry in further for value in entry.values()):
            return ()
        changes.append(write_nested("loadBalancer", "https", "certificates", value=further))
    return (combine(*changes),)


def _describe_plainly(entry: ListenerCertificate) -> _Entry:
    """Return a certificate as in the stack file."""
    values = entry.explicit_values()
    return {
        info.alias or field: list(values[field]) if isinstance(values[field], list) else values[field]
        for field, info in type(entry).model_fields.items()
        if field in values
    }


def _find_certificate(https: Https, host: str) -> int | None:
    """Return the index of a certificate that a host can be added to. A zone that is written by its id may be any."""
    unknown = None
    for index, entry in enumerate(https.list_certificates()):
        if entry.hosted_zone is None or entry.domain_name is None:
            continue
        if entry.zone_name is None:
            unknown = index if unknown is None else unknown
        elif entry.is_within_zone(host):
            return index
    return unknown


def _add_certificate(further: list[_Entry], known: int, host: str) -> bool:
    """Add a host to the new certificates, after those that are known. Return whether its zone can be told."""
    zone = suggest_hosted_zone(host)
    if zone is None:
        return False
    same_zone = next((entry for entry in further[known:] if entry["hostedZone"] == zone), None)
    if same_zone is None:
        further.append({"domainName": host, "hostedZone": zone})
    else:
        same_zone.setdefault("alternativeNames", []).append(host)
    return True


def _certificate_matches(certificate_name: str, host: str) -> bool:
    """Return whether a name of the certificate is one that a host pattern matches. `*.example.com` covers one level."""
    if not certificate_name.startswith("*."):
        return pattern_covers(host, certificate_name)
    return host == certificate_name or ("." not in host[: -len(certificate_name) + 1] and pattern_covers(certificate_name, host))
