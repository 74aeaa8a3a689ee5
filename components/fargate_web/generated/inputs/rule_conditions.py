"""`Header`, `QueryString`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class Header(TypedDict):
    """A header that a request must carry."""

    name: str
    """The name of the header (40 characters at most)."""
    values: list[str]
    """Values of which one must match; * and ? are wildcards."""


class QueryString(TypedDict):
    """A parameter that the query string of a request must have."""

    key: NotRequired[str]
    """The name of the parameter; * and ? are wildcards. Default: a parameter of any name. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html"""
    values: list[str]
    """Values of which one must match, in capitals or not; * and ? are wildcards. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html"""
