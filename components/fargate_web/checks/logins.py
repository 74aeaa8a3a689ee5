"""Checks that a login at the load balancer can work: HTTPS, deployments, protocols, and the way to the identity provider."""

from collections.abc import Iterator
from typing import Final

from ..analysis.wildcards import pattern_covers
from ..settings.fix import Edit, Fix, remove, write, write_nested
from ..settings.login_rules import WHY_SHIFTS_FAIL, deploy_by_rolling, explain_protocol
from ..settings.rule_names import describe_rule, find_route_path, find_target_path, get_service_of_rule
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_OF_ALL: Final[SettingPath] = ("loadBalancer", "authentication")


def check_logins(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find logins without HTTPS or without a way to the identity provider, services that can't have one, and open paths without effect."""
    for name, service in stack.services_by_route.items():
        route_path = find_route_path(name)
        if name in stack.logins:
            yield from _check_login(stack, name, service)
        elif service.active_route and service.active_route.open_paths:
            yield Finding(
                "open-paths-without-login",
                (*route_path, "openPaths"),
                "the route has no login, so that all of its paths are open and this would have no effect",
                related_paths=((*route_path, "authentication"), _OF_ALL),
                fixes=(remove(*route_path, "openPaths"),),
            )
    if stack.load_balancer.authentication and not stack.logins:
        yield Finding("login-without-service", _OF_ALL, "no service has this login", "warning", fixes=(remove(*_OF_ALL),))


def _check_login(stack: Stack, name: str, service: Service) -> Iterator[Finding]:
    route, balancer = service.active_route, stack.load_balancer
    if route is None:
        return
    is_own = "authentication" in route.model_fields_set
    path: SettingPath = (*find_route_path(name), "authentication") if is_own else _OF_ALL
    https = ("loadBalancer", "existing", "protocol") if balancer.existing else ("loadBalancer", "https")
    has_https = balancer.existing.protocol == "HTTPS" if balancer.existing else balancer.https is not None
    if not has_https and not _is_reported_by_service(stack, name, is_own=is_own):
        yield Finding(
            "login-without-https",
            path,
            f"the login of {describe_rule(name)} needs an HTTPS listener (InvalidLoadBalancerAction), and the load balancer has none; "
            + (
                "name its HTTPS listener in listenerArn, without protocol: HTTP"
                if balancer.existing
                else "give it a certificate (loadBalancer.https)"
            ),
            related_paths=(https,),
        )
    if not is_own:  # the service itself reports what doesn't go with a login of its own
        yield from _check_inherited_login(name, service)
    if (
        balancer.existing is None
        and not _is_reported_by_service(stack, name, is_own=is_own)
        and not balancer.is_internet_facing
        and stack.network.existing is None
        and stack.network.nat_gateways == "none"
    ):
        yield Finding(
            "identity-provider-out-of-reach",
            path,
            f"the internal load balancer of {describe_rule(name)} has no way to the identity provider, which it asks for tokens and keys: its subnets lead to no NAT gateway, so that users would get status 500",
            related_paths=(("network", "natGateways"), ("loadBalancer", "scheme")),
            fixes=(write_nested("network", "natGateways", value="single"),),
        )
    for index, open_path in enumerate(route.open_paths):
        place: SettingPath = (*find_route_path(name), "openPaths", *((index,) if len(route.open_paths) > 1 else ()))
        if not any(pattern_covers(own, open_path) for own in route.paths):
            yield Finding(
                "open-path-outside-route",
                (*find_route_path(name), "openPaths", index),
                f"{open_path!r} is not within the paths of the route ({', '.join(route.paths)}), so that its rule would take requests that the route does not",
                related_paths=((*find_route_path(name), "paths"),),
                fixes=(Fix(f"remove {open_path}", (Edit(place, "remove"),)),),
            )


def _is_reported_by_service(stack: Stack, name: str, *, is_own: bool) -> bool:
    """Return whether a route is an additional one with the login of all, which the route of its service has as well."""
    main = stack.services_by_route[get_service_of_rule(name)].active_route
    return (
        not is_own
        and ":" in name
        and main is not None
        and main.authentication is not None
        and "authentication" not in main.model_fields_set
    )


def _check_inherited_login(name: str, service: Service) -> Iterator[Finding]:
    without = write(*find_route_path(name), "authentication", value=False)
    if service.deployment.shifts_traffic:
        yield Finding(
            "login-with-traffic-shift",
            ("services", get_service_of_rule(name), "deployment", "strategy"),
            f"a service with the login of the load balancer can't be deployed by {service.deployment.strategy}: {WHY_SHIFTS_FAIL}",
            related_paths=(_OF_ALL,),
            fixes=(deploy_by_rolling(service.deployment, "services", get_service_of_rule(name)), without),
        )
    if problem := explain_protocol(service):
        yield Finding(
            "login-for-protocol",
            (*find_target_path(name), "targetGroup", "protocolVersion"),
            problem,
            related_paths=(_OF_ALL,),
            fixes=(without,),
        )
