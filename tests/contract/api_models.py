"""Turns resources into the requests that the provider makes of them, and holds those against the models of AWS's APIs.

The models are those of botocore, which the migration needs: names, types, enumerations, limits and patterns of every parameter.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import botocore.session
from fargate_web.testing import Resource

Values = dict[str, Any]
Request = tuple[str, str, Values]
"""A service, its operation, and the parameters."""

SUFFIX = "-1234567"
"""What Pulumi adds to a logical name to make a physical one."""
_SESSION = botocore.session.Session()


@cache
def _operation(service: str, operation: str) -> Any:
    return _SESSION.get_service_model(service).operation_model(operation).input_shape


def faults(resource: Resource) -> Iterator[str]:
    """Tell what AWS would refuse of a resource; nothing of one whose request isn't known here."""
    make = REQUESTS.get(resource.type)
    if make is not None:
        service, operation, parameters = make(resource)
        yield from misfits(_operation(service, operation), parameters, f"{resource.name}: {operation}")


def misfits(shape: Any, value: Any, path: str) -> Iterator[str]:
    """Walk a value and its shape, and tell where they differ."""
    if getattr(shape, "is_document_type", False):  # any JSON, such as the details of a hook
        return
    kind = shape.type_name
    wanted = {"structure": dict, "map": dict, "list": list, "string": str, "boolean": bool, "integer": int, "long": int}.get(kind, object)
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{path} is {value!r} and no {kind}"
    elif kind == "structure":
        yield from (f"{path}.{key} is unknown" for key in value.keys() - shape.members.keys())
        yield from (f"{path}.{key} is missing" for key in shape.required_members if key not in value)
        for key in value.keys() & shape.members.keys():
            yield from misfits(shape.members[key], value[key], f"{path}.{key}")
    elif kind in ("map", "list"):
        items = value.items() if kind == "map" else enumerate(value)
        for key, item in items:
            yield from misfits(shape.value if kind == "map" else shape.member, item, f"{path}[{key!r}]")
    yield from _limits(shape, value, path)


def _limits(shape: Any, value: Any, path: str) -> Iterator[str]:
    limits = shape.metadata
    size = len(value) if isinstance(value, str | list) else value
    if isinstance(size, int | float) and not isinstance(value, bool):
        if size < limits.get("min", size):
            yield f"{path} is {value!r}, below {limits['min']}"
        if size > limits.get("max", size):
            yield f"{path} is {value!r}, above {limits['max']}"
    if isinstance(value, str):
        if limits.get("enum") and value not in limits["enum"]:
            yield f"{path} is {value!r}, and none of {limits['enum']}"
        # Some patterns are Java's and not Python's (\p{L}, surrogates); those are left out.
        pattern = limits.get("pattern", "")
        if pattern and not re.search(r"\\p\{|\\u", pattern) and not re.fullmatch(pattern, value):
            yield f"{path} is {value!r}, which isn't like {pattern}"


# --- from resources to requests -----------------------------------------------------------------------------------------


def _name(resource: Resource) -> str:
    return resource.inputs.get("name") or resource.name + SUFFIX


def _capital(value: Any) -> Any:
    """Spell the keys as most services of AWS do: with a capital."""
    if isinstance(value, Mapping):
        return {key[0].upper() + key[1:]: _capital(item) for key, item in value.items()}
    return [_capital(item) for item in value] if isinstance(value, list) else value


def _tags(inputs: Mapping[str, Any], key: str = "key", value: str = "value") -> list[Values]:
    return [{key: name, value: text} for name, text in inputs.get("tags", {}).items()]


def _without(inputs: Mapping[str, Any], *keys: str) -> Values:
    return {key: value for key, value in json.loads(json.dumps(inputs)).items() if key not in keys}


def _vpc(network: Values, spell: Callable[[Any], Any] = lambda value: value) -> Values:
    assigned = "ENABLED" if network["assignPublicIp"] else "DISABLED"
    return {"awsvpcConfiguration": spell({**network, "assignPublicIp": assigned})}


def _task_definition(resource: Resource) -> Request:
    found = _without(resource.inputs, "skipDestroy")
    found |= {"containerDefinitions": json.loads(found["containerDefinitions"]), "tags": _tags(resource.inputs)}
    if "ephemeralStorage" in found:
        found["ephemeralStorage"] = {"sizeInGiB": found["ephemeralStorage"]["sizeInGib"]}
    return "ecs", "RegisterTaskDefinition", found


