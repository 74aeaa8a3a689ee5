"""Rules between the login of a service, its deployments and its protocol."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .fix import Edit, Fix, remove, write
from .section import RuleViolation

if TYPE_CHECKING:
    from .deployment import Deployment
    from .service import Service

WHY_SHIFTS_FAIL: Final = (
    "ECS replaces all actions of the rule when it shifts traffic, but AWS gives out no client secret that it could write back, and its role may not read user pools; a rollback of CodeDeploy is known "
    "to have removed a login"
)
"""Why a service with a login has the strategy rolling."""


def find_login_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield what is wrong with a service whose own route has a login."""
    route = service.active_route
    if route is None or route.authentication is None:
        return
    if service.deployment.shifts_traffic:
        yield RuleViolation(
            ("route.authentication", "deployment.strategy"),
            f"a service with a login can't be deployed by {service.deployment.strategy}: {WHY_SHIFTS_FAIL}",
            "login-with-traffic-shift",
            (deploy_by_rolling(service.deployment),),
        )
    if problem := explain_protocol(service):
        is_http = service.target_group.protocol_version == "HTTP2"
        yield RuleViolation(
            ("route.authentication", "target_group.protocol_version"),
            problem,
            "login-for-protocol",
            (write("targetGroup", "protocolVersion", value="HTTP1") if is_http else remove("route", "authentication"),),
        )


def explain_protocol(service: "Service") -> str | None:
    """Explain that rules of HTTP/2 and gRPC have no login. Return None for HTTP/1.1.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
    """
    version = service.target_group.protocol_version
    if version == "HTTP1":
        return None
    return f"rules to target groups of the version {version} can only forward, without a login (InvalidLoadBalancerAction)"


def deploy_by_rolling(deployment: "Deployment", *path: str) -> Fix:
    """Return the change to the strategy rolling. What only the old strategy uses goes with it."""
    unused = {
        "canary": "canary",
        "linear": "linear",
        "bake_time_in_minutes": "bakeTimeInMinutes",
        "test_traffic": "testTraffic",
        "hooks": "hooks",
    }
    keys = [key for field, key in unused.items() if field in deployment.model_fields_set]
    whole = deployment.model_fields_set <= {"strategy"}
    place = (*path, "deployment")
    change = Edit(place, "set", "rolling") if whole else Edit((*place, "strategy"), "set", "rolling")
    words = f" and remove {', '.join(keys)}" if keys else ""
    return Fix(f"write strategy: rolling{words}", (change, *(Edit((*place, key), "remove") for key in keys)))
