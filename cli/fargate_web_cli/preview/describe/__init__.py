"""What matters of a resource, in a few words.

A description is a small function for each type, in the module of its subject. A type without one is shown by its name alone.
"""

from typing import Final

from fargate_web.faults.fault import printable
from fargate_web.testing import Resource

from fargate_web_cli.preview.describe import load_balancing, networking, operations, permissions, services, storage
from fargate_web_cli.preview.describe.inputs_view import References
from fargate_web_cli.preview.describe.phrases import Describers

DESCRIBERS: Final[Describers] = {
    **services.DESCRIBERS,
    **load_balancing.DESCRIBERS,
    **networking.DESCRIBERS,
    **storage.DESCRIBERS,
    **operations.DESCRIBERS,
    **permissions.DESCRIBERS,
}
"""By type token, in the order in which a reader wants to see them: first what a component is for, then what it needs."""


def describe(resource: Resource, references: References) -> str:
    """Say what matters of a resource; nothing for a type that nobody has described.

    Args:
        resource: A resource of a preview.
        references: What its unknown values refer to.
    """
    describer = DESCRIBERS.get(resource.type)
    words = [] if describer is None else [*describer(references.view(resource))]
    words += [f"imported from {resource.import_id}"] if resource.import_id else []
    words += ["read, not managed"] if resource.read else []
    return printable(", ".join(word for word in words if word))
