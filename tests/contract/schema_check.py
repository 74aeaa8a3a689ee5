"""Holds what a program in another language passes against the schema, as its SDK would."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Expression:
    """A value that is worked out when the program runs, in the words of the program."""

    text: str


@dataclass(frozen=True)
class Checker:
    """Checks resources against a schema.

    Attributes:
        schema: The schema.
        resources: The resources of the program: their names, and the components that they are.
    """

    schema: Mapping[str, Any]
    resources: Mapping[str, str]

    def faults(self, component: str, inputs: Mapping[str, Any]) -> Iterator[str]:
        """Tell what the SDK would refuse."""
        found = self.schema["resources"][f"fargate-web:index:{component}"]
        yield from self._object(component, found["inputProperties"], found.get("requiredInputs", []), inputs)

    def _object(self, place: str, keys: Mapping[str, Any], required: list[str], inputs: Mapping[str, Any]) -> Iterator[str]:
        yield from (f"{place}.{key} is missing" for key in required if key not in inputs)
        for key, value in inputs.items():
            if key in keys:
                yield from self._value(f"{place}.{key}", keys[key], value)
            else:
                yield f"{place} has no {key}"

    def _value(self, place: str, node: Mapping[str, Any], value: Any) -> Iterator[str]:
        kind, reference = node.get("type"), node.get("$ref", "")
        if isinstance(value, Expression):
            yield from self._expression(place, node, value)
        elif reference.startswith("#/types/"):
            found = self.schema["types"][reference.removeprefix("#/types/")]
            if isinstance(value, dict):
                yield from self._object(place, found["properties"], found.get("required", []), value)
            else:
                yield f"{place} takes an object"
        elif kind == "array" and isinstance(value, list):
            for each in value:
                yield from self._value(f"{place}[]", node["items"], each)
        elif kind == "object" and isinstance(value, dict):
            for name, each in value.items():
                yield from self._value(f"{place}.{name}", node["additionalProperties"], each)
        elif kind is not None and (not isinstance(value, _PYTHON[kind]) or (isinstance(value, bool) and kind != "boolean")):
            yield f"{place} takes {kind}, not {value!r}"

    def _expression(self, place: str, node: Mapping[str, Any], value: Expression) -> Iterator[str]:
        found = re.fullmatch(r"([\w-]+)\.(\w+)", value.text)
        if found is None or found[1] not in self.resources:
            return
        output = self.schema["resources"][f"fargate-web:index:{self.resources[found[1]]}"]["properties"].get(found[2])
        if output is None:
            yield f"{place}: {value.text} is no output"
        elif node.get("plain"):
            yield f"{place} takes no output, as {value.text} is one"
        elif output.get("type") != node.get("type"):
            yield f"{place} takes {node.get('type')}, and {value.text} is {output.get('type')}"


_PYTHON: Mapping[str, Any] = {"string": str, "integer": int, "number": int | float, "boolean": bool, "array": list, "object": dict}


class TypeScript:
    """Reads the object literals of a program in TypeScript."""

    _TOKEN = re.compile(r"\s*(//[^\n]*|\"(?:[^\"\\]|\\.)*\"|\.\.\.|[\w.$]+|[^\s])")

    def __init__(self, text: str) -> None:
        self._tokens = [token for token in self._TOKEN.findall(text) if not token.startswith("//")]
        self._at = 0

    def literal(self) -> Any:
        """Read one value."""
        token = self._take()
        if token == "{":
            return dict(self._entries())
        if token == "[":
            values = []
            while self._tokens[self._at] != "]":
                values.append(self.literal())
                self._skip(",")
            self._at += 1
            return values
        if token.startswith('"'):
            return token[1:-1]
        if re.fullmatch(r"\d+(?:\.\d+)?", token):
            return float(token) if "." in token else int(token)
        if token in ("true", "false"):
            return token == "true"
        return Expression(token + self._call())

    def _entries(self) -> Iterator[tuple[str, Any]]:
        while (key := self._take()) != "}":
            if key == "...":
                yield f"...{self._take()}", Expression("")
            elif self._tokens[self._at] == ":":
                self._at += 1
                yield key, self.literal()
            else:
                yield key, Expression(key)
            self._skip(",")

    def _call(self) -> str:
        depth, text = 0, ""
        while depth or self._tokens[self._at] == "(":
            token = self._take()
            depth += (token == "(") - (token == ")")
            text += token
        return text

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, token: str) -> None:
        self._at += self._tokens[self._at] == token
