"""Each control finds a resource that was made bad, and nothing in good ones."""

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fargate_web import controls
from fargate_web.controls.catalogue import CONTROLS
from fargate_web.controls.control import Violation
from fargate_web.testing import Resource, Run
from fargate_web.testing.controls import find_violations
from fargate_web.testing.property_values import UNKNOWN

from tests.components.controls.good_resources import GOOD_RESOURCES, NEEDS_TLS, container, document, resource, urn_of
from tests.components.controls.mutations import MUTATIONS, Mutation, mutate_acls

BY_ID = {control.id: control for control in CONTROLS}
EVERY_CONTROL = {"all": "advisory"}


def violations(resources: list[Resource], configuration: dict[str, Any] | None = None) -> list[Violation]:
    return find_violations(cast(Run, SimpleNamespace(resources=resources)), configuration or EVERY_CONTROL)


def found(resources: list[Resource], configuration: dict[str, Any] | None = None) -> set[tuple[str, str]]:
    return {(each.control.id, f"{each.resource.type} {each.resource.name}") for each in violations(resources, configuration)}


def test_good_resources_violate_nothing() -> None:
    assert found([*GOOD_RESOURCES]) == set()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation.control}-{mutation.resource.split(' ')[1]}")
def test_a_resource_made_bad_is_found(mutation: Mutation) -> None:
    assert (mutation.control, mutation.resource) in found(mutation.apply())


def test_a_bucket_with_acls_is_found() -> None:
    assert found(mutate_acls()) == {("s3-no-acls", "aws:s3/bucket:Bucket documents")}


def test_every_control_has_a_mutation() -> None:
    assert {mutation.control for mutation in MUTATIONS} | {"s3-no-acls"} == set(BY_ID)


def test_every_control_has_one_function_a_source_and_a_name_of_its_own() -> None:
    assert len(BY_ID) == len(CONTROLS)
    for control in CONTROLS:
        assert (control.find is None) != (control.find_in_stack is None), control.id
        assert control.source.startswith("https://")
        assert control.title
        assert not control.title.endswith(".")


@pytest.mark.parametrize("each", GOOD_RESOURCES, ids=lambda each: f"{each.type} {each.name}")
def test_what_a_preview_does_not_know_is_no_violation(each: Resource) -> None:
    unknown = replace(each, inputs=dict.fromkeys(each.inputs, UNKNOWN))
    assert found([unknown if other is each else other for other in GOOD_RESOURCES]) == set()


def test_the_bucket_of_access_logs_needs_no_key() -> None:
    mutation = next(each for each in MUTATIONS if each.control == "s3-key")
    delivery = {"Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "*"}
    resources = [
        replace(each, inputs={"policy": document(NEEDS_TLS, delivery)}) if each.type == "aws:s3/bucketPolicy:BucketPolicy" else each
        for each in mutation.apply()
    ]
    assert found(resources) == set()


def test_an_alarm_that_ends_deployments_needs_no_action() -> None:
    without_service = [each for each in GOOD_RESOURCES if each.type != "aws:ecs/service:Service"]
    assert found(without_service) == {("alarm-actions", "aws:cloudwatch/metricAlarm:MetricAlarm errors")}


def test_an_earlier_rule_of_a_network_acl_decides() -> None:
    allowed = {"action": "allow", "protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlock": "0.0.0.0/0", "ruleNo": 100}
    denied = {"action": "deny", "protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlock": "0.0.0.0/0"}
    acl = next(each for each in GOOD_RESOURCES if each.type == "aws:ec2/networkAcl:NetworkAcl")
    messages = [each.message for each in violations([replace(acl, inputs={"ingress": [allowed, {**denied, "ruleNo": 200}]})])]
    assert messages == ["it admits the internet to port 22", "it admits the internet to port 3389"]


def test_the_vpc_of_a_component_of_awsx_is_judged_once() -> None:
    """The program of a stack only knows the component; the real engine also has the VPC, its child."""
    component = resource("awsx:ec2:Vpc", "main", {"cidrBlock": "10.0.0.0/16"})
    child = replace(GOOD_RESOURCES[0], parent=component.urn)
    companions = [
        replace(each, property_dependencies={"vpcId": (component.urn,)})
        for each in GOOD_RESOURCES
        if each.type in ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "aws:ec2/flowLog:FlowLog")
    ]
    assert found([component, child, *companions]) == set()
    assert found([component, *companions]) == set()
    assert {urn for _, urn in found([component, child])} == {"aws:ec2/vpc:Vpc main"}


def test_a_suppression_keeps_the_violation_and_says_why() -> None:
    mutation = next(each for each in MUTATIONS if each.control == "lb-deletion-protection")
    reason = "this stack is destroyed every night"
    configuration = {"lb-deletion-protection": {"suppressions": [{"resource": "aws:lb/*::web", "reason": reason}]}}
    assert [(each.control.id, each.reason) for each in violations(mutation.apply(), configuration)] == [("lb-deletion-protection", reason)]
    elsewhere = {"lb-deletion-protection": {"suppressions": [{"resource": "aws:lb/*::api", "reason": reason}]}}
    assert [each.reason for each in violations(mutation.apply(), elsewhere)] == [None]


def test_parameters_and_levels_are_configured() -> None:
    mutation = next(each for each in MUTATIONS if each.control == "log-retention")
    assert found(mutation.apply(), {"log-retention": {"days": 30}}) == set()
    assert [each.level for each in violations(mutation.apply(), {"log-retention": "mandatory"})] == ["mandatory"]
    assert found(mutation.apply(), {"log-retention": {"enforcementLevel": "disabled"}}) == set()


def test_containers_of_others_are_exempt_by_name() -> None:
    task = next(each for each in GOOD_RESOURCES if each.type == "aws:ecs/taskDefinition:TaskDefinition")
    router = container(name="log_router", user=None, readonlyRootFilesystem=False)
    changed = replace(task, inputs={**task.inputs, "containerDefinitions": json.dumps([container(), router])})
    assert found([changed]) == set()
    assert task.urn == urn_of(task.type, "web")


def test_controls_import_no_sdk() -> None:
    """A policy pack loads them in an environment of its own, and the functions have to run anywhere."""
    sources = {path.name: path.read_text() for path in Path(controls.__file__).parent.glob("*.py")}
    assert [name for name, text in sources.items() if re.search(r"^\s*(?:import|from) (?:pulumi|google|boto)", text, re.MULTILINE)] == []
