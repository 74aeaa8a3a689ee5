"""The base class of hosted components: their outputs and descriptions."""

import inspect
import re
from typing import Any, TypeVar

import pulumi
from pydantic.alias_generators import to_camel, to_snake

ComponentClass = TypeVar("ComponentClass", bound=type[pulumi.ComponentResource])
_PYTHON_ONLY_SECTIONS = re.compile(r"\n\s*(?:Args|Attributes|Raises):\n.*", re.DOTALL)


class HostedComponent(pulumi.ComponentResource):
    """A component whose outputs are the annotations of its class."""

    def register_outputs(self, outputs: Any) -> None:
        """Set registered values as attributes with the names of the schema, and register all outputs of the schema."""
        for key, value in outputs.items():
            name = to_snake(key)
            if name in _list_output_names(type(self)) and getattr(self, name, None) is None and value is not None:
                setattr(self, name, value)
        schema_outputs = {to_camel(name): getattr(self, name, None) for name in _list_output_names(type(self))}
        super().register_outputs({**outputs, **schema_outputs})


def inherit_docstring(component: ComponentClass) -> ComponentClass:
    """Copy the docstring of the Python component, without the sections that only Python needs."""
    text = next(base.__doc__ for base in component.__mro__[1:] if base.__module__ != __name__ and base.__doc__)
    component.__doc__ = "\n".join(line.removeprefix("    ") for line in _PYTHON_ONLY_SECTIONS.sub("", text).strip().splitlines())
    return component


def _list_output_names(component: type) -> list[str]:
    return [name for base in component.__mro__ for name in inspect.get_annotations(base) if base.__module__.startswith("fargate_web.")]
