"""Types of ARNs: each accepts the ARN of one kind of resource, and explains what was written instead."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from .arn import Arn, explain_invalid_arn, split_arn
from .aws_regions import find_partition
from .value_types import ALLOW_OUTPUT, build_value_error

_QUEUE_URL_PATTERN: Final = re.compile(r"https://sqs\.([a-z0-9-]+)\.[a-z.]+/([0-9]{12})/([A-Za-z0-9_.-]+)/?")
_ASSUMED_ROLE_PATTERN: Final = re.compile(r"assumed-role/([^/]+)/.+")


def build_arn_type(service: str, example: str, resource_prefix: str = "", *, others: Mapping[str, str] | None = None) -> Any:
    """Build the type of the ARN of one kind of resource.

    Args:
        service: The service in the ARN.
        example: An ARN of this kind.
        resource_prefix: The start of the resource part.
        others: What people write instead: the start of the resource part, and what to say about it.
    """

    def check(value: str) -> str:
        return _validate_arn(value, service, example, resource_prefix, others or {})

    like = WithJsonSchema({"type": "string", "pattern": rf"^arn:aws[a-z-]*:{service}:[a-z0-9-]*:([0-9]{{12}}|aws|):{resource_prefix}.+$"})
    return Annotated[str, AfterValidator(check), like, ALLOW_OUTPUT]


def _validate_arn(value: str, service: str, example: str, resource_prefix: str, others: Mapping[str, str]) -> str:
    found = split_arn(value)
    if found is None and service == "sqs" and (fix := convert_queue_url(value)):
        raise build_value_error(f"{value!r} isn't an ARN, by which AWS identifies it; write {fix}", "malformed-arn")
    if found is None and not value.startswith("arn:"):
        raise build_value_error(f"{value!r} isn't an ARN; AWS identifies it by its full ARN; write it like {example}", "malformed-arn")
    if found is not None and found.service != service:
        raise build_value_error(_describe_other_service(value, found, service, example), "arn-of-another-kind")
    problem = explain_invalid_arn(value)
    if problem or found is None:
        raise build_value_error(f"{value!r} isn't an ARN of AWS: {problem}", "malformed-arn")
    if not found.resource.startswith(resource_prefix) or found.resource == resource_prefix:
        note = next((note for start, note in others.items() if found.resource.startswith(start)), None)
        kind = re.split("[/:]", found.resource)[0]
        raise build_value_error(
            f"{value!r} is {note}" if note else f"{value!r} is the ARN of another resource of {service} ({kind}); write it like {example}",
            "arn-of-another-kind",
        )
    return value


def _describe_other_service(value: str, found: Arn, service: str, example: str) -> str:
    assumed = _ASSUMED_ROLE_PATTERN.fullmatch(found.resource)
    if service == "iam" and found.service == "sts" and assumed:
        return f"{value!r} is the session of a role; write the role, arn:{found.partition}:iam::{found.account}:role/{assumed[1]}"
    kind = re.split("[/:]", found.resource)[0]
    return f"{value!r} is an ARN of {found.service!r} ({kind}), not of {service!r}; write it like {example}"


def convert_queue_url(value: str) -> str | None:
    """Convert the URL of an SQS queue to its ARN. Return None if it is none."""
    queue = _QUEUE_URL_PATTERN.fullmatch(value)
    return f"arn:{find_partition(queue[1])}:sqs:{queue[1]}:{queue[2]}:{queue[3]}" if queue else None


_CERTIFICATE_ARN_PATTERN = r"^arn:aws[a-z-]*:(?:acm:[a-z0-9-]+:[0-9]{12}:certificate/|iam::[0-9]{12}:server-certificate/).+$"


def _validate_certificate_arn(value: str) -> str:
    if not re.match(_CERTIFICATE_ARN_PATTERN, value):
        problem = explain_invalid_arn(value) if value.startswith("arn:") else None
        raise build_value_error(
            f"{value!r} isn't the ARN of a certificate in ACM, or of a server certificate in IAM (CertificateNotFound)"
            + (f": {problem}" if problem else "; write it like arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"),
            "malformed-arn" if problem else "arn-of-another-kind",
        )
    problem = explain_invalid_arn(value)
    if problem:
        raise build_value_error(f"{value!r} isn't an ARN of AWS: {problem}", "malformed-arn")
    return value


CertificateArn = Annotated[
    str, AfterValidator(_validate_certificate_arn), WithJsonSchema({"type": "string", "pattern": _CERTIFICATE_ARN_PATTERN}), ALLOW_OUTPUT
]
KmsKeyArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "kms",
    "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d",
    "key/",
    others={
        "alias/": "the ARN of an alias, and policies name keys; write the ARN of its key, which `aws kms describe-key --key-id alias/<name>` shows"
    },
)
TopicArn: TypeAlias = build_arn_type("sns", "arn:aws:sns:us-west-2:123456789012:alarms")  # type: ignore[valid-type]
WebAclArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "wafv2",
    "arn:aws:wafv2:us-west-2:123456789012:regional/webacl/web/1a2b3c4d",
    "regional/webacl/",
    others={
        "global/": "a web ACL of CloudFront, and a load balancer takes one of its Region (WAFInvalidParameterException); write one whose "
        "ARN has regional/webacl/"
    },
)
ListenerArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "elasticloadbalancing",
    "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
    "listener/app/",
    others={
        "loadbalancer/": "the ARN of a load balancer; write that of its listener, which `aws elbv2 describe-listeners --load-balancer-arn <this>` shows",
        "targetgroup/": "the ARN of a target group; write that of the listener, like arn:aws:elasticloadbalancing:us-west-2:123456789012:"
        "listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
        "listener-rule/": "the ARN of a rule; write that of its listener, without the last part and with listener instead of listener-rule",
        "listener/net/": "the ARN of a listener of a Network Load Balancer, which has no rules; write that of an Application Load Balancer",
    },
)
TrustStoreArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "elasticloadbalancing", "arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/clients/73e2d6bc24d8a067", "truststore/"
)
RoleArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "iam",
    "arn:aws:iam::123456789012:role/web",
    "role/",
    others={
        "instance-profile/": "the ARN of an instance profile, which is for EC2 instances; write that of the role in it, like arn:aws:iam::123456789012:role/web"
    },
)
LambdaArn: TypeAlias = build_arn_type("lambda", "arn:aws:lambda:us-west-2:123456789012:function:check", "function:")  # type: ignore[valid-type]
SecretArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "secretsmanager", "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-a1b2c3", "secret:"
)
QueueArn: TypeAlias = build_arn_type("sqs", "arn:aws:sqs:us-west-2:123456789012:orders")  # type: ignore[valid-type]
