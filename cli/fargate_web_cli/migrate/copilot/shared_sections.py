"""The sections that workloads share: network, load balancer, cluster, and allowed callers."""

from typing import Any

from fargate_web_cli.migrate.conversion import Conversion, StackContext
from fargate_web_cli.migrate.copilot.load_balancer import write_load_balancer
from fargate_web_cli.migrate.copilot.topics import resolve_subscriptions
from fargate_web_cli.migrate.report import Report


def write_shared_sections(conversions: list[Conversion], environments: list[Conversion], world: StackContext, report: Report) -> None:
    """Write the shared sections that the manifest of the environment does not have."""
    resolve_subscriptions(conversions)
    _write_network(conversions, world)
    write_load_balancer(conversions, environments, world, report)
    _write_cluster(conversions, world, report)
    world.sections.setdefault("monitoring", False)
    world.comments[("monitoring",)] = "Copilot makes no alarms; without this line there are alarms and a dashboard"
    if not environments:
        report.add(
            "differently",
            None,
            "without --environment-manifest, the network, the certificates and the logs are those of an environment with Copilot's defaults",
        )


def _write_network(conversions: list[Conversion], world: StackContext) -> None:
    network: dict[str, Any] = world.sections.setdefault("network", {})
    if "existing" in network:
        return
    if "natGateways" not in network:
        private = any(conversion.read_setting("subnets") == "private" for conversion in conversions)
        world.write_setting(
            ("network", "natGateways"),
            "onePerAz" if private else "none",
            None if private else "the tasks are in public subnets, as in Copilot",
        )
    if "flowLogs" not in network:
        world.write_setting(("network", "flowLogs"), False, "as in Copilot; without this line the traffic is recorded")


def _write_cluster(conversions: list[Conversion], world: StackContext, report: Report) -> None:
    cluster: dict[str, Any] = world.sections.setdefault("cluster", {})
    if "containerInsights" not in cluster:
        by_queue = any(conversion.read_setting("scaling.queue") for conversion in conversions)
        said = "scaling by a queue needs it" if by_queue else "as in Copilot; without this line there are metrics of each container"
        world.write_setting(("cluster", "containerInsights"), "enabled" if by_queue else "disabled", said)
    callable_ = [
        conversion for conversion in conversions if conversion.kind in ("lb", "backend") and conversion.read_setting("port") is not None
    ]
    named = [conversion for conversion in callable_ if conversion.kind == "backend" or len(conversions) > 1]
    for conversion in named:
        conversion.write_setting("serviceDiscovery", True)
        callers = [
            other.name
            for other in conversions
            if other.kind != "job" and other.name != conversion.name and not _has_no_default_group(other)
        ]
        if callers and not _has_no_default_group(conversion):
            conversion.write_setting("allowFrom", callers, "in Copilot every workload of the environment may call; leave those that do")
    for alone in callable_:
        if alone not in named:
            name = f"{alone.name}.{world.environment or 'environment'}.{world.application or 'application'}.local"
            settings = "serviceDiscovery: true" if alone.read_setting("serviceConnect") else "serviceDiscovery: true and cluster.namespace"
            alone.report_difference(
                alone.find_value("name"),
                f"{name} is not created, because no caller is converted with it; convert them together, or write {settings}",
            )
    for job in conversions:
        if job.kind == "job" and named:
            doors = " and ".join(conversion.name for conversion in named)
            job.report_difference(
                job.find_value("name"),
                f"allowFrom lets services in by name, and jobs not: where {job.name} calls {doors}, add the CIDR block of the network there",
            )
    if named or any(conversion.read_setting("serviceConnect") for conversion in conversions):
        name = f"{world.environment or 'environment'}.{world.application or 'application'}.local"
        world.write_setting(
            ("cluster", "namespace"),
            {"name": name, "type": "privateDns"},
            f"the names under which the services call each other, <service>.{name}; they have A records, in Copilot also SRV records",
        )
        if not (world.environment and world.application):
            report.add(
                "needs",
                None,
                f"the services call each other as <service>.{name}; give --environment and --app, or write the name in cluster.namespace",
            )
        if "existing" in world.sections.get("network", {}):
            report.add(
                "differently",
                None,
                f"a VPC answers to one zone of a name: in the VPC of the Copilot environment, {name} is taken until that is gone; write another name in cluster.namespace and COPILOT_SERVICE_DISCOVERY_ENDPOINT",
            )


def _has_no_default_group(conversion: Conversion) -> bool:
    """Return whether the workload is not in Copilot's security group of the environment, whose members may call each other."""
    deny = conversion.find_value("network.vpc.security_groups.deny_default")
    return deny is not None and deny.boolean()
