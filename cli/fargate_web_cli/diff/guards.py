"""Applies the guards, which stop changes of a protected stack unless its file allows them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from fargate_web_cli.diff.broadening.broadening_guard import ALLOW_BROADENING, find_stopped_broadenings
from fargate_web_cli.diff.model import StackDiff, StoppedChange
from fargate_web_cli.diff.replacement_guard import ALLOW_REPLACEMENT, find_stopped_removals, is_removal
from fargate_web_cli.terminal.formatting import shorten_type


@dataclass(frozen=True)
class GuardSettings:
    """What the guards know of a stack.

    Attributes:
        was_protected: Whether the stack was protected in the base.
        is_protected: Whether it is protected in the head.
        allow_replacement: The resources that a change may replace or delete.
        allow_broadening: The resources and components whose rights and openings a change may make broader.
        is_new: Whether the whole stack is new, so that there are no rights that could become broader.
        fail_on_broadening: Whether broader rights are stopped on any stack.
    """

    was_protected: bool = False
    is_protected: bool = False
    allow_replacement: Collection[str] = ()
    allow_broadening: Collection[str] = ()
    is_new: bool = False
    fail_on_broadening: bool = False

    @property
    def protected(self) -> bool:
        """Whether the guards cover the stack. A change that removes the protection is still covered by it."""
        return self.was_protected or self.is_protected

    @property
    def stops_broadening(self) -> bool:
        """Whether broader rights are stopped."""
        return self.fail_on_broadening or (self.protected and not self.is_new)

    def allows_broadening(self, urn: str) -> bool:
        """Return whether an entry names a resource or component that may get broader rights."""
        return any(names_resource(entry, urn) for entry in self.allow_broadening)


def apply_guards(diff: StackDiff, settings: GuardSettings) -> StackDiff:
    """Add the changes that the guards stop, and warnings about entries that allow nothing."""
    stopped = find_stopped_removals(diff, protected=settings.protected)
    removed = [change.urn for change in diff.changes if is_removal(change)]
    warnings = [
        f"{ALLOW_REPLACEMENT} names {entry}, which is neither replaced nor deleted; remove it once the change is made"
        for entry in settings.allow_replacement
        if not any(names_resource(entry, urn) for urn in removed)
    ]
    broader_urns = {urn for change in diff.access_changes if change.is_broadening for urn in change.urns}
    warnings += [
        f"{ALLOW_BROADENING} names {entry}, whose rights and openings become no broader; remove it once the change is made"
        for entry in settings.allow_broadening
        if not any(names_resource(entry, urn) for urn in broader_urns)
    ]
    broadenings = find_stopped_broadenings(diff, settings.allows_broadening) if settings.stops_broadening else ()
    return replace(
        diff,
        stopped=(*diff.stopped, *_drop_allowed(stopped, settings.allow_replacement), *broadenings),
        warnings=(*diff.warnings, *warnings),
    )


def names_resource(entry: str, urn: str) -> bool:
    """Return whether an entry names a resource: its logical name, `<type>/<name>` with the full or the short type, or its URN."""
    types, _, name = urn.partition("::")[2].partition("::")[2].partition("::")
    type_ = types.rpartition("$")[2]
    return entry in (name, f"{type_}/{name}", f"{shorten_type(type_)}/{name}", urn)


def _drop_allowed(stopped: Iterable[StoppedChange], allowed: Collection[str]) -> list[StoppedChange]:
    return [change for change in stopped if not any(entry == change.entry or names_resource(entry, change.urn) for entry in allowed)]
