"""Numbers as texts, written as the provider reads them back: another spelling would be a change in every preview."""

import pytest
from fargate_web.scaling.numbers import format_difference, format_number


@pytest.mark.parametrize(
    ("number", "text"),
    [(1000, "1000"), (62.5, "62.5"), (70.0, "70"), (0.00001, "0.00001"), (250_000_000_000.0, "250000000000"), (1e22, "1" + "0" * 22)],
)
def test_a_number_has_no_exponent(number, text):
    assert format_number(number) == text


@pytest.mark.parametrize(
    ("number", "subtrahend", "text"), [(0.3, 0.1, "0.2"), (500, 0.3, "499.7"), (7, 7.0, "0"), (0.00003, 0.00001, "0.00002"), (1, 10, "-9")]
)
def test_a_difference_has_the_digits_of_its_decimals(number, subtrahend, text):
    assert format_difference(number, subtrahend) == text
