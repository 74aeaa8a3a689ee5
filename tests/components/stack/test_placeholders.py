"""`${stack}` and `${project}` in the values of a stack file."""

import json

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_config, load_file
from fargate_web.stack.placeholders import expand_placeholders
from fargate_web.testing import run

REVIEW = """\
config:
  aws:region: us-west-2
  fargate-web:image: registry.example.com/shop:${stack}
  fargate-web:network: {natGateways: none}
  fargate-web:services:
    web:
      port: 8080
      subnets: public
      route: {hosts: ["${stack}.review.example.com"]}
      environment: {TABLE: "${project}-${stack}-orders"}
"""
PULL_REQUEST = "config:\n  aws:region: us-west-2\n  fargate-web:extends: Pulumi.review.yaml\n"


@pytest.fixture
def files(folder):
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.review.yaml").write_text(REVIEW)
    for name in ("pr-12", "pr-13", "Pr-12"):
        (folder / f"Pulumi.{name}.yaml").write_text(PULL_REQUEST)
    return folder


def expand(value):
    expanded = expand_placeholders({"services": {"web": value}}, "acme/pr-12", "shop", lambda path, at_key=False: None)
    return expanded.settings["services"]["web"]


def test_two_lines_make_the_stack_of_a_pull_request(files):
    web = load_file("Pulumi.pr-12.yaml").stack.services["web"]
    assert web.route.hosts == ["pr-12.review.example.com"]
    assert web.image == "registry.example.com/shop:pr-12"
    assert web.environment == {"TABLE": "shop-pr-12-orders"}


def test_a_program_gets_what_check_sees(files):
    config = {"aws:region": "us-west-2", "fargate-web:extends": "Pulumi.review.yaml"}
    loaded = []
    run(lambda: loaded.append(load_config()), stack="pr-12", config=config, project="shop")
    assert loaded[0].stack == load_file("Pulumi.pr-12.yaml").stack


def test_a_program_without_a_stack_file_gets_the_same(folder):
    config = {"aws:region": "us-west-2", "fargate-web:network": json.dumps({"natGateways": "none"})}
    services = {"web": {"image": "nginx:1", "port": 80, "subnets": "public", "environment": {"MODE": "${stack}"}}}
    loaded = []
    run(lambda: loaded.append(load_config()), stack="pr-12", config={**config, "fargate-web:services": json.dumps(services)})
    assert loaded[0].stack.services["web"].environment == {"MODE": "pr-12"}


def test_the_stacks_of_two_pull_requests_have_rules_of_different_priorities(files):
    first, second = (load_file(f"Pulumi.{name}.yaml").rule_priorities["web"] for name in ("pr-12", "pr-13"))
    assert first != second


@pytest.mark.parametrize(
    "value",
    [
        {"command": ["sh", "-c", "echo ${stack}"]},
        {"command": "echo ${stack}"},
        {"entryPoint": ["${stack}"]},
        {"containerHealthCheck": {"command": ["CMD-SHELL", "test ${stack}"]}},
        {"containerHealthCheck": "test ${stack}"},
        {"migration": {"command": ["migrate", "${stack}"]}},
        {"${stack}": "a key"},
        {"environment": {"HOME": "$stack ${STACK} ${stacks} {stack} ${ }"}},
    ],
)
def test_texts_of_shells_keys_and_other_expressions_are_kept(value):
    assert expand(value) == value


def test_variables_of_a_collector_are_no_misspelt_placeholders():
    tracing = {"tracing": {"configuration": "exporters: {otlp: {endpoint: '${STACK}'}}"}}
    assert expand_placeholders(tracing, "dev", "shop", lambda path, at_key=False: None).faults == ()


def test_a_variable_named_like_a_command_is_no_command():
    assert expand({"environment": {"command": "${stack}"}, "tags": {"silence": "${stack}"}}) == {
        "environment": {"command": "pr-12"},
        "tags": {"silence": "pr-12"},
    }


def test_two_dollars_keep_the_placeholder():
    assert expand({"environment": {"A": "$${stack} of ${project}"}}) == {"environment": {"A": "${stack} of shop"}}


def test_no_fix_of_an_expanded_text_is_certain(files):
    (files / "Pulumi.dev.yaml").write_text(REVIEW.replace('"${stack}.review.example.com"', '"https://${stack}.example.com"'))
    with pytest.raises(SettingsError) as raised:
        load_file("Pulumi.dev.yaml")
    [fault] = raised.value.faults
    assert str(fault).startswith("Pulumi.dev.yaml:9:23: services.web.route.hosts[0]: ${stack} is dev: 'https://dev.example.com'")
    assert [fix.is_certain for fix in fault.fixes] == [False]


def test_the_path_of_a_health_check_is_no_command():
    sidecars = {"proxy": {"image": "nginx:1", "healthCheck": "/check ${stack}"}}
    web = expand({"healthCheck": "/${stack}", "additionalRoutes": {"admin": {"healthCheck": "/${project}"}}, "sidecars": sidecars})
    assert web == {"healthCheck": "/pr-12", "additionalRoutes": {"admin": {"healthCheck": "/shop"}}, "sidecars": sidecars}
