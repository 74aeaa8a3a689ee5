"""`fargate-web explain`: checks, keys and resources."""

import pytest
import yaml
from fargate_web.checks.catalogue import CATALOGUE
from fargate_web.stack.load import load_file
from fargate_web_cli.explain.settings import SettingIndex
from fargate_web_cli.explain.value_types import format_yaml

from tests.cli.project.projects import run_command, write_project
from tests.stacks.running import ROOT

STACK = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: "nginx:1.29"
      port: 8080
      route: {paths: [/*]}
      additionalRoutes: {admin: {port: 9090, paths: [/admin/*]}}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    program = (ROOT / "__main__.py").read_text()
    return write_project(tmp_path_factory.mktemp("project"), program, dev=STACK)


@pytest.fixture(scope="module")
def index():
    return SettingIndex()


def explain(folder, *arguments):
    return run_command("explain", *arguments, folder=folder)


def test_without_a_word_every_check_is_listed(tmp_path):
    found = explain(tmp_path)
    assert found.status == 0
    assert [code for code in CATALOGUE if code not in found.out] == []


def test_a_check_is_explained_with_consequence_fix_and_how_to_silence_it(tmp_path):
    out = " ".join(explain(tmp_path, "drift-in-every-run").out.split())
    assert "It is a warning, only of `fargate-web check`." in out
    assert "Consequence: " in out
    assert "Fix: Write " in out
    assert "fargate-web:silence: {drift-in-every-run: <why it does not apply>}" in out


def test_an_error_that_is_no_choice_is_not_silenced(tmp_path):
    assert "Silence:" not in explain(tmp_path, "unknown-key").out


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("services.*.healthCheck", ["services.<name>.healthCheck"]),
        ("services.web.healthCheck.path", ["services.<name>.healthCheck.path"]),
        ("fargate-web:services.web.route.paths[0]", ["services.<name>.route.paths"]),
        ("health_check.grpcCode", []),
        ("natGateways", ["network.natGateways"]),
        ("services.web", ["services"]),
        ("network", ["network"]),
        ("services.web.nothing", []),
        ("web", []),
    ],
)
def test_a_key_is_found_by_its_path_or_the_end_of_it(index, query, paths):
    assert [setting.path for setting in index.find(query)] == paths


def test_a_key_is_explained_as_in_the_reference(index):
    text = index.explain(index.find("network.natGateways"), 100)
    assert text.startswith("network.natGateways\n  The way from private subnets to the internet")
    assert "Type:    none / single / onePerAz" in text
    assert "Cost:    " in text


def test_keys_that_mean_the_same_in_several_places_are_explained_once(index):
    text = index.explain(index.find("writablePaths"), 200)
    assert text.count("Type:") == 1
    assert "services.<name>.writablePaths, services.<name>.sidecars.<name>.writablePaths" in text


def test_a_section_lists_its_keys(index):
    assert "Keys of canary:" in index.explain(index.find("services.web.deployment.canary"), 100)


def test_every_setting_can_be_explained(index):
    assert [setting.path for setting in index.settings if "Type:" not in index.explain([setting], 100)] == []


def test_every_example_is_read_back_from_a_stack_file_as_it_is_meant(index):
    examples = [example for setting in index.settings for example in setting.node.get("examples", [])]
    assert len(examples) > 200
    assert [each for each in examples if yaml.safe_load(f"[{format_yaml(each)}]") != [each]] == []
    assert format_yaml(["07:00", "19:00", "2", "off"]) == '["07:00", "19:00", "2", "off"]'


@pytest.mark.parametrize(("word", "nearest"), [("helthCheck", "healthCheck"), ("unknwn-key", "unknown-key")])
def test_a_misspelt_word_gets_the_nearest(tmp_path, word, nearest):
    found = explain(tmp_path, word)
    assert (found.status, found.out) == (2, "")
    assert f"did you mean {nearest}?" in found.err


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("aws:lb/listenerRule:ListenerRule", ("services", "web", "route")),
        ("aws:lb:ListenerRule/web", ("services", "web", "route")),
        ("aws:ecs:TaskDefinition/web", ("services", "web", "image")),
        ("aws:lb:ListenerRule/web:admin", ("services", "web", "additionalRoutes", "admin")),
        ("aws:lb:TargetGroup/web--admin-green", ("services", "web", "additionalRoutes", "admin")),
    ],
)
def test_a_resource_is_explained_by_the_key_and_line_that_it_comes_from(project, word, key):
    found = explain(project, word, "--stack", "dev")
    position = load_file(project / "Pulumi.dev.yaml").find_position(key, at_key=True)
    assert found.status == 0
    assert f"It comes from {'.'.join(key)} (Pulumi.dev.yaml:{position.line}:{position.column})." in " ".join(found.out.split())


def test_a_resource_of_a_section_that_the_file_lacks_comes_from_defaults(project):
    out = " ".join(explain(project, "aws:ecs:Cluster", "-s", "dev").out.split())
    assert "the file contains no cluster, and the section has defaults" in out


def test_an_unknown_resource_gets_the_nearest(project):
    found = explain(project, "aws:lb:ListenerRul/web")
    assert found.status == 2
    assert "did you mean" in found.err


def test_a_stack_that_can_t_be_previewed_is_told(tmp_path):
    assert explain(tmp_path, "aws:ecs:Service").status == 1
