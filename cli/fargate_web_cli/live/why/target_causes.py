"""Causes at the load balancer: target health checks, the grace period, draining."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.live.why.cause import Cause, Evidence, Likelihood
from fargate_web_cli.live.why.facts import Facts

_MAXIMUM_EVIDENCE: Final = 3
_HEALTH: Final = ("healthCheck",)
_ON_LOCALHOST: Final = re.compile(
    r"\b(?:listen\w*|running|serving|started|bound|ready|uvicorn|server)\b.{0,60}(?:127\.0\.0\.1|localhost|\[::1\])", re.IGNORECASE
)
_EVERYWHERE: Final = re.compile(r"0\.0\.0\.0|\[::\]|all addresses|all interfaces", re.IGNORECASE)


def find_target_health_causes(facts: Facts) -> Iterator[Cause]:
    """Find why targets fail their health check: by status code, by time-out, or by a refused connection."""
    by_kind: dict[str, list[Evidence]] = {}
    for target in facts.targets:
        kind = {
            "Target.ResponseCodeMismatch": "health-check-code",
            "Target.Timeout": "health-check-timeout",
            "Target.FailedHealthChecks": "health-check-refused",
        }.get(target.reason)
        if kind is not None:
            words = f"{target.reason}: {target.description}" if target.description else target.reason
            by_kind.setdefault(kind, []).append(Evidence(f"target {target.id} of {target.group}", words))
    for event in facts.events:
        kind = classify_health_message(event.message)
        if kind is not None:
            by_kind.setdefault(kind, []).append(Evidence("event", event.message, event.time))
    for task in facts.stopped_tasks:
        if "ELB health check" in task.reason and not by_kind:
            by_kind["health-check-refused"] = [Evidence(f"task {task.id}", task.reason, task.stopped)]
    for kind, evidence in by_kind.items():
        title, remedy, setting = _EXPLANATIONS[kind]
        codes = re.search(r"codes: \[([\d, ]+)\]", " ".join(each.quote for each in evidence))
        told = title.replace("{codes}", f"the status {codes[1]}" if codes else "a status that is not expected")
        yield Cause(kind, Likelihood.LIKELY, told, remedy, tuple(evidence[:_MAXIMUM_EVIDENCE]), setting)


_EXPLANATIONS: Final = {
    "health-check-code": (
        "The health check gets {codes}",
        "set healthCheck.path to a path that answers 200 without a login or redirect, or healthCheck.matcher to the codes that are right",
        (*_HEALTH, "path"),
    ),
    "health-check-timeout": (
        "The health check gets no answer in time",
        "the application is too slow (healthCheck.timeout), or a security group, or a network ACL, drops the connection",
        (*_HEALTH, "timeout"),
    ),
    "health-check-refused": (
        "The health check can't connect, or its connection is closed",
        "nothing listens on port: the application must listen on this port and on 0.0.0.0, not on 127.0.0.1; check also the protocol of the target group",
        ("port",),
    ),
}


def classify_health_message(message: str) -> str | None:
    """Return the kind of failure that an event of ECS names: `(port 80) is unhealthy in (target-group …) due to (reason …)`."""
    reason = re.search(r"unhealthy in \(?target-group.*?due to \(reason (.*)\)", message)
    if reason is None:
        return None
    text = reason[1].lower()
    if "code" in text:
        return "health-check-code"
    return "health-check-timeout" if "timed out" in text or "timeout" in text else "health-check-refused"


def find_localhost_causes(facts: Facts) -> Iterator[Cause]:
    """Find applications that say in their log that they listen on localhost, while the health check can't connect."""
    if not any(cause.kind == "health-check-refused" for cause in find_target_health_causes(facts)):
        return
    for task in facts.stopped_tasks:
        for container in task.containers:
            for line in container.log_tail if container.name == facts.main_container else ():
                if _ON_LOCALHOST.search(line) and not _EVERYWHERE.search(line):
                    yield Cause(
                        "listens-on-localhost",
                        Likelihood.CERTAIN,
                        "The application listens on localhost only, where the load balancer can't reach it",
                        "let it listen on 0.0.0.0, by its option or variable for the host",
                        (Evidence("log", line, task.stopped),),
                        ("command",),
                    )
                    return


def find_grace_period_causes(facts: Facts) -> Iterator[Cause]:
    """Find tasks that the load balancer's health check ended soon after the grace period, which may be shorter than the start."""
    if facts.grace_period is None:
        return
    for task in facts.stopped_tasks:
        if "ELB health check" not in task.reason or task.started is None or task.stopped is None:
            continue
        lived = round((task.stopped - task.started).total_seconds())
        if facts.grace_period <= lived <= facts.grace_period + 120:
            yield Cause(
                "grace-period",
                Likelihood.POSSIBLE,
                f"The application may need longer to start than its grace period of {facts.grace_period} s",
                "increase healthCheck.gracePeriod if the log shows that the application was still starting",
                (Evidence(f"task {task.id}", f"{task.reason} (after {lived} s)", task.stopped),),
                (*_HEALTH, "gracePeriod"),
            )
            return


def find_draining_causes(facts: Facts) -> Iterator[Cause]:
    """Find old targets that are still draining while the deployment is in progress."""
    draining = [target for target in facts.targets if target.state == "draining"]
    if draining and facts.deployment is not None and facts.deployment.is_in_progress:
        yield Cause(
            "draining",
            Likelihood.POSSIBLE,
            "Old targets are draining",
            "wait for targetGroup.deregistrationDelay, or shorten it; open connections (WebSocket, streams) keep it waiting",
            tuple(Evidence(f"target {each.id} of {each.group}", each.description or "draining") for each in draining[:_MAXIMUM_EVIDENCE]),
            ("targetGroup", "deregistrationDelay"),
        )
