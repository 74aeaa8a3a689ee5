"""The policies of KMS keys: which AWS service may use a key for what."""

from collections.abc import Iterable
from typing import Any

import pulumi

from ..analysis.key_uses import ALL_KEY_USES, KeyUse
from ..settings.aws_regions import DNS_SUFFIXES
from .account import Account
from .documents import concat_inputs, dump_canonical_json


def build_key_policy(account: Account, uses: Iterable[KeyUse]) -> pulumi.Input[str]:
    """Return the policy of a key: IAM decides who of the account may use it, and each service of `uses` may use it for this account."""
    root = account.id.apply(lambda id_: f"arn:{account.partition}:iam::{id_}:root")
    administer = {"Sid": "Administer", "Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
    wanted = set(uses)
    statements = [statement for use in ALL_KEY_USES if use in wanted for statement in build_use_statements(account, use)]
    return dump_canonical_json({"Version": "2012-10-17", "Statement": [administer, *statements]})


def build_use_statements(account: Account, use: KeyUse) -> list[dict[str, Any]]:
    """Return the statements that one use needs, as AWS documents them."""
    if use == "logs":
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        service = concat_inputs("logs.", account.region, ".", DNS_SUFFIXES[account.partition])
        actions = ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        log_groups = account.build_arn("logs", "log-group:*")
        return [_build_statement("LogsEncrypt", service, actions, {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": log_groups}})]
    if use == "alarms":
        # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
        same_account = {"StringEquals": {"aws:SourceAccount": account.id}}
        return [_build_statement("AlarmsEncrypt", "cloudwatch.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey*"], same_account)]
    if use == "events":
        # EventBridge sends neither account nor rule to the key of a topic, so a condition would reject every message:
        # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html and
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
        return [_build_statement("EventsEncrypt", "events.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey*"])]
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-create-storage-key.html
    clusters = {"kms:EncryptionContext:aws:ecs:clusterAccount": account.id}
    grants = {"StringEquals": clusters, "ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]}}
    return [
        _build_statement("StorageEncrypt", "fargate.amazonaws.com", ["kms:GenerateDataKeyWithoutPlaintext"], {"StringEquals": clusters}),
        _build_statement("StorageGrant", "fargate.amazonaws.com", ["kms:CreateGrant"], grants),
    ]


def _build_statement(sid: str, service: pulumi.Input[str], actions: list[str], condition: dict[str, Any] | None = None) -> dict[str, Any]:
    statement: dict[str, Any] = {"Sid": sid, "Effect": "Allow", "Principal": {"Service": service}, "Action": actions, "Resource": "*"}
    return statement | ({"Condition": condition} if condition else {})
