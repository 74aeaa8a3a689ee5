"""Checks that the load balancer's listeners serve what the services need."""

from collections.abc import Iterator

from ..settings.fix import Fix, write, write_nested
from ..settings.load_balancer import LoadBalancer
from ..settings.prefix_lists import CLOUDFRONT_PREFIX_LIST, CLOUDFRONT_WEIGHT, MAX_SECURITY_GROUP_RULES
from ..settings.rule_names import find_target_path
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_listeners(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services without the HTTPS that they need, and a load balancer whose listeners nobody reaches."""
    balancer, routed = stack.load_balancer, stack.routed_services
    has_https = balancer.https is not None or (balancer.existing is not None and balancer.existing.protocol == "HTTPS")
    for name, service in stack.list_routes_with_own("target_group").items():
        version = service.target_group.protocol_version
        if version != "HTTP1" and not has_https:
            yield Finding(
                "http2-without-https",
                (*find_target_path(name), "targetGroup", "protocolVersion"),
                f"{version} needs an HTTPS listener (InvalidLoadBalancerAction), and the load balancer has none; give it a certificate (loadBalancer.https)",
                related_paths=(("loadBalancer", "https"),),
                fixes=(write(*find_target_path(name), "targetGroup", "protocolVersion", value="HTTP1"),) if version == "HTTP2" else (),
            )
    for name, service in routed.items():
        test_traffic = service.deployment.test_traffic
        if test_traffic and test_traffic.header is None and balancer.test_listener is None:
            yield Finding(
                "no-test-listener",
                ("services", name, "deployment", "testTraffic"),
                "test traffic needs a test listener, and the load balancer has none",
                related_paths=(("loadBalancer", "testListener"), ("loadBalancer", "existing")),
                fixes=tuple(_enable_test_traffic(name, balancer)),
            )
    if routed and balancer.existing is None and balancer.is_internet_facing:
        yield from _check_refused_ports(stack)
    if routed and balancer.existing is None:
        yield from _check_rule_quota(stack)
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
            "an internet-facing load balancer needs public subnets in at least two zones, by their ids in publicSubnets",
            related_paths=(("network", "existing", "publicSubnets"), ("loadBalancer", "scheme")),
            fixes=(write_nested("loadBalancer", "scheme", value="internal"),) if len(existing.private_subnets) >= 2 else (),
        )
    if routed and existing and balancer.existing is None and not balancer.is_internet_facing and len(existing.private_subnets) < 2:
        yield Finding(
            "one-private-subnet",
            ("network", "existing", "privateSubnets"),
            "an internal load balancer needs private subnets in at least two zones; name another one in privateSubnets",
        )


def _check_rule_quota(stack: Stack) -> Iterator[Finding]:
    """Find CloudFront's prefix list on more ports than the rules of a security group suffice for."""
    balancer = stack.load_balancer
    if CLOUDFRONT_PREFIX_LIST not in balancer.allowed_prefix_lists:
        return
    ports = (balancer.http_action != "off") + (balancer.https is not None)
    test = balancer.test_listener
    ports += test is not None and test.allowed_cidr_blocks is None
    others = len(balancer.list_allowed_cidr_blocks(stack.ip_address_type) or ()) + len(balancer.allowed_prefix_lists) - 1
    rules = ports * (CLOUDFRONT_WEIGHT + others)
    if rules > MAX_SECURITY_GROUP_RULES:
        closes_http = balancer.https is not None and balancer.http_action != "off"
        yield Finding(
            "too-many-security-group-rules",
            ("loadBalancer", "allowedPrefixLists"),
            f"CloudFront's list counts as {CLOUDFRONT_WEIGHT} rules on each port, which makes {rules}, and AWS allows {MAX_SECURITY_GROUP_RULES} in a security group "
            "(RulesPerSecurityGroupLimitExceeded) unless the quota of the account is higher"
            + ("" if closes_http else "; open one port to it, or have the quota raised"),
            "warning",
            related_paths=(("loadBalancer", "http"), ("loadBalancer", "testListener")),
            fixes=(write_nested("loadBalancer", "http", value="off"),) if closes_http else (),
        )


def _check_refused_ports(stack: Stack) -> Iterator[Finding]:
    """Find listeners whose port the network ACLs of the public subnets refuse."""
    network, balancer = stack.network, stack.load_balancer
    if network.existing is not None:
        return
    # Over IPv6, the public subnets refuse all of them.
    refused = network.list_refused_public_ports() if stack.ip_address_type == "ipv4" else network.refused_ports
    ports: dict[SettingPath, int | None] = {("httpPort",): balancer.http_port if balancer.http_action != "off" else None}
    ports[("https", "port")] = balancer.https.port if balancer.https else None
    ports[("testListener", "port")] = balancer.test_listener.port if balancer.test_listener else None
    for path, port in ports.items():
        if port in refused:
            yield Finding(
                "refused-listener-port",
                ("loadBalancer", *path),
                f"the network ACL of the public subnets refuses port {port} from the internet, so that clients there can't connect (timeout)",
                related_paths=(("network", "refusedPorts"),),
                fixes=(write_nested("network", "refusedPorts", value=[other for other in network.refused_ports if other != port]),),
            )


def _enable_test_traffic(service: str, balancer: LoadBalancer) -> Iterator[Fix]:
    if balancer.existing is None:
        taken = {balancer.http_port, balancer.https.port if balancer.https else None}
        yield write_nested("loadBalancer", "testListener", value=next(port for port in (8443, 9443, 9444) if port not in taken))
    yield write("services", service, "deployment", "testTraffic", value={"header": {"name": "X-Test", "values": ["1"]}})
