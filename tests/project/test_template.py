"""What `pulumi new <repository>/template` starts from. What it makes is tested with built wheels: tests/cli/init."""

from typing import Any

import pytest
import yaml
from fargate_web.stack.load import load_file
from fargate_web.testing.programs import Programs

from tests.cli.init.new_projects import ANSWERS, PLACEHOLDERS, ROOT, TEMPLATE, list_template_files, pulumi_new

SERVICE, TASK_DEFINITION = "aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition"


def read_project(folder: Any) -> dict[str, Any]:
    project: dict[str, Any] = yaml.safe_load((folder / "Pulumi.yaml").read_text())
    return project


def test_it_asks_for_region_image_and_port() -> None:
    asked = read_project(TEMPLATE)["template"]["config"]
    assert {key: value["default"] for key, value in asked.items()} == {
        "aws:region": "us-west-2",
        "fargate-web:image": "public.ecr.aws/nginx/nginx-unprivileged:1.29",
        "fargate-web:port": "8080",
    }
    assert all(value["description"] for value in asked.values())


def test_this_repository_itself_is_no_template() -> None:
    assert "template" not in read_project(ROOT)


def test_its_program_is_that_of_this_repository() -> None:
    program = (ROOT / "__main__.py").read_text()
    assert (TEMPLATE / "__main__.py").read_text() == program
    assert (ROOT / "cli/fargate_web_cli/init/files/__main__.py").read_text() == program


def test_no_file_but_the_project_file_changes_on_its_way() -> None:
    changed = [path.name for path in list_template_files() if any(each in path.read_text() for each in PLACEHOLDERS)]
    assert changed == ["Pulumi.yaml"]


def test_with_every_default_the_answers_alone_are_a_whole_stack(tmp_path: Any) -> None:
    loaded = load_file(pulumi_new(tmp_path / "shop") / "Pulumi.staging.yaml", environ={})
    assert (loaded.stack.services["web"].port, loaded.region) == (8080, "us-west-2")


@pytest.mark.parametrize("stack", ["staging", "dev"])
def test_the_program_makes_the_service_that_was_asked_for(tmp_path: Any, stack: str) -> None:
    result = Programs(pulumi_new(tmp_path, stack=stack, answers=ANSWERS))(stack=stack, strict=False)
    assert result.error is None
    [service] = result.find_all(SERVICE)
    assert (service.name, service.inputs["loadBalancers"][0]["containerPort"]) == ("web", 3000)
    assert ANSWERS["fargate-web:image"] in result.find_one(TASK_DEFINITION, "web").inputs["containerDefinitions"]
    assert service.inputs["tags"] | {"Project": "shop"} == service.inputs["tags"]


def test_in_dev_the_rest_of_its_file_stays(tmp_path: Any) -> None:
    service = Programs(pulumi_new(tmp_path, stack="dev", answers=ANSWERS))(stack="dev", strict=False).find_one(SERVICE)
    assert service.inputs["desiredCount"] == 1
    assert service.inputs["capacityProviderStrategies"][0]["capacityProvider"] == "FARGATE_SPOT"
