"""What all roles of a stack, a service or a network have in common: the policy that bounds them, and their path."""

import re
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from .arn_types import build_arn_type
from .fix import write
from .section import Section, describe_field
from .value_types import build_value_error

_PATH_PATTERN = r"^/(?:[!-.0-~]+/)*$"
_MAX_PATH_LENGTH = 512

PolicyArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "iam",
    "arn:aws:iam::123456789012:policy/web",
    "policy/",
    others={"role/": "the ARN of a role, and what is attached to one is a policy; write it like arn:aws:iam::123456789012:policy/web"},
)


def _validate_path(value: str) -> str:
    if len(value) <= _MAX_PATH_LENGTH and re.fullmatch(_PATH_PATTERN, value):
        return value
    meant = f"/{'/'.join(part for part in value.split('/') if part)}/"
    message = f"{value!r} isn't a path of IAM, which starts and ends with a slash (ValidationError)"
    if len(meant) <= _MAX_PATH_LENGTH and re.fullmatch(_PATH_PATTERN, meant):
        raise build_value_error(message, "malformed-role-path", fixes=(write(value=meant, certain=True),))
    raise build_value_error(
        f"{message}, has {_MAX_PATH_LENGTH} characters at most, and no spaces; write it like /web/", "malformed-role-path"
    )


RolePath: TypeAlias = Annotated[
    str, AfterValidator(_validate_path), WithJsonSchema({"type": "string", "pattern": _PATH_PATTERN, "maxLength": _MAX_PATH_LENGTH})
]


class RoleDefaults(Section):
    """What roles have in common, for accounts in which only bounded roles, or roles of a certain path, may be created."""

    permissions_boundary: Annotated[
        PolicyArn | None,
        describe_field(
            "The ARN of a policy that bounds what the roles may do, whatever their own policies allow.",
            source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
        ),
    ] = None
    path: Annotated[
        RolePath | None,
        describe_field(
            "The path of the roles, which is part of their ARNs: /web/. Default: /. Changing it replaces them.",
            source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
            example="/web/",
        ),
    ] = None

    def list_defaults(self) -> dict[str, Any]:
        """List what is set, by field."""
        values = {field: getattr(self, field) for field in RoleDefaults.model_fields}
        return {field: value for field, value in values.items() if value is not None}


class SharedRoles(RoleDefaults):
    """What all roles of a stack have in common. The `roles` of a service, of the network or of monitoring say otherwise for theirs."""

    key_hints = dict.fromkeys(
        ["executionRole", "taskRole", "secretKmsKeys"], "it belongs to a service: write it under services.<name>.roles"
    )
