"""What a change costs, and how estimates and deltas are written."""

from io import StringIO

import pytest
from fargate_web_cli.cost.cost_difference import compare_estimates
from fargate_web_cli.cost.estimate import Estimate, estimate_cost
from fargate_web_cli.cost.page import build_difference_page, build_estimate_page, format_difference
from fargate_web_cli.cost.page_text import render_markdown, write_page
from fargate_web_cli.cost.ranges import Range

from tests.cli.cost.test_estimate import BALANCER, TARGET, VPC, Thing, web

ONE_GATEWAY = Thing(VPC, "network", {"natGateways": {"strategy": "Single"}})
NONE = Thing(VPC, "network", {"natGateways": {"strategy": "None"}})


def of(*resources: Thing) -> Estimate:
    """Estimate resources in us-east-1."""
    return estimate_cost(resources, "us-east-1")


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_no_change_costs_nothing() -> None:
    change = compare_estimates(of(*web(2), ONE_GATEWAY), of(*web(2), ONE_GATEWAY))
    assert change.changes == ()
    assert not change.difference


def test_what_comes_and_what_goes_is_listed_by_kind_and_service_the_greatest_first() -> None:
    change = compare_estimates(of(*web(2), ONE_GATEWAY), of(*web(3), NONE))
    listed = [(each.kind, each.service, round(each.difference.desired, 2)) for each in change.changes]
    assert listed == [("NAT gateway", "shared", -32.85), ("Fargate", "web", 9.01), ("public IPv4", "shared", -3.65)]
    assert round(change.difference.desired, 2) == -27.49


def test_a_higher_limit_changes_the_maximum_alone() -> None:
    before, after = ([*web(2), Thing(TARGET, "web", {"minCapacity": 2, "maxCapacity": most})] for most in (4, 6))
    [only] = compare_estimates(of(*before), of(*after)).changes
    assert (only.difference.minimum, only.difference.desired, round(only.difference.maximum, 2)) == (0, 0, 18.02)


def test_moving_to_arm64_is_one_line_that_saves_a_fifth() -> None:
    arm = {"runtimePlatform": {"cpuArchitecture": "ARM64"}}
    [only] = compare_estimates(of(*web(2)), of(*web(2, definition=arm))).changes
    assert only.cost_after.desired / only.cost_before.desired == pytest.approx(0.8, abs=0.001)


def test_a_delta_and_its_reverse_cancel_out() -> None:
    one, other = of(*web(2), ONE_GATEWAY), of(*web(5, name="api"))
    there, back = compare_estimates(one, other), compare_estimates(other, one)
    assert (there.difference + back.difference).desired == pytest.approx(0)
    assert len(there.changes) == len(back.changes)


def test_a_delta_is_a_table_of_markdown_with_signs_and_a_sum() -> None:
    text = render_markdown(build_difference_page(compare_estimates(of(*web(2), ONE_GATEWAY), of(*web(3), NONE)), "shop/dev"))
    assert text.startswith(
        "## Cost of the change of shop/dev, in US dollars a month\n\nPrices of us-east-1 as of 2026-09-29, from AWS Price List"
    )
    assert "| kind | service | minimum | desired | maximum | before | after |\n| --- | --- | ---: | ---: | ---: | ---: | ---: |\n" in text
    assert "| NAT gateway | shared | -32.85 | -32.85 | -32.85 | 32.85 | 0.00 |" in text
    assert "| **total** |  | **-27.49** | **-27.49** | **-27.49** | **54.52** | **27.03** |" in text


def test_a_delta_as_json_has_before_after_and_difference() -> None:
    made = compare_estimates(of(*web(2)), of(*web(3))).as_json()
    assert made["difference"]["desired"] == pytest.approx(9.01, abs=0.001)
    assert made["changes"][0]["kind"] == "Fargate"
    assert made["prices"]["date"] == "2026-09-29"


@pytest.mark.parametrize(("figure", "text"), [(0.0, "0.00"), (-0.001, "0.00"), (1234.5, "+1,234.50"), (-3, "-3.00")])
def test_differences_have_signs_and_nothing_has_none(figure: float, text: str) -> None:
    assert format_difference(figure) == text


def test_an_estimate_as_json_adds_up_and_tells_what_it_leaves_out() -> None:
    made = of(*web(2), Thing(BALANCER, "load-balancer", {})).as_json()
    assert sum(item["monthly"]["desired"] for item in made["items"]) == pytest.approx(made["monthly"]["desired"], abs=0.001)
    assert made["prices"] == {"date": "2026-09-29", "source": made["prices"]["source"], "missing": []}
    assert any("--transfer-gb" in left for left in made["leftOut"])


def test_in_a_pipe_nothing_is_cut_off_or_coloured() -> None:
    stream = StringIO()
    write_page(
        build_estimate_page(of(*web(2), Thing(BALANCER, "a-load-balancer-with-a-name-that-goes-on-and-on-and-on", {})), "shop/dev"), stream
    )
    text = stream.getvalue()
    assert "\x1b" not in text
    assert "addresses of a-load-balancer-with-a-name-that-goes-on-and-on-and-on in 2 zones" in text
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_a_narrow_terminal_gets_the_figures_and_does_without_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    write_page(build_estimate_page(of(*web(2)), "shop/dev"), stream)
    assert "vCPU-hour" not in stream.getvalue()
    assert "14.78" in stream.getvalue()


def test_a_pipe_in_a_cell_does_not_break_a_table_of_markdown() -> None:
    assert r"a\|b" in render_markdown(build_estimate_page(of(Thing(BALANCER, "a|b", {})), "shop/dev"))


def test_ranges_are_added_subtracted_and_multiplied_figure_by_figure() -> None:
    assert Range(1, 2, 3) + Range(1, 1, 1) * 2 == Range(3, 4, 5)
    assert Range(1, 2, 3) - Range(1, 2, 3) == Range.constant(0)
    assert Range(0, 0, 1)
    assert not Range.constant(0)
