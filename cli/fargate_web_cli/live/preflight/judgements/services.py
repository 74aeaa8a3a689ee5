"""Judges what runs now: whether an update would cut off a deployment, or services that still serve."""

from collections.abc import Iterator

from fargate_web.checks.finding import Finding
from fargate_web.settings.service import Service

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.services import LiveService
from fargate_web_cli.live.preflight.planned_stack import AUTONAME_SUFFIX, PlannedStack


def judge_services(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge each service that runs."""
    for live in facts.services or ():
        name = planned.find_service_key(live.name)
        if name is None:
            # A fixed name, or another way to generate names, tells nothing.
            if live.running and AUTONAME_SUFFIX.search(live.name):
                yield Finding(
                    "service-would-be-deleted",
                    ("services",),
                    f"the stack runs {live.name} with {live.running} tasks, and the stack file has no service that is called so, so that `pulumi up` deletes it and its users get errors; "
                    "write the service again if it shall stay",
                    "warning",
                )
            continue
        yield from _judge_deployment(name, live)
        yield from _judge_targets(name, live)
        yield from _judge_counts(name, live, planned.settings.services[name])


def _judge_deployment(name: str, live: LiveService) -> Iterator[Finding]:
    if not live.is_deploying:
        return
    shares = f", and its new version gets {live.weights[-1]:g} % of the traffic" if live.weights else ""
    kind = live.strategy.lower().replace("_", "/")
    yield Finding(
        "deployment-in-progress",
        ("services", name),
        f"a {kind} deployment of {live.name} is in progress{shares}; an update that changes the service takes the place of it, so that the version that is being deployed never "
        f"finishes its checks; wait until it ends (fargate-web status {name} --watch)",
        "warning",
    )


def _judge_targets(name: str, live: LiveService) -> Iterator[Finding]:
    if live.healthy_targets is None or live.healthy_targets or live.is_deploying or not live.desired:
        return
    yield Finding(
        "no-healthy-target",
        ("services", name),
        f"none of the {live.targets} targets of {live.name} is healthy now, so that a rollback has nothing to return to; find out why first (fargate-web why {name})",
        "warning",
    )


def _judge_counts(name: str, live: LiveService, service: Service) -> Iterator[Finding]:
    scaling = service.scaling
    if scaling is not None and live.desired > scaling.max_capacity:
        yield Finding(
            "fewer-tasks-than-run",
            ("services", name, "scaling", "maxCapacity"),
            f"{live.desired} tasks of {live.name} run, and with maxCapacity: {scaling.max_capacity} scaling stops the others as soon as the update is done, under the load that there is; write "
            f"maxCapacity: {live.desired} or more",
            "warning",
        )
