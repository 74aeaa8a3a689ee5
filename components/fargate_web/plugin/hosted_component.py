"""What a hosted component gives back, and how it is described."""

import inspect
import re
from typing import Any, TypeVar

import pulumi
from pydantic.alias_generators import to_camel, to_snake

ComponentClass = TypeVar("ComponentClass", bound=type[pulumi.ComponentResource])
_PYTHON_ONLY_SECTIONS = re.compile(r"\n\s*(?:Args|Attributes|Raises):\n.*", re.DOTALL)


class HostedComponent(pulumi.ComponentResource):
    """A component whose outputs are those that its class annotates."""

    def register_outputs(self, outputs: Any) -> None:
        """Keep what the component registers under the names that the schema gives, and register all that the schema names."""
        for key, value in outputs.items():
            name = to_snake(key)
            if name in _list_output_names(type(self)) and getattr(self, name, None) is None and value is not None:
                setattr(self, name, value)
        said = {to_camel(name): getattr(self, name, None) for name in _list_output_names(type(self))}
        super().register_outputs({**outputs, **said})


def inherit_docstring(component: ComponentClass) -> ComponentClass:
    """Describe a hosted component as its component in Python is, without what only Python needs."""
    text = next(base.__doc__ for base in component.__mro__[1:] if base.__module__ != __name__ and base.__doc__)
    component.__doc__ = "\n".join(line.removeprefix("    ") for line in _PYTHON_ONLY_SECTIONS.sub("", text).strip().splitlines())
    return component


def _list_output_names(component: type) -> list[str]:
    return [name for base in component.__mro__ for name in inspect.get_annotations(base) if base.__module__.startswith("fargate_web.")]
