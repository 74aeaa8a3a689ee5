"""The attributes of target groups that say what the load balancer does about unhealthy tasks and zones."""

from typing import Any, Final

from ..settings.target_group import TargetGroup

_OFF: Final = "off"


def build_zone_attributes(group: TargetGroup) -> dict[str, Any]:
    """Build the attributes. What is off is explicit: the provider leaves an attribute alone that is left out."""
    dns, routing = group.target_group_health.dns_failover, group.target_group_health.unhealthy_state_routing
    return {
        "load_balancing_anomaly_mitigation": "on" if group.load_balancing_anomaly_mitigation else _OFF,
        # For an Application Load Balancer its own setting is always on.
        "load_balancing_cross_zone_enabled": "use_load_balancer_configuration" if group.load_balancing_cross_zone_enabled else "false",
        "target_group_health": {
            "dns_failover": {
                "minimum_healthy_targets_count": _format(dns.minimum_healthy_targets_count),
                "minimum_healthy_targets_percentage": _format(dns.minimum_healthy_targets_percentage),
            },
            "unhealthy_state_routing": {
                "minimum_healthy_targets_count": routing.minimum_healthy_targets_count,
                "minimum_healthy_targets_percentage": _format(routing.minimum_healthy_targets_percentage),
            },
        },
    }


def _format(threshold: int | None) -> str:
    return _OFF if threshold is None else str(threshold)
