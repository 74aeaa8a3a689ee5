"""Judges certificates, the hosted zone and the records of the domain names."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from fargate_web.analysis.clock import read_clock
from fargate_web.checks.finding import Finding
from fargate_web.settings.fix import SettingPath
from fargate_web.settings.listener_certificate import ListenerCertificate
from fargate_web.settings.rule_names import find_route_path

from fargate_web_cli.live.preflight.facts.certificates import CertificateFacts
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_HTTPS: Final[SettingPath] = ("loadBalancer", "https")
_SOON: Final = timedelta(days=30)


def judge_domains(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge what clients need to reach the services by name."""
    certificates = _list_certificates(planned)
    own = [(("services", name, "networkLoadBalancer"), balancer) for name, balancer in planned.settings.network_load_balancers.items()]
    for path, entry in (*certificates, *own):
        yield from _judge_certificate(path, entry, facts)
    yield from _judge_hosts(planned, [entry for _, entry in certificates], facts)
    for path, entry in (*certificates, *own):
        yield from _judge_zone(path, entry, facts)


def _list_certificates(planned: PlannedStack) -> list[tuple[SettingPath, ListenerCertificate]]:
    """List the certificates of the stack file with their paths: the default one is in the section itself."""
    https = planned.settings.load_balancer.https
    if https is None:
        return []
    return [(_HTTPS, https), *(((*_HTTPS, "certificates", index), entry) for index, entry in enumerate(https.certificates))]


def _judge_certificate(place: SettingPath, entry: ListenerCertificate, facts: Facts) -> Iterator[Finding]:
    arn = entry.certificate_arn
    found = facts.certificates.get(arn) if isinstance(arn, str) else None
    if found is None:
        return
    path = (*place, "certificateArn")
    if not found.exists:
        yield Finding(
            "certificate-missing",
            path,
            f"there is no certificate {arn} (CertificateNotFound); write the ARN of one that `aws acm list-certificates` shows",
        )
    elif found.status != "ISSUED":
        advice = (
            "add the DNS records that `aws acm describe-certificate` shows"
            if found.status == "PENDING_VALIDATION"
            else "request another one"
        )
        yield Finding(
            "certificate-not-issued",
            path,
            f"the certificate is not issued ({found.status}), so that the listener can't use it (UnsupportedCertificate); {advice}",
        )
    else:
        yield from _judge_end(path, found)
    if found.exists and found.names:
        yield from _judge_names(place, entry, found)


def _judge_names(place: SettingPath, entry: ListenerCertificate, found: CertificateFacts) -> Iterator[Finding]:
    for host in entry.list_domain_names():
        if not _is_covered(host, list(found.names)):
            yield Finding(
                "certificate-of-another-name",
                _locate_name(place, entry, host),
                f"the certificate is for {', '.join(found.names)}, and not for {host}, so that clients refuse it there; write a certificate for this name, or another name",
            )


def _judge_end(path: SettingPath, found: CertificateFacts) -> Iterator[Finding]:
    now = read_clock()
    if found.end is None:
        return
    if found.end <= now:
        yield Finding(
            "certificate-expired",
            path,
            f"the certificate has expired on {found.end:%Y-%m-%d}, so that clients refuse it; write the ARN of a valid one",
        )
    elif found.end - now < _SOON and not found.renews:
        yield Finding(
            "certificate-expires-soon",
            path,
            f"the certificate expires on {found.end:%Y-%m-%d}, and ACM does not renew one that was imported; import a new one under the same ARN, or write domainName and hostedZone "
            "instead, so that the stack has one that is renewed",
            "warning",
        )


