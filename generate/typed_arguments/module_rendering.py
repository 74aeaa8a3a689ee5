"""The modules of the typed arguments as text."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_web.plugin.field_types import FieldType, PythonObjectType, ScalarType, SectionType, WireType, walk_field_type

from generate.typed_arguments import type_rendering
from generate.typed_arguments.type_tree import Property, TypeDefinition, TypeTree, build_type_name

_GENERATED_NOTICE: Final = "Made by `make generate` from the models in fargate_web.settings; do not edit."
# A formatter would break the lines, and a linter would ask for names that the models have not.
_LINTER_DIRECTIVES: Final = "# ruff: noqa\n# fmt: off\n"
_ENABLED_PROPERTY: Final = Property("enabled", ScalarType("bool"), "`false` leaves it out. Default: true, where the section is said.")


def render_python_modules(tree: TypeTree) -> dict[str, str]:
    """Write the modules of `fargate_web.generated.inputs` by name."""
    modules = {module: _render_module(tree, module, types, analyzed=False) for module, types in tree.modules.items()}
    names = sorted((each.name, each.module) for each in tree.types)
    imports = "\n".join(f"from .{module} import {name}" for name, module in names)
    listed = "\n".join(f'    "{name}",' for name, _ in names)
    modules["__init__"] = (
        f'"""The arguments of the components as types, for editors and type checkers.\n\n{_GENERATED_NOTICE}\n"""\n\n'
        f"{_LINTER_DIRECTIVES}\n{imports}\n\n__all__ = [\n{listed}\n]\n"
    )
    return modules


def render_analyzer_modules(tree: TypeTree) -> dict[str, str]:
    """Write the modules of `fargate_web.generated.plugin_inputs` by name."""
    modules = {module: _render_module(tree, module, types, analyzed=True) for module, types in tree.modules.items()}
    modules["__init__"] = (
        f'"""The arguments of the components as Pulumi\'s analyzer takes them, for the SDKs of other languages.\n\n{_GENERATED_NOTICE}\n"""\n'
    )
    return modules


def _render_module(tree: TypeTree, module: str, types: list[TypeDefinition], *, analyzed: bool) -> str:
    body = "\n\n\n".join(_render_type(each, analyzed=analyzed) for each in types)
    kinds = [kind for each in types for prop in each.properties for kind in walk_field_type(prop.field_type)]
    subject = ", ".join(f"`{each.name}`" for each in types)
    parts = [f'"""{subject}.\n\n{_GENERATED_NOTICE}\n"""\n', _LINTER_DIRECTIVES]
    standard = [line for line in _list_standard_imports(body) if line]
    parts.append("\n".join(standard) + "\n")
    own = sorted(set(_list_type_imports(tree, module, kinds)))
    if own:
        parts.append("\n".join(own) + "\n")
    # In the package of the types, a name of Python stands for itself only when it is checked.
    foreign = sorted({f"    from ...{kind.module} import {kind.name}" for kind in kinds if isinstance(kind, PythonObjectType)})
    if foreign and not analyzed:
        parts.append("if TYPE_CHECKING:\n" + "\n".join(foreign) + "\n")
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


def _render_type(each: TypeDefinition, *, analyzed: bool) -> str:
    lines = [f"class {each.name}(TypedDict):", f'    """{_escape_docstring(each.description)}"""', ""]
    properties = (_ENABLED_PROPERTY, *each.properties) if analyzed and each.is_switch else each.properties
    for prop in properties:
        said = type_rendering.render_analyzer_type(prop.field_type) if analyzed else type_rendering.render_python_type(prop.field_type)
        if said is None:
            continue
        if not analyzed and each.is_component and not prop.required:
            said = f"{said} | None"  # a component takes None for an absent key
        if not analyzed and any(isinstance(part, PythonObjectType) for part in walk_field_type(prop.field_type)):
            said = f'"{said}"'
        lines.append(f"    {prop.name}: {said if prop.required else f'NotRequired[{said}]'}")
        lines.append(f'    """{_escape_docstring(type_rendering.describe_property(prop, for_analyzer=analyzed))}"""')
    return "\n".join(lines)


def _escape_docstring(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'{text[:-1]}\\"' if text.endswith('"') else text
