"""The canary of CloudWatch Synthetics: it requests a URL every few minutes."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value
from ..component.documents import concat_inputs, dump_canonical_json
from ..component.private_bucket import MAX_BUCKET_NAME_LENGTH, PrivateBucket
from ..component.resource_names import MAX_ROLE_NAME_LENGTH, RANDOM_SUFFIX_LENGTH, build_logical_name, sanitize_name
from ..settings.role_defaults import RoleDefaults
from ..settings.synthetic_canary import SyntheticCanary as SyntheticCanarySettings
from .alarms import AlarmDefinition, Metric

_SCRIPT: Final = "canary_script"
_ARTIFACTS: Final = "artifacts"
_KEPT_DAYS: Final = 31
_TIMEOUT_SECONDS: Final = 60
"""A run must end before the next one begins, and the shortest interval is a minute."""
_MAX_NAME_LENGTH: Final = 21
"""Up to here the name of the Lambda function, cwsyn-<name>-<uuid>, has the whole name of the canary in it, and so has the log group that the role may write to."""
_DEFAULT_PORTS: Final = {"HTTP": 80, "HTTPS": 443}
_TRUST_POLICY: Final = dump_canonical_json(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


class SyntheticCanary:
    """A canary with its script, its role, and the bucket for the script and for what its runs write.

    The runtime is the newest one with Python in the Region, because AWS refuses new canaries with deprecated ones. The script needs nothing of it but
    Python, so that a newer one doesn't break it.

    Attributes:
        storage: The bucket.
        script: The script in the bucket. Its key changes with its content, so that the canary gets the new one.
        role: The role of the Lambda function that Synthetics creates.
        role_policy: What the role may do.
        canary: The canary.
    """

    def __init__(
        self,
        name: str,
        settings: SyntheticCanarySettings,
        url: pulumi.Input[str],
        account: Account,
        *,
        key_arn: pulumi.Input[str] | None,
        role_defaults: RoleDefaults,
        services: Sequence[pulumi.Resource],
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        canary_name = _build_canary_name()
        by_key: aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgsDict = {"sse_algorithm": "aws:kms"}
        if key_arn is not None:
            by_key["kms_master_key_id"] = key_arn
        self.storage = PrivateBucket(
            build_logical_name(name, "-canary", MAX_BUCKET_NAME_LENGTH),
            force_destroy=True,
            encryption_rule={"apply_server_side_encryption_by_default": by_key, "bucket_key_enabled": True},
            expiration_in_days=_KEPT_DAYS,
            expiring_prefix=f"{_ARTIFACTS}/",
            tags=tags,
            parent=parent,
        )
        bucket = self.storage.bucket
        archive = build_archive()
        self.script = aws.s3.BucketObjectv2(
            f"{name}-canary",
            bucket=bucket.bucket,
            key=f"script-{hashlib.sha256(archive).hexdigest()[:16]}.zip",
            content_base64=base64.b64encode(archive).decode(),
            content_type="application/zip",
            # S3 would keep the script as the bucket encrypts it by default before its own encryption is set.
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[self.storage.encryption]),
        )
        role_name = build_logical_name(name, "-canary", MAX_ROLE_NAME_LENGTH)
        self.role = aws.iam.Role(
            role_name,
            description=f"With which the canary of {pulumi.get_project()} {pulumi.get_stack()} records its runs.",
            assume_role_policy=_TRUST_POLICY,
            permissions_boundary=role_defaults.permissions_boundary,
            path=role_defaults.path,
            tags=tags,
            opts=opts,
        )
        self.role_policy = aws.iam.RolePolicy(
            role_name, role=self.role.name, policy=_build_role_policy(canary_name, bucket.arn, account, key_arn), opts=opts
        )
        self.canary = aws.synthetics.Canary(
            f"{name}-canary",
            name=canary_name,
            runtime_version=aws.synthetics.get_runtime_version_output(
                prefix="syn-python-selenium", latest=True, opts=pulumi.InvokeOptions(parent=parent)
            ).version_name,
            handler=f"{_SCRIPT}.handler",
            s3_bucket=bucket.bucket,
            s3_key=self.script.key,
            execution_role_arn=self.role.arn,
            artifact_s3_location=concat_inputs("s3://", bucket.bucket, f"/{_ARTIFACTS}"),
            schedule={"expression": _build_schedule(settings.every)},
            run_config={
                "timeout_in_seconds": _TIMEOUT_SECONDS,
                "environment_variables": {
                    "CANARY_URL": url,
                    "CANARY_STATUS": str(settings.status),
                },
            },
            success_retention_period=_KEPT_DAYS,
            failure_retention_period=_KEPT_DAYS,
            start_canary=True,
            delete_lambda=True,
            tags=tags,
            # Without its rights, and before the services run, the first runs would fail and raise the alarm.
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[self.role_policy, self.storage.policy, *services]),
        )

    def define_alarm(self, settings: SyntheticCanarySettings) -> AlarmDefinition:
        """Define the alarm on runs that fail one after the other."""
        return AlarmDefinition(
            label="canary",
            description=f"GET {settings.path} through the load balancer did not answer with {settings.status}, {settings.failures} times in a row.",
            threshold=100,
            metrics=(Metric("CloudWatchSynthetics", "SuccessPercent", "Average", {"CanaryName": self.canary.name}),),
            comparison_operator="LessThanThreshold",
            period=60 * settings.every,
            evaluation_periods=settings.failures,
            is_page=True,
        )


def build_archive() -> bytes:
    """Return the script as a ZIP file, in the folder where Synthetics looks for Python. The same script always gives the same bytes."""
    script = Path(__file__).with_name(f"{_SCRIPT}.py").read_text(encoding="utf-8")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        entry = zipfile.ZipInfo(f"python/{_SCRIPT}.py")  # of 1980: without a date, ZipInfo takes no other
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, script)  # stored: a compressed one would depend on the version of zlib
    return file.getvalue()


def build_canary_url(settings: SyntheticCanarySettings, load_balancer: Any) -> pulumi.Input[str]:
    """Return the URL that the canary requests: the path, at its own host or that of the load balancer.

    Raises:
        RunError: There is no host.
    """
    url: pulumi.Input[str] | None = get_wire_value(load_balancer, "url")
    if settings.host is None:
        if url is None:
            raise pulumi.RunError("monitoring: the load balancer has no url for the canary; write canary: {host: …}, or pass its url")
        return concat_inputs(url, settings.path)
    protocol: Literal["HTTP", "HTTPS"] = get_wire_value(load_balancer, "protocol") or "HTTPS"
    port = get_wire_value(load_balancer, "port")
    return f"{protocol.lower()}://{settings.host}{'' if port in (None, _DEFAULT_PORTS[protocol]) else f':{port}'}{settings.path}"


def _build_canary_name() -> str:
    name = sanitize_name(f"{pulumi.get_project()}-{pulumi.get_stack()}").lower()
    return build_logical_name(name, "", _MAX_NAME_LENGTH + RANDOM_SUFFIX_LENGTH)  # the name gets no suffix from Pulumi


def _build_schedule(minutes: int) -> str:
    """Return the schedule as CloudWatch returns it: any other spelling would be a change at every update."""
    if minutes == 60:
        return "rate(1 hour)"
    return "rate(1 minute)" if minutes == 1 else f"rate({minutes} minutes)"


def _build_role_policy(
    canary_name: str, bucket_arn: pulumi.Output[str], account: Account, key_arn: pulumi.Input[str] | None
) -> pulumi.Input[str]:
    """Return what a canary needs that writes nothing but its artifacts.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
    """
    statements: list[dict[str, Any]] = [
        {"Sid": "WriteArtifacts", "Effect": "Allow", "Action": "s3:PutObject", "Resource": concat_inputs(bucket_arn, f"/{_ARTIFACTS}/*")},
        {"Sid": "FindBucket", "Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": bucket_arn},
        # This action knows no resources.
        {"Sid": "ListBuckets", "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"},
        {
            "Sid": "WriteLogs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": account.build_arn("logs", f"log-group:/aws/lambda/cwsyn-{canary_name}-*"),
        },
        {
            "Sid": "PublishResults",
            "Effect": "Allow",
            "Action": "cloudwatch:PutMetricData",
            "Resource": "*",
            "Condition": {"StringEquals": {"cloudwatch:namespace": "CloudWatchSynthetics"}},
        },
    ]
    if key_arn is not None:
        by_s3 = {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com*"}}
        actions = ["kms:Decrypt", "kms:GenerateDataKey"]
        statements.append({"Sid": "EncryptArtifacts", "Effect": "Allow", "Action": actions, "Resource": key_arn, "Condition": by_s3})
    return dump_canonical_json({"Version": "2012-10-17", "Statement": statements})
