"""The resources of a preview, grouped by component."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fargate_web.testing import Resource

from fargate_web_cli.descriptions import describe_resource
from fargate_web_cli.descriptions.group_summaries import GroupView, summarize_group
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.descriptions.review_points import find_review_points
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.formatting import format_count, shorten_type

_COMPONENT_PACKAGE: Final = "fargate-web:index:"
_SERVICE, _SCALING = f"{_COMPONENT_PACKAGE}Service", f"{_COMPONENT_PACKAGE}Scaling"
_SHOWN_KINDS: Final = 4
_NOUNS: Final = {
    "aws:appautoscaling:Policy": "scaling policy",
    "aws:appautoscaling:Target": "scalable target",
    "aws:cloudwatch:MetricAlarm": "alarm",
    "aws:ecs:ClusterCapacityProviders": "capacity-provider list",
    "aws:ec2:Eip": "static address",
    "aws:kms:Key": "KMS key",
    "aws:lb:ListenerRule": "listener rule",
    "aws:route53:Record": "DNS record",
    "aws:vpc:SecurityGroupEgressRule": "security group rule",
    "aws:vpc:SecurityGroupIngressRule": "security group rule",
    "awsx:ec2:Vpc": "VPC",
    "awsx:ecr:Image": "image",
}
_ACRONYMS: Final = {"acl": "ACL", "dns": "DNS", "kms": "KMS", "vpc": "VPC"}


@dataclass(frozen=True)
class ResourceGroup:
    """A component with its descendants, or a resource outside components.

    Attributes:
        resource: The component, or the resource.
        label: A short name of its type: `Service`, `aws:s3:Bucket`.
        summary: A short description.
        members: The number of descendants by kind, the most frequent first.
        review_points: The subjects of each kind of review point.
    """

    resource: Resource
    label: str
    summary: str
    members: dict[str, int]
    review_points: dict[str, list[str]]

    def format_members(self) -> str:
        """Summarize the descendants: `+ 18 resources: 2 target groups, …`."""
        if not self.members:
            return ""
        shown = [format_count(count, noun, pluralize(noun)) for noun, count in [*self.members.items()][:_SHOWN_KINDS]]
        more = ["…"] if len(self.members) > _SHOWN_KINDS else []
        return f"+ {format_count(sum(self.members.values()), 'resource')}: {', '.join(shown + more)}"

    def format_review_points(self) -> str:
        """Summarize the review points: `open to 0.0.0.0/0: tcp 80, tcp 443; ECS Exec`."""
        return "; ".join(point + (f": {', '.join(subjects)}" if subjects else "") for point, subjects in self.review_points.items())


def build_groups(preview: Preview) -> list[ResourceGroup]:
    """Group the resources of a preview, in the order of the program.

    A `Scaling` belongs to the group of the service with the same name.
    """
    run, references = preview.preview_run, ReferenceResolver(preview.preview_run, preview.update_run)

    def list_descendants(resource: Resource) -> list[Resource]:
        return [below for child in run.find_children(resource) for below in (child, *list_descendants(child))]

    heads = run.find_children(run.stack)
    services = {resource.name for resource in heads if resource.type == _SERVICE}
    groups = []
    for head in heads:
        if head.type == _SCALING and head.name in services:
            continue
        members = list_descendants(head)
        if head.type == _SERVICE:
            scalings = [resource for resource in heads if resource.type == _SCALING and resource.name == head.name]
            members += [below for scaling in scalings for below in (scaling, *list_descendants(scaling))]
        groups.append(_build_group(head, members, references))
    return groups


def pluralize(noun: str) -> str:
    """Return the plural of a noun."""
    return noun[:-1] + "ies" if re.search("[^aeiou]y$", noun) else noun + ("es" if noun.endswith("s") else "s")


def _build_group(head: Resource, members: list[Resource], references: ReferenceResolver) -> ResourceGroup:
    summary = [summarize_group(GroupView(head, members, references)) or describe_resource(head, references)]
    summary += ["protected"] if head.protect else []
    points: dict[str, list[str]] = {}
    for resource in (head, *members):
        for point, subject in find_review_points(resource, references):
            subjects = points.setdefault(point, [])
            if subject and subject not in subjects:
                subjects.append(subject)
    label = head.type.removeprefix(_COMPONENT_PACKAGE) if head.type.startswith(_COMPONENT_PACKAGE) else shorten_type(head.type)
    return ResourceGroup(head, label, ", ".join(filter(None, summary)), _count_kinds(members), points)


def _count_kinds(resources: Iterable[Resource]) -> dict[str, int]:
    return dict(Counter(_name_kind(shorten_type(resource.type)) for resource in resources).most_common())


def _name_kind(type_: str) -> str:
    """Return the kind of a type in words: `target group` for `aws:lb:TargetGroup`."""
    words = re.findall("[A-Z][a-z0-9]*|[A-Z]+|[a-z0-9]+", type_.rpartition(":")[2])
    return _NOUNS.get(type_) or " ".join(_ACRONYMS.get(word.lower(), word.lower()) for word in words)
