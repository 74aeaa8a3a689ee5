"""Reads the stages and instructions of a Dockerfile, with line numbers."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_CONTINUATION_PATTERN: Final = re.compile(r"[ \t]*$")
_DIRECTIVE_PATTERN: Final = re.compile(r"#\s*(\w+)\s*=\s*(\S+)\s*")
_SHELL_WORD_PATTERN: Final = re.compile(r"""(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|["'])+""")
_HEREDOC_PATTERN: Final = re.compile(r"\d*<<(-?)([\"']?)([^\s\"'<]+)\2")
"""A here-document of BuildKit. It is a word of its own, so quoted text is not one."""
_VARIABLE_PATTERN: Final = re.compile(r"(\\?)\$(?:\{(\w+)(?::([-+])([^}]*))?\}|(\w+))")


class DockerfileError(Exception):
    """A Dockerfile is invalid.

    Attributes:
        line: The line number, from 1.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Instruction:
    """An instruction.

    Attributes:
        word: Its first word, in capitals.
        arguments: The rest, on one line.
        line: The line where it starts, from 1.
    """

    word: str
    arguments: str
    line: int

    def split_words(self) -> list[str]:
        """Split the arguments: a JSON list into its items, anything else as a shell does."""
        words = self.parse_list()
        if words is not None:
            return words
        try:
            return shlex.split(self.arguments)
        except ValueError:
            return self.arguments.split()

    def parse_list(self) -> list[str] | None:
        """Parse the arguments as a JSON list of texts; None if they are not one."""
        if not self.arguments.startswith("["):
            return None
        try:
            words = json.loads(self.arguments)
        except ValueError:
            return None
        return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None


@dataclass
class Stage:
    """A stage of a build.

    Attributes:
        base: The image, or the name of the stage, that it starts from.
        name: Its name; empty if it has none.
        line: The line of its FROM.
        platform: The platform of FROM.
        instructions: Its instructions.
    """

    base: str
    name: str
    line: int
    platform: str = ""
    instructions: list[Instruction] = field(default_factory=list)


def parse_dockerfile(text: str) -> list[Stage]:
    """Parse the stages of a Dockerfile, and replace known variables of ARG and ENV.

    Args:
        text: The file.

    Raises:
        DockerfileError: A here-document is not closed.
    """
    stages: list[Stage] = []
    global_arguments: dict[str, str] = {}
    variables: dict[str, str] = {}
    for instruction in read_instructions(text):
        arguments = instruction.arguments
        if instruction.word == "FROM":
            words = replace_variables(arguments, global_arguments).split()
            flags = [word for word in words if word.startswith("--")]
            rest = [word for word in words if not word.startswith("--")]
            name = rest[2] if len(rest) == 3 and rest[1].upper() == "AS" else ""
            platform = next((flag.partition("=")[2] for flag in flags if flag.startswith("--platform=")), "")
            parent = next((stage for stage in stages if rest and stage.name and stage.name.lower() == rest[0].lower()), None)
            stages.append(Stage(rest[0] if rest else "", name, instruction.line, platform))
            variables = _collect_environment(stages, parent)
        elif instruction.word == "ARG":
            for key, _, value in (word.partition("=") for word in instruction.split_words()):
                known = variables if stages else global_arguments
                known.setdefault(key, replace_variables(value, known) or global_arguments.get(key, ""))
        if stages and instruction.word != "FROM":
            # The shell replaces the variables in these instructions.
            kept = instruction.word in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "ARG")
            replaced = Instruction(instruction.word, arguments if kept else replace_variables(arguments, variables), instruction.line)
            stages[-1].instructions.append(replaced)
            if instruction.word == "ENV":
                variables.update(read_pairs(replaced))
    return stages


def list_final_instructions(stages: list[Stage], target: str | None = None) -> list[Instruction]:
    """List the instructions of the image: those of the last stage or the target, after those of its base stages.

    Args:
        stages: The stages.
        target: The name of the stage to build.
    """
    named = {stage.name.lower(): index for index, stage in enumerate(stages) if stage.name}
    index: int | None = named.get(target.lower(), len(stages) - 1) if target else len(stages) - 1
    found: list[Instruction] = []
    while index is not None and index >= 0:
        stage = stages[index]
        found = [*stage.instructions, *found]
        base = named.get(stage.base.lower())
        index = base if base is not None and base < index else None
    return found


def read_instructions(text: str) -> Iterator[Instruction]:
    """Read the instructions, with continued lines joined and without the bodies of here-documents.

    Raises:
        DockerfileError: A here-document is not closed.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    escape = _find_escape_character(lines)
    number = 0
    while number < len(lines):
        start, joined, continued = number, "", False
        while number < len(lines):
            line = lines[number]
            number += 1
            if line.lstrip().startswith("#") or (continued and not line.strip()):
                if not continued:
                    break
                continue
            stripped = _CONTINUATION_PATTERN.sub("", line)
            continued = stripped.endswith(escape)
            joined += stripped.removesuffix(escape) if continued else stripped
            if not continued:
                break
        word, _, arguments = joined.strip().partition(" ")
        if not word:
            continue
        if word.upper() in ("RUN", "COPY", "ADD"):
            for dash, _, end in _find_heredocs(arguments):
                while number < len(lines) and (lines[number].lstrip("\t") if dash else lines[number]) != end:
                    number += 1
                if number == len(lines):
                    raise DockerfileError(start + 1, f"the here-document {end} is not closed by a line with {end} alone")
                number += 1
        yield Instruction(word.upper(), arguments.strip(), start + 1)


def _find_heredocs(arguments: str) -> Iterator[tuple[str, str, str]]:
    for word in _SHELL_WORD_PATTERN.findall(arguments):
        found = _HEREDOC_PATTERN.fullmatch(word)
        if found:
            yield found[1], found[2], found[3]


def read_pairs(instruction: Instruction) -> dict[str, str]:
    """Read the pairs of ENV or LABEL, in the form `key=value …` or the old one, `key value`."""
    first = instruction.arguments.split(None, 1)
    if first and "=" not in first[0]:
        return {first[0]: first[1] if len(first) > 1 else ""}
    return {key: value for key, _, value in (word.partition("=") for word in instruction.split_words())}


def replace_variables(text: str, variables: dict[str, str]) -> str:
    """Replace the known variables in a text."""

    def replace_match(found: re.Match[str]) -> str:
        if found[1]:
            return found[0][1:]
        value = variables.get(found[2] or found[5])
        if found[3] == "-":
            return value or found[4]
        if found[3] == "+":
            return found[4] if value else ""
        return found[0] if value is None else value

    return _VARIABLE_PATTERN.sub(replace_match, text)


def _collect_environment(stages: list[Stage], parent: Stage | None) -> dict[str, str]:
    if parent is None:
        return {}
    inherited = list_final_instructions(stages[: stages.index(parent) + 1])
    return {key: value for instruction in inherited if instruction.word == "ENV" for key, value in read_pairs(instruction).items()}


def _find_escape_character(lines: list[str]) -> str:
    for line in lines:
        found = _DIRECTIVE_PATTERN.fullmatch(line.strip())
        if not found:
            break
        if found[1].lower() == "escape":
            return found[2]
    return "\\"
