"""Where an Output may stand in the arguments of a component, and what is said where it may not."""

from collections.abc import Iterator
from typing import Any

import pulumi
import pytest
from fargate_web.faults.schema_index import find_nested_sections, index_schema
from fargate_web.faults.validation import run_validation
from fargate_web.settings.section import Section
from fargate_web.settings.stack import Stack
from fargate_web.settings.value_types import OUTPUT_NOT_ALLOWED

# Some that importers rely on: what AWS checks, and nothing here is made by. `[]` is an entry of a list, `{}` a value of a map.
LEAVES = {
    "Container.image",
    "Container.environment{}",
    "Container.secrets{}",
    "AccessLogs.bucket",
    "DeploymentAlarms.names[]",
    "ExecuteCommandLogs.kms_key_arn",
    "ExistingCluster.name",
    "ExistingLoadBalancer.arn_suffix",
    "ExistingLoadBalancer.dns_name",
    "ExistingLoadBalancer.listener_arn",
    "ExistingLoadBalancer.security_group_id",
    "ExistingSubnet.id",
    "ExistingVpc.cidr_block",
    "ExistingVpc.id",
    "Hook.lambda_arn",
    "Https.certificate_arn",
    "Https.hosted_zone",
    "Logs.kms_key_arn",
    "Monitoring.kms_key_arn",
    "Monitoring.topic_arn",
    "Role.arn",
    "Role.managed_policies[]",
    "Role.permissions_boundary",
    "Roles.secret_kms_keys[]",
    "Service.image",
    "Service.environment{}",
    "Service.secrets{}",
    "Service.tags{}",
    "Stack.tags{}",
    "Container.command[]",
    "Container.entry_point[]",
    "ContainerHealthCheck.command",
    "Migration.command[]",
    "Statement.resources",  # one resource, the shorter way of a list
    "Statement.resources[]",
    "LoadBalancer.web_acl",  # the ARN of a web ACL, the shorter way of {arn: …}
    "WebAcl.arn",
}


def models(model: type[Section], seen: list[type[Section]]) -> list[type[Section]]:
    if model not in seen:
        seen.append(model)
        for field in model.model_fields.values():
            for inner, _ in find_nested_sections(field.annotation):
                models(inner, seen)
    return seen


def places() -> Iterator[tuple[type[Section], str, str]]:
    for model in models(Stack, []):
        for name in model.model_fields:
            for form in ("", "[]", "{}"):
                yield model, name, form


@pytest.fixture
def output() -> pulumi.Output[str]:
    return pulumi.Output.from_input("x")


def told(model: type[Section], name: str, form: str, output: Any) -> list[str]:
    """Tell what is said about one field that holds an Output, or a list or a map of one."""
    key = model.model_fields[name].alias or name
    value = {"": output, "[]": [output], "{}": {"key": output}}[form]
    path = {"": (key,), "[]": (key, 0), "{}": (key, "key")}[form]
    faults = run_validation(model, {key: value}).faults
    # Another form than the field's own is another fault, and another test's.
    return [fault.message for fault in faults if fault.path[:1] == (key,) and (not form or fault.path == path or len(fault.path) == 1)]


def is_a_leaf(model: type[Section], name: str, form: str) -> bool:
    """Tell whether the schema marks a place as one for Outputs and secrets."""
    key = model.model_fields[name].alias or name
    path = {"": (key,), "[]": (key, 0), "{}": (key, "key")}[form]
    return any(node.get("secret") for node in index_schema(model).find_schema(path).alternatives)


def test_outputs_are_taken_as_leaves_and_nowhere_else(output: Any) -> None:
    taken = {(model, name, form) for model, name, form in places() if not told(model, name, form, output)}
    named = {f"{model.__name__}.{name}{form}" for model, name, form in taken}
    assert named >= {leaf for leaf in LEAVES if leaf.split(".")[0] in {model.__name__ for model in models(Stack, [])}}
    assert [f"{model.__name__}.{name}{form}" for model, name, form in taken if not is_a_leaf(model, name, form)] == []


@pytest.mark.parametrize("model", models(Stack, []), ids=lambda model: model.__name__)
def test_every_other_field_refuses_an_output_with_the_reason(model: type[Section], output: Any) -> None:
    for name in model.model_fields:
        said = told(model, name, "", output)
        assert said == [OUTPUT_NOT_ALLOWED] or (not said and is_a_leaf(model, name, "")), (name, said)


def test_entries_of_lists_and_maps_that_are_no_leaves_refuse_an_output_with_the_reason(output: Any) -> None:
    refused = {
        f"{model.__name__}.{name}{form}" for model, name, form in places() if form and OUTPUT_NOT_ALLOWED in told(model, name, form, output)
    }
    assert {"Route.hosts[]", "Route.paths[]", "LoadBalancer.allowed_cidr_blocks[]", "Network.gateway_endpoints[]"} <= refused
    assert {"Statement.actions[]", "Https.alternative_names[]", "Monitoring.email[]"} <= refused


def test_the_reason_says_what_to_write_instead() -> None:
    assert OUTPUT_NOT_ALLOWED.startswith("an Output (or a secret) isn't allowed here: this value decides which resources exist")
    assert OUTPUT_NOT_ALLOWED.endswith("write the plain value")


def test_conditions_of_a_statement_take_outputs_at_their_ends(output: Any) -> None:
    from fargate_web.settings.roles import Statement

    statement = {"actions": ["s3:GetObject"], "resources": ["*"], "conditions": {"StringEquals": {"aws:SourceVpc": output}}}
    assert run_validation(Statement, statement).faults == ()
