"""What holds for any stack that the loader takes."""

import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from fargate_web.stack.load import load_file
from fargate_web.testing import Resource, Run
from fargate_web.testing.controls import find_violations
from hypothesis import given, settings

from tests.properties.stacks import Settings, stacks
from tests.stacks.running import altered, differences, preview_or_up

EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
RULE = "aws:lb/listenerRule:ListenerRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"

SERVICES = "fargate-web:services"
SUFFIX = len("-1234567")
LONGEST = {
    TARGET_GROUP: 32,
    "aws:lb/loadBalancer:LoadBalancer": 32,
    "aws:iam/role:Role": 64,
    "aws:iam/rolePolicy:RolePolicy": 128,
    SECURITY_GROUP: 255,
    SERVICE: 255,
    "aws:cloudwatch/logGroup:LogGroup": 512,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
    "aws:s3/bucket:Bucket": 63,
    "aws:sns/topic:Topic": 256,
}


def examples(number: int) -> settings:
    """Take few examples, each being a whole stack; the profile `search` takes ten times as many."""
    return settings(max_examples=number * settings.default.max_examples // 100)


def loaded(config: Settings) -> dict[str, Any]:
    """Put a configuration through the loader, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "Pulumi.test.yaml")
        file.write_text(yaml.safe_dump({"config": config}, sort_keys=False))
        return load_file(file, environ={}).stack.services


def definition(task: Resource) -> dict[str, Any]:
    """Give the application's own container, which comes first."""
    first: dict[str, Any] = json.loads(task.inputs["containerDefinitions"])[0]
    return first


def texts(value: Any) -> Iterator[str]:
    """Yield every text within a value, also those within JSON documents."""
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            yield from texts(json.loads(value))
        else:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


# --- what one run tells -------------------------------------------------------------------------------------------------


@examples(8)
@given(stacks())
def test_every_valid_stack_keeps_the_invariants(config):
    services = loaded(config)
    update = preview_or_up(config)
    preview = preview_or_up(config, preview=True)

    assert {each.urn for each in preview.resources} == {each.urn for each in update.resources}, "preview and update differ"
    for result in (update, preview):
        assert [str(each) for each in result.resources if each.parent in (None, result.stack.urn) and (each.custom or each.remote)] == []
    ports_agree(update, services)
    only_the_load_balancer_admits_addresses(update)
    public_addresses_are_for_public_subnets(update, services)
    names_fit(update)
    references_lead_somewhere(update, config)
    priorities_are_in_order(update)
    scaled_counts_are_left_alone(update, services)
    no_policy_allows_everything(update)
    no_mandatory_control_is_violated(update)
    container_definitions_are_canonical(update)
    containers_fit_together(update)
    only_the_load_balancer_and_callers_have_a_way_in(update, services)


def no_mandatory_control_is_violated(result: Run) -> None:
    ports = [listener.inputs["port"] for listener in result.find_all("aws:lb/listener:Listener")]
    found = find_violations(result, {"sg-open-ingress": {"publicPorts": ports}})
    assert [(each.control.id, each.resource.label) for each in found if each.level == "mandatory"] == []


def containers_fit_together(result: Run) -> None:
    for task in result.find_all(TASK_DEFINITION):
        containers = json.loads(task.inputs["containerDefinitions"])
        names = [container["name"] for container in containers]
        assert len(names) == len(set(names)) <= 10, task.name
        assert sum(container.get("cpu", 0) for container in containers) <= int(task.inputs["cpu"]), task.name
        assert sum(container.get("memoryReservation", container.get("memory", 0)) for container in containers) < int(task.inputs["memory"])
        volumes = [volume["name"] for volume in task.inputs.get("volumes", [])]
        mounted = [mount["sourceVolume"] for container in containers for mount in container.get("mountPoints", [])]
        assert len(volumes) == len(set(volumes)), task.name
        assert set(mounted) == set(volumes), task.name
        for container in containers:
            assert {each["containerName"] for each in container.get("dependsOn", [])} <= set(names) - {container["name"]}, task.name


def ports_agree(result: Run, services: Any) -> None:
    for name, service in services.items():
        mapped = [
            (each["containerPort"], each["hostPort"]) for each in definition(result.find_one(TASK_DEFINITION, name)).get("portMappings", [])
        ]
        assert mapped == ([(service.port, service.port)] if service.port else []), name
        if not service.active_route:
            continue
        [balanced] = result.find_one(SERVICE, name).inputs["loadBalancers"]
        assert balanced["containerPort"] == service.port, name
        assert balanced["containerName"] == definition(result.find_one(TASK_DEFINITION, name))["name"], name
        pair = {balanced["targetGroupArn"], balanced["advancedConfiguration"]["alternateTargetGroupArn"]}
        groups = [group for group in result.find_all(TARGET_GROUP) if group.outputs["arn"] in pair]
        assert [group.inputs["port"] for group in groups] == [service.port] * 2, name
        own, balancer = result.find_one(SECURITY_GROUP, name).id, result.find_one(SECURITY_GROUP, "load-balancer").id
        admitted = [
            rule.inputs
            for rule in result.find_all(INGRESS)
            if rule.inputs["securityGroupId"] == own and rule.inputs["referencedSecurityGroupId"] == balancer
        ]
        reached = [
            rule.inputs
            for rule in result.find_all(EGRESS)
            if rule.inputs["securityGroupId"] == balancer and rule.inputs.get("referencedSecurityGroupId") == own
        ]
        for [rule], other in ((admitted, balancer), (reached, own)):
            assert (rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (service.port, service.port, "tcp"), name
            assert rule["referencedSecurityGroupId"] == other, name


def only_the_load_balancer_admits_addresses(result: Run) -> None:
    services = {result.find_one(SECURITY_GROUP, each.name).id for each in result.find_all(SERVICE)}
    for rule in result.find_all(INGRESS):
        if "cidrIpv4" in rule.inputs or "cidrIpv6" in rule.inputs:
            assert rule.inputs["securityGroupId"] not in services, f"{rule} admits addresses to tasks"
        if rule.inputs.get("cidrIpv4") == "0.0.0.0/0":
            assert rule.inputs["securityGroupId"] == result.find_one(SECURITY_GROUP, "load-balancer").id, f"{rule} is open to the world"


def public_addresses_are_for_public_subnets(result: Run, services: Any) -> None:
    for name, service in services.items():
        network = result.find_one(SERVICE, name).inputs["networkConfiguration"]
        assert network["assignPublicIp"] is (service.subnets == "public"), name
        assert (network["subnets"] == result.outputs["publicSubnetIds"]) is (service.subnets == "public"), name


def names_fit(result: Run) -> None:
    for kind, longest in LONGEST.items():
        for each in result.find_all(kind):
            length = len(each.inputs["name"]) if "name" in each.inputs else len(each.name) + SUFFIX
            assert length <= longest, f"{each} has a name of {length} characters, and AWS allows {longest}"


def references_lead_somewhere(result: Run, config: Settings) -> None:
    known = {text for each in result.resources for text in (*texts(each.outputs), *texts(each.id))}
    given_arns = " ".join(texts(config))
    ids = re.compile(r"\b(?:vpc|subnet|sg|igw|rtb|vpce|eni)-[0-9a-f]{8,}\b")
    own = re.compile(r"arn:aws:(?:elasticloadbalancing|ecs|sns|kms|wafv2|acm|iam|logs|s3)[^\s\"']*")
    for each in result.resources:
        own_outputs = set(texts({key: value for key, value in each.outputs.items() if key not in each.inputs}))
        for text in texts(each.inputs):
            for found in ids.findall(text):
                assert found in known - own_outputs, f"{each} refers to {found}, which nothing has"
            for found in own.findall(text):
                whole = found.split("*")[0].rstrip(":/") if "*" in found else found
                foreign = ":aws:policy/" in found or found.endswith(":root") or found in given_arns
                pattern = "*" in found and not re.search(r"-[0-9a-f]{7}", found)  # all of an account, such as in a trust policy
                assert foreign or pattern or any(other.startswith(whole) or found.startswith(other + "/") for other in known), (
                    f"{each} refers to {found}, which nothing has"
                )


def priorities_are_in_order(result: Run) -> None:
    taken: defaultdict[str, list[int]] = defaultdict(list)
    for rule in result.find_all(RULE):
        taken[rule.inputs["listenerArn"]].append(rule.inputs["priority"])
    for listener, priorities in taken.items():
        assert [number for number, times in Counter(priorities).items() if times > 1] == [], f"taken twice on {listener}"
        assert all(1 <= number <= 50_000 for number in priorities), listener


def scaled_counts_are_left_alone(result: Run, services: Any) -> None:
    for name, service in services.items():
        assert ("desiredCount" in result.find_one(SERVICE, name).ignore_changes) is (service.scaling is not None), name


def no_policy_allows_everything(result: Run) -> None:
    for each in result.resources:
        for key in ("policy", "assumeRolePolicy"):
            if isinstance(each.inputs.get(key), str):
                for statement in json.loads(each.inputs[key])["Statement"]:
                    actions = statement.get("Action", [])
                    if statement["Effect"] == "Allow":
                        assert "*" not in ([actions] if isinstance(actions, str) else actions), f"{each} allows everything"
                        assert "NotAction" not in statement, f"{each} allows all but some"


def container_definitions_are_canonical(result: Run) -> None:
    for task in result.find_all(TASK_DEFINITION):
        text = task.inputs["containerDefinitions"]
        assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")), task
        assert list(empty(json.loads(text), "")) == [], task


def empty(value: Any, path: str) -> Iterator[str]:
    if value is None or value in ("", [], {}):
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in children:
        yield from empty(item, f"{path}.{key}")


def only_the_load_balancer_and_callers_have_a_way_in(result: Run, services: Any) -> None:
    for name, service in services.items():
        own = result.find_one(SECURITY_GROUP, name).id
        admitted = [rule.inputs for rule in result.find_all(INGRESS) if rule.inputs["securityGroupId"] == own]
        expected = [*(["load-balancer"] if service.active_route else []), *(service.allow_from or [])]
        peers = sorted(rule["referencedSecurityGroupId"] for rule in admitted)
        assert peers == sorted(result.find_one(SECURITY_GROUP, each).id for each in expected), name
        assert {(rule["fromPort"], rule["toPort"], rule["ipProtocol"]) for rule in admitted} <= {(service.port, service.port, "tcp")}, name
        assert ("loadBalancers" in result.find_one(SERVICE, name).inputs) is bool(service.active_route), name
        assert (name in result.outputs["urls"]) <= bool(service.active_route), name


# --- what two runs tell -------------------------------------------------------------------------------------------------


@examples(5)
@given(stacks(fewest=2, calls=False))  # who is called is deployed first, and so changes who calls
def test_a_further_service_changes_no_other(config):
    *others, _added = config[SERVICES]
    smaller = {**config, SERVICES: {name: config[SERVICES][name] for name in others}}
    before, after = preview_or_up(smaller), preview_or_up(config)
    old, new = ({str(each) for each in result.resources} for result in (before, after))
    assert old - new == set()
    # The dashboard shows all services; a rule names those whose failed deployments it tells, and an alarm counts such rules.
    shared = ("dashboard", "failed-deployments", "deployments-failed")
    assert {each for each in differences(before, after) & old if not any(name in each for name in shared)} == set()


@examples(5)
@given(stacks())
def test_another_image_changes_the_task_definition_of_its_service_only(config):
    name, service = next(iter(config[SERVICES].items()))
    repository = re.split(r"[@]|:(?!.*/)", service["image"])[0]
    before = preview_or_up(config)
    after = preview_or_up(altered(config, services={name: {"image": f"{repository}:2.0.0"}}))
    changed = differences(before, after)
    assert f"{TASK_DEFINITION} {name!r}" in changed
    own = {f"{TASK_DEFINITION} {name!r}", f"{SERVICE} {name!r}"}
    assert changed <= own | ({f"{TASK_DEFINITION} '{name}:migration'"} if "migration" in service else set())
    one, other = (definition(result.find_one(TASK_DEFINITION, name)) for result in (before, after))
    assert {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)} == {"image"}


@examples(3)
@given(stacks())
def test_the_same_stack_gives_the_same_resources(config):
    assert differences(preview_or_up(config), preview_or_up(dict(reversed(config.items())))) == set()
