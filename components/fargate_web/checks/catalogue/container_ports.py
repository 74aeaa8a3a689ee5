"""Checks of the ports on which the containers of a service take requests."""

from typing import Final

from .check_description import CheckDescription

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
)
