"""The route tables that `awsx.ec2.Vpc` creates."""

import pulumi
import pulumi_awsx as awsx


def find_route_table(vpc: awsx.ec2.Vpc, name: str) -> pulumi.Output[str]:
    """Find the id of a route table by the name that awsx gives it, which is that of its subnet: `network-private-1`."""
    ids: pulumi.Output[list[tuple[str, str]]] = vpc.route_tables.apply(
        lambda tables: pulumi.Output.all(*(pulumi.Output.all(each.urn, each.id) for each in tables or []))
    )
    return ids.apply(lambda found: {urn.rpartition("::")[2]: id_ for urn, id_ in found}[name])
