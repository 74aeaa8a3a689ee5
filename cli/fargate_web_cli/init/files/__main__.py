"""One stack file becomes containerised web services on Amazon ECS Fargate."""

import gc
from typing import Any

# A program makes many small objects that live until its end: without this, looking for garbage among them takes 40 % of its time.
gc.set_threshold(200_000, 20, 50)

import pulumi
from fargate_web import Account, Cluster, LoadBalancer, Monitoring, Network, Repository, Scaling, ScheduledTask, Service
from fargate_web.analysis.deployment_order import order_deployments
from fargate_web.analysis.rule_priorities import assign_priorities
from fargate_web.settings.tags import merge_tags
from fargate_web.stack.load import load_config
from fargate_web.stack.outputs import build_stack_outputs

gc.freeze()

loaded = load_config()  # the stack file, checked as a whole; every fault is told here, before anything is registered
for warning in loaded.warnings:
    pulumi.log.warn(str(warning))

stack = loaded.stack
tags = merge_tags({"Project": pulumi.get_project(), "Stack": pulumi.get_stack()}, stack.tags)
account = Account(loaded.region)
guard = pulumi.ResourceOptions(protect=stack.protected or None)

repositories = {
    name: Repository(name, {**settings.explicit_values(), "tags": tags, "account": account}, guard)
    for name, settings in stack.repositories.items()
}
network = cluster = None
if stack.tasks:
    network = Network("network", {**stack.network.explicit_values(), "tags": tags, "account": account}, guard)
    cluster = Cluster("cluster", {**stack.cluster.explicit_values(), "network": network, "tags": tags}, guard)
load_balancer = None
if stack.routed_services:
    load_balancer = LoadBalancer(
        "load-balancer", {**stack.load_balancer.explicit_values(), "network": network, "tags": tags, "account": account}, guard
    )

order = assign_priorities(stack.listener_rules)
wires = {"network": network, "cluster": cluster, "account": account}
services: dict[str, Service] = {}
for name, called in order_deployments(stack).items():
    settings = stack.services[name]
    own_tags = merge_tags(tags, settings.tags)
    own_wires = {"priority": order.get(name), "test_priority": order.get(f"{name}:test"), "after": [services[each] for each in called]}
    services[name] = Service(name, {**settings.explicit_values(), **wires, **own_wires, "load_balancer": load_balancer, "tags": own_tags})
    if settings.scaling:
        Scaling(name, {**settings.scaling.explicit_values(), "service": services[name], "tags": own_tags})
services = {name: services[name] for name in stack.services}  # in the order of the file again, for dashboard and outputs
for service in services.values():
    service.allow_services(services)

scheduled_tasks = {
    name: ScheduledTask(name, {**settings.explicit_values(), **wires, "tags": merge_tags(tags, settings.tags)})
    for name, settings in stack.scheduled_tasks.items()
}
made: dict[str, Any] = {"services": services, "scheduled_tasks": scheduled_tasks, "load_balancer": load_balancer}
monitoring = None
if stack.monitoring and stack.tasks:
    watched = {**made, "container_insights": stack.cluster.container_insights != "disabled"}
    monitoring = Monitoring("monitoring", {**stack.monitoring.explicit_values(), **watched, "tags": tags, "account": account})

made |= {"network": network, "cluster": cluster, "monitoring": monitoring, "repositories": repositories}
for key, value in build_stack_outputs(**made, region=loaded.region).items():
    pulumi.export(key, value)
