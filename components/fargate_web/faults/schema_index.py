"""What may stand where: a model's fields looked up along a path, in the words of its JSON schema."""

import difflib
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from ..settings.section import Section
from .fault import Path

Node = dict[str, Any]
_SHORTEST: Final = 3


@dataclass(frozen=True)
class Place:
    """What the model says of one place.

    Attributes:
        alternatives: What may stand there: nodes of the JSON schema, each with a type.
        meaning: The description of the field that the place belongs to.
        default: Its default, where it has a plain one.
        examples: Its examples.
    """

    alternatives: tuple[Node, ...] = ()
    meaning: str = ""
    default: Any = None
    examples: tuple[Any, ...] = ()

    @property
    def numeric(self) -> Node:
        """The limits of a number here."""
        return next((node for node in self.alternatives if node.get("type") in ("integer", "number")), {})

    @property
    def choices(self) -> list[Any]:
        """The values that may be written, where they are few."""
        return [value for node in self.alternatives for value in node.get("enum", [node["const"]] if "const" in node else [])]

    def is_a(self, *types: str) -> bool:
        """Tell whether one of the JSON types may stand here."""
        return any(node.get("type") in types for node in self.alternatives)


@dataclass
class Outline:
    """The fields of a model and of all its sections."""

    model: type[Section]
    _schema: Node = field(init=False)
    _classes: dict[str, type[Section]] = field(init=False)
    _homes: dict[str, dict[str, list[str]]] = field(init=False)

    def __post_init__(self) -> None:
        self._schema = self.model.model_json_schema()
        self._classes = {self.model.__name__: self.model}
        self._homes = {}
        self._index(self.model, "", ())

    def at(self, path: Path) -> Place:
        """Look a place up. What the model knows nothing of is an empty place."""
        found = Place(tuple(self._flat(self._schema)))
        for part in path:
            node = next(_children(found.alternatives, part), None)
            if node is None:
                return Place(meaning=found.meaning)
            found = Place(
                tuple(self._flat(node)),
                node.get("description", found.meaning),
                node.get("default"),
                tuple(node.get("examples") or _within(found.examples, part)),
            )
        return found

    def key_at(self, path: Path) -> Place:
        """Look up what the key at the end of a path may be."""
        found = self.at(path[:-1])
        names = [node["propertyNames"] for node in found.alternatives if "propertyNames" in node]
        return Place(tuple(inner for node in names for inner in self._flat(node)) or ({"type": "string"},), found.meaning)

    def section(self, path: Path) -> type[Section] | None:
        """Tell which section stands at a path."""
        for node in self.at(path).alternatives:
            if "properties" in node and node.get("title") in self._classes:
                return self._classes[node["title"]]
        return None

    def homes(self, key: str) -> dict[str, list[str]]:
        """Tell where a key belongs: its right spelling → the sections that have it."""
        return self._homes.get(plain(key), {})

    def _index(self, model: type[Section], home: str, within: tuple[type[Section], ...]) -> None:
        for name, info in model.model_fields.items():
            key = info.alias or name
            self._homes.setdefault(plain(key), {}).setdefault(key, []).append(home)
            for inner, below in sections(info.annotation):
                if inner not in within:
                    self._classes[inner.__name__] = inner
                    self._index(inner, f"{home}.{key}{below}".removeprefix("."), (*within, inner))

    def _flat(self, node: Node) -> Iterator[Node]:
        if "$ref" in node:
            yield from self._flat(self._schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
        elif "anyOf" in node or "oneOf" in node:
            for inner in node.get("anyOf") or node["oneOf"]:
                yield from self._flat(inner)
        elif isinstance(node.get("type"), list):
            yield from ({**node, "type": kind} for kind in node["type"])
        else:
            yield node


@cache
def outline(model: type[Section]) -> Outline:
    """Make the outline of a model, once."""
    return Outline(model)


def plain(key: str) -> str:
    """Reduce the spellings of one key to one: health_check, health-check and HealthCheck to healthcheck."""
    return "".join(letter for letter in key.lower() if letter.isalnum())


def nearest(text: str, words: list[str]) -> str | None:
    """Find the word that was probably meant."""
    by_plain = {plain(word): word for word in words}
    if plain(text) in by_plain:
        return by_plain[plain(text)]
    begun = [word for short, word in by_plain.items() if len(plain(text)) > _SHORTEST and short.startswith(plain(text))]
    if len(begun) == 1:
        return begun[0]
    close = difflib.get_close_matches(plain(text), by_plain, n=1, cutoff=0.7)
    if close:
        return by_plain[close[0]]
    holding = [word for short, word in by_plain.items() if len(plain(text)) > _SHORTEST and plain(text) in short]
    return holding[0] if len(holding) == 1 else None


def sections(annotation: Any, below: str = "") -> Iterator[tuple[type[Section], str]]:
    """Find the sections within an annotation, each with what stands between: `.<name>` for a map, `[]` for a list."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation, below
        return
    origin = typing.get_origin(annotation)
    step = ".<name>" if origin is dict else "[]" if origin is list else ""
    for inner in typing.get_args(annotation):
        yield from sections(inner, below + step)


def _within(examples: tuple[Any, ...], part: str | int) -> list[Any]:
    """Take the examples of an entry from those of its list or map."""
    if isinstance(part, int):
        return [inner for example in examples if isinstance(example, list) for inner in example]
    return [example[part] for example in examples if isinstance(example, dict) and part in example]


def _children(alternatives: tuple[Node, ...], part: str | int) -> Iterator[Node]:
    for node in alternatives:
        if isinstance(part, int):
            if isinstance(node.get("items"), dict):
                yield node["items"]
            continue
        for key, child in node.get("properties", {}).items():
            if key == part or plain(key) == plain(part):
                yield child
        for child in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")):
            if isinstance(child, dict):
                yield child
