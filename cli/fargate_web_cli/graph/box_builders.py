"""Builders of the boxes of an architecture, independent of the layout."""

from typing import Final

from fargate_web_cli.graph import text_width
from fargate_web_cli.graph.drawing import PADDING, TITLE_SIZE, Box, build_box
from fargate_web_cli.graph.model import FileSystem, ListenerRule, LoadBalancer, Scaling, ScheduledTask, Service, SharedResource
from fargate_web_cli.graph.subnets import Subnet, SubnetTier

_RESOURCE_EYEBROWS: Final = {
    "cluster": "ECS",
    "encryption": "encryption",
    "egress": "way out",
    "endpoints": "private ways to AWS",
    "discovery": "discovery",
    "repositories": "images",
    "monitoring": "CloudWatch",
}


def build_users_box(balancer: LoadBalancer, x: float, y: float, width: float) -> Box:
    """Build the box of the clients."""
    return build_box("users", "users", "Users", balancer.clients, x=x, y=y, box_width=width, eyebrow="clients")


def build_load_balancer_box(balancer: LoadBalancer, x: float, y: float, width: float) -> Box:
    """Build the box of the load balancer, with its listeners."""
    facts = (*balancer.domain_names, *map(str, balancer.listeners), *balancer.answers, balancer.web_acl)
    eyebrow = "exists" if balancer.existing else "internet-facing" if balancer.tier == "public" else "internal"
    return build_box(
        "load-balancer", "balancer", balancer.title, facts, x=x, y=y, box_width=width, eyebrow=eyebrow, link="#settings-loadBalancer"
    )


def build_rule_box(listener_rule: ListenerRule, index: int, x: float, y: float, width: float) -> Box:
    """Build the box of a listener rule."""
    eyebrow = f"rule {listener_rule.priority}{', test traffic' if listener_rule.is_test_traffic else ''}"
    return build_box(
        f"rule {listener_rule.service} {index}",
        "rule",
        "",
        listener_rule.conditions,
        x=x,
        y=y,
        box_width=width,
        eyebrow=eyebrow,
        link=f"#service-{listener_rule.service}",
    )


def build_service_box(service: Service, x: float, y: float, width: float) -> Box:
    """Build the box of a service."""
    callers = (*service.callers, *service.other_callers)
    facts = (
        *(
            service.short_image,
            service.size,
            "" if service.scaling else service.tasks,
            service.traffic,
            service.strategy,
            service.capacity,
        ),
        *service.discovery_names,
        f"called by {', '.join(callers)}" if callers else "",
        describe_sidecars(service.sidecars),
    )
    eyebrow = "service" if service.rules else "worker" if service.traffic.startswith("worker") else "service without a route"
    return build_box(
        f"service {service.name}",
        "service",
        service.name,
        facts,
        x=x,
        y=y,
        box_width=width,
        eyebrow=eyebrow,
        link=f"#service-{service.name}",
    )


def describe_sidecars(containers: tuple[str, ...]) -> str:
    """Describe the sidecars; empty if there are none."""
    return f"beside it: {', '.join(containers)}" if containers else ""


def build_queue_box(service: Service, x: float, y: float, width: float) -> Box:
    """Build the box of the queue that a service processes."""
    link = f"#settings-services-{service.name}"
    facts = service.queue_facts
    return build_box(f"queue {service.name}", "queue", service.queue_name, facts, x=x, y=y, box_width=width, eyebrow="SQS queue", link=link)


def build_migration_box(service: Service, x: float, y: float, width: float) -> Box:
    """Build the box of the task that runs before each new version of a service."""
    facts = (service.migration,)
    link = f"#settings-services-{service.name}"
    return build_box(
        f"migration {service.name}", "migration", "", facts, x=x, y=y, box_width=width, eyebrow="before each new version", link=link
    )


def build_schedule_box(task: ScheduledTask, x: float, y: float, width: float) -> Box:
    """Build the box of the schedule that starts a task."""
    link = f"#task-{task.name}"
    return build_box(f"schedule {task.name}", "schedule", "", task.schedule, x=x, y=y, box_width=width, eyebrow="schedule", link=link)


def build_scheduled_task_box(task: ScheduledTask, x: float, y: float, width: float) -> Box:
    """Build the box of a scheduled task."""
    facts = (task.short_image, task.size, task.capacity, describe_sidecars(task.sidecars))
    link = f"#task-{task.name}"
    return build_box(f"task {task.name}", "service task", task.name, facts, x=x, y=y, box_width=width, eyebrow="scheduled task", link=link)


def build_file_system_box(owner: str, file_system: FileSystem, x: float, y: float, width: float) -> Box:
    """Build the box of a file system that a service or scheduled task mounts."""
    key = f"files {owner} {file_system.title}"
    return build_box(
        key,
        "files",
        "",
        (file_system.title, *file_system.facts),
        x=x,
        y=y,
        box_width=width,
        eyebrow="EFS file system",
        link=f"#settings-{owner}",
    )


def build_scaling_box(service_name: str, settings: Scaling, x: float, y: float, width: float) -> Box:
    """Build the box of the scaling of a service."""
    facts = (*settings.policies, *settings.schedules)
    return build_box(
        f"scaling {service_name}",
        "scaling",
        settings.task_range,
        facts,
        x=x,
        y=y,
        box_width=width,
        eyebrow="scaling",
        link=f"#settings-services-{service_name}",
    )


def build_shared_resource_box(resource: SharedResource, x: float, y: float, width: float) -> Box:
    """Build the box of a shared resource."""
    facts = (*resource.facts, *((f"for {', '.join(resource.services)}",) if resource.services else ()))
    link = {
        "cluster": "#settings-cluster",
        "discovery": "#settings-cluster",
        "encryption": "#settings-encryption",
        "monitoring": "#settings-monitoring",
        "repositories": "#settings-repositories",
    }.get(resource.kind, "#settings-network")
    return build_box(
        f"{resource.kind} {resource.title}",
        resource.kind,
        resource.title,
        facts,
        x=x,
        y=y,
        box_width=width,
        eyebrow=_RESOURCE_EYEBROWS[resource.kind],
        link=link,
        maximum_lines=4,
    )


def build_subnet_box(tier: SubnetTier, subnet: Subnet, index: int, x: float, y: float, width: float) -> Box:
    """Build the box of a subnet."""
    # All boxes of a tier use the same form: zone and block in one line if all fit.
    wide = all(
        text_width.measure_width(f"{other.zone} · {other.title}", TITLE_SIZE, bold=True) <= width - 2 * PADDING for other in tier.subnets
    )
    title = f"{subnet.zone} · {subnet.title}" if subnet.zone and wide else subnet.zone or subnet.title
    facts = (subnet.title if subnet.zone and not wide else "", ", ".join(subnet.contents))
    return build_box(
        f"subnet {tier.tier} {index}", f"subnet {tier.tier}", title, facts, x=x, y=y, box_width=width, link="#settings-network"
    )
