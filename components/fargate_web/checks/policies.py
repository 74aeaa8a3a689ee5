"""Checks that the statements of roles name actions that exist, on resources that these actions are about."""

import re
from collections.abc import Iterator
from typing import Final

from ..analysis.iam_actions import ActionTable, find_similar_service, load_action_tables
from ..settings.arn import split_arn
from ..settings.fix import Fix, write
from ..settings.roles import Statement
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_OBJECT_ACTIONS: Final = re.compile(
    r"s3:(?:get|put|delete|restore|abort|list)(?:object|multipartupload)(?!s?lambda)(?!lockconfiguration)", re.IGNORECASE
)
"""Actions on the objects of a bucket. `s3:ListBucketMultipartUploads` is one on the bucket."""
_BUCKET_ACTIONS: Final = re.compile(r"s3:(?:ListBucket(?:Versions|MultipartUploads)?|GetBucketLocation)", re.IGNORECASE)

_ACTIONS_OF_CALLS: Final = {
    "s3:headobject": "s3:GetObject",
    "s3:headbucket": "s3:ListBucket",
    "s3:listobjects": "s3:ListBucket",
    "s3:listobjectsv2": "s3:ListBucket",
    "s3:listbuckets": "s3:ListAllMyBuckets",
    "s3:listparts": "s3:ListMultipartUploadParts",
    "s3:copyobject": "s3:PutObject",
    "s3:uploadpart": "s3:PutObject",
    "s3:createmultipartupload": "s3:PutObject",
    "s3:deleteobjects": "s3:DeleteObject",
    "sqs:sendmessagebatch": "sqs:SendMessage",
    "sqs:deletemessagebatch": "sqs:DeleteMessage",
    "sqs:changemessagevisibilitybatch": "sqs:ChangeMessageVisibility",
    "sns:publishbatch": "sns:Publish",
    "lambda:invoke": "lambda:InvokeFunction",
    "secretsmanager:getsecret": "secretsmanager:GetSecretValue",
}
"""Calls that another action allows, by their name in lower case."""


