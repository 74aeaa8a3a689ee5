"""The ECS cluster: a new one, or an existing one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value, parse_arguments, require_wires
from ..component.encryption import find_key_arn
from ..component.transform import add_transforms
from ..settings.cluster import Cluster as ClusterSettings
from ..settings.cluster import ContainerInsights
from ..settings.namespace import Namespace

WIRES: Final = ("tags", "network", "encryption_key", "transform")

if TYPE_CHECKING:
    from ..generated.inputs import ClusterArgs


class Cluster(pulumi.ComponentResource):
    """An ECS cluster for Fargate, or one that is managed elsewhere.

    Creates: a cluster with Container Insights, the capacity providers FARGATE and FARGATE_SPOT and a default strategy for both; a log group
    for ECS Exec sessions; if configured, a Cloud Map namespace, HTTP or private DNS. With `existing` it creates nothing; that cluster must
    be associated with the capacity providers that its services use.

    Costs: nothing for the cluster. Container Insights is billed as custom metrics, roughly $1–3 a task and month with `enhanced`.

    Refuses: strategies that AWS rejects, and any other setting beside `existing`; see `fargate_web.settings.cluster.Cluster`.

    Args:
        name: The name of the component. Logical names of its resources start with it.
        args: The settings of a cluster (`fargate_web.settings.cluster.Cluster`, keys in snake_case or camelCase) and these wires:
            `tags`: tags of every resource.
            `network`: a `Network`, or a mapping with `vpc_id`; required for a private DNS namespace only.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of ECS Exec sessions, their log, and the ephemeral storage of the tasks.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Attributes:
        settings: The validated settings.
        existing: Whether the cluster is managed elsewhere.
        name: The name of the cluster.
        arn: Its ARN.
        container_insights: `enhanced`, `enabled` or `disabled`; None for an existing cluster, where it isn't known.
        default_capacity_provider_strategy: The strategy of services that have none.
        capacity_providers: The association of the capacity providers, None for an existing cluster. A service that is created before it
            fails, so services depend on it.
        execute_command_log_group: The log group of ECS Exec sessions, None if logging is off.
        execute_command_log_group_arn: Its ARN, None if logging is off.
        execute_command_kms_key_arn: The KMS key of the sessions and their log, None if AWS's own key is used.
        namespace: The Cloud Map namespace, None if none is created.
        namespace_arn: The ARN of the new or existing namespace; None if there is none.
        namespace_id: Its id.
        namespace_name: Its name, None for an existing namespace.
        namespace_type: `http` or `privateDns`, None if there is no namespace.
        cluster: The cluster resource, None for an existing cluster.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: "ClusterArgs | Mapping[str, Any] | None" = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings, wires = parse_arguments(ClusterSettings, f'Cluster "{name}"', args, WIRES)
        if settings.namespace and settings.namespace.creates_private_dns:
            require_wires(f'Cluster "{name}"', "network", wires.get("network"), ("vpc_id",))
        super().__init__("fargate-web:index:Cluster", name, None, add_transforms(self, "Cluster", name, wires, opts))
        self.settings = settings
        self.existing = settings.existing is not None
        self.container_insights: ContainerInsights | None = settings.container_insights
        self.default_capacity_provider_strategy = settings.default_capacity_provider_strategy
        self.cluster: aws.ecs.Cluster | None = None
        self.capacity_providers: aws.ecs.ClusterCapacityProviders | None = None
        self.execute_command_log_group: aws.cloudwatch.LogGroup | None = None
        self.execute_command_log_group_arn: pulumi.Output[str] | None = None
        self.execute_command_kms_key_arn: pulumi.Input[str] | None = None
        self.namespace: aws.servicediscovery.HttpNamespace | aws.servicediscovery.PrivateDnsNamespace | None = None
        self.namespace_arn: pulumi.Input[str] | None = None
        self.namespace_id: pulumi.Input[str] | None = None
        self.namespace_name: str | None = None
        self.namespace_type: str | None = None
        if settings.existing is not None:
            self.container_insights = None
            self.name = pulumi.Output.from_input(settings.existing.name)
            self.arn = aws.ecs.get_cluster_output(cluster_name=settings.existing.name, opts=pulumi.InvokeOptions(parent=self)).arn
        else:
            self._create(name, dict(wires.get("tags", {})), wires)
        self.register_outputs({"name": self.name, "arn": self.arn, "namespaceArn": self.namespace_arn})

    def _create(self, name: str, tags: dict[str, Any], wires: dict[str, Any]) -> None:
        settings = self.settings
        opts = pulumi.ResourceOptions(parent=self)
        if settings.namespace is not None:
            self._create_namespace(name, settings.namespace, tags, get_wire_value(wires.get("network"), "vpc_id"))
        self.cluster = aws.ecs.Cluster(
            name,
            name=settings.name,
            settings=[{"name": "containerInsights", "value": settings.container_insights}],
            configuration=self._build_configuration(name, tags, wires),
            service_connect_defaults=None if self.namespace_arn is None else {"namespace": self.namespace_arn},
            tags={**tags, "Name": settings.name or name},
            opts=opts,
        )
        self.name = self.cluster.name
        self.arn = self.cluster.arn
        self.capacity_providers = aws.ecs.ClusterCapacityProviders(
            name,
            cluster_name=self.cluster.name,
            # Always both: a service can then move to Spot and back without a change of the cluster.
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategies=[
                {"capacity_provider": item.capacity_provider, "weight": item.weight, "base": item.base}
                for item in settings.default_capacity_provider_strategy
            ],
            opts=opts,
        )

    def _create_namespace(self, name: str, settings: Namespace, tags: dict[str, Any], vpc_id: pulumi.Input[str] | None) -> None:
        opts = pulumi.ResourceOptions(parent=self)
        self.namespace_type, self.namespace_name = settings.type, settings.name
        if settings.arn is not None:
            self.namespace_arn = settings.arn
            self.namespace_id = pulumi.Output.from_input(settings.arn).apply(lambda arn: arn.rpartition("/")[2])
            return
        if settings.type == "http" or vpc_id is None:
            self.namespace = aws.servicediscovery.HttpNamespace(
                name, name=settings.name, description="Service Connect", tags=tags, opts=opts
            )
        else:
            self.namespace = aws.servicediscovery.PrivateDnsNamespace(
                name, name=settings.name, vpc=vpc_id, description="Service Connect and service discovery", tags=tags, opts=opts
            )
        self.namespace_arn, self.namespace_id = self.namespace.arn, self.namespace.id

    def _build_configuration(self, name: str, tags: dict[str, Any], wires: dict[str, Any]) -> aws.ecs.ClusterConfigurationArgsDict:
        settings, logs = self.settings, self.settings.execute_command_logs
        session_key_arn = find_key_arn(logs.kms_key_arn, wires) if logs else None
        configuration: aws.ecs.ClusterConfigurationArgsDict = {
            "execute_command_configuration": self._configure_execute_command(name, tags, session_key_arn)
        }
        storage_key_arn = settings.ephemeral_storage_kms_key_arn
        if "ephemeral_storage_kms_key_arn" not in settings.model_fields_set:
            storage_key_arn = find_key_arn(None, wires)
        if storage_key_arn is not None:
            configuration["managed_storage_configuration"] = {"fargate_ephemeral_storage_kms_key_id": storage_key_arn}
        return configuration

    def _configure_execute_command(
        self, name: str, tags: dict[str, Any], kms_key_arn: pulumi.Input[str] | None
    ) -> aws.ecs.ClusterConfigurationExecuteCommandConfigurationArgsDict:
        """Return the configuration of ECS Exec, and create the log group of its sessions.

        Off is NONE and not AWS's DEFAULT, which writes sessions to the log of the application and requires further permissions of the task
        role. Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html
        """
        logs = self.settings.execute_command_logs
        if logs is None:
            return {"logging": "NONE"}
        self.execute_command_log_group = aws.cloudwatch.LogGroup(
            f"{name}-execute-command",
            retention_in_days=logs.retention_in_days,
            kms_key_id=kms_key_arn,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.execute_command_log_group_arn = self.execute_command_log_group.arn
        self.execute_command_kms_key_arn = kms_key_arn
        configuration: aws.ecs.ClusterConfigurationExecuteCommandConfigurationArgsDict = {
            "logging": "OVERRIDE",
            "log_configuration": {
                "cloud_watch_log_group_name": self.execute_command_log_group.name,
                # This is a requirement, not a setting: if it is true and the log group has no key, sessions fail.
                "cloud_watch_encryption_enabled": kms_key_arn is not None,
            },
        }
        if kms_key_arn is not None:
            configuration["kms_key_id"] = kms_key_arn
        return configuration
