"""Updates the price table from the public AWS price list, which needs a network but no account and no credentials.

The CSV files of the bulk API are read line by line: that of EC2, which has the NAT gateways, has several hundred megabytes for a Region.
See https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html: five rows of metadata,
a row with the names of the columns, then a row for each price.
"""

import csv
import datetime
import http.client
import json
import re
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fargate_web_cli.cost.prices import FALLBACK_REGION, PRICE_DESCRIPTIONS

PRICE_SOURCE: Final = "AWS Price List"
_PRICE_LIST_URL: Final = "https://pricing.us-east-1.amazonaws.com"
_TIMEOUT_SECONDS: Final = 60
_METADATA_ROWS: Final = 5

UrlOpener = Callable[[str], AbstractContextManager[Iterable[str]]]
"""Opens a URL as lines of text."""


class RefreshError(Exception):
    """Prices can't be read, or have an unexpected format. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The location of a price in the AWS price list.

    Attributes:
        offer_code: The offer code of the service.
        usage_type: The usage type without the prefix of the Region.
        operation: The operation, if the usage type alone is ambiguous.
        scale: The factor to convert the price to the unit of the table: AWS charges WAF by the request.
    """

    offer_code: str
    usage_type: str
    operation: str = ""
    scale: float = 1


OFFERS: Final[dict[str, Offer]] = {
    "fargate_vcpu_hour": Offer("AmazonECS", "Fargate-vCPU-Hours:perCPU"),
    "fargate_gb_hour": Offer("AmazonECS", "Fargate-GB-Hours"),
    "fargate_arm_vcpu_hour": Offer("AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU"),
    "fargate_arm_gb_hour": Offer("AmazonECS", "Fargate-ARM-GB-Hours"),
    "fargate_storage_gb_hour": Offer("AmazonECS", "Fargate-EphemeralStorage-GB-Hours"),
    "load_balancer_hour": Offer("AWSELB", "LoadBalancerUsage", "LoadBalancing:Application"),
    "lcu_hour": Offer("AWSELB", "LCUUsage", "LoadBalancing:Application"),
    "network_load_balancer_hour": Offer("AWSELB", "LoadBalancerUsage", "LoadBalancing:Network"),
    "nlcu_hour": Offer("AWSELB", "LCUUsage", "LoadBalancing:Network"),
    "nat_gateway_hour": Offer("AmazonEC2", "NatGateway-Hours", "NatGateway"),
    "nat_gateway_gb": Offer("AmazonEC2", "NatGateway-Bytes", "NatGateway"),
    "instance_t4g_nano_hour": Offer("AmazonEC2", "BoxUsage:t4g.nano", "RunInstances"),
    "instance_t4g_micro_hour": Offer("AmazonEC2", "BoxUsage:t4g.micro", "RunInstances"),
    "instance_t4g_small_hour": Offer("AmazonEC2", "BoxUsage:t4g.small", "RunInstances"),
    "instance_t4g_medium_hour": Offer("AmazonEC2", "BoxUsage:t4g.medium", "RunInstances"),
    "endpoint_hour": Offer("AmazonVPC", "VpcEndpoint-Hours", "VpcEndpoint"),
    "endpoint_gb": Offer("AmazonVPC", "VpcEndpoint-Bytes", "VpcEndpoint"),
    "public_ipv4_hour": Offer("AmazonVPC", "PublicIPv4:InUseAddress"),
    "ebs_gp3_gb_month": Offer("AmazonEC2", "EBS:VolumeUsage.gp3"),
    "log_ingestion_gb": Offer("AmazonCloudWatch", "DataProcessing-Bytes"),
    "log_infrequent_ingestion_gb": Offer("AmazonCloudWatch", "DataProcessingIA-Bytes"),
    "log_storage_gb_month": Offer("AmazonCloudWatch", "TimedStorage-ByteHrs"),
    "alarm_metric_month": Offer("AmazonCloudWatch", "CW:AlarmMonitorUsage"),
    "metric_month": Offer("AmazonCloudWatch", "CW:MetricMonitorUsage"),
    "waf_acl_month": Offer("awswaf", "WebACLV2"),
    "waf_rule_month": Offer("awswaf", "RuleV2"),
    "waf_million_requests": Offer("awswaf", "RequestV2-Tier1", scale=1_000_000),
    "kms_key_month": Offer("awskms", "KMS-Keys"),
    "transfer_out_gb": Offer("AWSDataTransfer", "DataTransfer-Out-Bytes"),
    "image_storage_gb_month": Offer("AmazonECR", "TimedStorage-ByteHrs"),
}
"""The location of each price of the table. The files of Regions lack those of canaries, composite alarms, dashboards, Container Insights, hosted zones and denial of service, which are not updated."""


