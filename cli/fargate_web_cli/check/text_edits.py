"""Changes of the text of a stack file: what a fix says is written, and every other byte is kept."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import yaml
from fargate_web.settings.fix import Edit, Fix, SettingPath, format_inline
from fargate_web.stack_file.yaml_nodes import LOADER

_CONFIG_KEY: Final = "config"
_PLAIN_KEY_PATTERN: Final = re.compile(r"[A-Za-z][\w.-]*(?::[\w.-]+)?")


class EditError(Exception):
    """The file has no place for this change."""


def apply_fixes(text: str, fixes: Iterable[Fix], namespace: str) -> tuple[str, list[Fix]]:
    """Apply fixes to a stack file.

    Args:
        text: The text of the file.
        fixes: The fixes, in the order of their positions. A fix that can't be applied is left out.
        namespace: The namespace of the sections.

    Returns:
        The text afterwards, and the fixes that were applied.
    """
    applied: list[Fix] = []
    # From the end to the start, so that no change moves the place of another.
    for fix in sorted(fixes, key=_find_first_place)[::-1]:
        try:
            text = apply_fix(text, fix, namespace)
        except EditError:
            continue
        applied.append(fix)
    return text, applied[::-1]


def apply_fix(text: str, fix: Fix, namespace: str) -> str:
    """Apply one fix to the text of a stack file.

    Raises:
        EditError: The file has no place for it.
    """
    was_valid = not fix.text_edits or _is_yaml(text)
    lines = text.split("\n")
    for replacement in sorted(fix.text_edits, key=lambda edit: (edit.line, edit.column), reverse=True):
        line = lines[replacement.line - 1]
        start = replacement.column - 1
        lines[replacement.line - 1] = line[:start] + replacement.text + line[start + replacement.length :]
    text = "\n".join(lines)
    if was_valid and fix.text_edits and not _is_yaml(text):
        raise EditError
    for edit in fix.edits:
        path = _find_full_path(edit.path, namespace)
        if edit.action == "rename" and len(edit.path) == 1:
            # A section has its namespace under the new name, too.
            edit = replace(edit, value=_find_full_path((edit.value,), namespace)[-1])
        text = _Document(text).change(path, edit)
    return text


def _format_key(key: str | int) -> str:
    return key if isinstance(key, str) and _PLAIN_KEY_PATTERN.fullmatch(key) else format_inline(key)


def _is_yaml(text: str) -> bool:
    try:
        yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return False
    return True


def _find_first_place(fix: Fix) -> tuple[int, int]:
    return min(((edit.line, edit.column) for edit in fix.text_edits), default=(0, 0))


def _find_full_path(path: SettingPath, namespace: str) -> SettingPath:
    if not path:
        raise EditError
    first = str(path[0])
    return (_CONFIG_KEY, first if ":" in first else f"{namespace}:{first}", *path[1:])


class _Document:
    """The text of a file with the nodes in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        try:
            self._root = yaml.compose(text, Loader=LOADER)
        except yaml.YAMLError:
            raise EditError from None

    def change(self, path: SettingPath, edit: Edit) -> str:
        """Return the text with one change."""
        changed = self._choose_change(path, edit)
        _Document(changed)
        return changed

    def _choose_change(self, path: SettingPath, edit: Edit) -> str:
        if edit.action == "set":
            return self._set(path, edit.value)
        parent = self._find(path[:-1])
        if parent is None:
            raise EditError
        if edit.action == "rename":
            key, _ = self._require_entry(parent, path[-1])
            if not isinstance(key, yaml.ScalarNode) or not isinstance(parent, yaml.MappingNode) or self._has_key(parent, edit.value):
                raise EditError
            return self._replace(self._start(key), self._end(key), _format_key(edit.value))
        return self._remove(parent, path[-1])

    def _set(self, path: SettingPath, value: object) -> str:
        node, depth = self._root, 0
        key: yaml.Node | None = None
        while node is not None and depth < len(path):
            entry = self._find_entry(node, path[depth])
            if entry is None:
                break
            key, node = entry
            depth += 1
        for part in reversed(path[depth + 1 :] if depth < len(path) else ()):
            if isinstance(part, int):
                raise EditError
            value = {part: value}
        if node is None:
            raise EditError
        if depth == len(path):
            return self._replace_value(key, node, format_inline(value))
        if isinstance(node, yaml.ScalarNode) and node.value and path[depth:] == (0,):
            # A list with one entry may be written as the entry.
            return self._replace_value(key, node, format_inline(value))
        if isinstance(node, yaml.MappingNode):
            return self._insert(node, f"{_format_key(path[depth])}: {format_inline(value)}")
        if isinstance(node, yaml.ScalarNode) and not node.value and not node.style and isinstance(path[depth], str):
            return self._replace_value(key, node, format_inline({path[depth]: value}))
        if isinstance(node, yaml.SequenceNode) and path[depth] == len(node.value):
            return self._insert(node, format_inline(value) if node.flow_style else f"- {format_inline(value)}")
        raise EditError

    def _replace_value(self, key: yaml.Node | None, node: yaml.Node, value: str) -> str:
        start, end = self._start(node), self._end(node)
        if isinstance(node, yaml.ScalarNode) and not node.value and not node.style:
            return self._replace(start, start, f" {value}" if self._text[start - 1 : start] in (":", "-") else value)
        if key is not None and key.end_mark.line != node.start_mark.line and self._text[self._end(key) :].lstrip(" ").startswith(":"):
            start = self._text.index(":", self._end(key)) + 1
            value = f" {value}"
        return self._replace(start, end, value)

    def _insert(self, node: yaml.CollectionNode, entry: str) -> str:
        if node.flow_style:
            last = self._end(node) - 1
            content = self._text[:last].rstrip()
            separator = "" if content.endswith(("{", "[")) else " " if content.endswith(",") else ", "
            return self._replace(len(content), len(content), separator + entry)
        # After the last line of the map, and the comment that ends this line.
        end = self._text.find("\n", self._end(node))
        end = len(self._text) if end < 0 else end
        carriage_return = "\r" if self._text[end - 1 : end] == "\r" else ""
        return self._replace(end - len(carriage_return), end, f"{carriage_return}\n{' ' * node.start_mark.column}{entry}{carriage_return}")

    def _remove(self, parent: yaml.Node, part: str | int) -> str:
        key, value = self._require_entry(parent, part)
        entries = [self._start(entry[0] if isinstance(entry, tuple) else entry) for entry in parent.value]
        first = self._start(key)
        following = next((start for start in entries if start > first), None)
        if len(entries) == 1:
            empty = "{}" if isinstance(parent, yaml.MappingNode) else "[]"
            return self._replace(self._start(parent), self._end(parent), empty)
        line_start = self._text.rfind("\n", 0, first) + 1
        in_block = isinstance(parent, yaml.CollectionNode) and not parent.flow_style
        if in_block and self._text[line_start:first].strip() in ("", "-" if isinstance(parent, yaml.SequenceNode) else ""):
            line_end = self._text.find("\n", self._end(value))
            return self._replace(line_start, len(self._text) if line_end < 0 else line_end + 1, "")
        if following is not None:
            return self._replace(first, following, "")
        before = self._text[:first].rstrip().removesuffix(",")
        return self._replace(len(before), self._end(value), "")

    def _find(self, path: SettingPath) -> yaml.Node | None:
        node = self._root
        for part in path:
            entry = self._find_entry(node, part) if node is not None else None
            if entry is None:
                return None
            node = entry[1]
        return node

    def _require_entry(self, node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node]:
        entry = self._find_entry(node, part)
        if entry is None:
            raise EditError
        return entry

    def _find_entry(self, node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            return node.value[part], node.value[part]
        if isinstance(node, yaml.MappingNode):
            for key, value in reversed(node.value):
                if isinstance(key, yaml.ScalarNode) and key.value == part:
                    return key, value
        return None

    def _has_key(self, node: yaml.MappingNode, key: str) -> bool:
        return any(isinstance(other, yaml.ScalarNode) and other.value == key for other, _ in node.value)

    def _start(self, node: yaml.Node) -> int:
        return self._index(node.start_mark)

    def _end(self, node: yaml.Node) -> int:
        """Return the end of what a node holds. The parser ends a block where the next one starts."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end = self._index(node.end_mark)
        return len(self._text[:end].rstrip()) if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") else end

    def _index(self, mark: yaml.Mark) -> int:
        return self._starts[mark.line] + mark.column

    def _replace(self, start: int, end: int, text: str) -> str:
        return self._text[:start] + text + self._text[end:]
