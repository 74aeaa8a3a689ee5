"""The whole stack: what one stack file says."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from .cluster import Cluster
from .load_balancer import LoadBalancer
from .monitoring import Monitoring
from .network import Network
from .section import SWITCH, Broken, Section, about
from .service import Service
from .tags import Tags
from .values import ServiceKey, wrong


def _some(value: Any) -> Any:
    if value is None or value == {}:
        raise wrong(
            "no service is said, so every service of the stack would be deleted; write at least one, like web: {image: …, port: 3000}; to take a stack down run `pulumi destroy`"
        )
    return value


class Stack(Section):
    """The whole stack: a network, a cluster, a load balancer, the services and their alarms."""

    services: Annotated[
        dict[ServiceKey, Service],
        BeforeValidator(_some),
        about("The services, by name.", example={"web": {"image": "public.ecr.aws/nginx/nginx:1.29", "port": 80}}),
    ]
    network: Annotated[Network, about("The VPC and its subnets.")] = Network()
    cluster: Annotated[Cluster, about("The ECS cluster.")] = Cluster()
    load_balancer: Annotated[LoadBalancer, about("The Application Load Balancer that the services share.")] = LoadBalancer()
    monitoring: Annotated[Monitoring | None, SWITCH, about("Alarms and the dashboard; `false` leaves them out.")] = Monitoring()
    tags: Annotated[Tags, about("Tags of every resource.", example={"Team": "web"})] = {}
    protected: Annotated[
        bool, about("Whether advice becomes an error, and network, cluster and load balancer are protected from deletion and replacement.")
    ] = False

    answers = {
        "service": "write services: {<name>: {…}}",
        "vpc": "write network",
        "alb": "write loadBalancer",
        "ecs": "write cluster and services",
        "alarms": "write monitoring: {alarms: {…}}",
        "image": "write services: {<name>: {image: …}}",
        "region": "write aws:region beside it",
    }

    @property
    def routed(self) -> dict[str, Service]:
        """The services that the load balancer forwards to."""
        return {name: service for name, service in self.services.items() if service.routed}

    def rules(self) -> Iterator[Broken]:
        """What two services can't share within the stack."""
        for label, of in (
            ("service", "names.service"),
            ("task_definition_family", "names.task_definition_family"),
            ("target_group", "names.target_group"),
            ("alternate_target_group", "names.alternate_target_group"),
            ("security_group", "names.security_group"),
        ):
            taken: dict[str, str] = {}
            for name, service in self.services.items():
                given = getattr(service.names, label)
                if given and taken.setdefault(given, name) != name:
                    yield Broken(
                        (f"services.{name}.{of}", f"services.{taken[given]}.{of}"),
                        f"{given!r} is the name at services.{taken[given]} too; AWS refuses the second; write another name",
                    )
