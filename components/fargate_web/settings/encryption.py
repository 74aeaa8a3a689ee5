"""The KMS key of a stack, with which AWS encrypts everything that the stack stores."""

import re
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema

from .arn import explain_invalid_arn, split_arn
from .fix import remove, write
from .section import RuleViolation, Section, describe_field
from .value_types import build_value_error

MADE_KEY: Final = "made"
"""The word for a key that the stack creates."""
_ALIAS_PATTERN: Final = re.compile(r"alias/[A-Za-z0-9/_-]{1,250}")
_KEY_ID_PATTERN: Final = re.compile(r"(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})")


def _validate_key(value: str) -> str:
    if value == MADE_KEY:
        return value
    found = split_arn(value)
    alias = found.resource if found and found.service == "kms" and found.resource.startswith("alias/") else value
    if alias.startswith("alias/aws/"):
        raise build_value_error(
            f"{value!r} is a key that AWS manages; nobody can change its policy, so CloudWatch and other services can't use it",
            "aws-managed-key",
            fixes=(write(value=MADE_KEY),),
        )
    if found and alias.startswith("alias/"):
        raise build_value_error(
            f"{value!r} is the ARN of an alias, which is looked up by its name in the account and Region of the stack",
            "invalid-key",
            fixes=(write(value=alias),),
        )
    if _ALIAS_PATTERN.fullmatch(value):
        return value
    if _KEY_ID_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} is the id of a key, which policies can't name: `aws kms describe-key --key-id {value}` shows the ARN to write, unless the stack makes a key",
            "invalid-key",
            fixes=(write(value=MADE_KEY),),
        )
    if found is None or found.service != "kms":
        raise build_value_error(
            f"{value!r} is neither a word for a key, nor an alias (alias/<name>), nor the ARN of a key",
            "invalid-key",
            fixes=(write(value=MADE_KEY),),
        )
    problem = explain_invalid_arn(value)
    if problem or not found.resource.startswith("key/"):
        raise build_value_error(f"{value!r} isn't the ARN of a key: {problem or 'its last part must start with key/'}", "malformed-arn")
    return value


KeyReference = Annotated[
    str,
    AfterValidator(_validate_key),
    WithJsonSchema({"type": "string", "pattern": r"^(made|alias/[A-Za-z0-9/_-]+|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+)$"}),
]
"""No Output: whether the stack creates a key must be known before anything is registered. Components take the key of an importing program by a wire."""


class Encryption(Section):
    """A customer managed KMS key that encrypts what a stack stores: logs, ECS Exec sessions, ephemeral storage, notifications, schedules and images."""

    key: Annotated[
        KeyReference,
        describe_field(
            "The key: `made` creates one whose policy admits exactly the services that use it; an alias (alias/…) or an ARN names an existing one.",
            cost="$1 a month for a key that is made, and $1 more after each of its first two yearly rotations; $0.03 for 10,000 requests",
            source="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#customer-cmk",
            example="alias/shop",
        ),
    ] = MADE_KEY
    deletion_window_in_days: Annotated[
        int,
        describe_field(
            "Days between the deletion of the created key and the moment at which nobody can read its data any more (7–30).",
            source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
            ge=7,
            le=30,
        ),
    ] = 30

    key_hints = {
        "kmsKeyArn": "write key: <the ARN>",
        "kmsKeyId": "write key: <the ARN>, or key: alias/<name>",
        "keyArn": "write key: <the ARN>",
        "alias": "write key: alias/<name>",
        "arn": "write key: <the ARN>",
        "enabled": "write encryption: true, or leave the section out",
        "rotation": "a key that is made is rotated every year; remove it",
        "enableKeyRotation": "a key that is made is rotated every year; remove it",
    }

    @property
    def is_made(self) -> bool:
        """Whether the key is created."""
        return self.key == MADE_KEY

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that settings of a created key are not set for an existing one."""
        if "deletion_window_in_days" in self.model_fields_set and not self.is_made:
            yield RuleViolation(
                ("deletion_window_in_days", "key"),
                "this is a setting of the key that is created, but key names an existing one, whose owner decides that",
                "setting-without-effect",
                (remove("deletionWindowInDays"), write("key", value=MADE_KEY)),
            )
