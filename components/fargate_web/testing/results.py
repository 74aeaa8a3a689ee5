"""What `run` returns, and what it raises."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fargate_web.testing import assertions
from fargate_web.testing.record import Invoke, Log, Resource


@dataclass(frozen=True)
class Run:
    """Everything a program registered in one run.

    Attributes:
        stack: The stack itself.
        resources: The resources in the order they were registered, without the stack.
        invokes: The provider functions called, in order.
        logs: The messages to the user, in order.
        error: What the program raised, or None. Only a run with `strict=False` gets here with an error.
    """

    stack: Resource
    resources: list[Resource]
    invokes: list[Invoke]
    logs: list[Log]
    error: BaseException | None = field(default=None, compare=False)

    assert_no_public_ingress = assertions.assert_no_public_ingress
    assert_tagged = assertions.assert_tagged
    assert_logs_encrypted = assertions.assert_logs_encrypted
    assert_no_secret_in_task_definitions = assertions.assert_no_secret_in_task_definitions
    assert_no_policy_allows_everything = assertions.assert_no_policy_allows_everything
    assert_protected = assertions.assert_protected
    assert_same_resources = assertions.assert_same_resources

    @property
    def outputs(self) -> dict[str, Any]:
        """What the program exported: secrets unwrapped, unknowns as `UNKNOWN`."""
        return self.stack.outputs

    @property
    def secret_outputs(self) -> frozenset[str]:
        """The paths of the exports that are secret."""
        return self.stack.secret_outputs

    @property
    def warnings(self) -> list[str]:
        """The messages that were logged as warnings."""
        return [log.message for log in self.logs if log.severity == "warning"]

    def find_all(self, type: str) -> list[Resource]:  # noqa: A002 - Pulumi's word for it
        """Return the resources of a type, given as its token (`aws:ecs/service:Service`), in order of registration."""
        return list(self._by_type.get(type, ()))

    def find_one(self, type: str, name: str | None = None) -> Resource:  # noqa: A002 - Pulumi's word for it
        """Return the only resource of a type, or the one of them with this logical name.

        Raises:
            LookupError: There is none, or more than one. The message lists what there is.
        """
        candidates = self.find_all(type)
        found = [resource for resource in candidates if name in (None, resource.name)]
        if len(found) == 1:
            return found[0]
        wanted = type if name is None else f"{type} {name!r}"
        if candidates:
            there_is = "There is: " + ", ".join(repr(resource.name) for resource in candidates)
        else:
            there_is = "The types there are: " + (", ".join(sorted(self._by_type)) or "none at all")
        raise LookupError(
            f"Wanted exactly one {wanted}, found {len(found)}. {there_is}.\n{self.format_tree(marked=dict.fromkeys((each.urn for each in candidates), ''))}"
        )

    def find_by_name(self, name: str) -> Resource:
        """Return the only resource with this logical name.

        Raises:
            LookupError: There is none, or more than one. The message lists what there is.
        """
        found = [resource for resource in self.resources if resource.name == name]
        if len(found) == 1:
            return found[0]
        there_is = ", ".join(map(str, found or self.resources)) or "nothing"
        raise LookupError(f"Wanted exactly one resource named {name!r}, found {len(found)}. There is: {there_is}.\n{self.format_tree()}")

    def find_by_urn(self, urn: str) -> Resource:
        """Return the resource with this URN.

        Raises:
            LookupError: There is none.
        """
        try:
            return self._by_urn[urn]
        except KeyError:
            raise LookupError(f"No resource has the URN {urn!r}.") from None

    def find_children(self, parent: Resource | str) -> list[Resource]:
        """Return the direct children of a resource, given as itself or as its URN, in order of registration."""
        urn = parent.urn if isinstance(parent, Resource) else parent
        return list(self._by_parent.get(urn, ()))

    def format_tree(self, *, marked: Mapping[str, str] | None = None) -> str:
        """Return the types and names of all resources, one a line, indented below their parents.

        Args:
            marked: URNs of resources to point at, with what is said of each.
        """
        lines: list[str] = []
        pending = [(self.stack, 0)]
        while pending:
            resource, depth = pending.pop()
            pointer = f"  ← {marked[resource.urn]}".rstrip() if marked and resource.urn in marked else ""
            lines.append(f"{'  ' * depth}{resource.type} {resource.name}{pointer}")
            pending.extend((child, depth + 1) for child in reversed(self.find_children(resource)))
        return "\n".join(lines)

    @cached_property
    def _by_urn(self) -> dict[str, Resource]:
        return {resource.urn: resource for resource in (self.stack, *self.resources)}

    @cached_property
    def _by_type(self) -> dict[str, list[Resource]]:
        return _group_by_attribute(self.resources, "type")

    @cached_property
    def _by_parent(self) -> dict[str, list[Resource]]:
        return _group_by_attribute(self.resources, "parent")


class ProgramError(Exception):
    """A program failed, or said something that a test should not overlook.

    Attributes:
        cause: What the program raised; a `pulumi.RunError` is a user's mistake, told without a traceback. None if it only logged.
        run: What was recorded until then.
    """

    def __init__(self, message: str, run: Run, cause: BaseException | None = None) -> None:
        super().__init__(message)
        self.run = run
        self.cause = cause


class DuplicateUrnError(Exception):
    """Two resources with one URN, which the engine refuses."""

    def __init__(self, urn: str) -> None:
        super().__init__(f"Duplicate resource URN '{urn}'; try giving it a unique name")
        self.urn = urn


def raise_on_failure(run: Run, *, strict: bool) -> Run:
    """Return a run unless it failed.

    Raises:
        ProgramError: The program raised or, for a strict run, logged a warning or an error. A duplicate URN fails any run.
    """
    if run.error is not None and (strict or isinstance(run.error, DuplicateUrnError)):
        raise ProgramError(f"The program failed: {_describe_error(run.error)}", run, run.error) from run.error
    complaints = [log for log in run.logs if log.severity != "info"]
    if strict and complaints:
        listed = "".join(f"\n{log.severity}: {log.message}" for log in complaints)
        raise ProgramError(f"The program logged {len(complaints)} warnings or errors:{listed}", run)
    return run


def _describe_error(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _group_by_attribute(resources: list[Resource], attribute: str) -> dict[str, list[Resource]]:
    groups: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        groups[getattr(resource, attribute)].append(resource)
    return dict(groups)
