"""Fakes of ECS, ECR, Application Auto Scaling and Lambda."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import generate_uuid
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest

FakeResult = tuple[str, dict[str, Any]]


def _fake_cluster(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or request.build_arn("ecs", f"cluster/{request.name}")
    return arn, {"arn": arn, "name": request.name}


def _fake_service(request: ResourceRequest) -> FakeResult:
    # The cluster may be a name or an ARN.
    cluster = request.get_text("cluster", "default").rpartition("/")[2]
    arn = request.existing_id or request.build_arn("ecs", f"service/{cluster}/{request.name}")
    return arn, {"arn": arn, "name": request.name}


def _fake_task_definition(request: ResourceRequest) -> FakeResult:
    family = request.get_text("family", request.logical_name)
    arn = request.build_arn("ecs", f"task-definition/{family}")
    return family, {"arn": f"{arn}:1", "arnWithoutRevision": arn, "revision": 1, "family": family}


def _fake_cluster_capacity_providers(request: ResourceRequest) -> FakeResult:
    return request.get_text("clusterName"), {}


def _fake_capacity_provider(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or request.build_arn("ecs", f"capacity-provider/{request.name}")
    return arn, {"arn": arn, "name": request.name}


def _fake_repository(request: ResourceRequest) -> FakeResult:
    account, name = request.account, request.name
    url = f"{account.id}.dkr.ecr.{account.region}.{account.dns_suffix}/{name}"
    return name, {"arn": request.build_arn("ecr", f"repository/{name}"), "name": name, "registryId": account.id, "repositoryUrl": url}


def _fake_repository_attachment(request: ResourceRequest) -> FakeResult:
    return request.get_text("repository"), {"registryId": request.account.id}


def _fake_pull_through_cache_rule(request: ResourceRequest) -> FakeResult:
    return request.get_text("ecrRepositoryPrefix"), {"registryId": request.account.id}


def _fake_scalable_target(request: ResourceRequest) -> FakeResult:
    arn = request.build_arn("application-autoscaling", f"scalable-target/{generate_uuid(request.seed).replace('-', '')}")
    return request.get_text("resourceId"), {"arn": arn}


def _fake_scaling_policy(request: ResourceRequest) -> FakeResult:
    resource = f"resource/{request.get_text('serviceNamespace')}/{request.get_text('resourceId')}"
    arn = request.build_arn("autoscaling", f"scalingPolicy:{generate_uuid(request.seed)}:{resource}:policyName/{request.name}")
    # A target-tracking policy creates two alarms: one to scale out, one to scale in.
    tracks = request.get_text("policyType") == "TargetTrackingScaling"
    alarms = [
        f"TargetTracking-{request.get_text('resourceId')}-{direction}-{generate_uuid(f'{direction} {request.seed}')}"
        for direction in (("AlarmHigh", "AlarmLow") if tracks else ())
    ]
    return request.name, {
        "arn": arn,
        "name": request.name,
        "alarmArns": [request.build_arn("cloudwatch", f"alarm:{alarm}") for alarm in alarms],
    }


def _fake_scheduled_action(request: ResourceRequest) -> FakeResult:
    namespace, resource_id = request.get_text("serviceNamespace"), request.get_text("resourceId")
    action = f"scheduledAction:{generate_uuid(request.seed)}:resource/{namespace}/{resource_id}:scheduledActionName/{request.name}"
    return f"{request.name}-{namespace}-{resource_id}", {"arn": request.build_arn("autoscaling", action), "name": request.name}


def _fake_function(request: ResourceRequest) -> FakeResult:
    arn = request.build_arn("lambda", f"function:{request.name}")
    account = request.account
    path = f"apigateway:{account.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
    invoke = f"arn:{account.partition}:{path}"
    return request.name, {"arn": arn, "name": request.name, "invokeArn": invoke, "qualifiedArn": f"{arn}:$LATEST", "version": "$LATEST"}


def _fake_schedule(request: ResourceRequest) -> FakeResult:
    group = request.get_text("groupName", "default")
    return f"{group}/{request.name}", {"arn": request.build_arn("scheduler", f"schedule/{group}/{request.name}"), "name": request.name}


def _fake_schedule_group(request: ResourceRequest) -> FakeResult:
    arn = request.build_arn("scheduler", f"schedule-group/{request.name}")
    return request.name, {"arn": arn, "name": request.name, "state": "ACTIVE"}


def _fake_permission(request: ResourceRequest) -> FakeResult:
    return request.name, {}


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