def _service(resource: Resource) -> Request:
    # What is the provider's own, or has no other name in the API.
    found = _without(resource.inputs, "name", "forceNewDeployment", "triggers", "waitForSteadyState")
    deployment = found.pop("deploymentConfiguration", {})
    for key, to in (
        ("deploymentCircuitBreaker", "deploymentCircuitBreaker"),
        ("alarms", "alarms"),
        ("deploymentMaximumPercent", "maximumPercent"),
        ("deploymentMinimumHealthyPercent", "minimumHealthyPercent"),
    ):
        if key in found:
            deployment[to] = found.pop(key)
    _as_numbers(deployment)
    for hook in deployment.get("lifecycleHooks", []):
        if "hookDetails" in hook:
            hook["hookDetails"] = json.loads(hook["hookDetails"])
    connect = found.get("serviceConnectConfiguration", {})
    for called in connect.get("services", []):
        called["clientAliases"] = called.pop("clientAlias")
        for alias in called["clientAliases"]:
            if "testTrafficRules" in alias:
                [alias["testTrafficRules"]] = alias["testTrafficRules"]
        if "tls" in called:
            called["tls"]["issuerCertificateAuthority"] = called["tls"].pop("issuerCertAuthority")
    if "serviceRegistries" in found:
        found["serviceRegistries"] = [found["serviceRegistries"]]
    found |= {
        "serviceName": _name(resource),
        "capacityProviderStrategy": found.pop("capacityProviderStrategies"),
        "enableECSManagedTags": found.pop("enableEcsManagedTags"),
        "networkConfiguration": _vpc(found["networkConfiguration"]),
        "deploymentConfiguration": deployment,
        "tags": _tags(resource.inputs),
    }
    return "ecs", "CreateService", found


def _as_numbers(value: Any) -> None:
    """Read minutes and percentages that the provider takes as text, as it does itself."""
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, str) and key.endswith(("InMinutes", "Percent")):
            value[key] = float(item) if key.endswith("Percent") else int(item)
        for part in item if isinstance(item, list) else [item]:
            _as_numbers(part)


def _schedule(resource: Resource) -> Request:
    found = _without(resource.inputs)
    target = found.pop("target")
    told = target.pop("ecsParameters")
    parameters = _capital(_without(told, "networkConfiguration", "capacityProviderStrategies", "enableEcsManagedTags"))
    parameters |= {
        "CapacityProviderStrategy": told["capacityProviderStrategies"],
        "EnableECSManagedTags": told["enableEcsManagedTags"],
        "NetworkConfiguration": _vpc(told["networkConfiguration"], _capital),
    }
    return (
        "scheduler",
        "CreateSchedule",
        _capital(found)
        | {
            "Name": _name(resource),
            "Target": {**_capital(target), "EcsParameters": parameters},
        },
    )


def _schedule_group(resource: Resource) -> Request:
    return "scheduler", "CreateScheduleGroup", {"Name": _name(resource), "Tags": _tags(resource.inputs, "Key", "Value")}


def _discovery_service(resource: Resource) -> Request:
    found = _capital(_without(resource.inputs, "forceDestroy", "tags"))
    for record in found.get("DnsConfig", {}).get("DnsRecords", []):
        record["TTL"] = record.pop("Ttl")
    return "servicediscovery", "CreateService", found | {"Tags": _tags(resource.inputs, "Key", "Value")}


def _policy(resource: Resource) -> Request:
    return "application-autoscaling", "PutScalingPolicy", _capital(_without(resource.inputs, "name")) | {"PolicyName": _name(resource)}


def _target(resource: Resource) -> Request:
    return "application-autoscaling", "RegisterScalableTarget", _capital(_without(resource.inputs, "tags"))


def _rule(resource: Resource) -> Request:
    json.loads(resource.inputs["eventPattern"])
    return "events", "PutRule", _capital(_without(resource.inputs, "tags")) | {"Name": _name(resource)}


def _rule_target(resource: Resource) -> Request:
    transformer = resource.inputs["inputTransformer"]
    told = {"InputPathsMap": transformer["inputPaths"], "InputTemplate": transformer["inputTemplate"]}
    return (
        "events",
        "PutTargets",
        {
            "Rule": resource.inputs["rule"],
            "Targets": [{"Id": "target", "Arn": resource.inputs["arn"], "InputTransformer": told}],
        },
    )


def _metric_alarm(resource: Resource) -> Request:
    inputs = _without(resource.inputs, "tags", "metricQueries", "dimensions")
    queries = [_metric_query(query) for query in resource.inputs.get("metricQueries", [])]
    return (
        "cloudwatch",
        "PutMetricAlarm",
        {
            **{"OKActions" if key == "okActions" else key[0].upper() + key[1:]: value for key, value in inputs.items() if key != "name"},
            "AlarmName": resource.inputs.get("name") or resource.outputs["name"],
            "Dimensions": [{"Name": name, "Value": value} for name, value in resource.inputs.get("dimensions", {}).items()],
            "Metrics": queries,
        },
    )


def _metric_query(query: Values) -> Values:
    found: Values = {"Id": query["id"], "ReturnData": query["returnData"]}
    if "metric" not in query:
        return found | {"Expression": query["expression"], "Label": query["label"]}
    metric = query["metric"]
    dimensions = [{"Name": name, "Value": value} for name, value in metric["dimensions"].items()]
    name = {"Namespace": metric["namespace"], "MetricName": metric["metricName"], "Dimensions": dimensions}
    return found | {"MetricStat": {"Metric": name, "Period": metric["period"], "Stat": metric["stat"]}}


def _composite_alarm(resource: Resource) -> Request:
    found = _capital(_without(resource.inputs, "tags", "okActions"))
    return "cloudwatch", "PutCompositeAlarm", found | {"OKActions": resource.inputs["okActions"]}


