"""One stack file becomes containerised web services on Amazon ECS Fargate."""

from fargate_web import Cluster, LoadBalancer, Monitoring, Network, Repository, Scaling, ScheduledTask, Service, load_stack

stack = load_stack()  # checks Pulumi.<stack>.yaml as a whole: every fault is reported here, before anything is registered

repositories = {name: Repository(name, stack.repository_args(name), stack.protected_options) for name in stack.repository_names}

network = cluster = load_balancer = monitoring = None
if stack.needs_network:
    network = Network("network", stack.network_args(), stack.protected_options)
    cluster = Cluster("cluster", stack.cluster_args(network=network), stack.protected_options)
if stack.needs_load_balancer:
    load_balancer = LoadBalancer("load-balancer", stack.load_balancer_args(network=network), stack.protected_options)

services: dict[str, Service] = {}
for name in stack.service_names:  # in deployment order: a service that others call comes before its callers
    services[name] = Service(name, stack.service_args(name, network=network, cluster=cluster, load_balancer=load_balancer, after=services))
    if stack.needs_scaling(name):
        Scaling(name, stack.scaling_args(name, service=services[name]))
for service in services.values():
    service.allow_services(services)

scheduled_tasks: dict[str, ScheduledTask] = {}
for name in stack.scheduled_task_names:
    scheduled_tasks[name] = ScheduledTask(name, stack.scheduled_task_args(name, network=network, cluster=cluster))

if stack.needs_monitoring:
    watched = stack.monitoring_args(services=services, scheduled_tasks=scheduled_tasks, load_balancer=load_balancer)
    monitoring = Monitoring("monitoring", watched)

stack.export_outputs(
    repositories=repositories,
    network=network,
    cluster=cluster,
    load_balancer=load_balancer,
    services=services,
    scheduled_tasks=scheduled_tasks,
    monitoring=monitoring,
)
