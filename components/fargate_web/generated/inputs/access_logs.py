"""`AccessLogs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class AccessLogs(TypedDict):
    """A record of every request, in an S3 bucket."""

    bucket: NotRequired[pulumi.Input[str]]
    """An existing bucket, whose policy admits the load balancer. Default: a bucket is created."""
    prefix: NotRequired[str]
    """The folder in the bucket, without slashes at its ends."""
    connections: NotRequired[bool]
    """Whether a record of every connection is kept too, with the TLS handshakes that failed. Default: false. Cost: S3 storage, about $0.023 a GB and month. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html"""
    target_health: NotRequired[bool]
    """Whether the results of the health checks are kept too, with the reason of each failure. Default: false. Cost: S3 storage, about $0.023 a GB and month. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-health-check-logs.html"""
    expiration_in_days: NotRequired[int]
    """Days that the created bucket keeps the logs (1–3650). Default: 90."""
    force_destroy: NotRequired[bool]
    """Whether `pulumi destroy` may delete the created bucket with its logs. Default: true if deletionProtection is off."""
