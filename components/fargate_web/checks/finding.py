"""The findings of the checks."""

from dataclasses import dataclass
from typing import Literal

from ..settings.container import SilenceKey
from ..settings.fix import Edit, Fix, SettingPath
from ..settings.stack import Stack

__all__ = ["Finding", "SettingPath", "Severity", "choose_severity", "silence_check"]

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of a check of the whole stack.

    Attributes:
        code: The identifier of the check, as in docs/checks.md.
        path: The path in the stack file, in the file's spelling.
        message: What is wrong, and why. It ends with what to write instead unless `fixes` says that.
        severity: An error stops the program; a warning is printed.
        related_paths: Further paths that the finding depends on.
        fixes: What to write instead. Paths start at the root of the stack's settings.
        silence_key: The key under which the section `silence` of the container silences it. None if it is no advice on a container.
    """

    code: str
    path: SettingPath
    message: str
    severity: Severity = "error"
    related_paths: tuple[SettingPath, ...] = ()
    fixes: tuple[Fix, ...] = ()
    silence_key: SilenceKey | None = None


def choose_severity(stack: Stack) -> Severity:
    """Return the severity of advice: an error on a protected stack, a warning elsewhere."""
    return "error" if stack.protected else "warning"


def silence_check(code: str, reason: str) -> Fix:
    """Build the fix that silences a check of the whole stack.

    Args:
        code: The identifier of the check.
        reason: What the user has to explain: `why tasks may have public addresses`.
    """
    return Fix(f"silence: {{{code}: <{reason}>}}", (Edit(("silence", code), "set", f"<{reason}>"),))
