"""What docs/cost.md says choices cost is what the estimate of the stack on that page says."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from fargate_web_cli.cost.command import main
from fargate_web_cli.cost.estimate import Estimate, estimate_cost
from fargate_web_cli.cost.line_item import Usage
from fargate_web_cli.cost.schedule_frequency import count_monthly_starts

from tests.stacks.running import ROOT, altered, preview_or_up, read

PAGE = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8")
USAGE = {"the resources alone": Usage(), "what is said": Usage(log_gb=100, insights_metrics=100)}


def base() -> dict[str, Any]:
    """Give the stack of the page."""
    [text] = re.findall(r"```yaml\n(config:\n.*?)```", PAGE, re.DOTALL)
    return yaml.safe_load(text)["config"]


def tables() -> list[list[tuple[str, str, str]]]:
    """Give the tables of choices: what to write, the cost, the difference."""
    row = re.compile(r"^\| [^|]+ \| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
    parts = PAGE.split("| Choice | Write | a month | difference |")[1:]
    return [row.findall(part) for part in parts]


def choices() -> Iterator[Any]:
    for said, rows in zip(USAGE, tables(), strict=True):
        for write, cost, difference in rows:
            yield pytest.param(write, cost, difference, said, id=f"{said}: {write}")


@cache
def estimated(write: str, said: str) -> Estimate:
    result = preview_or_up(altered(base(), **yaml.safe_load(write)), preview=True)
    return estimate_cost(result.resources, "us-east-1", usage=USAGE[said])


@pytest.mark.parametrize(("write", "cost", "difference", "said"), [*choices()])
def test_a_choice_costs_what_the_page_says(write: str, cost: str, difference: str, said: str) -> None:
    made, plain = estimated(write, said).monthly_cost.desired, estimated("{}", said).monthly_cost.desired
    assert (cost, difference) == (f"{made:,.2f}", f"{made - plain:+,.2f}" if write != "{}" else "0.00")


def test_the_page_has_both_tables_with_the_choices_that_matter() -> None:
    first, second = tables()
    assert (len(first), len(second)) == (14, 4)
    assert f"--log-gb {USAGE['what is said'].log_gb} --insights-metrics {USAGE['what is said'].insights_metrics}" in PAGE


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_the_stacks_of_the_repository_cost_what_the_page_says(stack: str) -> None:
    [(desired, most)] = re.findall(rf"\(\.\./Pulumi\.{stack}\.yaml\) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    monthly = estimate_cost(preview_or_up(read(f"Pulumi.{stack}.yaml"), preview=True).resources, "us-west-2").monthly_cost
    assert (desired, most) == (f"{monthly.desired:,.2f}", f"{monthly.maximum:,.2f}")


def test_schedules_start_as_often_as_the_page_says() -> None:
    rows = re.findall(r"^\| `((?:rate|cron|at)\([^`]+\))` \| ([\d.,]+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 6
    for expression, starts in rows:
        assert count_monthly_starts(expression) == pytest.approx(float(starts.replace(",", "")), rel=0.005)


def test_every_option_of_the_page_is_one_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= options
