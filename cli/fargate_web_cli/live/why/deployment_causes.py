"""Causes in the deployment itself: circuit breaker, alarms, hooks, agents."""

from collections.abc import Iterator
from datetime import datetime

from fargate_web_cli.live.why.cause import Cause, Evidence, Likelihood
from fargate_web_cli.live.why.facts import Alarm, AlarmChange, Facts


def find_circuit_breaker_causes(facts: Facts) -> Iterator[Cause]:
    """Find a circuit breaker that ended the deployment, which follows from tasks that failed."""
    if facts.circuit_breaker == "TRIGGERED":
        reason = facts.deployment.reason if facts.deployment is not None else None
        yield Cause(
            "circuit-breaker",
            Likelihood.CONSEQUENCE,
            "The circuit breaker ended the deployment, because too many tasks failed",
            "find out why the tasks failed",
            (Evidence("deployment", reason or "deployment circuit breaker: TRIGGERED"),),
        )


def find_alarm_causes(facts: Facts) -> Iterator[Cause]:
    """Find alarms that ended the deployment, and alarms that ECS did not watch."""
    deployment = facts.deployment
    triggered = deployment.triggered_alarms if deployment is not None else ()
    alarms = {alarm.name: alarm for alarm in facts.alarms}
    for name in triggered:
        alarm = alarms.get(name, Alarm(name, ""))
        yield Cause(
            "alarm",
            Likelihood.CERTAIN,
            f"The alarm {name} ended the deployment" + (f" ({alarm.condition})" if alarm.condition else ""),
            "the new version causes what the alarm measures: read its log. If the threshold is wrong, change deployment.alarms",
            (_quote_alarm(alarm, deployment.started if deployment is not None else None),),
            ("deployment", "alarms"),
        )
    started = deployment.started if deployment is not None else None
    for alarm in facts.alarms:
        before = _find_state_at(alarm, started) if started is not None else None
        if alarm.name not in triggered and before is not None and before.state == "ALARM":
            yield Cause(
                "alarm-not-watched",
                Likelihood.POSSIBLE,
                f"The alarm {alarm.name} was in ALARM before the deployment started, so that ECS did not watch it",
                "bring the service back to a healthy state first, or correct the threshold in deployment.alarms",
                (Evidence("alarm", before.reason or before.state, before.time),),
                ("deployment", "alarms"),
            )


def _quote_alarm(alarm: Alarm, started: datetime | None) -> Evidence:
    """Quote why the alarm went off in the deployment. Its present state may be another one."""
    fired = [change for change in alarm.changes if change.state == "ALARM" and (started is None or change.time >= started)]
    if fired:
        return Evidence("alarm", fired[-1].reason or alarm.name, fired[-1].time)
    return Evidence("alarm", alarm.reason or alarm.name, alarm.changed)


def _find_state_at(alarm: Alarm, moment: datetime) -> AlarmChange | None:
    """Return the last change before a moment, from the history or else from the present state."""
    if alarm.changes:
        return next((change for change in alarm.changes if change.time < moment), None)
    if alarm.changed is not None and alarm.changed < moment:
        return AlarmChange(alarm.changed, alarm.state, alarm.reason)
    return None


def find_hook_causes(facts: Facts) -> Iterator[Cause]:
    """Find hooks that failed, and pauses that wait for somebody."""
    for hook in facts.failed_hooks:
        word = "timed out" if hook.status == "TIMED_OUT" else "failed"
        yield Cause(
            "hook-failed",
            Likelihood.CERTAIN,
            f"The hook {hook.id} {word}",
            "read the log of its function, or continue a pause in time",
            (Evidence("hook", f"{hook.status} {hook.target}".strip()),),
            ("deployment", "hooks"),
        )
    for waiting in facts.deployment.waiting_hooks if facts.deployment is not None and facts.deployment.is_in_progress else ():
        yield Cause(
            "hook-waiting",
            Likelihood.CERTAIN,
            "The deployment waits at a pause for somebody to continue it",
            f"continue it: aws ecs continue-service-deployment --service-deployment-arn {facts.deployment.arn if facts.deployment else ''} "
            f"--hook-id {waiting.id} --action CONTINUE",
            (Evidence("hook", f"AWAITING_ACTION, then {waiting.timeout_action or 'ROLLBACK'}", waiting.expires),),
            ("deployment", "hooks"),
        )


def find_agent_causes(facts: Facts) -> Iterator[Cause]:
    """Find agents of ECS Exec that don't run in running tasks."""
    for agent in facts.agents:
        if agent.name == "ExecuteCommandAgent" and agent.status == "STOPPED":
            yield Cause(
                "exec-agent",
                Likelihood.POSSIBLE,
                "The agent of ECS Exec does not run",
                "check the way to Systems Manager (endpoint ssmmessages), and that the root file system of the container is writable",
                (Evidence(f"task {agent.task}", agent.reason or agent.status),),
                ("enableExecuteCommand",),
            )
            return
