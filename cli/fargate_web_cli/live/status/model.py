"""The state of a service at a moment, as the command shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

IN_PROGRESS_STATES: Final = frozenset(("PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"))
STAGES: Final = (
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
    "BAKE_TIME",
    "CLEAN_UP",
)
"""The stages of a deployment that shifts traffic, in order."""


@dataclass(frozen=True)
class Revision:
    """A revision of a service.

    Attributes:
        arn: Its ARN.
        task_definition: Family and revision of its task definition: `web:12`; None if it was not read.
        image: The image of its main container; None if it was not read.
        digest: The digest of that image.
    """

    arn: str
    task_definition: str | None = None
    image: str | None = None
    digest: str | None = None


@dataclass(frozen=True)
class WaitingHook:
    """A pause of a deployment that waits for somebody to continue it."""

    id: str
    expires: datetime | None
    timeout_action: str | None


@dataclass(frozen=True)
class Deployment:
    """A deployment of a service.

    Attributes:
        arn: Its ARN.
        status: Its status in the terms of ECS.
        reason: Why it has this status, in the words of ECS.
        strategy: Its strategy in the terms of ECS.
        stage: Its stage, for a strategy that shifts traffic.
        started: When it started.
        finished: When it ended.
        sources: The ARNs of the revisions that it replaces.
        target: The ARN of the new revision.
        requested_tasks: The number of tasks that the new revision shall have.
        running_tasks: The number of its running tasks.
        pending_tasks: The number of its tasks that start.
        traffic_percent: The share of the traffic that the new revision gets; None if the strategy does not shift traffic.
        serving: The ARNs of the revisions that get traffic, or run, if the strategy does not shift traffic.
        rollback_reason: Why ECS rolls it back.
        triggered_alarms: The alarms that stopped it.
        waiting_hooks: The pauses that wait.
    """

    arn: str
    status: str
    reason: str | None = None
    strategy: str | None = None
    stage: str | None = None
    started: datetime | None = None
    finished: datetime | None = None
    sources: tuple[str, ...] = ()
    target: str | None = None
    requested_tasks: int = 0
    running_tasks: int = 0
    pending_tasks: int = 0
    traffic_percent: float | None = None
    serving: tuple[str, ...] = ()
    rollback_reason: str | None = None
    triggered_alarms: tuple[str, ...] = ()
    waiting_hooks: tuple[WaitingHook, ...] = ()

    @property
    def is_in_progress(self) -> bool:
        """Whether it has not ended."""
        return self.status in IN_PROGRESS_STATES


@dataclass(frozen=True)
class Event:
    """A message of ECS about a service."""

    time: datetime
    message: str


@dataclass(frozen=True)
class ServiceStatus:
    """The state of a service.

    Attributes:
        key: Its name in the stack file.
        name: Its name in ECS.
        status: ACTIVE, DRAINING, INACTIVE, or MISSING if ECS does not know it.
        desired_tasks: The number of tasks that it shall have.
        running_tasks: The number of running tasks.
        pending_tasks: The number of tasks that start.
        serving: The revisions that serve.
        target: The revision that a deployment brings.
        deployment: The deployment in progress, or the last one.
        target_health: The number of targets by state, by target group; None if it was not read.
        alarms: The state of each alarm that watches deployments; None if it was not read.
        events: The last messages of ECS, the newest first.
    """

    key: str
    name: str
    status: str
    desired_tasks: int = 0
    running_tasks: int = 0
    pending_tasks: int = 0
    serving: tuple[Revision, ...] = ()
    target: Revision | None = None
    deployment: Deployment | None = None
    target_health: Mapping[str, Mapping[str, int]] | None = None
    alarms: Mapping[str, str] | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class StackStatus:
    """The state of the services of a stack.

    Attributes:
        cluster: The cluster.
        region: The Region, if it is known.
        services: The services.
        notes: What could not be read, and why.
    """

    cluster: str
    region: str | None
    services: tuple[ServiceStatus, ...]
    notes: tuple[str, ...] = ()
