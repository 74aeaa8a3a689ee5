"""The SNS topics that a service publishes to."""

import re
from typing import Annotated, Final

from pydantic import Field

from .arn_types import KmsKeyArn
from .container_value_types import EnvironmentName
from .section import ALLOW_BOOLEAN, Section, describe_field

_SNS: Final = "https://docs.aws.amazon.com/sns/latest/dg"
FIFO_SUFFIX: Final = ".fifo"
"""The end of the names of FIFO queues and topics."""

TopicLabel = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,79}$")]


class FifoTopic(Section):
    """The settings of a FIFO topic."""

    content_based_deduplication: Annotated[
        bool,
        describe_field(
            "Whether SNS recognises duplicates by their content. Otherwise the application must give each message a deduplication id.",
            source=f"{_SNS}/fifo-message-dedup.html",
        ),
    ] = False


class Topic(Section):
    """An SNS topic that the stack creates and the service publishes to, with the permission for it, and its ARN as an environment variable."""

    arn_variable: Annotated[
        EnvironmentName | None,
        describe_field(
            "The environment variable of the application that contains the ARN. Default: `<NAME>_TOPIC_ARN`, in upper case with underscores.",
            example="ORDERS_TOPIC_ARN",
        ),
    ] = None
    fifo: Annotated[
        FifoTopic | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Whether messages of a group arrive in order, and once. It can't be changed: another topic takes its place.",
            source=f"{_SNS}/sns-fifo-topics.html",
        ),
    ] = None
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "The key of the messages. Default: the key of the stack's `encryption`, or the one that AWS manages for SNS, at no charge.",
            source=f"{_SNS}/sns-server-side-encryption.html",
        ),
    ] = None

    key_hints = {
        "name": "the key of the section is the name",
        "topicArn": "this section creates a topic; for an existing one write roles: {taskRole: {statements: [{actions: sns:Publish, resources: <ARN>}]}}",
        "contentBasedDeduplication": "write fifo: {contentBasedDeduplication: true}",
        "variable": "write arnVariable",
        "environmentVariable": "write arnVariable",
        "kmsMasterKeyId": "write kmsKeyArn",
        "subscribers": "write queue: {subscribe: [{service: <this service>, topic: <the topic>}]} at the service that receives",
    }

    def find_variable(self, label: str) -> str:
        """Return the variable that contains the ARN of the topic.

        Args:
            label: The name of the topic in the stack file.
        """
        return self.arn_variable or f"{re.sub(r'[^A-Za-z0-9]', '_', label).upper()}_TOPIC_ARN"


def format_topic_name(label: str, topic: Topic) -> str:
    """Return the name of a topic as SNS and Copilot write it: that of a FIFO topic ends in .fifo."""
    return f"{label}{FIFO_SUFFIX}" if topic.fifo else label
