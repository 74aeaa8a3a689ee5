"""The regular expressions of listener rules, which the load balancer evaluates."""

import re
import warnings
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from .fix import Edit, Fix, write
from .section import RuleViolation, Section, describe_field
from .value_types import build_value_error

_TRANSFORMS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html"
_UNSUPPORTED: Final = (
    (r"\(\?<?[=!]", "lookaheads and lookbehinds"),
    (r"\\[1-9]|\\k<|\(\?P=", "backreferences"),
    (r"\(\?>", "atomic groups"),
    (r"[*+?}]\+", "possessive quantifiers"),
    (r"\(\?(?:R|[0-9]|&|P>)", "subroutines and recursion"),
    (r"\\[pPX]", "Unicode character classes"),
)
"""What the load balancer doesn't support.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
"""
_ESCAPED: Final = re.compile(r"\\[^A-Za-z0-9]|\[(?:\\.|[^\]\\])*\]")
"""Escaped characters and character classes, in which those constructs mean nothing."""


def _validate_regular_expression(value: str) -> str:
    bare = _ESCAPED.sub("x", value)
    for pattern, construct in _UNSUPPORTED:
        if re.search(pattern, bare):
            raise build_value_error(
                f"{value!r} has {construct}, which the load balancer doesn't support (ValidationError)",
                "invalid-regular-expression",
                fixes=(_write_example(value, "write the expression without them, like"),),
            )
    try:
        compile_expression(value)
    except re.error as error:
        if "bad escape" not in error.msg:  # other dialects have more escapes than Python
            raise build_value_error(
                f"{value!r} isn't a regular expression: {error.msg} (ValidationError)",
                "invalid-regular-expression",
                fixes=(_write_example(value, "write it like"),),
            ) from None
    return value


def _write_example(value: str, words: str) -> Fix:
    example = "^/v[0-9]+/.*$" if "/" in value else r"^shop-[0-9]+\.example\.com$"
    return Fix(f"{words} {example}", (Edit((), "set", example),))


def compile_expression(value: str) -> re.Pattern[str]:
    """Compile an expression as Python reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of character classes such as [[:alpha:]]
        # Python alone demands the letter P in the name of a group.
        return re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", value))


def _validate_path_expression(value: str) -> str:
    """Refuse an expression that compares the first character of a path with another one than a slash."""
    if re.match(r"/\^|\^[A-Za-z0-9]", value) and "|" not in value:
        meant = re.sub(r"^/?\^(?:/|\\/)?", "^/", value)
        raise build_value_error(
            f"{value!r} would never match, since every path starts with a slash",
            "invalid-path-pattern",
            fixes=(write(value=meant.removesuffix("/") if value.startswith("/^") and value.endswith("$/") else meant),),
        )
    return value


RegularExpression = Annotated[str, Field(min_length=1, max_length=128), AfterValidator(_validate_regular_expression)]
PathExpression = Annotated[RegularExpression, AfterValidator(_validate_path_expression)]
_LongExpression = Annotated[str, Field(min_length=1, max_length=1024), AfterValidator(_validate_regular_expression)]


class Rewrite(Section):
    """What replaces a part of a request before the service gets it."""

    regex: Annotated[
        _LongExpression,
        describe_field(
            "The regular expression of the part. A request without such a part stays as it is.", example="^/api/(.*)$", source=_TRANSFORMS
        ),
    ]
    replace: Annotated[
        Annotated[str, Field(min_length=1, max_length=1024)],
        describe_field("What replaces it; $1 stands for the first group of the expression.", example="/$1", source=_TRANSFORMS),
    ]

    key_hints = {
        "from": "write regex",
        "pattern": "write regex",
        "match": "write regex",
        "to": "write replace",
        "with": "write replace",
        "replacement": "write replace",
        "target": "write replace",
    }

    @property
    def loses_first_slash(self) -> bool:
        """Whether the expression takes the first slash of a URL away, and the replacement brings none."""
        prefix, _, group = self.regex.partition("(")
        if not re.match(r"\^\\?/", self.regex) or self.replace.startswith("/"):
            return False
        if self.replace.startswith("$1"):
            return prefix.endswith("/") and not re.match(r"\?:|\\?/|\[", group)
        return not self.replace.startswith("$")

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the expression has the groups that the replacement names."""
        if re.search(r"\\[1-9]", self.replace):
            yield RuleViolation(
                ("replace",),
                f"{self.replace!r} names a group with a backslash, which the load balancer would write as it is",
                "replacement-without-group",
                (write("replace", value=re.sub(r"\\([1-9])", r"$\1", self.replace), certain=True),),
            )
        groups = _count_groups(self.regex)
        missing = [number for number in map(int, re.findall(r"\$([1-9][0-9]?)", self.replace)) if groups is not None and number > groups]
        if missing:
            fixes = tuple(self._add_group()) if missing == [1] else ()
            yield RuleViolation(
                ("replace", "regex"),
                f"${missing[0]} names a group that the expression doesn't have: it has {groups or 'none'}"
                + ("" if fixes else "; put what it stands for into parentheses"),
                "replacement-without-group",
                fixes,
            )

    def _add_group(self) -> Iterator[Fix]:
        """Yield the expression with its only `.*` as a group."""
        if self.regex.count(".*") == 1 and "(" not in self.regex:
            yield write("regex", value=self.regex.replace(".*", "(.*)"))


def _count_groups(expression: str) -> int | None:
    try:
        return compile_expression(expression).groups
    except re.error:
        return None
