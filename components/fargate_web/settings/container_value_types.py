"""Types of a container's values, with the limits of ECS and Fargate."""

import json
import re
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from .arn import explain_invalid_arn
from .build import ALLOW_BUILT_IMAGE
from .fix import Edit, Fix, write, write_text
from .foreign_expressions import explain_foreign_expression
from .registry_host import explain_invalid_registry
from .value_types import ALLOW_OUTPUT, build_name_type, build_value_error

_IMAGE_PATTERN = re.compile(
    r"(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?/)?"
    r"[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*"
    r"(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?"
)


_MAX_IMAGE_LENGTH = 255


def _validate_image(value: str) -> str:
    expression = explain_foreign_expression(value)
    if expression:
        raise build_value_error(expression, "expression-of-another-tool")
    problem = explain_invalid_registry(value)
    if problem:
        raise build_value_error(
            f"{value!r} is in no registry, so that tasks would never start (CannotPullContainerError): {problem}", "no-such-registry"
        )
    if _IMAGE_PATTERN.fullmatch(value):
        if len(value) > _MAX_IMAGE_LENGTH:
            raise build_value_error(
                f"the reference has {len(value)} characters, and ECS takes {_MAX_IMAGE_LENGTH} (ClientException: Container.image should be 255 characters or less); write a shorter tag",
                "invalid-image",
            )
        return value
    meant = re.sub(r"^\w+://", "", re.sub(r"\s", "", value))
    hint, fixes = "", tuple([write(value=meant, certain=True)] if _IMAGE_PATTERN.fullmatch(meant) else [])
    if "://" in value:
        hint = "an image reference has no scheme"
    elif re.search(r"\s", value):
        hint = "there is white space in it"
    elif "@" in value and not re.search(r"@sha256:[0-9a-f]{64}$", value):
        hint = "after @ comes sha256: and 64 hexadecimal digits; copy the whole digest"
    elif re.sub(r":[^/]*$", "", value) != re.sub(r":[^/]*$", "", value).lower():
        name, colon, tag = value.rpartition(":")
        lower = f"{name.lower()}{colon}{tag}" if colon and "/" not in tag else value.lower()
        hint, fixes = "a repository name is lower case", ((write(value=lower),) if _IMAGE_PATTERN.fullmatch(lower) else ())
    else:
        hint = "write it like 123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2"
    raise build_value_error(
        f"{value!r} isn't an image reference, so tasks would never start (CannotPullContainerError: invalid reference format); {hint}",
        "invalid-image",
        fixes=fixes,
    )


Image = Annotated[str, AfterValidator(_validate_image), ALLOW_OUTPUT, ALLOW_BUILT_IMAGE]

_ENVIRONMENT_NAME_PATTERN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_CREDENTIAL_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")


def _validate_environment_name(value: str) -> str:
    if not _ENVIRONMENT_NAME_PATTERN.fullmatch(value):
        corrected = re.sub(r"[^A-Za-z0-9_.-]+", "_", value.strip()).lstrip("-.")
        corrected = f"_{corrected}" if corrected[:1].isdigit() else corrected
        raise build_value_error(
            f"{value!r} isn't the name of an environment variable, which has letters, digits and underscores, and starts with no digit",
            "invalid-variable-name",
            fixes=(write(value=corrected),) if _ENVIRONMENT_NAME_PATTERN.fullmatch(corrected) else (),
        )
    if value in _CREDENTIAL_VARIABLES:
        raise build_value_error(
            f"{value} would override the credentials of the task role, and sits in plain text",
            "reserved-variable",
            fixes=(Fix("remove it and give the task role what it needs (roles.taskRole)", (Edit((), "remove"),)),),
        )
    if value.startswith(("AWS_CONTAINER_", "ECS_CONTAINER_", "AWS_EXECUTION_ENV", "ECS_ENGINE_AUTH_DATA")):
        raise build_value_error(
            f"{value} is set by ECS itself", "reserved-variable", fixes=(Fix("remove it, or choose another name", (Edit((), "remove"),)),)
        )
    return value


_REFERENCE_KEYS = ("valueFrom", "value_from", "fromSecret", "secret", "ssm", "secretsmanager", "from_ssm")
"""Keys with which other tools refer to a secret."""


