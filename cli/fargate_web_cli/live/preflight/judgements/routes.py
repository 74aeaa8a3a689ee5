"""Judges the routes of existing subnets: the proof that tasks reach their images, secrets and log groups."""

from collections.abc import Iterable, Iterator
from typing import Final

from fargate_web.checks.egress import list_images, list_needed_endpoints
from fargate_web.checks.finding import Finding
from fargate_web.settings.fix import SettingPath
from fargate_web.settings.registry_host import read_private_registry
from fargate_web.settings.task import Task

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.networks import NetworkFacts, Route, RouteTable, Subnet
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_EVERYWHERE: Final = "0.0.0.0/0"


def judge_routes(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge the routes of the subnets that the stack uses."""
    network = facts.network
    if network is None or not network.route_tables:
        return
    for tier, subnets in network.tiers.items():
        tasks = {place: task for place, task in planned.settings.tasks.items() if task.subnets == tier}
        for subnet in subnets:
            table = network.route_tables.get(subnet.id)
            if table is not None:
                yield from _judge_subnet(planned, network, tier, subnet, table, tasks)


def _judge_subnet(
    planned: PlannedStack, network: NetworkFacts, tier: str, subnet: Subnet, table: RouteTable, tasks: dict[tuple[str, str], Task]
) -> Iterator[Finding]:
    path = _find_path(network, tier, subnet)
    default = find_default_route(table.routes)
    if default is not None and not default.is_active:
        yield Finding(
            "route-to-nowhere",
            path,
            f"the default route of {subnet.id} leads to {default.target}, which does not exist any more (blackhole), so that nothing outside the VPC is reachable; correct the route in "
            f"{table.id}",
            "error" if tasks else "warning",
        )
        return
    leads_to_internet = default is not None and default.target.startswith("igw-")
    hosts_load_balancer = planned.creates_load_balancer and planned.settings.load_balancer.is_internet_facing
    if tier == "public" and not leads_to_internet and (tasks or hosts_load_balancer):
        way = f"its default route leads to {default.target}" if default else "it has no default route"
        yield Finding(
            "public-subnet-without-internet",
            path,
            f"{subnet.id} is no public subnet: {way} and not to an internet gateway ({table.id}), so that "
            f"{'clients do not reach the load balancer' if hosts_load_balancer else 'tasks with a public address reach nothing'}; write a subnet with a route to one",
        )
    elif tier == "private" and leads_to_internet and tasks:
        yield Finding(
            "private-subnet-with-internet-gateway",
            path,
            f"the default route of {subnet.id} leads to an internet gateway ({table.id}), and tasks there have no public address, so that they reach nothing (CannotPullContainerError); "
            "list it under publicSubnets and write subnets: public on the services, or write a subnet with a route to a NAT gateway",
        )
    elif tier == "isolated" and default is not None:
        yield Finding(
            "isolated-subnet-with-route",
            path,
            f"the default route of {subnet.id} leads to {default.target} ({table.id}), so that the subnet is not isolated; list it under privateSubnets, or remove the route",
            "warning",
        )
    elif tier != "public" and default is None and network.endpoints is not None:
        yield from _judge_endpoints(planned, network, path, subnet, table, tasks)


def find_default_route(routes: Iterable[Route]) -> Route | None:
    """Return the route that traffic to the internet takes. Return None if there is none."""
    return next((route for route in routes if route.destination == _EVERYWHERE), None)


def _judge_endpoints(
    planned: PlannedStack, network: NetworkFacts, path: SettingPath, subnet: Subnet, table: RouteTable, tasks: dict[tuple[str, str], Task]
) -> Iterator[Finding]:
    """Judge a subnet without a default route: AWS is reachable through endpoints only, or through another network that is not visible here."""
    # Endpoints of another VPC may be reachable through a peering or a transit gateway.
    is_certain = not any(route.target.startswith(("tgw-", "pcx-", "arn:", "eni-", "i-", "vgw-")) for route in table.routes)
    interfaces = {endpoint.service for endpoint in network.endpoints or () if not endpoint.is_gateway and endpoint.has_private_names}
    has_s3 = "s3" in interfaces or any(
        endpoint.service == "s3" and table.id in endpoint.route_tables for endpoint in network.endpoints or () if endpoint.is_gateway
    )
    missing: dict[str, list[str]] = {}
    outside: dict[str, str] = {}
    for place, task in tasks.items():
        for endpoint in list_needed_endpoints(task, planned.settings):
            if endpoint not in interfaces:
                missing.setdefault(endpoint, []).append(place[1])
        if not has_s3:
            missing.setdefault("s3", []).append(place[1])
        outside |= {
            image: place[1] for image in list_images(task).values() if isinstance(image, str) and _is_outside(image, planned.region)
        }
    severity: Final = "error" if is_certain else "warning"
    unless = "" if is_certain else " unless another network provides it"
    if missing:
        names = ", ".join(sorted({name for each in missing.values() for name in each}))
        yield Finding(
            "endpoints-missing",
            path,
            f"{subnet.id} has no default route ({table.id}), and the VPC has no endpoint with private DNS names for {', '.join(sorted(missing))}, so that no task of {names} would start "
            f"(ResourceInitializationError){unless}; create the endpoints{' (s3: a gateway endpoint with this route table)' if 's3' in missing else ''}, or write a subnet with a route "
            "to a NAT gateway",
            severity,
        )
    for image, name in outside.items():
        yield Finding(
            "image-out-of-reach",
            path,
            f"{subnet.id} has no default route ({table.id}), and {name} pulls {image}, which endpoints of ECR don't reach (CannotPullContainerError){unless}; copy the image to ECR in "
            f"{planned.region}, or write a subnet with a route to a NAT gateway",
            severity,
        )


def _is_outside(image: str, region: str) -> bool:
    registry = read_private_registry(image)
    return registry is None or registry.region != region


def _find_path(network: NetworkFacts, tier: str, subnet: Subnet) -> SettingPath:
    key = f"{tier}Subnets"
    return next((path for path, found in network.subnets.items() if path[2] == key and found == (subnet,)), ("network", "existing", "vpc"))
