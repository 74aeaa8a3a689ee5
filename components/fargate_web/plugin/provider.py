"""The Pulumi provider that hosts the components."""

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
    """Hosts the components. The models of the settings validate the inputs, and all faults are reported at once."""

    def __init__(self) -> None:
        # No version, like Pulumi's own host: the engine uses the version passed to `pulumi package add`, and would look up another by its tag.
        super().__init__(list(COMPONENTS), PROVIDER_NAME)

    def map_inputs(self, inputs: Mapping[str, Any], component_def: ComponentDefinition) -> dict[str, Any]:  # noqa: ARG002 - the SDK sets the signature
        """Pass the inputs to the component with their original names.

        The SDK would rename them by the schema and silently drop unknown keys. The models accept both spellings and report unknown keys.
        """
        values: dict[str, Any] = normalize_values(inputs)
        return values

    def construct(
        self, name: str, resource_type: str, inputs: Mapping[str, Any], options: pulumi.ResourceOptions | None = None
    ) -> ConstructResult:
        """Create a component.

        Raises:
            InputPropertiesError: The arguments are invalid. It lists every fault with its path.
        """
        try:
            return super().construct(name, resource_type, dict(inputs), options)
        except ComponentInitError as error:
            # Otherwise the user sees a traceback and no paths.
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
    """Convert the names in a message about wires to those of other languages."""
    message = message.replace("pass a component, or a mapping with", "write an object with").replace(
        "pass a Network, or a mapping with", "write an object with"
    )
    return _SNAKE_CASE_NAME.sub(lambda match: to_camel(match[0]), message)


def serve_provider() -> None:
    """Serve the components until Pulumi ends the process. Pulumi passes the command-line arguments."""
    main(Provider(), sys.argv[1:])
