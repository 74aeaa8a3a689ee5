"""Service level objectives: the share of requests that must be answered well, and the alarms on the speed at which the rest is used up."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .fix import write
from .section import ALLOW_BOOLEAN, ALLOW_FALSE, RuleViolation, Section, describe_field
from .service_key import ServiceKey

_ObjectivePercentage = Annotated[float, Field(ge=90, le=99.999)]


class LatencyObjective(Section):
    """The share of requests that must be answered within a time."""

    threshold: Annotated[
        float, describe_field("Seconds within which the application must answer (0.001–60).", ge=0.001, le=60, example=0.5)
    ]
    target: Annotated[_ObjectivePercentage, describe_field("The share of requests in percent (90–99.999).")] = 99


class ServiceObjectives(Section):
    """The objectives of one service."""

    availability: Annotated[
        Annotated[_ObjectivePercentage | None, ALLOW_FALSE],
        describe_field("The share of requests in percent (90–99.999) that the tasks must answer with a status below 500.", example=99.9),
    ] = None
    latency: Annotated[
        LatencyObjective | None,
        ALLOW_BOOLEAN,
        describe_field("The share of requests that the tasks must answer within a time.", example={"threshold": 0.5, "target": 99}),
    ] = None

    key_hints = {
        "target": "write availability: 99.9",
        "objective": "write availability: 99.9",
        "p99": "write latency: {threshold: …, target: 99}",
    }

    @property
    def is_empty(self) -> bool:
        """Whether there is no objective."""
        return self.availability is None and self.latency is None


class StackObjectives(ServiceObjectives):
    """The objectives of all services that the load balancer reaches, and those of single services."""

    services: Annotated[
        dict[ServiceKey, Annotated[ServiceObjectives | None, ALLOW_BOOLEAN]],
        describe_field(
            "Other objectives for some services, by name; `false` for a service without any. What is left out is that of all services.",
            example={"reports": {"availability": 99}},
        ),
    ] = {}

    def find_objectives(self, name: str) -> ServiceObjectives:
        """Return the objectives of a service: its own, and for the rest those of all services."""
        if name in self.services and self.services[name] is None:
            return ServiceObjectives()
        own = self.services.get(name) or ServiceObjectives()
        return ServiceObjectives(
            availability=own.availability if "availability" in own.model_fields_set else self.availability,
            latency=own.latency if "latency" in own.model_fields_set else self.latency,
        )

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is an objective."""
        if self.is_empty and all(own is None or own.is_empty for own in self.services.values()):
            yield RuleViolation(
                ("availability", "latency", "services"),
                "there is no objective, so that no alarm would watch one",
                "slo-without-objective",
                (write("availability", value=99.9),),
            )
