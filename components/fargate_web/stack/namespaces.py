"""The namespaces of a stack file's configuration: which of its keys nothing reads."""

import difflib
import re
from typing import Final

from ..faults.error_messages import quote_text
from ..faults.fault import Fault
from ..faults.schema_index import find_closest_match, index_schema, normalize_key
from ..settings.fix import Edit, Fix, SettingPath, TextEdit
from ..settings.section import Section
from ..settings.stack import Stack
from ..stack_file.stack_file import StackFile, is_section_path
from ..stack_file.yaml_accidents import Mark
from ..stack_file.yaml_nodes import MappingNode, ScalarNode, YamlNode
from ..stack_file.yaml_scalars import resolve_scalar

SECTION_NAMES: Final = tuple(info.alias or name for name, info in Stack.model_fields.items())


def find_namespace_fault(file: StackFile, key: str, mark: Mark) -> Fault | None:
    """Find what is wrong with a key of the configuration. Sections in the namespace of the project are another check's."""
    found = _explain_key(key, file)
    if found is None:
        return None
    message, right, code = found
    fixes = _move_path(key, file, message.rpartition("; ")[2]) if right is None else ()
    if right and not any(other == right for other, _ in file.yaml_file.list_keys(("config",))):
        written = file.yaml_file.lines[mark[0] - 1][mark[1] - 1 :]
        length = len(key) if written.startswith(key) else 0
        fixes = (Fix(f"write {right}", text_edits=(TextEdit(*mark, length, right),), is_certain=True),) if length else ()
    return Fault((key,), message, file.yaml_file.display_name, *mark, code=code, fixes=fixes)


def _explain_key(key: str, file: StackFile) -> tuple[str, str | None, str] | None:
    """Explain a key: the message, the right key, and the identifier of the check."""
    namespace, colon, name = key.partition(":")
    ours = file.namespace
    if not colon:
        return _explain_bare_key(key, ours)
    if namespace == ours:
        if is_section_path(name):
            section = re.split(r"[.[:]", name)[0]
            message = f"a path is no key, and would be ignored; write {section} as a map, or say `pulumi config set --path '{key}' …`"
            return message, None, "path-as-key"
        return None
    if _is_misspelled_namespace(namespace, ours):
        section = find_closest_match(name, list(SECTION_NAMES))
        right = f"{ours}:{section or name}"
        return f"nobody reads the namespace {quote_text(namespace)}; write {right}", right, "wrong-namespace"
    if namespace == "aws":
        return None
    if normalize_key(name) == "region" and difflib.SequenceMatcher(None, normalize_key(namespace), "aws").ratio() > 0.7:
        return "write aws:region", "aws:region", "wrong-namespace"
    node = file.yaml_file.find_node(("config", key))
    if namespace != file.project_name and name in SECTION_NAMES and _has_keys_of_section(node, name):
        right = f"{ours}:{name}"
        message = f"nothing reads this key: the settings have the namespace {ours} in every project; write {right}"
        return message, right, "wrong-namespace"
    section, _, path = name.partition(".")
    model = index_schema(Stack).find_section_model((section,)) if namespace != file.project_name and section in SECTION_NAMES else None
    if model is not None and path in _list_fields(model) and isinstance(node, ScalarNode):
        message = f"nothing reads this key: the settings have the namespace {ours} in every project, and a path is no key"
        return f"{message}; write {ours}:{section}: {{{path}: {node.text}}}", None, "wrong-namespace"
    return None


def _move_path(key: str, file: StackFile, advice: str) -> tuple[Fix, ...]:
    """Build the fix that writes the value of `shop:network.natGateways` into the section, if that knows the path and has no value there."""
    keys = re.split(r"[.:]", key.partition(":")[2])
    path: SettingPath = (next((name for name in SECTION_NAMES if name == keys[0]), ""), *keys[1:])
    node, place = file.yaml_file.find_node(("config", key)), f"{file.namespace}:{path[0]}"
    section = file.yaml_file.find_node(("config", place))
    if not path[0] or len(path) < 2 or not isinstance(node, ScalarNode) or not isinstance(section, MappingNode | None):
        return ()
    if not index_schema(Stack).find_schema(path).alternatives or file.yaml_file.find_node(("config", place, *path[1:])) is not None:
        return ()
    value = resolve_scalar(node.text) if node.plain else node.text
    return (Fix(advice, (Edit(path, "set", value), Edit((key,), "remove")), is_certain=True),)


def _explain_bare_key(key: str, ours: str) -> tuple[str, str | None, str]:
    section = find_closest_match(key, list(SECTION_NAMES))
    start = "a key of the configuration has a namespace"
    if section:
        return f"{start}; write {ours}:{section}", f"{ours}:{section}", "wrong-namespace"
    if normalize_key(key) == normalize_key(ours):
        message = f"the sections are keys of their own; write {ours}:services and so on, each beside the others"
        return message, None, "wrong-structure"
    if normalize_key(key) in ("region", "awsregion"):
        return "write aws:region", "aws:region", "wrong-namespace"
    message = f"{start}, and nothing reads this one; write it below {ours}:services if it is a service, or remove it"
    return message, None, "wrong-namespace"


def _has_keys_of_section(node: YamlNode | None, section: str) -> bool:
    """Return whether a map has only keys that a section knows, so that it can't be meant for another program."""
    if not isinstance(node, MappingNode) or not node.entries:
        return False
    fields = index_schema(Stack)
    model = fields.find_section_model((section,))
    if model is None:
        inner = fields.find_section_model((section, "web"))
        values = [value for _, value in node.entries if isinstance(value, MappingNode)]
        return inner is not None and len(values) == len(node.entries) and all(_list_names(value) <= _list_fields(inner) for value in values)
    return _list_names(node) <= _list_fields(model)


def _list_names(node: MappingNode) -> set[str]:
    return {key.text for key, _ in node.entries if isinstance(key, ScalarNode)}


def _list_fields(model: type[Section]) -> set[str]:
    return {info.alias or name for name, info in model.model_fields.items()}


def _is_misspelled_namespace(namespace: str, right: str) -> bool:
    if namespace == right:
        return False
    short, full = normalize_key(namespace), normalize_key(right)
    return short == full or short == "fargate" or difflib.SequenceMatcher(None, short, full).ratio() > 0.85