def _judge_hosts(planned: PlannedStack, entries: list[ListenerCertificate], facts: Facts) -> Iterator[Finding]:
    """Compare the hosts of the routes with the names of the certificates. A certificate that could not be asked for may have any."""
    given = [entry.certificate_arn for entry in entries if entry.certificate_arn is not None]
    arns = given or (facts.listener.certificates if facts.listener else ())
    known = [facts.certificates.get(arn) if isinstance(arn, str) else None for arn in arns]
    names = [name for entry in entries if entry.certificate_arn is None for name in entry.list_domain_names()]
    for found in known:
        if found is None or not found.exists or not found.names:
            return
        names.extend(found.names)
    if not known:
        return
    listed = ", ".join(dict.fromkeys(names))
    covered = (
        f"the certificate is for {listed}" if max(len(known), len(entries)) == 1 else f"the certificates of the listener are for {listed}"
    )
    for name, service in planned.settings.services_by_route.items():
        route = service.active_route
        for index, host in enumerate(route.hosts if route else ()):
            # A pattern with a wildcard stands for hosts that clients may never use.
            if not _is_covered(host, names) and "?" not in host and "*" not in host:
                yield Finding(
                    "certificate-of-another-name",
                    (*find_route_path(name), "hosts", index),
                    f"{covered}, and not for {host}, so that clients refuse it there; add the name to the certificate, unless something before the load balancer has one for it",
                    "warning",
                    ((*_HTTPS, "certificateArn"),),
                )


def _is_covered(host: str, names: list[str]) -> bool:
    """Return whether a certificate for some names is valid for a host. A wildcard stands for one label."""
    parent = host.partition(".")[2]
    return any(name == host or (name.startswith("*.") and name[2:] == parent) for name in names)


def _locate_name(place: SettingPath, entry: ListenerCertificate, name: str) -> SettingPath:
    return (*place, "domainName") if name == entry.domain_name else (*place, "alternativeNames", entry.alternative_names.index(name))


def _judge_zone(place: SettingPath, entry: ListenerCertificate, facts: Facts) -> Iterator[Finding]:
    zone = facts.hosted_zones.get(entry.hosted_zone) if isinstance(entry.hosted_zone, str) else None
    if zone is None:
        return
    path = (*place, "hostedZone")
    if zone.matches != 1:
        count = f"{zone.matches} public hosted zones have" if zone.matches else "no public hosted zone of the account has"
        what = "id" if str(entry.hosted_zone).startswith("Z") else "name"
        advice = (
            "write the id of the one that answers" if zone.matches else "write one that `aws route53 list-hosted-zones` shows, or create it"
        )
        yield Finding("hosted-zone-missing", path, f"{count} the {what} {entry.hosted_zone} (NoSuchHostedZone); {advice}")
        return
    if zone.is_private:
        yield Finding(
            "hosted-zone-private",
            path,
            f"the hosted zone {zone.name} is private, so that ACM never validates the certificate and clients don't find the names; write the public one",
        )
        return
    outside = [name for name in entry.list_domain_names() if name.removeprefix("*.") != zone.name and not name.endswith(f".{zone.name}")]
    if outside:
        yield Finding(
            "name-outside-zone",
            path,
            f"the hosted zone is that of {zone.name}, and {' and '.join(outside)} {'is' if len(outside) == 1 else 'are'} not in it (InvalidChangeBatch); write the zone of the names",
        )
    if zone.delegated is not None and zone.delegated.isdisjoint(zone.servers):
        asks = f"DNS asks {', '.join(sorted(zone.delegated))}" if zone.delegated else "DNS knows no name servers for the domain"
        validation = (
            "" if entry.certificate_arn is not None else "ACM never validates the certificate and the update waits until it fails, and "
        )
        yield Finding(
            "hosted-zone-not-delegated",
            path,
            f"{asks}, and not the servers of this hosted zone ({', '.join(sorted(zone.servers))}), so that {validation}clients don't find the names; set these servers at the registrar or "
            "in the parent zone, or write the hosted zone that answers",
        )
    own_names = None if facts.load_balancers is None else {each.dns_name for each in facts.load_balancers if facts.ownership.owns(each.arn)}
    for name, record in zone.records.items():
        if name not in entry.list_domain_names():
            continue  # of another certificate with names in this zone
        if own_names is None or facts.ownership.arns is None or record.alias.removeprefix("dualstack.") in own_names:
            continue
        leads = f" that leads to {record.alias}" if record.alias else ""
        yield Finding(
            "record-exists",
            _locate_name(place, entry, name),
            f"the hosted zone has a record {name} of type {record.type}{leads}, which the stack does not own, so that AWS refuses its own (InvalidChangeBatch: already exists); delete the "
            "record when the stack may take over the name, or write another name",
        )
