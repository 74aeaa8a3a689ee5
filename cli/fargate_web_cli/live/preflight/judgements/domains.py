"""Judges certificates, the hosted zone and the records of the domain names."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from fargate_web.analysis.clock import read_clock
from fargate_web.checks.finding import Finding
from fargate_web.settings.fix import SettingPath

from fargate_web_cli.live.preflight.facts.certificates import CertificateFacts
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_HTTPS: Final[SettingPath] = ("loadBalancer", "https")
_SOON: Final = timedelta(days=30)


def judge_domains(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge what clients need to reach the services by name."""
    yield from _judge_certificate(planned, facts)
    yield from _judge_hosts(planned, facts)
    yield from _judge_zone(planned, facts)


def _judge_certificate(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    https = planned.settings.load_balancer.https
    arn = https.certificate_arn if https else None
    found = facts.certificates.get(arn) if isinstance(arn, str) else None
    if found is None:
        return
    path = (*_HTTPS, "certificateArn")
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


def _judge_hosts(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Compare the hosts of the routes with the names of the certificates. A certificate that could not be asked for may have any."""
    known = [found for found in facts.certificates.values() if found.exists]
    expected = len(facts.listener.certificates) if facts.listener else len(facts.certificates)
    if not known or len(known) != expected or not all(found.names for found in known):
        return
    names = [name for found in known for name in found.names]
    covered = (
        f"the certificate is for {', '.join(names)}" if len(known) == 1 else f"the certificates of the listener are for {', '.join(names)}"
    )
    https = planned.settings.load_balancer.https
    for index, host in enumerate(https.list_domain_names() if https and https.certificate_arn is not None else ()):
        if not _is_covered(host, names):
            path = (*_HTTPS, "domainName") if https and host == https.domain_name else (*_HTTPS, "alternativeNames", index - 1)
            yield Finding(
                "certificate-of-another-name",
                path,
                f"{covered}, and not for {host}, so that clients refuse it there; write a certificate for this name, or another name",
            )
    for name, service in planned.settings.routed_services.items():
        route = service.active_route
        for index, host in enumerate(route.hosts if route else ()):
            # A pattern with a wildcard stands for hosts that clients may never use.
            if not _is_covered(host, names) and "?" not in host and "*" not in host:
                yield Finding(
                    "certificate-of-another-name",
                    ("services", name, "route", "hosts", index),
                    f"{covered}, and not for {host}, so that clients refuse it there; add the name to the certificate, unless something before the load balancer has one for it",
                    "warning",
                    ((*_HTTPS, "certificateArn"),),
                )


def _is_covered(host: str, names: list[str]) -> bool:
    """Return whether a certificate for some names is valid for a host. A wildcard stands for one label."""
    parent = host.partition(".")[2]
    return any(name == host or (name.startswith("*.") and name[2:] == parent) for name in names)


def _judge_zone(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    https, zone = planned.settings.load_balancer.https, facts.zone
    if https is None or zone is None:
        return
    path = (*_HTTPS, "hostedZone")
    if zone.matches != 1:
        count = f"{zone.matches} public hosted zones have" if zone.matches else "no public hosted zone of the account has"
        what = "id" if str(https.hosted_zone).startswith("Z") else "name"
        advice = (
            "write the id of the one that answers" if zone.matches else "write one that `aws route53 list-hosted-zones` shows, or create it"
        )
        yield Finding("hosted-zone-missing", path, f"{count} the {what} {https.hosted_zone} (NoSuchHostedZone); {advice}")
        return
    if zone.is_private:
        yield Finding(
            "hosted-zone-private",
            path,
            f"the hosted zone {zone.name} is private, so that ACM never validates the certificate and clients don't find the names; write the public one",
        )
        return
    outside = [name for name in https.list_domain_names() if name.removeprefix("*.") != zone.name and not name.endswith(f".{zone.name}")]
    if outside:
        yield Finding(
            "name-outside-zone",
            path,
            f"the hosted zone is that of {zone.name}, and {' and '.join(outside)} {'is' if len(outside) == 1 else 'are'} not in it (InvalidChangeBatch); write the zone of the names",
        )
    if zone.delegated is not None and zone.delegated.isdisjoint(zone.servers):
        asks = f"DNS asks {', '.join(sorted(zone.delegated))}" if zone.delegated else "DNS knows no name servers for the domain"
        validation = (
            "" if https.certificate_arn is not None else "ACM never validates the certificate and the update waits until it fails, and "
        )
        yield Finding(
            "hosted-zone-not-delegated",
            path,
            f"{asks}, and not the servers of this hosted zone ({', '.join(sorted(zone.servers))}), so that {validation}clients don't find the names; set these servers at the registrar or "
            "in the parent zone, or write the hosted zone that answers",
        )
    own_names = None if facts.load_balancers is None else {each.dns_name for each in facts.load_balancers if facts.ownership.owns(each.arn)}
    for name, record in zone.records.items():
        if own_names is None or facts.ownership.arns is None or record.alias.removeprefix("dualstack.") in own_names:
            continue
        leads = f" that leads to {record.alias}" if record.alias else ""
        yield Finding(
            "record-exists",
            (*_HTTPS, "domainName") if name == https.domain_name else (*_HTTPS, "alternativeNames", https.alternative_names.index(name)),
            f"the hosted zone has a record {name} of type {record.type}{leads}, which the stack does not own, so that AWS refuses its own (InvalidChangeBatch: already exists); delete the "
            "record when the stack may take over the name, or write another name",
        )
