"""Which project a command works on, and which stack of it."""

import subprocess
import sys

import pytest
from fargate_web_cli.project.project import ProjectError, find_project
from fargate_web_cli.project.stack_configuration import choose_stack_file

from tests.cli.project.projects import run_command, write_project


def test_the_nearest_project_above_the_folder_is_found(tmp_path):
    write_project(tmp_path, dev="", prod="")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    project = find_project(inner)
    assert (project.name, project.folder, project.runtime) == ("shop", tmp_path, "python")
    assert (project.program, project.main) == (tmp_path, tmp_path)
    assert project.list_stack_files() == {"dev": tmp_path / "Pulumi.dev.yaml", "prod": tmp_path / "Pulumi.prod.yaml"}
    assert find_project(write_project(inner / "own")).folder == inner / "own"


def test_the_other_spelling_of_the_file_is_taken_too(tmp_path):
    (write_project(tmp_path) / "Pulumi.yaml").rename(tmp_path / "Pulumi.yml")
    assert find_project(tmp_path).file == tmp_path / "Pulumi.yml"


@pytest.mark.parametrize(("main", "program"), [("infra", "infra"), ("infra/__main__.py", "infra"), ("infra/", "infra")])
def test_the_program_is_where_main_says(tmp_path, main, program):
    write_project(tmp_path / "infra")
    write_project(tmp_path, project=f"name: shop\nruntime: python\nmain: {main}\n")
    (tmp_path / "__main__.py").unlink()
    assert find_project(tmp_path).program == tmp_path / program


def test_stack_files_are_where_the_project_says_and_nowhere_else(tmp_path):
    write_project(tmp_path, project="name: shop\nruntime: python\nstackConfigDir: stacks\n", dev="")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "Pulumi.prod.yml").write_text("")
    project = find_project(tmp_path)
    assert project.list_stack_files() == {"prod": tmp_path / "stacks" / "Pulumi.prod.yml"}
    with pytest.raises(
        ProjectError, match=r"Pulumi\.dev\.yaml is not read: stackConfigDir says that stack files are in .*stacks; move it there"
    ):
        choose_stack_file(project, "dev", None)


def test_the_older_way_to_name_their_folder_is_known(tmp_path):
    write_project(tmp_path, project="name: shop\nruntime: python\nconfig: stacks\n")
    assert find_project(tmp_path).stack_folder == tmp_path / "stacks"


@pytest.mark.parametrize("stack", [None, "dev"])
def test_a_folder_of_stack_files_that_does_not_exist_is_an_error_and_no_reason_to_look_elsewhere(tmp_path, stack):
    write_project(tmp_path, project="name: shop\nruntime: python\nstackConfigDir: stakcs\n", dev="")
    with pytest.raises(ProjectError, match=r"stackConfigDir: there is no folder .*stakcs, and Pulumi looks for stack files nowhere else"):
        choose_stack_file(find_project(tmp_path), stack, None)


@pytest.mark.parametrize("stack", ["prod", "acme/prod", "acme/shop/prod"])
def test_a_stack_may_be_named_with_its_organization_and_its_project(tmp_path, stack):
    project = find_project(write_project(tmp_path, prod=""))
    assert choose_stack_file(project, stack, None) == ("prod", tmp_path / "Pulumi.prod.yaml")


