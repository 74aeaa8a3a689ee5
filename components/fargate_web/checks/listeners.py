"""Checks that the load balancer's listeners serve what the services need."""

from collections.abc import Iterator

from ..analysis.wildcards import pattern_covers
from ..settings.stack import Stack
from .finding import Finding


def check_listeners(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services without the HTTPS that they need, a load balancer without subnets, and hosts without a certificate or a DNS record."""
    balancer, routed = stack.load_balancer, stack.routed_services
    has_https = balancer.https is not None or (balancer.existing is not None and balancer.existing.protocol == "HTTPS")
    for name, service in routed.items():
        version = service.target_group.protocol_version
        if version != "HTTP1" and not has_https:
            yield Finding(
                "http2-without-https",
                ("services", name, "targetGroup", "protocolVersion"),
                f"{version} needs an HTTPS listener (InvalidLoadBalancerAction), and the load balancer has none; write loadBalancer: {{https: {{…}}}}",
                related_paths=(("loadBalancer", "https"),),
            )
        test_traffic = service.deployment.test_traffic
        if test_traffic and test_traffic.header is None and balancer.test_listener is None:
            yield Finding(
                "no-test-listener",
                ("services", name, "deployment", "testTraffic"),
                "test traffic needs a test listener, and the load balancer has none; write loadBalancer: {testListener: 8443}, "
                "or testTraffic: {header: {name: X-Test, values: ['1']}}",
                related_paths=(("loadBalancer", "testListener"), ("loadBalancer", "existing")),
            )
    existing = stack.network.existing
    if (
        routed
        and existing
        and balancer.existing is None
        and balancer.is_internet_facing
        and not existing.uses_default_subnets
        and len(existing.public_subnets) < 2
    ):
        yield Finding(
            "no-public-subnets",
            ("network", "existing"),
            "an internet-facing load balancer needs public subnets in at least two zones; write publicSubnets: [{id: …}, {id: …}], or loadBalancer: {scheme: internal}",
            related_paths=(("network", "existing", "publicSubnets"), ("loadBalancer", "scheme")),
        )
    if routed and existing and balancer.existing is None and not balancer.is_internet_facing and len(existing.private_subnets) < 2:
        yield Finding(
            "one-private-subnet",
            ("network", "existing", "privateSubnets"),
            "an internal load balancer needs private subnets in at least two zones; write privateSubnets: [{id: subnet-…}, {id: subnet-…}]",
        )
    https = balancer.https
    if https is None or not https.list_domain_names():
        return
    for name, service in routed.items():
        for index, host in enumerate(service.active_route.hosts if service.active_route else []):
            if any(_certificate_matches(certificate_name, host) for certificate_name in https.list_domain_names()):
                continue
            if https.certificate_arn is None:
                yield Finding(
                    "host-without-certificate",
                    ("services", name, "route", "hosts", index),
                    f"{host!r} is neither the domainName nor among the alternativeNames of the load balancer, so that browsers would refuse the certificate "
                    "and no DNS record points here; add it to loadBalancer.https.alternativeNames",
                    related_paths=(("loadBalancer", "https"),),
                )
            elif https.hosted_zone is not None:
                yield Finding(
                    "host-without-record",
                    ("services", name, "route", "hosts", index),
                    f"{host!r} is neither the domainName nor among the alternativeNames of the load balancer, so that no DNS record is created for it; "
                    "add it to loadBalancer.https.alternativeNames",
                    "warning",
                    (("loadBalancer", "https"),),
                )


def _certificate_matches(certificate_name: str, host: str) -> bool:
    """Return whether a name of the certificate is one that a host pattern matches. `*.example.com` covers one level."""
    if not certificate_name.startswith("*."):
        return pattern_covers(host, certificate_name)
    return host == certificate_name or ("." not in host[: -len(certificate_name) + 1] and pattern_covers(certificate_name, host))
