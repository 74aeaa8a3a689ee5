"""The state of services as text for people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from fargate_web.analysis.deployment_timeline import format_duration

from fargate_web_cli.live.status.model import STAGES, Deployment, Revision, ServiceStatus, StackStatus
from fargate_web_cli.terminal.formatting import format_count

_ENDINGS = {
    "SUCCESSFUL": "completed",
    "STOPPED": "stopped",
    "ROLLBACK_SUCCESSFUL": "rolled back",
    "ROLLBACK_FAILED": "failed, and its rollback too",
}
_MANY_SERVICES = 2


def render_status(status: StackStatus, now: datetime) -> str:
    """Return the state of a stack as text: a line for each service, or a block if there is one."""
    where = f"{status.cluster} in {status.region}" if status.region else status.cluster
    if not status.services:
        lines = [f"{where} has no services."]
    elif len(status.services) < _MANY_SERVICES:
        lines = [where, "", *_render_block(status.services[0], now)]
    else:
        lines = [where, "", *_render_table(status.services, now)]
    return "".join(f"{line}\n" for line in [*lines, *([""] if status.notes else []), *status.notes])


def describe_deployment(deployment: Deployment, target: Revision | None, now: datetime) -> str:
    """Describe a deployment in a phrase: `in progress for 3 min: BAKE_TIME (stage 9 of 10), web:13 gets 100 % of the traffic`."""
    if not deployment.is_in_progress:
        ending = _ENDINGS.get(deployment.status, deployment.status)
        ago = f" {format_elapsed(deployment.finished, now)} ago" if deployment.finished else ""
        reason = deployment.rollback_reason or (deployment.reason if deployment.status != "SUCCESSFUL" else None)
        return f"{ending}{ago}" + (f": {reason}" if reason else "")
    word = "rolling back" if deployment.status.startswith("ROLLBACK") else "in progress"
    since = f" for {format_elapsed(deployment.started, now)}" if deployment.started else ""
    return f"{word}{since}: {', '.join(describe_progress(deployment, target))}"


def describe_progress(deployment: Deployment, target: Revision | None = None) -> list[str]:
    """Describe how far a deployment is, in phrases."""
    name = target.task_definition if target is not None and target.task_definition else "the new revision"
    phrases = []
    if deployment.stage:
        place = f" (stage {STAGES.index(deployment.stage) + 1} of {len(STAGES)})" if deployment.stage in STAGES else ""
        phrases.append(f"{deployment.stage}{place}")
    phrases.append(f"{deployment.running_tasks} of {format_count(deployment.requested_tasks, 'task')} of {name} running")
    if deployment.traffic_percent is not None:
        phrases.append(f"{deployment.traffic_percent:g} % of the traffic")
    for hook in deployment.waiting_hooks:
        until = f" until {format_time(hook.expires)}" if hook.expires else ""
        phrases.append(f"waits for somebody to continue it{until} (hook {hook.id}, then {hook.timeout_action or 'ROLLBACK'})")
    return phrases


def format_elapsed(start: datetime | None, now: datetime) -> str:
    """Format the time since a moment. A clock that is behind that of AWS gives 0 s."""
    seconds = max(round((now - start).total_seconds()), 0) if start else 0
    days, rest = divmod(seconds, 86400)
    return format_duration(rest) if not days else format_count(days, "day")


def format_time(moment: datetime) -> str:
    """Format a moment in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"


def format_revision(revision: Revision) -> str:
    """Format a revision: `web:12 nginx:1.29`."""
    name = revision.task_definition or revision.arn.rpartition("/")[2] or "unknown revision"
    return f"{name} {revision.image}" if revision.image else name


def _render_table(services: Sequence[ServiceStatus], now: datetime) -> Iterable[str]:
    rows = [("SERVICE", "TASKS", "SERVES", "TARGETS", "")]
    for service in services:
        if service.status == "MISSING":
            rows.append((service.key, "", "", "", f"ECS does not know {service.name}"))
            continue
        tasks = f"{service.running_tasks}/{service.desired_tasks}" + (f" +{service.pending_tasks}" if service.pending_tasks else "")
        states = _sum_states((service.target_health or {}).values())
        told = [] if service.status == "ACTIVE" else [service.status]
        if service.deployment is not None and (service.deployment.is_in_progress or service.deployment.status != "SUCCESSFUL"):
            told.append(f"deployment {describe_deployment(service.deployment, service.target, now)}")
        told += [f"ALARM {name}" for name, state in (service.alarms or {}).items() if state == "ALARM"]
        rows.append((service.key, tasks, " + ".join(map(format_revision, service.serving)), states, "; ".join(told)))
    if not any(row[3] for row in rows[1:]):
        rows = [(*row[:3], "", row[4]) for row in rows]  # target health was not read
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False) if width]
        yield "  ".join([*cells, row[4]]).rstrip()


def _render_block(service: ServiceStatus, now: datetime) -> Iterable[str]:
    yield service.key if service.key == service.name else f"{service.key} ({service.name})"
    if service.status == "MISSING":
        yield "  ECS does not know this service in the cluster: was it deployed, and is it the right account and Region?"
        return
    if service.status != "ACTIVE":
        yield f"  status      {service.status}"
    pending = f", {service.pending_tasks} pending" if service.pending_tasks else ""
    yield f"  tasks       {service.running_tasks} running of {service.desired_tasks} desired{pending}"
    for revision in service.serving:
        yield f"  serves      {format_revision(revision)}" + (f" ({revision.digest[:19]})" if revision.digest else "")
    if service.target is not None and service.target not in service.serving:
        yield f"  deploys     {format_revision(service.target)}"
    if service.deployment is not None:
        yield f"  deployment  {describe_deployment(service.deployment, service.target, now)}"
        for name in service.deployment.triggered_alarms:
            yield f"              stopped by the alarm {name}"
    for group, states in (service.target_health or {}).items():
        yield f"  targets     {group}: {_sum_states([states]) or 'none'}"
    for name, state in (service.alarms or {}).items():
        yield f"  alarm       {state} {name}"
    if service.events:
        yield "  events"
    for event in service.events:
        yield f"    {format_time(event.time)}  {event.message}"


def _sum_states(groups: Iterable[Mapping[str, int]]) -> str:
    total: dict[str, int] = {}
    for states in groups:
        for state, count in states.items():
            total[state] = total.get(state, 0) + count
    return ", ".join(f"{count} {state}" for state, count in sorted(total.items()))
