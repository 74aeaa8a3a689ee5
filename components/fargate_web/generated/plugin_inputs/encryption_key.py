"""`EncryptionKeyArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class EncryptionKeyArgs(TypedDict):
    """The arguments of a `EncryptionKey`."""

    key: NotRequired[str]
    """The key: `made` creates one whose policy admits exactly the services that use it; an alias (alias/…) or an ARN names an existing one. Default: made. Cost: $1 a month for a key that is made, and $1 more after each of its first two yearly rotations; $0.03 for 10,000 requests. See https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk"""
    deletion_window_in_days: NotRequired[int]
    """Days between the deletion of the created key and the moment at which nobody can read its data any more (7–30). Default: 30. See https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"""
    uses: NotRequired[list[str]]
    """The services that the policy of a created key admits: logs, alarms, events, ephemeralStorage. Default: all."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags of every resource."""
