"""Types of the single values of a stack file, with AWS's limits."""

import ipaddress
import re
from collections.abc import Callable
from typing import Annotated, Any, Final, TypeAlias

import pulumi
from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .fix import Edit, Fix, join_fixes, write

OUTPUT_NOT_ALLOWED: Final = (
    "an Output (or a secret) isn't allowed here: this value decides which resources exist, or is checked together with others, "
    "and both come before an Output is known; write the plain value"
)


class _AllowOutput:
    """Allows an Output as a leaf value. AWS validates the value when it is known."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        plain = handler(source)
        return core_schema.no_info_wrap_validator_function(
            lambda value, inner: value if isinstance(value, pulumi.Output) else inner(value), plain
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        # The schema of the stack file turns this into "or {secure: …}".
        return {**handler(schema["schema"]), "secret": True}


ALLOW_OUTPUT = _AllowOutput()


def build_value_error(message: str, code: str = "invalid-value", *, fixes: tuple[Fix, ...] = ()) -> PydanticCustomError:
    """Build the error for an invalid value.

    Args:
        message: What is wrong, and why. It ends with what to write instead unless `fixes` says that.
        code: The identifier of the check, as in docs/checks.md.
        fixes: What to write instead. Paths start at the value.
    """
    return PydanticCustomError("wrong", "{text}", {"text": join_fixes(message, fixes), "code": code, "fixes": fixes})


def reject_output(value: Any) -> Any:
    """Refuse an Output for a value that decides which resources are created."""
    if isinstance(value, pulumi.Output):
        raise build_value_error(OUTPUT_NOT_ALLOWED)
    return value


# --- names ------------------------------------------------------------------------------------------------------------


def build_name_type(resource: str, pattern: str, max_length: int, allowed_characters: str) -> Any:
    """Build the type of a physical name with the characters and length that AWS allows."""
    matcher = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if len(value) > max_length:
            raise build_value_error(
                f"{value!r} has {len(value)} characters; AWS allows {max_length} for {resource}; shorten it", "name-too-long"
            )
        if not matcher.fullmatch(value):
            # The name is a part of the ARN or the URL of a bucket.
            named = re.fullmatch(r"(?:arn:aws[a-z-]*:s3:::|s3://)([^/]+).*", value)
            corrected = named[1] if named else re.sub(r"[^A-Za-z0-9-]+", "-", value).strip("-")
            fixes = (write(value=corrected),) if matcher.fullmatch(corrected) else ()
            problem = f"{value!r} isn't a name that AWS accepts for {resource}: {allowed_characters}"
            raise build_value_error(problem, "name-that-aws-refuses", fixes=fixes)
        return value

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$", "maxLength": max_length})]


EcsName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "an ECS name", r"[A-Za-z0-9_-]+", 255, "write letters, digits, hyphens and underscores only"
)
LoadBalancerName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a load balancer",
    r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?",
    32,
    "write letters, digits and hyphens, no hyphen at either end, and no 'internal-' at the start",
)
TargetGroupName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a target group", r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", 32, "write letters, digits and hyphens, no hyphen at either end"
)
SecurityGroupName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a security group",
    r"(?!sg-)[A-Za-z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+",
    255,
    "write letters, digits and ._-:/()#,@[]+=&;{}!$*, and no 'sg-' at the start",
)
RoleName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "an IAM role", r"[\w+=,.@-]+", 64, "write letters, digits and _+=,.@- only"
)
LogGroupName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a log group", r"(?!aws/)[A-Za-z0-9_./#-]+", 512, "write letters, digits and _-./# only, and no 'aws/' at the start"
)
AlarmName: TypeAlias = build_name_type("an alarm", r"[^\x00-\x1f]+", 255, "write printable characters only")  # type: ignore[valid-type]
HookName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a hook", r"[A-Za-z][A-Za-z0-9-]*", 40, "start with a letter, then letters, digits and hyphens"
)
QueueName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "an SQS queue",
    r"[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo",
    80,
    "write letters, digits, hyphens and underscores only, and .fifo at the end of a FIFO queue",
)
NamespaceName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a Cloud Map namespace", r"[!-~]{1,1024}", 1024, "write printable ASCII without spaces"
)


# --- network ----------------------------------------------------------------------------------------------------------


def _validate_cidr_block(value: str, guess_block: Callable[[str], tuple[str, str]]) -> str:
    """Validate an IPv4 CIDR block, which must have no host bits set.

    Args:
        value: The block.
        guess_block: Guesses what an address without a prefix length stands for: the block, and what that is.
    """
    try:
        network = ipaddress.IPv4Network(value, strict=False)
    except ValueError:
        raise build_value_error(f"{value!r} isn't an IPv4 CIDR block; write it like 10.0.0.0/16") from None
    if "/" not in value:
        block, meaning = guess_block(value)
        fix = Fix(f"write {block} for {meaning}, or another block like it", (Edit((), "set", block),))
        raise build_value_error(f"{value!r} has no prefix length", "cidr-block-without-prefix", fixes=(fix,))
    if str(network) != value:
        problem = f"{value!r} has host bits set, which AWS refuses (InvalidParameterValue)"
        raise build_value_error(problem, "cidr-block-with-host-bits", fixes=(write(value=str(network), certain=True),))
    return value


def _guess_callers(address: str) -> tuple[str, str]:
    """Guess whom an address without a prefix length stands for: zeros at its end are those of a network."""
    if address == "0.0.0.0":
        return "0.0.0.0/0", "every address"
    if address.endswith(".0.0"):
        return f"{address}/16", "its network"
    return (f"{address}/24", "its network") if address.endswith(".0") else (f"{address}/32", "one address")


def _guess_network(address: str) -> tuple[str, str]:
    return str(ipaddress.IPv4Network(f"{address}/16", strict=False)), "a VPC"


def _guess_subnet(address: str) -> tuple[str, str]:
    return str(ipaddress.IPv4Network(f"{address}/24", strict=False)), "a subnet"


def _build_cidr_block_type(guess_block: Callable[[str], tuple[str, str]]) -> Any:
    like = WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}$"})
    return Annotated[str, AfterValidator(lambda value: _validate_cidr_block(value, guess_block)), like]


CidrBlock: TypeAlias = _build_cidr_block_type(_guess_callers)  # type: ignore[valid-type]
"""The addresses of callers."""
NetworkCidrBlock: TypeAlias = _build_cidr_block_type(_guess_network)  # type: ignore[valid-type]
SubnetCidrBlock: TypeAlias = _build_cidr_block_type(_guess_subnet)  # type: ignore[valid-type]

_ZONE_PATTERN = re.compile(r"[a-z]{2}(?:-[a-z]+)+-[0-9][a-z]")


def _validate_availability_zone(value: str) -> str:
    if not _ZONE_PATTERN.fullmatch(value):
        raise build_value_error(f"{value!r} isn't the name of an Availability Zone; write it like us-east-1a")
    return value


AvailabilityZone = Annotated[
    str, AfterValidator(_validate_availability_zone), WithJsonSchema({"type": "string", "pattern": f"^{_ZONE_PATTERN.pattern}$"})
]


def build_id_type(prefix: str, resource: str) -> Any:
    """Build the type of an EC2 resource id (`vpc-…`, `subnet-…`, `sg-…`)."""
    matcher = re.compile(rf"{prefix}-[0-9a-z-]+")

    def check(value: str) -> str:
        if not matcher.fullmatch(value):
            raise build_value_error(
                f"{value!r} isn't the id of {resource}; AWS ids of this kind start with '{prefix}-'; write it like {prefix}-0123456789abcdef0"
            )
        return value

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{matcher.pattern}$"}), ALLOW_OUTPUT]


VpcId: TypeAlias = build_id_type("vpc", "a VPC")  # type: ignore[valid-type]
SubnetId: TypeAlias = build_id_type("subnet", "a subnet")  # type: ignore[valid-type]
SecurityGroupId: TypeAlias = build_id_type("sg", "a security group")  # type: ignore[valid-type]


def _validate_domain_name(value: str) -> str:
    bare = value.rstrip(".")
    if value != value.lower():
        problem = f"{value!r} has capital letters; DNS and the load balancer compare lower case"
        raise build_value_error(problem, "domain-name-in-capitals", fixes=(write(value=value.lower(), certain=True),))
    if "://" in value or "/" in value:
        raise build_value_error(f"{value!r} is a URL; write the host name alone, like api.example.com")
    labels = bare.removeprefix("*.").split(".")
    if len(bare) > 253 or len(labels) < 2 or not all(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", x) for x in labels):
        raise build_value_error(f"{value!r} isn't a domain name; write it like api.example.com")
    return bare


DomainName = Annotated[str, AfterValidator(_validate_domain_name)]
Port = Annotated[int, BeforeValidator(reject_output)]
StringOrOutput = Annotated[str, ALLOW_OUTPUT]
NonEmptyString = Annotated[str, StringConstraints(min_length=1)]
