"""What a stack costs, in a line for those who asked for something else."""

from typing import Final

from fargate_web_cli.cost.estimate import estimate
from fargate_web_cli.cost.page import money
from fargate_web_cli.preview.stack_preview import Preview

_MOST: Final = 5
"""Services that are named."""


def cost_line(preview: Preview) -> str:
    """Write the estimate of a preview without traffic: the sum at the desired number of tasks, its bounds, and its largest shares.

    Raises:
        TableError: The table of prices is none.
    """
    made = estimate(preview.run.resources, preview.region, services=preview.settings.services)
    monthly = made.monthly
    steady = monthly.maximum - monthly.minimum < 0.005
    bounds = "" if steady else f" ({money(monthly.minimum)} at least, {money(monthly.maximum)} at most)"
    shares = sorted(made.by_service().items(), key=lambda pair: -pair[1].desired)
    told = ", ".join(f"{name} {money(share.desired)}" for name, share in shares[:_MOST] if share.desired >= 0.005)
    rest = f", {len(shares) - _MOST} more" if len(shares) > _MOST else ""
    return f"about ${money(monthly.desired)} a month{bounds}: {told}{rest}; without traffic, at list prices of {made.prices.date or 'an unknown date'}"
