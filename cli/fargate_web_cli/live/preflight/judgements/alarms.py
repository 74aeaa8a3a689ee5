"""Judges alarms: those that watch deployments, and those of the stack."""

from collections.abc import Iterator

from fargate_web.checks.finding import Finding

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack


def judge_alarms(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge the alarms that the stack file names, then those that belong to the stack."""
    named = planned.list_alarm_names()
    for path, name in named.items():
        if name not in facts.alarms:
            continue
        alarm = facts.alarms[name]
        if alarm is None:
            yield Finding(
                "alarm-missing",
                path,
                f"there is no alarm {name} in this account and Region, so that nothing ends a bad deployment; create it, or correct the name",
                "warning",
            )
        elif alarm.state == "ALARM":
            yield Finding(
                "alarm-in-alarm",
                path,
                f"the alarm {name} is in ALARM now, and ECS does not watch an alarm that is so when a deployment starts; deploy when it is OK again{_quote(alarm.reason)}",
                "warning",
            )
    for name, alarm in facts.alarms.items():
        if alarm is not None and alarm.state == "ALARM" and name not in named.values():
            service = next((key for key in planned.settings.services if f"-{key}/" in name or f"-{key}-" in name), None)
            watches = "/deployment-" in name
            yield Finding(
                "alarm-in-alarm",
                ("services", service) if service else ("monitoring",),
                f"the alarm {name} of this stack is in ALARM now"
                + (", and ECS does not watch an alarm that is so when a deployment starts" if watches else "")
                + f"; find out why before you deploy{_quote(alarm.reason)}",
                "warning",
            )


def _quote(reason: str) -> str:
    return f" (CloudWatch: {reason.rstrip('.')})" if reason else ""
