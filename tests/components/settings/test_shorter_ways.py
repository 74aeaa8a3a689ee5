"""What may be written in more than one way says the same."""

import pytest
from fargate_web.faults.validation import validate
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack

SERVICE = {"image": "nginx", "port": 80}
LIMITS = {"minCapacity": 1, "maxCapacity": 2}
ACL = "arn:aws:wafv2:us-west-2:123456789012:regional/webacl/web/1a2b"


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ({"cpu": "0.5 vCPU", "memory": "1 GB"}, {"cpu": 512, "memory": 1024}),
        ({"cpu": ".25 vCPU", "memory": ".5 GB"}, {"cpu": 256, "memory": 512}),
        ({"cpu": "1 vcpu", "memory": "2048 MiB"}, {"cpu": 1024, "memory": 2048}),
        ({"healthCheck": "/health"}, {"healthCheck": {"path": "/health"}}),
        ({"deployment": "rolling"}, {"deployment": {"strategy": "rolling"}}),
        ({"deployment": {"circuitBreaker": True}}, {"deployment": {"circuitBreaker": {}}}),
        ({"route": True}, {"route": {}}),
        ({"containerHealthCheck": "true"}, {"containerHealthCheck": {"command": ["CMD-SHELL", "true"]}}),
        ({"targetGroup": {"stickiness": 60}}, {"targetGroup": {"stickiness": {"duration": 60}}}),
        ({"targetGroup": {"stickiness": True}}, {"targetGroup": {"stickiness": {}}}),
        ({"scaling": {**LIMITS, "cpu": 70}}, {"scaling": {**LIMITS, "cpu": {"target": 70}}}),
        ({"scaling": {**LIMITS, "requestsPerTarget": 1000.5}}, {"scaling": {**LIMITS, "requestsPerTarget": {"target": 1000.5}}}),
        ({"environment": {"A": 3}}, {"environment": {"A": "3"}}),
        ({"user": 10001}, {"user": "10001"}),
        (
            {"roles": {"taskRole": {"statements": [{"actions": "s3:*", "resources": "arn:aws:s3:::web"}]}}},
            {"roles": {"taskRole": {"statements": [{"actions": ["s3:*"], "resources": ["arn:aws:s3:::web"]}]}}},
        ),
    ],
)
def test_a_service_may_be_written_shorter(shorter, longer):
    assert validate(Service, SERVICE | shorter) == validate(Service, SERVICE | longer)


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ({"network": {"flowLogs": True}}, {"network": {"flowLogs": {}}}),
        ({"cluster": {"executeCommandLogs": True}}, {"cluster": {"executeCommandLogs": {}}}),
        ({"loadBalancer": {"accessLogs": True}}, {"loadBalancer": {"accessLogs": {}}}),
        ({"loadBalancer": {"webAcl": True}}, {"loadBalancer": {"webAcl": {}}}),
        ({"loadBalancer": {"webAcl": ACL}}, {"loadBalancer": {"webAcl": {"arn": ACL}}}),
        ({"monitoring": True}, {"monitoring": {}}),
    ],
)
def test_a_section_may_be_written_shorter(shorter, longer):
    services = {"services": {"web": SERVICE}}
    assert validate(Stack, services | shorter) == validate(Stack, services | longer)


def test_false_is_without():
    settings = validate(
        Stack,
        {
            "services": {"web": {**SERVICE, "route": False, "deployment": {"circuitBreaker": False}}},
            "network": {"flowLogs": False},
            "cluster": {"executeCommandLogs": False},
            "loadBalancer": {"accessLogs": False, "webAcl": False},
            "monitoring": False,
        },
    )
    web = settings.services["web"]
    assert (web.route, web.deployment.circuit_breaker, settings.network.flow_logs) == (None, None, None)
    assert (settings.cluster.execute_command_logs, settings.load_balancer.access_logs, settings.load_balancer.web_acl) == (None, None, None)
    assert settings.monitoring is None
    assert validate(Stack, {"services": {"web": SERVICE}, "monitoring": {"alarms": {"cpu": False}}}).monitoring.alarms.cpu is None
