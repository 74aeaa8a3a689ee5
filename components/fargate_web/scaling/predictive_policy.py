"""The policy of predictive scaling."""

from typing import Any

from ..settings.predictive_scaling import PredictiveScaling
from .metrics import build_requests_queries
from .numbers import format_number


def build_predictive_configuration(settings: PredictiveScaling, service: Any) -> dict[str, Any]:
    """Return the configuration of a forecast."""
    raises_maximum = settings.max_capacity_buffer is not None
    return {
        "mode": settings.mode,
        "scheduling_buffer_time": settings.scheduling_buffer_time,
        "max_capacity_breach_behavior": "IncreaseMaxCapacity" if raises_maximum else "HonorMaxCapacity",
        "max_capacity_buffer": settings.max_capacity_buffer,
        "metric_specifications": [_build_specification(settings, service)],
    }


def _build_specification(settings: PredictiveScaling, service: Any) -> dict[str, Any]:
    if settings.requests_per_target is not None:
        # The predefined pair has one target group, and would lose the traffic at the first deployment that shifts it to the other.
        return {
            "target_value": format_number(settings.requests_per_target),
            "customized_load_metric_specification": {"metric_data_queries": build_requests_queries(service, "RequestCount", "Requests")},
            "customized_scaling_metric_specification": {
                "metric_data_queries": build_requests_queries(service, "RequestCountPerTarget", "Requests per task")
            },
        }
    metric = "ECSServiceCPUUtilization" if settings.cpu is not None else "ECSServiceMemoryUtilization"
    target = settings.cpu if settings.cpu is not None else settings.memory or 0
    return {"target_value": format_number(target), "predefined_metric_pair_specification": {"predefined_metric_type": metric}}
