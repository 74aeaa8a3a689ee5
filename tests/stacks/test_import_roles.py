"""The roles by which an importer knows the children of the components, and the attributes by which he reaches them."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import fargate_web
import pulumi
import pytest
from fargate_web import Cluster, EncryptionKey, LoadBalancer, Monitoring, Network, Repository, Scaling, ScheduledTask, Service
from fargate_web.component.child_roles import CHILD_ROLES, find_child_role
from fargate_web.testing import Resource, Run, run

from tests.stacks.running import ROOT, preview_or_up, read

CONFIG = {"aws:region": "us-west-2"}
FILES = sorted(str(file.relative_to(ROOT)) for pattern in ("Pulumi.*.yaml", "examples/*.yaml") for file in ROOT.glob(pattern))
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2"
POLICIES = {
    "managedPolicies": ["CloudWatchLogsFullAccess"],
    "statements": [{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::web/*"]}],
}
SCALING = {
    "minCapacity": 2,
    "maxCapacity": 4,
    "cpu": 60,
    "steps": {
        "pending": {
            "metric": {"namespace": "Shop", "name": "Pending", "statistic": "Maximum"},
            "steps": [{"atLeast": 100, "adjustment": 2}],
        }
    },
    "scheduledActions": {"night": {"schedule": "cron(0 20 * * ? *)", "minCapacity": 1, "maxCapacity": 2}},
}
EBS_VOLUME = {
    "path": "/cache",
    "ebs": {"sizeInGib": 10, "kmsKeyArn": "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f"},
}
VOLUME = {"fileSystemId": "fs-0123456789abcdef0", "path": "/files", "mountTargetSecurityGroupId": "sg-0123456789abcdef0"}


def everything() -> dict[str, pulumi.ComponentResource]:
    """Build the components with all that they can have."""
    key = EncryptionKey("key")
    network = Network("network", {"interfaceEndpoints": ["ecr.api"], "ipv6": True})
    Network("regional", {"natGateways": "regional"})
    Network("forwarded", {"natGateways": "instancePerAz"})
    Network("addressed", {"natGateways": "singleInstance", "elasticIpAllocationIds": ["eipalloc-0123456789abcdef0"]})
    cluster = Cluster("cluster", {"namespace": "web"})
    Cluster("dns", {"namespace": {"name": "internal.example.com", "type": "privateDns"}, "network": network})
    balancer = LoadBalancer(
        "balancer",
        {
            "network": network,
            "https": {
                "domainName": "www.example.com",
                "alternativeNames": ["*.example.com"],
                "hostedZone": "example.com",
                "certificates": [{"domainName": "example.org", "hostedZone": "example.org"}],
                "mutualAuthentication": {"caCertificates": {"bucket": "example-certificates", "key": "clients.pem"}},
            },
            "testListener": 8443,
            "rules": {"maintenance": {"priority": 1, "fixedResponse": {"statusCode": 503}}},
            "has_logins": True,
            "webAcl": {"allowedAddresses": ["203.0.113.0/24"]},
        },
    )
    web = Service(
        "web",
        {
            "image": IMAGE,
            "port": 3000,
            "priority": 7,
            "scaling": SCALING,
            "migration": {"command": ["migrate"], "secrets": {"OWNER": "/web/owner"}},
            "volumes": {"files": VOLUME, "cache": EBS_VOLUME},
            "deployment": {
                "strategy": "canary",
                "testTraffic": {},
                "alarms": True,
                "hooks": {
                    "check": {"stages": ["POST_TEST_TRAFFIC_SHIFT"], "lambdaArn": "arn:aws:lambda:us-west-2:123456789012:function:check"}
                },
            },
            "roles": {"executionRole": POLICIES, "taskRole": POLICIES},
            "serviceConnect": {
                "discoveryName": "web-connect",
                "tls": {"awsPcaAuthorityArn": "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d"},
            },
            "serviceDiscovery": True,
            "allowFrom": ["sg-0123456789abcdef0"],
            "queue": {"subscribe": [{"topicArn": "arn:aws:sns:us-west-2:123456789012:orders"}]},
            "networkLoadBalancer": {
                "listeners": [{"port": 443, "protocol": "TLS", "targetPort": 3000, "testPort": 9443}],
                "staticAddresses": True,
                "domainName": "feed.example.com",
                "hostedZone": "example.com",
            },
            "topics": {"orders": True},
            "network": network,
            "cluster": cluster,
            "load_balancer": balancer,
        },
    )
    tokens = {"issuer": "https://idp.example.com", "jwksEndpoint": "https://idp.example.com/jwks"}
    route = {"paths": ["/admin/*"], "authentication": {"jwt": tokens}, "openPaths": ["/admin/hooks/*"]}
    Service("admin", {"image": IMAGE, "port": 3000, "route": route, "network": network, "cluster": cluster, "load_balancer": balancer})
    scaling = Scaling("web", {**SCALING, "service": web})
    roles = {"executionRole": POLICIES, "taskRole": POLICIES}
    said = {"image": IMAGE, "schedule": "rate(1 day)", "roles": roles, "volumes": {"files": VOLUME}}
    task = ScheduledTask("report", {**said, "network": network, "cluster": cluster})
    watched = {"services": {"web": web}, "scheduled_tasks": {"report": task}, "load_balancer": balancer}
    teams = {
        "tenantId": "12345678-1234-1234-1234-123456789012",
        "teamId": "87654321-4321-4321-4321-210987654321",
        "channelId": "19%3aabcdef0123456789%40thread.tacv2",
    }
    told = {"email": ["team@example.com"], "slack": {"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"}, "page": {"teams": teams}}
    monitoring = Monitoring(
        "monitoring",
        {
            **watched,
            **told,
            "slo": {"availability": 99.9},
            "canary": {"path": "/health"},
            "mute": {"load-test": {"schedule": "cron(0 2 * * SUN)", "duration": "PT4H"}},
        },
    )
    repository = Repository("web", {"pullAccounts": ["123456789012"]})
    return {type(each).__name__: each for each in (key, repository, network, cluster, balancer, web, scaling, task, monitoring)}


@cache
def built() -> tuple[dict[str, pulumi.ComponentResource], Run]:
    made: dict[str, pulumi.ComponentResource] = {}
    return made, run(lambda: made.update(everything()), config=CONFIG)


def children(result: Run) -> Iterator[tuple[str, Resource]]:
    for resource in result.resources:
        namespace, _, kind = resource.type.rpartition(":")
        if namespace == "fargate-web:index":
            yield from ((kind, child) for child in result.find_children(resource))


def of_stack(file: str) -> Run:
    return preview_or_up(read(file))


@pytest.mark.parametrize("made", [lambda: built()[1], *(lambda file=file: of_stack(file) for file in FILES)], ids=["everything", *FILES])
def test_every_child_of_every_component_plays_exactly_one_role(made: Callable[[], Run]) -> None:
    roles = {
        (kind, str(child)): [role for role, each in CHILD_ROLES[kind].items() if each.matches(child.type, child.name)]
        for kind, child in children(made())
    }
    assert roles
    assert {child: found for child, found in roles.items() if len(found) != 1} == {}, "add it to fargate_web/children.py"


def test_every_role_is_played() -> None:
    played = {(kind, find_child_role(kind, child.type, child.name)) for kind, child in children(built()[1])}
    assert {(kind, role) for kind, roles in CHILD_ROLES.items() for role in roles} == played


def test_every_component_has_a_table_of_roles() -> None:
    public = {name: getattr(fargate_web, name) for name in fargate_web.__all__}
    components = {name for name, value in public.items() if isinstance(value, type) and issubclass(value, pulumi.ComponentResource)}
    assert components == set(CHILD_ROLES)


def test_a_name_that_looks_like_another_role_misleads_nobody() -> None:
    """The services of this test bear the endings of their own children's names."""

    def program() -> None:
        for name in ("job-execution", "job-task", "job-infrastructure", "job-hooks", "job-outbound", "job-to-tasks-80", "job-validation"):
            Service(
                name,
                {
                    "image": IMAGE,
                    "port": 3000,
                    "priority": 7,
                    "roles": {"executionRole": POLICIES, "taskRole": POLICIES},
                    "network": {"vpc_id": "vpc-1", "private_subnet_ids": ["subnet-1"]},
                    "cluster": {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/shared", "name": "shared"},
                    "load_balancer": {"listener_arn": "arn:l", "security_group_id": "sg-1"},
                },
            )

    endings = {"-execution": "execution_role", "-task": "task_role", "-infrastructure": "infrastructure_role"}
    for kind, child in children(run(program, config=CONFIG)):
        if child.type == "aws:iam/role:Role":
            assert find_child_role(kind, child.type, child.name) == next(
                role for ending, role in endings.items() if child.name.endswith(ending)
            )
        assert sum(each.matches(child.type, child.name) for each in CHILD_ROLES[kind].values()) == 1, child


def test_a_name_that_had_to_be_cut_keeps_its_role() -> None:
    def program() -> None:
        Service("a" * 40 + "-very-long-name-of-a-service", {"image": IMAGE, "network": NETWORK, "cluster": CLUSTER})

    roles = [find_child_role(kind, child.type, child.name) for kind, child in children(run(program, config=CONFIG))]
    assert {"execution_role", "execution_role_policy", "task_role"} <= set(roles)
    assert None not in roles


NETWORK = {"vpc_id": "vpc-1", "private_subnet_ids": ["subnet-1"]}
CLUSTER = {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/shared", "name": "shared"}


def exposed(value: Any, seen: set[int]) -> Iterator[pulumi.Resource]:
    """Give the resources that are reached through public attributes, through lists, maps and the parts of a component."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        inner: Any = value.values()
    elif isinstance(value, list | tuple):
        inner = value
    elif isinstance(value, pulumi.Resource) and not type(value).__module__.startswith("fargate_web"):
        yield value
        return
    elif type(value).__module__.startswith("fargate_web."):
        inner = [each for name, each in vars(value).items() if not name.startswith("_")]
    else:
        return
    for each in inner:
        yield from exposed(each, seen)


@pytest.mark.parametrize("kind", CHILD_ROLES)
def test_every_component_exposes_each_resource_that_it_built(kind: str) -> None:
    components, result = built()
    reached = {(each.pulumi_resource_type, each.pulumi_resource_name) for each in exposed(components[kind], set())}
    own = result.find_one(f"fargate-web:index:{kind}", components[kind].pulumi_resource_name)
    registered = {(child.type, child.name) for child in result.find_children(own)}
    assert registered - reached == set()
