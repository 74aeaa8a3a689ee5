"""The mocks of AWS."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from pulumi import runtime

from fargate_web.testing.aws import (
    account_lookups,
    awsx,
    compute_resources,
    network_lookups,
    network_resources,
    operations_resources,
    service_lookups,
)
from fargate_web.testing.aws.fake_account import DEFAULT_REGION, FakeAccount, generate_uuid
from fargate_web.testing.aws.fake_types import Fake, Lookup, ResourceRequest
from fargate_web.testing.aws.naming import build_provider_inputs, find_physical_name
from fargate_web.testing.mocking import ChildResource

_FAKES: Final[Mapping[str, Fake]] = {**network_resources.FAKES, **compute_resources.FAKES, **operations_resources.FAKES, **awsx.FAKES}
_LOOKUPS: Final[Mapping[str, Lookup]] = {**account_lookups.LOOKUPS, **network_lookups.LOOKUPS, **service_lookups.LOOKUPS}

# Their resources belong to no region.
_GLOBAL_TYPE_PREFIXES: Final = ("aws:iam/", "aws:route53/", "aws:cloudfront/", "pulumi:")

_AWS_PROVIDER_TYPE: Final = "pulumi:providers:aws"

OutputOverride = Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""What to add to a fake's outputs: properties, or a function of the inputs that returns them."""


class AwsMocks(runtime.Mocks):
    """Realistic fakes of AWS: ids, ARNs and names of the right form, the same in each run.

    What a test needs to be otherwise goes into `resources` and `lookups`. For more, derive from this class and override `new_resource` or
    `call`.

    Args:
        region: The region of the provider, unless a resource or an explicit provider names another.
        account: The id of the account.
        zones: Its availability zones, if not those of the region.
        resources: By type token, outputs that differ from the fakes'. An `id` among them is the id.
        lookups: By token of a provider function, results that differ from the fakes', or results of functions that have no fake.
        awsx_references: The outputs of components of awsx that hold resource objects. Each object costs a millisecond, so the others that would hold
            some (`subnets`, `public_subnets`, `routes` …) hold ids.
    """

    def __init__(
        self,
        region: str = DEFAULT_REGION,
        account: str = "123456789012",
        zones: Sequence[str] | None = None,
        *,
        resources: Mapping[str, OutputOverride] | None = None,
        lookups: Mapping[str, OutputOverride] | None = None,
        awsx_references: Collection[str] = ("vpc", "natGateways", "eips", "routeTables", "loadBalancer", "defaultTargetGroup"),
    ) -> None:
        self.account = FakeAccount(region, account, tuple(zones or ()))
        self._resources = resources or {}
        self._lookups = lookups or {}
        self._awsx_references = awsx_references
        self._regions: dict[str, str] = {}

    def check(self, args: runtime.MockResourceArgs) -> dict[str, Any]:
        """Return the inputs that the provider adds before it creates anything, in a preview as well: names and defaults."""
        if args.typ == _AWS_PROVIDER_TYPE and isinstance(args.inputs.get("region"), str):
            self._regions[args.name] = args.inputs["region"]
        return dict(build_provider_inputs(args.typ, args.name, args.inputs))

    def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Return the id and the outputs of a resource."""
        name = find_physical_name(args.typ, args.name, args.inputs)
        account = self._find_account(args.inputs, args.provider)
        creation = ResourceRequest(account, args.typ, args.name, name, args.inputs, args.resource_id or "")
        id_, outputs = _FAKES.get(args.typ, _fake_unknown_type)(creation)
        if args.typ.startswith("aws:"):
            outputs = _build_common_outputs(creation) | outputs
        elif args.typ.startswith("awsx:"):
            outputs = {name: value if name in self._awsx_references else _replace_with_ids(value) for name, value in outputs.items()}
        outputs |= _resolve_override(self._resources.get(args.typ, {}), args.inputs)
        return outputs.pop("id", id_), outputs

    def call(self, args: runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        """Return the result of a provider function.

        Raises:
            NotImplementedError: There is no fake of it.
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
        """Return the account in the region that a resource names itself, or that its explicit provider does."""
        # A reference to a provider is its URN and its id. The last part of the URN is its name.
        named = self._regions.get(provider.split("::")[3]) if provider else None
        region = inputs.get("region") or named
        if not isinstance(region, str) or region == self.account.region:
            return self.account
        return FakeAccount(region, self.account.id)


def _resolve_override(answer: OutputOverride, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return dict(answer(inputs) if callable(answer) else answer)


def _replace_with_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_replace_with_ids(item) for item in value]
    return value.id if isinstance(value, ChildResource) else value


def _build_common_outputs(creation: ResourceRequest) -> dict[str, Any]:
    common: dict[str, Any] = {}
    if not creation.type.startswith(_GLOBAL_TYPE_PREFIXES):
        common["region"] = creation.get_text("region", creation.account.region)
    if "tags" in creation.inputs:
        common["tagsAll"] = creation.inputs["tags"]
    return common


def _fake_unknown_type(creation: ResourceRequest) -> tuple[str, dict[str, Any]]:
    """Fake a type that nobody has described: an id, and for AWS an ARN of about the right form."""
    if not creation.type.startswith("aws:"):
        return creation.existing_id or generate_uuid(creation.seed), {}
    service, _, resource = creation.type.split(":")[1].partition("/")
    return creation.existing_id or creation.name, {"arn": creation.build_arn(service, f"{resource}/{creation.name}")}
