"""Run a task once through the ECS API, and wait until it stops."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_POLL_SECONDS = 6
"""Seconds between two polls: ECS allows many more requests, and a task takes half a minute to start."""
_MAX_FAILED_POLLS = 5
"""Consecutive polls that may fail: a lost connection is not a failed migration."""
_SESSION_SECONDS = 30 * 60
"""Seconds after which the clients are recreated: the session of an assumed role lasts an hour."""
_LOG_LINES = 20
"""Lines of the log in an error message."""


class MigrationError(Exception):
    """A migration failed. The service stays as it is."""


@dataclass(frozen=True)
class AwsClients:
    """The boto3 clients of ECS and CloudWatch Logs."""

    ecs: Any
    logs: Any


@dataclass(frozen=True)
class OneOffTask:
    """A task that runs once.

    Attributes:
        name: The name of its service.
        cluster: The ARN of the cluster.
        task_definition: The ARN of the task definition, with its revision.
        subnets: The ids of its subnets.
        security_groups: The ids of its security groups.
        assign_public_ip: Whether it gets a public address.
        platform_version: The version of the Fargate platform.
        timeout_in_minutes: The duration after which it is stopped.
    """

    name: str
    cluster: str
    task_definition: str
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]
    assign_public_ip: bool
    platform_version: str
    timeout_in_minutes: int

    @property
    def region(self) -> str:
        """The Region of the cluster."""
        return self.cluster.split(":")[3]

    @property
    def family(self) -> str:
        """The family of the task definition."""
        return self.task_definition.rpartition("/")[2].partition(":")[0]


def run_task(
    task: OneOffTask,
    create_clients: Callable[[], AwsClients],
    *,
    log_message: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Run a task, and return after it exits with 0.

    Args:
        task: The task.
        create_clients: Creates the clients.
        log_message: Logs a message for the user.
        sleep: Waits for a number of seconds.
        clock: Returns the time in seconds.

    Raises:
        MigrationError: The task can't be started, exits with another code, or takes too long, or another one is still running.
    """
    clients = create_clients()
    arn = _start_task(task, clients.ecs)
    log_message(f"Migration of {task.name}: started as {arn}")
    connected_at = started_at = clock()
    failed_polls = 0
    while True:
        if clock() - connected_at >= _SESSION_SECONDS:
            clients, connected_at = create_clients(), clock()
        try:
            tasks = clients.ecs.describe_tasks(cluster=task.cluster, tasks=[arn])["tasks"]
            failed_polls = 0
        except Exception as error:
            failed_polls += 1
            if failed_polls > _MAX_FAILED_POLLS:
                raise MigrationError(
                    f"the migration of {task.name} was started, but ECS doesn't return its status: {error}; see {_build_describe_command(task, arn)}"
                ) from error
            tasks = []
        # ECS may not return a task right after its start.
        if tasks and tasks[0]["lastStatus"] == "STOPPED":
            break
        if clock() - started_at >= 60 * task.timeout_in_minutes:
            reason = f"The migration took longer than {task.timeout_in_minutes} minutes"
            clients.ecs.stop_task(cluster=task.cluster, task=arn, reason=reason)
            raise MigrationError(
                f"the migration of {task.name} took longer than {task.timeout_in_minutes} minutes and was stopped, and the service stays as it is; "
                f"look at what it left half done, and write a higher migration.timeoutInMinutes{_describe_log(task, arn, clients)}"
            )
        sleep(_POLL_SECONDS)
    _check_exit_codes(task, arn, tasks[0], clients)
    log_message(f"Migration of {task.name}: done in {clock() - started_at:.0f} s")


def _start_task(task: OneOffTask, ecs: Any) -> str:
    problem = f"the migration of {task.name} could not be started, and the service stays as it is"
    try:
        running = ecs.list_tasks(cluster=task.cluster, family=task.family)["taskArns"]
        answer: Mapping[str, Any] = {} if running else ecs.run_task(**_build_run_request(task))
    except Exception as error:
        raise MigrationError(f"{problem}: {error}") from error
    if running:
        raise MigrationError(
            f"{problem}: a migration of an interrupted update is still running, {running[0]}; wait until it ends, or stop it with "
            f"aws ecs stop-task --cluster {task.cluster} --task {running[0]} --region {task.region}, and deploy again"
        )
    if not answer["tasks"]:
        reasons = "; ".join(f"{failure.get('reason')} {failure.get('detail') or ''}".strip() for failure in answer["failures"])
        raise MigrationError(f"{problem}: {reasons}")
    return str(answer["tasks"][0]["taskArn"])


def _build_run_request(task: OneOffTask) -> dict[str, Any]:
    return {
        "cluster": task.cluster,
        "taskDefinition": task.task_definition,
        "count": 1,
        # Not the strategy of the service: AWS can interrupt a FARGATE_SPOT task.
        "launchType": "FARGATE",
        "platformVersion": task.platform_version,
        "networkConfiguration": {
            "awsvpcConfiguration": {
                "subnets": list(task.subnets),
                "securityGroups": list(task.security_groups),
                "assignPublicIp": "ENABLED" if task.assign_public_ip else "DISABLED",
            }
        },
        "enableECSManagedTags": True,
        "propagateTags": "TASK_DEFINITION",
        "startedBy": "pulumi-migration",
    }


def _check_exit_codes(task: OneOffTask, arn: str, stopped: Mapping[str, Any], clients: AwsClients) -> None:
    containers = stopped.get("containers", [])
    if containers and all(container.get("exitCode") == 0 for container in containers):
        return
    codes = [container["exitCode"] for container in containers if container.get("exitCode") not in (None, 0)]
    reasons = [stopped.get("stoppedReason"), *(container.get("reason") for container in containers)]
    explanation = "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "ECS gives no reason"
    outcome = f"exited with {codes[0]}" if codes else "never ran"
    raise MigrationError(
        f"the migration of {task.name} {outcome} ({explanation}), and the service stays as it is; see {_build_describe_command(task, arn)}{_describe_log(task, arn, clients)}"
    )


def _build_describe_command(task: OneOffTask, arn: str) -> str:
    return f"aws ecs describe-tasks --cluster {task.cluster} --tasks {arn} --region {task.region}"


def _describe_log(task: OneOffTask, arn: str, clients: AwsClients) -> str:
    """Return the end of the log and the command to see more. If the log can't be read, return the reason, so that the failure is still reported."""
    try:
        [container] = clients.ecs.describe_task_definition(taskDefinition=task.task_definition)["taskDefinition"]["containerDefinitions"]
        options = container["logConfiguration"]["options"]
        stream = f"{options['awslogs-stream-prefix']}/{container['name']}/{arn.rpartition('/')[2]}"
        group = options["awslogs-group"]
        events = clients.logs.get_log_events(logGroupName=group, logStreamName=stream, limit=_LOG_LINES, startFromHead=False)["events"]
    except Exception as error:
        return f"\nIts log could not be read: {error}"
    tail_command = f"aws logs tail {group} --log-stream-names {stream} --since 1d --region {task.region}"
    lines = "\n".join(f"  {event['message'].rstrip()}" for event in events) or "  (it wrote nothing)"
    return f"\nThe end of its log:\n{lines}\nMore: {tail_command}"
