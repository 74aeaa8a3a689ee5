"""The logs of a load balancer in S3: of requests, connections and health checks."""

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from .fix import remove, write
from .section import RuleViolation, Section, convert_to_key, describe_field
from .value_types import ALLOW_OUTPUT, build_name_type, build_value_error

BucketName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "an S3 bucket",
    r"(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)[a-z0-9](?:[a-z0-9.-]{1,61}[a-z0-9])",
    63,
    "write 3–63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit",
)


def _validate_log_prefix(value: str) -> str:
    if not value or value != value.strip("/") or "AWSLogs" in value:
        meant = value.replace("AWSLogs", "").strip("/")
        fixes = (write(value=meant, certain=True),) if meant else ()
        raise build_value_error(
            f"{value!r} isn't a prefix that AWS accepts: it can't start or end with a slash or contain 'AWSLogs'"
            + ("" if fixes else "; write it like web"),
            "invalid-log-prefix",
            fixes=fixes,
        )
    return value


LogPrefix = Annotated[str, AfterValidator(_validate_log_prefix)]


class AccessLogs(Section):
    """A record of every request, in an S3 bucket."""

    bucket: Annotated[
        Annotated[BucketName, ALLOW_OUTPUT] | None,
        describe_field("An existing bucket, whose policy admits the load balancer. Default: a bucket is created."),
    ] = None
    prefix: Annotated[LogPrefix | None, describe_field("The folder in the bucket, without slashes at its ends.", example="web")] = None
    connections: Annotated[
        bool,
        describe_field(
            "Whether a record of every connection is kept too, with the TLS handshakes that failed.",
            cost="S3 storage, about $0.023 a GB and month",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html",
        ),
    ] = False
    target_health: Annotated[
        bool,
        describe_field(
            "Whether the results of the health checks are kept too, with the reason of each failure.",
            cost="S3 storage, about $0.023 a GB and month",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-health-check-logs.html",
        ),
    ] = False
    expiration_in_days: Annotated[int, describe_field("Days that the created bucket keeps the logs (1–3650).", ge=1, le=3650)] = 90
    force_destroy: Annotated[
        bool | None,
        describe_field("Whether `pulumi destroy` may delete the created bucket with its logs. Default: true if deletionProtection is off."),
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that settings of a created bucket are not set for an existing one."""
        if self.bucket is not None:
            for field in sorted(self.model_fields_set & {"expiration_in_days", "force_destroy"}):
                yield RuleViolation(
                    (field, "bucket"),
                    "this is a setting of the bucket that is created, but bucket names an existing one, whose owner decides that",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("bucket")),
                )
