"""Parsing of YAML into a tree of nodes with positions. Features that do not belong in a stack file are refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from ..faults.error_messages import quote_text
from ..settings.fix import Fix
from .yaml_accidents import (
    Accident,
    Mark,
    find_conflict,
    find_escape,
    find_invisible_characters,
    find_line_accident,
    find_unquoted_braces,
    find_wrong_indentation,
)

LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of stack files. That in C also reads `?` within a value of a flow map: {schedule: cron(0 8 ? * * *)}."""
_MAX_DEPTH: Final = 64
_MAX_BYTES: Final = 1_000_000
_UNICODE_LINE_BREAK_PATTERN: Final = re.compile("[\x85\u2028\u2029]")


class YamlError(Exception):
    """The text is not YAML that a stack file may contain."""

    def __init__(self, message: str, mark: Mark = (1, 1), fixes: tuple[Fix, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.mark = mark
        self.fixes = fixes


@dataclass(slots=True)
class ScalarNode:
    """A scalar as it is written. `plain` means without quotes, so that the text decides the type."""

    mark: Mark
    text: str
    plain: bool
    block: bool = False


@dataclass(slots=True)
class SequenceNode:
    """A list."""

    mark: Mark
    block: bool
    items: list["YamlNode"] = field(default_factory=list)


@dataclass(slots=True)
class MappingNode:
    """A map in the order of the file, including repeated keys and merge keys."""

    mark: Mark
    block: bool
    entries: list[tuple["YamlNode", "YamlNode"]] = field(default_factory=list)


YamlNode: TypeAlias = ScalarNode | SequenceNode | MappingNode


def parse_yaml(content: bytes) -> YamlNode | None:
    """Parse the only document of a file. Return None if it is empty.

    Raises:
        YamlError: The file is not valid. The error has a plain message and a position.
    """
    if len(content) > _MAX_BYTES:
        raise YamlError(f"the file has more than {_MAX_BYTES:,} bytes; a stack file is far shorter")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        valid_prefix = content[: error.start]
        mark = (valid_prefix.count(b"\n") + 1, len(valid_prefix) - valid_prefix.rfind(b"\n"))
        raise YamlError("this character is not UTF-8; save the file in the encoding UTF-8", mark) from None
    separator = _UNICODE_LINE_BREAK_PATTERN.search(text)
    if separator:
        message = "only some YAML parsers read this character as a line break; remove it, or write it as an escape in double quotes"
        raise YamlError(message, _mark_at_index(text, separator.start()))
    try:
        return _Composer(text).compose_document()
    except yaml.MarkedYAMLError as error:
        raise _translate_parser_error(error, text) from None
    except yaml.YAMLError as error:
        mark = _mark_at_index(text, getattr(error, "position", 0))
        raise YamlError("there is a control character here; remove it, or write it as an escape in double quotes", mark) from None


class _Composer:
    """Composes nodes from the parser's events. The depth is limited, so that a hostile file can't exhaust the recursion."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._events: Iterator[Any] = yaml.parse(text, Loader=LOADER)
        self._anchors: dict[str, YamlNode] = {}
        self._open_anchors: set[str] = set()

    def compose_document(self) -> YamlNode | None:
        root: YamlNode | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError(
                        "a second document starts here; a stack file is one document: remove the line of dashes", _mark_of_event(event)
                    )
                root = self._compose_node(next(self._events), 0)
        return None if isinstance(root, ScalarNode) and root.plain and root.text == "" else root

    def _compose_node(self, event: Any, depth: int) -> YamlNode:
        mark = _mark_of_event(event)
        if depth > _MAX_DEPTH:
            raise YamlError(f"this is nested more than {_MAX_DEPTH} levels deep", mark)
        if isinstance(event, yaml.AliasEvent):
            return self._resolve_alias(str(event.anchor), mark)
        quoted_by_tag = self._is_string_tag(event, mark)
        if event.anchor:
            self._open_anchors.add(event.anchor)
        node = self._compose_content(event, mark, depth, quoted_by_tag)
        if event.anchor:
            self._open_anchors.discard(event.anchor)
            self._anchors[event.anchor] = node
        return node

    def _compose_content(self, event: Any, mark: Mark, depth: int, quoted_by_tag: bool) -> YamlNode:
        if isinstance(event, yaml.ScalarEvent):
            if not event.style:
                self._refuse_invisible_characters(event.value, mark)
            return ScalarNode(mark, event.value, not event.style and not quoted_by_tag, event.style in ("|", ">"))
        if isinstance(event, yaml.SequenceStartEvent):
            sequence = SequenceNode(mark, not event.flow_style)
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                sequence.items.append(self._compose_node(inner, depth + 1))
            return sequence
        mapping = MappingNode(mark, not event.flow_style)
        while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
            key = self._compose_node(inner, depth + 1)
            mapping.entries.append((key, self._compose_node(next(self._events), depth + 1)))
        return mapping

    def _refuse_invisible_characters(self, text: str, mark: Mark) -> None:
        """Refuse characters around a text without quotes that only look like spaces: they would be a part of it."""
        accident = None
        if text and find_invisible_characters(text[0] + text[-1], 1):
            accident = find_invisible_characters(
                self._lines[mark[0] - 1], mark[0], mark[1], above=self._lines[mark[0] - 2] if mark[0] > 1 else ""
            )
        if accident:
            raise YamlError(accident.message, accident.mark, accident.fixes)

    def _resolve_alias(self, name: str, mark: Mark) -> YamlNode:
        if name in self._open_anchors:
            raise YamlError(f"*{name} is inside &{name} itself, so it would never end; remove it", mark)
        if name not in self._anchors:
            raise YamlError(f'*{name} refers to the anchor &{name}, and there is none above; if it is text, quote it: "*{name}"', mark)
        return self._anchors[name]

    def _is_string_tag(self, event: Any, mark: Mark) -> bool:
        """Refuse tags, except the string tag, which means the same as quotes."""
        if event.tag in (None, "!") or event.tag == "tag:yaml.org,2002:str":
            return event.tag is not None
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        raise YamlError(
            f"{quote_text(tag)} is a tag, which Pulumi does not know; write the plain value, or quote it where it is text", mark
        )


def _mark_at_index(text: str, index: int) -> Mark:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _mark_of_event(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


_SYNTAX_ERROR_MESSAGES: Final = (
    (
        "mapping values are not allowed",
        'a key and its colon aren\'t allowed here; indent the line like its neighbours, or quote a text that holds a colon: "a: b"',
    ),
    (
        "expected key|expected <block end>",
        "this line does not go on with the map above; line it up with its neighbours, or close the quotes",
    ),
    (
        "expected '-'",
        "this line does not go on with the list above; start it with a dash, or line it up with the key that the list belongs to",
    ),
    ("expected ',' or '}'", "a map in braces goes on here without a comma, or is not closed; write {key: value, key: value}"),
    ("expected ',' or ']'", "a list in brackets goes on here without a comma, or is not closed; write [first, second]"),
    ("could not find expected ':'", "a key without its colon; write key: value, and a space after a dash"),
    (
        "unknown escape character",
        "a backslash in double quotes starts an escape, and this is none; write two backslashes, or single quotes",
    ),
    ("expected alphabetic or numeric character", 'a value can\'t start with * or &, which mark aliases and anchors; quote it: "*…"'),
    (
        "expected comment or line break|chomping or indentation",
        "a new line must follow | or >; write the text on the lines below, indented",
    ),
    ("node content", "a value is expected here, not a bracket or brace; remove it, or quote it"),
    ("incompatible YAML document", "this line sets a YAML version other than 1.1; remove the line"),
    ("<document start>", "the file goes on after its end; remove the line with the three dots"),
)


def _translate_parser_error(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    error_mark = error.problem_mark or error.context_mark
    mark = (error_mark.line + 1, error_mark.column + 1) if error_mark else (1, 1)
    lines = text.split("\n")
    line = lines[mark[0] - 1] if mark[0] <= len(lines) else ""
    problem = error.problem or ""
    braces = find_unquoted_braces(line, mark[0]) if "expected" in problem else None
    accident = find_conflict(lines) or braces or _find_accident(error, lines, mark[0])
    if accident:
        return YamlError(accident.message, accident.mark, accident.fixes)
    if "\t" in line[: len(line) - len(line.lstrip())] or ("tab" in problem and "character" in problem):
        return YamlError("a tab is used for indentation; YAML allows spaces only", (mark[0], line.find("\t") + 1))
    if "unexpected end of stream" in problem and error.context_mark:
        return YamlError("a quotation mark opens here and is never closed", (error.context_mark.line + 1, error.context_mark.column + 1))
    escape = find_escape(line, mark[0], mark[1]) if "hexdecimal" in problem or "escape character" in problem else None
    if escape:
        return YamlError(escape.message, escape.mark, escape.fixes)
    if "cannot start any token" in problem:
        character = line[mark[1] - 1 : mark[1]]
        if character == "\t":
            return YamlError("there is a tab here; YAML allows spaces only", mark)
        return YamlError(f"a value can't start with {character}; quote it", mark)
    for pattern, message in _SYNTAX_ERROR_MESSAGES:
        if re.search(pattern, problem):
            return YamlError(message, mark)
    return YamlError(f"this is not YAML: {problem}", mark)


def _find_accident(error: yaml.MarkedYAMLError, lines: list[str], number: int) -> Accident | None:
    """Find what is wrong in the line of an error, or in the one above it: the parser often stops one line late."""
    problem = error.problem or ""
    colon_missing = "could not find expected ':'" in problem
    above = next((other for other in range(min(number - 1, len(lines)), 0, -1) if lines[other - 1].strip()), 0)
    if colon_missing and error.context_mark:
        numbers = [error.context_mark.line + 1, number]
    elif "mapping values are not allowed" in problem or "expected <block end>" in problem:
        # A line without its colon is joined to the next one, whose colon is then one too many.
        joined = find_line_accident(lines, above, colon_missing=True)
        if joined:
            return joined
        numbers = [number]
    else:
        numbers = [number]
    found = (find_line_accident(lines, candidate, colon_missing=colon_missing) for candidate in numbers)
    return next(filter(None, found), None) or find_wrong_indentation(lines, number)
