"""An index of a model's JSON schema: what is allowed at each path of a stack file."""

import difflib
import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, Final

from ..settings.section import Section
from .fault import SettingPath

SchemaNode = dict[str, Any]
_MIN_MATCH_LENGTH: Final = 3


@dataclass(frozen=True)
class FieldSchema:
    """The schema of the field at one path.

    Attributes:
        alternatives: The allowed kinds of values: nodes of the JSON schema, each with a type.
        description: The description of the field that the path belongs to.
        default: Its default, if that is a plain value.
        examples: Its examples.
        is_required: Whether the key can't be left out.
        keys: The kinds of values of each key, if the field is a map with certain keys, or a list of such maps.
    """

    alternatives: tuple[SchemaNode, ...] = ()
    description: str = ""
    default: Any = None
    examples: tuple[Any, ...] = ()
    is_required: bool = False
    keys: Mapping[str, tuple[SchemaNode, ...]] = field(default_factory=dict)

    @property
    def number_schema(self) -> SchemaNode:
        """The schema of a number at this path, with its limits. Empty if no number is allowed."""
        return next((node for node in self.alternatives if node.get("type") in ("integer", "number")), {})

    @property
    def choices(self) -> list[Any]:
        """The allowed values, if the schema enumerates them."""
        return [value for node in self.alternatives for value in node.get("enum", [node["const"]] if "const" in node else [])]

    @property
    def holds_sections(self) -> bool:
        """Whether the field is a map of sections that the user names."""
        inner = (child for node in self.alternatives for child in node.get("patternProperties", {}).values())
        return any("$ref" in kind for child in inner for kind in (child, *child.get("anyOf", ())))

    @property
    def holds_only_texts(self) -> bool:
        """Whether the field is a map of texts that the user names, and of nothing else."""
        inner = [
            child for node in self.alternatives for child in (*node.get("patternProperties", {}).values(), node.get("additionalProperties"))
        ]
        kinds = [kind for child in inner if isinstance(child, dict) for kind in child.get("anyOf", (child,))]
        return bool(kinds) and all(kind.get("type") == "string" for kind in kinds)

    def accepts_text(self, text: str) -> bool:
        """Return whether the field accepts a text of this form and length."""
        return any(_fits_text(node, text) for node in self.alternatives)

    def accepts_entry(self, text: str) -> bool:
        """Return whether the field is a list that accepts an entry of this form. What the schema tells only by a reference is accepted."""
        items = [node.get("items", {}) for node in self.alternatives if node.get("type") == "array"]
        return any(item.get("type") != "string" or _fits_text(item, text) for item in items)

    def accepts_number_entry(self) -> bool:
        """Return whether the field is a list whose entries may be whole numbers."""
        items = [node["items"] for node in self.alternatives if isinstance(node.get("items"), dict)]
        kinds = [kind for item in items for kind in (item, *item.get("anyOf", ()), *item.get("oneOf", ()))]
        return any(kind.get("type") == "integer" for kind in kinds)

    def accepts_keys(self, keys: Iterable[str]) -> bool:
        """Return whether the field is a map that may have these keys: those of a section, or any that its user chooses."""
        maps = [node for node in self.alternatives if node.get("type") == "object"]
        return any(node.get("additionalProperties") is not False or set(keys) <= node.get("properties", {}).keys() for node in maps)

    def accepts_type(self, *types: str) -> bool:
        """Return whether the field accepts one of the JSON types."""
        return any(node.get("type") in types for node in self.alternatives)


