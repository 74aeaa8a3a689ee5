"""The JSON schema of stack files, made from the models that check them: editors complete and check a stack file by it."""

import json
from typing import Any, Final

from fargate_web.faults.schema_index import SchemaNode
from fargate_web.settings.stack import Stack
from fargate_web.stack_file.region import REGION_PATTERN as REGION_PATTERN
from fargate_web.stack_file.short_keys import SERVICE_NAME as FIRST

_NAMESPACE: Final = "fargate-web"
_ENCRYPTED_SCHEMA: Final[SchemaNode] = {
    "type": "object",
    "description": "An encrypted value: `pulumi config set --secret --path` writes it.",
    "properties": {"secure": {"type": "string"}},
    "required": ["secure"],
    "additionalProperties": False,
}
_PULUMI_SCHEMAS: Final[SchemaNode] = {
    "secretsprovider": {"type": "string", "description": "What encrypts the secrets of the stack; Pulumi writes it."},
    "encryptedkey": {"type": "string", "description": "The encrypted key of the secrets provider; Pulumi writes it."},
    "encryptionsalt": {"type": "string", "description": "The salt of the passphrase; Pulumi writes it."},
    "environment": {"description": "Environments of Pulumi ESC.", "type": ["array", "object", "string"]},
}


def render_stack_schema() -> str:
    """Write the JSON Schema of a stack file as text."""
    return json.dumps(build_stack_schema(), indent=2, ensure_ascii=False) + "\n"


def build_stack_schema() -> SchemaNode:
    """Make the JSON Schema of a stack file."""
    models = Stack.model_json_schema()
    definitions = {name: _refine_node(node) for name, node in models["$defs"].items()}
    sections = {f"{_NAMESPACE}:{name}": _refine_node(node) for name, node in models["properties"].items()}
    # `pulumi config set` writes every value of the top level as text.
    switch = {"type": "string", "enum": ["true", "false"]}
    for name, text in (("protected", switch), ("monitoring", switch), ("port", {"type": "string", "pattern": "^[0-9]{1,5}$"})):
        section = sections[f"{_NAMESPACE}:{name}"]
        kept = {key: section.pop(key) for key in ("description", "default", "examples") if key in section}
        sections[f"{_NAMESPACE}:{name}"] = {"anyOf": [*(section.get("anyOf") or [section]), text], **kept}
    either = _allow_missing_image(sections[f"{_NAMESPACE}:services"], definitions["Service"])
    region = {"type": "string", "description": "The Region of the stack.", "pattern": f"^(?:{REGION_PATTERN})$", "examples": ["us-west-2"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A stack file of fargate-web",
        "description": models["description"],
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": {"aws:region": region, **sections},
                "patternProperties": {rf"^(?!{_NAMESPACE}:)[^:]+:.+$": {}},
                "allOf": [either],
                "anyOf": [{"required": [f"{_NAMESPACE}:{name}"]} for name in ("services", "scheduledTasks", "repositories", "image")],
                "additionalProperties": False,
            },
            **_PULUMI_SCHEMAS,
        },
        "required": ["config"],
        "additionalProperties": False,
        "$defs": {**dict(sorted(definitions.items())), "Encrypted": _ENCRYPTED_SCHEMA},
    }


def _allow_missing_image(services: SchemaNode, service: SchemaNode) -> SchemaNode:
    """Let the service `web` be without an image, and give the condition that there is one beside the services then."""
    service["required"] = [key for key in service["required"] if key != "image"]
    if not service["required"]:
        del service["required"]
    [names] = services["patternProperties"]
    has_one = {"required": ["image"]}
    services["patternProperties"][names.replace("^", f"^(?!{FIRST}$)", 1)] = has_one
    own = {"properties": {f"{_NAMESPACE}:services": {"properties": {FIRST: has_one}}}}
    return {"anyOf": [{"required": [f"{_NAMESPACE}:image"]}, own]}


def _refine_node(node: Any) -> Any:
    """Add what pydantic does not know of: encrypted values, prices and sources; and leave out what says nothing."""
    if isinstance(node, list):
        return [_refine_node(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if key not in ("title", "cost", "source", "secret")}
    for word in ("properties", "patternProperties"):
        if word in kept:
            kept[word] = {name: _refine_node(inner) for name, inner in kept[word].items()}
    for word in ("items", "additionalProperties", "anyOf", "oneOf", "propertyNames"):
        if word in kept:
            kept[word] = _refine_node(kept[word])
    if "patternProperties" in kept:
        kept.setdefault("additionalProperties", False)
    if isinstance(kept.get("default"), dict):
        # Editors would write out every key of a section that is left out.
        del kept["default"]
    if node.get("default") is not None and "anyOf" in kept:
        # Nothing after the colon is refused where it could mean the default.
        kept["anyOf"] = [inner for inner in kept["anyOf"] if inner != {"type": "null"}]
    if "description" in kept:
        kept["description"] = _format_description(node)
    if node.get("secret"):
        outside = {word: kept.pop(word) for word in ("description", "default", "examples") if word in kept}
        return {"anyOf": [kept, {"$ref": "#/$defs/Encrypted"}], **outside}
    return kept


def _format_description(node: SchemaNode) -> str:
    parts = [node["description"]]
    if "cost" in node:
        parts.append(f"Cost: {node['cost']}.")
    if "source" in node:
        parts.append(f"See {node['source']}")
    return " ".join(parts)
