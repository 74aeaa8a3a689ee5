"""Runs a task once and waits until it has ended, through the API of ECS."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_POLL_SECONDS = 6
"""Seconds between two looks: ECS allows many more, and a start takes half a minute."""
_MAX_FAILED_POLLS = 5
"""Looks in a row that may fail: a lost connection is no failed migration."""
_SESSION_SECONDS = 30 * 60
"""Seconds after which the clients are made anew: an assumed role is good for an hour."""
_LOG_LINES = 20
"""Lines of the log that are shown."""


class MigrationError(Exception):
    """A migration did not succeed, and the service stays as it is."""


@dataclass(frozen=True)
class AwsClients:
    """The clients of ECS and CloudWatch Logs, as boto3 makes them."""

    ecs: Any
    logs: Any


@dataclass(frozen=True)
class OneOffTask:
    """A task to be run once.

    Attributes:
        name: The service that it is for.
        cluster: The ARN of the cluster.
        task_definition: The ARN of the task definition, with its revision.
        subnets: Where it runs.
        security_groups: Its security groups.
        assign_public_ip: Whether it gets a public address.
        platform_version: The version of the Fargate platform.
        timeout_in_minutes: When it is stopped.
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
    """Run a task, and return when it has exited with 0.

    Args:
        task: The task.
        create_clients: Makes the clients.
        log_message: Tells the user what happens.
        sleep: Waits for some seconds.
        clock: Tells the time in seconds.

    Raises:
        MigrationError: It could not be started, exited with another code, took too long, or another one is still running.
    """
    clients = create_clients()
    arn = _start_task(task, clients.ecs)
    log_message(f"Migration of {task.name}: started as {arn}")
    connected = begun = clock()
    failed = 0
    while True:
        if clock() - connected >= _SESSION_SECONDS:
            clients, connected = create_clients(), clock()
        try:
            seen = clients.ecs.describe_tasks(cluster=task.cluster, tasks=[arn])["tasks"]
            failed = 0
        except Exception as error:
            failed += 1
            if failed > _MAX_FAILED_POLLS:
                raise MigrationError(
                    f"the migration of {task.name} was started, and what became of it can't be told: {error}; see {_build_describe_command(task, arn)}"
                ) from error
            seen = []
        # Just after its start a task may not be known yet.
        if seen and seen[0]["lastStatus"] == "STOPPED":
            break
        if clock() - begun >= 60 * task.timeout_in_minutes:
            reason = f"The migration took longer than {task.timeout_in_minutes} minutes"
            clients.ecs.stop_task(cluster=task.cluster, task=arn, reason=reason)
            raise MigrationError(
                f"the migration of {task.name} took longer than {task.timeout_in_minutes} minutes and was stopped, and the service stays as it is; "
                f"look at what it left half done, and write a higher migration.timeoutInMinutes{_describe_log(task, arn, clients)}"
            )
        sleep(_POLL_SECONDS)
    _check_exit_codes(task, arn, seen[0], clients)
    log_message(f"Migration of {task.name}: done in {clock() - begun:.0f} s")


def _start_task(task: OneOffTask, ecs: Any) -> str:
    refused = f"the migration of {task.name} could not be started, and the service stays as it is"
    try:
        running = ecs.list_tasks(cluster=task.cluster, family=task.family)["taskArns"]
        answer: Mapping[str, Any] = {} if running else ecs.run_task(**_build_run_request(task))
    except Exception as error:
        raise MigrationError(f"{refused}: {error}") from error
    if running:
        raise MigrationError(
            f"{refused}: one of an update that was broken off is still running, {running[0]}; wait until it ends, or stop it with "
            f"aws ecs stop-task --cluster {task.cluster} --task {running[0]} --region {task.region}, and deploy again"
        )
    if not answer["tasks"]:
        why = "; ".join(f"{failure.get('reason')} {failure.get('detail') or ''}".strip() for failure in answer["failures"])
        raise MigrationError(f"{refused}: {why}")
    return str(answer["tasks"][0]["taskArn"])


def _build_run_request(task: OneOffTask) -> dict[str, Any]:
    return {
        "cluster": task.cluster,
        "taskDefinition": task.task_definition,
        "count": 1,
        # Not the strategy of the service: FARGATE_SPOT may end half way through.
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
    why = "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "ECS gives no reason"
    how = f"exited with {codes[0]}" if codes else "never ran"
    raise MigrationError(
        f"the migration of {task.name} {how} ({why}), and the service stays as it is; see {_build_describe_command(task, arn)}{_describe_log(task, arn, clients)}"
    )


def _build_describe_command(task: OneOffTask, arn: str) -> str:
    return f"aws ecs describe-tasks --cluster {task.cluster} --tasks {arn} --region {task.region}"


def _describe_log(task: OneOffTask, arn: str, clients: AwsClients) -> str:
    """Give the end of the log, and how to see more; a log that can't be read hides no failure."""
    try:
        [container] = clients.ecs.describe_task_definition(taskDefinition=task.task_definition)["taskDefinition"]["containerDefinitions"]
        options = container["logConfiguration"]["options"]
        stream = f"{options['awslogs-stream-prefix']}/{container['name']}/{arn.rpartition('/')[2]}"
        group = options["awslogs-group"]
        events = clients.logs.get_log_events(logGroupName=group, logStreamName=stream, limit=_LOG_LINES, startFromHead=False)["events"]
    except Exception as error:
        return f"\nIts log could not be read: {error}"
    more = f"aws logs tail {group} --log-stream-names {stream} --since 1d --region {task.region}"
    lines = "\n".join(f"  {event['message'].rstrip()}" for event in events) or "  (it wrote nothing)"
    return f"\nThe end of its log:\n{lines}\nMore: {more}"
