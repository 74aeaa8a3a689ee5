"""Asks whether the fixed names of the stack file are taken already, and by whom."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from fargate_web.settings.fix import SettingPath
from fargate_web.settings.stack import Stack

from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.facts.load_balancers import NamedResource
from fargate_web_cli.live.preflight.facts.ownership import Ownership, has_tags

Kind: TypeAlias = Literal["cluster", "load balancer", "target group", "log group", "role", "repository", "security group", "namespace"]
Owner: TypeAlias = Literal["stack", "others", "nobody"]


@dataclass(frozen=True)
class FixedName:
    """A name that the stack file gives a resource.

    Attributes:
        path: Where it stands.
        kind: What it names.
        name: The name.
    """

    path: SettingPath
    kind: Kind
    name: str


def list_fixed_names(stack: Stack) -> Iterator[FixedName]:
    """List the names in a stack file that must be free in the account."""
    if stack.cluster.name and not stack.cluster.existing and stack.tasks:
        yield FixedName(("cluster", "name"), "cluster", stack.cluster.name)
    namespace = stack.cluster.namespace
    if namespace and namespace.name and namespace.type == "http" and not stack.cluster.existing and stack.tasks:
        yield FixedName(("cluster", "namespace", "name"), "namespace", namespace.name)
    if stack.load_balancer.name and not stack.load_balancer.existing and stack.routed_services:
        yield FixedName(("loadBalancer", "name"), "load balancer", stack.load_balancer.name)
    for name, repository in stack.repositories.items():
        if repository.name:
            yield FixedName(("repositories", name, "name"), "repository", repository.name)
    for place, task in stack.tasks.items():
        yield from _list_names_of_task(place, task, has_vpc=stack.network.existing is not None)


def _list_names_of_task(place: SettingPath, task: Any, *, has_vpc: bool) -> Iterator[FixedName]:
    if task.logs.log_group_name:
        yield FixedName((*place, "logs", "logGroupName"), "log group", task.logs.log_group_name)
    for key, role in (("executionRole", task.roles.execution_role), ("taskRole", task.roles.task_role)):
        if role.name:
            yield FixedName((*place, "roles", key, "name"), "role", role.name)
    # A new VPC has no other security groups.
    if task.names.security_group and has_vpc:
        yield FixedName((*place, "names", "securityGroup"), "security group", task.names.security_group)
    if getattr(task, "active_route", None):
        for key, name in (("targetGroup", task.names.target_group), ("alternateTargetGroup", task.names.alternate_target_group)):
            if name:
                yield FixedName((*place, "names", key), "target group", name)


class NameReader:
    """Finds out who has a name."""

    def __init__(self, reader: AwsReader, ownership: Ownership, tags: Mapping[str, str], vpc_id: str | None) -> None:
        """Create a reader of names.

        Args:
            reader: Asks AWS.
            ownership: What belongs to the stack.
            tags: The tags of the stack.
            vpc_id: The VPC of the security groups; None if it is not known.
        """
        self._reader, self._ownership, self._tags, self._vpc_id = reader, ownership, tags, vpc_id
        self._questions: Final[Mapping[Kind, Callable[[str], Owner | None]]] = {
            "cluster": self._find_cluster,
            "log group": self._find_log_group,
            "role": self._find_role,
            "repository": self._find_repository,
            "security group": self._find_security_group,
            "namespace": self._find_namespace,
        }

    def gather(
        self,
        names: Iterable[FixedName],
        load_balancers: Iterable[NamedResource] | None,
        target_groups: Iterable[NamedResource] | None,
    ) -> dict[FixedName, Owner]:
        """Find the owner of each name. Names whose owner is not known are missing."""
        listed = {"load balancer": load_balancers, "target group": target_groups}
        found: dict[FixedName, Owner] = {}
        for name in names:
            if name.kind in listed:
                resources = listed[name.kind]
                arns = None if resources is None else [resource.arn for resource in resources if resource.name == name.name]
                owner = self._find_owner(name.kind, name.name, arns)
            else:
                owner = self._questions[name.kind](name.name)
            if owner is not None:
                found[name] = owner
        return found

    def _find_owner(self, kind: str, name: str, arns: list[str] | None) -> Owner | None:
        if arns is None:
            return None
        if not arns:
            return "nobody"
        owns = self._ownership.owns(arns[0])
        if owns is None:
            self._reader.report(f"whose the {kind} {name} is", "it is not known what belongs to the stack.")
            return None
        return "stack" if owns else "others"

    def _find_cluster(self, name: str) -> Owner | None:
        answer = self._reader.ask(f"the cluster {name}", "ecs", "describe_clusters", clusters=[name])
        active = (
            None
            if answer is None
            else [each["clusterArn"] for each in answer.content.get("clusters", ()) if each.get("status") != "INACTIVE"]
        )
        return self._find_owner("cluster", name, active)

    def _find_log_group(self, name: str) -> Owner | None:
        groups = self._reader.collect(f"the log group {name}", "logs", "describe_log_groups", "logGroups", logGroupNamePrefix=name)
        arns = None if groups is None else [each.get("logGroupArn") or each["arn"] for each in groups if each["logGroupName"] == name]
        return self._find_owner("log group", name, arns)

    def _find_role(self, name: str) -> Owner | None:
        answer = self._reader.ask(f"the role {name}", "iam", "get_role", answers=("NoSuchEntity", "NoSuchEntityException"), RoleName=name)
        if answer is None:
            return None
        if answer.refusal:
            return "nobody"
        # The tagging API does not list roles.
        return "stack" if has_tags(answer.content["Role"].get("Tags", ()), self._tags) else "others"

    def _find_repository(self, name: str) -> Owner | None:
        answer = self._reader.ask(
            f"the repository {name}", "ecr", "describe_repositories", answers=("RepositoryNotFoundException",), repositoryNames=[name]
        )
        arns = None if answer is None else [each["repositoryArn"] for each in answer.content.get("repositories", ())]
        return self._find_owner("repository", name, arns)

    def _find_security_group(self, name: str) -> Owner | None:
        if self._vpc_id is None:
            return None
        filters = [{"Name": "vpc-id", "Values": [self._vpc_id]}, {"Name": "group-name", "Values": [name]}]
        groups = self._reader.collect(f"the security group {name}", "ec2", "describe_security_groups", "SecurityGroups", Filters=filters)
        if not groups:
            return None if groups is None else "nobody"
        return "stack" if has_tags(groups[0].get("Tags", ()), self._tags) else "others"

    def _find_namespace(self, name: str) -> Owner | None:
        filters = [{"Name": "NAME", "Values": [name], "Condition": "EQ"}, {"Name": "TYPE", "Values": ["HTTP"], "Condition": "EQ"}]
        found = self._reader.collect(f"the namespace {name}", "servicediscovery", "list_namespaces", "Namespaces", Filters=filters)
        return self._find_owner("namespace", name, None if found is None else [each["Arn"] for each in found])
