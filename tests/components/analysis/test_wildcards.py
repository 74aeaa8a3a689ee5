import re
from functools import cache
from itertools import product

import pytest
from fargate_web.analysis.wildcards import pattern_covers, patterns_overlap
from hypothesis import given, settings
from hypothesis import strategies as st

# Two letters that patterns have, and one that stands for all the letters that they have not.
WORDS = ["".join(letters) for length in range(7) for letters in product("abc", repeat=length)]
short_patterns = st.text("ab*?", max_size=3)


@cache
def matched(pattern: str) -> frozenset[str]:
    """Find the words that a pattern matches by trying all of them."""
    expression = re.compile("".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern))
    return frozenset(word for word in WORDS if expression.fullmatch(word))


@given(short_patterns, short_patterns)
@settings(max_examples=400)
def test_a_pattern_covers_another_exactly_when_it_matches_all_its_words(general, specific):
    assert pattern_covers(general, specific) == (matched(specific) <= matched(general))


@given(short_patterns, short_patterns)
@settings(max_examples=400)
def test_two_patterns_overlap_exactly_when_some_word_is_matched_by_both(one, other):
    assert patterns_overlap(one, other) == bool(matched(one) & matched(other))


@given(st.text("ab*?/", max_size=20))
def test_every_pattern_covers_itself_and_is_covered_by_everything(pattern):
    assert pattern_covers(pattern, pattern)
    assert pattern_covers("*", pattern)
    assert patterns_overlap(pattern, "*")


@given(st.text("ab*?", max_size=8), st.text("ab*?", max_size=8))
def test_overlapping_goes_both_ways(one, other):
    assert patterns_overlap(one, other) == patterns_overlap(other, one)


@given(st.text("ab*?", max_size=6), st.text("ab*?", max_size=6), st.text("ab*?", max_size=6))
def test_what_covers_what_covers_covers(one, two, three):
    if pattern_covers(one, two) and pattern_covers(two, three):
        assert pattern_covers(one, three)


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        ("*.example.com", "shop.example.com"),
        ("*.example.com", "a.b.example.com"),
        ("*.example.com", "*.shop.example.com"),
        ("/v1/*", "/v1/users/*"),
        ("/v1/*", "/v1/"),
        ("/v?/*", "/v1/*"),
        ("/*", "/"),
        ("/a*c", "/abc"),
        ("/*/*", "/a/b"),
        ("?*", "*?"),
        ("?*", "*a"),
    ],
)
def test_these_cover_and_not_the_other_way_round_unless_they_are_the_same(general, specific):
    assert pattern_covers(general, specific)
    assert patterns_overlap(general, specific)
    assert pattern_covers(specific, general) == ({general, specific} == {"?*", "*?"})


@pytest.mark.parametrize(
    ("one", "other"),
    [("/v1/*", "/v2/*"), ("a.example.com", "b.example.com"), ("*.example.com", "example.com"), ("/v?", "/v10"), ("/A", "/a")],
)
def test_these_have_nothing_in_common(one, other):
    assert not patterns_overlap(one, other)
    assert not pattern_covers(one, other)
    assert not pattern_covers(other, one)


@pytest.mark.parametrize(("one", "other"), [("/a/*", "/*/b"), ("*.example.com", "shop.*"), ("/a?", "/?b")])
def test_these_overlap_and_neither_covers_the_other(one, other):
    assert patterns_overlap(one, other)
    assert not pattern_covers(one, other)
    assert not pattern_covers(other, one)


def test_patterns_as_long_as_aws_takes_are_compared_at_once():
    long = "/" + "a?" * 60 + "*"
    assert pattern_covers("/*a?*a?*a?*a?*", long)
    assert patterns_overlap("/*b?*b?*b?*b?*", "/*a" + "a?" * 60)
    assert not pattern_covers(long, "/*a?*a?*a?*a?*")
