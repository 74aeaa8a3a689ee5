"""The way to what a component has no setting for: reshape the arguments or the options of any child, by its role."""

import copy
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pulumi
from pydantic.alias_generators import to_snake

from ..faults.fault import Fault, SettingsError
from ..faults.schema_index import find_closest_match
from .child_roles import CHILD_ROLES, find_child_role

ChildArguments: TypeAlias = dict[str, Any]
"""The arguments of a child, with keys in snake_case as its class takes them; None for what is not said."""

Transform: TypeAlias = Callable[[ChildArguments, pulumi.ResourceOptions], tuple[ChildArguments, pulumi.ResourceOptions] | None]
"""Reshapes one child.

It is called with the arguments and the options of the child, once for each child of its role. It may change the two in place and return None,
or return others. Lists and maps among the arguments are copies, so that a change reaches no other child. What it can't change: the name, the
type and the parent. Lists of arguments that are Outputs are changed with `apply`.
"""


def add_transforms(
    component: pulumi.ComponentResource, component_type: str, name: str, wires: Mapping[str, Any], opts: pulumi.ResourceOptions | None
) -> pulumi.ResourceOptions | None:
    """Give the options of a component whose children are to be reshaped as the wire `transform` says.

    Pulumi calls `transformations` in the program itself, before a child is registered: in tests as under the CLI, whatever its provider.

    Args:
        component: The component, before its own constructor is called.
        component_type: The word for it in `CHILDREN`.
        name: The name of the component.
        wires: The wires of the component; `transform` is a mapping of roles (snake_case or camelCase) to functions.
        opts: The options that the caller gave.

    Raises:
        SettingsError: A role that this component has not, or something that isn't a function.
    """
    given = wires.get("transform")
    if not given:
        return opts
    subject = f'{component_type} "{name}"'
    functions = _validate_transforms(component_type, subject, given)

    def reshape(child: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if child.opts.parent is not component:
            return None
        role = find_child_role(component_type, child.type_, child.name)
        if role not in functions:
            return None
        return _apply_transform(f"{subject}: transform.{role} of {child.type_} {child.name!r}", functions[role], child)

    own = copy.copy(opts) if opts is not None else pulumi.ResourceOptions()
    own.transformations = [*(own.transformations or []), reshape]
    return own


def _validate_transforms(kind: str, subject: str, given: Any) -> dict[str, Transform]:
    roles = CHILD_ROLES[kind]
    listed = f"The roles of a {kind} are {', '.join(sorted(roles))}"
    if not isinstance(given, Mapping):
        raise SettingsError(
            (Fault(("transform",), f"expected a mapping of roles to functions, got a {type(given).__name__}. {listed}"),), subject
        )
    functions: dict[str, Transform] = {}
    faults: list[Fault] = []
    for word, function in given.items():
        role = to_snake(str(word))
        if role not in roles:
            meant = find_closest_match(role, list(roles))
            hint = f"; did you mean {meant}?" if meant else "."
            faults.append(Fault(("transform", str(word)), f"there is no such role{hint} {listed}"))
        elif not callable(function):
            told = f"expected a function, got a {type(function).__name__}"
            faults.append(Fault(("transform", str(word)), f"{told}; write def change(args, opts): args[…] = …"))
        else:
            functions[role] = function
    if faults:
        raise SettingsError(tuple(faults), subject)
    return functions


def _apply_transform(subject: str, function: Transform, child: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    args: ChildArguments = {key: _copy_nested(value) for key, value in dict(child.props).items()}
    opts = copy.copy(child.opts)
    for option, value in vars(opts).items():
        setattr(opts, option, _copy_nested(value))
    result: Any = function(args, opts)
    if result is not None:
        if not (isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], pulumi.ResourceOptions)):
            raise pulumi.RunError(
                f"{subject} returned a {type(result).__name__}; return (args, opts), or change the two in place and return None"
            )
        args, opts = dict(result[0]), result[1]
    if opts.parent is not child.opts.parent:
        raise pulumi.RunError(
            f"{subject} changed the parent, by which Pulumi knows a resource; keep opts.parent, and change opts rather than making new ones"
        )
    unknown = sorted(args.keys() - child.props.keys())
    if unknown:
        meant = find_closest_match(unknown[0], list(child.props))
        hint = f"did you mean {meant}?" if meant else "write the arguments of its class, in snake_case"
        raise pulumi.RunError(f"{subject} sets {', '.join(unknown)}, which this resource doesn't take; {hint}")
    return pulumi.ResourceTransformationResult(args, opts)


def _copy_nested(value: Any) -> Any:
    """Copy what a function may change in place: components share tags, options and the like among their children."""
    if isinstance(value, dict):
        return {key: _copy_nested(inner) for key, inner in value.items()}
    return [_copy_nested(inner) for inner in value] if isinstance(value, list) else value
