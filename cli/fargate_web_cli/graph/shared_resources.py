"""What the services of a stack share: the cluster, ways out, endpoints, discovery, monitoring."""

from collections.abc import Iterator

from fargate_web.settings.network import Network
from fargate_web.testing import Run

from fargate_web_cli.graph import summaries
from fargate_web_cli.graph.model import Facility
from fargate_web_cli.preview.secret_masking import masked
from fargate_web_cli.preview.stack_preview import Preview
from fargate_web_cli.terminal.formatting import counted

_REPOSITORIES = 8
"""As many are named; a stack may have hundreds."""


def facilities(preview: Preview) -> Iterator[Facility]:
    """List them, in the order in which a reader asks for them."""
    stack = preview.settings
    cluster = stack.cluster
    if cluster.existing:
        yield Facility("cluster", f"Cluster {summaries.plain(cluster.existing.name)}", ("exists, and is not changed",))
    else:
        capacity = summaries.capacity(cluster.default_capacity_provider_strategy)
        title = f"Cluster {summaries.plain(cluster.name)}" if cluster.name else "Cluster"
        yield Facility("cluster", title, (capacity, f"Container Insights: {cluster.container_insights}"))
    yield from _network(stack.network)
    yield from _discovery(preview.run)
    yield from _repositories(preview)
    yield from _monitoring(preview)


def _network(network: Network) -> Iterator[Facility]:
    if network.existing:
        return
    gateways = {"onePerAz": network.zones(), "single": 1, "none": 0}[network.nat_gateways]
    if gateways:
        note = "one a zone: the loss of a zone is survived" if gateways > 1 else "if its zone fails, nothing gets out"
        yield Facility("egress", counted(gateways, "NAT gateway"), ("from private subnets to the internet", note))
    else:
        yield Facility("egress", "No NAT gateway", ("private subnets reach endpoints only",))
    gateway = sorted({"s3", *network.gateway_endpoints})
    facts = [f"gateway: {', '.join(gateway)}"] + [f"interface: {', '.join(network.interface_endpoints)}"] * bool(
        network.interface_endpoints
    )
    yield Facility("endpoints", "VPC endpoints", tuple(facts))


def _discovery(run: Run) -> Iterator[Facility]:
    """Find Cloud Map: namespaces and registries, and the services of ECS that use them."""
    namespaces = [
        resource for resource in run.resources if resource.type.startswith("aws:servicediscovery/") and "Namespace" in resource.type
    ]
    users = [
        resource.name
        for resource in run.of("aws:ecs/service:Service")
        if resource.inputs.get("serviceConnectConfiguration") or resource.inputs.get("serviceRegistries")
    ]
    for namespace in namespaces:
        name = masked(namespace.inputs, namespace.secrets).get("name")
        private = "private DNS" if "PrivateDns" in namespace.type else "API calls and Service Connect"
        yield Facility("discovery", f"Namespace {name if isinstance(name, str) else namespace.name}", (private,), tuple(users))
    if users and not namespaces:
        yield Facility("discovery", "Namespace that exists", ("Service Connect",), tuple(users))


def _repositories(preview: Preview) -> Iterator[Facility]:
    found = preview.settings.repositories
    if found:
        facts = [
            f"{summaries.plain(each.name or name)}: {f'the newest {each.keep_images} images' if each.keep_images else 'every image'}"
            for name, each in found.items()
        ]
        more = [f"and {len(facts) - _REPOSITORIES} more"] if len(facts) > _REPOSITORIES else []
        yield Facility("repositories", "ECR repository" if len(facts) == 1 else "ECR repositories", (*facts[:_REPOSITORIES], *more))


def _monitoring(preview: Preview) -> Iterator[Facility]:
    monitoring = preview.settings.monitoring
    if monitoring is None:
        return
    alarms = counted(len(preview.run.of("aws:cloudwatch/metricAlarm:MetricAlarm")), "alarm")
    told = ", ".join(summaries.plain(address) for address in monitoring.email)
    topic = "a topic that exists" if monitoring.topic_arn else f"a topic for {told}" if told else "a topic that nobody has subscribed to"
    yield Facility("monitoring", "Monitoring", (f"{alarms} to {topic}", *(("one dashboard",) if monitoring.dashboard else ())))
