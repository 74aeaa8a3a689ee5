"""The table of prices, and how it is read anew from files of the price list in their documented form."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fargate_web_cli.cost.price_list import OFFERS, Offer, RefreshError, fetch_prices, read_prices, refresh_prices
from fargate_web_cli.cost.prices import (
    FALLBACK_REGION,
    PRICE_DESCRIPTIONS,
    PRICE_TABLE_FILE,
    PriceTableError,
    load_prices,
    read_price_table,
)

REGIONS = read_price_table()["regions"]
COLUMNS = ["SKU", "OfferTermCode", "RateCode", "TermType", "PriceDescription", "StartingRange", "EndingRange", "Unit", "PricePerUnit"]
COLUMNS += ["Currency", "Product Family", "usageType", "operation", "Region Code"]


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_has_the_same_keys_each_a_price_or_null(region: str) -> None:
    prices = REGIONS[region]["prices"]
    assert list(prices) == list(PRICE_DESCRIPTIONS)
    assert all(price is None or (isinstance(price, int | float) and 0 < price < 20) for price in prices.values())


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_tells_its_source_and_its_date_if_there_is_one(region: str) -> None:
    assert REGIONS[region]["source"]
    date = REGIONS[region]["date"]
    assert date is None or re.fullmatch(r"20\d\d-\d\d-\d\d", date)


def test_the_region_that_stands_in_for_others_is_complete() -> None:
    assert None not in REGIONS[FALLBACK_REGION]["prices"].values()
    assert load_prices(FALLBACK_REGION).missing_keys == ()


def test_the_common_regions_are_in_the_table() -> None:
    common = {"us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "eu-west-2", "ap-southeast-1", "ap-southeast-2"}
    assert {*common, "ap-northeast-1", "ca-central-1"} <= set(REGIONS)


@pytest.mark.parametrize("region", REGIONS)
def test_arm64_costs_about_a_fifth_less_wherever_both_are_known(region: str) -> None:
    prices = REGIONS[region]["prices"]
    for ordinary, arm in (("fargate_vcpu_hour", "fargate_arm_vcpu_hour"), ("fargate_gb_hour", "fargate_arm_gb_hour")):
        if prices[arm] is not None:
            assert prices[arm] / prices[ordinary] == pytest.approx(0.8, abs=0.01)


def test_what_a_region_lacks_is_that_of_us_east_1_and_named() -> None:
    prices = load_prices("ca-central-1")
    assert prices["nat_gateway_hour"] == 0.045
    assert "nat_gateway_hour" in prices.missing_keys
    assert "load_balancer_hour" not in prices.missing_keys
    assert not prices.unknown_region


def test_an_unknown_region_has_the_prices_and_the_date_of_us_east_1() -> None:
    prices = load_prices("xx-nowhere-9")
    assert prices.unknown_region
    assert (prices.date, prices.amounts) == (load_prices(FALLBACK_REGION).date, load_prices(FALLBACK_REGION).amounts)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"regions": {"us-east-1": {"prices": {}}}}', '{"regions": 1}'])
def test_a_damaged_table_is_said_to_be_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "prices.json").write_text(text)
    with pytest.raises(PriceTableError, match="restore it from the repository"):
        read_price_table(tmp_path / "prices.json")


def test_a_table_that_lacks_a_price_of_us_east_1_is_damaged(tmp_path: Path) -> None:
    table = json.loads(PRICE_TABLE_FILE.read_text())
    table["regions"][FALLBACK_REGION]["prices"]["lcu_hour"] = None
    (tmp_path / "prices.json").write_text(json.dumps(table))
    with pytest.raises(PriceTableError, match="lacks a price for us-east-1"):
        read_price_table(tmp_path / "prices.json")


def price(usage: str, usd: str, **more: str) -> dict[str, str]:
    """Give a row of a file."""
    row = {"SKU": "ABCDEF", "TermType": "OnDemand", "StartingRange": "0", "EndingRange": "Inf", "Unit": "Hrs", "Currency": "USD"}
    return {**row, "usageType": usage, "PricePerUnit": usd, **more}


def offer_file(rows: Iterable[dict[str, str]]) -> list[str]:
    """Give a file of the price list, in lines: five rows about it, the names of the columns, the prices."""
    text = io.StringIO()
    about = [("FormatVersion", "v1.0"), ("Disclaimer", "For reference, only"), ("Publication Date", "2026-11-01T00:00:00Z")]
    written = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    written.writerows([*about, ("Version", "20261101000000"), ("OfferCode", "AmazonECS")])
    filled = csv.DictWriter(text, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
    filled.writeheader()
    filled.writerows(rows)
    return text.getvalue().splitlines(keepends=True)


def wanted(*keys: str) -> dict[str, Offer]:
    """Give some of the offers."""
    return {key: OFFERS[key] for key in keys}


def test_a_price_is_picked_by_its_exact_usage_type_behind_any_prefix_of_a_region() -> None:
    rows = [
        price("EUC1-Fargate-Windows-vCPU-Hours:perCPU", "9"),
        price("EUC1-Fargate-ARM-vCPU-Hours:perCPU", "0.0372500000"),
        price("EUC1-Fargate-vCPU-Hours:perCPU", "0.0465600000"),
        price("EUC1-SpotUsage-Fargate-vCPU-Hours:perCPU", "8"),
    ]
    assert read_prices(offer_file(rows), wanted("fargate_vcpu_hour", "fargate_arm_vcpu_hour")) == {
        "fargate_vcpu_hour": 0.04656,
        "fargate_arm_vcpu_hour": 0.03725,
    }


@pytest.mark.parametrize("usage", ["KMS-Keys", "eu-central-1-KMS-Keys", "USE1-KMS-Keys", "EU-KMS-Keys"])
def test_prefixes_are_as_aws_writes_them(usage: str) -> None:
    assert read_prices(offer_file([price(usage, "1")]), wanted("kms_key_month")) == {"kms_key_month": 1}


@pytest.mark.parametrize(
    "usage", ["TS-LoadBalancerUsage", "EUW2-TS-LoadBalancerUsage", "Outposts-LoadBalancerUsage", "ReservedLoadBalancerUsage"]
)
def test_usages_that_only_end_alike_are_passed_over(usage: str) -> None:
    rows = [price(usage, "0.005", operation="LoadBalancing:Application")]
    assert read_prices(offer_file(rows), wanted("load_balancer_hour")) == {}


def test_an_operation_tells_load_balancers_apart() -> None:
    rows = [price("LoadBalancerUsage", "0.99", operation="LoadBalancing:Network")]
    rows += [price("LoadBalancerUsage", "0.0225", operation="LoadBalancing:Application")]
    assert read_prices(offer_file(rows), wanted("load_balancer_hour")) == {"load_balancer_hour": 0.0225}


@pytest.mark.parametrize(
    "other",
    [{"TermType": "Reserved"}, {"StartingRange": "10240"}, {"Currency": "CNY"}, {"PricePerUnit": "0.0000000000"}, {"PricePerUnit": ""}],
)
def test_reservations_higher_tiers_other_currencies_and_free_tiers_are_passed_over(other: dict[str, str]) -> None:
    rows = [price("DataTransfer-Out-Bytes", "0.05", **other), price("DataTransfer-Out-Bytes", "0.09")]
    assert read_prices(offer_file(rows), wanted("transfer_out_gb")) == {"transfer_out_gb": 0.09}


def test_requests_of_waf_are_counted_in_millions() -> None:
    assert read_prices(offer_file([price("USE1-RequestV2-Tier1", "0.0000006")]), wanted("waf_million_requests")) == {
        "waf_million_requests": 0.6
    }


def test_a_file_is_read_no_further_than_it_has_to_be() -> None:
    def lines() -> Iterator[str]:
        yield from offer_file([price("KMS-Keys", "1"), price("KMS-Keys", "2")])
        raise AssertionError("read to the end")

    assert read_prices(lines(), wanted("kms_key_month")) == {"kms_key_month": 1}


@pytest.mark.parametrize("lines", [[], ["<html>"], ["a,b\n"] * 9])
def test_another_form_is_an_error_and_no_price(lines: list[str]) -> None:
    with pytest.raises(RefreshError, match="another form than a file of the price list: its sixth row lacks termtype"):
        read_prices(lines, wanted("kms_key_month"))


def test_a_price_that_is_no_number_is_an_error() -> None:
    with pytest.raises(RefreshError, match="no number: much"):
        read_prices(offer_file([price("KMS-Keys", "much")]), wanted("kms_key_month"))


class PriceList:
    """A price list that has every price at a dollar, or a dollar a million where AWS charges by one."""

    def __init__(self, *without: str, failing: str = "") -> None:
        self.without = without
        self.failing = failing
        self.asked: list[str] = []

    @contextmanager
    def __call__(self, url: str) -> Iterator[Iterable[str]]:
        self.asked.append(url)
        service = url.split("/")[6]
        if service == self.failing:
            raise RefreshError(f"{url} can't be read")
        offers = [offer for key, offer in OFFERS.items() if offer.offer_code == service and key not in self.without]
        yield offer_file(price(f"EUN1-{offer.usage_type}", str(1 / offer.scale), operation=offer.operation) for offer in offers)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "prices.json"
    path.write_text(PRICE_TABLE_FILE.read_text())
    return path


def refreshed(table: Path, opened: Any, *regions: str) -> tuple[list[str], dict[str, Any]]:
    """Refresh a table and give what was said, and its Regions."""
    said = list(refresh_prices(regions, table, opened, today="2026-12-24"))
    return said, json.loads(table.read_text())["regions"]


def test_the_files_of_the_region_are_asked_for_each_once() -> None:
    opened = PriceList()
    fetch_prices("eu-north-1", opened)
    assert len(opened.asked) == len(set(opened.asked)) == len({offer.offer_code for offer in OFFERS.values()})
    assert opened.asked[0] == "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonECS/current/eu-north-1/index.csv"


def test_a_region_can_be_added(table: Path) -> None:
    said, regions = refreshed(table, PriceList(), "eu-north-1")
    assert said[0] == "eu-north-1: 30 prices read, 30 of them new, 7 not in the price list"
    assert (regions["eu-north-1"]["date"], regions["eu-north-1"]["source"]) == ("2026-12-24", "AWS Price List")
    assert regions["eu-north-1"]["prices"]["lcu_hour"] == 1
    assert regions["eu-north-1"]["prices"]["dashboard_month"] is None
    assert list(regions) == sorted(regions)
    assert {name: region for name, region in regions.items() if name != "eu-north-1"} == REGIONS


def test_what_the_price_list_lacks_stays_and_the_source_says_so(table: Path) -> None:
    _, regions = refreshed(table, PriceList("lcu_hour"), "us-east-1")
    assert regions["us-east-1"]["prices"]["lcu_hour"] == 0.008
    assert regions["us-east-1"]["source"] == (
        "AWS Price List; as before: LCU-hour, composite alarm month, run of a canary of CloudWatch Synthetics, metric month of enhanced Container Insights, dashboard month, "
        "month of AWS WAF's rules against denial of service, million requests inspected by the rules against denial of service, "
        "hosted zone month of Route 53"
    )


@pytest.mark.parametrize("failing", ["AmazonECS", "awskms"])
def test_a_file_that_can_not_be_read_leaves_the_table_as_it_was(table: Path, failing: str) -> None:
    with pytest.raises(RefreshError, match="can't be read"):
        refreshed(table, PriceList(failing=failing), "us-east-1", "eu-north-1")
    assert table.read_text() == PRICE_TABLE_FILE.read_text()


@pytest.mark.parametrize("region", ["Frankfurt", "../us-east-1", "us-east", ""])
def test_what_is_no_region_is_refused_before_anything_is_asked(table: Path, region: str) -> None:
    opened = PriceList()
    with pytest.raises(RefreshError, match="is no Region"):
        refreshed(table, opened, region)
    assert opened.asked == []


def test_every_price_has_a_place_in_the_price_list_but_those_that_no_regional_file_has() -> None:
    anti_ddos = {"waf_anti_ddos_month", "waf_anti_ddos_million_requests"}
    others = {"canary_run", "composite_alarm_month", "insights_metric_month", "dashboard_month", "hosted_zone_month"}
    assert set(PRICE_DESCRIPTIONS) - set(OFFERS) == others | anti_ddos
