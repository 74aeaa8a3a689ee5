"""`FifoTopic`, `Topic`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class FifoTopic(TypedDict):
    """The settings of a FIFO topic."""

    content_based_deduplication: NotRequired[bool]
    """Whether SNS recognises duplicates by their content. Otherwise the application must give each message a deduplication id. Default: false. See https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html"""


class Topic(TypedDict):
    """An SNS topic that the stack creates and the service publishes to, with the permission for it, and its ARN as an environment variable."""

    arn_variable: NotRequired[str]
    """The environment variable of the application that contains the ARN. Default: `<NAME>_TOPIC_ARN`, in upper case with underscores."""
    fifo: NotRequired[FifoTopic | bool]
    """Whether messages of a group arrive in order, and once. It can't be changed: another topic takes its place. See https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html"""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The key of the messages. Default: the key of the stack's `encryption`, or the one that AWS manages for SNS, at no charge. See https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html"""
