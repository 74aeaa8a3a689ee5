"""Advice on what the internet reaches: plain HTTP, the test listener, tasks with public addresses, and callers who are nearly everybody."""

from collections.abc import Iterator

from ..analysis.public_addresses import describe_public_addresses, has_everybody, has_public_addresses, has_strangers
from ..settings.callers import is_cidr_block
from ..settings.fix import Edit, Fix, combine, write, write_nested
from ..settings.ip_address_types import list_everyone
from ..settings.load_balancer import LoadBalancer
from ..settings.stack import Stack
from .finding import Finding, SettingPath, Severity, choose_severity, silence_check


def check_exposure(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what everybody on the internet may read or call although the stack file doesn't say why."""
    severity = choose_severity(stack)
    balancer = stack.load_balancer
    if stack.routed_services and balancer.existing is None:
        everybody = list_everyone(stack.ip_address_type)
        yield from _check_plain_http(balancer, everybody, severity)
        yield from _check_test_listener(balancer, everybody, severity)
    for path, task in stack.tasks.items():
        if task.subnets == "public":
            yield _build_public_subnets_finding(path, stack, severity)
    for name, service in stack.services.items():
        yield from _check_callers(("services", name, "allowFrom"), service.allow_from or [], severity)


def _check_plain_http(balancer: LoadBalancer, everybody: list[str], severity: Severity) -> Iterator[Finding]:
    blocks = balancer.allowed_cidr_blocks or everybody
    if not balancer.is_internet_facing or balancer.http_action != "forward" or not has_public_addresses(blocks):
        return
    silenced = silence_check("plain-http", "why nobody minds")
    yield Finding(
        "plain-http",
        ("loadBalancer",),
        "requests and responses cross the internet unencrypted, with their passwords and cookies, and anyone on the way reads and changes them (Security Hub ELB.1); "
        "write https: {domainName: …, hostedZone: …}, or {certificateArn: …}",
        severity,
        (("loadBalancer", "https"),),
        (Fix(f"or {silenced.text}", silenced.edits),),
    )


def _check_test_listener(balancer: LoadBalancer, everybody: list[str], severity: Severity) -> Iterator[Finding]:
    listener = balancer.test_listener
    if listener is None or not balancer.is_internet_facing:
        return
    blocks = listener.allowed_cidr_blocks or balancer.allowed_cidr_blocks or everybody
    if not has_strangers(blocks):
        return
    value = {"port": listener.port, "allowedCidrBlocks": ["203.0.113.0/24"]}
    yield Finding(
        "test-listener-open",
        ("loadBalancer", "testListener"),
        "everybody on the internet may call the next version of the services, before anyone has tested it",
        severity,
        (("loadBalancer", "allowedCidrBlocks"),),
        (
            Fix(
                f"write testListener: {{port: {listener.port}, allowedCidrBlocks: [203.0.113.0/24]}} with the addresses of your own network",
                (Edit(("loadBalancer", "testListener"), "set", value),),
            ),
            silence_check("test-listener-open", "why everybody may see it"),
        ),
    )


def _build_public_subnets_finding(path: SettingPath, stack: Stack, severity: Severity) -> Finding:
    network = stack.network
    fixes = []
    if network.existing is None:
        private = write(*path, "subnets", value="private")
        gateways = "onePerAz" if stack.protected else "single"
        fixes = [combine(private, write_nested("network", "natGateways", value=gateways)) if network.nat_gateways == "none" else private]
    elif network.existing.private_subnets:
        fixes = [write(*path, "subnets", value="private")]
    return Finding(
        "tasks-in-public-subnets",
        (*path, "subnets"),
        "every task has a public address, so that the rules of its security group alone keep the internet out (Security Hub ECS.2)",
        severity,
        (("network", "natGateways"),),
        (*fixes, silence_check("tasks-in-public-subnets", "why tasks have public addresses")),
    )


def _check_callers(path: SettingPath, callers: list[str], severity: Severity) -> Iterator[Finding]:
    blocks = [caller for caller in callers if is_cidr_block(caller)]
    advice = "name services (allowFrom: [web]), security groups, or the block of a network"
    removal = Fix("or remove allowFrom", (Edit(path, "remove"),))
    if has_everybody(blocks):
        yield Finding(
            "open-to-everybody",
            path,
            f"{' and '.join(blocks)} together are every address of the internet, which bypasses the load balancer and its web ACL; {advice}",
            fixes=(removal,),
        )
    elif has_strangers(blocks):
        yield Finding(
            "open-to-the-internet",
            path,
            f"these blocks have {describe_public_addresses(blocks)} public addresses, more than networks of one's own have, so that strangers bypass the load balancer and its web ACL; {advice}",
            severity,
            fixes=(removal, silence_check("open-to-the-internet", "why strangers may call it")),
        )
