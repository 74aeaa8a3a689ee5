"""Controls of logs, alarms, messages and schedules."""

from collections.abc import Iterator
from typing import Final

from .control import Control, Parameters
from .resource import UNKNOWN, RegisteredResource, RegisteredStack
from .sources import CHECKOV, link_security_hub

_LOG_GROUP: Final = ("aws:cloudwatch/logGroup:LogGroup",)
_ALARM: Final = ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")
_ACTIONS: Final = ("alarmActions", "okActions", "insufficientDataActions")
_SERVICE: Final = "aws:ecs/service:Service"


def _find_short_retention(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    days = resource.get("retentionInDays")
    # 0 keeps events for ever, and so does nothing.
    if isinstance(days, int | float) and 0 < days < parameters["days"]:
        yield f"it keeps events for {int(days)} days"


def _find_log_without_key(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("kmsKeyId"):
        yield "it is not encrypted with a key of yours"


def _find_silent_alarm(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    if resource.get("actionsEnabled") is False:
        yield "its actions are turned off"
    elif not any(resource.is_set(key) for key in _ACTIONS) and not _ends_deployments(resource, stack):
        yield "it notifies nobody"


def _ends_deployments(resource: RegisteredResource, stack: RegisteredStack) -> bool:
    """Return whether ECS watches an alarm, which needs no action for it."""
    for service in stack.find_all(_SERVICE):
        names, name = service.get("alarms.alarmNames"), resource.get("name")
        if resource.urn in service.references.get("alarms", ()) or (names and UNKNOWN in (names, name)):
            return True
        if isinstance(names, list) and name in names:
            return True
    return False


def _find_plain_topic(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("kmsMasterKeyId"):
        yield "its messages are not encrypted"


def _find_plain_queue(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("kmsMasterKeyId") and resource.get("sqsManagedSseEnabled") is False:
        yield "its messages are not encrypted"


def _find_schedule_without_key(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("kmsKeyArn"):
        yield "it is not encrypted with a key of yours"


def _find_plain_file_system(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    encrypted = resource.get("encrypted")
    if encrypted is not True and encrypted is not UNKNOWN:
        yield "it is not encrypted"


OPERATIONS_CONTROLS: Final = (
    Control(
        "log-retention",
        "Logs are kept for a year",
        "medium",
        _LOG_GROUP,
        ("CloudWatch.16", "CKV_AWS_66", "CKV_AWS_338"),
        link_security_hub("CloudWatch.16"),
        "365 days",
        "`retentionInDays`",
        find=_find_short_retention,
        parameters={"days": 365},
    ),
    Control(
        "log-key",
        "Logs are encrypted with your own key",
        "low",
        _LOG_GROUP,
        ("CKV_AWS_158",),
        CHECKOV,
        "`encryption` for every log group, or `kmsKeyArn` of each: `logs`, `executeCommandLogs`, `flowLogs`, `webAcl.logs`",
        by_default=False,
        find=_find_log_without_key,
    ),
    Control(
        "alarm-actions",
        "Alarms notify somebody",
        "high",
        _ALARM,
        ("CloudWatch.15", "CloudWatch.17", "CKV_AWS_319"),
        link_security_hub("CloudWatch.15"),
        "every alarm of `monitoring` notifies the topic; ECS watches those that end a deployment",
        "`monitoring: false`",
        find_in_stack=_find_silent_alarm,
    ),
    Control(
        "sns-encrypted",
        "Topics are encrypted",
        "medium",
        ("aws:sns/topic:Topic",),
        ("SNS.1", "CKV_AWS_26"),
        link_security_hub("SNS.1"),
        "a key",
        "`encryption: false`",
        find=_find_plain_topic,
    ),
    Control(
        "sqs-encrypted",
        "Queues are encrypted",
        "medium",
        ("aws:sqs/queue:Queue",),
        ("SQS.1", "CKV_AWS_27"),
        link_security_hub("SQS.1"),
        "the stack makes no queue; yours are judged",
        find=_find_plain_queue,
    ),
    Control(
        "schedule-key",
        "Schedules are encrypted with your own key",
        "low",
        ("aws:scheduler/schedule:Schedule",),
        ("CKV_AWS_297",),
        CHECKOV,
        "`encryption`, or `kmsKeyArn` of a scheduled task",
        by_default=False,
        find=_find_schedule_without_key,
    ),
    Control(
        "efs-encrypted",
        "File systems are encrypted",
        "medium",
        ("aws:efs/fileSystem:FileSystem",),
        ("EFS.1", "CKV_AWS_184"),
        link_security_hub("EFS.1"),
        "the stack makes no file system; yours are judged",
        find=_find_plain_file_system,
        level="mandatory",
    ),
)
