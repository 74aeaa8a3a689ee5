"""The mocks of the AWS provider."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from pulumi import runtime

from fargate_web.testing.aws import (
    account_lookups,
    awsx,
    compute_resources,
    content_delivery,
    data_resources,
    load_balancers,
    network_lookups,
    network_resources,
    operations_resources,
    service_lookups,
)
from fargate_web.testing.aws.fake_account import DEFAULT_REGION, FakeAccount, generate_uuid
from fargate_web.testing.aws.fake_types import Fake, Lookup, ResourceRequest
from fargate_web.testing.aws.naming import build_provider_inputs, find_physical_name
from fargate_web.testing.mocking import ChildResource

_FAKES: Final[Mapping[str, Fake]] = {
    **network_resources.FAKES,
    **load_balancers.FAKES,
    **compute_resources.FAKES,
    **content_delivery.FAKES,
    **data_resources.FAKES,
    **operations_resources.FAKES,
    **awsx.FAKES,
}
_LOOKUPS: Final[Mapping[str, Lookup]] = {
    **account_lookups.LOOKUPS,
    **content_delivery.LOOKUPS,
    **network_lookups.LOOKUPS,
    **service_lookups.LOOKUPS,
}

# Resources of these types have no region.
_GLOBAL_TYPE_PREFIXES: Final = ("aws:iam/", "aws:route53/", "aws:cloudfront/", "pulumi:")

_AWS_PROVIDER_TYPE: Final = "pulumi:providers:aws"

OutputOverride = Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Outputs that override those of a fake: properties, or a function that returns them for the inputs."""


class AwsMocks(runtime.Mocks):
    """Realistic fakes of AWS: ids, ARNs and names of the right form, the same in each run.

    Use `resources` and `lookups` to override outputs in a test. For more, derive from this class and override `new_resource` or `call`.

    Args:
        region: The region of the provider, unless a resource or an explicit provider names another.
        account: The id of the account.
        zones: Its availability zones. Default: those of the region.
        resources: Type token → outputs that override those of the fake. An `id` overrides the id.
        lookups: Token of a provider function → results that override those of the fake, or results of a function without a fake.
        awsx_references: The outputs of awsx components with resource objects. Each object costs a millisecond, so the other outputs of resources
            (`subnets`, `public_subnets`, `routes` …) contain ids.
    """

    def __init__(
        self,
        region: str = DEFAULT_REGION,
        account: str = "123456789012",
        zones: Sequence[str] | None = None,
        *,
        resources: Mapping[str, OutputOverride] | None = None,
        lookups: Mapping[str, OutputOverride] | None = None,
        awsx_references: Collection[str] = (
            "vpc",
            "internetGateway",
            "natGateways",
            "eips",
            "routeTables",
            "loadBalancer",
            "defaultTargetGroup",
        ),
    ) -> None:
        self.account = FakeAccount(region, account, tuple(zones or ()))
        self._resources = resources or {}
        self._lookups = lookups or {}
        self._awsx_references = awsx_references
        self._regions: dict[str, str] = {}

    def check(self, args: runtime.MockResourceArgs) -> dict[str, Any]:
        """Return the inputs that the provider adds before it creates a resource, also in a preview: names and defaults."""
        if args.typ == _AWS_PROVIDER_TYPE and isinstance(args.inputs.get("region"), str):
            self._regions[args.name] = args.inputs["region"]
        return dict(build_provider_inputs(args.typ, args.name, args.inputs))

    def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Return the id and the outputs of a resource."""
        name = find_physical_name(args.typ, args.name, args.inputs)
        account = self._find_account(args.inputs, args.provider)
        request = ResourceRequest(account, args.typ, args.name, name, args.inputs, args.resource_id or "")
        id_, outputs = _FAKES.get(args.typ, _fake_unknown_type)(request)
        if args.typ.startswith("aws:"):
            outputs = _build_common_outputs(request) | outputs
        elif args.typ.startswith("awsx:"):
            outputs = {name: value if name in self._awsx_references else _replace_with_ids(value) for name, value in outputs.items()}
        outputs |= _resolve_override(self._resources.get(args.typ, {}), args.inputs)
        return outputs.pop("id", id_), outputs

    def call(self, args: runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        """Return the result of a provider function.

        Raises:
            NotImplementedError: The function has no fake.
        """
        fake = _LOOKUPS.get(args.token)
        if fake is None and args.token not in self._lookups:
            raise NotImplementedError(
                f"AwsMocks has no answer to {args.token} (arguments: {args.args}). Give one: AwsMocks(lookups={{{args.token!r}: {{…}}}}), "
                "or derive from AwsMocks and override call()."
            )
        result = {name: value for name, value in args.args.items() if value is not None}
        account = self._find_account(args.args, args.provider)
        result.setdefault("region", account.region)
        if fake is not None:
            result |= fake(account, args.args)
        return result | _resolve_override(self._lookups.get(args.token, {}), args.args), None

    def _find_account(self, inputs: Mapping[str, Any], provider: str | None) -> FakeAccount:
        """Return the account in the region of a resource, or of its explicit provider."""
        # A reference to a provider is its URN and its id. The last part of the URN is its name.
        provider_region = self._regions.get(provider.split("::")[3]) if provider else None
        region = inputs.get("region") or provider_region
        if not isinstance(region, str) or region == self.account.region:
            return self.account
        return FakeAccount(region, self.account.id)


def _resolve_override(override: OutputOverride, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return dict(override(inputs) if callable(override) else override)


def _replace_with_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_replace_with_ids(item) for item in value]
    return value.id if isinstance(value, ChildResource) else value


def _build_common_outputs(request: ResourceRequest) -> dict[str, Any]:
    common: dict[str, Any] = {}
    if not request.type.startswith(_GLOBAL_TYPE_PREFIXES):
        common["region"] = request.get_text("region", request.account.region)
    if "tags" in request.inputs:
        common["tagsAll"] = request.inputs["tags"]
    return common


def _fake_unknown_type(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    """Fake a type without a specific fake: an id and, for AWS, an ARN of roughly the right form."""
    if not request.type.startswith("aws:"):
        return request.existing_id or generate_uuid(request.seed), {}
    service, _, resource = request.type.split(":")[1].partition("/")
    return request.existing_id or request.name, {"arn": request.build_arn(service, f"{resource}/{request.name}")}
