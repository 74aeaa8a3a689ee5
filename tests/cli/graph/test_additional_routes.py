from dataclasses import replace

from fargate_web.settings.stack import Stack
from fargate_web_cli.graph.architecture import build_architecture

from tests.cli.graph.graphs import previewed


def test_the_rules_of_additional_routes_tell_their_port():
    routes = {"admin": {"port": 9090, "targetContainer": "console", "hosts": ["admin.example.com"], "healthCheck": "/healthz"}}
    web = {"image": "a:1", "port": 80, "sidecars": {"console": {"image": "b:1"}}, "additionalRoutes": routes}
    stack = Stack.model_validate({"services": {"web": web}})
    [service] = build_architecture(replace(previewed("calls"), stack_settings=stack)).services
    assert service.traffic == "port 80, health /"
    assert [rule.conditions for rule in service.rules] == [
        ("host admin.example.com", "to port 9090 of console, health /healthz"),
        ("every request",),
    ]
