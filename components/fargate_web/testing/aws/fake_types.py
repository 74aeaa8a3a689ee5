"""What a fake of one resource type is given, and what it returns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fargate_web.testing.aws.fake_account import FakeAccount, generate_hex_digits


@dataclass(frozen=True, slots=True)
class ResourceRequest:
    """One resource to be created, read or imported.

    Attributes:
        account: Where.
        type: The type token.
        logical_name: The name in the program.
        name: The physical name, as far as the type has one.
        inputs: The properties.
        existing_id: The id of a resource that exists already, or the empty string.
    """

    account: FakeAccount
    type: str
    logical_name: str
    name: str
    inputs: Mapping[str, Any]
    existing_id: str = ""

    @property
    def seed(self) -> str:
        """What everything random about this resource depends on."""
        return f"{self.type} {self.existing_id or self.logical_name}"

    def get_text(self, name: str, default: str = "") -> str:
        """Return an input as a string."""
        value = self.inputs.get(name, default)
        return value if isinstance(value, str) else default

    def build_ec2_id(self, prefix: str) -> str:
        """Return an id as EC2 makes them: `vpc-0123456789abcdef0`."""
        return self.existing_id or f"{prefix}-0{generate_hex_digits(self.seed, 16)}"

    def build_arn(self, service: str, resource: str, **where: str) -> str:
        """Form an ARN in the account."""
        return self.account.build_arn(service, resource, **where)


Fake = Callable[[ResourceRequest], tuple[str, dict[str, Any]]]
"""Returns the id of a resource, and its outputs as far as they differ from the inputs."""

LookupArguments = Mapping[str, Any]
"""The arguments of a provider function."""

Lookup = Callable[[FakeAccount, LookupArguments], dict[str, Any]]
"""Returns the result of a provider function, as far as it differs from the arguments."""
