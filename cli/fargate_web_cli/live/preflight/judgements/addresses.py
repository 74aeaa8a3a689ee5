"""Judges whether existing subnets have enough free addresses for the peak of a deployment."""

from collections.abc import Iterator

from fargate_web.analysis.deployment_timeline import calculate_peak_capacity
from fargate_web.checks.finding import Finding

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack


def judge_addresses(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Compare the free addresses of each tier with the tasks that come on top if all services are deployed at once."""
    if facts.network is None or facts.services is None:
        return
    running = count_running_tasks(planned, facts)
    for tier, subnets in facts.network.tiers.items():
        services = {name: service for name, service in planned.settings.services.items() if service.subnets == tier}
        if not services or not subnets:
            continue
        free = sum(subnet.free for subnet in subnets)
        # A service that runs is deployed again only if it changes.
        least = sum(service.initial_task_count for name, service in services.items() if not running.get(name))
        most = sum(max(calculate_peak_capacity(service).tasks - running.get(name, 0), 0) for name, service in services.items())
        is_listed = any(path[2] == f"{tier}Subnets" for path in facts.network.subnets)
        path = ("network", "existing", f"{tier}Subnets") if is_listed else ("network", "existing", "vpc")
        where = f"the {tier} subnets have {free} free addresses"
        names = ", ".join(services)
        advice = "add a subnet, free addresses, or deploy the services one after the other"
        if least > free:
            yield Finding(
                "free-addresses-run-out",
                path,
                f"{where}, and the services that do not run yet need {least}, one for each task, so that some do not start (insufficient free addresses in subnet); {advice}",
            )
        elif most > free:
            yield Finding(
                "free-addresses-run-out",
                path,
                f"{where}, and a deployment of {names} with as many tasks as scaling allows needs {most} more at its peak, so that it would get slow or stuck then (insufficient free "
                f"addresses in subnet); {advice}",
                "warning",
            )


def count_running_tasks(planned: PlannedStack, facts: Facts) -> dict[str, int]:
    """Count the tasks of each service that run now, by its name in the stack file."""
    counts: dict[str, int] = {}
    for live in facts.services or ():
        name = planned.find_service_key(live.name)
        if name is not None:
            counts[name] = counts.get(name, 0) + live.running
    return counts
