"""Checks of KMS keys."""

from typing import Final

from .check_description import CheckDescription

_KEY_POLICIES: Final = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"

CHECKS_OF_ENCRYPTION: Final = (
    CheckDescription(
        "invalid-key",
        "error",
        "a text that names no KMS key",
        "KMS finds no key by it (NotFoundException), or policies and log groups do not take it.",
        "Write made for a key that the stack creates, alias/<name> for an existing one of the account, or the ARN of a key.",
        "https://docs.aws.amazon.com/kms/latest/developerguide/find-cmk-id-arn.html",
    ),
    CheckDescription(
        "aws-managed-key",
        "error",
        "a key that AWS manages for one service",
        "Nobody can change the policy of an AWS managed key (alias/aws/…), so that no other service can use it: messages of CloudWatch to the topic are lost.",
        "Write encryption: {key: made}, or a key of your own. AWS's own keys are used where no key is written.",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    ),
    CheckDescription(
        "multi-region-key",
        "error",
        "a multi-Region key for the ephemeral storage of tasks",
        "Fargate does not support multi-Region keys for ephemeral storage, so that ECS refuses the cluster (InvalidParameterException).",
        "Write cluster: {ephemeralStorageKmsKeyArn: false} to leave this storage to AWS's own key, or the ARN of a single-Region key.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-create-storage-key.html",
    ),
    CheckDescription(
        "key-of-another-account",
        "warning",
        "a KMS key of another account",
        "The policy of the key and the policies of this account must both allow the use. Without a statement for each service, CloudWatch Logs refuses the log group "
        "(AccessDeniedException), alarms do not reach the topic, and tasks do not start (ResourceInitializationError).",
        "Let the owner of the key add the statements that docs/encryption.md lists, with this account in their conditions, or write a key of this account.",
        _KEY_POLICIES,
    ),
)
