"""The records of a web ACL."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .arn_types import KmsKeyArn
from .fix import remove
from .logs import RETENTION_CHOICES, RetentionInDays
from .section import RuleViolation, Section, convert_to_key, describe_field
from .value_types import ALLOW_OUTPUT, build_name_type

LogBucketName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "an S3 bucket for logs of AWS WAF",
    r"aws-waf-logs-[a-z0-9.-]{0,49}[a-z0-9]",
    63,
    "write a bucket whose name starts with aws-waf-logs-, which AWS WAF demands",
)


class WebAclLogs(Section):
    """The requests that AWS WAF inspected, in a log group of their own or in a bucket."""

    requests: Annotated[
        Literal["matched", "all"],
        describe_field(
            "Which requests are recorded: matched, those that a rule blocked, counted or challenged, or all.",
            cost="$0.50 a GB in CloudWatch Logs, about 1 KB a request",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/logging-management.html",
        ),
    ] = "matched"
    retention_in_days: Annotated[RetentionInDays, describe_field(f"Days the records are kept: one of {RETENTION_CHOICES}.")] = 365
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "A customer managed key that encrypts the log group; its policy must admit logs.<region>.amazonaws.com. Default: that of encryption."
        ),
    ] = None
    redacted_headers: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]],
        describe_field("Headers, in lower case, whose values are not recorded."),
    ] = ["authorization", "cookie"]
    bucket: Annotated[
        Annotated[LogBucketName, ALLOW_OUTPUT] | None,
        describe_field(
            "An existing bucket whose name starts with aws-waf-logs-, instead of a log group. Default: a log group is created.",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html",
            example="aws-waf-logs-shop",
        ),
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that settings of the log group are not set for a bucket."""
        if self.bucket is not None:
            for field in sorted(self.model_fields_set & {"retention_in_days", "kms_key_arn"}):
                yield RuleViolation(
                    (field, "bucket"),
                    "this is a setting of the log group that is created, but the records go to a bucket, whose owner decides that",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("bucket")),
                )
