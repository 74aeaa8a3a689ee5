"""Writes the load balancer that the workloads of a stack share: scheme, HTTPS, and who may connect."""

from typing import Any

from fargate_web.analysis.rule_priorities import CALCULATED_PRIORITIES
from fargate_web.settings.rule_conditions import MAX_CONDITION_VALUES

from fargate_web_cli.migrate.conversion import Conversion, StackContext
from fargate_web_cli.migrate.copilot import environment, routing
from fargate_web_cli.migrate.copilot.address_blocks import intersect_blocks, normalize_blocks
from fargate_web_cli.migrate.copilot.internal_names import write_internal_names
from fargate_web_cli.migrate.manifest_value import ManifestValue
from fargate_web_cli.migrate.report import Report


def write_load_balancer(conversions: list[Conversion], environments: list[Conversion], world: StackContext, report: Report) -> None:
    """Write the section `loadBalancer`, if a service is behind a load balancer."""
    sources: dict[str, tuple[ManifestValue, list[str]]] = world.sections.pop("_sources", {})
    private: ManifestValue | None = world.sections.pop("_private", None)
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
        if balancer:
            report.add(
                "left",
                environments[0].find_value("http.public"),
                "no service of this stack is behind the public load balancer; convert it with those that are",
            )
        world.sections["loadBalancer"] = balancer = {"scheme": "internal"}
        _report_internal_access(private, report)
        if private is not None:
            environment.convert_internal_settings(environments[0], private)
        write_internal_names(behind, world)
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
    _write_https(public or behind, environments, balancer, world, report)
    _write_source_ips(public or behind, sources, balancer, report)
    report.add(
        "differently",
        None,
        "the load balancer drops headers whose names have other characters than letters, digits and hyphens (X_Request_Id); Copilot's passes them on",
    )
    report.add(
        "differently",
        None,
        "COPILOT_LB_DNS, the name of the load balancer, is not set here, because it is not known before the stack exists; write what the code reads under environment",
    )


def _report_internal_access(private: ManifestValue | None, report: Report) -> None:
    said = (private.find("ingress.vpc") or private.find("security_groups.ingress.from_vpc")) if private is not None else None
    if said is None or not said.boolean():
        report.add(
            "differently",
            private,
            "the whole VPC may call the internal load balancer, in Copilot only the tasks of the environment; write loadBalancer.allowedCidrBlocks",
        )


def _remove_route(conversion: Conversion) -> None:
    world = conversion.context
    name = f"{conversion.name}.{world.environment or '<environment>'}.{world.application or '<application>'}.internal"
    conversion.report_unconverted(
        conversion.find_value("http"),
        f"one load balancer in a stack, and this one is internet-facing: convert this manifest into a stack of its own, whose load balancer is internal, or call the service by its name; "
        f"in Copilot it is called as http://{name}",
    )
    settings = conversion.settings
    for key in ("healthCheck", "targetGroup", "additionalRoutes"):
        settings.pop(key, None)
    settings.get("scaling", {}).pop("requestsPerTarget", None)
    conversion.write_setting("route", False, "its internal load balancer needs a stack of its own")


def _write_https(
    behind: list[Conversion], environments: list[Conversion], balancer: dict[str, Any], world: StackContext, report: Report
) -> None:
    names: list[str] = []
    for conversion in behind:
        names += [name for name in routing.list_public_names(conversion) if name not in names]
    if not names and "certificateArn" not in balancer.get("https", {}):
        if balancer.pop("https", None):
            report.add(
                "left",
                environments[0].find_value("http.public.ssl_policy") or environments[0].find_value("http.private.ssl_policy"),
                "there is no HTTPS, because no service has an alias; convert with fargate-web migrate copilot --domain if the application has a domain",
            )
        for conversion in behind:
            if conversion.kind == "lb":
                _report_domain(conversion, world)
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
    if "sslPolicy" not in https:
        report.add(
            "differently",
            first,
            "clients need TLS 1.2 or 1.3; Copilot's listener, without ssl_policy, admits TLS 1.0 and 1.1 as well",
        )
    for conversion in behind:
        redirect = conversion.find_value("http.redirect_to_https")
        if redirect is not None and not redirect.boolean():
            conversion.report_unconverted(
                redirect,
                "port 80 redirects to HTTPS here, because the services are on the HTTPS listener only; clients that follow no redirect need the https:// address",
            )


def _report_domain(conversion: Conversion, world: StackContext) -> None:
    name = f"{conversion.name}.{world.environment or '<environment>'}.{world.application or '<application>'}"
    conversion.report_difference(
        conversion.find_value("http"),
        f"without an alias it is served over HTTP. If the application has a domain (copilot app show), Copilot serves it as https://{name}.<domain>: convert with fargate-web migrate copilot --domain",
    )


def _write_source_ips(
    behind: list[Conversion], sources: dict[str, tuple[ManifestValue, list[str]]], balancer: dict[str, Any], report: Report
) -> None:
    """Allow the addresses at the load balancer, if all its services agree on them, else at the routes; those of the environment hold as well."""
    lists = {tuple(addresses) for name, (_, addresses) in sources.items() if any(conversion.name == name for conversion in behind)}
    agreed = len(lists) == 1 and {conversion.name for conversion in behind} <= set(sources)
    by_environment: list[str] | None = balancer.get("allowedCidrBlocks")
    for name, (value, addresses) in sources.items():
        if not agreed:
            for conversion in behind:
                if conversion.name == name:
                    others = [other for other in behind if other is not conversion]
                    _write_route_addresses(conversion, value, addresses, others)
            continue
        admitted = addresses if by_environment is None else intersect_blocks(value, addresses, by_environment)
        if not admitted:
            report.add(
                "left",
                value,
                f"no address is both in this list and in that of the environment ({', '.join(by_environment or [])}), so that nobody is admitted",
            )
            continue
        balancer["allowedCidrBlocks"] = admitted
        report.add(
            "differently",
            value,
            "the load balancer admits these addresses only, not a rule of its listener"
            + ("" if by_environment is None else "; it admits what both this list and that of the environment admit, as in Copilot"),
        )


def _write_route_addresses(conversion: Conversion, value: ManifestValue, addresses: list[str], others: list[Conversion]) -> None:
    """Let the rule of one service admit its addresses, as in Copilot; other services have others."""
    route: dict[str, Any] = conversion.read_setting("route") or {}
    blocks = normalize_blocks(value, addresses)
    used = sum(len(route.get(key, ())) for key in ("hosts", "paths"))
    if used + len(blocks) > MAX_CONDITION_VALUES:
        conversion.report_unconverted(
            value,
            f"its rule would have {used + len(blocks)} condition values, and AWS allows {MAX_CONDITION_VALUES}; restrict it in a web ACL (loadBalancer.webAcl), or join blocks",
        )
        return
    conversion.write_setting("route", {**route, "allowedCidrBlocks": blocks})
    if "paths" not in route and all(other.read_setting("route.paths") for other in others):
        conversion.write_setting("route.priority", CALCULATED_PRIORITIES.stop, "after the paths of the other services, as in Copilot")
