"""`fargate-web cost`: what it writes, where, and with which exit status."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fargate_web_cli.app import COMMANDS
from fargate_web_cli.app import main as preview
from fargate_web_cli.cost import price_list as refreshing
from fargate_web_cli.cost.price_list import RefreshError
from fargate_web_cli.cost.prices import PRICE_DESCRIPTIONS
from fargate_web_cli.project import stack_preview

from tests.cli.preview.taking import taken

FAULTY = "config:\n  aws:region: us-west-2\n  fargate-web:services: {web: {image: 'nginx:1.29', port: 70000}}\n"


class Cost:
    """Runs the command and gives its status, what it wrote, and its complaints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        status = preview(["cost", *map(str, arguments)])
        out, err = self.capsys.readouterr()
        return status, out, err


@pytest.fixture
def cost(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cost:
    monkeypatch.setattr(stack_preview, "preview_stack", taken)
    return Cost(capsys)


def test_it_is_a_command_of_the_preview() -> None:
    assert COMMANDS["cost"].module == "fargate_web_cli.cost.command"


def test_it_says_what_the_stack_costs_and_of_when_the_prices_are(cost: Cost) -> None:
    status, out, err = cost("--stack", "dev")
    assert (status, err) == (0, "")
    assert out.startswith(
        "Estimate of fargate-web/dev in us-west-2, in US dollars a month\nPrices of us-west-2 as of 2026-10-06, from AWS Price List"
    )
    assert "\n    total     30.08    30.08    30.08\n" in out
    for heading in ("By service", "By kind", "Lines", "One deployment, once, on top", "Assumptions", "Left out"):
        assert f"\n{heading}\n" in out


def test_json_is_a_document_with_every_line(cost: Cost) -> None:
    status, out, _ = cost("--stack", "prod", "--json")
    document = json.loads(out)
    assert (status, document["stack"], document["region"]) == (0, "prod", "us-west-2")
    assert document["daily"]["desired"] == pytest.approx(document["monthly"]["desired"] * 24 / 730, abs=0.001)
    assert document["monthly"]["minimum"] <= document["monthly"]["desired"] < document["monthly"]["maximum"]
    assert {item["service"] for item in document["items"]} == {"web", "api", "shared"}
    assert [each["service"] for each in document["deployments"]] == ["web", "api"]


def test_markdown_has_headings_and_tables(cost: Cost) -> None:
    status, out, _ = cost("--stack", "dev", "--markdown")
    assert status == 0
    assert out.startswith("## Estimate of fargate-web/dev")
    assert "| **total** | **30.08** | **30.08** | **30.08** |" in out


def test_what_is_said_of_the_traffic_is_added(cost: Cost) -> None:
    plain = json.loads(cost("--json")[1])["monthly"]["desired"]
    # 100 GB to the internet at 0.09, and 100 GB ÷ 730 h of capacity units at 0.008
    told = json.loads(cost("--json", "--transfer-gb", 100)[1])["monthly"]["desired"]
    assert told - plain == pytest.approx(9.80, abs=0.001)


def test_a_file_with_faults_is_reported_and_nothing_is_estimated(cost: Cost, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.shop.yaml"
    file.write_text(FAULTY)
    status, out, err = cost("--config-file", file)
    assert (status, out) == (1, "")
    assert "port" in err
    assert "Traceback" not in err


def test_a_region_that_the_table_lacks_is_said_at_once(cost: Cost, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.shop.yaml"
    file.write_text("config:\n  aws:region: eu-south-2\n  fargate-web:services: {web: {image: 'nginx:1.29', port: 80}}\n")
    status, out, _ = cost("--config-file", file)
    assert status == 0
    assert "The table has no prices for eu-south-2: those of us-east-1 are used, and most Regions cost more." in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "--markdown"],
        ["--log-gb", "-1"],
        ["--log-gb", "much"],
        ["--log-gb", "nan"],
        ["--nat-gb", "inf"],
        ["--spot-discount", "101"],
        ["prod"],
    ],
)
def test_a_wrong_command_line_is_refused(cost: Cost, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cost(*arguments)
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_refreshing_takes_the_regions_that_are_named_or_all_of_the_table(cost: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def refresh(regions: list[str], table: Path) -> Iterator[str]:
        asked.append(regions)
        yield f"{len(regions)} read"

    monkeypatch.setattr(refreshing, "refresh_prices", refresh)
    assert cost("--refresh-prices", "eu-north-1") == (0, "1 read\n", "")
    assert cost("--refresh-prices")[0] == 0
    assert asked[0] == ["eu-north-1"]
    assert "us-east-1" in asked[1]


def test_without_a_network_refreshing_says_so_without_a_traceback(cost: Cost, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: Any, **__: Any) -> Any:
        raise OSError("Name or service not known")

    monkeypatch.setattr(refreshing.urllib.request, "urlopen", unreachable)
    with pytest.raises(RefreshError), refreshing.open_price_list("https://pricing.us-east-1.amazonaws.com/"):
        pass
    status, out, err = cost("--refresh-prices", "us-east-1")
    assert (status, out) == (1, "")
    assert "The table stays as it was; try again where there is a network." in err
    assert "Traceback" not in err


def test_the_help_tells_what_an_estimate_is_not(cost: Cost, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cost("--help")
    out = capsys.readouterr().out
    assert stopped.value.code == 0
    assert "It is no offer and no bill." in out
    assert "fargate-web cost --refresh-prices" in out


def test_the_table_has_a_word_for_every_price() -> None:
    assert all(PRICE_DESCRIPTIONS.values())
    assert len(set(PRICE_DESCRIPTIONS.values())) == len(PRICE_DESCRIPTIONS)
