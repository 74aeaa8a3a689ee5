"""What a stack costs, in a line for those who asked for something else."""

from typing import Final

from fargate_web_cli.cost.estimate import estimate_cost
from fargate_web_cli.cost.page import format_dollars
from fargate_web_cli.project.stack_preview import Preview

_MAXIMUM_SERVICES: Final = 5
"""Services that are named."""


def summarize_cost(preview: Preview) -> str:
    """Write the estimate of a preview without traffic: the sum at the desired number of tasks, its bounds, and its largest shares.

    Raises:
        TableError: The table of prices is none.
    """
    made = estimate_cost(preview.preview_run.resources, preview.region, services=preview.service_settings)
    monthly = made.monthly_cost
    steady = monthly.maximum - monthly.minimum < 0.005
    bounds = "" if steady else f" ({format_dollars(monthly.minimum)} at least, {format_dollars(monthly.maximum)} at most)"
    shares = sorted(made.sum_by_service().items(), key=lambda pair: -pair[1].desired)
    told = ", ".join(f"{name} {format_dollars(share.desired)}" for name, share in shares[:_MAXIMUM_SERVICES] if share.desired >= 0.005)
    rest = f", {len(shares) - _MAXIMUM_SERVICES} more" if len(shares) > _MAXIMUM_SERVICES else ""
    return f"about ${format_dollars(monthly.desired)} a month{bounds}{f': {told}{rest}' if told else ''}; without traffic, at list prices of {made.prices.date or 'an unknown date'}"
