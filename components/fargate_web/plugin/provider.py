"""The provider that hosts the components."""

import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pulumi
from pulumi.provider import ConstructResult, main
from pulumi.provider.experimental.analyzer import ComponentDefinition
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError

from ..settings.faults import SettingsError, dotted
from .components import COMPONENTS
from .received import plain

NAME = "fargate-web"


class Provider(ComponentProvider):
    """Hosts the components: checks what comes by the models of the settings, and tells every fault at once."""

    def __init__(self) -> None:
        super().__init__(list(COMPONENTS), NAME, version=_version())

    def map_inputs(self, inputs: Mapping[str, Any], component_def: ComponentDefinition) -> dict[str, Any]:
        """Hand the inputs to the component under their own names.

        The SDK would rename them by the schema, and drop what it doesn't know without a word; the models know both spellings, and answer.
        """
        found: dict[str, Any] = plain(inputs)
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
                raise _refused(error.inner) from None
            if isinstance(error.inner, pulumi.RunError):
                raise pulumi.InputPropertiesError(str(error.inner), []) from None
            raise


def _refused(error: SettingsError) -> pulumi.InputPropertiesError:
    count = len(error.faults)
    where = f" in {error.subject}" if error.subject else ""
    details: list[pulumi.InputPropertyErrorDetails] = [{"property_path": dotted(fault.path), "reason": fault.message} for fault in error.faults]
    return pulumi.InputPropertiesError(f"{count} fault{'' if count == 1 else 's'}{where}; nothing of it was created", details)


def _version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:
        # `pulumi package add` of a clone runs the files where they lie: nothing is installed under the name.
        return "0.0.0"


def host() -> None:
    """Serve the components until Pulumi ends the process; the arguments are Pulumi's own."""
    main(Provider(), sys.argv[1:])
