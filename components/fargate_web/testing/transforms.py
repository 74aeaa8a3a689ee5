"""Transforms of resources and of provider functions, run as the engine runs them."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

from google.protobuf.message import Message  # type: ignore[import-untyped] # protobuf ships no types
from google.protobuf.struct_pb2 import Struct  # type: ignore[import-untyped] # the same
from pulumi.runtime.proto import resource_pb2

from fargate_web.testing import property_values

Callback = Callable[[bytes], Awaitable[Message]]
"""A function of the program, called with a request as the engine serializes it."""

_REQUEST_FIELDS: Final = {
    "depends_on": "dependencies",
    "protect": "protect",
    "ignore_changes": "ignoreChanges",
    "replace_on_changes": "replaceOnChanges",
    "version": "version",
    "aliases": "aliases",
    "provider": "provider",
    "providers": "providers",
    "custom_timeouts": "customTimeouts",
    "plugin_download_url": "pluginDownloadURL",
    "retain_on_delete": "retainOnDelete",
    "deleted_with": "deletedWith",
    "delete_before_replace": "deleteBeforeReplace",
    "additional_secret_outputs": "additionalSecretOutputs",
    "hooks": "hooks",
    "import": "importId",
    "replace_with": "replace_with",
    "replacement_trigger": "replacement_trigger",
}
"""Option of a transform → field of the request. Source: `registerResource` in pkg/resource/deploy/source_eval.go of pulumi/pulumi."""


class Transforms:
    """The transforms of one run.

    Attributes:
        callbacks: The registered functions of the program, by token.
    """

    def __init__(self) -> None:
        self.callbacks: Mapping[str, Callback] = {}
        self._stack_tokens: list[str] = []
        self._invoke_tokens: list[str] = []
        self._resource_tokens: dict[str, list[str]] = {}
        self._parents: dict[str, str] = {}

    @property
    def apply_to_invokes(self) -> bool:
        """Whether calls of provider functions are transformed."""
        return bool(self._invoke_tokens)

    def add_stack_transform(self, token: str) -> None:
        """Add a transform of all resources that are registered from now on."""
        self._stack_tokens.append(token)

    def add_invoke_transform(self, token: str) -> None:
        """Add a transform of all calls of provider functions from now on."""
        self._invoke_tokens.append(token)

    def add_resource(self, urn: str, request: Any) -> None:
        """Remember the transforms of a resource, which its children inherit."""
        self._parents[urn] = request.parent
        tokens = [callback.token for callback in request.transforms]
        if tokens:
            self._resource_tokens[urn] = tokens

    def list_tokens(self, request: Any) -> list[str]:
        """List the transforms of a resource in the order of the engine: its own, those of its parents, those of the stack."""
        tokens = [callback.token for callback in request.transforms]
        parent = request.parent
        while parent:
            tokens += self._resource_tokens.get(parent, [])
            parent = self._parents.get(parent, "")
        return tokens + self._stack_tokens

    async def transform_request(self, request: Any, tokens: Iterable[str]) -> Any:
        """Return the request to register a resource as the transforms change it."""
        properties = request.object
        options = _read_options(request)
        for token in tokens:
            sent = _mark_outputs(properties, request) if request.transforms else properties
            argument = resource_pb2.TransformRequest(
                type=request.type, name=request.name, custom=request.custom, parent=request.parent, properties=sent, options=options
            )
            response: Any = await self.callbacks[token](argument.SerializeToString())
            if response.HasField("properties"):
                properties = _restore_unchanged(properties, sent, response.properties)
            if response.HasField("options"):
                options = response.options
        transformed = resource_pb2.RegisterResourceRequest()
        transformed.CopyFrom(request)
        transformed.object.CopyFrom(properties)
        _write_options(transformed, options)
        return transformed

    async def transform_invoke(self, request: Any) -> Any:
        """Return the request to call a provider function as the transforms change it."""
        transformed = resource_pb2.ResourceInvokeRequest()
        transformed.CopyFrom(request)
        for token in self._invoke_tokens:
            options = resource_pb2.TransformInvokeOptions(
                provider=transformed.provider, version=transformed.version, plugin_download_url=transformed.pluginDownloadURL
            )
            argument = resource_pb2.TransformInvokeRequest(token=transformed.tok, args=transformed.args, options=options)
            response: Any = await self.callbacks[token](argument.SerializeToString())
            transformed.args.CopyFrom(response.args)
            if response.HasField("options"):
                transformed.provider = response.options.provider
                transformed.version = response.options.version
        return transformed


def _mark_outputs(properties: Struct, request: Any) -> Struct:
    """Mark the properties that depend on resources as Outputs, which the program then gets."""
    marked = Struct()
    marked.CopyFrom(properties)
    for name, dependencies in request.propertyDependencies.items():
        if dependencies.urns and name in marked.fields:
            property_values.mark_output(marked.fields[name], dependencies.urns)
    return marked


def _restore_unchanged(properties: Struct, sent: Struct, returned: Struct) -> Struct:
    """Return the properties that a transform returned. One that it only passed on is as it was before it was marked."""
    result = Struct()
    result.CopyFrom(returned)
    for name, value in properties.fields.items():
        marked = sent.fields[name] != value
        if (
            name in returned.fields
            and marked
            and (returned.fields[name] == sent.fields[name] or property_values.is_unknown(returned.fields[name]))
        ):
            result.fields[name].CopyFrom(value)
    return result


def _read_options(request: Any) -> Any:
    options = resource_pb2.TransformResourceOptions()
    for option, field in _REQUEST_FIELDS.items():
        _copy_field(request, field, options, option)
    if request.deleteBeforeReplaceDefined:
        options.delete_before_replace = request.deleteBeforeReplace
    return options


def _write_options(request: Any, options: Any) -> None:
    for option, field in _REQUEST_FIELDS.items():
        _copy_field(options, option, request, field)
    request.deleteBeforeReplaceDefined = options.HasField("delete_before_replace")


def _copy_field(source: Any, source_field: str, target: Any, target_field: str) -> None:
    """Copy a field between messages; an unset field is unset in the target too."""
    target.ClearField(target_field)
    if source_field not in {descriptor.name for descriptor, _ in source.ListFields()} and not _is_set(source, source_field):
        return
    value, slot = getattr(source, source_field), getattr(target, target_field)
    if isinstance(value, Message):
        slot.CopyFrom(value)
    elif hasattr(slot, "MergeFrom"):
        slot.MergeFrom(value)
    elif hasattr(slot, "update"):
        slot.update(value)
    else:
        setattr(target, target_field, value)


def _is_set(message: Any, field: str) -> bool:
    """Return whether an optional field is set, for instance to its default."""
    try:
        return bool(message.HasField(field))
    except ValueError:  # a list, a map, or a field that can't be unset
        return False
