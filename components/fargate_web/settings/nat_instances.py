"""The instances that stand in for NAT gateways: their type and their image."""

import re
from collections.abc import Iterator
from typing import Annotated, Final, TypeAlias

from .section import RuleViolation, Section, describe_field
from .value_types import NonEmptyString, build_id_type

ImageId: TypeAlias = build_id_type("ami", "an AMI")  # type: ignore[valid-type]
_GRAVITON: Final = re.compile(r"a1|[a-z]+[0-9]+g[a-z]*")
"""The families of instance types with processors of AWS: `g` follows the generation."""


class NatImage(Section):
    """An image that forwards traffic as soon as it has started, such as fck-nat."""

    id: Annotated[
        ImageId | None,
        describe_field(
            "The id of the AMI, or a reference to it. Changing it replaces the instances, with a reference only if followImage is set.",
            example="ami-0123456789abcdef0",
        ),
    ] = None
    owner: Annotated[
        str | None,
        describe_field(
            "With `name`: the id of the account that publishes the AMI, in quotes, or `self` or `amazon`.",
            pattern=r"^(?:[0-9]{12}|self|amazon|aws-marketplace)$",
            example="568608671756",
        ),
    ] = None
    name: Annotated[
        NonEmptyString | None,
        describe_field(
            "With `owner`: the name of the AMI, with wildcards. The newest one for the processor of the instance type is used when an instance is created.",
            example="fck-nat-al2023-hvm-*-ebs",
        ),
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is exactly one way to the image."""
        if (self.owner is None) != (self.name is None):
            yield RuleViolation(
                ("owner", "name"),
                "an image is found by owner and name together, since anyone may publish an AMI of any name; write owner: '123456789012' and name: nat-*, or write id",
                "id-or-name",
            )
        elif (self.id is None) == (self.name is None):
            yield RuleViolation(
                ("id", "name"),
                "an image is named in exactly one way; write id, or owner and name",
                "id-or-name",
            )


class NatInstances(Section):
    """The instances of EC2 that forward what private subnets send to the internet, with an Elastic IP address each."""

    instance_type: Annotated[
        str,
        describe_field(
            "The type of the instances. It decides how much traffic they forward: t4g.nano has a baseline of 32 Mbit/s and up to 5 Gbit/s in bursts.",
            cost="t4g.nano: about $7.40 a month with its address and its disk",
            source="https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html",
            pattern=r"^[a-z][a-z0-9-]*\.[a-z0-9-]+$",
            example="t4g.small",
        ),
    ] = "t4g.nano"
    image: Annotated[
        NatImage | None,
        describe_field(
            "The image of the instances. Default: Amazon Linux 2023, which installs and configures iptables when it first starts."
        ),
    ] = None
    follow_image: Annotated[
        bool,
        describe_field(
            "Whether a newer image replaces the instances in the next update, all at once. `false` keeps the image that they were created with, so that an update for other reasons "
            "cuts no connections. Another `image.id` in the file always replaces them."
        ),
    ] = False

    @property
    def architecture(self) -> str:
        """The architecture of the instance type, as EC2 names it."""
        return "arm64" if _GRAVITON.fullmatch(self.instance_type.partition(".")[0]) else "x86_64"
