"""Asks for the roles that exist already, what they may do, and for the service-linked roles."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from fargate_web_cli.live.preflight.aws_reader import AwsReader

_NO_ROLE: Final = ("NoSuchEntity", "NoSuchEntityException")
TASK_PRINCIPAL: Final = "ecs-tasks.amazonaws.com"


@dataclass(frozen=True)
class RoleFacts:
    """A role that could be asked for.

    Attributes:
        exists: Whether it exists.
        trusts_tasks: Whether tasks of ECS may take it.
        denied: The actions and resources that it is not allowed.
    """

    exists: bool
    trusts_tasks: bool = True
    denied: tuple[tuple[str, str], ...] = ()


def gather_role(reader: AwsReader, arn: str, needs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> RoleFacts | None:
    """Ask for a role.

    Args:
        reader: Asks AWS.
        arn: Its ARN.
        needs: The actions that it needs, each group with its resources.
    """
    name = arn.rsplit("/", 1)[-1]
    answer = reader.ask(f"the role {name}", "iam", "get_role", answers=_NO_ROLE, RoleName=name)
    if answer is None:
        return None
    if answer.refusal:
        return RoleFacts(exists=False)
    document = answer.content["Role"].get("AssumeRolePolicyDocument", {})
    denied: list[tuple[str, str]] = []
    for actions, resources in needs:
        denied += _simulate(reader, arn, name, actions, resources)
    return RoleFacts(True, _trusts_tasks(document), tuple(dict.fromkeys(denied)))


def gather_service_linked_roles(reader: AwsReader, names: Iterable[str]) -> dict[str, bool]:
    """Ask whether service-linked roles exist. Those that could not be asked for are missing."""
    found = {}
    for name in names:
        answer = reader.ask(f"the service-linked role {name}", "iam", "get_role", answers=_NO_ROLE, RoleName=name)
        if answer is not None:
            found[name] = not answer.refusal
    return found


def _trusts_tasks(document: Any) -> bool:
    if isinstance(document, str):  # IAM encodes the document; boto3 decodes it
        try:
            document = json.loads(unquote(document))
        except ValueError:
            return True
    return any(
        TASK_PRINCIPAL
        in _list(statement.get("Principal", {}).get("Service", ()) if isinstance(statement.get("Principal"), Mapping) else ())
        for statement in _list(document.get("Statement", ()))
        if statement.get("Effect") == "Allow"
    )


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _simulate(reader: AwsReader, arn: str, name: str, actions: tuple[str, ...], resources: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    results = reader.collect(
        f"what the role {name} may do",
        "iam",
        "simulate_principal_policy",
        "EvaluationResults",
        PolicySourceArn=arn,
        ActionNames=list(actions),
        ResourceArns=list(resources),
    )
    for result in results or ():
        # A decision that depends on a condition is not one.
        if result["EvalDecision"] == "allowed" or result.get("MissingContextValues"):
            continue
        specific = result.get("ResourceSpecificResults", ())
        if not specific:
            yield result["EvalActionName"], result.get("EvalResourceName", "*")
        for each in specific:
            if each["EvalResourceDecision"] != "allowed" and not each.get("MissingContextValues"):
                yield result["EvalActionName"], each["EvalResourceName"]
