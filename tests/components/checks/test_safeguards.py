import pytest
from fargate_web.checks.safeguards import check_safeguards

OFF = {
    "loadBalancer": {"accessLogs": False, "deletionProtection": False},
    "network": {"flowLogs": False},
    "cluster": {"executeCommandLogs": False},
}


@pytest.mark.parametrize(("protected", "severity"), [(True, "error"), (False, "warning")])
def test_safeguards_that_are_off_are_told(stacks, protected, severity):
    services = {"web": {"port": 80, "enableExecuteCommand": True}}
    findings = stacks.found(check_safeguards, services, protected=protected, **OFF)
    assert {finding.severity for finding in findings} == {severity}
    assert {(finding.code, ".".join(map(str, finding.path))) for finding in findings} == {
        ("deletion-protection-off", "loadBalancer.deletionProtection"),
        ("logs-off", "loadBalancer.accessLogs"),
        ("logs-off", "network.flowLogs"),
        ("logs-off", "cluster.executeCommandLogs"),
        ("shell-in-tasks", "services.web.enableExecuteCommand"),
    }


def test_the_defaults_have_all_safeguards(stacks):
    assert stacks.found(check_safeguards, {"web": {"port": 80}}, protected=True) == []


@pytest.mark.parametrize("protected", [True, False])
def test_sessions_that_nobody_can_open_need_no_record_but_on_a_protected_stack(stacks, protected):
    findings = stacks.found(check_safeguards, {"web": {"port": 80}}, protected=protected, cluster={"executeCommandLogs": False})
    assert [finding.code for finding in findings] == ["logs-off"] * protected


def test_a_load_balancer_without_services_behind_it_is_not_created(stacks):
    assert stacks.found(check_safeguards, {"jobs": {}}, loadBalancer=OFF["loadBalancer"], protected=True) == []
