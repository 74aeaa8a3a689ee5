"""One registration of a run: the request of the program and the response of the engine."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from google.protobuf.struct_pb2 import Struct  # type: ignore[import-untyped] # protobuf ships no types
from pulumi.runtime.proto import resource_pb2

from fargate_web.testing import property_values
from fargate_web.testing.record import Resource

UrnMaker = Callable[[str, str, str], str]
"""Builds the URN of a resource from the URN of its parent, its type and its name."""

_TIMEOUTS: Final = ("create", "update", "delete", "read")


class Registration:
    """A request and its response. `build_resource` converts it to a `Resource` after the run."""

    def __init__(self, urn: str, request: Any, inputs: property_values.PropertyMap) -> None:
        self.urn = urn
        self.request = request
        self.inputs = inputs
        self.id: Any = None
        self.outputs: dict[str, Any] = {}
        self.secret_outputs: frozenset[str] = frozenset()
        self.registered_outputs = False

    def write_outputs(self, struct: Struct, state: Mapping[str, Any], additional_secrets: Iterable[str]) -> None:
        """Write the outputs. Secret inputs are secret outputs."""
        secrets = property_values.find_top_level_properties(self.inputs.secrets).union(additional_secrets)
        for name, value in state.items():
            property_values.write_property(struct, name, value, secret=name in secrets)
        self.outputs = {name: _resolve_references(value) for name, value in state.items() if value is not None}
        self.secret_outputs = self.inputs.secrets.union(additional_secrets)

    def build_resource(self, make_urn: UrnMaker) -> Resource:
        """Return the registered resource."""
        request = self.request
        common: dict[str, Any] = {
            "type": request.type,
            "name": request.name,
            "urn": self.urn,
            "parent": request.parent or None,
            "inputs": self.inputs.values,
            "secrets": self.inputs.secrets,
            "unknowns": self.inputs.unknowns,
            "dependencies": tuple(sorted(request.dependencies)),
            "additional_secret_outputs": tuple(request.additionalSecretOutputs),
            "provider": parse_provider_urn(request.provider),
            "version": request.version,
            "id": self.id,
            "outputs": self.outputs,
            "secret_outputs": self.secret_outputs,
            "registered_outputs": self.registered_outputs,
        }
        if isinstance(request, resource_pb2.ReadResourceRequest):
            return Resource(read=True, **common)
        return Resource(
            custom=request.custom,
            remote=request.remote,
            property_dependencies={
                name: tuple(sorted(dependencies.urns))
                for name, dependencies in sorted(request.propertyDependencies.items(), key=lambda pair: pair[0])
                if dependencies.urns
            },
            ignore_changes=tuple(request.ignoreChanges),
            protect=request.protect if request.HasField("protect") else None,
            retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
            delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
            replace_on_changes=tuple(request.replaceOnChanges),
            replace_with=tuple(sorted(request.replace_with)),
            replacement_trigger=property_values.read_value(request.replacement_trigger)
            if request.HasField("replacement_trigger")
            else None,
            deleted_with=request.deletedWith or None,
            aliases=tuple(build_alias_urn(alias, request, make_urn) for alias in request.aliases),
            custom_timeouts={name: getattr(request.customTimeouts, name) for name in _TIMEOUTS if getattr(request.customTimeouts, name)},
            import_id=request.importId or None,
            hooks={kind.name: tuple(names) for kind, names in request.hooks.ListFields()},
            transforms=len(request.transforms),
            **common,
        )


def parse_provider_urn(reference: str) -> str | None:
    """Return the URN from a reference to a provider, `<urn>::<id>`."""
    return reference.rpartition("::")[0] or None


def build_alias_urn(alias: Any, request: Any, make_urn: UrnMaker) -> str:
    """Return the URN of an alias. Parts that it doesn't set have the current values."""
    if alias.HasField("urn"):
        return str(alias.urn)
    spec = alias.spec
    parent = "" if spec.noParent else spec.parentUrn or request.parent
    scheme, project, qualified_type, name = make_urn(parent, spec.type or request.type, spec.name or request.name).split("::", 3)
    if spec.stack:
        scheme = f"urn:pulumi:{spec.stack}"
    return "::".join((scheme, spec.project or project, qualified_type, name))


def _resolve_references(value: Any) -> Any:
    if isinstance(value, property_values.ResourceReference):
        return value.id or value.urn
    return [_resolve_references(item) for item in value] if isinstance(value, list) else value
