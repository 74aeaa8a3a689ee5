"""Reads the answers of ECS into the model."""

from collections.abc import Mapping
from typing import Any

from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.status.model import Deployment, Event, Revision, WaitingHook


def parse_deployment(answer: Mapping[str, Any]) -> Deployment:
    """Read one of `serviceDeployments` of DescribeServiceDeployments."""
    target = answer.get("targetServiceRevision", {})
    revisions = [*answer.get("sourceServiceRevisions", []), *([target] if target else [])]
    strategy = answer.get("deploymentConfiguration", {}).get("strategy")
    shifts_traffic = strategy not in (None, "ROLLING")
    serves = "requestedProductionTrafficWeight" if shifts_traffic else "runningTaskCount"
    return Deployment(
        arn=answer["serviceDeploymentArn"],
        status=answer.get("status", "PENDING"),
        reason=_clean(answer.get("statusReason")),
        strategy=strategy,
        stage=answer.get("lifecycleStage"),
        started=answer.get("startedAt") or answer.get("createdAt"),
        finished=answer.get("finishedAt") or answer.get("stoppedAt"),
        sources=tuple(revision["arn"] for revision in answer.get("sourceServiceRevisions", ()) if revision.get("arn")),
        target=target.get("arn"),
        requested_tasks=target.get("requestedTaskCount", 0),
        running_tasks=target.get("runningTaskCount", 0),
        pending_tasks=target.get("pendingTaskCount", 0),
        traffic_percent=target.get("requestedProductionTrafficWeight", 0.0) if shifts_traffic else None,
        serving=tuple(dict.fromkeys(revision["arn"] for revision in revisions if revision.get("arn") and revision.get(serves))),
        rollback_reason=_clean(answer.get("rollback", {}).get("reason")),
        triggered_alarms=tuple(answer.get("alarms", {}).get("triggeredAlarmNames", ())),
        waiting_hooks=tuple(
            WaitingHook(hook.get("hookId", ""), hook.get("expiresAt"), hook.get("timeoutAction"))
            for hook in answer.get("lifecycleHookDetails", ())
            if hook.get("status") == "AWAITING_ACTION"
        ),
    )


def parse_revision(answer: Mapping[str, Any], key: str) -> Revision:
    """Read one of `serviceRevisions` of DescribeServiceRevisions.

    Args:
        answer: The revision.
        key: The name of the service in the stack file, which is the name of its main container unless the file says another one.
    """
    images = {image.get("containerName"): image for image in answer.get("containerImages", ())}
    # The load balancer may lead to a sidecar in front of the application.
    candidates = [key, *(found.get("containerName") for found in answer.get("loadBalancers", ()))]
    main = next((name for name in candidates if name in images), key)
    image: Mapping[str, Any] = images.get(main) or next(iter(images.values()), {})
    definition = answer.get("taskDefinition")
    return Revision(
        answer["serviceRevisionArn"], shorten_arn(definition) if definition else None, image.get("image"), image.get("imageDigest")
    )


def parse_events(service: Mapping[str, Any], count: int) -> tuple[Event, ...]:
    """Read the newest events of a service of DescribeServices."""
    events = sorted(service.get("events", ()), key=lambda event: event["createdAt"], reverse=True)
    return tuple(Event(event["createdAt"], clean_text(event.get("message", ""))) for event in events[:count])


def list_target_groups(service: Mapping[str, Any]) -> list[str]:
    """List the ARNs of the target groups of a service, the alternate ones too."""
    found = []
    for entry in service.get("loadBalancers", ()):
        found += [entry.get("targetGroupArn"), entry.get("advancedConfiguration", {}).get("alternateTargetGroupArn")]
    return list(dict.fromkeys(arn for arn in found if arn))


def list_alarm_names(service: Mapping[str, Any]) -> list[str]:
    """List the alarms that watch the deployments of a service."""
    alarms = service.get("deploymentConfiguration", {}).get("alarms", {})
    return list(alarms.get("alarmNames", ())) if alarms.get("enable", True) else []


def shorten_arn(arn: str) -> str:
    """Return the last part of an ARN: `web:12` of a task definition, the id of a task."""
    return arn.rpartition("/")[2]


def shorten_target_group(arn: str) -> str:
    """Return the name of a target group from its ARN."""
    parts = arn.split("/")
    return parts[1] if len(parts) > 2 else arn


def _clean(text: str | None) -> str | None:
    return clean_text(text) if text else None
