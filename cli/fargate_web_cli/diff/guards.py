"""Applies the guards, which stop changes of a protected stack unless its file allows them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from fargate_web_cli.diff.broadening.broadening_guard import ALLOW_BROADENING, find_stopped_broadenings
from fargate_web_cli.diff.model import StackDiff, StoppedChange
from fargate_web_cli.diff.protection_guard import ALLOW_PROTECTION_LOSS, find_protection_losses
from fargate_web_cli.diff.replacement_guard import ALLOW_REPLACEMENT, find_stopped_removals, is_removal
from fargate_web_cli.terminal.formatting import shorten_type


@dataclass(frozen=True)
class GuardSettings:
    """What the guards know of a stack.

    Attributes:
        is_protected: Whether the stack is protected in the head.
        allow_replacement: The resources that a change may replace or delete.
        allow_protection_loss: The resources, or `protected` for the stack, that a change may take a protection from.
        allow_broadening: The resources and components whose rights and openings a change may make broader.
        is_new: Whether the whole stack is new, so that there are no rights that could become broader.
        fail_on_broadening: Whether broader rights are stopped on any stack.
    """

    is_protected: bool = False
    allow_replacement: Collection[str] = ()
    allow_protection_loss: Collection[str] = ()
    allow_broadening: Collection[str] = ()
    is_new: bool = False
    fail_on_broadening: bool = False

    def allows_broadening(self, urn: str) -> bool:
        """Return whether an entry names a resource or component that may get broader rights."""
        return any(names_resource(entry, urn) for entry in self.allow_broadening)


def apply_guards(diff: StackDiff, settings: GuardSettings) -> StackDiff:
    """Add the changes that the guards stop, and warnings about entries that allow nothing.

    Changes that are stopped already, such as those of a base that is not known, are kept unless they are allowed.
    """
    # `render` reads what `diff` stopped, whose sentences know of more resources than the document has.
    known_removals = {change.urn for change in diff.stopped if change.setting == ALLOW_REPLACEMENT}
    # A change that removes the protection of the stack is still covered by it.
    removals = find_stopped_removals(diff, protected=diff.was_protected or settings.is_protected)
    stopped = [
        *diff.stopped,
        *(change for change in removals if change.urn not in known_removals),
        *find_protection_losses(diff, is_protected=settings.is_protected),
    ]
    if settings.fail_on_broadening or ((diff.was_protected or settings.is_protected) and not settings.is_new):
        stopped += find_stopped_broadenings(diff, settings.allows_broadening)
    allowed = {
        ALLOW_REPLACEMENT: settings.allow_replacement,
        ALLOW_PROTECTION_LOSS: settings.allow_protection_loss,
        ALLOW_BROADENING: settings.allow_broadening,
    }
    return replace(
        diff,
        stopped=tuple(dict.fromkeys(change for change in stopped if not _is_allowed(change, allowed.get(change.setting, ())))),
        warnings=tuple(dict.fromkeys((*diff.warnings, *_warn_of_unused_entries(diff, stopped, settings)))),
    )


def names_resource(entry: str, urn: str) -> bool:
    """Return whether an entry names a resource: its logical name, `<type>/<name>` with the full or the short type, or its URN."""
    types, _, name = urn.partition("::")[2].partition("::")[2].partition("::")
    type_ = types.rpartition("$")[2]
    return bool(urn) and entry in (name, f"{type_}/{name}", f"{shorten_type(type_)}/{name}", urn)


def _is_allowed(change: StoppedChange, entries: Collection[str]) -> bool:
    return any(entry == change.entry or names_resource(entry, change.urn) for entry in entries)


def _warn_of_unused_entries(diff: StackDiff, stopped: Iterable[StoppedChange], settings: GuardSettings) -> Iterator[str]:
    stopped = list(stopped)
    removed = [change.urn for change in diff.changes if is_removal(change)]
    for entry in settings.allow_replacement:
        if not any(names_resource(entry, urn) for urn in removed) and not _allows_any(entry, ALLOW_REPLACEMENT, stopped):
            yield f"{ALLOW_REPLACEMENT} names {entry}, which is neither replaced nor deleted; remove it once the change is made"
    for entry in settings.allow_protection_loss:
        if not _allows_any(entry, ALLOW_PROTECTION_LOSS, stopped):
            yield f"{ALLOW_PROTECTION_LOSS} names {entry}, which loses no protection; remove it once the change is made"
    broader = {urn for change in diff.access_changes if change.is_broadening for urn in change.urns}
    for entry in settings.allow_broadening:
        if not any(names_resource(entry, urn) for urn in broader) and not _allows_any(entry, ALLOW_BROADENING, stopped):
            yield f"{ALLOW_BROADENING} names {entry}, whose rights and openings become no broader; remove it once the change is made"


def _allows_any(entry: str, setting: str, stopped: Iterable[StoppedChange]) -> bool:
    return any(change.setting == setting and _is_allowed(change, (entry,)) for change in stopped)
