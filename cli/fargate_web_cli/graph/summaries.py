"""Short descriptions of settings for the picture."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pulumi
from fargate_web.analysis.deployment_timeline import count_rolling_rounds
from fargate_web.settings.capacity_provider import CapacityProvider
from fargate_web.settings.deployment import Deployment
from fargate_web.settings.load_balancer import LoadBalancer
from fargate_web.settings.queue import Queue
from fargate_web.settings.rule_conditions import RuleConditions
from fargate_web.settings.scaling import Scaling
from fargate_web.settings.scheduled_task import ScheduledTask
from fargate_web.settings.service import Service
from fargate_web.settings.task import Task
from fargate_web.stack.references import find_reference

from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER, format_count

_DIGEST_LENGTH: Final = 8
"""The digits of a shortened digest, as Docker and git show them."""


def format_plain(value: Any) -> str:
    """Return a value as text, what a reference reads, or a placeholder if the value is encrypted."""
    if isinstance(value, pulumi.Output):
        reference = find_reference(value)
        return str(reference) if reference else SECRET_PLACEHOLDER
    return str(value)


def shorten_image(image: str) -> str:
    """Return the end of an image name: `shop/web:1.4.2`, `web@9f86d081`."""
    name, at, digest = image.partition("@")
    host, slash, rest = name.partition("/")
    # The part before the first slash is a registry if it can be a host.
    short = rest if slash and ("." in host or ":" in host or host == "localhost") else name
    return f"{short}@{digest.partition(':')[2][:_DIGEST_LENGTH]}" if at else short


def describe_size(service: Task) -> str:
    """Return the size of a task: `0.5 vCPU, 1 GB, ARM64`."""
    words = [f"{service.cpu / 1024:g} vCPU", f"{service.memory / 1024:g} GB"]
    return ", ".join(words + ["ARM64"] * (service.cpu_architecture == "ARM64"))


def describe_task_count(service: Service) -> str:
    """Return the number of tasks."""
    if service.scaling is None:
        return format_count(service.initial_task_count, "task")
    return _describe_range(service.scaling.min_capacity, service.scaling.max_capacity)


def _describe_range(low: int, high: int) -> str:
    return format_count(low, "task") if low == high else f"{low}–{high} tasks"


def describe_network_clients(service: Service) -> Iterator[str]:
    """Describe who reaches a service through its Network Load Balancer, and on which ports."""
    balancer = service.network_load_balancer
    if balancer is None:
        return
    ports = " and ".join(f"{listener.protocol} {listener.port}" for listener in balancer.listeners)
    blocks = balancer.list_allowed_cidr_blocks()
    clients = ["the VPC"] if blocks is None else ["the internet" if block == "0.0.0.0/0" else block for block in blocks]
    yield from (f"{client} by {ports}" for client in clients)


def describe_traffic(service: Service) -> str:
    """Describe how requests reach a service."""
    if service.network_load_balancer is not None:
        own = "its own Network Load Balancer"
        return f"port {service.port}, health {service.health_check.path}, and {own}" if service.active_route else own
    if service.active_route:
        container = f" of {service.target_container}" if service.target_container else ""
        return f"port {service.port}{container}, health {service.health_check.path}"
    return "worker: nothing connects to it" if service.port is None else f"port {service.port}, off the load balancer"


def describe_strategy(service: Service) -> str:
    """Describe the deployment strategy."""
    deployment: Deployment = service.deployment
    bake = (
        f", then {deployment.bake_time_in_minutes} min to go back" if deployment.shifts_traffic and deployment.bake_time_in_minutes else ""
    )
    match deployment.strategy:
        case "canary":
            return f"canary: {deployment.canary.percent:g} % for {deployment.canary.bake_time_in_minutes} min{bake}"
        case "linear":
            linear = deployment.linear
            return f"linear: {linear.step_percent:g} % every {linear.step_bake_time_in_minutes} min{bake}"
        case "blueGreen":
            return f"blue/green: all at once{bake}"
    number = count_rolling_rounds(service, max(service.initial_task_count, 1))
    return f"rolling: {deployment.minimum_healthy_percent}–{deployment.maximum_percent} %, {format_count(number, 'round')}"


def describe_capacity(strategy: Iterable[CapacityProvider]) -> str:
    """Describe a capacity provider strategy: `FARGATE`, `FARGATE 1 + FARGATE_SPOT 3`."""
    items = [*strategy]
    if len(items) == 1:
        return items[0].capacity_provider
    return " + ".join(f"{item.capacity_provider} {item.weight}{f' from {item.base}' if item.base else ''}" for item in items)


def describe_conditions(route: RuleConditions) -> Iterator[str]:
    """Yield the conditions of a listener rule."""
    if route.hosts or route.host_regex_values:
        yield "host " + " or ".join(route.hosts or route.host_regex_values)
    if route.paths != ["/*"] or route.path_regex_values:
        yield "path " + " or ".join(route.path_regex_values or route.paths)
    if route.methods:
        yield "method " + " or ".join(route.methods)
    for header in route.headers:
        yield f"header {header.name}: {' or '.join(header.values)}"
    for query in route.query_strings:
        yield f"query {query.key or '*'}={' or '.join(query.values)}"
    if route.allowed_cidr_blocks:
        yield "from " + " or ".join(route.allowed_cidr_blocks)


def describe_answers(settings: LoadBalancer) -> Iterator[str]:
    """Yield what the load balancer answers by itself, by rule."""
    for rule in settings.rules.values():
        conditions = ", ".join(describe_conditions(rule)) or "every request"
        if rule.fixed_response is not None:
            yield f"{conditions} → {rule.fixed_response.status_code}"
        elif rule.redirect is not None:
            redirect = rule.redirect
            yield f"{conditions} → {redirect.host or ''}{redirect.path or ''} {redirect.status_code}"


def describe_policies(scaling: Scaling) -> Iterator[str]:
    """Yield the scaling metrics with their target values."""
    if scaling.cpu:
        yield f"CPU at {scaling.cpu.target:g} %"
    if scaling.memory:
        yield f"memory at {scaling.memory.target:g} %"
    if scaling.requests_per_target:
        yield f"{scaling.requests_per_target.target:g} requests a task and minute"
    if scaling.queue:
        yield f"{scaling.queue.messages_per_task:g} waiting messages a task"
    for label, metric in scaling.metrics.items():
        yield f"{label} at {metric.target:g}"
    for label, steps in scaling.steps.items():
        bounds = [f"from {step.at_least:g}" for step in steps.rising_steps[:1]] + [
            f"to {step.at_most:g}" for step in steps.falling_steps[:1]
        ]
        yield f"{label}: steps {' and '.join(bounds)}"
    if scaling.predictive:
        yield "by forecast" if scaling.predictive.scales else "a forecast, only shown"


def describe_scheduled_actions(scaling: Scaling) -> Iterator[str]:
    """Yield the hours, and the scheduled changes of the limits."""
    if scaling.hours:
        yield f"only {scaling.hours.days} {scaling.hours.start}–{scaling.hours.end} {scaling.hours.timezone}"
    for name, action in scaling.scheduled_actions.items():
        least, most = action.min_capacity, action.max_capacity
        if least is not None and most is not None:
            limits = _describe_range(least, most)
        else:
            limits = f"at least {least}" if least is not None else f"at most {most}"
        yield f"{name}: {limits}"


def find_queue_name(name: str, settings: Service) -> str:
    """Return the name of the queue that a service processes; empty without one."""
    if settings.queue is not None:
        return settings.names.queue or f"{name}-queue"
    backlog = settings.scaling.queue if settings.scaling else None
    if backlog is None:
        return ""
    return format_plain(backlog.queue_name) if backlog.queue_name else format_plain(backlog.queue_arn).rpartition(":")[2]


def describe_queue(queue: Queue | None) -> Iterator[str]:
    """Yield the facts of a queue that the stack creates."""
    if queue is None:
        return
    if queue.fifo:
        yield "FIFO"
    for subscription in queue.subscribe:
        of_stack = f"{subscription.topic} of {subscription.service}"
        yield f"messages of {of_stack if subscription.is_of_this_stack else format_plain(subscription.topic_arn).rpartition(':')[2]}"
    if queue.dead_letter_queue:
        yield f"dead letters after {queue.dead_letter_queue.max_receive_count} tries"


def describe_schedule(task: ScheduledTask) -> Iterator[str]:
    """Yield the facts of a schedule."""
    yield task.schedule
    if not task.schedule.startswith("rate("):
        yield task.timezone
    if task.task_count > 1:
        yield f"{task.task_count} tasks each time"
    if task.flexible_time_window:
        yield f"within {task.flexible_time_window} min"
    if not task.enabled:
        yield "turned off: starts nothing"


def describe_discovery(name: str, service: Service) -> Iterator[str]:
    """Yield the service discovery names of a service."""
    connect, discovery = service.service_connect, service.service_discovery
    if connect and service.port is not None and not connect.client_only:
        alias, port = connect.resolve_client_alias(name, service.port)
        yield f"Service Connect: {alias}:{port}"
    elif connect:
        yield "Service Connect: calls others"
    if discovery and discovery.registry_arn:
        yield "service discovery: a registry that exists"
    elif discovery:
        yield f"service discovery: {discovery.resolve_service_name(name)}"


def describe_scaling_range(scaling: Scaling) -> str:
    """Return the range of the number of tasks."""
    return _describe_range(scaling.min_capacity, scaling.max_capacity)
