"""Programs that only import the components: with a configuration of their own, or without any."""

import json
import shutil
import subprocess
import sys
from functools import cache

import pytest
from fargate_web_cli.project import stack_preview

from tests.cli.project.projects import IMPORTS, LOADS, OURS, run_command, write_project
from tests.stacks.test_import_examples import FOLDER, PROJECTS

CONFIG = {
    "load-balancer": {"front:ami": "ami-0123456789abcdef0", "front:helloImage": "a.example.com/hello:1"},
    "two-stacks/application": {"orders:platform": "acme/platform/prod", "orders:image": "a.example.com/orders:1"},
}


@pytest.fixture(autouse=True)
def in_a_region(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)


@pytest.mark.parametrize("name", PROJECTS)
def test_each_example_of_an_import_is_previewed_estimated_and_drawn(tmp_path, monkeypatch, name):
    monkeypatch.setattr(stack_preview, "preview_stack", cache(stack_preview.preview_stack))
    folder = FOLDER / name
    if name in CONFIG:
        folder = tmp_path / "project"
        shutil.copytree(FOLDER / name, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "Pulumi.dev.yaml").write_text(json.dumps({"config": {"aws:region": "eu-west-1", **CONFIG[name]}}))
    preview = run_command("preview", "--json", folder=folder)
    assert (preview.status, preview.err) == (0, "")
    types = [step["newState"]["type"] for step in json.loads(preview.out)["steps"]]
    assert len(types) > 3
    cost = run_command("cost", "--json", folder=folder)
    assert (cost.status, json.loads(cost.out)["region"]) == (0, "eu-west-1")
    pictures = {form: run_command("graph", "--format", form, folder=folder) for form in ("mermaid", "svg", "html")}
    assert {form: (each.status, each.err) for form, each in pictures.items()} == dict.fromkeys(pictures, (0, ""))
    services = types.count("aws:ecs/service:Service")
    assert pictures["mermaid"].out.count('"]:::service') == services
    assert "The program reads no stack file of fargate-web" in pictures["html"].out
    assert "#settings-services" not in pictures["html"].out


def test_a_program_with_keys_of_its_own_alone_is_run_with_them(tmp_path):
    program = 'import pulumi\npulumi.export("said", pulumi.Config().require("word") + pulumi.Config("aws").require("region"))\n'
    write_project(tmp_path, program, dev="config: {aws:region: us-east-1, shop:word: hello}\n")
    found = run_command("preview", "--outputs", folder=tmp_path)
    assert found.status == 0
    assert "from Pulumi.dev.yaml" in found.out.splitlines()[0]
    assert "hellous-east-1" in found.out


def test_any_stack_can_be_named_where_there_is_no_stack_file(tmp_path):
    found = run_command("preview", "--stack", "trial", folder=write_project(tmp_path))
    assert found.out.splitlines()[0] == "Preview of shop/trial in eu-west-1"


def test_without_a_region_it_is_said_how_to_name_one(tmp_path, monkeypatch):
    monkeypatch.delenv("AWS_REGION")
    found = run_command("preview", folder=write_project(tmp_path))
    assert (found.status, found.out) == (1, "")
    assert "set AWS_REGION, or write aws:region below config: in Pulumi.dev.yaml" in found.err
    monkeypatch.setenv("AWS_REGION", "eu-west-9x")
    assert "AWS_REGION: " in run_command("preview", folder=tmp_path).err


def test_a_missing_value_is_reported_with_the_file_that_is_not_there(tmp_path):
    found = run_command("preview", folder=write_project(tmp_path, 'import pulumi\npulumi.Config().require("word")\n'))
    assert (found.status, found.out) == (1, "")
    assert "shop:word" in found.err
    assert "There is no Pulumi.dev.yaml" in found.err


@pytest.mark.parametrize("program", [IMPORTS, LOADS])
def test_sections_of_ours_are_checked_whether_or_not_the_program_names_the_loader(tmp_path, program):
    write_project(tmp_path, program, dev=OURS.replace("8080", "808080"))
    found = run_command("preview", folder=tmp_path)
    assert (found.status, found.out) == (1, "")
    assert "services.web.port" in found.err


@pytest.mark.parametrize("text", ["", "config: {aws:region: us-west-2}\n", "config: {fargate-web:servces: {}}\n"])
def test_a_program_that_loads_a_stack_file_is_told_what_is_wrong_with_it(tmp_path, text):
    found = run_command("preview", folder=write_project(tmp_path, LOADS, dev=text))
    assert (found.status, found.out) == (1, "")
    assert "nothing was changed" in found.err


def test_a_misspelt_section_is_a_fault_in_any_program(tmp_path):
    found = run_command("preview", folder=write_project(tmp_path, dev="config: {fargate-web:servces: {}}\n"))
    assert found.status == 1
    assert "services" in found.err


def test_what_a_program_prints_goes_to_stderr_once_and_json_stays_a_document(tmp_path):
    program = 'import os, subprocess\nprint("from Python")\nsubprocess.run(["echo", "from a process"])\n' + IMPORTS
    write_project(tmp_path, program)
    command = [sys.executable, "-m", "fargate_web_cli", "preview", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["steps"]
    assert sorted(done.stderr.splitlines()) == ["from Python", "from a process"]


def test_a_failed_import_names_the_environment_of_the_project(tmp_path):
    write_project(tmp_path, "import nowhere_to_be_found\n")
    assert f"fargate-web runs in {sys.prefix}: install there" in run_command("preview", folder=tmp_path).err
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("")
    found = run_command("preview", folder=tmp_path)
    assert found.status == 1
    assert f"Run {tmp_path / '.venv/bin/fargate-web'}" in found.err
    assert f"{tmp_path / '.venv/bin/python'} -m pip install fargate-web-cli" in found.err


def test_the_program_runs_where_main_says(tmp_path):
    write_project(tmp_path / "infra", 'import pulumi, pathlib\npulumi.export("where", pathlib.Path.cwd().name)\n')
    (tmp_path / "infra" / "Pulumi.yaml").unlink()
    write_project(tmp_path, project="name: shop\nruntime: python\nmain: infra\n")
    assert "where: infra" in run_command("preview", "--outputs", folder=tmp_path).out


def test_a_stack_of_nothing_to_draw_is_told(tmp_path):
    found = run_command("graph", folder=write_project(tmp_path, "import pulumi\n"))
    assert (found.status, found.out) == (1, "")
    assert "nothing to draw" in found.err


HOOKED = """\
import pulumi
from fargate_web import Cluster

pulumi.runtime.register_resource_transform(
    lambda args: pulumi.ResourceTransformResult({**args.props, "name": "renamed"}, args.opts) if args.type_ == "aws:ecs/cluster:Cluster" else None
)
hook = pulumi.ResourceHook("notify", lambda args: None)
Cluster("cluster", {}, pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(after_create=[hook])))
"""


def test_transforms_are_previewed_and_hooks_that_did_not_run_are_named(tmp_path):
    outcome = run_command("preview", "--json", folder=write_project(tmp_path, HOOKED))
    document = json.loads(outcome.out)
    [cluster] = [step["newState"] for step in document["steps"] if step["newState"]["type"] == "aws:ecs/cluster:Cluster"]
    assert cluster["inputs"]["name"] == "renamed"
    [message] = [each["message"] for each in document["diagnostics"] if "Not run" in each["message"]]
    assert message == "Not run in this preview: fargate-web:index:Cluster 'cluster': the hook 'notify' (after_create)"
