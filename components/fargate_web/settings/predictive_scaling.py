"""Scaling by a forecast: tasks start before the load of the day comes."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from .fix import Edit, Fix, write
from .section import RuleViolation, Section, describe_field

_PREDICTIVE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html"
_METRIC_FIELDS: Final = {"cpu": "cpu", "memory": "memory", "requests_per_target": "requestsPerTarget"}


class PredictiveScaling(Section):
    """A forecast of the load of the next 48 hours, from up to 14 days, at least 24 hours. It adds tasks in advance and never removes any."""

    cpu: Annotated[
        float | None, describe_field("The average CPU utilisation in percent that the forecast aims at (1–100).", ge=1, le=100, example=60)
    ] = None
    memory: Annotated[
        float | None, describe_field("The average memory utilisation in percent that the forecast aims at (1–100).", ge=1, le=100)
    ] = None
    requests_per_target: Annotated[
        float | None, describe_field("The requests per task and minute that the forecast aims at; web services only.", gt=0)
    ] = None
    mode: Annotated[
        Literal["ForecastOnly", "ForecastAndScale"],
        describe_field(
            "ForecastOnly shows the forecast in the console of ECS and changes nothing: look at it for some days first. ForecastAndScale adds tasks.",
            source=_PREDICTIVE,
        ),
    ] = "ForecastOnly"
    scheduling_buffer_time: Annotated[
        int,
        describe_field(
            "Seconds by which tasks start earlier than they are needed (1–3600): the time that one takes until it is healthy.",
            # The provider doesn't send 0. AWS would take 300, and every preview would show a change.
            ge=1,
            le=3600,
        ),
    ] = 300
    max_capacity_buffer: Annotated[
        int | None,
        describe_field(
            "Percent above the forecast to which the forecast may raise `maxCapacity` (1–100). Default: `maxCapacity` holds.",
            cost="the tasks above `maxCapacity`, which then no longer bounds the cost",
            # The provider doesn't send 0, and AWS refuses IncreaseMaxCapacity without a number (ValidationException).
            ge=1,
            le=100,
        ),
    ] = None

    key_hints = {
        "target": "write cpu: 60, memory: 75 or requestsPerTarget: 1000",
        "metric": "write cpu: 60, memory: 75 or requestsPerTarget: 1000",
        "bufferTime": "write schedulingBufferTime",
        "maxCapacityBreachBehavior": "write maxCapacityBuffer: 10; it is IncreaseMaxCapacity with it, and HonorMaxCapacity without",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the forecast is of exactly one metric."""
        given = [field for field in _METRIC_FIELDS if getattr(self, field) is not None]
        if not given:
            yield RuleViolation(
                ("cpu", "memory", "requests_per_target"),
                "the forecast has no metric",
                "forecast-of-one-metric",
                (write("cpu", value=60),),
            )
        elif len(given) > 1:
            keys = [_METRIC_FIELDS[field] for field in given]
            yield RuleViolation(
                (given[-1],),
                f"a forecast has one metric, and this one has {' and '.join(keys)} (ValidationException)",
                "forecast-of-one-metric",
                tuple(_keep_metric(kept, keys) for kept in keys),
            )

    @property
    def scales(self) -> bool:
        """Whether the forecast adds tasks."""
        return self.mode == "ForecastAndScale"


def _keep_metric(kept: str, keys: list[str]) -> Fix:
    others = [key for key in keys if key != kept]
    return Fix(f"remove {' and '.join(others)}", tuple(Edit((key,), "remove") for key in others))
