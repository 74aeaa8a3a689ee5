"""How a new version of a service takes over."""

import math
from collections.abc import Iterator
from typing import Annotated, Literal

from .section import SWITCH, Broken, Section, about

Strategy = Literal["rolling"]


class CircuitBreaker(Section):
    """Stops a deployment whose tasks keep failing."""

    rollback: Annotated[bool, about("Whether the last completed deployment is restored.")] = True


class Deployment(Section):
    """How a new version of a service takes over: by replacing tasks a few at a time."""

    strategy: Annotated[
        Strategy,
        about(
            "rolling: tasks are replaced a few at a time.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html",
        ),
    ] = "rolling"
    minimum_healthy_percent: Annotated[
        int, about("The share of the desired tasks that must keep running (0–200); rounded up to tasks.", ge=0, le=200)
    ] = 100
    maximum_percent: Annotated[
        int, about("The share of the desired tasks that may run at most (0–2000); rounded down to tasks.", ge=0, le=2000)
    ] = 200
    circuit_breaker: Annotated[
        CircuitBreaker | None,
        SWITCH,
        about(
            "Stops and rolls back a deployment after half the desired count of failed tasks, three at least; `false` turns it off.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
        ),
    ] = CircuitBreaker()
    force_new_deployment: Annotated[
        bool,
        about(
            "Whether every `pulumi up` starts new tasks, to pull a moving tag, even where nothing else has changed. Every preview shows the service as changed then."
        ),
    ] = False
    wait_for_steady_state: Annotated[
        bool, about("Whether an update ends only when the deployment has, and fails when it was rolled back.")
    ] = True
    timeout_in_minutes: Annotated[
        int | None, about("How long an update may take (1–1440). Default: worked out from the settings.", ge=1, le=1440)
    ] = None

    answers = {
        "minHealthyPercent": "write minimumHealthyPercent",
        "maxPercent": "write maximumPercent",
        "deploymentCircuitBreaker": "write circuitBreaker",
        "rollback": "write circuitBreaker: {rollback: true}",
        "controller": "the controller is always ECS; write strategy",
        "type": "write strategy",
    }

    def rules(self) -> Iterator[Broken]:
        """The two percentages leave room for a deployment."""
        if self.minimum_healthy_percent >= self.maximum_percent:
            swapped = "; the two look swapped" if self.minimum_healthy_percent > self.maximum_percent else ""
            yield Broken(
                ("maximum_percent", "minimum_healthy_percent"),
                f"a deployment needs room between minimumHealthyPercent ({self.minimum_healthy_percent}) and maximumPercent ({self.maximum_percent}){swapped}; write for instance 100 and 200",
            )

    def stuck(self, desired: int) -> str | None:
        """Tell why a rolling deployment of so many tasks could never progress, after AWS's rounding; None where it can.

        AWS rounds the minimum up and the maximum down:
        https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
        """
        keep = math.ceil(desired * self.minimum_healthy_percent / 100)
        most = math.floor(desired * self.maximum_percent / 100)
        if desired == 0 or self.minimum_healthy_percent >= self.maximum_percent or most > keep:
            return None
        return (
            f"with {desired} task{'s' if desired > 1 else ''}, at least {keep} must keep running ({self.minimum_healthy_percent} % rounded up) and at most {most} may run "
            f"({self.maximum_percent} % rounded down), so no task could be replaced and every deployment would hang; "
            f"write maximumPercent: {math.ceil((keep + 1) * 100 / desired)} or more, or a lower minimumHealthyPercent"
        )
