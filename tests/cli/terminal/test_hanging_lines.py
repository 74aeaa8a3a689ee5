"""Where lines that hang are broken."""

from io import StringIO

import pytest
from fargate_web_cli.terminal.console import build_console
from fargate_web_cli.terminal.hanging_lines import HangingLine, wrap_line
from rich.text import Text

CONSOLE = build_console(StringIO(), terminal=False)


def rows_of(text: str, width: int) -> list[str]:
    line = HangingLine(Text("web: "), Text(text), Text("  "), keeps_phrases=True)
    return [row.plain for row in wrap_line(line, width, CONSOLE)]


def test_a_phrase_between_commas_stays_on_one_line():
    assert rows_of("2 target groups, 3 security group rules, 1 log group", 48) == [
        "web: 2 target groups, 3 security group rules,",
        "     1 log group",
    ]


def test_a_phrase_that_no_line_has_room_for_is_broken_between_its_words():
    assert rows_of("three security group rules", 12) == ["web:", "  three", "  security", "  group", "  rules"]


@pytest.mark.parametrize("width", range(8, 90))
def test_nothing_is_lost_and_no_line_is_too_long(width):
    text = "2 target groups, 3 security group rules; ECS Exec: a long sentence without any comma that goes on and on, the end"
    rows = rows_of(text, width)
    assert max(map(len, rows)) <= width
    assert "".join("".join(rows).split()) == "web:" + "".join(text.split())
