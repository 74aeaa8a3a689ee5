import pytest
from fargate_web.checks.accounts import list_secrets
from fargate_web.checks.egress import list_needed_endpoints
from fargate_web.checks.trace_destinations import check_trace_destinations
from fargate_web.settings.stack import Stack

ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1"


def found(stacks, endpoint, network=None, *, tracing=None, **service):
    settings = {"image": ECR, "tracing": {"exporter": "otlp", "endpoint": endpoint, "image": ECR, **(tracing or {})}, **service}
    return stacks.found(check_trace_destinations, {"web": settings}, network=network or {})


@pytest.mark.parametrize(
    ("endpoint", "is_lost"),
    [
        ("https://api.honeycomb.io", True),
        ("https://8.8.8.8", True),
        ("http://10.0.1.5:4318", False),
        ("https://otlp.example.com", False),
        ("http://localhost:8126", False),
    ],
)
def test_traces_need_a_way_to_a_backend_in_the_internet(stacks, endpoint, is_lost):
    findings = found(stacks, endpoint, {"natGateways": "none"})
    assert [(finding.code, finding.severity) for finding in findings] == [("traces-out-of-reach", "warning")] * is_lost
    assert found(stacks, endpoint) == []


@pytest.mark.parametrize(
    ("endpoint", "egress", "is_admitted"),
    [
        ("https://api.honeycomb.io", ["0.0.0.0/0"], True),
        ("https://api.honeycomb.io", ["10.0.0.0/8"], False),
        ("https://api.honeycomb.io", ["s3", "interfaceEndpoints"], False),
        ("https://api.honeycomb.io:8443", ["0.0.0.0/0"], False),
        ("https://otlp.example.com", ["10.0.0.0/8"], True),
        ("http://otlp.example.com:4318", ["10.0.0.0/8"], False),
        ("http://otlp.example.com:4318", [{"to": "sg-0123456789abcdef0", "ports": [4318]}], True),
        ("http://10.1.2.3:4318", [{"to": "10.0.0.0/8", "ports": ["4000-5000"]}], True),
        ("http://10.1.2.3:4318", [{"to": "10.2.0.0/16", "ports": [4318]}], False),
        ("http://localhost:8126", ["s3"], True),
    ],
)
def test_egress_leads_to_the_port_of_the_backend(stacks, endpoint, egress, is_admitted):
    findings = found(stacks, endpoint, egress=egress)
    assert (findings == []) is is_admitted
    if findings:
        [edit] = findings[0].fixes[0].edits
        assert found(stacks, endpoint, egress=edit.value) == []


def test_a_service_of_the_stack_may_be_the_backend(stacks):
    services = {
        "web": {"image": ECR, "egress": ["collector"], "tracing": {"exporter": "otlp", "endpoint": "http://collector:4318"}},
        "collector": {"image": ECR, "port": 4318},
    }
    assert stacks.found(check_trace_destinations, services) == []


@pytest.mark.parametrize(
    ("endpoint", "is_open"),
    [
        ("http://otlp.example.com", True),
        ("https://otlp.example.com", False),
        ("http://collector.shop.internal", False),
        ("http://10.0.0.5", False),
    ],
)
def test_secret_headers_travel_encrypted(stacks, endpoint, is_open):
    findings = found(stacks, endpoint, tracing={"secretHeaders": {"authorization": "/web/otlp"}})
    assert [finding.code for finding in findings] == ["secret-over-http"] * is_open
    assert found(stacks, endpoint) == []


def test_the_secrets_of_tracing_are_known_to_every_check_of_secrets():
    tracing = {"exporter": "otlp", "endpoint": "https://otlp.example.com", "secretHeaders": {"authorization": "/web/otlp"}}
    stack = Stack.model_validate(
        {"services": {"web": {"image": ECR, "tracing": tracing}, "api": {"image": ECR, "tracing": {"configuration": "/api/aot"}}}}
    )
    web, api = stack.services["web"], stack.services["api"]
    assert list_secrets((), web) == {("tracing", "secretHeaders", "authorization"): "/web/otlp"}
    assert list_secrets((), api) == {("tracing", "configuration"): "/api/aot"}
    assert "xray" in list_needed_endpoints(api, stack)
    assert list_needed_endpoints(web, stack) == ["ecr.api", "ecr.dkr", "logs", "ssm"]
