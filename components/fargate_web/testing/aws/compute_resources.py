"""Fakes of ECS, ECR, Application Auto Scaling and Lambda."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import uuid
from fargate_web.testing.aws.fake_types import Creation, Fake

Outputs = tuple[str, dict[str, Any]]


def _cluster(creation: Creation) -> Outputs:
    arn = creation.given_id or creation.arn("ecs", f"cluster/{creation.name}")
    return arn, {"arn": arn, "name": creation.name}


def _service(creation: Creation) -> Outputs:
    # The cluster may be given by its name or by its ARN.
    cluster = creation.text("cluster", "default").rpartition("/")[2]
    arn = creation.given_id or creation.arn("ecs", f"service/{cluster}/{creation.name}")
    return arn, {"arn": arn, "name": creation.name}


def _task_definition(creation: Creation) -> Outputs:
    family = creation.text("family", creation.logical_name)
    arn = creation.arn("ecs", f"task-definition/{family}")
    return family, {"arn": f"{arn}:1", "arnWithoutRevision": arn, "revision": 1, "family": family}


def _cluster_capacity_providers(creation: Creation) -> Outputs:
    return creation.text("clusterName"), {}


def _capacity_provider(creation: Creation) -> Outputs:
    arn = creation.given_id or creation.arn("ecs", f"capacity-provider/{creation.name}")
    return arn, {"arn": arn, "name": creation.name}


def _repository(creation: Creation) -> Outputs:
    account, name = creation.account, creation.name
    url = f"{account.id}.dkr.ecr.{account.region}.{account.dns_suffix}/{name}"
    return name, {"arn": creation.arn("ecr", f"repository/{name}"), "name": name, "registryId": account.id, "repositoryUrl": url}


def _of_repository(creation: Creation) -> Outputs:
    return creation.text("repository"), {"registryId": creation.account.id}


def _pull_through_cache_rule(creation: Creation) -> Outputs:
    return creation.text("ecrRepositoryPrefix"), {"registryId": creation.account.id}


def _scalable_target(creation: Creation) -> Outputs:
    arn = creation.arn("application-autoscaling", f"scalable-target/{uuid(creation.seed).replace('-', '')}")
    return creation.text("resourceId"), {"arn": arn}


def _scaling_policy(creation: Creation) -> Outputs:
    resource = f"resource/{creation.text('serviceNamespace')}/{creation.text('resourceId')}"
    arn = creation.arn("autoscaling", f"scalingPolicy:{uuid(creation.seed)}:{resource}:policyName/{creation.name}")
    # A target-tracking policy makes two alarms of its own: one to scale out, one to scale in.
    tracks = creation.text("policyType") == "TargetTrackingScaling"
    alarms = [
        f"TargetTracking-{creation.text('resourceId')}-{direction}-{uuid(f'{direction} {creation.seed}')}"
        for direction in (("AlarmHigh", "AlarmLow") if tracks else ())
    ]
    return creation.name, {
        "arn": arn,
        "name": creation.name,
        "alarmArns": [creation.arn("cloudwatch", f"alarm:{alarm}") for alarm in alarms],
    }


def _scheduled_action(creation: Creation) -> Outputs:
    namespace, resource_id = creation.text("serviceNamespace"), creation.text("resourceId")
    action = f"scheduledAction:{uuid(creation.seed)}:resource/{namespace}/{resource_id}:scheduledActionName/{creation.name}"
    return f"{creation.name}-{namespace}-{resource_id}", {"arn": creation.arn("autoscaling", action), "name": creation.name}


def _function(creation: Creation) -> Outputs:
    arn = creation.arn("lambda", f"function:{creation.name}")
    account = creation.account
    path = f"apigateway:{account.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
    invoke = f"arn:{account.partition}:{path}"
    return creation.name, {"arn": arn, "name": creation.name, "invokeArn": invoke, "qualifiedArn": f"{arn}:$LATEST", "version": "$LATEST"}


def _schedule(creation: Creation) -> Outputs:
    group = creation.text("groupName", "default")
    return f"{group}/{creation.name}", {"arn": creation.arn("scheduler", f"schedule/{group}/{creation.name}"), "name": creation.name}


def _schedule_group(creation: Creation) -> Outputs:
    arn = creation.arn("scheduler", f"schedule-group/{creation.name}")
    return creation.name, {"arn": arn, "name": creation.name, "state": "ACTIVE"}


def _permission(creation: Creation) -> Outputs:
    return creation.name, {}


FAKES: Final[Mapping[str, Fake]] = {
    "aws:appautoscaling/policy:Policy": _scaling_policy,
    "aws:appautoscaling/scheduledAction:ScheduledAction": _scheduled_action,
    "aws:appautoscaling/target:Target": _scalable_target,
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": _of_repository,
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": _pull_through_cache_rule,
    "aws:ecr/repository:Repository": _repository,
    "aws:ecr/repositoryPolicy:RepositoryPolicy": _of_repository,
    "aws:ecs/capacityProvider:CapacityProvider": _capacity_provider,
    "aws:ecs/cluster:Cluster": _cluster,
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": _cluster_capacity_providers,
    "aws:ecs/service:Service": _service,
    "aws:ecs/taskDefinition:TaskDefinition": _task_definition,
    "aws:lambda/function:Function": _function,
    "aws:lambda/permission:Permission": _permission,
    "aws:scheduler/schedule:Schedule": _schedule,
    "aws:scheduler/scheduleGroup:ScheduleGroup": _schedule_group,
}
