"""`WebAclLogs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class WebAclLogs(TypedDict):
    """The requests that AWS WAF inspected, in a log group of their own or in a bucket."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    requests: NotRequired[str]
    """Which requests are recorded: matched, those that a rule blocked, counted or challenged, or all. Default: matched. Cost: $0.50 a GB in CloudWatch Logs, about 1 KB a request. See https://docs.aws.amazon.com/waf/latest/developerguide/logging-management.html"""
    retention_in_days: NotRequired[int]
    """Days the records are kept: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653. Default: 365."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A customer managed key that encrypts the log group; its policy must admit logs.<region>.amazonaws.com. Default: that of encryption."""
    redacted_headers: NotRequired[list[str]]
    """Headers, in lower case, whose values are not recorded."""
    bucket: NotRequired[pulumi.Input[str]]
    """An existing bucket whose name starts with aws-waf-logs-, instead of a log group. Default: a log group is created. See https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html"""
