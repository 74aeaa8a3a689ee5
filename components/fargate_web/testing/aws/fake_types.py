"""The arguments and results of the fakes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fargate_web.testing.aws.fake_account import FakeAccount, generate_hex_digits


@dataclass(frozen=True, slots=True)
class ResourceRequest:
    """A request to create, read or import a resource.

    Attributes:
        account: The account and region.
        type: The type token.
        logical_name: The name in the program.
        name: The physical name, or the logical name if the type has none.
        inputs: The properties.
        existing_id: The id of an existing resource, or the empty string.
    """

    account: FakeAccount
    type: str
    logical_name: str
    name: str
    inputs: Mapping[str, Any]
    existing_id: str = ""

    @property
    def seed(self) -> str:
        """The seed of all generated values of this resource."""
        return f"{self.type} {self.existing_id or self.logical_name}"

    def get_text(self, name: str, default: str = "") -> str:
        """Return an input as a string."""
        value = self.inputs.get(name, default)
        return value if isinstance(value, str) else default

    def build_ec2_id(self, prefix: str) -> str:
        """Return an id like those of EC2: `vpc-0123456789abcdef0`."""
        return self.existing_id or f"{prefix}-0{generate_hex_digits(self.seed, 16)}"

    def build_arn(self, service: str, resource: str, **overrides: str) -> str:
        """Build an ARN in the account."""
        return self.account.build_arn(service, resource, **overrides)


Fake = Callable[[ResourceRequest], tuple[str, dict[str, Any]]]
"""Returns the id of a resource, and the outputs that differ from its inputs."""

LookupArguments = Mapping[str, Any]
"""The arguments of a provider function."""

Lookup = Callable[[FakeAccount, LookupArguments], dict[str, Any]]
"""Returns the results of a provider function that differ from its arguments."""
