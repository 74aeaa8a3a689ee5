"""Numbers that the provider takes as texts.

They are written as the provider reads them back from AWS, without an exponent: it compares texts, and another spelling would be a change in every preview.
"""

from decimal import Decimal


def format_number(number: float) -> str:
    """Return a number without an exponent and without zeros that say nothing."""
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_difference(number: float, subtrahend: float) -> str:
    """Return a difference as exact as its decimal digits: 0.3 - 0.1 is 0.2, not 0.19999999999999998."""
    return format_number(float(Decimal(repr(number)) - Decimal(repr(subtrahend))))
