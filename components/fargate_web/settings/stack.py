"""The whole stack: the settings of one stack file."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field

from .authentication import Authentication
from .cluster import Cluster
from .encryption import Encryption
from .fix import SettingPath
from .hardening import Hardening
from .ip_address_types import IpAddressType
from .load_balancer import LoadBalancer
from .monitoring import Monitoring
from .network import Network
from .network_load_balancer import NetworkLoadBalancer
from .repository import Repository
from .role_defaults import SharedRoles
from .rule_conditions import RuleConditions
from .rule_names import RULE_PREFIX, find_route_path, get_service_of_rule
from .scheduled_task import ScheduledTask
from .section import ALLOW_BOOLEAN, SECRET_STRING_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field
from .service import Service
from .service_key import ServiceKey
from .shared_settings import fill_shared_settings
from .silence import REASON_SCHEMA, Silence
from .stack_rules import NO_SERVICES_MESSAGE, find_stack_violations
from .tags import Tags
from .task import Task
from .value_types import build_value_error

_ACCOUNT_HINT = (
    'write aws:allowedAccountIds: ["123456789012"] beside it, with your account: the provider then refuses the credentials of any other'
)


def _reject_null(value: Any) -> Any:
    if value is None:
        raise build_value_error(NO_SERVICES_MESSAGE, "no-services")
    return value


class Stack(Section):
    """The whole stack: a network, a cluster, a load balancer, the services and their alarms."""

    services: Annotated[
        dict[ServiceKey, Service],
        BeforeValidator(_reject_null),
        describe_field("The services, by name.", example={"web": {"image": "public.ecr.aws/nginx/nginx:1.29", "port": 80}}),
    ] = {}
    scheduled_tasks: Annotated[
        dict[ServiceKey, ScheduledTask],
        describe_field(
            "Tasks that run at certain times and end, by name.",
            example={"report": {"image": "public.ecr.aws/docker/library/busybox:1.37", "schedule": "cron(30 2 * * ? *)"}},
        ),
    ] = {}
    network: Annotated[Network, describe_field("The VPC and its subnets.")] = Network()
    cluster: Annotated[Cluster, describe_field("The ECS cluster.")] = Cluster()
    load_balancer: Annotated[LoadBalancer, describe_field("The Application Load Balancer that the services share.")] = LoadBalancer()
    monitoring: Annotated[Monitoring | None, ALLOW_BOOLEAN, describe_field("Alarms and the dashboard; `false` leaves them out.")] = (
        Monitoring()
    )
    encryption: Annotated[
        Encryption | None,
        ALLOW_BOOLEAN,
        allow_shorthand("key", SECRET_STRING_SCHEMA),
        describe_field(
            "One customer managed KMS key for everything that the stack stores; `true` creates it, and a bare word is its key. `kmsKeyArn` of a section goes first. "
            "Default: AWS's own keys, and a key for the topic of the alarms.",
            source="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk",
            example={"key": "made"},
        ),
    ] = None
    repositories: Annotated[
        dict[ServiceKey, Repository],
        describe_field(
            "ECR repositories for the images, by name. Use a separate stack: images are pushed before the services that run them are created."
        ),
    ] = {}
    roles: Annotated[
        SharedRoles, describe_field("What all roles that the stack creates have in common. A service and the network may have their own.")
    ] = SharedRoles()
    tags: Annotated[Tags, describe_field("Tags for every resource.", example={"Team": "web"})] = {}
    hardening: Annotated[
        Hardening | None,
        ALLOW_BOOLEAN,
        describe_field(
            "User, read-only root file system and dropped capabilities for all containers that set none of their own; true for the defaults, which not every image can run with."
        ),
    ] = None
    protected: Annotated[
        bool,
        describe_field(
            "Whether advice becomes an error, and network, cluster and load balancer are protected from deletion and replacement."
        ),
    ] = False
    max_age_in_days: Annotated[
        int | None,
        describe_field(
            "Days after its last update in which the stack may be destroyed (1–365): an environment that is forgotten. It is an output of the stack and the tag `MaxAgeInDays` of its resources, "
            "for a workflow that destroys what is too old. A protected stack can't have it. Default: no limit.",
            ge=1,
            le=365,
            example=7,
        ),
    ] = None
    allow_replacement: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1024)]],
        describe_field(
            "The resources of a protected stack that `fargate-web diff` lets a change replace or delete: logical names, `<type>/<name>` or URNs. Remove it after the update.",
            example=["aws:lb:TargetGroup/web-blue", "aws:lb:TargetGroup/web-green", "aws:lb:ListenerRule/web"],
        ),
    ] = []
    allow_protection_loss: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1024)]],
        describe_field(
            "The resources of a protected stack that `fargate-web diff` lets a change take a protection from, such as deletion protection, backups or a zone: logical names, `<type>/<name>` or URNs, and `protected` for the stack itself. Remove it after the update.",
            example=["aws:lb:LoadBalancer/balancer", "protected"],
        ),
    ] = []
    allow_broadening: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1024)]],
        describe_field(
            "The resources and components of a protected stack whose rights and openings `fargate-web diff` lets become broader: names of services, logical names, `<type>/<name>` or URNs. Remove it after the update.",
            example=["api", "aws:iam:RolePolicy/web-task"],
        ),
    ] = []
    extends: Annotated[
        str | None,
        Field(min_length=1, max_length=1024),
        describe_field(
            "The stack file that this one derives from, as a path from its folder. Maps are merged, other values replace, `null` removes a key. "
            "Configuration of other namespaces, such as `aws:region`, and encrypted values are not inherited.",
            example="Pulumi.staging.yaml",
        ),
    ] = None
    silence: Annotated[
        dict[str, Annotated[Silence, allow_shorthand("reason", REASON_SCHEMA)]],
        describe_field(
            "Checks that do not apply, by identifier, each with the reason. `fargate-web explain` lists the identifiers.",
            example={"image-not-pinned": "the images are rebuilt every night, and only dev uses them"},
        ),
    ] = {}
    image: Annotated[
        str | None,
        describe_field(
            "The image of the service `web`, shorter for `services: {web: {image: …}}`: `pulumi new` asks for it.",
            example="public.ecr.aws/nginx/nginx:1.29",
            min_length=1,
        ),
    ] = None
    port: Annotated[
        int | None,
        describe_field(
            "The port that its container listens on, shorter for `services: {web: {port: …}}`: `pulumi new` asks for it.",
            example=80,
            ge=1,
            le=65_535,
        ),
    ] = None

    key_hints = {
        "app": "write services: {<name>: {…}}",
        "apps": "write services: {<name>: {…}}",
        "deployments": "write services: {<name>: {…}}",
        "taskDefinitions": "write services: {<name>: {…}}: a task definition is made of a service",
        "secrets": "write secrets at the service that reads them",
        "environment": "write environment at each service; an anchor (&name) and <<: *name share it",
        "variables": "write environment at each service; an anchor (&name) and <<: *name share it",
        "volumes": "write volumes at the service that mounts them",
        "networks": "write network",
        "certificateArn": "write loadBalancer: {https: {certificateArn: …}}",
        "profile": "write aws:profile beside it",
        "ttl": "write maxAgeInDays",
        "expires": "write maxAgeInDays",
        "maxAge": "write maxAgeInDays",
        "timeToLive": "write maxAgeInDays",
        "version": "a stack file has no version; remove it",
        "allowReplace": "write allowReplacement",
        "allowBroader": "write allowBroadening",
        "service": "write services: {<name>: {…}}",
        "vpc": "write network",
        "alb": "write loadBalancer",
        "ecs": "write cluster and services",
        "alarms": "write monitoring: {alarms: {…}}",
        "kms": "write encryption: {key: …}",
        "kmsKey": "write encryption: {key: …}",
        "kmsKeyArn": "write encryption: {key: …}",
        "kmsKeyId": "write encryption: {key: …}",
        "tasks": "write scheduledTasks: {<name>: {…}}",
        "jobs": "write scheduledTasks: {<name>: {…}}",
        "cron": "write scheduledTasks: {<name>: {schedule: cron(…)}}",
        "workers": "write services: {<name>: {…}} without a port",
        "region": "write aws:region beside it",
        "account": _ACCOUNT_HINT,
        "accountId": _ACCOUNT_HINT,
        "awsAccount": _ACCOUNT_HINT,
        "allowedAccountIds": _ACCOUNT_HINT,
        "accounts": _ACCOUNT_HINT,
        "ecr": "write repositories: {<name>: {…}}",
        "repository": "write repositories: {<name>: {…}}",
    }

    @property
    def tasks(self) -> dict[tuple[str, str], Task]:
        """All services and scheduled tasks, services first, by their path in the stack file."""
        found: dict[tuple[str, str], Task] = {("services", name): service for name, service in self.services.items()}
        return found | {("scheduledTasks", name): task for name, task in self.scheduled_tasks.items()}

    @property
    def has_only_repositories(self) -> bool:
        """Whether the stack has repositories only. Any other setting suggests that services existed, or are intended."""
        others = (
            self.network == Network(),
            self.cluster == Cluster(),
            self.load_balancer == LoadBalancer(),
            self.monitoring in (None, Monitoring()),
        )
        return bool(self.repositories) and not self.tasks and all(others)

    @property
    def routed_services(self) -> dict[str, Service]:
        """The services that the load balancer forwards to, with its login unless they set or turn off their own."""
        default = self.load_balancer.authentication
        return {name: service.use_authentication(default) for name, service in self.services.items() if service.active_route}

    @property
    def services_by_route(self) -> dict[str, Service]:
        """The services that the load balancer forwards to, once for each route, as if they had no other: `<service>`, and `<service>:<route>` for additional routes."""
        return {route: split for name, service in self.routed_services.items() for route, split in service.split_by_route(name).items()}

    @property
    def network_load_balancers(self) -> dict[str, NetworkLoadBalancer]:
        """The Network Load Balancers, by service."""
        found = {name: service.network_load_balancer for name, service in self.services.items()}
        return {name: balancer for name, balancer in found.items() if balancer is not None}

    def count_static_addresses(self) -> int:
        """Count the Elastic IP addresses that are created for Network Load Balancers, one in each public subnet."""
        wanting = [balancer for balancer in self.network_load_balancers.values() if balancer.static_addresses is True]
        return len(wanting) * (self.network.count_public_subnets() or 0)

    def list_routes_with_own(self, field: Literal["health_check", "target_group"]) -> dict[str, Service]:
        """List `services_by_route` without the additional routes that have the health check or the target group of their service."""
        routes = self.services_by_route
        return {
            name: split
            for name, split in routes.items()
            if ":" not in name or getattr(split, field) is not getattr(routes[get_service_of_rule(name)], field)
        }

    @property
    def listener_rules(self) -> dict[str, RuleConditions]:
        """The rules on the services' listener, named as in `rule_names`."""
        own = self.load_balancer.rules if self.routed_services else {}
        rules: dict[str, RuleConditions] = {f"{RULE_PREFIX}{name}": rule for name, rule in own.items()}
        for name, service in self.routed_services.items():
            rules |= service.list_listener_rules(name)
        return rules

    @property
    def conditions_by_path(self) -> dict[SettingPath, RuleConditions]:
        """The conditions of all routes and of the rules of the load balancer, by their path in the stack file."""
        routes = {name: service.active_route for name, service in self.services_by_route.items()}
        own = self.load_balancer.rules if routes else {}
        conditions = {**routes, **{f"{RULE_PREFIX}{name}": rule for name, rule in own.items()}}
        return {find_route_path(name): found for name, found in conditions.items() if found}

    @property
    def ip_address_type(self) -> IpAddressType:
        """The addresses of the load balancer that clients connect to."""
        return self.load_balancer.choose_ip_address_type(network_has_ipv6=self.network.has_ipv6)

    @property
    def logins(self) -> dict[str, Authentication]:
        """The logins of the routes: `<service>`, and `<service>:<route>` for additional routes."""
        routes = {name: service.active_route for name, service in self.services_by_route.items()}
        return {name: route.authentication for name, route in routes.items() if route and route.authentication}

    def fill_shared_settings(self) -> Self:
        """Return the stack with what it says for all of its parts in each of them that says nothing else."""
        return fill_shared_settings(self)

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is something to run, and that no two tasks share what must be unique in AWS."""
        return find_stack_violations(self)
