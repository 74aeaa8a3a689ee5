"""The ECS cluster."""

from collections.abc import Iterator
from typing import Annotated, Literal

from .capacity_provider import CapacityProvider, strategy_rules
from .logs import RETENTION, RetentionInDays
from .namespace import Namespace
from .section import SWITCH, TEXT, Broken, Section, about, shorthand
from .value_types import LEAF, EcsName, KmsKeyArn

ContainerInsights = Literal["enhanced", "enabled", "disabled"]


class ExecuteCommandLogs(Section):
    """The record of what is typed and shown in ECS Exec sessions."""

    retention_in_days: Annotated[RetentionInDays, about(f"Days that session records are kept: one of {RETENTION}.")] = 365
    kms_key_arn: Annotated[KmsKeyArn | None, about("A customer managed key for the sessions and their record.")] = None


class ExistingCluster(Section):
    """A cluster that someone else manages."""

    name: Annotated[EcsName, LEAF, about("The name of the cluster.", example="prod-e-cluster")]


class Cluster(Section):
    """The ECS cluster that the services run in. Free; Container Insights costs."""

    name: Annotated[
        EcsName | None,
        about("The name of the cluster. Default: made by Pulumi. Changing it replaces the cluster.", example="prod-e-cluster"),
    ] = None
    container_insights: Annotated[
        ContainerInsights,
        about(
            "Metrics of tasks and containers: enhanced (by container), enabled (by service), or disabled.",
            cost="billed as custom metrics, roughly $1–3 a task and month with enhanced",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
        ),
    ] = "enhanced"
    namespace: Annotated[
        Namespace | None,
        shorthand("name", TEXT),
        about(
            "The Cloud Map namespace in which the services find each other, set as the cluster's Service Connect default; a bare string makes an HTTP namespace of that name.",
            example="financial-namespace",
        ),
    ] = None
    default_capacity_provider_strategy: Annotated[
        list[CapacityProvider],
        about("How tasks that say nothing else are spread over FARGATE and FARGATE_SPOT.", min_length=1, max_length=2),
    ] = [CapacityProvider(capacity_provider="FARGATE")]
    execute_command_logs: Annotated[
        ExecuteCommandLogs | None,
        SWITCH,
        about(
            "Records ECS Exec sessions in CloudWatch Logs; `false` turns it off.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        ),
    ] = ExecuteCommandLogs()
    existing: Annotated[ExistingCluster | None, about("Use a cluster that exists; then nothing else of this section may be said.")] = None

    answers = {
        "clusterName": "write name",
        "capacityProviders": "both FARGATE and FARGATE_SPOT are always associated; write defaultCapacityProviderStrategy to spread tasks over them",
        "insights": "write containerInsights: enhanced, enabled or disabled",
        "launchType": "capacity providers do what a launch type did: write defaultCapacityProviderStrategy: [{capacityProvider: FARGATE, weight: 1}]",
    }

    def rules(self) -> Iterator[Broken]:
        """The strategy is one that AWS takes; an existing cluster is said alone."""
        yield from strategy_rules(self.default_capacity_provider_strategy, "default_capacity_provider_strategy")
        if self.existing:
            for field in sorted(self.model_fields_set - {"existing"}):
                yield Broken(
                    (field, "existing"), "an existing cluster is not changed, so this would have no effect; remove it, or remove existing"
                )
