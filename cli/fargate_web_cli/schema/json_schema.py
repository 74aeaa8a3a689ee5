"""The JSON Schema of stack files, built from the models that check them. Editors use it to complete and check a stack file."""

import json
from typing import Any, Final

from fargate_web.checks.catalogue import CATALOGUE
from fargate_web.checks.silence import is_silenceable
from fargate_web.faults.schema_index import SchemaNode
from fargate_web.settings.placeholders import PLACEHOLDER_PATTERN
from fargate_web.settings.stack import Stack
from fargate_web.stack_file.file_chain import EXTENDS
from fargate_web.stack_file.references import (
    OUTPUT,
    OUTPUT_PATTERN,
    PARAMETER_PATTERN,
    SSM_PARAMETER,
    STACK_NAME_PATTERN,
    STACK_REFERENCE,
)
from fargate_web.stack_file.region import REGION_PATTERN as REGION_PATTERN
from fargate_web.stack_file.short_keys import SERVICE_NAME as FIRST

_NAMESPACE: Final = "fargate-web"
_OTHER_NAMESPACES: Final[SchemaNode] = {rf"^(?!{_NAMESPACE}:)[^:]+:.+$": {}}
_ENCRYPTED_SCHEMA: Final[SchemaNode] = {
    "type": "object",
    "description": "An encrypted value: `pulumi config set --secret --path` writes it.",
    "properties": {"secure": {"type": "string"}},
    "required": ["secure"],
    "additionalProperties": False,
}
_REFERENCE_SCHEMAS: Final[SchemaNode] = {
    "StackOutput": {
        "type": "object",
        "description": "An output of another stack, which the program reads when it runs.",
        "properties": {
            STACK_REFERENCE: {
                "type": "string",
                "description": "The stack, as organization/project/stack.",
                "pattern": f"(?:^{STACK_NAME_PATTERN}$)|{PLACEHOLDER_PATTERN}",
                "examples": ["acme/network/prod"],
            },
            OUTPUT: {
                "type": "string",
                "description": "The name of the output, and the path in it.",
                "pattern": f"(?:^{OUTPUT_PATTERN}$)|{PLACEHOLDER_PATTERN}",
                "examples": ["vpcId", "privateSubnetIds[0]"],
            },
        },
        "required": [STACK_REFERENCE, OUTPUT],
        "additionalProperties": False,
    },
    "SsmParameter": {
        "type": "object",
        "description": "A parameter of Parameter Store that is no secret, which the program reads when it runs.",
        "properties": {
            SSM_PARAMETER: {
                "type": "string",
                "description": "The name or the ARN of the parameter.",
                "pattern": f"(?:^{PARAMETER_PATTERN}$)|{PLACEHOLDER_PATTERN}",
                "examples": ["/shop/prod/database-host"],
            }
        },
        "required": [SSM_PARAMETER],
        "additionalProperties": False,
    },
}
_ANNOTATIONS: Final = ("description", "markdownDescription", "examples")
_PULUMI_SCHEMAS: Final[SchemaNode] = {
    "secretsprovider": {"type": "string", "description": "The provider that encrypts the secrets of the stack; Pulumi writes it."},
    "encryptedkey": {"type": "string", "description": "The encrypted key of the secrets provider; Pulumi writes it."},
    "encryptionsalt": {"type": "string", "description": "The salt of the passphrase; Pulumi writes it."},
    "environment": {"description": "Environments of Pulumi ESC.", "type": ["array", "object", "string"]},
}


def render_stack_schema() -> str:
    """Return the JSON Schema of a stack file as text."""
    return json.dumps(build_stack_schema(), indent=2, ensure_ascii=False) + "\n"


