"""Writes the hosts of services behind an internal load balancer, which Copilot serves under names of a private zone."""

from fargate_web_cli.migrate.conversion import Conversion, StackContext
from fargate_web_cli.migrate.copilot import routing


def write_internal_names(behind: list[Conversion], world: StackContext) -> None:
    """Write the internal names as hosts if several services share the load balancer, and report what the names need."""
    for conversion in behind:
        if routing.list_host_names(conversion.find_value("http.alias")):
            continue
        zone = f"{world.environment or '<environment>'}.{world.application or '<application>'}.internal"
        name = f"{conversion.name}.{zone}"
        conversion.report_placeholder(
            conversion.find_value("http"),
            f"services call it as http://{name}, a name of Copilot's private zone: make the zone {zone} for the VPC, with this name as an alias of the new load balancer "
            "(aws.route53.Zone, aws.route53.Record), or let them call another name",
        )
        if len(behind) > 1 and world.environment and world.application:
            conversion.write_setting("route.hosts", [name], "as in Copilot; under the name of the load balancer itself it is not served")
