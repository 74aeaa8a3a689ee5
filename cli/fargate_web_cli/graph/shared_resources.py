"""The shared resources of a stack: cluster, KMS key, NAT gateways, endpoints, discovery, repositories, monitoring."""

from collections.abc import Iterator

from fargate_web.settings.nat_gateways import NAT_INSTANCE_CHOICES
from fargate_web.settings.network import Network
from fargate_web.settings.notifications import Notifications
from fargate_web.settings.stack import Stack
from fargate_web.testing import Run

from fargate_web_cli.graph import summaries
from fargate_web_cli.graph.model import SharedResource
from fargate_web_cli.project.secret_masking import mask_secrets
from fargate_web_cli.terminal.formatting import format_count

_MAXIMUM_REPOSITORIES = 8
"""The number of repositories that are named; a stack can have hundreds."""


def list_shared_resources(stack: Stack, run: Run) -> Iterator[SharedResource]:
    """List the shared resources, the most important first."""
    cluster = stack.cluster
    if cluster.existing:
        yield SharedResource("cluster", f"Cluster {summaries.format_plain(cluster.existing.name)}", ("exists, and is not changed",))
    else:
        capacity = summaries.describe_capacity(cluster.default_capacity_provider_strategy)
        title = f"Cluster {summaries.format_plain(cluster.name)}" if cluster.name else "Cluster"
        yield SharedResource("cluster", title, (capacity, f"Container Insights: {cluster.container_insights}"))
    yield from _list_keys(stack)
    yield from _list_network_resources(stack.network)
    yield from list_namespaces(run)
    yield from _list_repositories(stack)
    yield from _list_monitoring(stack, run)


def _list_network_resources(network: Network) -> Iterator[SharedResource]:
    if network.existing:
        return
    if network.nat_gateways == "regional":
        yield SharedResource("egress", "Regional NAT gateway", ("from private subnets to the internet", "in all zones with tasks"))
    elif gateways := network.count_nat_addresses():
        kind = "NAT instance" if network.nat_gateways in NAT_INSTANCE_CHOICES else "NAT gateway"
        note = "one a zone: the loss of a zone is survived" if gateways > 1 else "if its zone fails, nothing gets out"
        yield SharedResource("egress", format_count(gateways, kind), ("from private subnets to the internet", note))
    else:
        yield SharedResource("egress", "No NAT gateway", ("private subnets reach endpoints only",))
    gateway = sorted({"s3", *network.gateway_endpoints})
    facts = [f"gateway: {', '.join(gateway)}"] + [f"interface: {', '.join(network.interface_endpoints)}"] * bool(
        network.interface_endpoints
    )
    yield SharedResource("endpoints", "VPC endpoints", tuple(facts))


def _list_keys(stack: Stack) -> Iterator[SharedResource]:
    encryption = stack.encryption
    if encryption is not None:
        title = "KMS key" if encryption.is_made else "KMS key that exists"
        facts = ("rotated every year",) if encryption.is_made else (summaries.format_plain(encryption.key),)
        yield SharedResource("encryption", title, ("encrypts what the stack stores", *facts))


def list_namespaces(run: Run) -> Iterator[SharedResource]:
    """List the Cloud Map namespaces, with the ECS services that use them."""
    namespaces = [
        resource for resource in run.resources if resource.type.startswith("aws:servicediscovery/") and "Namespace" in resource.type
    ]
    users = [
        resource.name
        for resource in run.find_all("aws:ecs/service:Service")
        if resource.inputs.get("serviceConnectConfiguration") or resource.inputs.get("serviceRegistries")
    ]
    for namespace in namespaces:
        name = mask_secrets(namespace.inputs, namespace.secrets).get("name")
        private = "private DNS" if "PrivateDns" in namespace.type else "API calls and Service Connect"
        yield SharedResource("discovery", f"Namespace {name if isinstance(name, str) else namespace.name}", (private,), tuple(users))
    if users and not namespaces:
        yield SharedResource("discovery", "Namespace that exists", ("Service Connect",), tuple(users))


def _list_repositories(stack: Stack) -> Iterator[SharedResource]:
    repositories = stack.repositories
    if repositories:
        facts = [
            f"{summaries.format_plain(repository.name or name)}: {f'the newest {repository.keep_images} images' if repository.keep_images else 'every image'}"
            for name, repository in repositories.items()
        ]
        more = [f"and {len(facts) - _MAXIMUM_REPOSITORIES} more"] if len(facts) > _MAXIMUM_REPOSITORIES else []
        yield SharedResource(
            "repositories", "ECR repository" if len(facts) == 1 else "ECR repositories", (*facts[:_MAXIMUM_REPOSITORIES], *more)
        )


def _list_monitoring(stack: Stack, run: Run) -> Iterator[SharedResource]:
    monitoring = stack.monitoring
    if monitoring is None:
        return
    alarms = [*run.find_all("aws:cloudwatch/metricAlarm:MetricAlarm"), *run.find_all("aws:cloudwatch/compositeAlarm:CompositeAlarm")]
    facts = [f"{format_count(len(alarms), 'alarm')} to {_describe_topic(monitoring)}"]
    if monitoring.page:
        facts.append(f"what users notice to {_describe_topic(monitoring.page)}")
    facts += [f"muted for {mute.duration} from {mute.schedule} {mute.timezone}" for mute in monitoring.mute.values()]
    if monitoring.canary:
        every = monitoring.canary.every
        facts.append(f"a canary requests {monitoring.canary.path} every {'minute' if every == 1 else format_count(every, 'minute')}")
    if monitoring.slo:
        facts.append("watches service level objectives")
    yield SharedResource("monitoring", "Monitoring", (*facts, *(("one dashboard",) if monitoring.dashboard else ())))


def _describe_topic(notifications: Notifications) -> str:
    receivers = [summaries.format_plain(address) for address in notifications.email]
    receivers += [format_count(len(notifications.webhook), "webhook")] if notifications.webhook else []
    receivers += ["Slack"] if notifications.slack else []
    receivers += ["Teams"] if notifications.teams else []
    topic = "a topic that exists" if notifications.topic_arn else "a topic"
    if receivers:
        return f"{topic}{', and' if notifications.topic_arn else ' for'} {', '.join(receivers)}"
    return topic if notifications.topic_arn else "a topic that nobody has subscribed to"
