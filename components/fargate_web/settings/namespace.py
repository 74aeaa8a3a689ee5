"""The Cloud Map namespace in which the services of a cluster find each other."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from .arn_types import build_arn_type
from .section import RuleViolation, Section, describe_field
from .value_types import NamespaceName

NamespaceArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "servicediscovery", "arn:aws:servicediscovery:us-west-2:123456789012:namespace/ns-0123456789abcdef", "namespace/"
)


class Namespace(Section):
    """A Cloud Map namespace: the names under which the services of the cluster find each other."""

    name: Annotated[
        NamespaceName | None,
        describe_field("The name of the namespace to create. Changing it replaces the namespace.", example="financial-namespace"),
    ] = None
    type: Annotated[
        Literal["http", "privateDns"],
        describe_field(
            "http is enough for Service Connect. privateDns also answers DNS queries within the VPC, for `serviceDiscovery`; its name is a domain like internal.example.com.",
            cost="http: free; privateDns: $0.50 a month for its hosted zone",
            source="https://docs.aws.amazon.com/cloud-map/latest/dg/working-with-namespaces.html",
        ),
    ] = "http"
    arn: Annotated[NamespaceArn | None, describe_field("The ARN of an existing namespace, instead of a name; `type` must match it.")] = None

    @property
    def creates_private_dns(self) -> bool:
        """Whether a private DNS namespace is created, which needs a VPC."""
        return self.arn is None and self.type == "privateDns"

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is exactly one of name and ARN, and that the name is valid for DNS."""
        if (self.name is None) == (self.arn is None):
            yield RuleViolation(
                ("name", "arn"),
                "a namespace is either created by name or referenced by ARN; write namespace: {name: …}, or {arn: …}",
                "id-or-name",
            )
        if self.creates_private_dns and self.name is not None and len(self.name) > 253:
            yield RuleViolation(
                ("name", "type"),
                f"a domain name has 253 characters at most (InvalidInput), and this has {len(self.name)}; shorten it",
                "name-too-long",
            )
