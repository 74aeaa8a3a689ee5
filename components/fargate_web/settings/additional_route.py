"""An additional route of a service: another port, or the same one with a health check and a target group of its own."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from .container_value_types import ContainerName
from .fix import write
from .health_check import HealthCheck
from .route import Route
from .rule_names import RESERVED_ROUTE_NAMES
from .section import STRING_SCHEMA, allow_shorthand, describe_field
from .target_group import TargetGroup
from .value_types import build_value_error

MAX_ADDITIONAL_ROUTES = 4
"""ECS takes five load balancers, each with its target groups, for a service.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html
"""
_NAME_PATTERN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MAX_NAME_LENGTH = 20


def _validate_route_name(value: str) -> str:
    if value in RESERVED_ROUTE_NAMES:
        raise build_value_error(
            f"the program itself gives this name to resources: {value!r} would name two of them",
            "route-name",
            fixes=(write(value=f"{value}-route"),),
        )
    if len(value) > _MAX_NAME_LENGTH:
        raise build_value_error(
            f"{value!r} has {len(value)} characters, and the names of its resources, which AWS limits, contain it; shorten it to {_MAX_NAME_LENGTH}",
            "route-name",
        )
    if not _NAME_PATTERN.fullmatch(value):
        corrected = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        fixes = (write(value=corrected),) if _NAME_PATTERN.fullmatch(corrected) else ()
        raise build_value_error(
            f"{value!r} becomes a part of the names of resources: it must start with a lower-case letter, and have only lower-case letters, digits and single hyphens",
            "route-name",
            fixes=fixes,
        )
    return value


AdditionalRouteName = Annotated[
    str,
    AfterValidator(_validate_route_name),
    WithJsonSchema({"type": "string", "pattern": f"^(?:{_NAME_PATTERN.pattern})$", "maxLength": _MAX_NAME_LENGTH}),
]


class AdditionalRoute(Route):
    """Which other requests the load balancer forwards to the service, and to which port. It has a listener rule and a pair of target groups of its own."""

    port: Annotated[
        int | None,
        describe_field("The port that gets the requests (1–65535). Default: that of the service.", ge=1, le=65535, example=9090),
    ] = None
    target_container: Annotated[
        ContainerName | None,
        describe_field(
            "The sidecar that listens on the port. Default: for the service's own port the container that listens there, for another port the application's.",
            example="proxy",
        ),
    ] = None
    health_check: Annotated[
        HealthCheck | None,
        allow_shorthand("path", STRING_SCHEMA),
        describe_field(
            "How the load balancer checks this port; a bare string is the path. ECS waits for the longest gracePeriod of all routes. "
            "Default: that of the service, if port and target group are those of the service."
        ),
    ] = None
    target_group: Annotated[
        TargetGroup | None,
        describe_field(
            "The connection between the load balancer and this port, such as `protocolVersion: GRPC`. Default: that of the service for its own port."
        ),
    ] = None
    test_priority: Annotated[
        int | None,
        describe_field(
            "The priority of the rule for test traffic (1–50000), below that of the route, if deployment.testTraffic has a header. Default: calculated.",
            ge=1,
            le=50_000,
        ),
    ] = None

    key_hints = {
        **{key: hint for key, hint in Route.key_hints.items() if key != "port"},
        "containerPort": "write port",
        "targetPort": "write port",
        "container": "write targetContainer",
        "containerName": "write targetContainer",
        "healthcheck": "write healthCheck: {path: /health}",
        "stickiness": "write targetGroup: {stickiness: true}",
        "deregistrationDelay": "write targetGroup: {deregistrationDelay: 30}",
        "protocolVersion": "write targetGroup: {protocolVersion: GRPC}",
        "version": "write targetGroup: {protocolVersion: GRPC}",
    }
