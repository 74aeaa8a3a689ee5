"""The parser of a command line: help that fits the terminal, and errors that name the nearest right spelling."""

import argparse
import difflib
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any, Final, NoReturn

_MAXIMUM_WIDTH: Final = 100
_WIDTH_OF_A_PIPE: Final = 80
_OPTION_WIDTH: Final = 30
_ENTRY_START: Final = re.compile(r"\S+ {2,}\S|(?:examples|exit status|environment):(?: |$)")
"""A line that does not continue the paragraph above it: a list entry, or the heading of a part of the help."""


class CommandParser(argparse.ArgumentParser):
    """A parser whose help is as wide as the terminal and whose errors take one line.

    Each command has `-C DIR`: it runs as if it had been started in that folder.
    """

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog, description=description, epilog=epilog, formatter_class=_HelpFormatter, allow_abbrev=False, add_help=False
        )
        self._positionals.title = "arguments"
        general = super().add_argument_group("general options")
        general.add_argument("-h", "--help", action="help", help="show this help")
        complete(general.add_argument("-C", dest="directory", metavar="DIR", help="run as if started in this folder"), "directory")
        self.options = super().add_argument_group("options")
        self._last_groups = (general,)

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        """Add an argument; an option without a group of its own stands among the options."""
        if args and args[0].startswith("-") and hasattr(self, "options"):
            return self.options.add_argument(*args, **kwargs)
        return super().add_argument(*args, **kwargs)

    def add_mutually_exclusive_group(self, *, required: bool = False) -> Any:
        """Add options of which one may be given; they stand among the options."""
        return self.options.add_mutually_exclusive_group(required=required)

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """Parse the command line, and go to the folder that -C names."""
        arguments, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.error(self._describe_unknown(unknown[0]))
        if getattr(arguments, "directory", None) is not None:
            change_directory(arguments.directory, self)
        return arguments

    def error(self, message: str) -> NoReturn:
        """End with one line that says what is wrong, and exit status 2."""
        message = _shorten_choice_error(message)
        end = "" if message.endswith("?") else "."
        self.exit(2, f"{self.prog}: {message}{end} See {self.prog} --help\n")

    def format_usage(self) -> str:
        """Format the usage in one short line: the options are listed below it."""
        places = [action for action in self._actions if not action.option_strings]
        formatter = self._get_formatter()
        words = [formatter._format_args(action, action.dest) for action in places]
        return f"usage: {' '.join([self.prog, '[options]', *words])}\n"

    def format_help(self) -> str:
        """Format the help: purpose, usage, options, and then examples and exit status."""
        formatter = self._get_formatter()
        formatter.add_text(self.description)
        formatter.start_section(None)
        formatter._add_item(lambda: self.format_usage() + "\n", [])
        formatter.end_section()
        for group in sorted(self._action_groups, key=lambda group: group in self._last_groups):
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def _describe_unknown(self, word: str) -> str:
        name = word.partition("=")[0]
        if not name.startswith("-"):
            return f"unexpected argument {word!r}"
        nearest = find_nearest(name, [option for action in self._actions for option in action.option_strings])
        return f"there is no option {name}" + (f"; did you mean {nearest}?" if nearest else "")


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Wraps paragraphs to the terminal; indented lines, such as examples, stay as they are written."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=_OPTION_WIDTH, width=measure_help_width())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(_wrap_lines(text.strip("\n"), width, indent))

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):
            # The list of the commands, without a line that says that it is one.
            return self._join_parts([self._format_action(each) for each in action._get_subactions()])
        return super()._format_action(action)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        # -s, --stack NAME instead of -s NAME, --stack NAME
        return f"{', '.join(action.option_strings)} {self._format_args(action, self._get_default_metavar_for_optional(action))}"


def measure_help_width() -> int:
    """Measure how wide help may be: as wide as the terminal, 80 columns where there is none."""
    if "COLUMNS" not in os.environ and not sys.stdout.isatty():
        return _WIDTH_OF_A_PIPE
    return max(40, min(shutil.get_terminal_size().columns, _MAXIMUM_WIDTH))


