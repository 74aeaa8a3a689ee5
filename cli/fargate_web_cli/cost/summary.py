"""The cost of a stack in one line, for other commands."""

from typing import Final

from fargate_web_cli.cost.estimate import estimate_cost
from fargate_web_cli.cost.page import format_dollars
from fargate_web_cli.project.stack_preview import Preview

_MAXIMUM_SERVICES: Final = 5
"""The number of services that the line names."""


def summarize_cost(preview: Preview) -> str:
    """Summarize the cost of a preview without traffic: the desired, minimum and maximum cost, and the most expensive services.

    Raises:
        PriceTableError: The price table is damaged.
    """
    estimate = estimate_cost(preview.preview_run.resources, preview.region, services=preview.service_settings)
    monthly = estimate.monthly_cost
    is_constant = monthly.maximum - monthly.minimum < 0.005
    bounds = "" if is_constant else f" ({format_dollars(monthly.minimum)} at least, {format_dollars(monthly.maximum)} at most)"
    shares = sorted(estimate.sum_by_service().items(), key=lambda pair: -pair[1].desired)
    largest_shares = ", ".join(
        f"{name} {format_dollars(share.desired)}" for name, share in shares[:_MAXIMUM_SERVICES] if share.desired >= 0.005
    )
    rest = f", {len(shares) - _MAXIMUM_SERVICES} more" if len(shares) > _MAXIMUM_SERVICES else ""
    saved = sum(amount.desired for amount in estimate.savings.values())
    savings = f"; hours without tasks save {format_dollars(saved)}" if saved >= 0.005 else ""
    return f"about ${format_dollars(monthly.desired)} a month{bounds}{f': {largest_shares}{rest}' if largest_shares else ''}{savings}; without traffic, at list prices of {estimate.prices.date or 'an unknown date'}"
