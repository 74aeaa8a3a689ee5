"""The in-process engine, which replaces the Pulumi CLI.

Only this module, `callbacks` and `pending_outputs` use parts of `pulumi.runtime` that Pulumi may change: the mock monitor, the fields of its
requests, the server of callbacks, and the lists of what is pending. `tests/contract` verifies every field that it captures.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from google.protobuf.struct_pb2 import Struct  # type: ignore[import-untyped] # protobuf ships no types
from pulumi.runtime import resource as sdk_resource
from pulumi.runtime.mocks import MockCallArgs, MockEngine, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import engine_pb2, provider_pb2, resource_pb2, source_pb2
from pulumi.runtime.sync_await import _sync_await

from fargate_web.testing import property_values
from fargate_web.testing.mocking import ChildResource, SupportsCheck
from fargate_web.testing.record import STACK_TYPE, Invoke, Log, Resource, Severity
from fargate_web.testing.registration import Registration, build_alias_urn, parse_provider_urn
from fargate_web.testing.results import DuplicateAliasError, DuplicateUrnError
from fargate_web.testing.transforms import Transforms

_SEVERITIES: Final[Mapping[int, Severity]] = {engine_pb2.INFO: "info", engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}


@contextmanager
def skip_stack_traces() -> Iterator[None]:
    """Keep the SDK from tracing the stack for each resource: a tenth of a run, the larger part of a request, and recorded nowhere."""
    trace_stack = sdk_resource._get_stack_trace
    sdk_resource._get_stack_trace = source_pb2.StackTrace
    try:
        yield
    finally:
        sdk_resource._get_stack_trace = trace_stack


class LogRecorder(MockEngine):
    """Records the log messages of a program."""

    def __init__(self) -> None:
        super().__init__(None)
        self.logs: list[Log] = []

    def Log(self, request: Any) -> None:  # noqa: N802 - the name of the RPC
        """Record a message. Debug messages are dropped: there are thousands, nearly all from the SDK."""
        severity = _SEVERITIES.get(request.severity)
        if severity is not None:
            self.logs.append(Log(severity, request.message, request.urn or None))


class RecordingMonitor(MockMonitor):
    """Responds to the requests of one run as the engine does, and records them."""

    def __init__(self, mocks: Mocks, *, project: str, stack: str, preview: bool) -> None:
        super().__init__(mocks)
        self._project = project
        self._stack = stack
        self._preview = preview
        self._check = mocks.check if isinstance(mocks, SupportsCheck) else lambda _: {}
        self._registrations: dict[str, Registration] = {}
        # URN → (id, state) of resources that the program can get a reference to.
        self._states: dict[str, tuple[Any, Struct]] = {}
        # Alias → the resource that has it.
        self._aliases: dict[str, str] = {}
        self.transforms = Transforms()
        self.invokes: list[Invoke] = []

    def list_resources(self) -> list[Resource]:
        """Return all registered resources in order, including the stack."""
        return [registration.build_resource(self.make_urn) for registration in self._registrations.values()]

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Build a URN. It contains the types of all parents except the stack."""
        parent_type = parent.split("::")[2] if parent else STACK_TYPE
        qualified = type_ if parent_type == STACK_TYPE else f"{parent_type}${type_}"
        return f"urn:pulumi:{self._stack}::{self._project}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the name of the RPC
        """Register a resource as its transforms change it. Transforms can wait for Outputs, so the response is then a coroutine."""
        tokens = self.transforms.list_tokens(request)
        return self._register_transformed(request, tokens) if tokens else self._register(request)

    async def _register_transformed(self, request: Any, tokens: list[str]) -> Any:
        return self._register(await self.transforms.transform_request(request, tokens))

    def _register(self, request: Any) -> Any:
        """Register a resource. A provider creates it, unless it is a component of the program."""
        registration = self._add_registration(request, request.object)
        response = resource_pb2.RegisterResourceResponse(urn=registration.urn)
        if request.custom or request.remote:
            self._create_resource(registration, response.object)
            response.id = registration.id if isinstance(registration.id, str) else ""
            self._states[registration.urn] = (response.id, response.object)
        return response

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - the name of the RPC
        """Read an existing resource. A preview reads it too, unless the id is unknown."""
        registration = self._add_registration(request, request.properties)
        response = resource_pb2.ReadResourceResponse(urn=registration.urn)
        if request.id == property_values.UNKNOWN_STRING:
            registration.id = property_values.UNKNOWN
            return response
        args = _build_mock_args(request, registration.inputs.values, request.id, custom=True)
        read_id, state = self.mocks.new_resource(args)
        registration.id = read_id or request.id
        registration.write_outputs(response.properties, registration.inputs.values | state, request.additionalSecretOutputs)
        response.id = registration.id
        self._states[registration.urn] = (response.id, response.properties)
        return response

    def RegisterResourceOutputs(self, request: Any) -> None:  # noqa: N802 - the name of the RPC
        """Record the outputs of a component or the stack."""
        registration = self._registrations[request.urn]
        outputs = property_values.read_properties(request.outputs)
        registration.outputs = outputs.values
        registration.secret_outputs = outputs.secrets
        registration.registered_outputs = True

    def RegisterStackTransform(self, request: Any) -> None:  # noqa: N802 - the name of the RPC
        """Add a transform of all resources."""
        self.transforms.add_stack_transform(request.token)

    def RegisterStackInvokeTransform(self, request: Any) -> None:  # noqa: N802 - the name of the RPC
        """Add a transform of all calls of provider functions."""
        self.transforms.add_invoke_transform(request.token)

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the name of the RPC
        """Call a provider function. The SDK sends the request only if all arguments are known, so a preview calls it too."""
        if self.transforms.apply_to_invokes and request.tok != "pulumi:pulumi:getResource":
            # The SDK does not wait for this response.
            return _sync_await(self._invoke_transformed(request))
        return self._invoke(request)

    async def _invoke_transformed(self, request: Any) -> Any:
        return self._invoke(await self.transforms.transform_invoke(request))

    def _invoke(self, request: Any) -> Any:
        args = property_values.read_properties(request.args).values
        if request.tok == "pulumi:pulumi:getResource":
            return self._get_resource(args["urn"])
        self.invokes.append(Invoke(request.tok, args, parse_provider_urn(request.provider)))
        result = self.mocks.call(MockCallArgs(token=request.tok, args=dict(args), provider=request.provider))
        values, failures = result if isinstance(result, tuple) else (result, None)
        response = resource_pb2.ResourceInvokeResponse(
            failures=[provider_pb2.CheckFailure(property=property_, reason=reason) for property_, reason in failures or ()]
        )
        getattr(response, "return").CopyFrom(property_values.write_properties(values))
        return response

    def _add_registration(self, request: Any, properties: Struct) -> Registration:
        urn = self.make_urn(request.parent, request.type, request.name)
        if urn in self._registrations:
            raise DuplicateUrnError(urn)
        aliases = [build_alias_urn(alias, request, self.make_urn) for alias in getattr(request, "aliases", ())]
        for alias in [urn, *aliases]:
            other = self._aliases.get(alias) if alias == urn or alias not in self._registrations else alias
            if other not in (None, urn):
                raise DuplicateAliasError(alias, urn, str(other))
        self._aliases |= {alias: urn for alias in aliases if alias != urn}
        if isinstance(request, resource_pb2.RegisterResourceRequest):
            self.transforms.add_resource(urn, request)
        registration = Registration(urn, request, property_values.read_properties(properties))
        self._registrations[urn] = registration
        return registration

    def _create_resource(self, registration: Registration, output_struct: Struct) -> None:
        request, inputs = registration.request, registration.inputs
        args = _build_mock_args(request, inputs.values, request.importId, custom=request.custom)
        state: dict[str, Any] = {}
        if request.custom:
            # The inputs are outputs too, with the values that the provider's check adds. A preview knows both.
            state = {**inputs.values, **self._check(args)}
            args.inputs = dict(state)
            registration.id = property_values.UNKNOWN
        # An import reads an existing resource, so a preview does it too.
        if request.importId or not self._preview:
            id_, created = self.mocks.new_resource(args)
            registration.id = id_ if request.custom else None
            state |= {name: self._replace_children(value, registration.urn) for name, value in created.items()}
        registration.write_outputs(output_struct, state, request.additionalSecretOutputs)
        if registration.id is property_values.UNKNOWN:
            for name in set(request.additionalSecretOutputs) - state.keys():
                property_values.write_property(output_struct, name, property_values.UNKNOWN, secret=True)

    def _replace_children(self, value: Any, component: str) -> Any:
        """Replace the children in the outputs of a remote component with references."""
        if isinstance(value, list):
            return [self._replace_children(item, component) for item in value]
        if not isinstance(value, ChildResource):
            return value
        urn = self._build_child_urn(value, component)
        if urn not in self._states:
            self._states[urn] = (value.id, property_values.write_properties(value.state))
        return property_values.ResourceReference(urn, value.id)

    def _build_child_urn(self, child: ChildResource, component: str) -> str:
        parent = self._build_child_urn(child.parent, component) if child.parent else component
        return self.make_urn(parent, child.type, child.name)

    def _get_resource(self, urn: str) -> Any:
        if urn not in self._states:
            raise LookupError(f"unknown resource {urn}")
        id_, state = self._states[urn]
        response = resource_pb2.ResourceInvokeResponse()
        result = getattr(response, "return")
        property_values.write_property(result, "urn", urn)
        property_values.write_property(result, "id", id_)
        result.fields["state"].struct_value.CopyFrom(state)
        return response


def _build_mock_args(request: Any, inputs: Mapping[str, Any], id_: str, *, custom: bool) -> MockResourceArgs:
    return MockResourceArgs(
        typ=request.type, name=request.name, inputs=dict(inputs), provider=request.provider, resource_id=id_, custom=custom
    )
