from datetime import UTC, datetime

import pytest
from fargate_web.analysis import clock
from fargate_web.checks.mutes import check_mutes


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "read_clock", lambda: datetime(2027, 1, 1, tzinfo=UTC))


def found(stacks, **mute):
    mute = {"schedule": "cron(0 2 * * SUN)", "duration": "PT4H", **mute}
    return stacks.found(
        check_mutes,
        {"web": {"image": "nginx"}, "api": {"image": "nginx"}, "orders": {"image": "nginx"}},
        monitoring={"mute": {"work": mute}},
    )


@pytest.mark.parametrize(
    ("services", "edits"),
    [(["oders"], ["orders"]), (["api", "shop"], ["api"]), (["orders", "oders"], ["orders"])],
)
def test_planned_work_is_about_services_of_the_stack(stacks, services, edits):
    [finding] = found(stacks, services=services)
    assert (finding.code, finding.severity) == ("mute-of-unknown-service", "error")
    assert finding.fixes[0].edits[0].value == edits
    assert found(stacks, services=edits) == []


def test_planned_work_on_an_unknown_service_alone_is_removed(stacks):
    [finding] = found(stacks, services=["shop"])
    assert finding.fixes[0].edits[0].path == ("monitoring", "mute", "work")


@pytest.mark.parametrize(
    ("schedule", "duration", "is_always"),
    [
        ("cron(0 2 * * SUN)", "PT4H", False),
        ("cron(0 * * * *)", "PT1H", True),
        ("cron(0 * * * *)", "PT59M", False),
        ("cron(0 2 * * *)", "P1D", True),
        ("cron(0 2 * * MON)", "P7D", True),
        ("cron(0 2 1 * *)", "P15D", False),
        ("cron(0 2 1 * MON)", "P15D", False),
    ],
)
def test_planned_work_ends_before_it_begins_again(stacks, schedule, duration, is_always):
    assert [finding.code for finding in found(stacks, schedule=schedule, duration=duration)] == ["alarms-always-muted"] * is_always


def test_planned_work_that_is_past_mutes_nothing(stacks):
    assert [finding.code for finding in found(stacks, schedule="at(2026-10-01T00:00)")] == ["moment-in-the-past"]
    assert found(stacks, schedule="at(2027-06-01T00:00)") == []


def test_planned_work_is_past_a_day_after_its_end_in_any_time_zone(stacks):
    assert [finding.code for finding in found(stacks, schedule="at(2026-12-30T10:00)")] == ["moment-in-the-past"]
    assert found(stacks, schedule="at(2026-12-30T21:00)") == []
    assert found(stacks, schedule="at(2026-12-30T10:00)", duration="P2D") == []
