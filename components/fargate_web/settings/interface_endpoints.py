"""The type of an interface endpoint: the last part of the name of an AWS service."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema

from .value_types import build_value_error

_ENDPOINT_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
_KNOWN_ENDPOINTS: Final = (
    "bedrock-runtime",
    "cognito-idp",
    "dynamodb",
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "ec2messages",
    "elasticfilesystem",
    "email-smtp",
    "events",
    "execute-api",
    "kinesis-firehose",
    "kinesis-streams",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "rds",
    "rds-data",
    "s3",
    "secretsmanager",
    "servicediscovery",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "states",
    "sts",
    "xray",
)
"""Endpoints that tasks often need. AWS has many more: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html"""
_OTHER_NAMES: Final = {
    "cloudwatch": "monitoring",
    "cloudwatchlogs": "logs",
    "efs": "elasticfilesystem",
    "eventbridge": "events",
    "firehose": "kinesis-firehose",
    "kinesis": "kinesis-streams",
    "secretmanager": "secretsmanager",
    "secrets": "secretsmanager",
    "stepfunctions": "states",
    "parameterstore": "ssm",
}
"""Names of services that differ from those of their endpoints, without punctuation."""


def _validate_endpoint(value: str) -> str:
    short = re.sub(r"^com\.amazonaws\.(?:[a-z0-9-]+\.)?", "", value.strip().lower())
    letters = re.sub(r"[^a-z0-9]", "", short)
    known = _OTHER_NAMES.get(letters) or next((name for name in _KNOWN_ENDPOINTS if re.sub(r"[^a-z0-9]", "", name) == letters), None)
    if letters == "ecr":
        raise build_value_error(
            f"{value!r} isn't an endpoint: ECR has two, and a task needs both; write ecr.api and ecr.dkr (InvalidServiceName)"
        )
    if value == known or (known is None and value == short and _ENDPOINT_PATTERN.fullmatch(value)):
        return value
    fix = known or (short if _ENDPOINT_PATTERN.fullmatch(short) else "the last part of its service name, like ecr.api")
    raise build_value_error(f"{value!r} isn't an endpoint of AWS (InvalidServiceName); write {fix}")


InterfaceEndpoint = Annotated[
    str, AfterValidator(_validate_endpoint), WithJsonSchema({"type": "string", "pattern": f"^{_ENDPOINT_PATTERN.pattern}$"})
]
