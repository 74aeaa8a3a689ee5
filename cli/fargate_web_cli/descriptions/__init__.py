"""Short descriptions of resources.

Each type has a small function, in the module of its subject. A resource of a type without one is shown by name only.
"""

from typing import Final

from fargate_web.faults.fault import escape_control_characters
from fargate_web.testing import Resource

from fargate_web_cli.descriptions import load_balancing, networking, operations, permissions, scaling, services, storage
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.descriptions.phrases import DescribersByType

DESCRIBERS: Final[DescribersByType] = {
    **services.DESCRIBERS,
    **scaling.DESCRIBERS,
    **load_balancing.DESCRIBERS,
    **networking.DESCRIBERS,
    **storage.DESCRIBERS,
    **operations.DESCRIBERS,
    **permissions.DESCRIBERS,
}
"""The describers by type token, in display order: the main resources first, then those that they need."""


def describe_resource(resource: Resource, references: ReferenceResolver) -> str:
    """Describe a resource; empty for a type without a describer.

    Args:
        resource: A resource of a preview.
        references: Resolves the references of its unknown values.
    """
    describer = DESCRIBERS.get(resource.type)
    words = [] if describer is None else [*describer(references.view_inputs(resource))]
    words += [f"imported from {resource.import_id}"] if resource.import_id else []
    words += ["read, not managed"] if resource.read else []
    return escape_control_characters(", ".join(word for word in words if word))
