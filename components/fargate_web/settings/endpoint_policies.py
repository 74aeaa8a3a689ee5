"""The policies of VPC endpoints: who may call AWS through them, and which buckets and tables they lead to."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .access_logs import BucketName
from .fix import remove
from .section import RuleViolation, Section, convert_to_key, describe_field

AccountId: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{12}$")]


class EndpointPolicies(Section):
    """Policies of the VPC endpoints that admit this account only. They grant nothing: the roles of the tasks still decide."""

    principals: Annotated[
        Literal["account", "everyone"],
        describe_field(
            "account: identities of this account and of `accounts`, and AWS's own services. everyone: AWS's default policy. AWS keeps a policy whose setting is removed, so write everyone to go back.",
            source="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
        ),
    ] = "account"
    accounts: Annotated[
        list[AccountId],
        describe_field(
            "The ids, in quotes, of other accounts whose identities may use the endpoints, and whose buckets and tables may be used.",
            example=["210987654321"],
            max_length=50,
        ),
    ] = []
    buckets: Annotated[
        list[BucketName],
        describe_field(
            "Buckets of others that may be read through the S3 endpoint, also without credentials or by presigned URLs. Image layers and packages of Amazon Linux are always included.",
            example=["public-data-of-a-partner"],
            max_length=50,
        ),
    ] = []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that exceptions stand only where something is refused."""
        if self.principals == "everyone":
            for field in sorted(self.model_fields_set & {"accounts", "buckets"}):
                yield RuleViolation(
                    (field, "principals"),
                    "principals: everyone refuses nobody, so that this would have no effect",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("principals")),
                )
