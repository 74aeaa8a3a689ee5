"""The command line of `fargate-web cost`."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, add_stack_arguments, build_command_parser
from fargate_web_cli.terminal.standard_output import write_standard_output

_DESCRIPTION: Final = """\
Estimate what a stack costs a month, offline: at the fewest, the desired and the most tasks, by service and by kind.

The program runs as in `fargate-web preview`, and its resources are multiplied with a dated table of list prices. Costs that depend on traffic are left
out unless you set the traffic. The estimate lists its date, its assumptions and what it leaves out. It is no offer and no bill.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web cost --stack prod                         the stack prod, without its traffic
  fargate-web cost -s prod --requests-per-second 200 --transfer-gb 500 --log-gb 40
  fargate-web cost --markdown > cost.md                 for a comment on a pull request
  fargate-web cost --json | jq .monthly.desired         the sum alone
  fargate-web cost --refresh-prices                     update all Regions of the table; needs a network
  fargate-web cost --refresh-prices eu-north-1          update one Region, or add it

exit status: 0 if all is well; 1 if the stack file has faults, the program fails or prices can't be read; 2 if the command line is wrong.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `cost`.

    Returns:
        The exit status.
    """
    arguments = build_parser().parse_args(argv)
    if arguments.refresh_prices is not None:
        return _refresh_prices(arguments.refresh_prices)
    from fargate_web_cli.cost.estimate import estimate_cost
    from fargate_web_cli.cost.line_item import Usage
    from fargate_web_cli.cost.prices import PriceTableError
    from fargate_web_cli.project.stack_preview import PreviewError, preview_stack

    try:
        preview = preview_stack(arguments.stack, arguments.config_file)
        usage = Usage(
            requests_per_second=arguments.requests_per_second,
            log_gb=arguments.log_gb,
            transfer_gb=arguments.transfer_gb,
            nat_gb=arguments.nat_gb,
            endpoint_gb=arguments.endpoint_gb,
            insights_metrics=arguments.insights_metrics,
            run_minutes=arguments.run_minutes,
            image_gb=arguments.image_gb,
            spot_discount=arguments.spot_discount,
        )
        estimate = estimate_cost(preview.preview_run.resources, preview.region, services=preview.service_settings, usage=usage)
    except PreviewError as error:
        print(error.format_report(verbose=arguments.verbose), file=sys.stderr)
        return 1
    except PriceTableError as error:
        print(error, file=sys.stderr)
        return 1
    name = f"{preview.project}/{preview.stack}"
    if arguments.json:
        document = {"project": preview.project, "stack": preview.stack, **estimate.as_json()}
        return write_standard_output(lambda stream: stream.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n"), "The estimate")
    from fargate_web_cli.cost.page import build_estimate_page
    from fargate_web_cli.cost.page_text import render_markdown, write_page

    page = build_estimate_page(estimate, name)
    return write_standard_output(
        lambda stream: stream.write(render_markdown(page)) if arguments.markdown else write_page(page, stream), "The estimate"
    )


def _refresh_prices(regions: list[str]) -> int:
    from fargate_web_cli.cost.price_list import RefreshError, refresh_prices
    from fargate_web_cli.cost.prices import PRICE_TABLE_FILE, PriceTableError, read_price_table

    try:
        for line in refresh_prices(regions or list(read_price_table()["regions"]), PRICE_TABLE_FILE):
            print(line)
    except (RefreshError, PriceTableError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parse_amount(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of zero or more")
    return value


def _parse_percentage(text: str) -> float:
    value = _parse_amount(text)
    if value > 100:
        raise argparse.ArgumentTypeError(f"{text} is more than 100 per cent")
    return value


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web cost", _DESCRIPTION, _EXAMPLES)
    add_stack_arguments(parser)
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("-j", "--json", action="store_true", help="write the estimate as JSON, every line with quantity and price")
    formats.add_argument("-m", "--markdown", action="store_true", help="write the estimate as Markdown")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the traceback if the program fails")
    usage = parser.add_argument_group("traffic", "Each is zero by default, and the costs that depend on it are left out.")
    for option, help_text in (
        ("requests-per-second", "requests at the load balancer, on average: for its capacity units and the requests that WAF inspects"),
        ("transfer-gb", "GB that the load balancer sends to the internet a month"),
        ("nat-gb", "GB through the NAT gateways a month, both ways"),
        ("endpoint-gb", "GB through the interface endpoints a month, both ways"),
        ("log-gb", "GB of log events that all services and scheduled tasks write a month, together: written, and kept for their retention"),
        ("insights-metrics", "metrics that Container Insights collects from the cluster"),
        (
            "run-minutes",
            "minutes that a run of a scheduled task takes, the pull of the image included; the schedule tells how many runs there are",
        ),
        ("image-gb", "GB of images in the repositories of the stack, layers that images share counted once"),
    ):
        usage.add_argument(f"--{option}", metavar="N", type=_parse_amount, default=0.0, help=help_text)
    usage.add_argument(
        "--spot-discount",
        metavar="N",
        type=_parse_percentage,
        default=70.0,
        help="per cent that Fargate Spot costs less (default 70, AWS's «up to»)",
    )
    parser.add_argument(
        "--refresh-prices",
        metavar="REGION",
        nargs="*",
        help="read prices from the AWS price list into the table of the installed command, without an estimate (default: all its Regions)",
    )
    return parser
