"""`ServiceArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .additional_route import AdditionalRoute
from .application_signals import ApplicationSignals
from .build import Build
from .capacity_provider import CapacityProvider
from .container_health_check import ContainerHealthCheck
from .container_limits import Capabilities
from .container_limits import Ulimits
from .deployment import Deployment
from .egress import Egress
from .hardening import Hardening
from .health_check import HealthCheck
from .logs import Logs
from .migration import Migration
from .network_load_balancer import NetworkLoadBalancer
from .physical_names import Names
from .queue import Queue
from .restart_policy import RestartPolicy
from .roles import Roles
from .route import Route
from .scaling import ScalingSettings
from .service_connect import ServiceConnect
from .service_discovery import ServiceDiscovery
from .sidecar import Sidecar
from .target_group import TargetGroup
from .topic import Topic
from .tracing import Tracing
from .volume import Volume
from .wires import ClusterWire
from .wires import EncryptionKeyWire
from .wires import LoadBalancerWire
from .wires import NetworkWire


class ServiceArgs(TypedDict):
    """The arguments of a `Service`."""

    image: NotRequired[pulumi.Input[str]]
    """The image, best by digest (`…@sha256:…`): a tag can be moved, and then a deployment that changes something else also changes the code. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html"""
    build: NotRequired[Build]
    """Builds the image in each `pulumi up`, instead of image; a bare string is the folder with the Dockerfile. Docker must run on that machine. Cost: $0.10 a GB and month for the images. See https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/image/"""
    version_consistency: NotRequired[str]
    """Whether ECS resolves the tag of the image to a digest once for each deployment of a service, so that all its tasks run the same image. With disabled, every task that starts takes the image that has the tag then. Default: enabled. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability"""
    repository_credentials: NotRequired[pulumi.Input[str]]
    """The Secrets Manager secret with the user name and password of a private registry outside AWS; it must be in the account of the stack. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html"""
    command: NotRequired[list[pulumi.Input[str]]]
    """Overrides the image's CMD."""
    entry_point: NotRequired[list[pulumi.Input[str]]]
    """Overrides the image's ENTRYPOINT."""
    working_directory: NotRequired[str]
    """Overrides the image's WORKDIR."""
    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables. They can be read in the console: secrets belong under `secrets`."""
    secrets: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables whose values ECS reads at the start of a task: the ARN of a Secrets Manager secret (with `:<json key>::` for one key), or the name or ARN of an SSM parameter. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"""
    environment_files: NotRequired[list[pulumi.Input[str]]]
    """Files of environment variables in S3 that ECS reads at the start of a task, by ARN; their names end in .env (10 at most). Values in `environment` take precedence. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html"""
    user: NotRequired[str]
    """The user (and group) that the application runs as: `10001:10001`. It depends on the image. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20"""
    readonly_root_filesystem: NotRequired[bool]
    """Whether the root file system is read-only, with `writablePaths` as scratch volumes. It depends on the image. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5"""
    writable_paths: NotRequired[list[str]]
    """Folders that stay writable under a read-only root file system: empty volumes that end with the task. Folders in `tmpfs` are writable anyway."""
    tmpfs: NotRequired[dict[str, int]]
    """Folders in memory: path → maximum MiB, taken from the task's memory. Every user may write to them, while the volumes of `writablePaths` belong to root unless the image declares the folder as VOLUME with another owner. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_linuxparameters"""
    init_process_enabled: NotRequired[bool]
    """Whether a small init process forwards signals and collects orphans. Leave it off for images that bring their own (s6). Default: false."""
    ulimits: NotRequired[Ulimits]
    """Limits of the container's processes. Fargate supports the limit of open files only. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html"""
    capabilities: NotRequired[Capabilities]
    """Linux capabilities that the container drops or adds. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html"""
    docker_labels: NotRequired[dict[str, pulumi.Input[str]]]
    """Docker labels of the container, which agents in sidecars read. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    stop_timeout: NotRequired[int]
    """Seconds from SIGTERM to SIGKILL (2–120). Default: 30. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    restart_policy: NotRequired[RestartPolicy]
    """Whether ECS starts the container again in the same task when it ends; `true` does so after every end, once in 300 s at most. Default: false, and the end of an essential container stops the task. Here `{}` is what true means, and `{enabled: false}` what false means. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""
    silence: NotRequired[dict[str, str]]
    """Advice that does not apply to this container, each with the reason."""
    cpu: NotRequired[int]
    """CPU units of a task (1024 is one vCPU): 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768, or like '0.5 vCPU'. Default: 256. Cost: about $29.55 a month for each vCPU, $23.64 on ARM64 (us-east-1). See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"""
    memory: NotRequired[int]
    """Memory of a task in MiB, in a size that Fargate offers with the cpu, or like '2 GB'. Default: 512. Cost: about $3.24 a month for each GB, $2.60 on ARM64 (us-east-1)."""
    cpu_architecture: NotRequired[str]
    """The CPU architecture that the image is built for. With the wrong one, tasks fail with `exec format error` after the start. One of X86_64, ARM64. Default: X86_64. Cost: ARM64 costs 20 % less."""
    ephemeral_storage: NotRequired[int]
    """GiB of scratch disk of a task (21–200). Default: 20, free. Cost: $0.08 a GB and month beyond 20."""
    container_health_check: NotRequired[ContainerHealthCheck]
    """A command that ECS runs inside the container."""
    depends_on: NotRequired[dict[str, str]]
    """The containers that this one waits for before it starts: name → START (has started), HEALTHY (its health check passes), COMPLETE (has ended) or SUCCESS (has ended with exit code 0). They stop in the opposite order. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"""
    sidecars: NotRequired[dict[str, Sidecar]]
    """Additional containers of the task, by name (9 at most). In `dependsOn` the application's own container is called main. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"""
    volumes: NotRequired[dict[str, Volume]]
    """File systems of EFS and S3 Files, volumes of EBS, and folders that the containers share, by name; a bare string is the path of such a folder. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html"""
    tracing: NotRequired[Tracing]
    """Whether the application's traces are sent to X-Ray, or to another backend over OTLP, by a sidecar with the collector of the AWS Distro for OpenTelemetry. Here `{}` is what true means, and `{enabled: false}` what false means. Cost: X-Ray bills $5 for a million traces, and the collector uses 32 CPU units and up to 256 MiB of the task. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/trace-data.html"""
    application_signals: NotRequired[ApplicationSignals]
    """Whether CloudWatch Application Signals watches the application, by a sidecar with the CloudWatch agent. Here `{}` is what true means, and `{enabled: false}` what false means. Cost: Application Signals bills by requests, and the agent uses 32 CPU units and up to 256 MiB of the task. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html"""
    hardening: NotRequired[Hardening]
    """User, read-only root file system and dropped capabilities for all containers of the task that set none of their own; true for the defaults. Default: that of the stack. Here `{}` is what true means, and `{enabled: false}` what false means."""
    capacity_provider_strategy: NotRequired[list[CapacityProvider]]
    """How the tasks are spread over FARGATE and FARGATE_SPOT. Default: the cluster's strategy."""
    subnets: NotRequired[str]
    """The subnets in which the tasks run. public gives every task a public address, so that it needs no NAT gateway; its security group still admits the load balancer only. One of private, public, isolated. Default: private. Cost: public: $3.65 a month for each task's address."""
    egress: NotRequired[list[Egress]]
    """Where the tasks may connect to; a bare string is the target, on its usual port. Default: anywhere over IPv4. ECS pulls the image, reads secrets and writes logs through these rules, too. See https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"""
    security_groups: NotRequired[list[pulumi.Input[str]]]
    """Security groups that the tasks join in addition to their own (four at most), such as one that a database admits. What they allow comes on top. See https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"""
    platform_version: NotRequired[str]
    """The version of the Fargate platform. One of LATEST, 1.4.0. Default: LATEST. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html"""
    enable_execute_command: NotRequired[bool]
    """Whether `aws ecs execute-command` may open a shell in the tasks. Default: false. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"""
    propagate_tags: NotRequired[str]
    """Where the tags of the tasks come from. One of SERVICE, TASK_DEFINITION, NONE. Default: SERVICE."""
    roles: NotRequired[Roles]
    """The task's two roles."""
    logs: NotRequired[Logs]
    """Where the output of the containers goes."""
    names: NotRequired[Names]
    """Physical names, for systems whose names are fixed."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags for this service's resources, which override those of the stack."""
    port: NotRequired[int]
    """The port that the application listens on, on all interfaces (1–65535). Without one the service is a worker."""
    target_container: NotRequired[str]
    """The sidecar that listens on the port, such as a proxy in front of the application. It starts after the application and stops before it, unless a dependsOn says otherwise. Default: the application's own container listens. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html"""
    desired_count: NotRequired[int]
    """The number of tasks (0–5000). With scaling it is the initial number, which scaling then changes. Default: minCapacity, or 2 to survive the loss of a zone."""
    route: NotRequired[Route]
    """Which requests the load balancer forwards to the service; `false` keeps it off the load balancer. Here `{}` is what true means, and `{enabled: false}` what false means."""
    additional_routes: NotRequired[dict[str, AdditionalRoute]]
    """Further routes of the load balancer to the service, by name (four at most): to another port of its containers, such as one for gRPC or administration, or to the same port with a health check or target group of its own. Cost: its alarms: about $0.60 a month for each route, twice that with a strategy that shifts traffic. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html"""
    network_load_balancer: NotRequired[NetworkLoadBalancer]
    """A Network Load Balancer of the service's own, for TCP, UDP and TLS, with or without a route. Cost: about $16.43 a month and $0.006 for each capacity unit and hour; $3.65 a month for each public address, one a zone. See https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html"""
    target_group: NotRequired[TargetGroup]
    """The connection between the load balancer and the tasks."""
    health_check: NotRequired[HealthCheck]
    """How the load balancer checks whether a task can serve requests; a bare string is the path."""
    deployment: NotRequired[Deployment]
    """How a new version of the service is deployed."""
    scaling: NotRequired[ScalingSettings]
    """How the number of tasks follows the load. Default: a fixed number."""
    queue: NotRequired[Queue]
    """An SQS queue that the stack creates and the service reads from; `true` creates one with the defaults. Scale on it with `scaling.queue`. Here `{}` is what true means, and `{enabled: false}` what false means. Cost: $0.40 for a million requests beyond the first million of an account and month; $0.50 for a FIFO queue. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html"""
    topics: NotRequired[dict[str, Topic]]
    """SNS topics that the stack creates and the service publishes to, by name; `true` creates one with the defaults. Other services get the messages by `queue.subscribe`. Cost: $0.50 for a million messages beyond the first million of an account and month; nothing for delivery to SQS. See https://docs.aws.amazon.com/sns/latest/dg/welcome.html"""
    topic_arns_variable: NotRequired[str]
    """An environment variable that contains the ARNs of all topics as JSON, by name, as Copilot's COPILOT_SNS_TOPIC_ARNS does. Default: none."""
    service_connect: NotRequired[ServiceConnect]
    """How the service calls others in its namespace by name, and how they call it; `true` uses the name of the service. Here `{}` is what true means, and `{enabled: false}` what false means. Cost: nothing but the proxy's share of each task: AWS recommends 256 CPU units and 64 MiB more for high traffic. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html"""
    service_discovery: NotRequired[ServiceDiscovery]
    """Registers the tasks in Cloud Map, for clients that use DNS or Cloud Map's API. Here `{}` is what true means, and `{enabled: false}` what false means. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html"""
    allow_from: NotRequired[list[pulumi.Input[str]]]
    """Who may call the tasks directly, bypassing the load balancer: services of this stack by name, security groups by id, CIDR blocks. Default: nobody."""
    availability_zone_rebalancing: NotRequired[str]
    """Whether ECS moves tasks if they are spread unevenly over the zones. Default: ENABLED if maximumPercent is above 100. One of ENABLED, DISABLED. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html"""
    migration: NotRequired[Migration]
    """A one-off task that must exit with 0 before the service of the new revision is updated. Needs `fargate-web[migration]`."""
    network: NetworkWire
    """The network: the component or its outputs, or the ids of an existing network."""
    cluster: ClusterWire
    """The cluster: the component or its outputs, or the name and ARN of an existing cluster."""
    load_balancer: NotRequired[LoadBalancerWire]
    """The load balancer: the component or its outputs, or the ARNs of an existing load balancer."""
    priority: NotRequired[int]
    """The priority of the listener rule (1–50000), if `route` doesn't set it. Default: calculated, the most specific route first."""
    test_priority: NotRequired[int]
    """The priority of the rule for test traffic by header, below `priority`, if `deployment.testTraffic` doesn't set it. Default: calculated."""
    encryption_key: NotRequired[EncryptionKeyWire]
    """The KMS key of what the component stores, unless its settings name another: the component, or the ARN of an existing key."""
