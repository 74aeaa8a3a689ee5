"""What new resources may do and read, in full: secrets of containers, statements of policies, and what is open to everyone."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fargate_web.testing import Resource

    from fargate_web_cli.descriptions.inputs_view import InputsView, ReferenceResolver


def list_granted_rights(resources: "Iterable[Resource]", references: "ReferenceResolver") -> Iterator[str]:
    """Yield a line for each secret, statement and opening of some resources.

    Args:
        resources: The resources.
        references: Resolves their references.
    """
    from fargate_web_cli.descriptions.review_points import find_review_points

    for resource in resources:
        view = references.view_inputs(resource)
        if resource.type == "aws:ecs/taskDefinition:TaskDefinition":
            yield from _list_secrets(view)
        elif resource.type in ("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"):
            yield from _list_statements(view)
        elif resource.type == "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
            yield f"{resource.name.partition(':')[0]} has the policy {view.text('policyArn') or '?'}"
        for point, subject in find_review_points(resource, references):
            if point.startswith(("open to", "can be assumed")) or not subject:
                yield f"{point}{f': {subject}' if subject else ''} ({resource.name})"


def _list_secrets(view: "InputsView") -> Iterator[str]:
    for container in view.parse_json("containerDefinitions").items():
        for secret in container.items("secrets"):
            yield f"secret {secret.text('name') or '?'} ← {secret.text('valueFrom') or '?'}"
        for file in container.items("environmentFiles"):
            yield f"environment file ← {file.text('value') or '?'}"


def _list_statements(view: "InputsView") -> Iterator[str]:
    from fargate_web_cli.descriptions.permissions import list_policy_statements

    statements = list_policy_statements(view, "policy")
    if not statements:
        yield f"{view.resource.name}: a policy that is not known yet, or is secret"
    for statement in statements:
        actions = ", ".join(statement.texts("Action")) or f"everything but {', '.join(statement.texts('NotAction'))}"
        resources = ", ".join(statement.texts("Resource")) or f"everything but {', '.join(statement.texts('NotResource'))}"
        conditions = "; ".join(_describe_condition(statement.nested("Condition").preview_value))
        verb = "may not" if statement.text("Effect") == "Deny" else "may"
        yield f"{view.resource.name} {verb} {actions} on {resources}{f' if {conditions}' if conditions else ''}"


def _describe_condition(condition: Any) -> Iterator[str]:
    for operator, keys in condition.items() if isinstance(condition, dict) else ():
        for key, values in keys.items() if isinstance(keys, dict) else ():
            yield f"{key} {operator} {', '.join(map(str, values)) if isinstance(values, list) else values}"
