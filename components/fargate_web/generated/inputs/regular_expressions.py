"""`Rewrite`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import TypedDict


class Rewrite(TypedDict):
    """What replaces a part of a request before the service gets it."""

    regex: str
    """The regular expression of the part. A request without such a part stays as it is. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html"""
    replace: str
    """What replaces it; $1 stands for the first group of the expression. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html"""
