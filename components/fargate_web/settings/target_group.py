"""The connection between the load balancer and the tasks: the target groups of a service."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, WithJsonSchema

from .fix import Fix, combine, remove, write
from .section import ALLOW_BOOLEAN, NUMBER_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field
from .target_group_health import TargetGroupHealth
from .value_types import build_value_error


class Stickiness(Section):
    """A cookie that routes a client to the same task."""

    duration: Annotated[int, describe_field("Seconds that the cookie is valid (1–604800).", ge=1, le=604_800)] = 86_400

    key_hints = {
        "type": "the load balancer always sets the cookie (lb_cookie); remove it, and write duration: 3600 for its seconds",
        "enabled": "write stickiness: true or false",
        "cookieDuration": "write duration",
        "cookieName": "the load balancer names its cookie AWSALB; remove it",
    }


def _validate_slow_start(value: int) -> int:
    if value != 0 and not 30 <= value <= 900:
        nearest = 900 if value > 900 else 30 if value > 0 else 0
        raise build_value_error(
            f"{value} isn't 0 (off) or 30–900 seconds; AWS refuses other values", "invalid-slow-start", fixes=(write(value=nearest),)
        )
    return value


class TargetGroup(Section):
    """The pair of target groups between which deployments shift traffic."""

    protocol: Annotated[
        Literal["HTTP", "HTTPS"],
        describe_field(
            "The protocol between the load balancer and the tasks. TLS usually ends at the load balancer. Changing it replaces the pair."
        ),
    ] = "HTTP"
    protocol_version: Annotated[
        Literal["HTTP1", "HTTP2", "GRPC"],
        describe_field("The version of HTTP; GRPC needs an HTTPS listener. Changing it replaces the pair."),
    ] = "HTTP1"
    deregistration_delay: Annotated[
        int,
        describe_field(
            "Seconds that a stopping task has to finish its requests (0–3600). AWS's default is 300, and every deployment waits that long; 5 suits answers below a second, but not uploads or streams.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html",
            ge=0,
            le=3600,
        ),
    ] = 30
    slow_start: Annotated[
        int,
        AfterValidator(_validate_slow_start),
        WithJsonSchema({"anyOf": [{"const": 0}, {"type": "integer", "minimum": 30, "maximum": 900}]}),
        describe_field("Seconds over which a new task gets its full share: 0 (off) or 30–900."),
    ] = 0
    stickiness: Annotated[
        Stickiness | None,
        ALLOW_BOOLEAN,
        allow_shorthand("duration", NUMBER_SCHEMA),
        describe_field("Routes a client to the same task by a cookie."),
    ] = None
    load_balancing_algorithm_type: Annotated[
        Literal["round_robin", "least_outstanding_requests", "weighted_random"],
        describe_field("How the load balancer chooses the next task."),
    ] = "round_robin"
    load_balancing_anomaly_mitigation: Annotated[
        bool,
        describe_field(
            "Whether a task with more errors than the others gets fewer requests until it recovers (Automatic Target Weights). Needs weighted_random.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#automatic-target-weights",
        ),
    ] = False
    load_balancing_cross_zone_enabled: Annotated[
        bool,
        describe_field(
            "Whether the load balancer's node of a zone sends requests to tasks in the other zones too. `false` keeps them in the zone; then each zone needs tasks for its "
            "share of the requests, and stickiness is not supported.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html",
        ),
    ] = True
    target_group_health: Annotated[
        TargetGroupHealth,
        describe_field("How many tasks of a zone must be healthy before the load balancer avoids the zone."),
    ] = TargetGroupHealth()

    key_hints = {
        "healthCheck": "write healthCheck at the service",
        "port": "write port at the service",
        "targetType": "tasks of Fargate are always targets of type ip; remove it",
        "crossZone": "write loadBalancingCrossZoneEnabled",
        "crossZoneEnabled": "write loadBalancingCrossZoneEnabled",
        "anomalyMitigation": "write loadBalancingAnomalyMitigation",
        "enableAnomalyMitigation": "write loadBalancingAnomalyMitigation",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the algorithm supports the other settings, and that requests can find their way back to the same task."""
        algorithm = self.load_balancing_algorithm_type
        if self.slow_start and algorithm != "round_robin":
            yield RuleViolation(
                ("slow_start", "load_balancing_algorithm_type"),
                f"slow start works with round_robin only, not {algorithm} (InvalidConfigurationRequest)",
                "slow-start-with-algorithm",
                (remove("slowStart"), write("loadBalancingAlgorithmType", value="round_robin")),
            )
        if self.load_balancing_anomaly_mitigation and algorithm != "weighted_random":
            yield RuleViolation(
                ("load_balancing_anomaly_mitigation", "load_balancing_algorithm_type"),
                f"anomaly mitigation works with weighted_random only, not {algorithm} (InvalidConfigurationRequest)",
                "anomaly-mitigation-with-algorithm",
                (*self._write_weighted_random(), remove("loadBalancingAnomalyMitigation")),
            )
        if self.stickiness is None:
            return
        if algorithm == "weighted_random":
            yield RuleViolation(
                ("stickiness", "load_balancing_algorithm_type"),
                "stickiness doesn't work with weighted_random (InvalidConfigurationRequest)",
                "sticky-with-algorithm",
                (remove("stickiness"), self._write_other_algorithm()),
            )
        if not self.load_balancing_cross_zone_enabled:
            yield RuleViolation(
                ("stickiness", "load_balancing_cross_zone_enabled"),
                "stickiness doesn't work without cross-zone load balancing: a client whose DNS answer changes reaches the node of another zone, which sends nothing to the task of "
                "its cookie",
                "sticky-without-cross-zone",
                (remove("stickiness"), remove("loadBalancingCrossZoneEnabled")),
            )

    def _write_weighted_random(self) -> Iterator[Fix]:
        """Build the fix that writes weighted_random, unless stickiness forbids it. A slow start goes with the old algorithm."""
        if self.stickiness is None:
            fix = write("loadBalancingAlgorithmType", value="weighted_random")
            yield combine(fix, remove("slowStart")) if self.slow_start else fix

    def _write_other_algorithm(self) -> Fix:
        """Build the fix that writes an algorithm with which stickiness works. Anomaly mitigation goes with the old one."""
        fix = write("loadBalancingAlgorithmType", value="round_robin")
        return combine(fix, remove("loadBalancingAnomalyMitigation")) if self.load_balancing_anomaly_mitigation else fix
