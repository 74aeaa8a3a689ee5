"""The program itself: how short it is, and what it makes of a configuration as the CLI hands it on."""

import ast
import atexit
import json
import re
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import fargate_web
import pulumi
import pytest
from fargate_web.testing import Run, run

from tests.stacks.running import PROJECT, ROOT, altered, attempt, container, differences, document, preview_or_up, read

MONITORING = "fargate-web:index:Monitoring"
SERVICES = {"web": {"image": "public.ecr.aws/nginx/nginx-unprivileged:1.29", "port": 8080}}
WORKER = {"queue": {"image": "public.ecr.aws/docker/library/busybox:1.37", "command": ["sleep", "3600"]}}


@lru_cache(maxsize=1)
def project_folder() -> Path:
    """Copy the program and its project file alone: the repository holds a thousand files that could be the stack file."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    for name in ("__main__.py", "Pulumi.yaml"):
        shutil.copy(ROOT / name, folder)
    return folder


def as_handed_on(**config: str) -> Run:
    """Run with texts, as they stand in the environment of a program that the CLI started."""
    texts = {"aws:region": "us-west-2", **{f"{PROJECT}:{section}": text for section, text in config.items()}}
    return run(project_folder(), project=PROJECT, stack="test", config=texts, strict=False)


def types(result: Run) -> list[str]:
    return [each.type.rpartition(":")[2] for each in result.resources if not each.custom and not each.remote]


def services(**web: Any) -> str:
    return json.dumps({"web": {**SERVICES["web"], **web}})


PROGRAM = (ROOT / "__main__.py").read_text(encoding="utf-8")


def test_the_program_is_40_lines_at_most():
    assert len(PROGRAM.splitlines()) <= 40


def test_the_program_unpacks_nothing_and_imports_public_names_alone():
    tree = ast.parse(PROGRAM)
    dictionaries = [node for node in ast.walk(tree) if isinstance(node, ast.Dict) and None in node.keys]
    calls = [keyword for node in ast.walk(tree) if isinstance(node, ast.Call) for keyword in node.keywords if keyword.arg is None]
    starred = [node for node in ast.walk(tree) if isinstance(node, ast.Starred)]
    assert [*dictionaries, *calls, *starred] == []
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node).partition(" import ")[0] for node in imported] == ["from fargate_web"]
    assert {alias.name for node in imported for alias in node.names} <= {*fargate_web.__all__}


def test_the_lines_of_the_page_give_a_service_access_to_a_bucket(tmp_path):
    page = (ROOT / "docs/importing.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```diff\n(.*?stack = load_stack\(\).*?)^```$", page, re.MULTILINE | re.DOTALL)
    lines = [line[1:] for line in block.splitlines() if line.startswith("+") and line != "+"]
    assert len([line for line in lines if not line.startswith("import ")]) == 3
    program = [*PROGRAM.splitlines()]
    place = next(number for number, line in enumerate(program) if line.startswith("stack = load_stack()")) + 1
    (tmp_path / "__main__.py").write_text("\n".join([*program[:place], *lines, *program[place:]]), encoding="utf-8")
    config = {"aws:region": "us-west-2", f"{PROJECT}:services": SERVICES}
    result = attempt(config, program=tmp_path)
    assert result.error is None
    bucket = result.find_one("aws:s3/bucket:Bucket", "uploads")
    assert {"name": "UPLOADS_BUCKET", "value": bucket.outputs["bucket"]} in container(result, "web")["environment"]
    policy = document(result.find_one("aws:iam/rolePolicy:RolePolicy", "web-task").inputs["policy"])
    assert [each["Resource"] for each in policy["Statement"]] == [[f"{bucket.outputs['arn']}/*"]]


def test_the_program_makes_no_resource_of_aws_itself():
    assert "pulumi_aws" not in PROGRAM


def test_objects_come_as_json():
    result = as_handed_on(services=services(cpu=512, memory=1024))
    assert result.error is None
    assert result.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["cpu"] == "512"


def test_the_empty_sections_that_the_project_declares_are_as_good_as_absent():
    said = as_handed_on(services=services(), network="{}", cluster="{}", loadBalancer="{}", tags="{}", protected="false")
    assert said.error is None
    assert differences(as_handed_on(services=services()), said) == set()


def test_components_come_in_the_order_in_which_they_need_each_other():
    assert types(preview_or_up(read("Pulumi.dev.yaml"))) == ["Network", "Cluster", "LoadBalancer", "Service"]
    scaled = as_handed_on(services=services(scaling={"minCapacity": 1, "maxCapacity": 2, "cpu": 70}))
    assert types(scaled) == ["Network", "Cluster", "LoadBalancer", "Service", "Scaling", "Monitoring"]


def test_a_stack_of_repositories_makes_nothing_else():
    config = {"aws:region": "us-west-2", f"{PROJECT}:repositories": {"web": {"name": "shop/web"}, "worker": {}}}
    result = preview_or_up(config)
    assert types(result) == ["Repository", "Repository"]
    assert not result.warnings
    assert {each.type.partition("/")[0] for each in result.resources if each.custom} == {"aws:ecr"}
    assert set(result.outputs) == {"repositories", "readme"}
    assert result.outputs["repositories"].keys() == {"web", "worker"}
    assert {each.urn for each in preview_or_up(config, preview=True).resources} == {each.urn for each in result.resources}


def test_monitoring_false_leaves_all_of_it_out():
    result = as_handed_on(services=services(), monitoring="false")
    assert result.error is None
    assert result.find_all(MONITORING) == []
    assert not {each.type for each in result.resources} & {"aws:kms/key:Key", "aws:sns/topic:Topic", "aws:cloudwatch/dashboard:Dashboard"}
    assert "alarmTopicArn" not in result.outputs


@pytest.mark.parametrize("section", [{}, {"monitoring": "true"}, {"monitoring": "{}"}])
def test_monitoring_is_on_unless_it_is_turned_off(section):
    result = as_handed_on(services=services(), **section)
    assert result.error is None
    assert result.find_one(MONITORING)
    assert result.outputs["alarmTopicArn"] == result.find_one("aws:sns/topic:Topic").outputs["arn"]


def test_monitoring_changes_nothing_else():
    off, on = as_handed_on(services=services(), monitoring="false"), as_handed_on(services=services())
    assert [each for each in differences(off, on) if "'monitoring" not in each] == []


def protected(text: str) -> Run:
    sections = {key.partition(":")[2]: json.dumps(value) for key, value in read("Pulumi.prod.yaml").items() if key.startswith(PROJECT)}
    return as_handed_on(**{**sections, "protected": text})


def test_protected_true_comes_as_a_text_and_protects():
    result = protected("true")
    assert result.error is None
    assert {each.name for each in result.resources if each.protect and not each.custom and not each.remote} == {
        "encryption-key",
        "network",
        "cluster",
        "load-balancer",
    }


def test_protected_false_comes_as_a_text_and_protects_nothing_but_a_load_balancer_with_deletion_protection():
    result = protected("false")
    assert result.error is None
    assert [each.type for each in result.resources if each.protect] == ["aws:lb/loadBalancer:LoadBalancer"]


def test_protected_makes_an_error_of_advice_before_anything_is_registered():
    advised, refused = as_handed_on(services=services()), as_handed_on(services=services(), protected="true")
    assert advised.error is None
    assert advised.warnings
    assert isinstance(refused.error, pulumi.RunError)
    assert refused.resources == []
    assert refused.invokes == []


def test_a_word_that_is_neither_true_nor_false_is_refused():
    result = protected("perhaps")
    assert isinstance(result.error, pulumi.RunError)
    assert "protected" in str(result.error)


def test_without_a_region_nothing_is_registered():
    result = run(project_folder(), project=PROJECT, stack="test", config={f"{PROJECT}:services": services()}, strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert "aws:region" in str(result.error)
    assert result.resources == []


def test_without_a_service_nothing_is_registered():
    result = attempt({"aws:region": "us-west-2", f"{PROJECT}:services": {}})
    assert isinstance(result.error, pulumi.RunError)
    assert result.resources == []


def test_a_section_that_nobody_knows_is_refused():
    result = as_handed_on(services=services(), loadbalancer='{"http": "forward"}')
    assert isinstance(result.error, pulumi.RunError)
    assert "loadBalancer" in str(result.error)


def test_workers_alone_need_no_load_balancer():
    result = as_handed_on(services=json.dumps(WORKER))
    assert result.error is None
    assert "LoadBalancer" not in types(result)
    assert result.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") == []
    assert result.outputs["urls"] == {}
    assert not result.outputs.keys() & {"listenerArn", "loadBalancerDnsName", "loadBalancerSecurityGroupId"}


def test_tags_of_a_service_are_over_those_of_the_stack_and_those_over_the_programs():
    config = {"aws:region": "us-west-2", f"{PROJECT}:services": SERVICES}
    result = preview_or_up(altered(config, tags={"Team": "web", "Stack": "own"}, services={"web": {"tags": {"Team": "shop"}}}))
    common = {"Project": PROJECT, "Stack": "own"}
    assert result.find_one("aws:ecs/cluster:Cluster").inputs["tags"].items() >= {**common, "Team": "web"}.items()
    assert result.find_one("aws:ecs/service:Service").inputs["tags"].items() >= {**common, "Team": "shop"}.items()
