"""Fakes of ECS, ECR, Application Auto Scaling and Lambda."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import generate_uuid
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest

FakeResult = tuple[str, dict[str, Any]]


def _fake_cluster(creation: ResourceRequest) -> FakeResult:
    arn = creation.existing_id or creation.build_arn("ecs", f"cluster/{creation.name}")
    return arn, {"arn": arn, "name": creation.name}


def _fake_service(creation: ResourceRequest) -> FakeResult:
    # The cluster may be given by its name or by its ARN.
    cluster = creation.get_text("cluster", "default").rpartition("/")[2]
    arn = creation.existing_id or creation.build_arn("ecs", f"service/{cluster}/{creation.name}")
    return arn, {"arn": arn, "name": creation.name}


def _fake_task_definition(creation: ResourceRequest) -> FakeResult:
    family = creation.get_text("family", creation.logical_name)
    arn = creation.build_arn("ecs", f"task-definition/{family}")
    return family, {"arn": f"{arn}:1", "arnWithoutRevision": arn, "revision": 1, "family": family}


def _fake_cluster_capacity_providers(creation: ResourceRequest) -> FakeResult:
    return creation.get_text("clusterName"), {}


def _fake_capacity_provider(creation: ResourceRequest) -> FakeResult:
    arn = creation.existing_id or creation.build_arn("ecs", f"capacity-provider/{creation.name}")
    return arn, {"arn": arn, "name": creation.name}


def _fake_repository(creation: ResourceRequest) -> FakeResult:
    account, name = creation.account, creation.name
    url = f"{account.id}.dkr.ecr.{account.region}.{account.dns_suffix}/{name}"
    return name, {"arn": creation.build_arn("ecr", f"repository/{name}"), "name": name, "registryId": account.id, "repositoryUrl": url}


def _fake_repository_attachment(creation: ResourceRequest) -> FakeResult:
    return creation.get_text("repository"), {"registryId": creation.account.id}


def _fake_pull_through_cache_rule(creation: ResourceRequest) -> FakeResult:
    return creation.get_text("ecrRepositoryPrefix"), {"registryId": creation.account.id}


def _fake_scalable_target(creation: ResourceRequest) -> FakeResult:
    arn = creation.build_arn("application-autoscaling", f"scalable-target/{generate_uuid(creation.seed).replace('-', '')}")
    return creation.get_text("resourceId"), {"arn": arn}


def _fake_scaling_policy(creation: ResourceRequest) -> FakeResult:
    resource = f"resource/{creation.get_text('serviceNamespace')}/{creation.get_text('resourceId')}"
    arn = creation.build_arn("autoscaling", f"scalingPolicy:{generate_uuid(creation.seed)}:{resource}:policyName/{creation.name}")
    # A target-tracking policy makes two alarms of its own: one to scale out, one to scale in.
    tracks = creation.get_text("policyType") == "TargetTrackingScaling"
    alarms = [
        f"TargetTracking-{creation.get_text('resourceId')}-{direction}-{generate_uuid(f'{direction} {creation.seed}')}"
        for direction in (("AlarmHigh", "AlarmLow") if tracks else ())
    ]
    return creation.name, {
        "arn": arn,
        "name": creation.name,
        "alarmArns": [creation.build_arn("cloudwatch", f"alarm:{alarm}") for alarm in alarms],
    }


def _fake_scheduled_action(creation: ResourceRequest) -> FakeResult:
    namespace, resource_id = creation.get_text("serviceNamespace"), creation.get_text("resourceId")
    action = f"scheduledAction:{generate_uuid(creation.seed)}:resource/{namespace}/{resource_id}:scheduledActionName/{creation.name}"
    return f"{creation.name}-{namespace}-{resource_id}", {"arn": creation.build_arn("autoscaling", action), "name": creation.name}


def _fake_function(creation: ResourceRequest) -> FakeResult:
    arn = creation.build_arn("lambda", f"function:{creation.name}")
    account = creation.account
    path = f"apigateway:{account.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
    invoke = f"arn:{account.partition}:{path}"
    return creation.name, {"arn": arn, "name": creation.name, "invokeArn": invoke, "qualifiedArn": f"{arn}:$LATEST", "version": "$LATEST"}


def _fake_schedule(creation: ResourceRequest) -> FakeResult:
    group = creation.get_text("groupName", "default")
    return f"{group}/{creation.name}", {"arn": creation.build_arn("scheduler", f"schedule/{group}/{creation.name}"), "name": creation.name}


def _fake_schedule_group(creation: ResourceRequest) -> FakeResult:
    arn = creation.build_arn("scheduler", f"schedule-group/{creation.name}")
    return creation.name, {"arn": arn, "name": creation.name, "state": "ACTIVE"}


def _fake_permission(creation: ResourceRequest) -> FakeResult:
    return creation.name, {}


FAKES: Final[Mapping[str, Fake]] = {
    "aws:appautoscaling/policy:Policy": _fake_scaling_policy,
    "aws:appautoscaling/scheduledAction:ScheduledAction": _fake_scheduled_action,
    "aws:appautoscaling/target:Target": _fake_scalable_target,
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": _fake_repository_attachment,
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": _fake_pull_through_cache_rule,
    "aws:ecr/repository:Repository": _fake_repository,
    "aws:ecr/repositoryPolicy:RepositoryPolicy": _fake_repository_attachment,
    "aws:ecs/capacityProvider:CapacityProvider": _fake_capacity_provider,
    "aws:ecs/cluster:Cluster": _fake_cluster,
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": _fake_cluster_capacity_providers,
    "aws:ecs/service:Service": _fake_service,
    "aws:ecs/taskDefinition:TaskDefinition": _fake_task_definition,
    "aws:lambda/function:Function": _fake_function,
    "aws:lambda/permission:Permission": _fake_permission,
    "aws:scheduler/schedule:Schedule": _fake_schedule,
    "aws:scheduler/scheduleGroup:ScheduleGroup": _fake_schedule_group,
}