@dataclass
class SchemaIndex:
    """The fields of a model and of all its sections."""

    model: type[Section]
    _schema: SchemaNode = field(init=False)
    _classes: dict[str, type[Section]] = field(init=False)
    _sections_by_key: dict[str, dict[str, list[str]]] = field(init=False)

    def __post_init__(self) -> None:
        self._schema = self.model.model_json_schema()
        self._classes = {self.model.__name__: self.model}
        self._sections_by_key = {}
        self._index_model(self.model, "", ())

    def find_schema(self, path: SettingPath) -> FieldSchema:
        """Find the schema at a path. A path that the model does not have gives an empty schema."""
        found = FieldSchema(tuple(self._flatten(self._schema)))
        for part in path:
            node = next(_find_children(found.alternatives, part), None)
            if node is None:
                return FieldSchema(description=found.description)
            found = FieldSchema(
                tuple(self._flatten(node)),
                node.get("description", found.description),
                node.get("default"),
                tuple(node.get("examples") or _select_examples(found.examples, part)),
                any(part in around.get("required", ()) for around in found.alternatives),
            )
        return replace(found, keys=self._index_keys(found.alternatives))

    def find_key_schema(self, path: SettingPath) -> FieldSchema:
        """Find the schema of the key at the end of a path."""
        found = self.find_schema(path[:-1])
        names = [node["propertyNames"] for node in found.alternatives if "propertyNames" in node]
        return FieldSchema(tuple(inner for node in names for inner in self._flatten(node)) or ({"type": "string"},), found.description)

    def find_section_model(self, path: SettingPath) -> type[Section] | None:
        """Find the model of the section at a path."""
        for node in self.find_schema(path).alternatives:
            if "properties" in node and node.get("title") in self._classes:
                return self._classes[node["title"]]
        return None

    def find_sections_with_key(self, key: str) -> dict[str, list[str]]:
        """Find the sections that have a key: correct spelling → paths of the sections."""
        return self._sections_by_key.get(normalize_key(key), {})

    def _index_model(self, model: type[Section], section_path: str, parents: tuple[type[Section], ...]) -> None:
        for name, info in model.model_fields.items():
            key = info.alias or name
            self._sections_by_key.setdefault(normalize_key(key), {}).setdefault(key, []).append(section_path)
            for inner, path_suffix in find_nested_sections(info.annotation):
                if inner not in parents:
                    self._classes[inner.__name__] = inner
                    self._index_model(inner, f"{section_path}.{key}{path_suffix}".removeprefix("."), (*parents, inner))

    def _index_keys(self, alternatives: tuple[SchemaNode, ...]) -> dict[str, tuple[SchemaNode, ...]]:
        entries = [inner for node in alternatives if isinstance(node.get("items"), dict) for inner in self._flatten(node["items"])]
        return {
            key: tuple(self._flatten(child))
            for node in (*alternatives, *entries)
            for key, child in node.get("properties", {}).items()
            if set(node.get("required", ())) <= {key}
        }

    def _flatten(self, node: SchemaNode) -> Iterator[SchemaNode]:
        if "$ref" in node:
            yield from self._flatten(self._schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
        elif "anyOf" in node or "oneOf" in node:
            for inner in node.get("anyOf") or node["oneOf"]:
                yield from self._flatten(inner)
        elif isinstance(node.get("type"), list):
            yield from ({**node, "type": kind} for kind in node["type"])
        else:
            yield node


@cache
def index_schema(model: type[Section]) -> SchemaIndex:
    """Build the index of a model, once for each model."""
    return SchemaIndex(model)


@lru_cache(maxsize=4096)
def normalize_key(key: str) -> str:
    """Normalize the spelling of a key: health_check, health-check and HealthCheck all become healthcheck."""
    return "".join(letter for letter in key.lower() if letter.isalnum())


def find_closest_match(text: str, candidates: list[str]) -> str | None:
    """Find the candidate that the user probably meant."""
    by_normalized = {normalize_key(word): word for word in candidates}
    if normalize_key(text) in by_normalized:
        return by_normalized[normalize_key(text)]
    with_prefix = [
        word
        for short, word in by_normalized.items()
        if len(normalize_key(text)) > _MIN_MATCH_LENGTH and short.startswith(normalize_key(text))
    ]
    if len(with_prefix) == 1:
        return with_prefix[0]
    close = difflib.get_close_matches(normalize_key(text), by_normalized, n=1, cutoff=0.7)
    if close:
        return by_normalized[close[0]]
    with_substring = [
        word for short, word in by_normalized.items() if len(normalize_key(text)) > _MIN_MATCH_LENGTH and normalize_key(text) in short
    ]
    return with_substring[0] if len(with_substring) == 1 else None


def find_nested_sections(annotation: Any, path_suffix: str = "") -> Iterator[tuple[type[Section], str]]:
    """Find the sections within an annotation, each with the path to it: `.<name>` for a map, `[]` for a list."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation, path_suffix
        return
    origin = typing.get_origin(annotation)
    step = ".<name>" if origin is dict else "[]" if origin is list else ""
    for inner in typing.get_args(annotation):
        yield from find_nested_sections(inner, path_suffix + step)


def _fits_text(node: SchemaNode, text: str) -> bool:
    if node.get("type") != "string" or ("enum" in node and text not in node["enum"]) or ("const" in node and text != node["const"]):
        return False
    return node.get("minLength", 0) <= len(text) <= node.get("maxLength", len(text)) and bool(re.search(node.get("pattern", ""), text))


def _select_examples(examples: tuple[Any, ...], part: str | int) -> list[Any]:
    """Select the examples of an entry from the examples of its list or map."""
    if isinstance(part, int):
        return [inner for example in examples if isinstance(example, list) for inner in example]
    return [example[part] for example in examples if isinstance(example, dict) and part in example]


def _find_children(alternatives: tuple[SchemaNode, ...], part: str | int) -> Iterator[SchemaNode]:
    for node in alternatives:
        if isinstance(part, int):
            if isinstance(node.get("items"), dict):
                yield node["items"]
            continue
        for key, child in node.get("properties", {}).items():
            if key == part or normalize_key(key) == normalize_key(part):
                yield child
        for child in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")):
            if isinstance(child, dict):
                yield child