def build_stack_schema() -> SchemaNode:
    """Build the JSON Schema of a stack file."""
    models = Stack.model_json_schema()
    definitions = {name: _refine_node(node) for name, node in models["$defs"].items()}
    sections = {f"{_NAMESPACE}:{name}": _refine_node(node) for name, node in models["properties"].items()}
    # `pulumi config set` writes every top-level value as text.
    switch = {"type": "string", "enum": ["true", "false"]}
    number = {"type": "string", "pattern": "^[0-9]{1,5}$"}
    for name, text in (("protected", switch), ("monitoring", switch), ("port", number), ("maxAgeInDays", number)):
        section = sections[f"{_NAMESPACE}:{name}"]
        annotations = {key: section.pop(key) for key in (*_ANNOTATIONS, "default") if key in section}
        sections[f"{_NAMESPACE}:{name}"] = {"anyOf": [*(section.get("anyOf") or [section]), text], **annotations}
    _complete_identifiers(sections[f"{_NAMESPACE}:silence"])
    for name in ("ScheduledTask", "Sidecar"):
        definitions[name] |= _drop_required_image(definitions[name])
    image_condition = _allow_missing_image(sections[f"{_NAMESPACE}:services"], definitions["Service"])
    region = {"type": "string", "description": "The Region of the stack.", "pattern": f"^(?:{REGION_PATTERN})$", "examples": ["us-west-2"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A stack file of fargate-web",
        "description": models["description"],
        "type": "object",
        "properties": {
            "config": {
                "if": {"required": [f"{_NAMESPACE}:{EXTENDS}"]},
                "then": _build_extending_schema({"aws:region": region}, sections),
                "else": {
                    "type": "object",
                    "properties": {"aws:region": region, **sections},
                    "patternProperties": _OTHER_NAMESPACES,
                    "allOf": [image_condition],
                    "anyOf": [{"required": [f"{_NAMESPACE}:{name}"]} for name in ("services", "scheduledTasks", "repositories", "image")],
                    "additionalProperties": False,
                },
            },
            **_PULUMI_SCHEMAS,
        },
        "required": ["config"],
        "additionalProperties": False,
        "$defs": {**dict(sorted(definitions.items())), "Encrypted": _ENCRYPTED_SCHEMA, **_REFERENCE_SCHEMAS},
    }


def _build_extending_schema(others: SchemaNode, sections: SchemaNode) -> SchemaNode:
    """Build the schema of a file that extends another: its sections are parts of sections, which only `fargate-web check` can judge."""
    parts = {name: {word: section[word] for word in _ANNOTATIONS if word in section} for name, section in sections.items()}
    extends = f"{_NAMESPACE}:{EXTENDS}"
    return {
        "type": "object",
        "properties": {**others, **parts, extends: sections[extends]},
        "patternProperties": _OTHER_NAMESPACES,
        "additionalProperties": False,
    }


def _allow_missing_image(services: SchemaNode, service: SchemaNode) -> SchemaNode:
    """Make the image of the service `web` optional, and return the condition that it is set there or at the top level."""
    requires_image = _drop_required_image(service)
    [names] = services["patternProperties"]
    services["patternProperties"][names.replace("^", f"^(?!{FIRST}$)", 1)] = requires_image
    web_has_image = {"properties": {f"{_NAMESPACE}:services": {"properties": {FIRST: requires_image}}}}
    return {"anyOf": [{"required": [f"{_NAMESPACE}:image"]}, web_has_image]}


def _drop_required_image(container: SchemaNode) -> SchemaNode:
    """Make the image of a container optional, and return the condition that it has one, or builds one."""
    container["required"] = [key for key in container["required"] if key != "image"]
    if not container["required"]:
        del container["required"]
    return {"anyOf": [{"required": ["image"]}, {"required": ["build"]}]}


def _complete_identifiers(silence: SchemaNode) -> None:
    """Let editors complete the checks that can be silenced, with what each is about, and report other keys."""
    entry = silence["additionalProperties"]
    silence["properties"] = {
        check.code: {
            **entry,
            "description": f"{check.title}. {check.consequence}",
            "markdownDescription": f"**{check.title}** ({check.severity})\n\n{check.consequence}\n\n{check.fix}",
        }
        for check in sorted(CATALOGUE.values(), key=lambda check: check.code)
        if is_silenceable(check)
    }
    silence["additionalProperties"] = False


def _refine_node(node: Any) -> Any:
    """Add what pydantic does not write (encrypted values, costs and sources), and remove keywords without use."""
    if isinstance(node, list):
        return [_refine_node(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if key not in ("title", "cost", "source", "secret")}
    for word in ("properties", "patternProperties"):
        if word in kept:
            kept[word] = {name: _refine_node(inner) for name, inner in kept[word].items()}
    if "pattern" in kept and kept.get("type") == "string":
        kept["pattern"] = f"(?:{kept['pattern']})|{PLACEHOLDER_PATTERN}"
    for word in ("items", "additionalProperties", "anyOf", "oneOf"):
        if word in kept:
            kept[word] = _refine_node(kept[word])
    if "propertyNames" in kept:
        # Keys have no placeholders.
        names = kept["propertyNames"]
        kept["propertyNames"] = {**_refine_node(names), **({"pattern": names["pattern"]} if "pattern" in names else {})}
    if "patternProperties" in kept:
        kept.setdefault("additionalProperties", False)
    if isinstance(kept.get("default"), dict):
        # With this default, editors would insert every key of an omitted section.
        del kept["default"]
    if node.get("default") is not None and "anyOf" in kept:
        # A key without a value is invalid if the setting has a default.
        kept["anyOf"] = [inner for inner in kept["anyOf"] if inner != {"type": "null"}]
    if "description" in kept:
        kept["description"] = _format_description(node)
        if "`" in node["description"] or "cost" in node or "source" in node:
            kept["markdownDescription"] = _format_markdown(node)
    if node.get("secret"):
        outside = {word: kept.pop(word) for word in (*_ANNOTATIONS, "default") if word in kept}
        references = [{"$ref": f"#/$defs/{name}"} for name in ("Encrypted", *_REFERENCE_SCHEMAS)]
        return {"anyOf": [kept, *references], **outside}
    return kept


def _format_description(node: SchemaNode) -> str:
    parts = [node["description"]]
    if "cost" in node:
        parts.append(f"Cost: {node['cost']}.")
    if "source" in node:
        parts.append(f"See {node['source']}")
    return " ".join(parts)


def _format_markdown(node: SchemaNode) -> str:
    """Format a description for editors that show Markdown, with the cost and the source in lines of their own."""
    parts = [node["description"]]
    if "cost" in node:
        parts.append(f"*Cost: {node['cost']}.*")
    if "source" in node:
        parts.append(f"[Documentation]({node['source']})")
    return "\n\n".join(parts)
