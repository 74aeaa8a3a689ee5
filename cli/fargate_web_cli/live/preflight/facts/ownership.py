"""Asks what belongs to the stack: every resource carries the tags Project and Stack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fargate_web_cli.live.preflight.aws_reader import AwsReader

_SUBJECT: Final = "which resources belong to the stack already"


@dataclass(frozen=True)
class Ownership:
    """The resources of the stack that exist.

    Attributes:
        arns: Their ARNs; None if they are not known.
    """

    arns: frozenset[str] | None = None

    def owns(self, arn: str) -> bool | None:
        """Return whether a resource belongs to the stack. Return None if that is not known."""
        return None if self.arns is None else arn.removesuffix(":*") in self.arns

    def list_arns(self, start: str) -> list[str]:
        """List the ARNs whose service and resource start with a text: `ecs:service/`."""
        service, _, resource = start.partition(":")
        found = []
        for arn in sorted(self.arns or ()):
            parts = arn.split(":", 5)
            if len(parts) == 6 and parts[2] == service and parts[5].startswith(resource):
                found.append(arn)
        return found


def gather_ownership(reader: AwsReader, tags: Mapping[str, str]) -> Ownership:
    """Ask for the resources with the tags of the stack."""
    if not tags:
        reader.report(_SUBJECT, "the tags Project and Stack of the stack file are not known.")
        return Ownership()
    found = reader.collect(
        _SUBJECT,
        "resourcegroupstaggingapi",
        "get_resources",
        "ResourceTagMappingList",
        TagFilters=[{"Key": key, "Values": [value]} for key, value in tags.items()],
        ResourcesPerPage=100,
    )
    return Ownership(None if found is None else frozenset(str(each["ResourceARN"]).removesuffix(":*") for each in found))


def has_tags(tags: Iterable[Mapping[str, str]], wanted: Mapping[str, str]) -> bool:
    """Return whether a list of tags, as AWS returns it, contains all wanted ones."""
    found = {tag.get("Key"): tag.get("Value") for tag in tags}
    return bool(wanted) and all(found.get(key) == value for key, value in wanted.items())
