"""Checks of the canary: whether the load balancer would answer its request."""

from collections.abc import Iterator
from typing import Final

from ..analysis.route_comparison import routes_overlap
from ..settings.authentication import OPEN_RULE_SUFFIX
from ..settings.fix import Fix, combine, remove, write
from ..settings.load_balancer import LoadBalancer
from ..settings.rule_conditions import RuleConditions
from ..settings.rule_names import get_route_of_rule
from ..settings.stack import Stack
from ..settings.synthetic_canary import SyntheticCanary
from .finding import Finding, SettingPath

_PATH: Final[SettingPath] = ("monitoring", "canary")
_LOAD_BALANCER_HOST: Final = "load-balancer.elb.amazonaws.com"
"""Stands for the DNS name of a load balancer, which AWS chooses."""


def check_synthetic_canaries(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find a canary whose requests can't reach the load balancer, or that no route answers as it expects."""
    canary = stack.monitoring.canary if stack.monitoring else None
    if canary is None or not stack.tasks:
        return
    if not stack.routed_services:
        yield Finding(
            "canary-not-answered",
            _PATH,
            "no service has a route, so that there is no load balancer for the canary to ask",
            related_paths=(("services",),),
            fixes=(remove(*_PATH),),
        )
        return
    obstacle = _find_obstacle(stack)
    if obstacle is not None:
        path, reason = obstacle
        yield Finding(
            "canary-cannot-connect",
            _PATH,
            f"{reason}, so that every run would fail: a canary connects over IPv4 from outside of the network, without a certificate",
            related_paths=(path,),
            fixes=(remove(*_PATH),),
        )
        return
    host = canary.host or _find_default_host(stack.load_balancer)
    if host is None:
        yield Finding(
            "canary-without-host",
            (*_PATH, "host"),
            "the URL of the load balancer has no host that its certificate is valid for, so that every run would fail",
            related_paths=(("loadBalancer", "https"), ("loadBalancer", "existing")),
            fixes=(*_suggest_host(stack, canary), remove(*_PATH)),
        )
        return
    if not stack.load_balancer.existing:
        yield from _check_answer(stack, canary, host)
    yield from _check_clients(stack.load_balancer)


def _find_obstacle(stack: Stack) -> tuple[SettingPath, str] | None:
    """Return what surely keeps a canary from connecting, with its path. Return None if there is nothing."""
    balancer = stack.load_balancer
    if balancer.existing:
        return None
    if not balancer.is_internet_facing:
        return ("loadBalancer", "scheme"), "the load balancer is internal"
    if stack.ip_address_type == "dualstack-without-public-ipv4":
        return ("loadBalancer", "ipAddressType"), "the load balancer has no public IPv4 address"
    clients = balancer.https.mutual_authentication if balancer.https else None
    if clients is not None and clients.mode == "verify":
        return ("loadBalancer", "https", "mutualAuthentication"), "clients need a certificate"
    return None


def _find_default_host(balancer: LoadBalancer) -> str | None:
    """Return the host in the URL of the load balancer. Return None if there is none, or no certificate can be valid for it."""
    if balancer.existing:
        name = balancer.existing.dns_name
        is_plain = isinstance(name, str)
        return None if name is None or (balancer.protocol == "HTTPS" and is_plain and name.endswith(".elb.amazonaws.com")) else str(name)
    names = balancer.https.list_all_domain_names() if balancer.https else []
    own = next((name for name in names if not name.startswith("*.")), None)
    return own if balancer.https else _LOAD_BALANCER_HOST


def _check_answer(stack: Stack, canary: SyntheticCanary, host: str) -> Iterator[Finding]:
    answering = [*_list_answering_rules(stack, host, canary.path)]
    if not answering:
        subject = canary.path if host == _LOAD_BALANCER_HOST else f"{host}{canary.path}"
        yield Finding(
            "canary-not-answered",
            (*_PATH, "path"),
            f"no route takes GET {subject}, so that loadBalancer.defaultResponse would answer each request of the canary",
            related_paths=((*_PATH, "host"), ("services",)),
            fixes=(*_suggest_host(stack, canary), *_suggest_path(stack, host)) or (remove(*_PATH),),
        )
        return
    closed = [rule for rule in answering if _needs_login(stack, rule)]
    if closed == answering and canary.status < 300:
        route = get_route_of_rule(closed[0])
        yield Finding(
            "canary-behind-login",
            (*_PATH, "path"),
            f"{canary.path} needs a login, which the canary doesn't have, so that no run would get {canary.status}",
            "warning",
            related_paths=(("services", route.partition(":")[0], "route"), ("loadBalancer", "authentication")),
            fixes=(*_suggest_path(stack, host, OPEN_RULE_SUFFIX), remove(*_PATH)),
        )


def _list_answering_rules(stack: Stack, host: str, path: str) -> Iterator[str]:
    """List the rules that may take a request of the canary, which sends no special headers."""
    bare, _, query = path.partition("?")
    request = RuleConditions.model_construct(hosts=[host], paths=[bare], methods=["GET"])
    for name, rule in stack.listener_rules.items():
        if not rule.headers and (query or not rule.query_strings) and routes_overlap(rule, request):
            yield name


def _needs_login(stack: Stack, rule: str) -> bool:
    login = stack.logins.get(get_route_of_rule(rule))
    return login is not None and not rule.endswith(OPEN_RULE_SUFFIX) and login.on_unauthenticated_request != "allow"


def _suggest_host(stack: Stack, canary: SyntheticCanary) -> Iterator[Fix]:
    """Suggest the first host of a route that takes the path."""
    for route in stack.listener_rules.values():
        for host in route.hosts:
            if "*" not in host and "?" not in host and host != canary.host and [*_list_answering_rules(stack, host, canary.path)]:
                yield write(*_PATH, "host", value=host)
                return


def _suggest_path(stack: Stack, host: str, suffix: str = "") -> Iterator[Fix]:
    """Suggest the first path of a route, with its host if it is another one; with a suffix, of the rules whose names end with it."""
    rules = [
        rule
        for name, rule in stack.listener_rules.items()
        if name.removesuffix(suffix) in stack.services_by_route and name.endswith(suffix)
    ]
    for route in rules:
        for pattern in route.paths:
            path = pattern.removesuffix("*")
            if "*" in path or "?" in path:
                continue
            if [*_list_answering_rules(stack, host, path)]:
                yield write(*_PATH, "path", value=path)
                return
            for other in route.hosts:
                if "*" not in other and "?" not in other and [*_list_answering_rules(stack, other, path)]:
                    yield combine(write(*_PATH, "path", value=path), write(*_PATH, "host", value=other))
                    return


def _check_clients(balancer: LoadBalancer) -> Iterator[Finding]:
    """Find addresses that may keep the canary out: its addresses are those of AWS Lambda, and change."""
    for field, is_set in (
        ("allowedCidrBlocks", balancer.allowed_cidr_blocks is not None and "0.0.0.0/0" not in balancer.allowed_cidr_blocks),
        ("allowedPrefixLists", bool(balancer.allowed_prefix_lists) and balancer.allowed_cidr_blocks is None),
    ):
        if is_set:
            yield Finding(
                "canary-kept-out",
                _PATH,
                f"loadBalancer.{field} admits certain addresses only, and those of a canary change, so that its runs would fail",
                "warning",
                related_paths=(("loadBalancer", field),),
                fixes=(remove(*_PATH),),
            )
