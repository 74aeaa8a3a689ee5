"""The whole stack: what one stack file says."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Annotated, Any

from pydantic import BeforeValidator

from .cluster import Cluster
from .load_balancer import LoadBalancer
from .monitoring import Monitoring
from .network import Network
from .repository import Repository
from .route import Route
from .section import SWITCH, Broken, Section, about
from .service import Service
from .tags import MOST, Tags, layered
from .values import ServiceKey, wrong

_SHARED = (
    ("names.service",),
    ("names.task_definition_family",),
    ("names.target_group", "names.alternate_target_group"),
    ("names.security_group",),
    ("logs.log_group_name",),
    ("roles.execution_role.name", "roles.task_role.name"),
)
"""Physical names, those that share one space of names in AWS side by side."""


def _some(value: Any) -> Any:
    if value is None or value == {}:
        raise wrong(
            "no service is said, so every service of the stack would be deleted; write at least one, like web: {image: …, port: 3000}; to take a stack down run `pulumi destroy`"
        )
    return value


MOST_OF_YOURS = MOST - 3
"""How many tags a stack may say: Project, Stack and Name come on top."""


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
    repositories: Annotated[
        dict[ServiceKey, Repository],
        about(
            "ECR repositories for the images, by name. Best in a stack of its own: images are pushed before the services that run them are made."
        ),
    ] = {}
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
        "ecr": "write repositories: {<name>: {…}}",
        "repository": "write repositories: {<name>: {…}}",
    }

    @property
    def routed(self) -> dict[str, Service]:
        """The services that the load balancer forwards to."""
        return {name: service for name, service in self.services.items() if service.routed}

    @property
    def listener_rules(self) -> dict[str, Route]:
        """The rules on the services' listener: `<service>`, and `<service>:test` where a header leads test traffic to the new version."""
        rules: dict[str, Route] = {}
        for name, service in self.services.items():
            if service.routed:
                rules[name] = service.routed
                test = service.deployment.test_traffic
                if test and test.header:
                    headers = [*service.routed.headers, test.header]
                    rules[f"{name}:test"] = service.routed.model_copy(update={"headers": headers, "priority": test.priority})
        return rules

    def rules(self) -> Iterator[Broken]:
        """What two services can't share within the stack."""
        for name, service in self.services.items():
            together = layered(self.tags, service.tags)
            if len(together) > MOST_OF_YOURS:
                yield Broken(
                    (f"services.{name}.tags", "tags"),
                    f"with those of the stack these are {len(together)} tags; AWS allows 50 on a resource, of which Project, Stack and Name are the program's; "
                    f"write {MOST_OF_YOURS} at most",
                )
        for places in _SHARED:
            taken: dict[str, str] = {}
            for name, service in self.services.items():
                for place in places:
                    given, here = attrgetter(place)(service), f"services.{name}.{place}"
                    there = taken.setdefault(given, here) if given else here
                    other = there.split(".")[1]
                    if there != here and (other != name or not place.startswith("names.")):
                        yield Broken(
                            (here, there), f"{given!r} is the name at services.{other} too; AWS refuses the second; write another name"
                        )
