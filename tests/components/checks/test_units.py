import pytest
from fargate_web.checks.units import check_units


@pytest.mark.parametrize(("value", "written"), [(500, 0.5), (2000, 2), (61, 0.061)])
def test_milliseconds_are_no_seconds(stacks, value, written):
    sections = {"monitoring": {"alarms": {"latencyP99": value}, "email": ["team@example.com"]}}
    service = {"port": 80, "deployment": {"strategy": "canary", "alarms": {"latencyP99": value}}}
    findings = stacks.found(check_units, {"web": service}, **sections)
    assert [finding.code for finding in findings] == ["milliseconds-for-seconds"] * 2
    assert [finding.fixes[0].edits[0].value for finding in findings] == [written, written]


def test_seconds_that_the_load_balancer_waits_are_fine(stacks):
    sections = {"monitoring": {"alarms": {"latencyP99": 300}}, "loadBalancer": {"idleTimeout": 600}}
    assert stacks.found(check_units, {"web": {"port": 80}}, **sections) == []


def test_a_fraction_is_no_percentage(stacks):
    [finding] = stacks.found(check_units, {"web": {}}, monitoring={"alarms": {"cpu": 0.9, "memory": 85}})
    assert (finding.code, finding.fixes[0].edits[0].value) == ("fraction-for-percent", 90)


def test_a_cooldown_of_hours_was_meant_in_milliseconds(stacks):
    scaling = {"minCapacity": 1, "maxCapacity": 4, "cpu": {"target": 70, "scaleInCooldown": 60_000, "scaleOutCooldown": 600}}
    [finding] = stacks.found(check_units, {"web": {"scaling": scaling}})
    assert finding.path == ("services", "web", "scaling", "cpu", "scaleInCooldown")
    assert finding.fixes[0].edits[0].value == 60
