"""Existing networks, as `fargate-web preflight` sees them."""

from typing import Any

from fargate_web_cli.live.preflight.facts.networks import Endpoint, NetworkFacts, Route, RouteTable, Subnet

from tests.cli.live.preflight.plans import plan

VPC = "vpc-0123456789abcdef0"
EXISTING: tuple[str, ...] = ("network", "existing")
INTERNAL = {"loadBalancer": {"scheme": "internal"}}


def subnet(number: int = 1, *, zone: str = "", free: int = 250, prefix_length: int = 24) -> Subnet:
    return Subnet(f"subnet-{str(number) * 8}", "", zone or f"us-west-2{'abc'[number - 1]}", free, prefix_length)


def network_of(
    *subnets: Subnet, tier: str = "private", routes: tuple[Route, ...] = (), endpoints: tuple[Endpoint, ...] = ()
) -> NetworkFacts:
    paths = {("network", "existing", f"{tier}Subnets", index): (each,) for index, each in enumerate(subnets)}
    table = RouteTable("rtb-1", routes)
    return NetworkFacts((VPC,), "10.0.0.0/16", paths, {tier: subnets}, {each.id: table for each in subnets}, endpoints)


def plan_in(tier: str = "private", web: dict[str, Any] | None = None, **sections: Any) -> Any:
    existing = {"vpc": {"id": VPC}, f"{tier}Subnets": [{"id": "subnet-11111111"}, {"id": "subnet-22222222"}]}
    return plan({"subnets": tier, "route": False, **(web or {})}, network={"existing": existing}, **sections)
