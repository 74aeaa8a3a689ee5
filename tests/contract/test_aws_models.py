"""What whole stacks send, held against what the AWS SDK of Pulumi declares and against the models of AWS's APIs.

The engine takes any property and any value, and Pulumi sends a key that nobody knows: only AWS would tell.
"""

from dataclasses import replace

import pytest
from fargate_web.testing import Resource, Run
from hypothesis import given, settings

from tests.contract import api_models, declarations
from tests.properties.stacks import stacks
from tests.stacks.running import preview_or_up, read
from tests.stacks.test_stack_files import FILES

BUILT_ELSEWHERE = "awsx:ec2:Vpc"
"""A component that a plugin builds; its arguments are checked by tests of their own."""

_CERTIFICATES = {"awsPcaAuthorityArn": "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d"}
NASTY = {
    "aws:region": "us-west-2",
    "fargate-web:cluster": {"namespace": {"name": "internal.example.com", "type": "privateDns"}},
    "fargate-web:repositories": {"api": {}},
    "fargate-web:services": {
        "a": {
            "image": "nginx",
            "port": 80,
            "migration": {"command": ["migrate"]},
            "serviceConnect": {
                "accessLogs": True,
                "ingressPortOverride": 8081,
                "tls": _CERTIFICATES,
                "idleTimeout": 0,
                "perRequestTimeout": 0,
            },
            "allowFrom": ["a-task", "execution", "sg-0123456789abcdef0", "10.0.0.0/8"],
        },
        "a-task": {
            "image": "nginx",
            "cpu": 1024,
            "memory": 2048,
            "sidecars": {"x": {"image": "nginx", "cpu": 1, "memory": 6}, "execution": {"image": "nginx", "dependsOn": {"main": "START"}}},
            "tracing": True,
            "logs": {"fireLens": {"options": {"Name": "null"}}},
            "queue": {
                "visibilityTimeout": 0,
                "delay": 900,
                "fifo": {"deduplicationScope": "messageGroup", "throughputLimit": "perMessageGroupId"},
                "deadLetterQueue": {"maxReceiveCount": 1},
                "subscribe": [
                    {
                        "topicArn": "arn:aws:sns:us-west-2:123456789012:orders.fifo",
                        "filterPolicy": {"price": [{"numeric": [">=", 100]}]},
                        "filterPolicyScope": "MessageBody",
                        "rawMessageDelivery": True,
                    }
                ],
            },
        },
        "execution": {
            "image": "nginx",
            "port": 81,
            "route": {"paths": ["/execution"]},
            "serviceDiscovery": {"dnsRecordType": "SRV", "ttl": 0},
            "allowFrom": ["a"],
            "applicationSignals": {"language": "dotnet"},
        },
        "a-service-whose-name-is-just-forty-long0": {
            "image": "nginx",
            "port": 90,
            "route": False,
            "deployment": {"strategy": "canary", "testTraffic": {"header": {"name": "X-Test", "values": ["1"]}}},
            "serviceConnect": {"discoveryName": "x", "appProtocol": "grpc", "tls": _CERTIFICATES},
            "serviceDiscovery": True,
            "allowFrom": [],
            "tracing": {
                "exporter": "otlp",
                "endpoint": "http://collector.internal:4317",
                "protocol": "grpc",
                "secretHeaders": {"x-key": "/key"},
            },
            "scaling": {"minCapacity": 0, "maxCapacity": 3, "queue": {"queueName": "orders", "messagesPerTask": 0.5}},
            "volumes": {"data": {"fileSystemId": "fs-0123456789abcdef0", "path": "/data", "rootDirectory": "/x"}},
        },
    },
    "fargate-web:scheduledTasks": {
        "a-task-that-starts-and-has-40-letters000": {"image": "nginx", "schedule": "at(2027-01-01T08:00:00)", "subnets": "public"},
        "report": {
            "image": "nginx",
            "schedule": "cron(0 0 * * ? *)",
            "flexibleTimeWindow": 5,
            "deadLetterQueueArn": "arn:aws:sqs:us-west-2:123456789012:not-started",
            "startAt": "2027-01-01T00:00:00Z",
            "propagateTags": "NONE",
        },
    },
    "fargate-web:monitoring": {
        "email": ["team@example.com"],
        "slack": {"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"},
        "slo": {"availability": 90, "latency": {"threshold": 0.001, "target": 99.999}, "services": {"a": {"availability": 99.9}}},
        "canary": {"path": "/", "host": "a.example.com", "every": 60, "failures": 10},
        "mute": {"load-test": {"schedule": "cron(0 2 * * SUN)", "duration": "PT4H", "timezone": "Europe/Vienna"}},
        "page": {
            "webhook": "https://events.example.com/pages",
            "teams": {
                "tenantId": "12345678-1234-1234-1234-123456789012",
                "teamId": "87654321-4321-4321-4321-210987654321",
                "channelId": "19%3aabcdef0123456789%40thread.tacv2",
            },
        },
    },
}
"""What seldom comes together: names at their limits, names like the endings of others, zeros, everything off its default."""


def faults(result: Run) -> list[str]:
    found = []
    for resource in result.resources:
        if resource.custom and resource.type != BUILT_ELSEWHERE:
            found += declarations.misfits(resource.inputs, declarations.declared(resource.type), resource.name)
            found += api_models.faults(resource)
    return found


@pytest.mark.parametrize("file", FILES)
def test_a_stack_file_sends_what_the_sdk_declares_and_aws_takes(file):
    assert faults(preview_or_up(read(file))) == []


def test_a_stack_of_everything_unusual_sends_what_the_sdk_declares_and_aws_takes():
    result = preview_or_up(NASTY)
    assert {resource.type for resource in result.resources} >= api_models.REQUESTS.keys()
    assert faults(result) == []
    assert {each.urn for each in preview_or_up(NASTY, preview=True).resources} == {each.urn for each in result.resources}


@settings(max_examples=max(1, settings.default.max_examples // 25))
@given(stacks())
def test_any_valid_stack_sends_what_the_sdk_declares_and_aws_takes(config):
    assert faults(preview_or_up(config)) == []


# --- the comparison itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "change", "says"),
    [
        ("aws:ecs/service:Service", {"desiredCount": "2"}, "desiredCount is '2' and no integer"),
        ("aws:ecs/service:Service", {"propagateTags": "ALL"}, "propagateTags is 'ALL', and none of"),
        ("aws:ecs/service:Service", {"typo": 1}, "typo is unknown"),
        ("aws:ecs/taskDefinition:TaskDefinition", {"containerDefinitions": '[{"nmae": "web"}]'}, "containerDefinitions[0].nmae is unknown"),
        ("aws:scheduler/schedule:Schedule", {"scheduleExpression": ""}, "ScheduleExpression is '', below 1"),
        ("aws:scheduler/schedule:Schedule", {"flexibleTimeWindow": {}}, "FlexibleTimeWindow.Mode is missing"),
        ("aws:scheduler/scheduleGroup:ScheduleGroup", {"name": "a b"}, "Name is 'a b', which isn't like"),
        ("aws:ecr/repository:Repository", {"name": "x" * 257}, "above 256"),
        ("aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration", {"channelId": "19:a@thread.tacv2"}, "isn't like"),
    ],
)
def test_the_comparison_finds_what_aws_would_refuse(unusual, kind, change, says):
    resource: Resource = unusual.find_all(kind)[0]
    found = list(api_models.faults(replace(resource, inputs={**resource.inputs, **change})))
    assert len(found) == 1
    assert says in found[0]


@pytest.fixture(scope="module")
def unusual() -> Run:
    return preview_or_up(NASTY)
