"""The frame of a stack file, around the sections: its top-level keys and the namespaces of its configuration."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from ..faults.error_messages import quote_text
from ..faults.fault import Fault
from ..faults.schema_index import find_closest_match, normalize_key
from ..settings.stack import Stack
from ..stack_file.stack_file import StackFile, is_section_path
from ..stack_file.yaml_nodes import MappingNode, Mark, ScalarNode, SequenceNode

PULUMI_KEYS: Final = ("config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment")
"""Source: https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/"""
SECTION_NAMES: Final = tuple(info.alias or name for name, info in Stack.model_fields.items())


def find_structure_faults(file: StackFile) -> Iterator[Fault]:
    """Yield what is wrong with the frame of a stack file."""
    source = file.yaml_file
    if source.syntax_fault is not None:
        yield source.syntax_fault
        return
    if source.root is None:
        yield Fault(
            (), f"the file is empty; write config: and below it aws:region and {file.namespace}:services", source.display_name, 1, 1
        )
        return
    if not isinstance(source.root, MappingNode):
        what = "a list" if isinstance(source.root, SequenceNode) else "text"
        yield Fault((), f"expected a map with the key config, got {what}", source.display_name, *source.root.mark)
        return
    yield from _find_top_level_faults(file)
    keys = [key for key, _ in source.list_keys(())]
    if "config" in keys or not any(find_closest_match(key, ["config"]) for key in keys):
        yield from _find_config_faults(file)


def _find_top_level_faults(file: StackFile) -> Iterator[Fault]:
    keys = file.yaml_file.list_keys(())
    yield from _find_repeated_keys(file, keys)
    for key, mark in keys:
        if key in PULUMI_KEYS:
            continue
        name = key.rsplit(":", 1)[-1]
        section = next((section for section in SECTION_NAMES if normalize_key(section) == normalize_key(name)), None)
        meant = find_closest_match(key, list(PULUMI_KEYS))
        if section:
            message = f"write it under config:, as {file.namespace}:{section}"
        elif ":" in key:
            message = "write it under config:"
        elif meant:
            message = f"there is no key {quote_text(key)} here; did you mean {meant}?"
        else:
            message = f"there is no key {quote_text(key)} at the top of a stack file; it may have {', '.join(PULUMI_KEYS)}"
        yield Fault((key,), message, file.yaml_file.display_name, *mark)


def _find_config_faults(file: StackFile) -> Iterator[Fault]:
    node = file.yaml_file.find_node(("config",))
    if node is None:
        yield Fault(
            (),
            f"there is no config: in the file; write it, and below it aws:region and {file.namespace}:services",
            file.yaml_file.display_name,
            1,
            1,
        )
        return
    if not isinstance(node, MappingNode):
        empty = isinstance(node, ScalarNode) and node.plain and not node.text
        what = "nothing" if empty else "a list" if isinstance(node, SequenceNode) else "text"
        yield Fault(
            ("config",),
            f"expected a map of settings, got {what}; write aws:region and {file.namespace}:services below it",
            *(file.yaml_file.find_position(("config",)) or ()),
        )
        return
    keys = file.yaml_file.list_keys(("config",))
    yield from _find_repeated_keys(file, keys)
    previous_key = ""
    for key, mark in keys:
        message = _explain_indentation(previous_key, key, file) or _explain_config_key(key, file)
        previous_key = key
        if message:
            yield Fault((key,), message, file.yaml_file.display_name, *mark)


def _explain_indentation(previous_key: str, key: str, file: StackFile) -> str | None:
    """Explain that a key stands beside a section instead of below it. Return None if it doesn't."""
    namespace, _, section = previous_key.partition(":")
    node = file.yaml_file.find_node(("config", previous_key)) if previous_key else None
    if ":" in key or namespace != file.namespace or section not in SECTION_NAMES or not isinstance(node, ScalarNode) or node.text:
        return None
    return f"this is beside {previous_key}, which is empty; indent {key} and what belongs to it by two more spaces, so that it is below {section}"


def _explain_config_key(key: str, file: StackFile) -> str | None:
    namespace, colon, name = key.partition(":")
    ours = file.namespace
    if not colon:
        section = find_closest_match(key, list(SECTION_NAMES))
        if section:
            return f"a key of the configuration has a namespace; write {ours}:{section}"
        if normalize_key(key) == normalize_key(ours):
            return f"the sections are keys of their own; write {ours}:services and so on, each beside the others"
        if normalize_key(key) in ("region", "awsregion"):
            return "write aws:region"
        return f"a key of the configuration has a namespace; write {ours}:<section> for one of {', '.join(SECTION_NAMES)}, or remove it"
    if namespace == ours:
        if is_section_path(name):
            return f"a path is no key, and would be ignored; write {re.split(r'[.[:]', name)[0]} as a map, or say `pulumi config set --path '{key}' …`"
        return None
    if _is_misspelled_namespace(namespace, ours):
        return f"nobody reads the namespace {quote_text(namespace)}; write {ours}:{find_closest_match(name, list(SECTION_NAMES)) or name}"
    if (
        namespace != "aws"
        and normalize_key(name) == "region"
        and difflib.SequenceMatcher(None, normalize_key(namespace), "aws").ratio() > 0.7
    ):
        return "write aws:region"
    return None


def _is_misspelled_namespace(namespace: str, right: str) -> bool:
    if namespace == right:
        return False
    ratio = difflib.SequenceMatcher(None, normalize_key(namespace), normalize_key(right)).ratio()
    return normalize_key(namespace) == normalize_key(right) or ratio > 0.85


def _find_repeated_keys(file: StackFile, keys: list[tuple[str, Mark]]) -> Iterator[Fault]:
    first: dict[str, Mark] = {}
    for key, mark in keys:
        if key in first:
            message = f"this key is written a second time; the first is on line {first[key][0]}; keep one of the two"
            yield Fault((key,), message, file.yaml_file.display_name, *mark)
        first.setdefault(key, mark)