def _mute_rule(resource: Resource) -> Request:
    schedule, targets = resource.inputs["rule"]["schedule"], resource.inputs["muteTargets"]
    rule = {"Rule": {"Schedule": _capital(schedule)}, "MuteTargets": {"AlarmNames": targets["alarmNames"]}}
    name = {"Name": _name(resource), "Description": resource.inputs["description"], "Tags": _tags(resource.inputs, "Key", "Value")}
    return "cloudwatch", "PutAlarmMuteRule", name | rule


def _canary(resource: Resource) -> Request:
    inputs = resource.inputs
    code = {"S3Bucket": inputs["s3Bucket"], "S3Key": inputs["s3Key"], "Handler": inputs["handler"]}
    run = {
        "TimeoutInSeconds": inputs["runConfig"]["timeoutInSeconds"],
        "EnvironmentVariables": inputs["runConfig"]["environmentVariables"],
    }
    return (
        "synthetics",
        "CreateCanary",
        {
            "Name": inputs["name"],
            "Code": code,
            "RunConfig": run,
            "ArtifactS3Location": inputs["artifactS3Location"],
            "ExecutionRoleArn": inputs["executionRoleArn"],
            "RuntimeVersion": inputs["runtimeVersion"],
            "Schedule": _capital(inputs["schedule"]),
            "SuccessRetentionPeriodInDays": inputs["successRetentionPeriod"],
            "FailureRetentionPeriodInDays": inputs["failureRetentionPeriod"],
            "Tags": inputs["tags"],
        },
    )


def _subscription(resource: Resource) -> Request:
    inputs = resource.inputs
    attributes = {
        key[0].upper() + key[1:]: str(inputs[key]).lower() if isinstance(inputs[key], bool) else inputs[key]
        for key in _SUBSCRIPTION_ATTRIBUTES
        if key in inputs
    }
    return (
        "sns",
        "Subscribe",
        {"TopicArn": inputs["topic"], "Protocol": inputs["protocol"], "Endpoint": inputs["endpoint"], "Attributes": attributes},
    )


_SUBSCRIPTION_ATTRIBUTES = ("rawMessageDelivery", "filterPolicy", "filterPolicyScope")
_QUEUE_ATTRIBUTES = {
    "visibilityTimeoutSeconds": "VisibilityTimeout",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "delaySeconds": "DelaySeconds",
    "redrivePolicy": "RedrivePolicy",
    "fifoQueue": "FifoQueue",
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "kmsMasterKeyId": "KmsMasterKeyId",
}


def _queue(resource: Resource) -> Request:
    inputs = _without(resource.inputs, "name", "tags")
    attributes = {_QUEUE_ATTRIBUTES[key]: str(value).lower() if isinstance(value, bool) else str(value) for key, value in inputs.items()}
    return "sqs", "CreateQueue", {"QueueName": _name(resource), "Attributes": attributes, "tags": resource.inputs.get("tags", {})}


def _queue_policy(resource: Resource) -> Request:
    return "sqs", "SetQueueAttributes", {"QueueUrl": resource.inputs["queueUrl"], "Attributes": {"Policy": resource.inputs["policy"]}}


def _slack_channel(resource: Resource) -> Request:
    return "chatbot", "CreateSlackChannelConfiguration", _chat_channel(resource)


def _teams_channel(resource: Resource) -> Request:
    return "chatbot", "CreateMicrosoftTeamsChannelConfiguration", _chat_channel(resource)


def _chat_channel(resource: Resource) -> Values:
    return _capital(_without(resource.inputs, "tags")) | {"Tags": _tags(resource.inputs, "TagKey", "TagValue")}


def _repository(resource: Resource) -> Request:
    found = _without(resource.inputs, "name", "forceDelete", "encryptionConfigurations")
    if "encryptionConfigurations" in resource.inputs:
        [found["encryptionConfiguration"]] = resource.inputs["encryptionConfigurations"]
    return "ecr", "CreateRepository", found | {"repositoryName": _name(resource), "tags": _tags(resource.inputs, "Key", "Value")}


REQUESTS: dict[str, Callable[[Resource], Request]] = {
    "aws:appautoscaling/policy:Policy": _policy,
    "aws:appautoscaling/target:Target": _target,
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": _slack_channel,
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": _teams_channel,
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule": _mute_rule,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _composite_alarm,
    "aws:cloudwatch/eventRule:EventRule": _rule,
    "aws:cloudwatch/eventTarget:EventTarget": _rule_target,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _metric_alarm,
    "aws:ecr/repository:Repository": _repository,
    "aws:ecs/service:Service": _service,
    "aws:ecs/taskDefinition:TaskDefinition": _task_definition,
    "aws:scheduler/schedule:Schedule": _schedule,
    "aws:scheduler/scheduleGroup:ScheduleGroup": _schedule_group,
    "aws:servicediscovery/service:Service": _discovery_service,
    "aws:sns/topicSubscription:TopicSubscription": _subscription,
    "aws:sqs/queue:Queue": _queue,
    "aws:synthetics/canary:Canary": _canary,
    "aws:sqs/queuePolicy:QueuePolicy": _queue_policy,
}
