"""`fargate-web check --fix`: makes the changes that the user surely meant, after showing them."""

import difflib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_web.faults.fault import Fault, SettingsError
from fargate_web.settings.fix import Fix
from fargate_web.stack.load import NAMESPACE, load_file

from fargate_web_cli.check.file_selection import CheckedFile
from fargate_web_cli.check.text_edits import apply_fixes
from fargate_web_cli.terminal.formatting import format_count

_MAX_PASSES: Final = 10
_BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True)
class FixedFile:
    """A stack file with its certain fixes.

    Attributes:
        file: The file.
        before: Its text.
        after: Its text with the fixes.
        fixes: The fixes that were made.
    """

    file: Path
    before: str
    after: str
    fixes: tuple[Fix, ...]

    def render_diff(self) -> str:
        """Return the changes as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        found = difflib.unified_diff(before, after, fromfile=str(self.file), tofile=str(self.file), n=2)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found)


def fix_stack_file(checked: CheckedFile) -> FixedFile | None:
    """Make the certain fixes of a stack file in memory. Return None if there are none, or if it can't be read.

    A change can uncover the next fault, above all in a file that is not YAML yet. So the file is loaded again until no certain fix is left.
    """
    try:
        before = checked.file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    mark = _BYTE_ORDER_MARK if before.startswith(_BYTE_ORDER_MARK) else ""
    text = before.removeprefix(mark)
    made: list[Fix] = []
    for _ in range(_MAX_PASSES):
        fixes = choose_certain_fixes(_load_faults(checked, text), checked.file)
        text, applied = apply_fixes(text, fixes, NAMESPACE)
        made += applied
        if not applied:
            break
    return FixedFile(checked.file, before, mark + text, tuple(made)) if made else None


def choose_certain_fixes(faults: Iterable[Fault], file: Path) -> list[Fix]:
    """Choose the fixes that the user surely meant, one for each fault or warning of the file itself."""
    of_file = (fault for fault in faults if fault.file is not None and Path(fault.file).resolve() == file.resolve())
    chosen = (next((fix for fix in fault.fixes if fix.is_certain), None) for fault in of_file)
    return [fix for fix in chosen if fix is not None]


def _load_faults(checked: CheckedFile, text: str) -> tuple[Fault, ...]:
    try:
        return load_file(
            checked.file, stack=checked.stack, project_file=checked.project.file if checked.project else None, content=text.encode()
        ).warnings
    except SettingsError as error:
        return error.faults


def fix_stack_files(files: Iterable[CheckedFile], *, without_asking: bool, ask: Callable[[str], str] = input) -> int:
    """Show the certain fixes of stack files, ask, and write the files.

    Args:
        files: The files.
        without_asking: Whether the files are written without a question.
        ask: Asks the user a question.

    Returns:
        The exit status: 0, or 2 where nobody can be asked.
    """
    fixed = [found for checked in files if (found := fix_stack_file(checked))]
    if not fixed:
        print("Nothing can be fixed with certainty.", file=sys.stderr)
        return 0
    for one in fixed:
        sys.stderr.write(one.render_diff())
    count = format_count(sum(len(one.fixes) for one in fixed), "change")
    if not without_asking:
        if not sys.stdin.isatty():
            print(
                "There is no terminal to ask; nothing was changed. Write --fix --yes to make these changes without a question.",
                file=sys.stderr,
            )
            return 2
        if ask(f"Make {count}? [y/N] ").strip().lower() not in ("y", "yes"):
            print("Nothing was changed.", file=sys.stderr)
            return 0
    for one in fixed:
        one.file.write_bytes(one.after.encode())
    print(f"{count} made.", file=sys.stderr)
    return 0
