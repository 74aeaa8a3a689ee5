"""Renders the modules of the typed arguments."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_web.plugin.field_types import FieldType, PythonObjectType, ScalarType, SectionType, WireType, walk_field_type

from generate.typed_arguments import type_rendering
from generate.typed_arguments.type_tree import Property, TypeDefinition, TypeTree, build_type_name

_GENERATED_NOTICE: Final = "Made by `make generate` from the models in fargate_web.settings; do not edit."
# The lines are not formatted, and the linter would report missing names.
_LINTER_DIRECTIVES: Final = "# ruff: noqa\n# fmt: off\n"
_ENABLED_PROPERTY: Final = Property("enabled", ScalarType("bool"), "`false` leaves it out. Default: true, where the section is said.")


def render_python_modules(tree: TypeTree) -> dict[str, str]:
    """Return the modules of `fargate_web.generated.inputs` by name."""
    modules = {module: _render_module(tree, module, types, analyzed=False) for module, types in tree.modules.items()}
    names = sorted((type_definition.name, type_definition.module) for type_definition in tree.types)
    imports = "\n".join(f"from .{module} import {name}" for name, module in names)
    exports = "\n".join(f'    "{name}",' for name, _ in names)
    modules["__init__"] = (
        f'"""The arguments of the components as types, for editors and type checkers.\n\n{_GENERATED_NOTICE}\n"""\n\n'
        f"{_LINTER_DIRECTIVES}\n{imports}\n\n__all__ = [\n{exports}\n]\n"
    )
    return modules


def render_analyzer_modules(tree: TypeTree) -> dict[str, str]:
    """Return the modules of `fargate_web.generated.plugin_inputs` by name."""
    modules = {module: _render_module(tree, module, types, analyzed=True) for module, types in tree.modules.items()}
    modules["__init__"] = (
        f'"""The arguments of the components as Pulumi\'s analyzer takes them, for the SDKs of other languages.\n\n{_GENERATED_NOTICE}\n"""\n'
    )
    return modules


def _render_module(tree: TypeTree, module: str, types: list[TypeDefinition], *, analyzed: bool) -> str:
    body = "\n\n\n".join(_render_type(type_definition, analyzed=analyzed) for type_definition in types)
    kinds = [kind for type_definition in types for prop in type_definition.properties for kind in walk_field_type(prop.field_type)]
    subject = ", ".join(f"`{type_definition.name}`" for type_definition in types)
    parts = [f'"""{subject}.\n\n{_GENERATED_NOTICE}\n"""\n', _LINTER_DIRECTIVES]
    standard = [line for line in _list_standard_imports(body) if line]
    parts.append("\n".join(standard) + "\n")
    type_imports = sorted(set(_list_type_imports(tree, module, kinds)))
    if type_imports:
        parts.append("\n".join(type_imports) + "\n")
    # The types import other Python classes for type checkers only.
    class_imports = sorted({f"    from ...{kind.module} import {kind.name}" for kind in kinds if isinstance(kind, PythonObjectType)})
    if class_imports and not analyzed:
        parts.append("if TYPE_CHECKING:\n" + "\n".join(class_imports) + "\n")
    return "\n".join(parts) + f"\n\n{body}\n"


def _list_standard_imports(body: str) -> Iterator[str]:
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


def _list_type_imports(tree: TypeTree, module: str, kinds: list[FieldType]) -> Iterator[str]:
    for kind in kinds:
        name = build_type_name(kind.model) if isinstance(kind, SectionType) else kind.name if isinstance(kind, WireType) else None
        if name is not None and (home := tree.find_module(name)) != module:
            yield f"from .{home} import {name}"


def _render_type(type_definition: TypeDefinition, *, analyzed: bool) -> str:
    lines = [f"class {type_definition.name}(TypedDict):", f'    """{_escape_docstring(type_definition.description)}"""', ""]
    properties = type_definition.properties
    if analyzed and type_definition.is_switch and not any(prop.name == _ENABLED_PROPERTY.name for prop in properties):
        properties = (_ENABLED_PROPERTY, *properties)
    for prop in properties:
        type_text = type_rendering.render_analyzer_type(prop.field_type) if analyzed else type_rendering.render_python_type(prop.field_type)
        if type_text is None:
            continue
        if not analyzed and type_definition.is_component and not prop.required:
            type_text = f"{type_text} | None"  # a component accepts None for an absent key
        if not analyzed and any(isinstance(part, PythonObjectType) for part in walk_field_type(prop.field_type)):
            type_text = f'"{type_text}"'
        lines.append(f"    {prop.name}: {type_text if prop.required else f'NotRequired[{type_text}]'}")
        lines.append(f'    """{_escape_docstring(type_rendering.describe_property(prop, for_analyzer=analyzed))}"""')
    return "\n".join(lines)


def _escape_docstring(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'{text[:-1]}\\"' if text.endswith('"') else text
