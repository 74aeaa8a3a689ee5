"""The provider that hosts the components."""

import re
import sys
from collections.abc import Mapping
from typing import Any, Final

import pulumi
from pulumi.provider import ConstructResult, main
from pulumi.provider.experimental.analyzer import ComponentDefinition
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError
from pydantic.alias_generators import to_camel

from ..faults.fault import SettingsError, format_path
from .argument_conversion import normalize_values
from .components import COMPONENTS

PROVIDER_NAME: Final = "fargate-web"
_SNAKE_CASE_NAME: Final = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


class Provider(ComponentProvider):
    """Hosts the components: checks what comes by the models of the settings, and tells every fault at once."""

    def __init__(self) -> None:
        # No version, as Pulumi's own host has it: the engine takes the one that `pulumi package add` was told, and would look for another by its tag.
        super().__init__(list(COMPONENTS), PROVIDER_NAME)

    def map_inputs(self, inputs: Mapping[str, Any], component_def: ComponentDefinition) -> dict[str, Any]:  # noqa: ARG002 - the SDK calls it so
        """Hand the inputs to the component under their own names.

        The SDK would rename them by the schema, and drop what it doesn't know without a word; the models know both spellings, and answer.
        """
        found: dict[str, Any] = normalize_values(inputs)
        return found

    def construct(
        self, name: str, resource_type: str, inputs: Mapping[str, Any], options: pulumi.ResourceOptions | None = None
    ) -> ConstructResult:
        """Create a component.

        Raises:
            InputPropertiesError: With every fault of its arguments, each by its path.
        """
        try:
            return super().construct(name, resource_type, dict(inputs), options)
        except ComponentInitError as error:
            # Without this a traceback would be shown, and no paths.
            if isinstance(error.inner, SettingsError):
                raise _build_inputs_error(error.inner) from None
            if isinstance(error.inner, pulumi.RunError):
                raise pulumi.InputPropertiesError(_translate_message(str(error.inner)), []) from None
            raise


def _build_inputs_error(error: SettingsError) -> pulumi.InputPropertiesError:
    count = len(error.faults)
    where = f" in {error.subject}" if error.subject else ""
    details: list[pulumi.InputPropertyErrorDetails] = [
        {"property_path": format_path(fault.path), "reason": fault.message} for fault in error.faults
    ]
    return pulumi.InputPropertiesError(f"{count} fault{'' if count == 1 else 's'}{where}; nothing of it was created", details)


def _translate_message(message: str) -> str:
    """Say a message about wires as other languages spell them."""
    message = message.replace("pass a component, or a mapping with", "write an object with").replace(
        "pass a Network, or a mapping with", "write an object with"
    )
    return _SNAKE_CASE_NAME.sub(lambda found: to_camel(found[0]), message)


def serve_provider() -> None:
    """Serve the components until Pulumi ends the process; the arguments are Pulumi's own."""
    main(Provider(), sys.argv[1:])
