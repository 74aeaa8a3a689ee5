"""One stack file becomes containerised web services on Amazon ECS Fargate."""

import gc
from typing import Any

# A program makes many small objects that live until its end: without this, looking for garbage among them takes 40 % of its time.
gc.set_threshold(200_000, 20, 50)

import pulumi
from fargate_web import Account, Cluster, LoadBalancer, Monitoring, Network, Repository, Scaling, ScheduledTask, Service
from fargate_web.analysis.deployment_order import deployment_order
from fargate_web.analysis.rule_priorities import priorities
from fargate_web.settings.tags import layered
from fargate_web.stack.load import from_config
from fargate_web.stack.outputs import stack_outputs

gc.freeze()

loaded = from_config()  # the stack file, checked as a whole; every fault is told here, before anything is registered
for warning in loaded.warnings:
    pulumi.log.warn(str(warning))

stack = loaded.stack
tags = layered({"Project": pulumi.get_project(), "Stack": pulumi.get_stack()}, stack.tags)
account = Account(loaded.region)
guard = pulumi.ResourceOptions(protect=stack.protected or None)

repositories = {
    name: Repository(name, {**settings.said(), "tags": tags, "account": account}, guard) for name, settings in stack.repositories.items()
}
network = cluster = None
if stack.tasks:
    network = Network("network", {**stack.network.said(), "tags": tags, "account": account}, guard)
    cluster = Cluster("cluster", {**stack.cluster.said(), "network": network, "tags": tags}, guard)
load_balancer = None
if stack.routed:
    load_balancer = LoadBalancer(
        "load-balancer", {**stack.load_balancer.said(), "network": network, "tags": tags, "account": account}, guard
    )

order = priorities(stack.listener_rules)
wires = {"network": network, "cluster": cluster, "account": account}
services: dict[str, Service] = {}
for name, called in deployment_order(stack).items():
    settings = stack.services[name]
    own_tags = layered(tags, settings.tags)
    own_wires = {"priority": order.get(name), "test_priority": order.get(f"{name}:test"), "after": [services[each] for each in called]}
    services[name] = Service(name, {**settings.said(), **wires, **own_wires, "load_balancer": load_balancer, "tags": own_tags})
    if settings.scaling:
        Scaling(name, {**settings.scaling.said(), "service": services[name], "tags": own_tags})
services = {name: services[name] for name in stack.services}  # in the order of the file again, for dashboard and outputs
for service in services.values():
    service.allow(services)

scheduled_tasks = {
    name: ScheduledTask(name, {**settings.said(), **wires, "tags": layered(tags, settings.tags)})
    for name, settings in stack.scheduled_tasks.items()
}
made: dict[str, Any] = {"services": services, "scheduled_tasks": scheduled_tasks, "load_balancer": load_balancer}
monitoring = None
if stack.monitoring and stack.tasks:
    watched = {**made, "container_insights": stack.cluster.container_insights != "disabled"}
    monitoring = Monitoring("monitoring", {**stack.monitoring.said(), **watched, "tags": tags, "account": account})

made |= {"network": network, "cluster": cluster, "monitoring": monitoring, "repositories": repositories}
for key, value in stack_outputs(**made, region=loaded.region).items():
    pulumi.export(key, value)
