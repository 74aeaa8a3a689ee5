"""`RoleDefaults`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class RoleDefaults(TypedDict):
    """What roles have in common, for accounts in which only bounded roles, or roles of a certain path, may be created."""

    permissions_boundary: NotRequired[pulumi.Input[str]]
    """The ARN of a policy that bounds what the roles may do, whatever their own policies allow. See https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"""
    path: NotRequired[str]
    """The path of the roles, which is part of their ARNs: /web/. Default: /. Changing it replaces them. See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"""