def change_directory(folder: str, parser: argparse.ArgumentParser) -> None:
    """Go to the folder that -C names."""
    try:
        os.chdir(folder)
    except OSError as error:
        parser.error(f"-C {folder}: {(error.strerror or str(error)).lower()}")


def find_nearest(word: str, known: Sequence[str]) -> str | None:
    """Find what a misspelt word probably means."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else None


def add_stack_arguments(parser: argparse.ArgumentParser, *, allow_all_stacks: bool = False) -> None:
    """Add the arguments that choose a stack, the same for every command.

    Args:
        parser: The parser.
        allow_all_stacks: Whether the command takes all stacks where none is chosen.
    """
    from pathlib import Path  # what --help of the command itself does without

    default = "every stack that has a file" if allow_all_stacks else "dev, or the only one that has a file"
    complete(parser.add_argument("-s", "--stack", metavar="NAME", help=f"the stack (default: {default})"), "stack")
    option = parser.add_argument(
        "--config-file", metavar="FILE", type=Path, help="the stack file (default: Pulumi.<stack>.yaml beside Pulumi.yaml)"
    )
    complete(option, "file")


def complete(action: argparse.Action, kind: str) -> argparse.Action:
    """Say what a shell offers for the value of an argument: `stack`, `file` or `directory`."""
    action.completion = kind  # type: ignore[attr-defined]
    return action


def build_command_parser(prog: str, description: str, examples: str) -> CommandParser:
    """Make the parser of a command.

    Args:
        prog: What it is called: `fargate-web preview`.
        description: Its purpose, in one sentence; then paragraphs. Lines of a paragraph are joined and wrapped.
        examples: Examples, exit status and environment. Indented lines stay as they are.
    """
    return CommandParser(prog, description, examples)


def _shorten_choice_error(message: str) -> str:
    found = re.match(r"(?s)argument (.*?): invalid choice: '(.*?)' \(choose from (.*)\)$", message)
    if not found:
        return message
    known = [word.strip(" '") for word in found[3].split(",")]
    nearest = find_nearest(found[2], known)
    hint = f"did you mean {nearest}?" if nearest else f"choose {', '.join(known[:-1])} or {known[-1]}"
    return f"{found[1]}: there is no {found[2]!r}; {hint}"


def _wrap_lines(text: str, width: int, indent: str) -> list[str]:
    """Join the lines of each paragraph and wrap them; list entries, headings and indented lines begin anew."""
    lines: list[str] = []
    paragraph: list[str] = []

    def flush() -> None:
        if paragraph:
            first = re.match(r"\S+ {2,}", paragraph[0])
            hanging = " " * len(first[0]) if first else ""
            body = textwrap.TextWrapper(
                width=width - len(indent), subsequent_indent=hanging, break_on_hyphens=False, break_long_words=False
            )
            head = paragraph[0] if first else ""
            joined = " ".join(paragraph) if not first else head + "".join(f" {line}" for line in paragraph[1:])
            lines.extend(indent + line for line in body.wrap(joined))
            paragraph.clear()

    example_block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith(" "):
            flush()
            example_block.append(f"{indent}{line}".rstrip())
            continue
        lines.extend(_fit_examples(example_block, width))
        example_block.clear()
        if not line.strip():
            flush()
            lines.append("")
        elif _ENTRY_START.match(line):
            flush()
            paragraph.append(line.rstrip())
            if line.rstrip().endswith(":"):
                flush()
        else:
            paragraph.append(line.strip())
    return lines[:-1]


def _fit_examples(block: list[str], width: int) -> list[str]:
    """Put what the examples of a block mean below them where they do not fit beside them."""
    if all(len(line) <= width for line in block):
        return block
    parts = [re.fullmatch(r"( +\S.*?)(?: {2,}(\S.*))?", line) for line in block]
    return [row for found in parts if found for row in (found[1], f"      {found[2]}") if row != "      None"]
