"""Checks of the ports on which the containers of a service take requests."""

from typing import Final

from .check_description import CheckDescription

_TARGET_GROUPS: Final = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html"
_LOAD_BALANCER: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html"

CHECKS_OF_CONTAINER_PORTS: Final = (
    CheckDescription(
        "unknown-target-container",
        "error",
        "a targetContainer that the task doesn't have",
        "ECS refuses the service (InvalidParameterException).",
        "Write the name of a sidecar; without targetContainer the application's own container listens.",
        _LOAD_BALANCER,
    ),
    CheckDescription(
        "port-of-other-container",
        "error",
        "an additional route to a port on which another container listens",
        "The containers of a task share one network interface: ECS refuses a second mapping of the port (ClientException).",
        "Write the port that the container of the route listens on, or remove its targetContainer.",
        _LOAD_BALANCER,
    ),
    CheckDescription(
        "additional-route-without-route",
        "error",
        "additional routes of a service that has no route itself",
        "The program creates no listener rule for such a service, so that they would have no effect.",
        "Write the port and the route of the service, or remove additionalRoutes.",
        _TARGET_GROUPS,
    ),
    CheckDescription(
        "route-name",
        "error",
        "a name of an additional route that can't be part of the names of its resources",
        "The name is a part of the names of target groups, which AWS limits to 32 characters, and of resources of the program.",
        "Write lower-case letters, digits and single hyphens, 20 characters at most, and none of the reserved names, such as test.",
        _TARGET_GROUPS,
    ),
)
