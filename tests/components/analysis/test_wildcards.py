import re
from functools import cache
from itertools import product

import pytest
from fargate_web.analysis.wildcards import covers, overlap, specificity
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
    assert covers(general, specific) == (matched(specific) <= matched(general))


@given(short_patterns, short_patterns)
@settings(max_examples=400)
def test_two_patterns_overlap_exactly_when_some_word_is_matched_by_both(one, other):
    assert overlap(one, other) == bool(matched(one) & matched(other))


@given(short_patterns, short_patterns)
@settings(max_examples=400)
def test_a_pattern_is_never_less_specific_than_one_that_covers_it(general, specific):
    if covers(general, specific):
        assert specificity(general) <= specificity(specific)


@given(st.text("ab*?/", max_size=20))
def test_every_pattern_covers_itself_and_is_covered_by_everything(pattern):
    assert covers(pattern, pattern)
    assert covers("*", pattern)
    assert overlap(pattern, "*")


@given(st.text("ab*?", max_size=8), st.text("ab*?", max_size=8))
def test_overlapping_goes_both_ways(one, other):
    assert overlap(one, other) == overlap(other, one)


@given(st.text("ab*?", max_size=6), st.text("ab*?", max_size=6), st.text("ab*?", max_size=6))
def test_what_covers_what_covers_covers(one, two, three):
    if covers(one, two) and covers(two, three):
        assert covers(one, three)


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
    assert covers(general, specific)
    assert overlap(general, specific)
    assert covers(specific, general) == ({general, specific} == {"?*", "*?"})


@pytest.mark.parametrize(
    ("one", "other"),
    [("/v1/*", "/v2/*"), ("a.example.com", "b.example.com"), ("*.example.com", "example.com"), ("/v?", "/v10"), ("/A", "/a")],
)
def test_these_have_nothing_in_common(one, other):
    assert not overlap(one, other)
    assert not covers(one, other)
    assert not covers(other, one)


@pytest.mark.parametrize(("one", "other"), [("/a/*", "/*/b"), ("*.example.com", "shop.*"), ("/a?", "/?b")])
def test_these_overlap_and_neither_covers_the_other(one, other):
    assert overlap(one, other)
    assert not covers(one, other)
    assert not covers(other, one)


def test_patterns_as_long_as_aws_takes_are_compared_at_once():
    long = "/" + "a?" * 60 + "*"
    assert covers("/*a?*a?*a?*a?*", long)
    assert overlap("/*b?*b?*b?*b?*", "/*a" + "a?" * 60)
    assert not covers(long, "/*a?*a?*a?*a?*")


@pytest.mark.parametrize(
    ("less", "more"),
    [("*", "?"), ("/*", "/a*"), ("/a*", "/a?"), ("/a?", "/ab"), ("/ab*", "/abc*"), ("/abc*", "/abc"), ("/a*", "/a")],
)
def test_letters_are_more_specific_than_wild_cards(less, more):
    assert specificity(less) < specificity(more)