def check_policies(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find actions that no service has, and statements that allow nothing, because their actions are never about their resources.

    IAM accepts all of them, and the application is refused later (AccessDenied).
    """
    for place, task in stack.tasks.items():
        for key, role in (("executionRole", task.roles.execution_role), ("taskRole", task.roles.task_role)):
            for index, statement in enumerate(role.statements):
                path: SettingPath = (*place, "roles", key, "statements", index)
                known = {}
                for number, action in enumerate(statement.actions):
                    problem = _explain_unknown_action(action)
                    if problem:
                        yield _build_unknown_action_finding(path, statement, number, *problem)
                    elif "*" not in action.partition(":")[0] and ":" in action:
                        known[action] = load_action_tables()[action.partition(":")[0].lower()]
                if statement.effect == "Allow":
                    yield from _check_resources(path, statement, known)


def _explain_unknown_action(action: str) -> tuple[str, str | None] | None:
    """Explain why no service has an action, and return the one that is meant, if that can be told."""
    prefix, _, name = action.partition(":")
    if "*" in prefix:
        return None
    if action.lower() in _ACTIONS_OF_CALLS and not load_action_tables()[prefix.lower()].has_match(name):
        return f"{name} is a call of the API, which another action allows", _ACTIONS_OF_CALLS[action.lower()]
    table = load_action_tables().get(prefix.lower())
    if table is None:
        similar = find_similar_service(prefix)
        other = load_action_tables()[similar] if similar else None
        return f"no service of AWS has the prefix {prefix!r}", f"{similar}:{name}" if other and other.has_match(name) else None
    if table.has_match(name):
        return None
    return (
        f"{'no action of ' + table.prefix + ' matches' if '*' in name else table.prefix + ' has no action'} {name!r}",
        table.find_similar(name),
    )


def _build_unknown_action_finding(path: SettingPath, statement: Statement, number: int, problem: str, meant: str | None) -> Finding:
    fixes: tuple[Fix, ...] = ()
    if meant:
        # A single action may be written without a list.
        place = ("actions",) if len(statement.actions) == 1 else ("actions", number)
        fixes = (write(*path, *place, value=meant),) if len(statement.actions) == 1 else (_write_entry(path, number, meant),)
    advice = "" if meant else "; write one of https://docs.aws.amazon.com/service-authorization/latest/reference/"
    return Finding(
        "unknown-action",
        (*path, "actions", number),
        f"{problem}, so that the statement {'allows' if statement.effect == 'Allow' else 'denies'} nothing by it: IAM accepts any name, and AWS refuses the call later (AccessDenied)"
        f"{advice}",
        "warning",
        fixes=fixes,
    )


def _write_entry(path: SettingPath, number: int, action: str) -> Fix:
    fix = write(*path, "actions", number, value=action)
    return Fix(f"write {action}", fix.edits)


def _check_resources(path: SettingPath, statement: Statement, known: dict[str, ActionTable]) -> Iterator[Finding]:
    resources = [resource for resource in statement.resources if isinstance(resource, str)]
    if len(resources) < len(statement.resources) or any(resource == "*" or resource.startswith("${") for resource in resources):
        return
    services = {found.service for resource in resources if (found := split_arn(resource))}
    if any({"*", "?", "$"} & {*service} for service in services):
        return
    global_actions = [action for action, table in known.items() if action.partition(":")[2].lower() in table.on_everything]
    if global_actions:
        yield _build_global_actions_finding(path, statement, global_actions)
    for action, table in known.items():
        if action not in global_actions and table.arn_services and not services & table.arn_services:
            yield Finding(
                "action-on-another-service",
                (*path, "resources"),
                f"{action} is about resources of {' or '.join(sorted(table.arn_services))}, and all that this statement names are of {' and '.join(sorted(services))}, so that it allows "
                f"nothing (AccessDenied); write the ARN of a resource of {' or '.join(sorted(table.arn_services))}, or put the action into the statement of its resources",
                "warning",
                ((*path, "actions"),),
            )
    yield from _check_buckets(path, statement, resources)


def _build_global_actions_finding(path: SettingPath, statement: Statement, actions: list[str]) -> Finding:
    message = f"{', '.join(actions)} can't be restricted to single resources, so that {'it is' if len(actions) == 1 else 'they are'} not allowed at all here (AccessDenied)"
    fixes: tuple[Fix, ...] = ()
    if len(actions) == len(statement.actions):
        fixes = (write(*path, "resources", value="*", certain=True),)
    else:
        message += (
            f"; write a statement of {'its' if len(actions) == 1 else 'their'} own, {{actions: [{', '.join(actions)}], resources: '*'}}"
        )
    return Finding("action-without-resources", (*path, "resources"), message, "warning", ((*path, "actions"),), fixes)


def _check_buckets(path: SettingPath, statement: Statement, resources: list[str]) -> Iterator[Finding]:
    """Find actions on objects that name only buckets, and the other way round."""
    buckets = [found for resource in resources if (found := split_arn(resource)) and found.service == "s3" and not found.region]
    if not buckets or len(buckets) < len(resources):
        return
    has_objects, has_buckets = (
        any("/" in found.resource or "*" in found.resource for found in buckets),
        any("/" not in found.resource for found in buckets),
    )
    on_objects = [action for action in statement.actions if _OBJECT_ACTIONS.match(action)]
    on_buckets = [action for action in statement.actions if _BUCKET_ACTIONS.fullmatch(action)]
    if on_objects and not has_objects:
        wanted = [f"{found}/*" for found in buckets]
        yield _build_bucket_finding(
            path, on_objects, "the objects of a bucket", "buckets", resources, wanted, replaces=len(on_objects) == len(statement.actions)
        )
    if on_buckets and not has_buckets:
        wanted = list(dict.fromkeys(str(found).partition("/")[0] for found in buckets))
        yield _build_bucket_finding(
            path, on_buckets, "a bucket", "objects", resources, wanted, replaces=len(on_buckets) == len(statement.actions)
        )


def _build_bucket_finding(
    path: SettingPath, actions: list[str], subject: str, named: str, resources: list[str], wanted: list[str], *, replaces: bool
) -> Finding:
    values = wanted if replaces else [*resources, *wanted]
    return Finding(
        "buckets-and-objects",
        (*path, "resources"),
        f"{', '.join(actions)} {'is' if len(actions) == 1 else 'are'} about {subject}, and this names {named} only, so that it allows nothing (AccessDenied)",
        "warning",
        ((*path, "actions"),),
        (write(*path, "resources", value=values[0] if len(values) == 1 else values),),
    )
