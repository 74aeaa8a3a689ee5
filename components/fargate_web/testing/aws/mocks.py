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
from fargate_web.testing.aws.fake_account import DEFAULT_REGION, Account, uuid
from fargate_web.testing.aws.fake_types import Creation, Fake, Lookup
from fargate_web.testing.aws.naming import filled_in, physical_name
from fargate_web.testing.mocking import ChildResource

_FAKES: Final[Mapping[str, Fake]] = {**network_resources.FAKES, **compute_resources.FAKES, **operations_resources.FAKES, **awsx.FAKES}
_LOOKUPS: Final[Mapping[str, Lookup]] = {**account_lookups.FAKES, **network_lookups.FAKES, **service_lookups.FAKES}

# Their resources belong to no region.
_GLOBAL: Final = ("aws:iam/", "aws:route53/", "aws:cloudfront/", "pulumi:")

_PROVIDER: Final = "pulumi:providers:aws"

Answer = Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]]
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
        awsx_references: The outputs of `awsx.ec2.Vpc` that hold resource objects. Each object costs a millisecond, so the others that would hold
            some (`subnets`, `public_subnets`, `routes` …) hold ids.
    """

    def __init__(
        self,
        region: str = DEFAULT_REGION,
        account: str = "123456789012",
        zones: Sequence[str] | None = None,
        *,
        resources: Mapping[str, Answer] | None = None,
        lookups: Mapping[str, Answer] | None = None,
        awsx_references: Collection[str] = ("vpc", "natGateways", "eips", "routeTables"),
    ) -> None:
        self.account = Account(region, account, tuple(zones or ()))
        self._resources = resources or {}
        self._lookups = lookups or {}
        self._awsx_references = awsx_references
        self._regions: dict[str, str] = {}

    def check(self, args: runtime.MockResourceArgs) -> dict[str, Any]:
        """Return the inputs that the provider adds before it creates anything, in a preview as well: names and defaults."""
        if args.typ == _PROVIDER and isinstance(args.inputs.get("region"), str):
            self._regions[args.name] = args.inputs["region"]
        return dict(filled_in(args.typ, args.name, args.inputs))

    def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Return the id and the outputs of a resource."""
        name = physical_name(args.typ, args.name, args.inputs)
        account = self._account(args.inputs, args.provider)
        creation = Creation(account, args.typ, args.name, name, args.inputs, args.resource_id or "")
        id_, outputs = _FAKES.get(args.typ, _any_resource)(creation)
        if args.typ.startswith("aws:"):
            outputs = _common(creation) | outputs
        elif args.typ.startswith("awsx:"):
            outputs = {name: value if name in self._awsx_references else _ids(value) for name, value in outputs.items()}
        outputs |= _answer(self._resources.get(args.typ, {}), args.inputs)
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
        account = self._account(args.args, args.provider)
        result.setdefault("region", account.region)
        if fake is not None:
            result |= fake(account, args.args)
        return result | _answer(self._lookups.get(args.token, {}), args.args), None

    def _account(self, inputs: Mapping[str, Any], provider: str | None) -> Account:
        """Return the account in the region that a resource names itself, or that its explicit provider does."""
        # A reference to a provider is its URN and its id. The last part of the URN is its name.
        named = self._regions.get(provider.split("::")[3]) if provider else None
        region = inputs.get("region") or named
        if not isinstance(region, str) or region == self.account.region:
            return self.account
        return Account(region, self.account.id)


def _answer(answer: Answer, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return dict(answer(inputs) if callable(answer) else answer)


def _ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_ids(item) for item in value]
    return value.id if isinstance(value, ChildResource) else value


def _common(creation: Creation) -> dict[str, Any]:
    common: dict[str, Any] = {}
    if not creation.type.startswith(_GLOBAL):
        common["region"] = creation.text("region", creation.account.region)
    if "tags" in creation.inputs:
        common["tagsAll"] = creation.inputs["tags"]
    return common


def _any_resource(creation: Creation) -> tuple[str, dict[str, Any]]:
    """Fake a type that nobody has described: an id, and for AWS an ARN of about the right form."""
    if not creation.type.startswith("aws:"):
        return creation.given_id or uuid(creation.seed), {}
    service, _, resource = creation.type.split(":")[1].partition("/")
    return creation.given_id or creation.name, {"arn": creation.arn(service, f"{resource}/{creation.name}")}
