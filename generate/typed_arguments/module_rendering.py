"""The modules of the typed arguments as text."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_web.plugin.field_types import Foreign, Group, Kind, Scalar, Wire, within

from generate.typed_arguments import type_rendering
from generate.typed_arguments.type_tree import Property, Tree, Type, type_name

_MADE: Final = "Made by `make generate` from the models in fargate_web.settings; do not edit."
# A formatter would break the lines, and a linter would ask for names that the models have not.
_HEAD: Final = "# ruff: noqa\n# fmt: off\n"
_ENABLED: Final = Property("enabled", Scalar("bool"), "`false` leaves it out. Default: true, where the section is said.")


def python_modules(tree: Tree) -> dict[str, str]:
    """Write the modules of `fargate_web.generated.inputs` by name."""
    modules = {module: _module(tree, module, types, analyzed=False) for module, types in tree.modules.items()}
    names = sorted((each.name, each.module) for each in tree.types)
    imports = "\n".join(f"from .{module} import {name}" for name, module in names)
    listed = "\n".join(f'    "{name}",' for name, _ in names)
    modules["__init__"] = (
        f'"""The arguments of the components as types, for editors and type checkers.\n\n{_MADE}\n"""\n\n'
        f"{_HEAD}\n{imports}\n\n__all__ = [\n{listed}\n]\n"
    )
    return modules


def analyzed_modules(tree: Tree) -> dict[str, str]:
    """Write the modules of `fargate_web.generated.plugin_inputs` by name."""
    modules = {module: _module(tree, module, types, analyzed=True) for module, types in tree.modules.items()}
    modules["__init__"] = (
        f'"""The arguments of the components as Pulumi\'s analyzer takes them, for the SDKs of other languages.\n\n{_MADE}\n"""\n'
    )
    return modules


def _module(tree: Tree, module: str, types: list[Type], *, analyzed: bool) -> str:
    body = "\n\n\n".join(_type(each, analyzed=analyzed) for each in types)
    kinds = [kind for each in types for prop in each.properties for kind in within(prop.kind)]
    subject = ", ".join(f"`{each.name}`" for each in types)
    parts = [f'"""{subject}.\n\n{_MADE}\n"""\n', _HEAD]
    standard = [line for line in _standard(body) if line]
    parts.append("\n".join(standard) + "\n")
    own = sorted(set(_imports(tree, module, kinds)))
    if own:
        parts.append("\n".join(own) + "\n")
    # In the package of the types, a name of Python stands for itself only when it is checked.
    foreign = sorted({f"    from ...{kind.module} import {kind.name}" for kind in kinds if isinstance(kind, Foreign)})
    if foreign and not analyzed:
        parts.append("if TYPE_CHECKING:\n" + "\n".join(foreign) + "\n")
    return "\n".join(parts) + f"\n\n{body}\n"


def _standard(body: str) -> Iterator[str]:
    if "Mapping[" in body:
        yield "from collections.abc import Mapping"
    names = [
        name
        for name in ("Any", "Literal", "NotRequired")
        if re.search(rf"\b{name}\b(?!`)", re.sub(r'""".*?"""', "", body, flags=re.DOTALL))
    ]
    checked = ["TYPE_CHECKING"] if 'NotRequired["' in body or ': "' in body else []
    yield f"from typing import {', '.join([*checked, *names, 'TypedDict'])}"
    if "pulumi.Input[" in body:
        yield "\nimport pulumi"


def _imports(tree: Tree, module: str, kinds: list[Kind]) -> Iterator[str]:
    for kind in kinds:
        name = type_name(kind.model) if isinstance(kind, Group) else kind.name if isinstance(kind, Wire) else None
        if name is not None and (home := tree.module_of(name)) != module:
            yield f"from .{home} import {name}"


def _type(each: Type, *, analyzed: bool) -> str:
    lines = [f"class {each.name}(TypedDict):", f'    """{_escaped(each.meaning)}"""', ""]
    properties = (_ENABLED, *each.properties) if analyzed and each.switch else each.properties
    for prop in properties:
        said = type_rendering.for_analyzer(prop.kind) if analyzed else type_rendering.for_python(prop.kind)
        if said is None:
            continue
        if not analyzed and each.component and not prop.required:
            said = f"{said} | None"  # a component takes None for an absent key
        if not analyzed and any(isinstance(part, Foreign) for part in within(prop.kind)):
            said = f'"{said}"'
        lines.append(f"    {prop.name}: {said if prop.required else f'NotRequired[{said}]'}")
        lines.append(f'    """{_escaped(type_rendering.described(prop, analyzed=analyzed))}"""')
    return "\n".join(lines)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'{text[:-1]}\\"' if text.endswith('"') else text
