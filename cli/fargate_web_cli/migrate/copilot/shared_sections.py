"""The sections that workloads share: network, cluster, load balancer, and allowed callers."""

from typing import Any

from fargate_web_cli.migrate.conversion import Conversion, StackContext
from fargate_web_cli.migrate.copilot import environment, routing
from fargate_web_cli.migrate.manifest_value import ManifestValue
from fargate_web_cli.migrate.report import Report


def write_shared_sections(conversions: list[Conversion], environments: list[Conversion], world: StackContext, report: Report) -> None:
    """Write the shared sections that the manifest of the environment does not have."""
    sources: dict[str, tuple[ManifestValue, list[str]]] = world.sections.pop("_sources", {})
    private: ManifestValue | None = world.sections.pop("_private", None)
    _write_network(conversions, world)
    _write_load_balancer(conversions, environments, world, report, private)
    _write_source_ips(conversions, sources, world, report)
    _write_cluster(conversions, world, report)
    world.sections.setdefault("monitoring", False)
    world.comments[("monitoring",)] = "Copilot makes no alarms; without this line there are alarms and a dashboard"
    if any(conversion.kind != "job" for conversion in conversions):
        report.add(
            "differently",
            None,
            "COPILOT_LB_DNS and what addons put into the environment are not set here; write what the code reads under environment",
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


def _write_load_balancer(
    conversions: list[Conversion], environments: list[Conversion], world: StackContext, report: Report, private: ManifestValue | None
) -> None:
    behind = [conversion for conversion in conversions if routing.is_routed(conversion)]
    public = [conversion for conversion in behind if conversion.kind == "lb"]
    if not behind:
        said = world.sections.pop("loadBalancer", None)
        if said or private is not None:
            report.add(
                "left",
                environments[0].find_value("http") if environments else None,
                "no service of this stack is behind a load balancer; convert it with those that are",
            )
        return
    balancer: dict[str, Any] = world.sections.setdefault("loadBalancer", {})
    if not public:
        kept = {key: balancer[key] for key in ("accessLogs",) if key in balancer}
        world.sections["loadBalancer"] = balancer = {"scheme": "internal", **kept}
        if private is not None:
            environment.convert_internal_settings(environments[0], private)
    else:
        if private is not None:
            report.add(
                "left",
                private,
                "one load balancer in a stack, and this one is internet-facing: convert the Backend Services with http into a stack of their own",
            )
        for conversion in behind:
            if conversion.kind == "backend":
                _remove_route(conversion)
    balancer.setdefault("deletionProtection", False)
    world.comments[("loadBalancer", "deletionProtection")] = "as in Copilot; remove it once the traffic is here"
    if "accessLogs" not in balancer:
        world.write_setting(("loadBalancer", "accessLogs"), False, "as in Copilot; without this line every request is recorded")
    _write_https(public or behind, balancer, world, report)


def _remove_route(conversion: Conversion) -> None:
    conversion.report_unconverted(
        conversion.find_value("http"),
        "one load balancer in a stack, and this one is internet-facing: convert this manifest into a stack of its own, whose load balancer is internal, or call the service by its name",
    )
    for key in ("healthCheck", "targetGroup"):
        inside: Any = conversion.context.sections
        for step in conversion.base_path:
            inside = inside[step]
        inside.pop(key, None)
        requests = inside.get("scaling", {})
        requests.pop("requestsPerTarget", None)
    conversion.write_setting("route", False, "its internal load balancer needs a stack of its own")


def _write_https(behind: list[Conversion], balancer: dict[str, Any], world: StackContext, report: Report) -> None:
    names: list[str] = []
    for conversion in behind:
        names += [name for name in routing.list_host_names(conversion.find_value("http.alias")) if name not in names]
    if not names and "https" not in balancer:
        return
    https: dict[str, Any] = balancer.setdefault("https", {})
    first = next((conversion.find_value("http.alias") for conversion in behind if conversion.find_value("http.alias")), None)
    if "certificateArn" not in https:
        placeholder = world.build_arn("acm", "certificate/00000000-0000-0000-0000-000000000000")
        world.write_setting(
            ("loadBalancer", "https", "certificateArn"),
            placeholder,
            "a certificate for these names; Copilot's own goes with its environment",
        )
        report.add(
            "needs",
            first,
            f"request a certificate: aws acm request-certificate --validation-method DNS --domain-name {names[0]}"
            + (f" --subject-alternative-names {' '.join(names[1:])}" if names[1:] else ""),
        )
    if names:
        https["domainName"] = names[0]
        world.comments[("loadBalancer", "https", "domainName")] = (
            "add hostedZone when the names move here; until then Copilot's records hold"
        )
        if names[1:]:
            https["alternativeNames"] = names[1:]
        zones = [zone for conversion in behind if (zone := conversion.find_value("http.hosted_zone"))]
        report.add(
            "differently",
            zones[0] if zones else first,
            "no record is made until loadBalancer.https.hostedZone is written, so that Copilot's own holds until you switch",
        )
    redirects = [(conversion, conversion.find_value("http.redirect_to_https")) for conversion in behind]
    forwards = [said for _, said in redirects if said is not None and not said.boolean()]
    if forwards:
        balancer["http"] = "forward"
        if len(forwards) < len(behind):
            report.add("differently", forwards[0], "port 80 forwards for all services: it is one listener for all of them")


def _write_source_ips(
    conversions: list[Conversion], sources: dict[str, tuple[ManifestValue, list[str]]], world: StackContext, report: Report
) -> None:
    """Allow the addresses at the load balancer, if all its services agree on them."""
    behind = [
        conversion.name
        for conversion in conversions
        if conversion.read_setting("route") is not False and conversion.read_setting("port") is not None
    ]
    lists = [tuple(addresses) for _, addresses in sources.values()]
    for name, (value, addresses) in sources.items():
        if set(sources) == set(behind) and len(set(lists)) == 1:
            world.write_setting(("loadBalancer", "allowedCidrBlocks"), addresses)
            report.add("differently", value, "the load balancer admits these addresses only, not a rule of its listener")
        else:
            report.add(
                "left",
                value,
                f"the load balancer admits the same addresses for all services, and not all say the same; give {name} a stack of its own, or restrict it in a web ACL (loadBalancer.webAcl)",
            )


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
        callers = [other.name for other in conversions if other.kind != "job" and other.name != conversion.name]
        deny = conversion.find_value("network.vpc.security_groups.deny_default")
        if callers and not (deny and deny.boolean()):
            conversion.write_setting("allowFrom", callers, "in Copilot every workload of the environment may call; leave those that do")
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
            "the names under which the services call each other, <service>." + name,
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
                f"a VPC answers to one zone of a name: in the VPC of the Copilot environment, {name} is taken until that is gone; write another name in cluster.namespace",
            )
