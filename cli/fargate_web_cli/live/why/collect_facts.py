"""Asks AWS for the facts about a service and its last deployment."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from fargate_web_cli.live.aws_errors import NotAllowedError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService
from fargate_web_cli.live.logs.log_sources import find_main_container, read_log_source
from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.read_service import read_service
from fargate_web_cli.live.status import parse_answers
from fargate_web_cli.live.status.read_status import find_last_deployment
from fargate_web_cli.live.why.compared_settings import list_asked_settings, list_live_settings
from fargate_web_cli.live.why.facts import Agent, Alarm, Facts, FailedHook, StoppedTask, Target
from fargate_web_cli.live.why.migration_tasks import has_failed, has_running_migration, read_last_migration
from fargate_web_cli.live.why.read_alarms import add_histories, read_alarms
from fargate_web_cli.live.why.stopped_tasks import StoppedTaskReader

if TYPE_CHECKING:
    from fargate_web.settings.service import Service as ServiceSettings

_EVENTS: Final = 50
_TASKS: Final = frozenset(
    (
        "tasks that can't start (image, secrets, log group, network, quota, capacity)",
        "containers that end",
        "container health checks",
        "listening on localhost",
        "the grace period",
    )
)
_DRIFT: Final = "differences from the stack file"
_NO_STOPPED_TASKS: Final = "ECS keeps stopped tasks for an hour, and has none of this deployment."
_NO_STACK_FILE: Final = "There is no stack file at hand that describes the service."


def collect_facts(session: AwsSession, cluster: str, service: DeployedService, settings: "ServiceSettings | None" = None) -> Facts:
    """Ask AWS for the facts.

    Args:
        session: The session.
        cluster: The cluster.
        service: The service.
        settings: What the stack file asks of it, if it is at hand.

    Raises:
        LiveError: ECS does not know the service, or can't be asked. Without another permission the facts are incomplete and say so.
    """
    return _Collector(session, cluster, service, read_service(session, cluster, service), settings).collect()


class _Collector:
    """Collects facts about one service."""

    def __init__(
        self,
        session: AwsSession,
        cluster: str,
        service: DeployedService,
        answer: Mapping[str, Any],
        settings: "ServiceSettings | None",
    ) -> None:
        self._session = session
        self._cluster = cluster
        self._service = service
        self._answer = answer
        self._settings = settings
        self._unread: dict[str, str] = {}

    def collect(self) -> Facts:
        deployment_answer = self._read_deployment()
        deployment = parse_answers.parse_deployment(deployment_answer) if deployment_answer else None
        started = deployment.started if deployment is not None else None
        definition_arn = self._find_task_definition(deployment.target if deployment is not None else None)
        main, containers = self._read_containers(definition_arn)
        sources = {name: source for name, each in containers.items() if (source := read_log_source(name, each)) is not None}
        tasks = self._call(
            _TASKS, StoppedTaskReader(self._session, self._cluster, self._service.name, sources).read, definition_arn, started
        )
        if not tasks:
            self._unread |= dict.fromkeys(_TASKS - self._unread.keys(), _NO_STOPPED_TASKS)
        migration, migration_runs = self._read_migration(definition_arn)
        health_check = containers.get(main, {}).get("healthCheck", {})
        desired_tasks = self._answer.get("desiredCount", 0)
        return Facts(
            service=self._service.key,
            main_container=main,
            desired_tasks=desired_tasks,
            running_tasks=self._answer.get("runningCount", 0),
            deployment=deployment,
            circuit_breaker=deployment_answer.get("deploymentCircuitBreaker", {}).get("status", ""),
            failed_hooks=tuple(
                FailedHook(hook.get("hookId", ""), hook["status"], hook.get("targetArn", ""))
                for hook in deployment_answer.get("lifecycleHookDetails", ())
                if hook.get("status") in ("FAILED", "TIMED_OUT")
            ),
            events=tuple(event for event in parse_answers.parse_events(self._answer, _EVENTS) if started is None or event.time >= started),
            stopped_tasks=tuple(tasks or ()),
            targets=tuple(self._read_targets()),
            alarms=tuple(self._read_alarms(started)),
            agents=tuple(self._read_agents()),
            grace_period=self._answer.get("healthCheckGracePeriodSeconds"),
            health_command=clean_text(" ".join(health_check.get("command", ()))),
            migration=migration,
            migration_runs=migration_runs,
            live_settings=self._read_live_settings(containers.get(main, {}).get("image")),
            asked_settings=list_asked_settings(self._settings, desired_tasks) if self._settings is not None else None,
            unread=self._unread,
        )

    def _read_deployment(self) -> Mapping[str, Any]:
        subjects = frozenset(("hooks", "the circuit breaker"))
        arn = self._call(subjects, find_last_deployment, self._session, self._cluster, self._service.name)
        if not arn:
            return {}
        answer = self._call(subjects, self._session.call, "ecs", "describe_service_deployments", serviceDeploymentArns=[arn]) or {}
        return next(iter(answer.get("serviceDeployments", ())), {})

    def _find_task_definition(self, revision: str | None) -> str | None:
        current = self._answer.get("taskDefinition")
        if revision is None:
            return current
        answer = self._call(frozenset(), self._session.call, "ecs", "describe_service_revisions", serviceRevisionArns=[revision]) or {}
        return next((found.get("taskDefinition") for found in answer.get("serviceRevisions", ())), None) or current

    def _read_containers(self, definition_arn: str | None) -> tuple[str, dict[str, Mapping[str, Any]]]:
        """Return the name of the main container, and the definitions of all containers."""
        answer = definition_arn and self._call(
            frozenset(), self._session.call, "ecs", "describe_task_definition", taskDefinition=definition_arn
        )
        containers = {each["name"]: each for each in answer["taskDefinition"].get("containerDefinitions", ())} if answer else {}
        if not containers:
            return "", {}
        return find_main_container(self._answer, list(containers), self._service.key), containers

    def _read_migration(self, definition_arn: str | None) -> tuple[StoppedTask | None, bool]:
        """Return the last migration if it failed, and whether one runs."""
        has_none = self._settings is not None and self._settings.migration is None
        if has_none or definition_arn is None:
            return None, False
        subjects = frozenset(("migrations",))
        family = parse_answers.shorten_arn(definition_arn).partition(":")[0]
        runs = self._call(subjects, has_running_migration, self._session, self._cluster, family)
        task = None if "migrations" in self._unread else self._call(subjects, read_last_migration, self._session, self._cluster, family)
        if task is None and not runs and "migrations" not in self._unread:
            self._unread["migrations"] = "ECS keeps stopped tasks for an hour, and has none of a migration."
        return (task if task is not None and has_failed(task) else None), bool(runs)

    def _read_live_settings(self, image: str | None) -> dict[tuple[str, ...], str]:
        if self._settings is None:
            self._unread[_DRIFT] = _NO_STACK_FILE
            return {}
        group: Mapping[str, Any] = {}
        if arns := parse_answers.list_target_groups(self._answer):
            subjects = frozenset((_DRIFT,))
            answer = self._call(subjects, self._session.call, "elbv2", "describe_target_groups", TargetGroupArns=arns[:1]) or {}
            group = next(iter(answer.get("TargetGroups", ())), {})
        return list_live_settings(self._answer, image, group)

    def _read_targets(self) -> list[Target]:
        found = []
        for arn in parse_answers.list_target_groups(self._answer):
            subjects = frozenset(("target health checks", "draining"))
            answer = self._call(subjects, self._session.call, "elbv2", "describe_target_health", TargetGroupArn=arn) or {}
            for each in answer.get("TargetHealthDescriptions", ()):
                health = each.get("TargetHealth", {})
                target = f"{each['Target']['Id']}:{each['Target'].get('Port', '')}".rstrip(":")
                group = parse_answers.shorten_target_group(arn)
                state, reason = health.get("State", ""), health.get("Reason", "")
                found.append(Target(group, target, state, reason, clean_text(health.get("Description", ""))))
        return found

    def _read_alarms(self, started: datetime | None) -> list[Alarm]:
        alarms = self._call(frozenset(("alarms",)), read_alarms, self._session, parse_answers.list_alarm_names(self._answer)) or []
        if started is None:
            return alarms
        return self._call(frozenset(("the history of alarms",)), add_histories, self._session, alarms, started) or alarms

    def _read_agents(self) -> list[Agent]:
        if not self._answer.get("enableExecuteCommand"):
            return []
        subjects, where = frozenset(("the agent of ECS Exec",)), {"cluster": self._cluster}
        listed = (
            self._call(subjects, self._session.call, "ecs", "list_tasks", serviceName=self._service.name, maxResults=100, **where) or {}
        )
        if not listed.get("taskArns"):
            return []
        answer = self._call(subjects, self._session.call, "ecs", "describe_tasks", tasks=listed["taskArns"], **where) or {}
        return [
            Agent(
                parse_answers.shorten_arn(task["taskArn"]),
                agent.get("name", ""),
                agent.get("lastStatus", ""),
                clean_text(agent.get("reason", "")),
            )
            for task in answer.get("tasks", ())
            for container in task.get("containers", ())
            for agent in container.get("managedAgents", ())
        ]

    def _call(self, subjects: frozenset[str], function: Any, *arguments: Any, **parameters: Any) -> Any:
        """Call a function. Without the permission, remember for which subjects facts are missing."""
        try:
            return function(*arguments, **parameters)
        except NotAllowedError as error:
            self._unread |= dict.fromkeys(subjects, str(error))
            return None
