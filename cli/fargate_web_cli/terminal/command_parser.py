"""The command-line parser: help that fits the terminal, and errors that suggest the closest valid word."""

import argparse
import difflib
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Collection, Sequence
from typing import Any, Final, NoReturn

_MAXIMUM_WIDTH: Final = 100
_PIPE_WIDTH: Final = 80
_OPTION_WIDTH: Final = 30
_ENTRY_START: Final = re.compile(r"\S+ {2,}\S|(?:examples|exit status|environment):(?: |$)")
"""A line that does not continue the paragraph above it: a list entry, or the heading of a part of the help."""


class CommandParser(argparse.ArgumentParser):
    """A parser that fits its help to the terminal and reports an error in one line.

    Every command has the option `-C DIR`, which changes to that folder before the command runs.
    """

    def __init__(self, prog: str, description: str, epilog: str = "", *, help_summary: str = "show this help") -> None:
        super().__init__(
            prog=prog, description=description, epilog=epilog, formatter_class=_HelpFormatter, allow_abbrev=False, add_help=False
        )
        self._positionals.title = "arguments"
        general = self.general_options = super().add_argument_group("general options")
        general.add_argument("-h", "--help", action="help", help=help_summary)
        set_completion(general.add_argument("-C", dest="directory", metavar="DIR", help="run as if started in this folder"), "directory")
        self.options = super().add_argument_group("options")
        self._last_groups = (general,)

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        """Add an argument. The help lists it under "options" if it is an option."""
        if args and args[0].startswith("-") and hasattr(self, "options"):
            return self.options.add_argument(*args, **kwargs)
        return super().add_argument(*args, **kwargs)

    def add_mutually_exclusive_group(self, *, required: bool = False) -> Any:
        """Add a group of options that exclude each other. The help lists them under "options"."""
        return self.options.add_mutually_exclusive_group(required=required)

    def list_commands(self, title: str, names: Collection[str]) -> None:
        """List some subcommands in the help under a title. The help shows no others."""
        (subcommands,) = (action for action in self._actions if isinstance(action, argparse._SubParsersAction))
        group = self.add_argument_group(title)
        group._group_actions += [listed for listed in subcommands._get_subactions() if listed.dest in names]

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """Parse the command line and change to the folder of `-C`."""
        arguments, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.error(self._describe_unknown(unknown[0]))
        if getattr(arguments, "directory", None) is not None:
            change_directory(arguments.directory, self)
        return arguments

    def error(self, message: str) -> NoReturn:
        """Print the error in one line and exit with status 2."""
        message = _shorten_choice_error(message)
        end = "" if message.endswith("?") else "."
        self.exit(2, f"{self.prog}: {message}{end} See {self.prog} --help\n")

    def format_usage(self) -> str:
        """Return the usage line without the options, which the help lists below."""
        positionals = [action for action in self._actions if not action.option_strings]
        formatter = self._get_formatter()
        words = [formatter._format_args(action, action.dest) for action in positionals]
        return f"usage: {' '.join([self.prog, '[options]', *words])}\n"

    def format_help(self) -> str:
        """Return the help: purpose, usage, options, then examples and exit status."""
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
        closest = find_closest_match(name, [option for action in self._actions for option in action.option_strings])
        return f"there is no option {name}" + (f"; did you mean {closest}?" if closest else "")


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Wraps paragraphs to the width of the terminal and keeps indented lines, such as examples."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=_OPTION_WIDTH, width=measure_help_width())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(_wrap_lines(text.strip("\n"), width, indent))

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):
            return ""  # `list_commands` lists the subcommands by group
        return super()._format_action(action)

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        # -s, --stack NAME instead of -s NAME, --stack NAME
        return f"{', '.join(action.option_strings)} {self._format_args(action, self._get_default_metavar_for_optional(action))}"


def measure_help_width() -> int:
    """Return the width of the help: that of the terminal, or 80 columns without one."""
    if "COLUMNS" not in os.environ and not sys.stdout.isatty():
        return _PIPE_WIDTH
    return max(40, min(shutil.get_terminal_size().columns, _MAXIMUM_WIDTH))


def change_directory(folder: str, parser: argparse.ArgumentParser) -> None:
    """Change to the folder of `-C`."""
    try:
        os.chdir(folder)
    except OSError as error:
        parser.error(f"-C {folder}: {(error.strerror or str(error)).lower()}")


def find_closest_match(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that is most similar to a misspelt one, None if none is similar."""
    matches = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return matches[0] if matches else None


def add_stack_arguments(parser: argparse.ArgumentParser, *, allow_all_stacks: bool = False) -> None:
    """Add the options that choose a stack, the same for every command.

    Args:
        parser: The parser.
        allow_all_stacks: Whether the command processes all stacks if none is chosen.
    """
    from pathlib import Path  # `fargate-web --help` does not need it

    default = "every stack that has a file" if allow_all_stacks else "dev, or the only one that has a file"
    set_completion(parser.add_argument("-s", "--stack", metavar="NAME", help=f"the stack (default: {default})"), "stack")
    option = parser.add_argument(
        "--config-file", metavar="FILE", type=Path, help="the stack file (default: Pulumi.<stack>.yaml beside Pulumi.yaml)"
    )
    set_completion(option, "file")


def set_completion(action: argparse.Action, kind: str) -> argparse.Action:
    """Set what shells complete for the value of an argument: `stack`, `file` or `directory`."""
    action.completion = kind  # type: ignore[attr-defined]
    return action


def build_command_parser(prog: str, description: str, examples: str) -> CommandParser:
    """Build the parser of a subcommand.

    Args:
        prog: The name of the command: `fargate-web preview`.
        description: The purpose in one sentence, then paragraphs. The lines of a paragraph are joined and wrapped.
        examples: Examples, exit status and environment. Indented lines stay as they are.
    """
    return CommandParser(prog, description, examples)


def _shorten_choice_error(message: str) -> str:
    match = re.match(r"(?s)argument (.*?): invalid choice: '(.*?)' \(choose from (.*)\)$", message)
    if not match:
        return message
    choices = [word.strip(" '") for word in match[3].split(",")]
    closest = find_closest_match(match[2], choices)
    hint = f"did you mean {closest}?" if closest else f"choose {', '.join(choices[:-1])} or {choices[-1]}"
    return f"{match[1]}: there is no {match[2]!r}; {hint}"


def _wrap_lines(text: str, width: int, indent: str) -> list[str]:
    """Join and wrap the lines of each paragraph. A list entry, a heading or an indented line starts a new one."""
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
    """Move the explanations of a block of examples below the commands if a line is too long."""
    if all(len(line) <= width for line in block):
        return block
    matches = [re.fullmatch(r"( +\S.*?)(?: {2,}(\S.*))?", line) for line in block]
    return [row for match in matches if match for row in (match[1], f"      {match[2]}") if row != "      None"]
