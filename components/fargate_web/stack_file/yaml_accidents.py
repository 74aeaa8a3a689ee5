"""What people leave in a YAML file by accident: marks of a merge, characters that only look right, keys without their colon."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..settings.fix import Fix, TextEdit
from ..settings.placeholders import correct_placeholders

Mark = tuple[int, int]
"""Line and column, counted from 1."""

_CONFLICT_PATTERN: Final = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?\r?$")
_INVISIBLE: Final = "\u00a0\u1680\u2000-\u200b\u200c\u200d\u2060\u202f\u205f\u3000\ufeff"
_INVISIBLE_PATTERN: Final = re.compile(f"[{_INVISIBLE}]+")
_ZERO_WIDTH: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_START: Final = r"(?P<start>\s*(?:- +)*)"
_KEY: Final = r"(?P<key>[A-Za-z_][\w.-]*)"
_PATTERNS: Final = (
    (re.compile(rf"{_START}{_KEY} *= *(?P<value>\S.*)"), "a colon follows a key, and no equals sign"),
    (re.compile(rf"{_START}{_KEY} *：\s*(?P<value>.*)"), "a colon follows a key, and this is ： (U+FF1A), which only looks like one"),
    (re.compile(rf"{_START}{_KEY}:(?P<value>[^\s:/](?:(?!:\s|:$).)*)"), "a space follows the colon of a key"),
)
_DASH_PATTERN: Final = re.compile(r"(?P<start>\s*)-(?P<value>[^\s-].*)")
_BULLET_PATTERN: Final = re.compile(r"(?P<start>\s*)(?P<bullet>[–—•‣◦▪·*]) *(?P<value>\S.*)")
_NO_COLON_PATTERN: Final = re.compile(rf"{_START}{_KEY} +(?P<value>[^\s:#=][^:#]*)")
_NAMESPACE_PATTERN: Final = re.compile(r"(?P<start>\s*)(?P<namespace>fargate-web|aws): +(?P<key>\w+):(?P<value>.*)")
_QUOTES: Final = "“”„‟«»"
_QUOTED_PATTERN: Final = re.compile(f'[{_QUOTES}]([^{_QUOTES}"\\\\]*)[{_QUOTES}]')
_APOSTROPHE_PATTERN: Final = re.compile(r"'[^\"\\]*\w'\w[^\"\\]*'(?=\s*$)")
_TRAILING_COMMA_PATTERN: Final = re.compile(rf"{_START}{_KEY}: +(?P<value>\"[^\"]*\"|'[^']*'|\[.*\]|\{{.*\}}) *(?P<comma>[,;]) *")
_ESCAPE_PATTERN: Final = re.compile(r'"(?P<text>[^"\']*\\[^"\']*)"')
_EXPRESSION: Final = r"(?:\$\{[^{}]*\}|\{\{[^{}]*\}\})"
_PLAIN: Final = r"(?:(?!: )[^\[\]{},\"'])"
_BRACES_PATTERN: Final = re.compile(
    rf"\"[^\"]*\"|'[^']*'|(?P<start>\s*(?:- +)*)(?P<text>{_PLAIN}*{_EXPRESSION}(?:{_PLAIN}|{_EXPRESSION})*)"
)
_COMPLETE_LINE_PATTERN: Final = re.compile(rf"{_START}{_KEY}: +[^\s|>&].*")


@dataclass(frozen=True, slots=True)
class Accident:
    """What is wrong with a line.

    Attributes:
        message: What is wrong, and what to write.
        mark: The line and column.
        fixes: The same as data.
    """

    message: str
    mark: Mark
    fixes: tuple[Fix, ...] = ()


def find_conflict(lines: Sequence[str]) -> Accident | None:
    """Find the marks that git leaves where a merge conflict is not resolved."""
    marked = [number for number, line in enumerate(lines, 1) if _CONFLICT_PATTERN.match(line)]
    if not marked:
        return None
    if len(marked) == 1:
        line = lines[marked[0] - 1]
        fix = Fix("remove the line", text_edits=(TextEdit(marked[0], 1, len(line.rstrip("\r")), ""),), is_certain=True)
        return Accident(f"a mark of a merge conflict is left here, {line.strip()[:7]}; remove the line", (marked[0], 1), (fix,))
    message = "a merge conflict is not resolved here; keep one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"
    return Accident(message, (marked[0], 1))


def find_invisible_characters(line: str, number: int, column: int = 1, *, above: str = "") -> Accident | None:
    """Find characters at or after a column that only look like spaces, or that can't be seen at all.

    Args:
        line: The line.
        number: Its number, counted from 1.
        column: The column, counted from 1.
        above: The line above. Characters beyond its indentation are superfluous.
    """
    found = _INVISIBLE_PATTERN.search(line, column - 1)
    if found is None:
        return None
    character = found[0][0]
    name = "no-break space" if character == "\u00a0" else unicodedata.name(character, "character").lower()
    article = "an" if name[0] in "aeiou" else "a"
    verb = "is here" if line[: found.start()].strip(f" -{_INVISIBLE}") or character in _ZERO_WIDTH else "indents this line"
    subject = f"{article} {name} (U+{ord(character):04X}) {verb}"
    superfluous = 0 < found.start() == _count_spaces(above.replace("\u00a0", "x")) and not line[: found.start()].strip(" ")
    edits = tuple(
        TextEdit(
            number, every.start() + 1, len(every[0]), "".join("" if superfluous or letter in _ZERO_WIDTH else " " for letter in every[0])
        )
        for every in _INVISIBLE_PATTERN.finditer(line)
    )
    advice = "remove it" if superfluous or character in _ZERO_WIDTH else "write plain spaces"
    return Accident(f"{subject}; {advice}", (number, found.start() + 1), (Fix(advice, text_edits=edits, is_certain=True),))


def find_line_accident(lines: Sequence[str], number: int, *, colon_missing: bool = False) -> Accident | None:
    """Find what is wrong with a line that a YAML parser can't read, or that it joins to the next one.

    Args:
        lines: The lines of the file.
        number: The number of the line, counted from 1.
        colon_missing: Whether the parser expects a colon in the line.
    """
    if not 0 < number <= len(lines):
        return None
    line = lines[number - 1].rstrip("\r")
    return find_invisible_characters(line, number) or next(_find_slips(line, number, colon_missing), None)


def find_escape(line: str, number: int, column: int) -> Accident | None:
    """Find a text in double quotes around a column, whose backslashes are meant as such."""
    found = next((each for each in _ESCAPE_PATTERN.finditer(line) if each.start() < column <= each.end()), None)
    if found is None:
        return None
    text = f"'{found['text']}'"
    fix = Fix(f"write {text}", text_edits=(TextEdit(number, found.start() + 1, len(found[0]), text),), is_certain=True)
    message = f"a backslash in double quotes starts an escape, and this is none; write single quotes, {text}"
    return Accident(message, (number, found.start() + 1), (fix,))


def find_unquoted_braces(line: str, number: int) -> Accident | None:
    """Find texts with placeholders in a line that YAML can't read, because braces start a map: `[${stack}.example.com]`."""
    texts = [(found.start("text"), found["text"].rstrip()) for found in _BRACES_PATTERN.finditer(line) if found["text"]]
    if not texts:
        return None
    quoted = [f'"{correct_placeholders(text)}"' for _, text in texts]
    edits = tuple(TextEdit(number, start + 1, len(text), right) for (start, text), right in zip(texts, quoted, strict=True))
    advice = f"write {' and '.join(quoted)}"
    fix = Fix(advice, text_edits=edits, is_certain="\\" not in line)
    return Accident(f"braces start a map in YAML, and a text with them needs quotes; {advice}", (number, texts[0][0] + 1), (fix,))


