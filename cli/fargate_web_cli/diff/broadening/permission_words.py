"""Permissions in words, and why some deserve a second look."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from fargate_web.analysis.wildcards import patterns_overlap

from fargate_web_cli.diff.broadening.access_rules import Description, join_words
from fargate_web_cli.diff.broadening.policy_statements import ANY, Condition, Element, Permission
from fargate_web_cli.diff.broadening.value_identity import show_identity

_ACTIONS_WITHOUT_RESOURCE: Final = (
    # These actions support no resource, so a policy must use "*": service authorization reference of each service.
    *("cloudwatch:putmetricdata", "ecr:getauthorizationtoken", "ecr-public:getauthorizationtoken", "ssmmessages:", "xray:put"),
    *("logs:describeloggroups", "sts:getcalleridentity", "sts:getservicebearertoken"),
)
_SENSITIVE_ACTIONS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("iam:PassRole", ("iam:passrole",)),
    ("sts:AssumeRole", ("sts:assumerole",)),
    (
        "changes rights",
        (
            *("iam:attachgrouppolicy", "iam:attachrolepolicy", "iam:attachuserpolicy", "iam:putgrouppolicy", "iam:putrolepolicy"),
            *("iam:putuserpolicy", "iam:createpolicyversion", "iam:setdefaultpolicyversion", "iam:updateassumerolepolicy"),
            *("iam:createaccesskey", "iam:createloginprofile", "iam:updateloginprofile", "iam:addusertogroup"),
            *("iam:deleterolepermissionsboundary", "iam:deleteuserpermissionsboundary", "kms:putkeypolicy", "kms:creategrant"),
            *("s3:putbucketpolicy", "secretsmanager:putresourcepolicy", "sqs:addpermission", "sns:addpermission", "lambda:addpermission"),
        ),
    ),
    (
        "reads secrets",
        (
            *("secretsmanager:getsecretvalue", "secretsmanager:batchgetsecretvalue", "ssm:getparameter", "ssm:getparameters"),
            *("ssm:getparametersbypath", "ssm:getparameterhistory"),
        ),
    ),
    ("decrypts", ("kms:decrypt",)),
)
_COMPARISONS: Final = {
    **dict.fromkeys(("ArnEquals", "Bool", "NumericEquals", "StringEquals"), "is"),
    **dict.fromkeys(("ArnLike", "StringLike"), "is like"),
    **dict.fromkeys(("ArnNotEquals", "StringNotEquals"), "is not"),
    **dict.fromkeys(("ArnNotLike", "StringNotLike"), "is not like"),
    "IpAddress": "is in",
    "NotIpAddress": "is not in",
}
_WILDCARD_RESOURCE: Final = re.compile(r"^arn:[^:]*:(?!s3:)[^:]*:[^:]*:[^:]*:(?:[A-Za-z-]+[/:])?\*+$")
_EVERYTHING: Final = ("*", "*:*")


def describe_permissions(
    permissions: Sequence[Permission], others: Sequence[Permission], sort: str, *, gained: bool, forbids: bool
) -> Iterator[Description]:
    """Describe permissions as statements: those with the same resources, principals and conditions are one.

    Args:
        permissions: The permissions that are gained or lost.
        others: Those of the other version.
        sort: `identity`, `resource` or `trust`: what the policy is.
        gained: Whether they are gained.
        forbids: Whether the statements deny.
    """
    former_conditions = {(other.action, other.resource, other.principal): other.conditions for other in others if other.conditions}
    principals: dict[tuple[Element, Element, frozenset[Condition], frozenset[Condition]], list[Element]] = {}
    for entry in permissions:
        former = former_conditions.get((entry.action, entry.resource, entry.principal), frozenset()) if gained else frozenset()
        principals.setdefault((entry.action, entry.resource, entry.conditions, former), []).append(entry.principal)
    resources: dict[tuple[Element, tuple[Element, ...], frozenset[Condition], frozenset[Condition]], list[Element]] = {}
    for (action, resource, conditions, former), names in principals.items():
        resources.setdefault((action, tuple(names), conditions, former), []).append(resource)
    actions: dict[tuple[tuple[Element, ...], tuple[Element, ...], frozenset[Condition], frozenset[Condition]], list[Element]] = {}
    for (action, who, conditions, former), where in resources.items():
        actions.setdefault((tuple(where), who, conditions, former), []).append(action)
    for (places, who, conditions, former), what in actions.items():
        text = _phrase_statement(what, places, who, sort, gained=gained, forbids=forbids)
        if conditions:
            text += f" if {_describe_conditions(conditions)}"
        if former and gained and not forbids:
            text += f", until now only if {_describe_conditions(former)}"
        marks: tuple[str, ...] = ()
        if gained and not forbids:
            marks = tuple(_list_marks(what, places, who, conditions, sort))
        elif forbids and not gained:
            marks = ("a statement that denies is lost",)
        yield Description(text, marks)


def _phrase_statement(
    actions: Sequence[Element], resources: Sequence[Element], principals: Sequence[Element], sort: str, *, gained: bool, forbids: bool
) -> str:
    what, where, who = _list_elements(actions), _list_elements(resources), _list_elements(principals, everyone=True)
    if sort == "trust":
        verb = "can be assumed by" if gained else "can no longer be assumed by"
        if forbids:
            verb = "can't be assumed by" if gained else "is no longer kept from being assumed by"
        return f"{verb} {who}" + ("" if what == "sts:AssumeRole" else f" ({what})")
    place = f" on {where}" if sort == "identity" or tuple(resources) != (ANY,) else ""
    no_longer = "" if gained else "no longer "
    if sort == "resource":
        return f"{no_longer}denies {who} {what}{place}" if forbids else f"{no_longer}allows {who} to {what}{place}"
    if forbids:
        return f"is {no_longer}denied {what}{place}"
    return f"may {no_longer}{what}{place}"


def _list_elements(elements: Iterable[Element], *, everyone: bool = False) -> str:
    words = []
    for element in elements:
        values = [show_identity(value) for value in element.values]
        if everyone:
            values = ["everyone" if value == "*" else value.partition(":")[2] or value for value in values]
        words.append(f"everything but {join_words(values)}" if element.negated else values[0])
    return join_words(words)


def _describe_conditions(conditions: frozenset[Condition]) -> str:
    words = []
    for operator, key, values in sorted(conditions):
        comparison = _COMPARISONS.get(operator)
        value = " or ".join(map(show_identity, values)) or "(nothing)"
        words.append(f"{key} {comparison} {value}" if comparison else f"{operator} {key} {value}")
    return " and ".join(words)


def _list_marks(
    actions: Iterable[Element], resources: Sequence[Element], principals: Sequence[Element], conditions: frozenset[Condition], sort: str
) -> Iterator[str]:
    if any(element.negated for element in (*actions, *resources, *principals)):
        yield "everything but what is named"
    if ANY in principals and sort != "identity":
        yield "everyone who meets the conditions" if conditions else "everyone"
    if sort == "trust":
        return
    actions = [element.in_lower_case for element in actions]
    patterns = [element.values[0] for element in actions if not element.negated]
    for pattern in patterns:
        if pattern in _EVERYTHING:
            yield "every action"
        elif pattern.endswith(":*"):
            yield f"every action of {pattern.removesuffix(':*')}"
    if any("*" in pattern and pattern not in _EVERYTHING and not pattern.endswith(":*") for pattern in patterns):
        yield "wildcard action"
    for mark, sensitive in _SENSITIVE_ACTIONS:
        if any(_includes(element, action) for element in actions for action in sensitive):
            yield mark
    names = [element.values[0] for element in resources if not element.negated]
    if "*" in names and sort == "identity":
        if not all(pattern.startswith(_ACTIONS_WITHOUT_RESOURCE) for pattern in patterns):
            yield "every resource"
    elif any(_WILDCARD_RESOURCE.match(name) for name in names) and sort == "identity":
        yield "wildcard resource"


def _includes(element: Element, action: str) -> bool:
    overlaps = any(patterns_overlap(pattern, action) for pattern in element.values)
    return overlaps != element.negated
