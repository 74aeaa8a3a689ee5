"""The boxes of an architecture, wherever they are placed."""

from typing import Final

from fargate_web_cli.graph import text_width
from fargate_web_cli.graph.drawing import PADDING, TITLE, Box, box
from fargate_web_cli.graph.model import Facility, FileSystem, LoadBalancer, Rule, Scaling, ScheduledTask, Service
from fargate_web_cli.graph.subnets import Subnet, SubnetTier

_EYEBROWS: Final = {
    "cluster": "ECS",
    "egress": "way out",
    "endpoints": "private ways to AWS",
    "discovery": "discovery",
    "repositories": "images",
    "monitoring": "CloudWatch",
}


def users(balancer: LoadBalancer, x: float, y: float, width: float) -> Box:
    """Make the box of those who send requests."""
    return box("users", "users", "Users", balancer.clients, x=x, y=y, across=width, eyebrow="clients")


def load_balancer(balancer: LoadBalancer, x: float, y: float, width: float) -> Box:
    """Make the box of the load balancer, with its listeners."""
    facts = (*balancer.names, *map(str, balancer.listeners), balancer.firewall)
    eyebrow = "exists" if balancer.existing else "internet-facing" if balancer.tier == "public" else "internal"
    return box("load-balancer", "balancer", balancer.title, facts, x=x, y=y, across=width, eyebrow=eyebrow, link="#settings-loadBalancer")


def rule(each: Rule, index: int, x: float, y: float, width: float) -> Box:
    """Make the box of a listener rule."""
    eyebrow = f"rule {each.priority}{', test traffic' if each.test else ''}"
    return box(
        f"rule {each.service} {index}",
        "rule",
        "",
        each.conditions,
        x=x,
        y=y,
        across=width,
        eyebrow=eyebrow,
        link=f"#service-{each.service}",
    )


def service(each: Service, x: float, y: float, width: float) -> Box:
    """Make the box of a service."""
    callers = (*each.callers, *each.admitted)
    facts = (
        *(each.short_image, each.size, "" if each.scaling else each.tasks, each.traffic, each.strategy, each.capacity),
        *each.names,
        f"called by {', '.join(callers)}" if callers else "",
        beside(each.beside),
    )
    eyebrow = "service" if each.rules else "worker" if each.traffic.startswith("worker") else "service without a route"
    return box(f"service {each.name}", "service", each.name, facts, x=x, y=y, across=width, eyebrow=eyebrow, link=f"#service-{each.name}")


def beside(containers: tuple[str, ...]) -> str:
    """Say which containers run beside the application's own; nothing where there are none."""
    return f"beside it: {', '.join(containers)}" if containers else ""


def queue(each: Service, x: float, y: float, width: float) -> Box:
    """Make the box of the queue that a service follows."""
    link = f"#settings-services-{each.name}"
    return box(f"queue {each.name}", "queue", each.queue, (), x=x, y=y, across=width, eyebrow="SQS queue", link=link)


def migration(each: Service, x: float, y: float, width: float) -> Box:
    """Make the box of the task that runs before each new version of a service."""
    facts = (each.migration,)
    link = f"#settings-services-{each.name}"
    return box(f"migration {each.name}", "migration", "", facts, x=x, y=y, across=width, eyebrow="before each new version", link=link)


def schedule(each: ScheduledTask, x: float, y: float, width: float) -> Box:
    """Make the box of the schedule that starts a task."""
    link = f"#task-{each.name}"
    return box(f"schedule {each.name}", "schedule", "", each.schedule, x=x, y=y, across=width, eyebrow="schedule", link=link)


def scheduled(each: ScheduledTask, x: float, y: float, width: float) -> Box:
    """Make the box of a scheduled task."""
    facts = (each.short_image, each.size, each.capacity, beside(each.beside))
    link = f"#task-{each.name}"
    return box(f"task {each.name}", "service task", each.name, facts, x=x, y=y, across=width, eyebrow="scheduled task", link=link)


def files(owner: str, each: FileSystem, x: float, y: float, width: float) -> Box:
    """Make the box of a file system, beside what sees it: a service, or a scheduled task."""
    key = f"files {owner} {each.title}"
    return box(key, "files", "", (each.title, *each.facts), x=x, y=y, across=width, eyebrow="EFS file system", link=f"#settings-{owner}")


def scaling(name: str, each: Scaling, x: float, y: float, width: float) -> Box:
    """Make the box of what scales a service."""
    facts = (*each.policies, *each.schedules)
    return box(
        f"scaling {name}", "scaling", each.range, facts, x=x, y=y, across=width, eyebrow="scaling", link=f"#settings-services-{name}"
    )


def facility(each: Facility, x: float, y: float, width: float) -> Box:
    """Make the box of something shared."""
    facts = (*each.facts, *((f"for {', '.join(each.services)}",) if each.services else ()))
    link = {
        "cluster": "#settings-cluster",
        "discovery": "#settings-cluster",
        "monitoring": "#settings-monitoring",
        "repositories": "#settings-repositories",
    }.get(each.kind, "#settings-network")
    return box(
        f"{each.kind} {each.title}", each.kind, each.title, facts, x=x, y=y, across=width, eyebrow=_EYEBROWS[each.kind], link=link, most=4
    )


def subnet(tier: SubnetTier, each: Subnet, index: int, x: float, y: float, width: float) -> Box:
    """Make the box of a subnet."""
    # Either all of a tier have room for zone and block in one line, or none has.
    wide = all(text_width.width(f"{one.zone} · {one.title}", TITLE, bold=True) <= width - 2 * PADDING for one in tier.subnets)
    title = f"{each.zone} · {each.title}" if each.zone and wide else each.zone or each.title
    facts = (each.title if each.zone and not wide else "", ", ".join(each.holds))
    return box(f"subnet {tier.tier} {index}", f"subnet {tier.tier}", title, facts, x=x, y=y, across=width, link="#settings-network")
