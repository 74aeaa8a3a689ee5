"""Checks of the Network Load Balancers of services: subnets, addresses, ports, health checks and names."""

from collections.abc import Iterator

from ..settings.fix import Edit, Fix, remove, write, write_nested
from ..settings.network_load_balancer import NetworkLoadBalancer
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath, choose_severity, silence_check


def check_network_load_balancers(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find load balancers that AWS refuses in this network, and listeners that nobody reaches or whose tasks never become healthy."""
    names: dict[str, SettingPath] = {}
    https = stack.load_balancer.https
    if stack.routed_services and https is not None and https.hosted_zone is not None:
        names = dict.fromkeys(https.list_domain_names(), ("loadBalancer", "https", "domainName"))
    for name, service in stack.services.items():
        balancer, path = service.network_load_balancer, ("services", name, "networkLoadBalancer")
        if balancer is None:
            continue
        yield from _check_subnets(stack, path, balancer)
        yield from _check_addresses(stack, path, balancer)
        yield from _check_ports(stack, path, balancer)
        yield from _check_health_checks(path, balancer, service)
        if balancer.hosted_zone is None:
            continue
        for domain in balancer.list_domain_names():
            if domain in names:
                yield Finding(
                    "record-created-twice",
                    (*path, "domainName"),
                    f"{domain!r} is a name of another load balancer of the stack, and its alias record can't be created twice (InvalidChangeBatch)",
                    related_paths=(names[domain],),
                    fixes=_rename_record(path, balancer, name, domain),
                )
            names.setdefault(domain, (*path, "domainName"))


def _rename_record(path: SettingPath, balancer: NetworkLoadBalancer, name: str, domain: str) -> tuple[Fix, ...]:
    if domain != balancer.domain_name:
        others = [other for other in balancer.alternative_names if other != domain]
        return (write(*path, "alternativeNames", value=others),)
    _, _, zone = domain.partition(".")
    return (write(*path, "domainName", value=f"{name.lower()}.{zone}"),)


def _check_subnets(stack: Stack, path: SettingPath, balancer: NetworkLoadBalancer) -> Iterator[Finding]:
    existing = stack.network.existing
    tier = "public" if balancer.is_internet_facing else "private"
    if existing is None or existing.has_subnets(tier):
        return
    other = "internal" if balancer.is_internet_facing else "internet-facing"
    has_others = existing.has_subnets("private" if tier == "public" else "public")
    yield Finding(
        "no-subnets-for-network-load-balancer",
        (*path, "scheme") if "scheme" in balancer.model_fields_set else path,
        f"an {balancer.scheme} load balancer is in the {tier} subnets, and the existing network has none (ValidationError)"
        + ("" if has_others else f"; name some in {tier}Subnets"),
        related_paths=(("network", "existing"),),
        fixes=(write(*path, "scheme", value=other),) if has_others else (),
    )


def _check_addresses(stack: Stack, path: SettingPath, balancer: NetworkLoadBalancer) -> Iterator[Finding]:
    existing, addresses = stack.network.existing, balancer.static_addresses
    if not addresses or not balancer.is_internet_facing:
        return
    count = stack.network.count_public_subnets()
    if count is None:
        yield Finding(
            "addresses-for-unknown-subnets",
            (*path, "staticAddresses"),
            "each subnet needs an address, and the subnets of the default VPC are not known before the program runs; name them in publicSubnets",
            related_paths=(("network", "existing"),),
            fixes=(remove(*path, "staticAddresses"),),
        )
    elif isinstance(addresses, list) and count and len(addresses) != count:
        yield Finding(
            "address-for-each-subnet",
            (*path, "staticAddresses"),
            f"these are {len(addresses)} addresses for {count} public subnets, and each subnet needs one (InvalidSubnetConfigurationRequest); list {count}",
            related_paths=(("network", "existing" if existing else "availabilityZones"),),
            fixes=(Fix("or let them be created: staticAddresses: true", (Edit((*path, "staticAddresses"), "set", True),)),),
        )


def _check_ports(stack: Stack, path: SettingPath, balancer: NetworkLoadBalancer) -> Iterator[Finding]:
    if not balancer.is_internet_facing:
        return
    network, is_open = stack.network, balancer.allowed_cidr_blocks is None
    refused = [] if network.existing is not None else network.list_refused_public_ports()
    for index, listener in enumerate(balancer.listeners):
        place = (*path, "listeners", index)
        for key, port in (("port", listener.port), ("testPort", listener.test_port)):
            if port in refused:
                yield Finding(
                    "refused-listener-port",
                    (*place, key),
                    f"the network ACL of the public subnets refuses port {port} from the internet, so that clients there can't connect (timeout)",
                    related_paths=(("network", "refusedPorts"),),
                    fixes=(write_nested("network", "refusedPorts", value=[other for other in network.refused_ports if other != port]),),
                )
        if listener.test_port is not None and is_open:
            yield Finding(
                "test-listener-open",
                (*place, "testPort"),
                "everybody on the internet may call the next version of the service, before anyone has tested it; write allowedCidrBlocks",
                choose_severity(stack),
                fixes=(silence_check("test-listener-open", "why everybody may see it"),),
            )


def _check_health_checks(path: SettingPath, balancer: NetworkLoadBalancer, service: Service) -> Iterator[Finding]:
    """Find listeners for UDP alone whose tasks are checked by TCP on the same port, where the application need not listen."""
    for index, listener in enumerate(balancer.listeners):
        if listener.protocol != "UDP" or listener.health_check.port is not None:
            continue
        place = (*path, "listeners", index)
        checked = listener.effective_target_port
        tcp_ports = [each.port for each in service.container_ports if each.protocol == "tcp"]
        if checked in tcp_ports:
            continue
        others = [each.port for each in service.container_ports if each.protocol == "tcp" and each.sidecar == listener.target_container][:1]
        yield Finding(
            "udp-checked-by-tcp",
            place,
            f"there is no health check by UDP: the load balancer opens a TCP connection to port {checked}, and if nothing accepts it there, ECS stops task after task",
            "warning",
            fixes=tuple(
                Fix(f"write healthCheck: {{port: {each}}}", (Edit((*place, "healthCheck", "port"), "set", each),))
                for each in (*others, checked)
            ),
        )
