"""The frame of a stack file, around the sections: its top-level keys and the namespaces of its configuration."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from ..faults.error_messages import quoted
from ..faults.fault import Fault
from ..faults.schema_index import nearest, plain
from ..settings.stack import Stack
from ..stack_file.stack_file import StackFile, is_path
from ..stack_file.yaml_nodes import Map, Mark, Scalar, Sequence

ALLOWED: Final = ("config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment")
"""Source: https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/"""
SECTIONS: Final = tuple(info.alias or name for name, info in Stack.model_fields.items())


def structure(file: StackFile) -> Iterator[Fault]:
    """Yield what is wrong with the frame of a stack file."""
    source = file.source
    if source.fault is not None:
        yield source.fault
        return
    if source.root is None:
        yield Fault((), f"the file is empty; write config: and below it aws:region and {file.namespace}:services", source.file, 1, 1)
        return
    if not isinstance(source.root, Map):
        what = "a list" if isinstance(source.root, Sequence) else "text"
        yield Fault((), f"expected a map with the key config, got {what}", source.file, *source.root.mark)
        return
    yield from _top(file)
    keys = [key for key, _ in source.keys(())]
    if "config" in keys or not any(nearest(key, ["config"]) for key in keys):
        yield from _config(file)


def _top(file: StackFile) -> Iterator[Fault]:
    keys = file.source.keys(())
    yield from _repeated(file, keys)
    for key, mark in keys:
        if key in ALLOWED:
            continue
        name = key.rsplit(":", 1)[-1]
        section = next((section for section in SECTIONS if plain(section) == plain(name)), None)
        meant = nearest(key, list(ALLOWED))
        if section:
            message = f"write it under config:, as {file.namespace}:{section}"
        elif ":" in key:
            message = "write it under config:"
        elif meant:
            message = f"there is no key {quoted(key)} here; did you mean {meant}?"
        else:
            message = f"there is no key {quoted(key)} at the top of a stack file; it may have {', '.join(ALLOWED)}"
        yield Fault((key,), message, file.source.file, *mark)


def _config(file: StackFile) -> Iterator[Fault]:
    node = file.source.node(("config",))
    if node is None:
        yield Fault(
            (), f"there is no config: in the file; write it, and below it aws:region and {file.namespace}:services", file.source.file, 1, 1
        )
        return
    if not isinstance(node, Map):
        empty = isinstance(node, Scalar) and node.plain and not node.text
        what = "nothing" if empty else "a list" if isinstance(node, Sequence) else "text"
        yield Fault(
            ("config",),
            f"expected a map of settings, got {what}; write aws:region and {file.namespace}:services below it",
            *(file.source.locate(("config",)) or ()),
        )
        return
    keys = file.source.keys(("config",))
    yield from _repeated(file, keys)
    for key, mark in keys:
        message = _wrong_key(key, file)
        if message:
            yield Fault((key,), message, file.source.file, *mark)


def _wrong_key(key: str, file: StackFile) -> str | None:
    namespace, colon, name = key.partition(":")
    ours = file.namespace
    if not colon:
        section = nearest(key, list(SECTIONS))
        if section:
            return f"a key of the configuration has a namespace; write {ours}:{section}"
        if plain(key) == plain(ours):
            return f"the sections are keys of their own; write {ours}:services and so on, each beside the others"
        if plain(key) in ("region", "awsregion"):
            return "write aws:region"
        return f"a key of the configuration has a namespace; write {ours}:<section> for one of {', '.join(SECTIONS)}, or remove it"
    if namespace == ours:
        if is_path(name):
            return f"a path is no key, and would be ignored; write {re.split(r'[.[:]', name)[0]} as a map, or say `pulumi config set --path '{key}' …`"
        return None
    if _is_near(namespace, ours):
        return f"nobody reads the namespace {quoted(namespace)}; write {ours}:{nearest(name, list(SECTIONS)) or name}"
    if namespace != "aws" and plain(name) == "region" and difflib.SequenceMatcher(None, plain(namespace), "aws").ratio() > 0.7:
        return "write aws:region"
    return None


def _is_near(namespace: str, right: str) -> bool:
    if namespace == right:
        return False
    ratio = difflib.SequenceMatcher(None, plain(namespace), plain(right)).ratio()
    return plain(namespace) == plain(right) or ratio > 0.85


def _repeated(file: StackFile, keys: list[tuple[str, Mark]]) -> Iterator[Fault]:
    first: dict[str, Mark] = {}
    for key, mark in keys:
        if key in first:
            message = f"this key is written a second time; the first is on line {first[key][0]}; keep one of the two"
            yield Fault((key,), message, file.source.file, *mark)
        first.setdefault(key, mark)
