"""The state of a resource in the format of `pulumi preview --json`: `ResourceV3` of pulumi/pulumi, sdk/go/common/apitype/core.go."""

from typing import Any

from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.value_text import mask_secrets


def build_state(resource: RecordedResource, references: ReferenceLabels) -> dict[str, Any]:
    """Return the state of a resource, with labels in place of generated values and without secrets."""
    state: dict[str, Any] = {
        "type": resource.type,
        "inputs": mask_secrets(references.replace_with_labels(resource.inputs)) if resource.is_managed or resource.read else {},
        "parent": resource.parent,
        "protect": bool(resource.protect),
        "external": resource.read,
        "dependencies": list(resource.dependencies),
        "propertyDependencies": {key: list(urns) for key, urns in sorted(resource.property_dependencies.items())},
        "aliases": list(resource.aliases),
        "provider": resource.provider,
        "importID": resource.import_id,
        "retainOnDelete": bool(resource.retain_on_delete),
        "deletedWith": resource.deleted_with,
        "replaceWith": list(resource.replace_with),
        "ignoreChanges": list(resource.ignore_changes),
        "replaceOnChanges": list(resource.replace_on_changes),
    }
    present = {key: value for key, value in state.items() if value not in (None, "", False, [], {})}
    return {"urn": resource.urn, "custom": resource.custom, **present}
