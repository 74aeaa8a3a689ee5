"""Reads the state of services with few calls: ECS and CloudWatch describe many things in one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fargate_web_cli.live.aws_errors import NotAllowedError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.batches import split_into_batches
from fargate_web_cli.live.deployed_stack import DeployedService, DeployedStack
from fargate_web_cli.live.status import parse_answers
from fargate_web_cli.live.status.model import Deployment, Revision, ServiceStatus, StackStatus

MAXIMUM_CALLS: Final = 12
"""The most calls for a whole stack. What does not fit is left out, and the command says so."""

_SERVICES_PER_CALL: Final = 10
_DEPLOYMENTS_PER_CALL: Final = 20
_REVISIONS_PER_CALL: Final = 20
_ALARMS_PER_CALL: Final = 100
_EVENTS: Final = 5


def read_status(session: AwsSession, stack: DeployedStack, service: DeployedService | None = None) -> StackStatus:
    """Read the state of one service, or of all services of a stack.

    Args:
        session: The session.
        stack: The stack.
        service: The only service to read.

    Raises:
        LiveError: The services can't be read. What only adds to them is left out with a note.
    """
    reader = _Reader(session, stack.cluster, session.calls + MAXIMUM_CALLS)
    if service is not None:
        services = [service]
    elif stack.services is not None:
        services = list(stack.services.values())
    else:
        pages = session.call_pages("ecs", "list_services", cluster=stack.cluster, maxResults=100)
        arns = [arn for page in pages for arn in page.get("serviceArns", ())]
        services = [DeployedService(name, name) for name in sorted(parse_answers.shorten_arn(arn) for arn in arns)]
    answers = reader.read_services(services)
    deployments = reader.read_deployments(answers, last_of=service)
    alarms = reader.read_alarms(answers.values())
    revisions = reader.read_revisions(answers, deployments)
    health = reader.read_target_health(answers.values())
    found = tuple(_build_status(each, answers.get(each.name), deployments.get(each.name), revisions, alarms, health) for each in services)
    return StackStatus(stack.cluster, stack.region, found, tuple(reader.notes))


def read_deployment(session: AwsSession, arn: str) -> Deployment | None:
    """Read a deployment; None if ECS does not know it any more."""
    answer = session.call("ecs", "describe_service_deployments", serviceDeploymentArns=[arn])
    return next(map(parse_answers.parse_deployment, answer.get("serviceDeployments", ())), None)


def find_last_deployment(session: AwsSession, cluster: str, name: str) -> str | None:
    """Return the ARN of the newest deployment of a service."""
    known = list_deployments(session, cluster, name)
    return str(known[0]["serviceDeploymentArn"]) if known else None


def list_deployments(session: AwsSession, cluster: str, name: str) -> list[Mapping[str, Any]]:
    """Return the deployments of a service that ECS knows, the newest first. The API does not promise an order."""
    pages = session.call_pages("ecs", "list_service_deployments", cluster=cluster, service=name, maxResults=100)
    return sorted((each for page in pages for each in page.get("serviceDeployments", ())), key=lambda each: each["createdAt"], reverse=True)


@dataclass
class _Reader:
    """Reads in steps, the most important first, until the calls are used up."""

    session: AwsSession
    cluster: str
    last_call: int
    notes: list[str] = field(default_factory=list)

    def read_services(self, services: Sequence[DeployedService]) -> dict[str, Mapping[str, Any]]:
        """Return the answers about services by name in ECS."""
        found = {}
        for names in split_into_batches([service.name for service in services], _SERVICES_PER_CALL):
            answer = self.session.call("ecs", "describe_services", cluster=self.cluster, services=names)
            found.update({service["serviceName"]: service for service in answer.get("services", ())})
        return found

    def read_deployments(self, answers: Mapping[str, Mapping[str, Any]], last_of: DeployedService | None) -> dict[str, Deployment]:
        """Return the deployments in progress by service, and the last one of a single service."""
        arns = {name: str(answer["currentServiceDeployment"]) for name, answer in answers.items() if answer.get("currentServiceDeployment")}
        if last_of is not None and last_of.name in answers and not arns:
            last = self._try("the last deployment", find_last_deployment, self.session, self.cluster, last_of.name)
            arns = {last_of.name: last} if last else {}
        parts: dict[str, Any] = {}
        for part in split_into_batches(list(arns.values()), _DEPLOYMENTS_PER_CALL):
            answer = self._call("the deployments", "ecs", "describe_service_deployments", serviceDeploymentArns=part)
            parts.update({each["serviceDeploymentArn"]: each for each in answer.get("serviceDeployments", ())})
        return {name: parse_answers.parse_deployment(parts[arn]) for name, arn in arns.items() if arn in parts}

    def read_alarms(self, answers: Any) -> Mapping[str, str] | None:
        """Return the states of the alarms that watch deployments; those in alarm alone if there are many."""
        names = list(dict.fromkeys(name for answer in answers for name in parse_answers.list_alarm_names(answer)))
        if not names:
            return {}
        selection: dict[str, Any] = {"AlarmNames": names} if len(names) <= _ALARMS_PER_CALL else {"StateValue": "ALARM"}
        answer = self._call(
            "alarms",
            "cloudwatch",
            "describe_alarms",
            **selection,
            AlarmTypes=["MetricAlarm", "CompositeAlarm"],
            MaxRecords=_ALARMS_PER_CALL,
        )
        if not answer:
            return None
        if answer.get("NextToken") and "StateValue" in selection:
            self.notes.append("More than 100 alarms of the account are in alarm: name a service to see all of its own.")
        states = {alarm["AlarmName"]: alarm["StateValue"] for key in ("MetricAlarms", "CompositeAlarms") for alarm in answer.get(key, ())}
        # Not one that was asked for by name means that it does not exist. With the other selection it means that it is not in alarm.
        missing = "MISSING" if "AlarmNames" in selection else "NOT_IN_ALARM"
        return {name: states.get(name, missing) for name in names}

    def read_revisions(
        self, answers: Mapping[str, Mapping[str, Any]], deployments: Mapping[str, Deployment]
    ) -> dict[str, Mapping[str, Any]]:
        """Return the answers about revisions by ARN: those that serve first, then those that deployments bring."""
        serving = [arn for name, answer in answers.items() for arn in _list_serving(answer, deployments.get(name))[:1]]
        others = [arn for name, answer in answers.items() for arn in _list_serving(answer, deployments.get(name))[1:]]
        targets = [deployment.target for deployment in deployments.values() if deployment.is_in_progress and deployment.target]
        found = {}
        for part in split_into_batches(list(dict.fromkeys([*serving, *targets, *others])), _REVISIONS_PER_CALL):
            answer = self._call("images", "ecs", "describe_service_revisions", serviceRevisionArns=part)
            found.update({each["serviceRevisionArn"]: each for each in answer.get("serviceRevisions", ())})
        return found

    def read_target_health(self, answers: Any) -> dict[str, dict[str, int]] | None:
        """Return the number of targets by state, by the ARN of the target group. Each group takes a call."""
        arns = list(dict.fromkeys(arn for answer in answers for arn in parse_answers.list_target_groups(answer)))
        if len(arns) > self.last_call - self.session.calls:
            self.notes.append("Target health takes a call for each target group: name a service to see it.")
            return None
        found = {}
        for arn in arns:
            answer = self._call("target health", "elbv2", "describe_target_health", TargetGroupArn=arn)
            if not answer:
                return None
            states = Counter(target["TargetHealth"].get("State", "unknown") for target in answer.get("TargetHealthDescriptions", ()))
            found[arn] = dict(sorted(states.items()))
        return found

    def _call(self, subject: str, service: str, operation: str, /, **parameters: Any) -> dict[str, Any]:
        """Call an operation if a call is left. Return nothing, with a note, otherwise and if the permission is missing."""
        if self.session.calls >= self.last_call:
            self._add_note(f"Not all {subject} are shown: name a service to see its own.")
            return {}
        return self._try(subject, self.session.call, service, operation, **parameters) or {}

    def _try(self, subject: str, function: Any, /, *arguments: Any, **parameters: Any) -> Any:
        try:
            return function(*arguments, **parameters)
        except NotAllowedError as error:
            self._add_note(f"{subject.capitalize()} not shown: {error}")
            return None

    def _add_note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _build_status(
    service: DeployedService,
    answer: Mapping[str, Any] | None,
    deployment: Deployment | None,
    revisions: Mapping[str, Mapping[str, Any]],
    alarms: Mapping[str, str] | None,
    health: Mapping[str, Mapping[str, int]] | None,
) -> ServiceStatus:
    if answer is None:
        return ServiceStatus(service.key, service.name, "MISSING")

    def build_revision(arn: str) -> Revision:
        return parse_answers.parse_revision(revisions[arn], service.key) if arn in revisions else Revision(arn)

    groups = parse_answers.list_target_groups(answer)
    serving = tuple(map(build_revision, _list_serving(answer, deployment)))
    if not serving and answer.get("taskDefinition"):
        serving = (Revision("", parse_answers.shorten_arn(answer["taskDefinition"])),)
    return ServiceStatus(
        key=service.key,
        name=service.name,
        status=answer.get("status", "ACTIVE"),
        desired_tasks=answer.get("desiredCount", 0),
        running_tasks=answer.get("runningCount", 0),
        pending_tasks=answer.get("pendingCount", 0),
        serving=serving,
        target=build_revision(deployment.target) if deployment is not None and deployment.is_in_progress and deployment.target else None,
        deployment=deployment,
        target_health=None if health is None else {parse_answers.shorten_target_group(arn): health[arn] for arn in groups},
        alarms=None if alarms is None else {name: alarms[name] for name in parse_answers.list_alarm_names(answer)},
        events=parse_answers.parse_events(answer, _EVENTS),
    )


def _list_serving(answer: Mapping[str, Any], deployment: Deployment | None) -> list[str]:
    """List the ARNs of the revisions that serve."""
    if deployment is not None and deployment.is_in_progress and deployment.serving:
        return list(deployment.serving)
    return [revision["arn"] for revision in answer.get("currentServiceRevisions", ()) if revision.get("arn")][:1]