def _quote(advice: str, text: str) -> Fix:
    return Fix(f'{advice}: "{text}"', (Edit((), "set", text),), is_certain=True)


def _parse_environment_value(value: Any) -> Any:
    # An integer has only one spelling. YAML may change other scalars before they reach the container (1.10 becomes 1.1).
    if isinstance(value, bool):
        raise build_value_error(
            "a container receives text, and YAML read a boolean", "unquoted-text", fixes=(_quote("quote it", str(value).lower()),)
        )
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        raise build_value_error(
            "a container receives text, and YAML read a number",
            "unquoted-text",
            fixes=(_quote("quote it as it should arrive", str(value)),),
        )
    if isinstance(value, dict):
        function = next((key for key in value if key == "Ref" or str(key).startswith("Fn::")), None)
        if function is not None:
            raise build_value_error(
                f"only CloudFormation resolves {function}, and a container receives text; write what it stands for",
                "expression-of-another-tool",
            )
        reference = next((value[key] for key in _REFERENCE_KEYS if isinstance(value.get(key), str)), None)
        if reference is not None:
            raise build_value_error(
                f"a container receives this variable as text, and ECS reads no reference here; write it under secrets: with the same name, and {reference!r} as its value",
                "reference-as-text",
            )
        if isinstance(value.get("value"), str | int) and not isinstance(value["value"], bool):
            text = str(value["value"])
            fix = Fix(f"write the value alone: {json.dumps(text, ensure_ascii=False)}", (Edit((), "set", text),), is_certain=True)
            raise build_value_error("expected text, got a map", fixes=(fix,))
    return value


EnvironmentName = Annotated[
    str, AfterValidator(_validate_environment_name), WithJsonSchema({"type": "string", "pattern": f"^{_ENVIRONMENT_NAME_PATTERN.pattern}$"})
]
EnvironmentValue = Annotated[str, BeforeValidator(_parse_environment_value), WithJsonSchema({"type": ["string", "integer"]}), ALLOW_OUTPUT]

