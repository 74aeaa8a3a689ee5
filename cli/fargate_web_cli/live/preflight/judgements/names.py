"""Judges whether the fixed names of the stack file are taken by resources of others."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_web.checks.finding import Finding

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.names import Kind
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_CONSEQUENCES: Final[Mapping[Kind, str]] = {
    "cluster": "the stack would take it over and change it, and deletes it with the stack",
    "load balancer": "AWS refuses a second one (DuplicateLoadBalancerName)",
    "target group": "AWS refuses a second one (DuplicateTargetGroupName)",
    "log group": "AWS refuses a second one (ResourceAlreadyExistsException)",
    "role": "AWS refuses a second one (EntityAlreadyExists)",
    "repository": "AWS refuses a second one (RepositoryAlreadyExistsException)",
    "security group": "AWS refuses a second one in the VPC (InvalidGroup.Duplicate)",
    "namespace": "AWS refuses a second one (NamespaceAlreadyExists)",
}
_EXISTING_KEYS: Final[Mapping[Kind, str]] = {
    "cluster": "cluster: {existing: {name: …}} to use it",
    "role": "arn instead of name to use it",
    "namespace": "namespace: {arn: …} to use it",
}


def judge_names(_planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge each fixed name whose owner is known."""
    for name, owner in facts.names.items():
        if owner == "others":
            alternative = f", or {_EXISTING_KEYS[name.kind]}" if name.kind in _EXISTING_KEYS else ""
            yield Finding(
                "name-in-use",
                name.path,
                f"the account has a {name.kind} {name.name} that does not belong to this stack, and {_CONSEQUENCES[name.kind]}; write another name{alternative}",
            )
