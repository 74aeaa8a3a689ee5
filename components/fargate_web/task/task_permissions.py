"""The permissions of the task role that the settings require. `roles.taskRole` adds the permissions of the application."""

from typing import Any, Final

import pulumi

from ..component.account import Account
from ..component.documents import concat_inputs
from ..settings.s3_files_volume import S3FilesVolume
from ..settings.task import Task as TaskSettings
from ..settings.volume import Volume
from .roles import build_allow_statement

_SIGNALS_LOG_GROUP: Final = "/aws/application-signals/data"


def build_task_statements(
    settings: TaskSettings,
    account: Account,
    *,
    execute_command_log_group_arn: pulumi.Input[str] | None,
    execute_command_kms_key_arn: pulumi.Input[str] | None,
) -> list[dict[str, Any]]:
    """Return the statements that ECS Exec, tracing, Application Signals and file systems require, if they are on."""
    statements: list[dict[str, Any]] = []
    if settings.enable_execute_command:
        statements += _build_session_statements(account, execute_command_log_group_arn, execute_command_kms_key_arn)
    if settings.tracing is not None and settings.tracing.sends_to_x_ray:
        statements += _build_trace_statements()
    if settings.application_signals is not None:
        statements += _build_signals_statements(account)
    file_systems = {name: volume for name, volume in settings.volumes.items() if volume.file_system_id is not None and volume.iam}
    for index, (name, volume) in enumerate(sorted(file_systems.items())):
        statements.append(
            _build_mount_statement(
                settings, account, name, volume, sid="MountFileSystem" + (str(index + 1) if len(file_systems) > 1 else "")
            )
        )
    s3_files = [(name, volume.s3_files) for name, volume in sorted(settings.volumes.items()) if volume.s3_files is not None]
    for index, (name, s3_volume) in enumerate(s3_files):
        statements += _build_s3_files_statements(settings, name, s3_volume, suffix=str(index + 1) if len(s3_files) > 1 else "")
    return statements


def _build_session_statements(
    account: Account, log_group_arn: pulumi.Input[str] | None, kms_key_arn: pulumi.Input[str] | None
) -> list[dict[str, Any]]:
    """Return the statements for ECS Exec sessions.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
    """
    channel = [f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")]
    statements = [build_allow_statement("ExecuteCommand", channel, "*")]  # supports no other resource
    if log_group_arn is not None:
        statements.append(build_allow_statement("FindSessionLog", ["logs:DescribeLogGroups"], account.build_arn("logs", "log-group:*")))
        recording = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        statements.append(build_allow_statement("RecordSession", recording, concat_inputs(log_group_arn, ":*")))
    if kms_key_arn is not None:
        statements.append(build_allow_statement("DecryptSession", ["kms:Decrypt"], kms_key_arn))
    return statements


def _build_trace_statements() -> list[dict[str, Any]]:
    """Return the statement for the X-Ray calls of the collector. They support no resource but *.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/trace-data.html#trace-data-iam
    """
    sampling = [f"xray:GetSampling{suffix}" for suffix in ("Rules", "StatisticSummaries", "Targets")]
    return [build_allow_statement("WriteTraces", [*sampling, "xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*")]


def _build_signals_statements(account: Account) -> list[dict[str, Any]]:
    """Return the statements for the CloudWatch agent: traces, and the metrics of Application Signals, which it writes as log events into one log group.

    AWS's policy CloudWatchAgentServerPolicy allows the same on every log group.
    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html
    """
    writing = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents", "logs:PutRetentionPolicy"]
    log_group = account.build_arn("logs", f"log-group:{_SIGNALS_LOG_GROUP}")
    return [*_build_trace_statements(), build_allow_statement("WriteSignals", writing, [log_group, concat_inputs(log_group, ":*")])]


def _build_mount_statement(settings: TaskSettings, account: Account, name: str, volume: Volume, *, sid: str) -> dict[str, Any]:
    """Return the statement to mount one file system, only through its access point if it has one, and never as root.

    Source: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
    """
    actions = ["elasticfilesystem:ClientMount"] + ["elasticfilesystem:ClientWrite"] * _is_written(settings, name)
    conditions = None
    if volume.access_point_id is not None:
        access_point = account.build_arn("elasticfilesystem", concat_inputs("access-point/", volume.access_point_id))
        conditions = {"StringEquals": {"elasticfilesystem:AccessPointArn": access_point}}
    assert volume.file_system_id is not None
    return build_allow_statement(
        sid, actions, account.build_arn("elasticfilesystem", concat_inputs("file-system/", volume.file_system_id)), conditions
    )


def _build_s3_files_statements(settings: TaskSettings, name: str, s3_files: S3FilesVolume, *, suffix: str) -> list[dict[str, Any]]:
    """Return the statements to mount one file system of S3 Files, never as root, and to read its bucket directly if that is named.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-files-prereq-policies.html
    """
    actions = ["s3files:ClientMount"] + ["s3files:ClientWrite"] * _is_written(settings, name)
    access_point = s3_files.access_point_arn
    conditions = None if access_point is None else {"ArnEquals": {"s3files:AccessPointArn": access_point}}
    statements = [build_allow_statement(f"MountS3Files{suffix}", actions, s3_files.file_system_arn, conditions)]
    bucket = s3_files.bucket_arn
    if bucket is not None:
        reading = ["s3:GetObject", "s3:GetObjectVersion"]
        statements.append(build_allow_statement(f"ReadObjects{suffix}", reading, concat_inputs(bucket, "/*")))
        statements.append(build_allow_statement(f"ListObjects{suffix}", ["s3:ListBucket"], bucket))
    return statements


def _is_written(settings: TaskSettings, name: str) -> bool:
    """Return whether a container of the task may write to a volume."""
    mounts = [settings.mounts.get(name), *(sidecar.volumes.get(name) for sidecar in settings.sidecars.values())]
    return any(mount is not None and not mount.read_only for mount in mounts)
