"""A preview as JSON, in the format of `pulumi preview --json`.

The format is that of `PreviewDigest` (pulumi/pulumi, sdk/go/common/display/json.go) with resources as `ResourceV3` (sdk/go/common/apitype/core.go).
Tools can read both documents. Offline, four things differ:

- Texts that look like secrets are `[secret]`, in the configuration and in the inputs, whether Pulumi knows that they are secret or not.
- Inputs lack what a provider adds, such as names with random suffixes.
- A component of a provider plugin (`awsx:ec2:Vpc`) is one step: only the plugin knows its children.
- Only the stack and components have `outputs`, because the program itself sets them. The real document has them inconsistently
  (pulumi/pulumi#9571).

The default providers are not among the steps: the engine registers them but does not report them either (`shouldReportStep` in
pkg/engine/update.go). Resources refer to them.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, TextIO

from fargate_web.testing import Log, Resource

from fargate_web_cli.project.secret_masking import mask_likely_secrets, mask_secrets
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.formatting import UNKNOWN_PLACEHOLDER

_SECONDS_PER_UNIT: Final = {"s": 1, "m": 60, "h": 3600}


def write_preview(preview: Preview, stream: TextIO) -> None:
    """Write the document."""
    stream.write(json.dumps(build_digest(preview), indent=4, default=vars) + "\n")
    stream.flush()


def build_digest(preview: Preview) -> dict[str, Any]:
    """Build the document."""
    run = preview.preview_run
    steps = [_build_step(resource) for resource in (run.stack, *run.resources)]
    warnings = [Log("warning", str(fault)) for fault in preview.warnings]
    return _omit_empty(
        {
            # The maps have placeholders for secrets, as in Pulumi's document.
            "config": mask_likely_secrets(dict(sorted(preview.config.items()))),
            "steps": steps,
            "diagnostics": [_build_diagnostic(log) for log in (*warnings, *preview.logs)],
            "duration": round(preview.duration * 1e9),
            "changeSummary": dict(Counter(step["op"] for step in steps)),
        }
    )


def _build_step(resource: Resource) -> dict[str, Any]:
    provider = _format_provider_reference(resource)
    return {
        "op": "read" if resource.read else "import" if resource.import_id else "create",
        "urn": resource.urn,
        **_omit_empty({"provider": provider}),
        "newState": _build_state(resource, provider),
        "detailedDiff": None,
    }


def _build_state(resource: Resource, provider: str) -> dict[str, Any]:
    inputs = resource.inputs
    dependencies = {name: list(resource.property_dependencies.get(name, ())) or None for name in sorted(inputs)}
    state = {
        "id": resource.id if isinstance(resource.id, str) else "",
        "type": resource.type,
        "inputs": mask_likely_secrets(mask_secrets(inputs, resource.secrets, UNKNOWN_PLACEHOLDER)),
        "outputs": {}
        if resource.custom or resource.remote
        else mask_secrets(resource.outputs, resource.secret_outputs, UNKNOWN_PLACEHOLDER),
        "parent": resource.parent,
        "protect": resource.protect,
        "external": resource.read,
        "dependencies": list(resource.dependencies),
        "provider": provider,
        "propertyDependencies": dependencies if resource.custom else {},
        "additionalSecretOutputs": list(resource.additional_secret_outputs),
        "aliases": list(resource.aliases),
        "customTimeouts": {kind: _parse_timeout(text) for kind, text in resource.custom_timeouts.items()},
        "importID": resource.import_id,
        "retainOnDelete": resource.retain_on_delete,
        "deletedWith": resource.deleted_with,
        "replaceWith": list(resource.replace_with),
        "ignoreChanges": list(resource.ignore_changes),
        "replaceOnChanges": list(resource.replace_on_changes),
    }
    return {"urn": resource.urn, "custom": resource.custom, **_omit_empty(state)}


def _format_provider_reference(resource: Resource) -> str:
    """Return the reference to the provider of a resource: URN and id. The name of a default provider contains its version."""
    if not resource.custom or resource.type.startswith("pulumi:"):
        return ""
    urn = resource.provider
    if urn is None:
        name = f"default_{resource.version}".replace(".", "_").replace("+", "_").replace("-", "_") if resource.version else "default"
        prefix = "::".join(resource.urn.split("::")[:2])
        urn = f"{prefix}::pulumi:providers:{resource.type.partition(':')[0]}::{name}"
    return f"{urn}::{UNKNOWN_PLACEHOLDER}"


def _build_diagnostic(log: Log) -> dict[str, Any]:
    # Pulumi prefixes a message with its severity, except for info.
    prefix = "" if log.severity == "info" else f"{log.severity}: "
    return _omit_empty({"urn": log.urn, "message": prefix + log.message, "severity": log.severity})


def _parse_timeout(text: str) -> float | str:
    """Return a timeout (`40m`) in seconds, as Pulumi stores it."""
    number, unit = text[:-1], text[-1:]
    return int(number) * _SECONDS_PER_UNIT[unit] if number.isdecimal() and unit in _SECONDS_PER_UNIT else text


def _omit_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """Omit the values that Go omits with `omitempty`."""
    return {key: value for key, value in values.items() if value not in (None, "", False, [], {})}
