"""Checks of target groups: what the load balancer does about unhealthy tasks and zones."""

from typing import Final

from .check_description import CheckDescription

_ELB: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"

CHECKS_OF_TARGET_GROUPS: Final = (
    CheckDescription(
        "anomaly-mitigation-with-algorithm",
        "error",
        "anomaly mitigation with an algorithm that does not support it",
        "The target group is refused (InvalidConfigurationRequest).",
        "Write loadBalancingAlgorithmType: weighted_random, or remove loadBalancingAnomalyMitigation.",
        f"{_ELB}/edit-target-group-attributes.html#automatic-target-weights",
    ),
    CheckDescription(
        "sticky-with-algorithm",
        "error",
        "stickiness with an algorithm that does not support it",
        "The target group is refused (InvalidConfigurationRequest).",
        "Remove stickiness, or write another loadBalancingAlgorithmType.",
        f"{_ELB}/edit-target-group-attributes.html#modify-routing-algorithm",
    ),
    CheckDescription(
        "sticky-without-cross-zone",
        "error",
        "stickiness without cross-zone load balancing",
        "The load balancer does not support it: a client that reaches the node of another zone loses its task.",
        "Remove stickiness, or loadBalancingCrossZoneEnabled: false.",
        f"{_ELB}/disable-cross-zone.html",
    ),
    CheckDescription(
        "dns-failover-below-routing",
        "error",
        "a threshold of DNS failover below that of routing",
        "The target group is refused (InvalidConfigurationRequest): a zone must leave DNS before its unhealthy tasks get requests.",
        "Raise the threshold of dnsFailover, or lower that of unhealthyStateRouting.",
        f"{_ELB}/target-group-health.html",
    ),
    CheckDescription(
        "health-threshold-above-tasks",
        "warning",
        "a threshold of healthy tasks that is above the number of tasks",
        "The threshold is never reached, so that the load balancer always acts as if a zone were unhealthy.",
        "Write a number that the tasks of one zone reach, or a percentage.",
        f"{_ELB}/target-group-health.html",
    ),
    CheckDescription(
        "zone-without-tasks",
        "warning",
        "fewer tasks than zones, without cross-zone load balancing",
        "The load balancer's node of a zone without a task has nothing to send its requests to.",
        "Run a task in each zone at least, or write loadBalancingCrossZoneEnabled: true.",
        f"{_ELB}/disable-cross-zone.html",
    ),
)
