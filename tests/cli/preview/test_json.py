"""`fargate-web preview --json` has the shape of `pulumi preview --json`."""

import json

import pytest

from tests.cli.preview.test_preview import MINIMAL, WITH_SECRETS, plain_and_at_home, said

__all__ = ["plain_and_at_home"]

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

# The JSON names of the fields of PreviewStep and of ResourceV3, in pulumi/pulumi.
STEP = {"op", "urn", "provider", "oldState", "newState", "diffReasons", "replaceReasons", "detailedDiff"}
STATE = {
    *("urn", "custom", "delete", "id", "type", "inputs", "outputs", "parent", "protect", "taint", "external", "dependencies", "initErrors"),
    *("provider", "propertyDependencies", "pendingReplacement", "additionalSecretOutputs", "aliases", "customTimeouts", "importID"),
    *("retainOnDelete", "deletedWith", "replaceWith", "created", "modified", "sourcePosition", "ignoreChanges", "replaceOnChanges"),
}


def document(*arguments: object) -> dict:
    status, out, err = said("--json", *arguments)
    assert (status, err) == (0, "")
    return json.loads(out)


def step_of(digest: dict, type_: str, name: str) -> dict:
    [step] = [step for step in digest["steps"] if step["newState"]["type"] == type_ and step["urn"].endswith(f"::{name}")]
    return step


@pytest.fixture(scope="module")
def prod():
    return document("--stack", "prod")


def test_every_resource_is_a_step_and_the_stack_is_the_first(prod):
    assert prod["steps"][0]["urn"] == "urn:pulumi:prod::fargate-web::pulumi:pulumi:Stack::fargate-web-prod"
    assert prod["changeSummary"] == {"create": len(prod["steps"])}
    assert f"Would be created: {len(prod['steps'])} resources\n" in said("--stack", "prod").out


def test_there_are_no_fields_that_pulumi_does_not_know(prod):
    assert set(prod) <= {"config", "steps", "diagnostics", "duration", "changeSummary", "maybeCorrupt"}
    for step in prod["steps"]:
        assert set(step) <= STEP
        assert set(step["newState"]) <= STATE


def test_every_step_has_what_pulumi_never_leaves_out(prod):
    for step in prod["steps"]:
        assert step["op"] == "create"
        assert step["detailedDiff"] is None
        assert {"urn", "custom", "type"} <= set(step["newState"])
        assert step["newState"]["urn"] == step["urn"]


def test_every_parent_and_every_dependency_is_a_step_before(prod):
    seen = set()
    for step in prod["steps"]:
        state = step["newState"]
        needed = {*state.get("dependencies", ()), *([state["parent"]] if "parent" in state else [])}
        needed |= {urn for urns in state.get("propertyDependencies", {}).values() for urn in urns or ()}
        assert needed <= seen
        seen.add(step["urn"])


def test_a_service_has_its_inputs_as_they_are_sent_with_pulumis_mark_for_the_unknown(prod):
    state = step_of(prod, "aws:ecs/service:Service", "api")["newState"]
    assert state["inputs"]["desiredCount"] == 3
    assert state["inputs"]["taskDefinition"] == UNKNOWN
    assert state["ignoreChanges"] == ["desiredCount"]
    assert state["parent"] == "urn:pulumi:prod::fargate-web::fargate-web:index:Service::api"
    [task_definition] = state["propertyDependencies"]["taskDefinition"]
    assert task_definition.endswith("$aws:ecs/taskDefinition:TaskDefinition::api")
    assert state["propertyDependencies"]["desiredCount"] is None
    assert all(isinstance(seconds, int) for seconds in state["customTimeouts"].values())


def test_a_resource_of_the_default_provider_refers_to_it_by_its_version(prod):
    step = step_of(prod, "aws:lb/loadBalancer:LoadBalancer", "load-balancer")
    assert step["provider"] == step["newState"]["provider"]
    assert step["provider"] == f"urn:pulumi:prod::fargate-web::pulumi:providers:aws::default_7_51_1::{UNKNOWN}"


def test_default_providers_are_no_steps_as_pulumi_reports_none(prod):
    assert not [step for step in prod["steps"] if "pulumi:providers:" in step["newState"]["type"]]


def test_a_component_has_no_provider_and_tells_its_outputs(prod):
    state = step_of(prod, "fargate-web:index:Service", "api")["newState"]
    assert state["custom"] is False
    assert "provider" not in state
    assert state["outputs"]["url"] == "https://api.example.com/v1/"


def test_protection_is_told(prod):
    assert step_of(prod, "aws:ecs/cluster:Cluster", "cluster")["newState"]["protect"] is True
    assert "protect" not in step_of(prod, "aws:ecs/service:Service", "api")["newState"]


def test_the_configuration_is_told_as_pulumi_does_with_maps_as_json(prod):
    assert prod["config"]["aws:region"] == "us-west-2"
    assert json.loads(prod["config"]["fargate-web:monitoring"])["email"] == ["team@example.com"]


def test_the_duration_is_in_nanoseconds(prod):
    assert 1_000_000 < prod["duration"] < 600_000_000_000


def test_warnings_are_diagnostics(tmp_path):
    path = tmp_path / "Pulumi.shop.yaml"
    path.write_text(MINIMAL)
    diagnostics = document("--config-file", path)["diagnostics"]
    assert {diagnostic["severity"] for diagnostic in diagnostics} == {"warning"}
    assert diagnostics[0]["message"].startswith(f"warning: {path}:3:")


def test_secrets_are_masked_in_the_configuration_and_in_the_inputs(tmp_path):
    path = tmp_path / "Pulumi.shop.yaml"
    path.write_text(WITH_SECRETS)
    digest = document("--config-file", path)
    assert json.loads(digest["config"]["fargate-web:services"])["web"]["environment"] == {"API_KEY": "[secret]", "LEVEL": "info"}
    state = step_of(digest, "aws:ecs/taskDefinition:TaskDefinition", "web")["newState"]
    assert state["inputs"]["containerDefinitions"] == "[secret]"
