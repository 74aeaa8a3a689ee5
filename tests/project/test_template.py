"""A project that `pulumi new` starts from this repository.

The CLI is not here. What it does is simulated as its source says: github.com/pulumi/pulumi, sdk/go/common/workspace/templates.go (`walkFiles`,
`transform`) for the copy, and pkg/cmd/pulumi/newcmd (`runNew`, `promptForConfig`, `SaveConfig`) for what is written into it.
"""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_file
from fargate_web.testing.programs import Programs

from tests.stacks.running import ROOT

PLACEHOLDERS = ("${" + "PROJECT}", "${" + "DESCRIPTION}")
SERVICE, TASK_DEFINITION = "aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition"
ANSWERS = {
    "aws:region": "eu-central-1",
    "fargate-web:image": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:" + "a" * 64,
    "fargate-web:port": "3000",
}


def template() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "Pulumi.yaml").read_text())


@cache
def files() -> list[Path]:
    """List what a clone of the working tree as it is would hold."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    listed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def pulumi_new(folder: Path, *, name: str = "shop", stack: str = "staging", answers: dict[str, str] | None = None) -> Path:
    """Copy the files, rewrite the project file, and write the answers into the stack file, as texts."""
    for path in files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    project = template()
    asked = project.pop("template")["config"]
    project |= {"name": name, "description": "A shop"}
    project["config"]["pulumi:tags"] = {"value": {"pulumi:template": "https://github.com/acme/fargate-web"}}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project, sort_keys=False))
    file = folder / f"Pulumi.{stack}.yaml"
    said = yaml.safe_load(file.read_text()) if file.is_file() else {"config": {}}
    for key in sorted(asked):
        assert ":" in key, "the CLI would put the name of the new project before it"
        said["config"][key] = {**{each: value["default"] for each, value in asked.items()}, **(answers or {})}[key]
    file.write_text(yaml.safe_dump(said, sort_keys=False))
    return folder


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = pulumi_new(tmp_path_factory.mktemp("shop"), answers=ANSWERS)
    said = yaml.safe_load((ROOT / "Pulumi.dev.yaml").read_text())
    said["config"] |= ANSWERS
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump(said, sort_keys=False))
    (page,) = re.findall(r"^rm -r ([^\n]+)$", (ROOT / "docs/template.md").read_text(), re.MULTILINE)
    for path in page.split():
        target = folder / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    return folder


def test_it_asks_for_region_image_and_port() -> None:
    asked = template()["template"]["config"]
    assert {key: value["default"] for key, value in asked.items()} == {
        "aws:region": "us-west-2",
        "fargate-web:image": "public.ecr.aws/nginx/nginx-unprivileged:1.29",
        "fargate-web:port": "8080",
    }
    assert all(value["description"] for value in asked.values())


def test_no_file_but_the_project_file_changes_on_its_way() -> None:
    assert len(files()) > 200
    assert [path for path in files() if any(each.encode() in (ROOT / path).read_bytes() for each in PLACEHOLDERS)] == []


def test_with_every_default_the_answers_alone_are_a_whole_stack(tmp_path: Path) -> None:
    folder = pulumi_new(tmp_path / "shop")
    loaded = load_file(folder / "Pulumi.staging.yaml", environ={})
    assert (loaded.stack.services["web"].port, loaded.region) == (8080, "us-west-2")


@pytest.mark.parametrize("stack", ["staging", "dev"])
def test_the_program_of_the_copy_makes_the_service_that_was_asked_for(copy: Path, stack: str) -> None:
    result = Programs(copy)(stack=stack, strict=False)
    assert result.error is None
    [service] = result.find_all(SERVICE)
    assert (service.name, service.inputs["loadBalancers"][0]["containerPort"]) == ("web", 3000)
    assert ANSWERS["fargate-web:image"] in result.find_one(TASK_DEFINITION, "web").inputs["containerDefinitions"]
    assert service.inputs["tags"] | {"Project": "shop"} == service.inputs["tags"]
    assert f"::{stack}::shop::" in service.urn.replace("urn:pulumi:", "::")


def test_in_dev_the_rest_of_its_file_stays(copy: Path) -> None:
    service = Programs(copy)(stack="dev", strict=False).find_one(SERVICE)
    assert service.inputs["desiredCount"] == 1
    assert service.inputs["capacityProviderStrategies"][0]["capacityProvider"] == "FARGATE_SPOT"


def test_in_prod_the_first_preview_says_which_of_two_images_to_remove(tmp_path: Path) -> None:
    folder = pulumi_new(tmp_path / "shop", stack="prod", answers=ANSWERS)
    with pytest.raises(SettingsError) as caught:
        load_file(folder / "Pulumi.prod.yaml", environ={})
    assert [fault.path for fault in caught.value.faults] == [("image",), ("port",)]


def test_the_commands_of_a_trimmed_copy_work_offline_with_its_own_code(copy: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{copy / 'components'}{os.pathsep}{copy / 'cli'}{os.pathsep}{copy}",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    program = (
        "import runpy, sys\n"
        "import fargate_web; assert fargate_web.__file__.startswith(sys.argv[1])\n"
        "sys.argv = ['fargate-web', 'preview', '--stack', 'staging']; runpy.run_module('fargate_web_cli', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(copy)], cwd=copy, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Preview of shop/staging in eu-central-1, from Pulumi.staging.yaml")


def test_the_page_names_every_file_and_folder_of_the_repository() -> None:
    text = (ROOT / "docs/template.md").read_text()
    tops = {f"{path.parts[0]}{'/' if path.parts[1:] else ''}" for path in files() if not path.name.startswith("Pulumi.")}
    assert [top for top in sorted(tops) if f"`{top}`" not in text] == []
