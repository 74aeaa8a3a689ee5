"""How a kind is said: to a type checker of Python, and to Pulumi's analyzer, which knows no unions and no literals."""

from typing import Any, Final

from fargate_web.plugin.field_types import Choice, Either, Entries, Foreign, Group, Kind, Map, Off, Scalar, Short, Switch, Wire, within

from generate.typed_arguments.type_tree import Property, type_name

_WORDS: Final = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "Any": "anything"}
_MANY: Final = 9


def for_python(kind: Kind) -> str:
    """Say all that a component takes in Python."""
    match kind:
        case Scalar(name=name, output=output):
            return f"pulumi.Input[{name}]" if output else name
        case Choice(values=values):
            return f"Literal[{', '.join(map(_literal, values))}]"
        case Entries(inner=inner, output=output):
            said = f"list[{for_python(inner)}]"
            return f"pulumi.Input[{said}]" if output == "everywhere" else said
        case Map(inner=inner):
            return f"Mapping[str, {for_python(inner)}]"
        case Group(model=model):
            return type_name(model)
        case Switch(inner=inner):
            return f"{for_python(inner)} | bool"
        case Off(inner=inner):
            return f"{for_python(inner)} | Literal[False]"
        case Short(inner=inner, name=name):
            return f"{for_python(inner)} | {name}"
        case Either(kinds=kinds):
            return " | ".join(map(for_python, kinds))
        case Wire(name=name):
            return name
        case Foreign(name=name, wire=wire):
            return f"{name} | {wire.name}" if wire else name


def for_analyzer(kind: Kind) -> str | None:
    """Say what other languages may pass, in the longest of its ways; None for what they can't pass at all."""
    match kind:
        case Scalar(name=name, output=output):
            return f"pulumi.Input[{name}]" if output else name
        case Choice(values=values):
            names = {type(value).__name__ for value in values}
            return names.pop() if len(names) == 1 else "Any"
        case Entries(inner=inner, output=output):
            said_entry = for_analyzer(inner)
            said = None if said_entry is None else f"list[{said_entry}]"
            return said if said is None or output == "nowhere" else f"pulumi.Input[{said}]"
        case Map(inner=inner):
            said_inner = for_analyzer(inner)
            return None if said_inner is None else f"dict[str, {said_inner}]"
        case Group(model=model):
            return type_name(model)
        case Switch(inner=inner) | Short(inner=inner):
            return for_analyzer(inner)
        case Off() | Either():
            return "Any"
        case Wire(name=name):
            return name
        case Foreign(wire=wire):
            return wire.name if wire else None


def described(each: Property, *, analyzed: bool) -> str:
    """Describe a key: meaning, cost, source; and for other languages what their types don't say."""
    parts = [each.meaning]
    if analyzed:
        parts += _choices(each.kind, each.meaning)
        if isinstance(each.kind, Off | Either):
            parts.append(f"Write {_words(each.kind)}.")
        if isinstance(each.kind, Switch):
            parts.append("Here `{}` is what true means, and `{enabled: false}` what false means.")
    if each.default is not None and isinstance(each.default, str | int | float) and "Default:" not in each.meaning:
        parts.append(f"Default: {_literal(each.default).strip(chr(34)) if isinstance(each.default, str) else _plain(each.default)}.")
    if each.cost:
        parts.append(f"Cost: {each.cost}.")
    if each.source:
        parts.append(f"See {each.source}")
    return " ".join(part for part in parts if part)


def _choices(kind: Kind, meaning: str) -> list[str]:
    found = [part.values for part in within(kind) if isinstance(part, Choice)]
    if not found or len(found[0]) > _MANY or all(str(value) in meaning for value in found[0]):
        return []
    return [f"One of {', '.join(str(value) for value in found[0])}."]


def _words(kind: Kind) -> str:
    match kind:
        case Scalar(name=name):
            return _WORDS[name]
        case Entries(inner=inner):
            return f"a list of {_words(inner)}"
        case Off(inner=inner):
            return f"{_words(inner)}, or false"
        case Either(kinds=kinds):
            return ", or ".join(map(_words, kinds))
        case _:
            return "an object"


def _literal(value: Any) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