def find_wrong_indentation(lines: Sequence[str], number: int) -> Accident | None:
    """Find a line whose indentation is not that of the finished line above it."""
    above = next(
        (other for other in range(min(number - 1, len(lines)), 0, -1) if lines[other - 1].strip() and lines[other - 1].strip()[0] != "#"),
        None,
    )
    line = lines[number - 1] if number <= len(lines) else ""
    if (
        above is None
        or not _COMPLETE_LINE_PATTERN.fullmatch(lines[above - 1].rstrip("\r"))
        or not re.match(rf"\s*(?:- +)?{_KEY}:(?: |\r?$)", line)
    ):
        return None
    expected = _count_spaces(lines[above - 1])
    found = _count_spaces(line)
    if found == expected or "\t" in line[:found]:
        return None
    message = f"this line starts with {found} spaces, and the one above it with {expected}; write {expected}, or line it up with the map that it belongs to"
    fix = Fix(f"write {expected} spaces", text_edits=(TextEdit(number, 1, found, " " * expected),), is_certain=abs(found - expected) == 1)
    return Accident(message, (number, found + 1), (fix,))


def _find_slips(line: str, number: int, colon_missing: bool) -> Iterator[Accident]:
    namespace = _NAMESPACE_PATTERN.fullmatch(line)
    if namespace:
        right = f"{namespace['namespace']}:{namespace['key']}:"
        yield _rewrite(number, namespace, "a key of the configuration has no space after its namespace", right + namespace["value"])
    for pattern, problem in _PATTERNS:
        found = pattern.fullmatch(line)
        if found:
            yield _rewrite(number, found, problem, f"{found['key']}: {found['value'].strip()}")
    dash = _DASH_PATTERN.fullmatch(line)
    if dash:
        yield _rewrite(number, dash, "a space follows the dash of a list", f"- {dash['value']}")
    bullet = _BULLET_PATTERN.fullmatch(line)
    if bullet:
        problem = f"an entry of a list starts with a dash, and this is {bullet['bullet']} (U+{ord(bullet['bullet']):04X})"
        yield _rewrite(number, bullet, problem, f"- {bullet['value']}")
    if _QUOTED_PATTERN.search(line):
        straight = _QUOTED_PATTERN.sub(r'"\1"', line)
        first = next(index for index, letter in enumerate(line) if letter in _QUOTES)
        text = straight.strip()
        fix = Fix(f"write {text}", text_edits=(TextEdit(number, 1, len(line), straight),), is_certain=True)
        message = f"YAML does not know the typographic quote {line[first]}; write straight quotes: {text}"
        yield Accident(message, (number, first + 1), (fix,))
    ended = _TRAILING_COMMA_PATTERN.fullmatch(line)
    if ended:
        fix = Fix("remove it", text_edits=(TextEdit(number, ended.start("comma") + 1, 1, ""),), is_certain=True)
        name = "comma" if ended["comma"] == "," else "semicolon"
        yield Accident(f"a line of YAML ends without a {name}; remove it", (number, ended.start("comma") + 1), (fix,))
    apostrophe = _APOSTROPHE_PATTERN.search(line)
    if apostrophe:
        text = f'"{apostrophe[0][1:-1]}"'
        fix = Fix(f"write {text}", text_edits=(TextEdit(number, apostrophe.start() + 1, len(apostrophe[0]), text),), is_certain=True)
        yield Accident(f"an apostrophe ends the text in single quotes; write {text}", (number, apostrophe.start() + 1), (fix,))
    no_colon = _NO_COLON_PATTERN.fullmatch(line) if colon_missing else None
    if no_colon:
        yield _rewrite(number, no_colon, f"there is no colon after {no_colon['key']}", f"{no_colon['key']}: {no_colon['value'].strip()}")


def _rewrite(number: int, found: re.Match[str], problem: str, right: str) -> Accident:
    start = found.end("start")
    fix = Fix(f"write {right}", text_edits=(TextEdit(number, start + 1, len(found[0]) - start, right),), is_certain=True)
    return Accident(f"{problem}; write {right}", (number, start + 1), (fix,))


def _count_spaces(line: str) -> int:
    return len(line) - len(line.lstrip())
