"""What matters of a resource, in a few words.

A description is a small function for each type, in the module of its subject. A type without one is shown by its name alone.
"""

from typing import Final

from fargate_web.faults.fault import escape_control_characters
from fargate_web.testing import Resource

from fargate_web_cli.preview.describe import load_balancing, networking, operations, permissions, services, storage
from fargate_web_cli.preview.describe.inputs_view import ReferenceResolver
from fargate_web_cli.preview.describe.phrases import DescribersByType

DESCRIBERS: Final[DescribersByType] = {
    **services.DESCRIBERS,
    **load_balancing.DESCRIBERS,
    **networking.DESCRIBERS,
    **storage.DESCRIBERS,
    **operations.DESCRIBERS,
    **permissions.DESCRIBERS,
}
"""By type token, in the order in which a reader wants to see them: first what a component is for, then what it needs."""


def describe_resource(resource: Resource, references: ReferenceResolver) -> str:
    """Say what matters of a resource; nothing for a type that nobody has described.

    Args:
        resource: A resource of a preview.
        references: What its unknown values refer to.
    """
    describer = DESCRIBERS.get(resource.type)
    words = [] if describer is None else [*describer(references.view_inputs(resource))]
    words += [f"imported from {resource.import_id}"] if resource.import_id else []
    words += ["read, not managed"] if resource.read else []
    return escape_control_characters(", ".join(word for word in words if word))