_PARAMETER_PATTERN = re.compile(r"/?[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")
_SECRET_ARN_PATTERN = re.compile(r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+(?::[^:]*:[^:]*:[^:]*)?")
"""The secrets that RDS and other services manage have an exclamation mark in their names: `rds!db-…`."""
_PARAMETER_ARN_PATTERN = re.compile(r"arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/[A-Za-z0-9_./-]+")


def _complete_secret_arn(value: str) -> str | None:
    """Return the ARN that is meant by one whose key of a secret lacks colons, or whose parameter has two slashes. Return None if it is neither."""
    if ":secretsmanager:" in value:
        key = value.split(":")[7:]
        meant = ":".join([*value.split(":")[:7], *key, *[""] * (3 - len(key))])
        return meant if 0 < len(key) < 3 and key[0] and _SECRET_ARN_PATTERN.fullmatch(meant) else None
    meant = re.sub(r":parameter/+", ":parameter/", value)
    return meant if meant != value and _PARAMETER_ARN_PATTERN.fullmatch(meant) else None


def validate_secret_reference(value: str) -> str:
    """Validate a reference to a secret: the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter."""
    expression = explain_foreign_expression(value)
    if expression:
        raise build_value_error(expression, "expression-of-another-tool")
    if value.startswith("arn:"):
        if _SECRET_ARN_PATTERN.fullmatch(value) or (_PARAMETER_ARN_PATTERN.fullmatch(value) and ":parameter//" not in value):
            problem = explain_invalid_arn(value)
            if problem:
                raise build_value_error(f"{value!r} isn't an ARN of AWS: {problem}", "malformed-arn")
            return value
        meant = _complete_secret_arn(value)
        if meant is not None:
            reason = (
                "a key of a secret ends with two colons, for its version" if ":secretsmanager:" in value else "one slash starts the name"
            )
            fixes = (write(value=meant, certain=True),)
            problem = f"{value!r} isn't how ECS reads the ARN (ResourceInitializationError): {reason}"
            raise build_value_error(problem, "invalid-secret-reference", fixes=fixes)
        problem = explain_invalid_arn(value) if ":secretsmanager:" in value or ":ssm:" in value else None
        if problem:
            raise build_value_error(f"{value!r} isn't an ARN of AWS (ResourceInitializationError): {problem}", "malformed-arn")
        raise build_value_error(
            f"{value!r} isn't the ARN of a Secrets Manager secret or an SSM parameter; write arn:aws:secretsmanager:<region>:<account>:secret:<name> "
            "(with :<json key>:: for one key of it), or arn:aws:ssm:<region>:<account>:parameter/<name>",
            "invalid-secret-reference",
        )
    if not _PARAMETER_PATTERN.fullmatch(value):
        raise build_value_error(
            "a secret is named, not written out: write the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter, and keep its value there",
            "invalid-secret-reference",
        )
    if "/" in value and not value.startswith("/"):
        advice = (
            f"write /{value}, or the whole ARN if it is a Secrets Manager secret, arn:aws:secretsmanager:<region>:<account>:secret:<name>"
        )
        raise build_value_error(
            "ECS takes a name for that of an SSM parameter, and the name of a parameter with a slash starts with one (ResourceInitializationError)",
            "invalid-secret-reference",
            fixes=(Fix(advice, (Edit((), "set", f"/{value}"),)),),
        )
    return value


SecretReference = Annotated[str, AfterValidator(validate_secret_reference), ALLOW_OUTPUT]


_USER_PATTERN = re.compile(r"[a-z0-9_][a-z0-9_-]*(?::[a-z0-9_][a-z0-9_-]*)?")


def _parse_user(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and not _USER_PATTERN.fullmatch(value):
        lower = value.strip().lower()
        problem = f"{value!r} isn't a user of a container, so that it would not start (unable to find user)"
        if not _USER_PATTERN.fullmatch(lower):
            advice = "write the name or the number of a user, with its group after a colon if it has another one, like app or 10001:10001"
            raise build_value_error(f"{problem}; {advice}", "invalid-user")
        raise build_value_error(problem, "invalid-user", fixes=(write(value=lower),))
    return value


User = Annotated[
    str,
    BeforeValidator(_parse_user),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{_USER_PATTERN.pattern}$"}, {"type": "integer", "minimum": 0}]}),
]


def _validate_container_path(value: str) -> str:
    if not value.startswith("/") or value == "/":
        meant = f"/{value.removeprefix('./').strip('/')}"
        problem = f"{value!r} isn't a path in the container below its root"
        if meant == "/" or not re.fullmatch(r"[\w./-]+", meant) or ".." in meant:
            raise build_value_error(f"{problem}; write it like /tmp", "invalid-container-path")
        raise build_value_error(problem, "invalid-container-path", fixes=(write(value=meant),))
    return value.rstrip("/")


ContainerPath = Annotated[str, AfterValidator(_validate_container_path), WithJsonSchema({"type": "string", "pattern": "^/."})]

ContainerName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a container", r"[A-Za-z0-9_-]+", 128, "write letters, digits, hyphens and underscores only"
)

_ENVIRONMENT_FILE_PATTERN = re.compile(r"arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.*\.env")


def _validate_environment_file(value: str) -> str:
    if _ENVIRONMENT_FILE_PATTERN.fullmatch(value):
        return value
    problem = f"{value!r} isn't the ARN of an environment file in S3 (ClientException)"
    arn = f"arn:aws:s3:::{value.removeprefix('s3://')}"
    if value.startswith("s3://") and _ENVIRONMENT_FILE_PATTERN.fullmatch(arn):
        raise build_value_error(problem, "invalid-environment-file", fixes=(write_text(arn, certain=True),))
    if re.match(r"arn:[a-z-]+:s3:::", value) and not value.endswith(".env"):
        hint = "ECS accepts only files that end in .env; rename it"
    else:
        hint = "write it like arn:aws:s3:::my-bucket/web/app.env"
    raise build_value_error(f"{problem}; {hint}", "invalid-environment-file")


EnvironmentFile = Annotated[
    str,
    AfterValidator(_validate_environment_file),
    WithJsonSchema({"type": "string", "pattern": f"^{_ENVIRONMENT_FILE_PATTERN.pattern}$"}),
    ALLOW_OUTPUT,
]
