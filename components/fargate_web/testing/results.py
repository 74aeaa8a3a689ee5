"""The result of `run`, and the errors that it raises."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from fargate_web.testing import assertions
from fargate_web.testing.record import Invoke, Log, Resource

_DYNAMIC_TYPE_PREFIX: Final = "pulumi-python:dynamic"


@dataclass(frozen=True)
class Run:
    """Everything that a program registers in one run.

    Attributes:
        stack: The stack resource.
        resources: The resources in order of registration, without the stack.
        invokes: The calls of provider functions, in order.
        logs: The log messages, in order.
        error: The exception of the program, or None. Only runs with `strict=False` can have one.
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
        """The exports of the program: secrets unwrapped, unknowns as `UNKNOWN`."""
        return self.stack.outputs

    @property
    def secret_outputs(self) -> frozenset[str]:
        """The paths of the exports that are secret."""
        return self.stack.secret_outputs

    @property
    def not_run(self) -> list[str]:
        """What the program has and the run left out: resource hooks and dynamic providers can reach anything, so they never run."""
        hooks = [
            f"{resource}: the hook {name!r} ({kind})"
            for resource in self.resources
            for kind, names in resource.hooks.items()
            for name in names
        ]
        dynamic = [
            f"{resource}: its dynamic provider; its outputs are its inputs"
            for resource in self.resources
            if resource.type.startswith(_DYNAMIC_TYPE_PREFIX)
        ]
        return hooks + dynamic

    @property
    def warnings(self) -> list[str]:
        """The messages of all warnings."""
        return [log.message for log in self.logs if log.severity == "warning"]

    def find_all(self, type: str) -> list[Resource]:  # noqa: A002 - Pulumi's word for it
        """Return the resources of a type token (`aws:ecs/service:Service`), in order of registration."""
        return list(self._by_type.get(type, ()))

    def find_one(self, type: str, name: str | None = None) -> Resource:  # noqa: A002 - Pulumi's word for it
        """Return the only resource of a type, or the only one with this logical name.

        Raises:
            LookupError: There is none, or more than one. The message lists the candidates.
        """
        candidates = self.find_all(type)
        matches = [resource for resource in candidates if name in (None, resource.name)]
        if len(matches) == 1:
            return matches[0]
        wanted = type if name is None else f"{type} {name!r}"
        if candidates:
            alternatives = "There is: " + ", ".join(repr(resource.name) for resource in candidates)
        else:
            alternatives = "The types there are: " + (", ".join(sorted(self._by_type)) or "none at all")
        raise LookupError(
            f"Wanted exactly one {wanted}, found {len(matches)}. {alternatives}.\n"
            f"{self.format_tree(marked=dict.fromkeys((candidate.urn for candidate in candidates), ''))}"
        )

    def find_by_name(self, name: str) -> Resource:
        """Return the only resource with this logical name.

        Raises:
            LookupError: There is none, or more than one. The message lists the candidates.
        """
        matches = [resource for resource in self.resources if resource.name == name]
        if len(matches) == 1:
            return matches[0]
        alternatives = ", ".join(map(str, matches or self.resources)) or "nothing"
        raise LookupError(
            f"Wanted exactly one resource named {name!r}, found {len(matches)}. There is: {alternatives}.\n{self.format_tree()}"
        )

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
        """Return the direct children of a resource or URN, in order of registration."""
        urn = parent.urn if isinstance(parent, Resource) else parent
        return list(self._by_parent.get(urn, ()))

    def format_tree(self, *, marked: Mapping[str, str] | None = None) -> str:
        """Return the types and names of all resources as a tree, one a line.

        Args:
            marked: The URNs of resources to point at, with a note for each.
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
    """A program failed, or logged a warning or an error.

    Attributes:
        cause: The exception of the program; a `pulumi.RunError` is a user error, reported without a traceback. None if it only logged.
        run: The run until then.
    """

    def __init__(self, message: str, run: Run, cause: BaseException | None = None) -> None:
        super().__init__(message)
        self.run = run
        self.cause = cause


class DuplicateUrnError(Exception):
    """Two resources have the same URN, which the engine rejects."""

    def __init__(self, urn: str) -> None:
        super().__init__(f"Duplicate resource URN '{urn}'; try giving it a unique name")
        self.urn = urn


class DuplicateAliasError(Exception):
    """Two resources claim one alias, or a resource has an alias that is the URN of another one. The engine rejects it."""

    def __init__(self, alias: str, urn: str, other: str) -> None:
        super().__init__(
            f"Duplicate resource alias '{alias}' applied to resource with URN '{urn}' conflicting with resource with URN '{other}'"
        )
        self.alias = alias


def raise_on_failure(run: Run, *, strict: bool) -> Run:
    """Return a run unless it failed.

    Raises:
        ProgramError: The program raised or, for a strict run, logged a warning or an error. A duplicate URN or alias fails any run.
    """
    if run.error is not None and (strict or isinstance(run.error, DuplicateUrnError | DuplicateAliasError)):
        raise ProgramError(f"The program failed: {_describe_error(run.error)}", run, run.error) from run.error
    problems = [log for log in run.logs if log.severity != "info"]
    if strict and problems:
        problem_list = "".join(f"\n{log.severity}: {log.message}" for log in problems)
        raise ProgramError(f"The program logged {len(problems)} warnings or errors:{problem_list}", run)
    return run


def _describe_error(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _group_by_attribute(resources: list[Resource], attribute: str) -> dict[str, list[Resource]]:
    groups: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        groups[getattr(resource, attribute)].append(resource)
    return dict(groups)
