"""Asks AWS for the facts about a service and its last deployment."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web_cli.live.aws_errors import NotAllowedError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService
from fargate_web_cli.live.logs.log_sources import LogSource, find_main_container, read_log_source
from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.read_service import read_service
from fargate_web_cli.live.status import parse_answers
from fargate_web_cli.live.status.read_status import find_last_deployment
from fargate_web_cli.live.why.facts import Agent, Alarm, Facts, FailedHook, Target
from fargate_web_cli.live.why.stopped_tasks import StoppedTaskReader

_EVENTS: Final = 50
_TASKS: Final = frozenset(
    (
        "tasks that can't start (image, secrets, log group, network, quota, capacity)",
        "containers that end",
        "container health checks",
        "the grace period",
    )
)


def collect_facts(session: AwsSession, cluster: str, service: DeployedService) -> Facts:
    """Ask AWS for the facts.

    Raises:
        LiveError: ECS does not know the service, or can't be asked. Without another permission the facts are incomplete and say so.
    """
    return _Collector(session, cluster, service, read_service(session, cluster, service)).collect()


class _Collector:
    """Collects facts about one service."""

    def __init__(self, session: AwsSession, cluster: str, service: DeployedService, answer: Mapping[str, Any]) -> None:
        self._session = session
        self._cluster = cluster
        self._service = service
        self._answer = answer
        self._unread: dict[str, str] = {}

    def collect(self) -> Facts:
        deployment_answer = self._read_deployment()
        deployment = parse_answers.parse_deployment(deployment_answer) if deployment_answer else None
        started = deployment.started if deployment is not None else None
        definition_arn = self._find_task_definition(deployment.target if deployment is not None else None)
        main, sources = self._read_containers(definition_arn)
        tasks = self._call(
            _TASKS, StoppedTaskReader(self._session, self._cluster, self._service.name, sources).read, definition_arn, started
        )
        if not tasks:
            self._unread |= dict.fromkeys(
                _TASKS - self._unread.keys(), "ECS keeps stopped tasks for an hour, and has none of this deployment."
            )
        return Facts(
            service=self._service.key,
            main_container=main,
            desired_tasks=self._answer.get("desiredCount", 0),
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
            alarms=tuple(self._read_alarms()),
            agents=tuple(self._read_agents()),
            grace_period=self._answer.get("healthCheckGracePeriodSeconds"),
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

    def _read_containers(self, definition_arn: str | None) -> tuple[str, dict[str, LogSource]]:
        """Return the name of the main container, and the logs of all containers."""
        answer = definition_arn and self._call(
            frozenset(), self._session.call, "ecs", "describe_task_definition", taskDefinition=definition_arn
        )
        containers = {each["name"]: each for each in answer["taskDefinition"].get("containerDefinitions", ())} if answer else {}
        if not containers:
            return "", {}
        sources = {name: source for name, each in containers.items() if (source := read_log_source(name, each)) is not None}
        return find_main_container(self._answer, list(containers), self._service.key), sources

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

    def _read_alarms(self) -> list[Alarm]:
        names = parse_answers.list_alarm_names(self._answer)[:100]
        if not names:
            return []
        answer = (
            self._call(
                frozenset(("alarms",)),
                self._session.call,
                "cloudwatch",
                "describe_alarms",
                AlarmNames=names,
                AlarmTypes=["MetricAlarm", "CompositeAlarm"],
            )
            or {}
        )
        return [
            Alarm(
                alarm["AlarmName"],
                alarm.get("StateValue", ""),
                clean_text(alarm.get("StateReason", "")),
                alarm.get("StateTransitionedTimestamp") or alarm.get("StateUpdatedTimestamp"),
            )
            for key in ("MetricAlarms", "CompositeAlarms")
            for alarm in answer.get(key, ())
        ]

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
