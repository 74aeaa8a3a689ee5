import pytest
from fargate_web.checks.container_ports import check_container_ports

AGENT = {"image": f"public.ecr.aws/xray/aws-xray-daemon@sha256:{'a' * 64}"}
ROUTER = {"fireLens": {"options": {"Name": "stdout"}}}


@pytest.mark.parametrize(
    ("service", "severities"),
    [
        ({"port": 4318, "tracing": True}, ["error"]),
        ({"port": 4318}, []),
        ({"port": 4318, "tracing": {"configuration": "/web/collector"}}, ["warning"]),
        ({"port": 24224, "logs": ROUTER}, ["error"]),
        ({"port": 3000, "logs": ROUTER, "tracing": True}, []),
        ({"port": 2000, "sidecars": {"agent": AGENT}}, ["warning"]),
        ({"port": 2000, "sidecars": {"agent": {**AGENT, "command": ["--bind", "0.0.0.0:2001"]}}}, []),
        ({"port": 3000, "sidecars": {"proxy": {"environment": {"PORT": "3000"}}}}, ["warning"]),
        ({"port": 3000, "sidecars": {"proxy": {"environment": {"PORT": "3001"}}}}, []),
        ({"port": 3000, "targetContainer": "proxy", "sidecars": {"proxy": {"environment": {"PORT": "3000"}}}}, []),
        ({"port": 3000, "targetContainer": "proxy", "environment": {"PORT": "3000"}, "sidecars": {"proxy": {}}}, ["warning"]),
        (
            {"port": 3000, "additionalRoutes": {"a": {"port": 81}, "b": {"port": 81, "targetContainer": "x"}}, "sidecars": {"x": {}}},
            ["error"],
        ),
        ({"port": 3000, "additionalRoutes": {"a": {"port": 81}, "b": {"port": 81}}}, []),
        (
            {"port": 81, "networkLoadBalancer": {"listeners": [{"port": 443, "targetPort": 81, "targetContainer": "x"}]}, "sidecars": {"x": {}}},
            ["error"],
        ),
        ({"port": 81, "networkLoadBalancer": {"listeners": [{"port": 443, "targetPort": 81}]}}, []),
        (
            {"port": 81, "networkLoadBalancer": {"listeners": [{"port": 81, "protocol": "UDP", "targetContainer": "x"}]}, "sidecars": {"x": {}}},
            [],
        ),
        ({"port": None, "sidecars": {"one": {"environment": {"PORT": "1"}}, "two": {"environment": {"PORT": "1"}}}}, ["warning"]),
    ],
)
def test_no_two_containers_of_a_task_want_one_port(stacks, service, severities):
    sidecars = {name: {**stacks.fine, **sidecar} for name, sidecar in service.get("sidecars", {}).items()}
    given = {key: value for key, value in {**service, "sidecars": sidecars}.items() if value is not None}
    findings = stacks.found(check_container_ports, {"web": given})
    assert [finding.severity for finding in findings] == severities
    assert all(finding.code == "port-taken-in-task" for finding in findings)


def test_the_ports_of_two_collectors_are_one_report(stacks):
    collector = {**stacks.fine, "image": f"otel/opentelemetry-collector@sha256:{'a' * 64}"}
    [finding] = stacks.found(check_container_ports, {"web": {"port": 80, "tracing": True, "sidecars": {"mine": collector}}})
    assert "port 4317 and 4318 and 13133" in finding.message
    assert finding.related_paths == (("services", "web", "sidecars", "mine", "image"),)
