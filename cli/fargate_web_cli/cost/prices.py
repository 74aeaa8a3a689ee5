"""The dated table of list prices, `prices.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

HOURS_PER_MONTH: Final = 730
"""The hours of a month in the AWS Pricing Calculator."""

FALLBACK_REGION: Final = "us-east-1"
"""The Region whose prices replace missing ones. The table has all its prices."""

PRICE_TABLE_FILE: Final = Path(__file__).with_name("prices.json")

PRICE_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "fargate_vcpu_hour": "Fargate vCPU-hour, x86",
    "fargate_gb_hour": "Fargate GB-hour, x86",
    "fargate_arm_vcpu_hour": "Fargate vCPU-hour, ARM64",
    "fargate_arm_gb_hour": "Fargate GB-hour, ARM64",
    "fargate_storage_gb_hour": "Fargate storage GB-hour above 20 GiB",
    "load_balancer_hour": "Application Load Balancer hour",
    "lcu_hour": "LCU-hour",
    "network_load_balancer_hour": "Network Load Balancer hour",
    "nlcu_hour": "NLCU-hour",
    "nat_gateway_hour": "NAT gateway hour",
    "nat_gateway_gb": "GB through a NAT gateway",
    "instance_t4g_nano_hour": "t4g.nano instance hour",
    "instance_t4g_micro_hour": "t4g.micro instance hour",
    "instance_t4g_small_hour": "t4g.small instance hour",
    "instance_t4g_medium_hour": "t4g.medium instance hour",
    "endpoint_hour": "interface endpoint hour in a zone",
    "endpoint_gb": "GB through an interface endpoint",
    "public_ipv4_hour": "public IPv4 address hour",
    "ebs_gp3_gb_month": "GB-month of gp3 volumes of EBS",
    "log_ingestion_gb": "GB of log events written",
    "log_infrequent_ingestion_gb": "GB of log events written to a log group of the class INFREQUENT_ACCESS",
    "log_storage_gb_month": "GB-month of log events kept",
    "alarm_metric_month": "alarm-metric month",
    "composite_alarm_month": "composite alarm month",
    "canary_run": "run of a canary of CloudWatch Synthetics",
    "metric_month": "custom metric month",
    "insights_metric_month": "metric month of enhanced Container Insights",
    "dashboard_month": "dashboard month",
    "waf_acl_month": "web ACL month",
    "waf_rule_month": "web ACL rule month",
    "waf_million_requests": "million requests inspected by a web ACL",
    "waf_anti_ddos_month": "month of AWS WAF's rules against denial of service",
    "waf_anti_ddos_million_requests": "million requests inspected by the rules against denial of service",
    "kms_key_month": "KMS key month",
    "transfer_out_gb": "GB to the internet",
    "hosted_zone_month": "hosted zone month of Route 53",
    "image_storage_gb_month": "GB-month of images in ECR",
}
"""The description of each price of the table, by key. Prices are in US dollars."""


class PriceTableError(Exception):
    """The price table can't be used."""


@dataclass(frozen=True)
class Prices:
    """The prices of a Region.

    Attributes:
        region: The Region.
        date: The date of the newest price, `YYYY-MM-DD`; None if it is unknown.
        source: The source of the prices.
        amounts: The prices in US dollars, for all keys of `PRICE_DESCRIPTIONS`.
        missing_keys: The keys with the price of `FALLBACK_REGION`, because the table has none for the Region.
    """

    region: str
    date: str | None
    source: str
    amounts: Mapping[str, float]
    missing_keys: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> float:
        """Return a price in US dollars."""
        return self.amounts[key]

    @property
    def unknown_region(self) -> bool:
        """Whether the table has no price for the Region."""
        return len(self.missing_keys) == len(PRICE_DESCRIPTIONS)


def load_prices(region: str, table: Mapping[str, Any] | None = None) -> Prices:
    """Return the prices of a Region. Prices of us-east-1 replace missing ones, which `missing_keys` lists.

    Args:
        region: The Region.
        table: The table. Default: `prices.json`.

    Raises:
        PriceTableError: The table is damaged.
    """
    regions = (read_price_table() if table is None else table)["regions"]
    fallback = regions[FALLBACK_REGION]
    region_entry = regions.get(region, {"date": fallback["date"], "source": fallback["source"], "prices": {}})
    missing_keys = tuple(key for key in PRICE_DESCRIPTIONS if region_entry["prices"].get(key) is None)
    amounts = {
        key: float(region_entry["prices"].get(key) if key not in missing_keys else fallback["prices"][key]) for key in PRICE_DESCRIPTIONS
    }
    return Prices(region, region_entry["date"], region_entry["source"], amounts, missing_keys)


@cache
def read_price_table(path: Path = PRICE_TABLE_FILE) -> Mapping[str, Any]:
    """Read the table.

    Raises:
        PriceTableError: The table can't be read, or a price of the fallback Region is missing.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        prices = table["regions"][FALLBACK_REGION]["prices"]
        complete = all(isinstance(prices[key], int | float) for key in PRICE_DESCRIPTIONS)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PriceTableError(f"The table of prices {path.name} can't be read ({error}); restore it from the repository.") from error
    if not complete:
        raise PriceTableError(f"The table of prices {path.name} lacks a price for {FALLBACK_REGION}; restore it from the repository.")
    return table  # type: ignore[no-any-return]