@contextmanager
def open_price_list(url: str) -> Iterator[Iterable[str]]:
    """Open a file of the price list.

    Raises:
        RefreshError: The file can't be read.
    """
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as response:
            yield (line.decode("utf-8") for line in response)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise RefreshError(f"{url} can't be read ({reason}). The table stays as it was; try again where there is a network.") from error


def refresh_prices(
    regions: Iterable[str], table_file: Path, open_url: UrlOpener = open_price_list, today: str | None = None
) -> Iterator[str]:
    """Update the prices of some Regions, and write the table after all are read.

    A price that the price list lacks stays unchanged.

    Args:
        regions: The Regions.
        table_file: The price table.
        open_url: Opens a file of the price list.
        today: The date for the table. Default: today, in UTC.

    Yields:
        A line for each step.

    Raises:
        RefreshError: A Region or a file does not exist. Nothing was written.
    """
    written = json.loads(table_file.read_text(encoding="utf-8"))
    date = today or datetime.datetime.now(datetime.UTC).date().isoformat()
    for region in regions:
        if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", region):
            raise RefreshError(f"{region} is no Region; write it as in us-east-1.")
        found = fetch_prices(region, open_url)
        before = written["regions"].get(region, {}).get("prices", {})
        prices = {key: found.get(key, before.get(key)) for key in PRICE_DESCRIPTIONS}
        if region == FALLBACK_REGION and None in prices.values():
            raise RefreshError(f"The price list lacks prices of {FALLBACK_REGION}, which stands in for others: nothing was written.")
        changed = sum(1 for key in PRICE_DESCRIPTIONS if before.get(key) != prices[key])
        written["regions"][region] = {"date": date, "source": PRICE_SOURCE + _describe_kept_prices(prices, found), "prices": prices}
        yield f"{region}: {len(found)} prices read, {changed} of them new, {sum(1 for key in PRICE_DESCRIPTIONS if key not in found)} not in the price list"
    written["regions"] = dict(sorted(written["regions"].items()))
    table_file.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    yield f"written to {table_file}"


def fetch_prices(region: str, open_url: UrlOpener = open_price_list) -> dict[str, float]:
    """Read the prices of a Region.

    Raises:
        RefreshError: A file does not exist or has an unexpected format.
    """
    found: dict[str, float] = {}
    for service in dict.fromkeys(offer.offer_code for offer in OFFERS.values()):
        wanted = {key: offer for key, offer in OFFERS.items() if offer.offer_code == service}
        url = f"{_PRICE_LIST_URL}/offers/v1.0/aws/{service}/current/{region}/index.csv"
        with open_url(url) as lines:
            found |= read_prices(lines, wanted, url)
    return found


def read_prices(lines: Iterable[str], offers: dict[str, Offer], url: str = "the file") -> dict[str, float]:
    """Read on-demand prices from a file of the price list, for tiered prices the first tier.

    Raises:
        RefreshError: A column is missing.
    """
    rows = csv.reader(lines)
    head = next((row for index, row in enumerate(rows) if index >= _METADATA_ROWS), [])
    columns = {name.replace(" ", "").lower(): index for index, name in enumerate(head)}
    needed = ("termtype", "startingrange", "priceperunit", "currency", "usagetype", "operation")
    if not columns.keys() >= set(needed):
        raise RefreshError(
            f"{url} has another form than a file of the price list: its sixth row lacks {_list_missing_columns(columns, needed)}."
        )
    found: dict[str, float] = {}
    for row in rows:
        if len(found) == len(offers):
            break
        term, start, price, currency, usage, operation = (row[columns[name]] if columns[name] < len(row) else "" for name in needed)
        if term != "OnDemand" or currency != "USD" or start not in ("", "0") or not _parse_dollars(price, url):
            continue
        for key, offer in offers.items():
            if _matches_usage_type(usage, offer.usage_type) and offer.operation in ("", operation):
                found.setdefault(key, _parse_dollars(price, url) * offer.scale)
    return {key: round(value, 10) for key, value in found.items()}


def _parse_dollars(price: str, url: str) -> float:
    try:
        return float(price or 0)
    except ValueError:
        raise RefreshError(f"{url} has a price that is no number: {price}.") from None


def _matches_usage_type(usage: str, wanted: str) -> bool:
    """Return whether a usage type matches: without prefix as in us-east-1, or with one such as `EUC1-` or `eu-central-1-`."""
    return re.fullmatch(rf"(?:(?:EU|[A-Z]{{3}}\d)-|[a-z]{{2}}(?:-[a-z]+)+-\d-)?{re.escape(wanted)}", usage) is not None


def _describe_kept_prices(prices: dict[str, Any], found: dict[str, float]) -> str:
    kept = [PRICE_DESCRIPTIONS[key] for key, price in prices.items() if price is not None and key not in found]
    return f"; as before: {', '.join(kept)}" if kept else ""


def _list_missing_columns(columns: dict[str, int], needed: Iterable[str]) -> str:
    return ", ".join(name for name in needed if name not in columns)
