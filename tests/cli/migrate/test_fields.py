"""The rows of the table: each field once, with a counterpart that exists."""

from collections import Counter

from fargate_web.settings.stack import Stack
from fargate_web_cli.migrate.copilot.field_table import FIELD_TABLE

from generate.reference import ReferencePage


def test_no_field_has_two_rows():
    counted = Counter((kind, row.path) for row in FIELD_TABLE for kind in row.kinds)
    assert [twice for twice, count in counted.items() if count > 1] == []


def test_what_is_left_says_what_to_do_instead():
    assert [row.path for row in FIELD_TABLE if row.outcome == "left" and len(row.note) < 20] == []


def test_every_counterpart_is_a_key_of_the_reference():
    reference = ReferencePage(Stack).render_markdown()
    words = {
        part.split("[")[0]
        for row in FIELD_TABLE
        if " " not in row.counterpart.replace(", ", "")
        for counterpart in row.counterpart.split(", ")
        for part in counterpart.split(".")
        if part and not part.startswith("<")
    }
    assert [word for word in sorted(words) if f"`{word}`" not in reference] == []
