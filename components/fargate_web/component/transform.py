"""Transforms change the arguments or options of a child resource, by its role, where a component has no setting."""

import copy
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pulumi
from pydantic.alias_generators import to_snake

from ..faults.fault import Fault, SettingsError
from ..faults.schema_index import find_closest_match
from .child_roles import CHILD_ROLES, find_child_role

ChildArguments: TypeAlias = dict[str, Any]
"""The arguments of a child, with keys in snake_case as its class takes them. None if an argument is not set."""

Transform: TypeAlias = Callable[[ChildArguments, pulumi.ResourceOptions], tuple[ChildArguments, pulumi.ResourceOptions] | None]
"""Changes one child.

Pulumi calls it once for each child of the role, with the arguments and options of the child. It changes both in place and returns None, or
returns new ones. Lists and maps in the arguments are copies, so a change affects no other child. It can't change the name, the type or the
parent. Use `apply` to change a list that is an Output.
"""


def add_transforms(
    component: pulumi.ComponentResource, component_type: str, name: str, wires: Mapping[str, Any], opts: pulumi.ResourceOptions | None
) -> pulumi.ResourceOptions | None:
    """Return the options of a component, with the functions of its wire `transform` as transformations.

    Pulumi calls `transformations` in the program, before it registers a child: in tests, under the CLI, and with every provider.

    Args:
        component: The component, before the constructor of its base class is called.
        component_type: Its key in `CHILD_ROLES`.
        name: The name of the component.
        wires: The wires of the component; `transform` is a mapping of roles (snake_case or camelCase) to functions.
        opts: The options that the caller passes.

    Raises:
        SettingsError: The component has no such role, or a value isn't a function.
    """
    transforms = wires.get("transform")
    if not transforms:
        return opts
    subject = f'{component_type} "{name}"'
    functions = _validate_transforms(component_type, subject, transforms)

    def transform_child(child: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if child.opts.parent is not component:
            return None
        role = find_child_role(component_type, child.type_, child.name)
        if role not in functions:
            return None
        return _apply_transform(f"{subject}: transform.{role} of {child.type_} {child.name!r}", functions[role], child)

    extended = copy.copy(opts) if opts is not None else pulumi.ResourceOptions()
    extended.transformations = [*(extended.transformations or []), transform_child]
    return extended


def _validate_transforms(component_type: str, subject: str, transforms: Any) -> dict[str, Transform]:
    roles = CHILD_ROLES[component_type]
    role_list = f"The roles of a {component_type} are {', '.join(sorted(roles))}"
    if not isinstance(transforms, Mapping):
        raise SettingsError(
            (Fault(("transform",), f"expected a mapping of roles to functions, got a {type(transforms).__name__}. {role_list}"),), subject
        )
    functions: dict[str, Transform] = {}
    faults: list[Fault] = []
    for key, function in transforms.items():
        role = to_snake(str(key))
        if role not in roles:
            closest = find_closest_match(role, list(roles))
            hint = f"; did you mean {closest}?" if closest else "."
            faults.append(Fault(("transform", str(key)), f"there is no such role{hint} {role_list}"))
        elif not callable(function):
            problem = f"expected a function, got a {type(function).__name__}"
            faults.append(Fault(("transform", str(key)), f"{problem}; write def change(args, opts): args[…] = …"))
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
        closest = find_closest_match(unknown[0], list(child.props))
        hint = f"did you mean {closest}?" if closest else "write the arguments of its class, in snake_case"
        raise pulumi.RunError(f"{subject} sets {', '.join(unknown)}, which this resource doesn't take; {hint}")
    return pulumi.ResourceTransformationResult(args, opts)


def _copy_nested(value: Any) -> Any:
    """Copy the maps and lists that a function may change in place: children of a component share tags and options."""
    if isinstance(value, dict):
        return {key: _copy_nested(item) for key, item in value.items()}
    return [_copy_nested(item) for item in value] if isinstance(value, list) else value