@pytest.mark.parametrize(
    ("stack", "message"),
    [
        (
            "acme/OTHER/prod",
            "'acme/OTHER/prod' is a stack of the project OTHER, and this is the project shop .*write acme/shop/prod, or go to",
        ),
        ("a/acme/shop/prod", "is not the name of a stack"),
        ("//prod", "is not the name of a stack"),
    ],
)
def test_a_stack_of_another_project_is_refused_with_what_to_write(tmp_path, stack, message):
    project = find_project(write_project(tmp_path, prod=""))
    with pytest.raises(ProjectError, match=message):
        choose_stack_file(project, stack, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Pulumi.yaml:1:1: the file is empty"),
        ("- a\n", "Pulumi.yaml:1:1: expected a map"),
        ("name: shop\nruntime: [\n", "Pulumi.yaml:3:1: this is not YAML"),
        ("runtime: python\n", "Pulumi.yaml:1:1: the name of the project is missing"),
        ("name: shop\n", "Pulumi.yaml:1:1: the runtime of the program is missing"),
        ("name: shop\nruntime: nodejs\n", "Pulumi.yaml:2:10: the program is written for the runtime nodejs"),
        ("name: shop\nruntime: {name: go}\n", "Pulumi.yaml:2:17: the program is written for the runtime go"),
        ("name: [shop]\nruntime: python\n", "Pulumi.yaml:1:7: name: expected text"),
        ("name: shop\nruntime: python\nmain: src\n", "Pulumi.yaml:3:7: there is no program at"),
    ],
)
def test_a_project_file_that_pulumi_would_not_take_is_reported_with_its_position(tmp_path, monkeypatch, text, message):
    write_project(tmp_path, project=text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError) as raised:
        find_project()
    assert str(raised.value).startswith(message)


def test_without_a_project_it_is_said_what_was_looked_for_and_how_to_start_one(tmp_path):
    with pytest.raises(ProjectError) as raised:
        find_project(tmp_path)
    assert f"no Pulumi.yaml or Pulumi.yml in {tmp_path} or a folder above it" in str(raised.value)
    assert "fargate-web init" in str(raised.value)


def test_the_stack_that_nobody_named_is_dev_or_the_only_one(tmp_path):
    assert find_project(write_project(tmp_path / "none")).choose_stack() == "dev"
    assert find_project(write_project(tmp_path / "dev", dev="", prod="")).choose_stack() == "dev"
    assert find_project(write_project(tmp_path / "one", prod="")).choose_stack() == "prod"
    with pytest.raises(ProjectError, match=r"--stack staging, --stack prod"):
        find_project(write_project(tmp_path / "two", staging="", prod="")).choose_stack()


def test_the_environment_of_the_project_is_the_one_that_its_file_names(tmp_path):
    assert find_project(write_project(tmp_path)).virtual_environment == tmp_path / ".venv"
    write_project(tmp_path, project="name: shop\nruntime: {name: python, options: {virtualenv: venv}}\n")
    assert find_project(tmp_path).virtual_environment == tmp_path / "venv"


def test_a_project_is_found_without_pulumi():
    code = "import sys, fargate_web_cli.project.project; sys.exit(bool({'pulumi', 'pydantic', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("123", 'Pulumi.yaml:1:7: the name of the project must be text; write name: "123"'),
        ("true", 'Pulumi.yaml:1:7: the name of the project must be text; write name: "true"'),
        ("my shop", "Pulumi.yaml:1:7: 'my shop' is not a valid name of a Pulumi project"),
        ("a/b", "Pulumi.yaml:1:7: 'a/b' is not a valid name of a Pulumi project"),
        ("x" * 101, "at most 100 of them"),
    ],
)
def test_a_name_that_pulumi_refuses_is_told(tmp_path, name, message):
    write_project(tmp_path, project=f"name: {name}\nruntime: python\n")
    with pytest.raises(ProjectError) as told:
        find_project(tmp_path)
    assert message in str(told.value)


@pytest.mark.parametrize("stack", ["", "/", "organization/shop/"])
@pytest.mark.parametrize("command", ["check", "preview", "cost", "graph", "diff"])
def test_an_empty_name_of_a_stack_takes_no_other_stack(tmp_path, command, stack):
    write_project(tmp_path, dev="config: {aws:region: us-west-2}")
    found = run_command(command, "--stack", stack, folder=tmp_path)
    assert (found.status, found.out) == (1, "")
    assert found.err == f"--stack: {stack!r} is not the name of a stack\n"
