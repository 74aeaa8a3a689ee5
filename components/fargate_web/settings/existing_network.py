"""A network that someone else manages: its VPC and subnets, by id or by name, or the default VPC of the account."""

from collections.abc import Iterator
from typing import Annotated, Literal

from .section import RuleViolation, Section, convert_to_key, describe_field, find_duplicates
from .value_types import ALLOW_OUTPUT, NetworkCidrBlock, NonEmptyString, SubnetId, VpcId


class ExistingVpc(Section):
    """An existing VPC, by id or by its Name tag."""

    id: Annotated[VpcId | None, describe_field("The id of the VPC.", example="vpc-0123456789abcdef0")] = None
    name: Annotated[NonEmptyString | None, describe_field("The Name tag of the VPC; exactly one VPC of the Region must carry it.")] = None
    default: Annotated[
        Literal[True] | None,
        describe_field(
            "`true` for the default VPC of the account in this Region. Its subnets are public, and are found unless publicSubnets lists some.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html",
        ),
    ] = None
    cidr_block: Annotated[
        Annotated[NetworkCidrBlock, ALLOW_OUTPUT] | None,
        describe_field(
            "Its CIDR block. Needed if the VPC is given by id and something (an internal load balancer) must admit its traffic."
        ),
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is exactly one of id, name and default."""
        if sum(reference is not None for reference in (self.id, self.name, self.default)) != 1:
            yield RuleViolation(
                ("id", "name", "default"), "write one of id, name and default: true; one is needed, and two could disagree", "id-or-name"
            )


class ExistingSubnet(Section):
    """An existing subnet, by id or by its Name tag."""

    id: Annotated[SubnetId | None, describe_field("The id of the subnet.", example="subnet-12345")] = None
    name: Annotated[NonEmptyString | None, describe_field("The Name tag of the subnet; exactly one subnet of the VPC must carry it.")] = (
        None
    )

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is exactly one of id and name."""
        if (self.id is None) == (self.name is None):
            yield RuleViolation(("id", "name"), "write either id or name: one is needed, and two could disagree", "id-or-name")


class ExistingNetwork(Section):
    """A network that someone else manages."""

    vpc: Annotated[ExistingVpc, describe_field("The VPC.", example={"name": "main-vpc"})]
    private_subnets: Annotated[
        list[ExistingSubnet],
        describe_field(
            "The subnets in which tasks run, with a route to a NAT gateway, in two zones or more for availability. Leave it out if there are none, and write subnets: public on "
            "the services.",
            max_length=16,
        ),
    ] = []
    public_subnets: Annotated[
        list[ExistingSubnet],
        describe_field(
            "The subnets of an internet-facing load balancer, and of tasks with subnets: public, in two zones at least. Leave it out if there are none.",
            max_length=16,
        ),
    ] = []
    isolated_subnets: Annotated[list[ExistingSubnet], describe_field("Subnets without a route to the internet.", max_length=16)] = []

    ipv6: Annotated[
        bool,
        describe_field(
            "Whether its subnets have IPv6 blocks and routes; then an internet-facing load balancer is dualstack, and tasks may connect over IPv6. Nothing is changed in the network.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html",
        ),
    ] = False

    @property
    def uses_default_subnets(self) -> bool:
        """Whether the public subnets are those of the default VPC, which are found when the program runs."""
        return bool(self.vpc.default) and not self.public_subnets

    def has_subnets(self, tier: str) -> bool:
        """Return whether there are subnets of a tier: private, public or isolated."""
        return bool(getattr(self, f"{tier}_subnets")) or (tier == "public" and self.uses_default_subnets)

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there are subnets, that none is listed twice, and that each is of one tier."""
        if not (self.private_subnets or self.public_subnets or self.isolated_subnets or self.vpc.default):
            yield RuleViolation(
                ("private_subnets", "public_subnets", "isolated_subnets"),
                "there is no subnet in which a task could run; write privateSubnets: [{id: subnet-…}, {id: subnet-…}], or publicSubnets with subnets: public on the services",
                "no-subnets",
            )
        for field in ("private_subnets", "public_subnets", "isolated_subnets"):
            # An id that is an Output is not known yet, so two of them can't be compared.
            references = [subnet.id if subnet.name is None else subnet.name for subnet in getattr(self, field)]
            names = [name for name in references if isinstance(name, str)]
            for duplicate in find_duplicates(names):
                yield RuleViolation(
                    (field,), f"{duplicate!r} is listed twice; AWS refuses a subnet named twice; remove one", "listed-twice"
                )
        yield from self._find_shared_subnets()

    def _find_shared_subnets(self) -> Iterator[RuleViolation]:
        """Find subnets of two tiers. One route table decides which tier a subnet is."""
        tiers_by_subnet: dict[str, str] = {}
        shared: dict[tuple[str, str], list[str]] = {}
        for tier in ("private_subnets", "public_subnets", "isolated_subnets"):
            for subnet in getattr(self, tier):
                reference = subnet.id if subnet.name is None else subnet.name
                first = tiers_by_subnet.setdefault(reference, tier) if isinstance(reference, str) else tier
                if first != tier:
                    shared.setdefault((tier, first), []).append(str(reference))
        for (tier, first), references in shared.items():
            yield RuleViolation(
                (tier, first),
                f"{' and '.join(references)} {'is' if len(references) == 1 else 'are'} in {convert_to_key(self, first)} too, and the route table of a subnet makes it one or the other: a "
                "task gets a public address only with subnets: public, and reaches nothing from a public subnet without one (CannotPullContainerError); keep each where its route "
                "table puts it: public has an internet gateway, private a NAT gateway, isolated neither",
                "subnet-in-two-tiers",
            )
