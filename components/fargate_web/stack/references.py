"""References of a stack file to outputs of other stacks and to SSM parameters: where they may stand, and their values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import pulumi

from ..faults.fault import Fault, PositionFinder, SettingPath
from ..faults.schema_index import FieldSchema, index_schema
from ..settings.fix import Edit, Fix, format_inline, join_fixes, remove, rename
from ..settings.stack import Stack
from ..stack_file.references import (
    OUTPUT,
    OUTPUT_PATTERN,
    PARAMETER_PATTERN,
    SSM_PARAMETER,
    STACK_NAME_PATTERN,
    STACK_REFERENCE,
    Parameter,
    Reference,
    StackOutput,
)
from ..stack_file.secret_values import wrap_secret

_references: WeakKeyDictionary[pulumi.Output[Any], Reference] = WeakKeyDictionary()


def build_placeholder(reference: Reference) -> pulumi.Output[Any]:
    """Build the Output that stands for a value which nobody has read."""
    placeholder = wrap_secret(f"[{reference}]")
    _references[placeholder] = reference
    return placeholder


def find_reference(value: object) -> Reference | None:
    """Return what a placeholder stands for. None for any other value."""
    return _references.get(value) if isinstance(value, pulumi.Output) else None


@dataclass
class ReferenceReplacement:
    """Replaces the references in settings.

    Attributes:
        project: The name of the project.
        stack: The name of the stack.
        find_position: Finds the position of a setting.
        resolve: Returns the Output that takes the place of a reference.
        references: The references that were replaced.
        faults: References that can't be.
    """

    project: str
    stack: str
    find_position: PositionFinder
    resolve: Callable[[Reference], pulumi.Output[Any]]
    references: list[Reference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def replace(self, value: Any, path: SettingPath = ()) -> Any:
        """Return a value with an Output in the place of each reference."""
        if isinstance(value, Mapping):
            if STACK_REFERENCE in value or SSM_PARAMETER in value:
                schema = index_schema(Stack).find_schema(path)
                if not _is_map_of_texts(schema) and schema.alternatives:
                    return self._replace_reference(value, path, schema)
            return {key: self.replace(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.replace(inner, (*path, index)) for index, inner in enumerate(value)]
        return value

    def _replace_reference(self, value: Mapping[str, Any], path: SettingPath, schema: FieldSchema) -> Any:
        if not _accepts_reference(schema):
            self._refuse_place(value, path, schema)
            return value
        found = self._parse(value, path)
        if found is None:
            return value
        if path[-2:-1] == ("secrets",) and isinstance(found, Parameter):
            fix = Fix(f"write {path[-1]}: {format_inline(found.name)}", (Edit(path, "set", found.name),))
            self._add_fault(
                path,
                join_fixes(
                    "the parameter would have to hold the ARN of a secret; ECS reads a parameter itself, when a task starts", (fix,)
                ),
                "invalid-reference",
                (fix,),
            )
            return value
        self.references.append(found)
        return self.resolve(found)

    def _refuse_place(self, value: Mapping[str, Any], path: SettingPath, schema: FieldSchema) -> None:
        output, fields = value.get(OUTPUT), index_schema(Stack)
        entry: Any = {**value, OUTPUT: f"{output}[0]"}
        if _accepts_reference(fields.find_schema((*path, 0, "id"))):
            entry = {"id": entry}
        elif not _accepts_reference(fields.find_schema((*path, 0))):
            entry = None
        if not schema.accepts_type("array") or not isinstance(output, str) or entry is None:
            problem = "a reference is read when the program runs, and this value is needed before: it decides which resources exist, or is checked together with others"
            self._add_fault(path, f"{problem}; write the value itself", "reference-not-allowed")
            return
        fix = Fix(f"write {format_inline([entry])} with one reference for each entry", (Edit(path, "set", [entry]),))
        problem = "a reference is read when the program runs, and the number of entries is needed before: it decides which resources exist"
        self._add_fault(path, join_fixes(problem, (fix,)), "reference-not-allowed", (fix,))

    def _parse(self, value: Mapping[str, Any], path: SettingPath) -> Reference | None:
        if len(value) > 1 and SSM_PARAMETER in value:
            fixes = tuple(remove(*path, key) for key in value if key != SSM_PARAMETER)
            self._add_fault(path, join_fixes("the value can come from one place only", fixes), "invalid-reference", fixes)
            return None
        unknown = [key for key in value if key not in (STACK_REFERENCE, OUTPUT)] if STACK_REFERENCE in value else []
        if unknown:
            fixes = tuple(remove(*path, key) if OUTPUT in value else rename(*path, key, to=OUTPUT) for key in unknown[:1])
            message = f"a reference to another stack has the keys stackReference and output, and no {unknown[0]}"
            self._add_fault(path, join_fixes(message, fixes), "invalid-reference", fixes)
            return None
        problem = self._explain_reference(value)
        if problem is not None:
            self._add_fault(path, problem, "invalid-reference")
            return None
        return Parameter(value[SSM_PARAMETER]) if SSM_PARAMETER in value else StackOutput(value[STACK_REFERENCE], value[OUTPUT])

    def _explain_reference(self, value: Mapping[str, Any]) -> str | None:
        """Explain what is wrong with a reference. Return None if nothing is."""
        if not all(isinstance(text, str) and text for text in value.values()):
            return "the parts of a reference are texts; write {stackReference: organization/project/stack, output: vpcId}, or {ssmParameter: /path/of/it}"
        if SSM_PARAMETER in value:
            if re.fullmatch(PARAMETER_PATTERN, value[SSM_PARAMETER]):
                return None
            return f"{value[SSM_PARAMETER]!r} is neither the name nor the ARN of a parameter; write it like /shop/prod/database-host"
        name, output = value[STACK_REFERENCE], value.get(OUTPUT)
        if not re.fullmatch(STACK_NAME_PATTERN, name):
            return (
                f"{name!r} isn't the whole name of a stack; write organization/project/stack, as `pulumi stack ls --all` shows it "
                "(the organization of a backend of your own is organization)"
            )
        if name.split("/")[1:] == [self.project, self.stack.rsplit("/", 1)[-1]]:
            return "a stack can't read its own outputs, which it has only after the update; write the value itself"
        if output is None:
            return f"the reference names no output; write {{stackReference: {name}, output: …}} with one that `pulumi stack output --stack {name}` lists"
        if not re.fullmatch(OUTPUT_PATTERN, output):
            return f"{output!r} isn't the name of an output with a path; write it like vpcId, privateSubnetIds[0] or services.api.securityGroupId"
        return None

    def _add_fault(self, path: SettingPath, message: str, code: str, fixes: tuple[Fix, ...] = ()) -> None:
        self.faults.append(Fault.at_position(self.find_position(path), path, message, code=code, fixes=fixes))


class ReferenceResolver:
    """Reads references in a running program, each stack once."""

    def __init__(self) -> None:
        self._stacks: dict[str, pulumi.StackReference] = {}

    def resolve(self, reference: Reference) -> pulumi.Output[Any]:
        """Return the value of a reference."""
        if isinstance(reference, Parameter):
            return _read_parameter(reference)
        if reference.stack not in self._stacks:
            self._stacks[reference.stack] = pulumi.StackReference(reference.stack)
        name, *rest = reference.path
        output = self._stacks[reference.stack].get_output(str(name))
        return output.apply(lambda value: _select_text(reference, value, rest))


def _read_parameter(reference: Parameter) -> pulumi.Output[Any]:
    import pulumi_aws as aws  # few stacks need it

    def select(found: aws.ssm.GetParameterResult) -> str:
        if found.type == "SecureString":
            raise pulumi.RunError(
                f"the {reference} is a SecureString, and its value would be in the state and in the settings of the resource; write its name under "
                "secrets, where ECS reads it when a task starts"
            )
        return found.insecure_value

    # The provider marks the value as secret whatever its type, and a secret hides all that it is a part of.
    return pulumi.Output.unsecret(aws.ssm.get_parameter_output(name=reference.name, with_decryption=False).apply(select))


def _select_text(reference: StackOutput, value: Any, path: list[str | int]) -> str:
    """Select the value of an output of another stack, as text."""
    for part in path:
        if type(value) is str or value is None:
            break
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            value = None
    else:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float):
            # The engine passes every number as one with a decimal point.
            return format_inline(int(value) if isinstance(value, float) and value.is_integer() else value)
    if isinstance(value, Mapping | list):
        inner = [
            f"{reference.output}[{key}]" if isinstance(value, list) else f"{reference.output}.{key}"
            for key in (value if isinstance(value, Mapping) else range(len(value)))
        ]
        raise pulumi.RunError(
            f"the {reference} has several values; write one of them, such as output: {', '.join(inner[:5]) or 'another one'}"
        )
    raise pulumi.RunError(
        f"there is no {reference}; `pulumi stack output --stack {reference.stack}` lists those that it has: deploy that stack first, or correct the name"
    )


def _accepts_reference(schema: FieldSchema) -> bool:
    return any(node.get("secret") and node.get("type") == "string" for node in schema.alternatives)


def _is_map_of_texts(schema: FieldSchema) -> bool:
    """Return whether the user chooses the keys of a map, as those of `environment`."""
    return any(node.get("type") == "object" and "properties" not in node for node in schema.alternatives)
