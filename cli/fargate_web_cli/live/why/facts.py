"""What AWS says about a deployment, collected once. Every cause is found in these facts alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fargate_web_cli.live.status.model import Deployment, Event


@dataclass(frozen=True)
class StoppedContainer:
    """A container of a stopped task.

    Attributes:
        name: Its name.
        exit_code: Its exit code; None if it did not run.
        reason: Why it stopped, in the words of ECS.
        is_unhealthy: Whether its container health check failed.
        log_tail: The last lines of its log.
    """

    name: str
    exit_code: int | None = None
    reason: str = ""
    is_unhealthy: bool = False
    log_tail: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoppedTask:
    """A stopped task.

    Attributes:
        id: Its id.
        stop_code: The kind of stop, in the terms of ECS.
        reason: Why it stopped, in the words of ECS.
        started: When its containers started; None if they did not.
        stopped: When it stopped.
        containers: Its containers.
    """

    id: str
    stop_code: str = ""
    reason: str = ""
    started: datetime | None = None
    stopped: datetime | None = None
    containers: tuple[StoppedContainer, ...] = ()


@dataclass(frozen=True)
class Target:
    """A target of a target group, with the state and the reason code of its health."""

    group: str
    id: str
    state: str
    reason: str = ""
    description: str = ""


@dataclass(frozen=True)
class AlarmChange:
    """A change of the state of an alarm, with CloudWatch's reason."""

    time: datetime
    state: str
    reason: str = ""


@dataclass(frozen=True)
class Alarm:
    """An alarm that watches deployments.

    Attributes:
        name: Its name.
        state: Its state.
        reason: The reason for its state.
        changed: The time of its last change.
        condition: What it measures, with the threshold: `HTTPCode_Target_5XX_Count >= 10`.
        changes: Its changes, the newest first, back to the one before the deployment started, if they were read.
    """

    name: str
    state: str
    reason: str = ""
    changed: datetime | None = None
    condition: str = ""
    changes: tuple[AlarmChange, ...] = ()


@dataclass(frozen=True)
class Agent:
    """An agent of ECS in a running task, such as that of ECS Exec."""

    task: str
    name: str
    status: str
    reason: str = ""


@dataclass(frozen=True)
class FailedHook:
    """A lifecycle hook that failed or timed out."""

    id: str
    status: str
    target: str


@dataclass(frozen=True)
class Facts:
    """What AWS says about a service and its last deployment.

    Attributes:
        service: The name of the service in the stack file.
        main_container: The container that serves.
        desired_tasks: The number of tasks that the service shall have.
        running_tasks: The number of running tasks.
        deployment: The last deployment.
        circuit_breaker: The state of the circuit breaker: TRIGGERED and so on.
        failed_hooks: Hooks that failed.
        events: Messages of ECS since the deployment started, the newest first.
        stopped_tasks: Stopped tasks of the deployment, the newest first. ECS keeps them for an hour.
        targets: The targets of its target groups.
        alarms: The alarms that watch deployments.
        agents: The agents in running tasks.
        grace_period: The seconds in which ECS ignores failed health checks of a new task.
        health_command: The command of the container health check of the main container.
        migration: The last migration, if it failed.
        migration_runs: Whether a migration runs.
        live_settings: What is deployed, by the key of the stack file below that of the service.
        asked_settings: What the stack file asks for, by the same keys; None if it is not at hand.
        unread: What could not be read, and why, by subject.
    """

    service: str
    main_container: str = ""
    desired_tasks: int = 0
    running_tasks: int = 0
    deployment: Deployment | None = None
    circuit_breaker: str = ""
    failed_hooks: tuple[FailedHook, ...] = ()
    events: tuple[Event, ...] = ()
    stopped_tasks: tuple[StoppedTask, ...] = ()
    targets: tuple[Target, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    agents: tuple[Agent, ...] = ()
    grace_period: int | None = None
    health_command: str = ""
    migration: StoppedTask | None = None
    migration_runs: bool = False
    live_settings: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    asked_settings: Mapping[tuple[str, ...], str] | None = None
    unread: Mapping[str, str] | None = None
