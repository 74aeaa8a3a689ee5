"""The ECS cluster."""

from collections.abc import Iterator
from typing import Annotated, Literal

from .capacity_provider import CapacityProvider, find_strategy_violations
from .logs import RETENTION_CHOICES, RetentionInDays
from .namespace import Namespace
from .section import ALLOW_BOOLEAN, STRING_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field
from .value_types import ALLOW_OUTPUT, EcsName, KmsKeyArn

ContainerInsights = Literal["enhanced", "enabled", "disabled"]


class ExecuteCommandLogs(Section):
    """The record of what is typed and shown in ECS Exec sessions."""

    retention_in_days: Annotated[RetentionInDays, describe_field(f"Days that session records are kept: one of {RETENTION_CHOICES}.")] = 365
    kms_key_arn: Annotated[KmsKeyArn | None, describe_field("A customer managed key for the sessions and their record.")] = None


class ExistingCluster(Section):
    """A cluster that someone else manages."""

    name: Annotated[EcsName, ALLOW_OUTPUT, describe_field("The name of the cluster.", example="prod-e-cluster")]


class Cluster(Section):
    """The ECS cluster that the services run in. Free; Container Insights costs."""

    name: Annotated[
        EcsName | None,
        describe_field("The name of the cluster. Default: made by Pulumi. Changing it replaces the cluster.", example="prod-e-cluster"),
    ] = None
    container_insights: Annotated[
        ContainerInsights,
        describe_field(
            "Metrics of tasks and containers: enhanced (by container), enabled (by service), or disabled.",
            cost="billed as custom metrics, roughly $1–3 a task and month with enhanced",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
        ),
    ] = "enhanced"
    namespace: Annotated[
        Namespace | None,
        allow_shorthand("name", STRING_SCHEMA),
        describe_field(
            "The Cloud Map namespace in which the services find each other, set as the cluster's Service Connect default; a bare string makes an HTTP namespace of that name.",
            example="financial-namespace",
        ),
    ] = None
    default_capacity_provider_strategy: Annotated[
        list[CapacityProvider],
        describe_field("How tasks that say nothing else are spread over FARGATE and FARGATE_SPOT.", min_length=1, max_length=2),
    ] = [CapacityProvider(capacity_provider="FARGATE")]
    execute_command_logs: Annotated[
        ExecuteCommandLogs | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Records ECS Exec sessions in CloudWatch Logs; `false` turns it off.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        ),
    ] = ExecuteCommandLogs()
    existing: Annotated[
        ExistingCluster | None, describe_field("Use a cluster that exists; then nothing else of this section may be said.")
    ] = None

    key_hints = {
        "clusterName": "write name",
        "capacityProviders": "both FARGATE and FARGATE_SPOT are always associated; write defaultCapacityProviderStrategy to spread tasks over them",
        "insights": "write containerInsights: enhanced, enabled or disabled",
        "launchType": "capacity providers do what a launch type did: write defaultCapacityProviderStrategy: [{capacityProvider: FARGATE, weight: 1}]",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """The strategy is one that AWS takes; an existing cluster is said alone."""
        yield from find_strategy_violations(self.default_capacity_provider_strategy, "default_capacity_provider_strategy")
        if self.existing:
            for field in sorted(self.model_fields_set - {"existing"}):
                yield RuleViolation(
                    (field, "existing"), "an existing cluster is not changed, so this would have no effect; remove it, or remove existing"
                )
