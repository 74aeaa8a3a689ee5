"""A service: an image that runs as several tasks, with or without a load balancer route."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from .additional_route import MAX_ADDITIONAL_ROUTES, AdditionalRoute, AdditionalRouteName
from .authentication import OPEN_RULE_SUFFIX, Authentication
from .callers import Caller
from .container import Container
from .container_ports import ContainerPort, add_target_dependencies
from .container_value_types import ContainerName, EnvironmentName
from .deployment import Deployment
from .discovery_rules import find_discovery_violations
from .health_check import HealthCheck
from .key_hints import SERVICE_KEY_HINTS
from .listening_containers import list_container_ports
from .migration import Migration
from .network_load_balancer import NetworkLoadBalancer
from .physical_names import Names
from .queue import Queue
from .queue_rules import find_queue_violations
from .route import REJECT_ROUTE_TEXT, Route
from .route_split import find_additional_route_violations, split_by_route
from .scaling import Scaling
from .section import ALLOW_BOOLEAN, STRING_SCHEMA, RuleViolation, allow_shorthand, describe_field
from .service_connect import AppProtocol, ServiceConnect
from .service_discovery import ServiceDiscovery
from .service_rules import find_service_violations
from .sidecar import Sidecar
from .target_group import TargetGroup
from .task import Task
from .topic import Topic, TopicLabel
from .topic_rules import find_topic_violations
from .traffic_shift import TEST_RULE_SUFFIX


class Service(Task):
    """A service: an image that runs as several tasks.

    With a `port` it is a web service behind the load balancer, unless `route: false`; without one it is a worker that nothing connects to,
    unless it has a `networkLoadBalancer`.
    """

    kind = "service"

    port: Annotated[
        int | None,
        describe_field(
            "The port that the application listens on, on all interfaces (1–65535). Without one the service is a worker.",
            ge=1,
            le=65535,
            example=3000,
        ),
    ] = None
    target_container: Annotated[
        ContainerName | None,
        describe_field(
            "The sidecar that listens on the port, such as a proxy in front of the application. It starts after the application and stops before it, unless a dependsOn says otherwise. "
            "Default: the application's own container listens.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
            example="proxy",
        ),
    ] = None
    desired_count: Annotated[
        int | None,
        describe_field(
            "The number of tasks (0–5000). With scaling it is the initial number, which scaling then changes. Default: minCapacity, or 2 to survive the loss of a zone.",
            ge=0,
            le=5000,
        ),
    ] = None
    route: Annotated[
        Route | None,
        ALLOW_BOOLEAN,
        REJECT_ROUTE_TEXT,
        describe_field("Which requests the load balancer forwards to the service; `false` keeps it off the load balancer."),
    ] = Route()
    additional_routes: Annotated[
        dict[AdditionalRouteName, AdditionalRoute],
        describe_field(
            "Further routes of the load balancer to the service, by name (four at most): to another port of its containers, such as one for gRPC or administration, or to the same "
            "port with a health check or target group of its own.",
            cost="its alarms: about $0.60 a month for each route, twice that with a strategy that shifts traffic",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html",
            example={"admin": {"port": 9090, "hosts": ["admin.example.com"], "healthCheck": "/healthz"}},
            max_length=MAX_ADDITIONAL_ROUTES,
        ),
    ] = {}
    network_load_balancer: Annotated[
        NetworkLoadBalancer | None,
        describe_field(
            "A Network Load Balancer of the service's own, for TCP, UDP and TLS, with or without a route.",
            cost="about $16.43 a month and $0.006 for each capacity unit and hour; $3.65 a month for each public address, one a zone",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html",
            example={"listeners": [{"port": 5432}]},
        ),
    ] = None
    target_group: Annotated[TargetGroup, describe_field("The connection between the load balancer and the tasks.")] = TargetGroup()
    health_check: Annotated[
        HealthCheck,
        allow_shorthand("path", STRING_SCHEMA),
        describe_field("How the load balancer checks whether a task can serve requests; a bare string is the path."),
    ] = HealthCheck()
    deployment: Annotated[
        Deployment, allow_shorthand("strategy", STRING_SCHEMA), describe_field("How a new version of the service is deployed.")
    ] = Deployment()
    scaling: Annotated[Scaling | None, describe_field("How the number of tasks follows the load. Default: a fixed number.")] = None
    queue: Annotated[
        Queue | None,
        ALLOW_BOOLEAN,
        describe_field(
            "An SQS queue that the stack creates and the service reads from; `true` creates one with the defaults. Scale on it with `scaling.queue`.",
            cost="$0.40 for a million requests beyond the first million of an account and month; $0.50 for a FIFO queue",
            source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html",
        ),
    ] = None
    topics: Annotated[
        dict[TopicLabel, Annotated[Topic | None, ALLOW_BOOLEAN]],
        describe_field(
            "SNS topics that the stack creates and the service publishes to, by name; `true` creates one with the defaults. Other services get the messages by `queue.subscribe`.",
            cost="$0.50 for a million messages beyond the first million of an account and month; nothing for delivery to SQS",
            source="https://docs.aws.amazon.com/sns/latest/dg/welcome.html",
            example={"orders": True},
        ),
    ] = {}
    topic_arns_variable: Annotated[
        EnvironmentName | None,
        describe_field(
            "An environment variable that contains the ARNs of all topics as JSON, by name, as Copilot's COPILOT_SNS_TOPIC_ARNS does. Default: none.",
            example="TOPIC_ARNS",
        ),
    ] = None
    service_connect: Annotated[
        ServiceConnect | None,
        ALLOW_BOOLEAN,
        describe_field(
            "How the service calls others in its namespace by name, and how they call it; `true` uses the name of the service.",
            cost="nothing but the proxy's share of each task: AWS recommends 256 CPU units and 64 MiB more for high traffic",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html",
        ),
    ] = None
    service_discovery: Annotated[
        ServiceDiscovery | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Registers the tasks in Cloud Map, for clients that use DNS or Cloud Map's API.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html",
        ),
    ] = None
    allow_from: Annotated[
        list[Caller] | None,
        describe_field(
            "Who may call the tasks directly, bypassing the load balancer: services of this stack by name, security groups by id, CIDR blocks. Default: nobody.",
            example=["web"],
            max_length=50,
        ),
    ] = None
    availability_zone_rebalancing: Annotated[
        Literal["ENABLED", "DISABLED"] | None,
        describe_field(
            "Whether ECS moves tasks if they are spread unevenly over the zones. Default: ENABLED if maximumPercent is above 100.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
        ),
    ] = None
    migration: Annotated[
        Migration | None,
        describe_field(
            "A one-off task that must exit with 0 before the service of the new revision is updated. Needs `fargate-web[migration]`."
        ),
    ] = None
    names: Annotated[Names, describe_field("Physical names, for systems whose names are fixed.")] = Names()

    key_hints = SERVICE_KEY_HINTS

    @property
    def published_topics(self) -> dict[str, Topic]:
        """The topics that the stack creates for the service, by name."""
        return {label: topic for label, topic in self.topics.items() if topic is not None}

    @property
    def active_route(self) -> Route | None:
        """The route to the service. None if the load balancer forwards nothing to it."""
        return self.route if self.port is not None else None

    @property
    def has_traffic(self) -> bool:
        """Whether a load balancer sends the service traffic: the one that services share, or its own."""
        return self.active_route is not None or self.network_load_balancer is not None

    @property
    def all_sidecars(self) -> dict[str, Sidecar]:
        """All containers beside the application's own, by name. Those that take requests wait for the application."""
        return add_target_dependencies(self, {port.sidecar for port in self.container_ports}, super().all_sidecars)

    @property
    def listening_container(self) -> Container:
        """The container that listens on the port: the application's own, or the sidecar that takes the requests."""
        return self if self.target_container is None else self.sidecars.get(self.target_container, self)

    @property
    def container_ports(self) -> list[ContainerPort]:
        """The ports of the task that others connect to, the service's own first."""
        return list_container_ports(self)

    def split_by_route(self, name: str) -> dict[str, "Service"]:
        """Return the service once for each of its routes, as if it had no other: `<name>`, and `<name>:<route>` for additional routes."""
        return split_by_route(self, name)

    @property
    def test_route(self) -> Route | None:
        """What the rule for test traffic matches. None if there is no such rule.

        On the test listener it's the route itself; on the production listener a header comes on top, and the rule has its own priority.
        """
        test_traffic = self.deployment.test_traffic
        if self.active_route is None or test_traffic is None or test_traffic.header is None:
            return self.active_route if test_traffic else None
        headers = [*self.active_route.headers, test_traffic.header]
        return self.active_route.model_copy(update={"headers": headers, "priority": test_traffic.priority})

    def list_listener_rules(self, name: str) -> dict[str, Route]:
        """List the rules on the production listener, named as in `rule_names`: for each route its own, one for test traffic by header, and one for paths without a login."""
        if self.active_route is None:
            return {}
        if self.additional_routes:
            routes = self.split_by_route(name)
            return {rule: found for route, service in routes.items() for rule, found in service.list_listener_rules(route).items()}
        test_traffic = self.deployment.test_traffic
        test_rules = {f"{name}{TEST_RULE_SUFFIX}": self.test_route} if test_traffic and test_traffic.header and self.test_route else {}
        open_route = self.active_route.open_route
        return {name: self.active_route, **test_rules, **({f"{name}{OPEN_RULE_SUFFIX}": open_route} if open_route else {})}

    def use_authentication(self, default: Authentication | None) -> "Service":
        """Return the service with the login of the load balancer, unless its routes set or turn off their own."""
        route = self.active_route
        if route is None or default is None:
            return self
        changed: dict[str, Any] = {
            "route": route.use_authentication(default),
            "additional_routes": {name: further.use_authentication(default) for name, further in self.additional_routes.items()},
        }
        values = {**{field: getattr(self, field) for field in type(self).model_fields}, **changed}
        return Service.model_construct(_fields_set=set(self.model_fields_set), **values)

    @property
    def initial_task_count(self) -> int:
        """The initial number of tasks, with the default applied."""
        if self.desired_count is not None:
            return self.desired_count
        return self.scaling.min_capacity if self.scaling else 2

    @property
    def minimum_task_count(self) -> int:
        """The lowest number of tasks that scaling and scheduled actions allow."""
        if self.scaling is None:
            return self.initial_task_count
        limits = [self.scaling.min_capacity, *(action.min_capacity for action in self.scaling.all_scheduled_actions.values())]
        return min(limit for limit in limits if limit is not None)

    @property
    def migration_task(self) -> Task | None:
        """The settings of the migration task: those of the service, with the migration's command and overrides."""
        return None if self.migration is None else self.model_copy(update=self.migration.build_overrides(self))

    @property
    def additional_secrets(self) -> list[Any]:
        """The secrets of the migration."""
        return [self.migration.secrets[name] for name in sorted(self.migration.secrets)] if self.migration else []

    @property
    def service_connect_server(self) -> ServiceConnect | None:
        """The Service Connect settings if other services may call this one. None if it only calls others, or doesn't use Service Connect."""
        connect = self.service_connect
        return connect if connect and self.port is not None and not connect.client_only else None

    @property
    def app_protocol(self) -> AppProtocol | None:
        """The application protocol for Service Connect. None if the service only calls others."""
        connect = self.service_connect_server
        if connect is None:
            return None
        protocols_by_version: dict[str, AppProtocol] = {"GRPC": "grpc", "HTTP2": "http2"}
        return connect.app_protocol or protocols_by_version.get(self.target_group.protocol_version, "http")

    @property
    def ingress_ports(self) -> list[int]:
        """The ports on which callers connect to the tasks: the service's port, or the port of its proxy."""
        connect = self.service_connect_server
        override = connect.ingress_port_override if connect else None
        service_ports = [] if self.port is None or (override and not self.service_discovery) else [self.port]
        return sorted({*service_ports, *([override] if override else [])})

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check the rules between task counts, names, traffic and deployment."""
        yield from super().find_violations()
        yield from find_service_violations(self)
        yield from find_additional_route_violations(self)
        yield from find_discovery_violations(self)
        yield from find_queue_violations(self)
        yield from find_topic_violations(self)
