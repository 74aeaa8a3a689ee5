"""`fargate-web init`: what it writes, asks and refuses."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_file
from fargate_web.testing.programs import Programs
from fargate_web_cli.init.command import main
from fargate_web_cli.init.project_files import render_requirements

from tests.cli.init.new_projects import init

FILES = {"Pulumi.yaml", "__main__.py", "Pulumi.dev.yaml", "requirements.txt", "tests/test_stacks.py", ".gitignore"}
SERVICE = "aws:ecs/service:Service"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_a_handful_of_files_and_says_what_comes_next(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["shop", "--yes"]) == 0
    assert files(tmp_path / "shop") == FILES
    out = capsys.readouterr().out
    assert all(f"\n  {name}\n" in out for name in FILES)
    assert "cd shop" in out
    assert "fargate-web preview" in out
    # An interactive zsh takes comments for arguments.
    assert "#" not in out


@pytest.mark.parametrize("stack", ["dev", "development", "staging", "prod", "production", "acme.eu-1"])
def test_each_stack_file_holds_and_its_program_runs(tmp_path, stack):
    assert init(tmp_path, "--stack", stack, "--image", "example.com/acme/shop:1.4.2", "--port", "3000", "--region", "eu-central-1") == 0
    loaded = load_file(tmp_path / f"Pulumi.{stack}.yaml", environ={})
    assert (loaded.region, loaded.stack.protected) == ("eu-central-1", stack.startswith("prod"))
    result = Programs(tmp_path)(stack=stack, strict=False)
    assert result.error is None
    assert result.find_one(SERVICE).inputs["loadBalancers"][0]["containerPort"] == 3000


def test_dev_is_cheap_and_says_nothing_that_the_loader_warns_of(tmp_path):
    assert init(tmp_path) == 0
    loaded = load_file(tmp_path / "Pulumi.dev.yaml", environ={})
    assert loaded.warnings == ()
    assert loaded.stack.network.nat_gateways == "none"


def test_a_protected_stack_says_what_it_demands_and_which_values_are_placeholders(tmp_path, capsys):
    assert init(tmp_path, "--stack", "prod", "--image", "example.com/shop:1") == 0
    told = capsys.readouterr().err
    assert all(f"services.web.{key}: protected: write" in told for key in ("user", "readonlyRootFilesystem", "image"))
    assert "silence.plain-http: protected: write loadBalancer: {https: " in told
    text = (tmp_path / "Pulumi.prod.yaml").read_text()
    assert text.count("# protected: write") == 5
    assert "advice is a fault" in text


def test_an_image_by_digest_needs_no_placeholder_for_it(tmp_path, capsys):
    assert init(tmp_path, "--stack", "prod", "--image", "example.com/shop@sha256:" + "a" * 64) == 0
    assert "services.web.image" not in capsys.readouterr().err


def test_nothing_is_written_over_and_nothing_is_written_unless_all_can_be(tmp_path, capsys):
    (tmp_path / "requirements.txt").write_text("mine\n")
    (tmp_path / "tests").write_text("a file where a folder is to be")
    assert init(tmp_path) == 1
    assert files(tmp_path) == {"requirements.txt", "tests"}
    told = capsys.readouterr().err
    assert "requirements.txt exists" in told
    assert "test_stacks.py can't be written" in told
    assert "Nothing was written." in told


def test_force_writes_over_what_exists(tmp_path):
    (tmp_path / "requirements.txt").write_text("mine\n")
    assert init(tmp_path, "--force") == 0
    assert "fargate-web" in (tmp_path / "requirements.txt").read_text()


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_a_gitignore_that_exists_gets_the_lines_that_it_lacks(tmp_path, options):
    (tmp_path / ".gitignore").write_bytes(b"caf\xe9\n*.pyc\nmine")
    assert init(tmp_path, *options) == 0
    assert (tmp_path / ".gitignore").read_bytes() == b"caf\xe9\n*.pyc\nmine\n.venv/\n__pycache__/\n.pytest_cache/\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--name", "a b"), "--name: 'a b' is no name"),
        (("--stack", "../x"), "--stack: '../x' is no name"),
        (("--stack", "dev", "--stack", "Dev"), "a stack is named twice"),
        (("--region", "us-west-2a"), "write its Region, us-west-2"),
        (("--image", "a b"), "--image: 'a b' is no address"),
        (("--port", "0"), "--port: 0 is no port"),
        (("--port", "-1"), "--port: -1 is no port"),
        (("--name", ""), "--name: the value is empty"),
        (("--image", ""), "--image: the value is empty"),
        (("--from-compose", ""), "--from-compose: the value is empty"),
        (("--from-dockerfile", ""), "--from-dockerfile: the value is empty"),
        (("--from-compose", "a", "--image", "b"), "--image conflicts with --from-compose"),
        (("--from-copilot", "a", "--port", "80"), "--port conflicts with --from-copilot"),
        (("--source", "github.com/a/b"), "--source: 'github.com/a/b' is neither"),
        (("--from-compose", "a", "--from-copilot", "b"), "not allowed with"),
        (("--with", "poetry"), "there is no 'poetry'; choose pip or uv"),
    ],
)
def test_options_that_can_t_be_are_told_and_nothing_is_written(tmp_path, capsys, options, message):
    with pytest.raises(SystemExit) as stopped:
        init(tmp_path / "shop", *options)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize("name", ["", "x" * 300, "circle"])
def test_a_folder_that_can_t_be_is_told_and_nothing_is_written(tmp_path, capsys, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle").symlink_to("circle")
    try:
        status = main([name, "--yes"])
    except SystemExit as stopped:
        status = int(str(stopped.code))
    assert status in (1, 2)
    assert len(capsys.readouterr().err.splitlines()) <= 2
    assert [path.name for path in tmp_path.iterdir()] == ["circle"]


@pytest.mark.parametrize(
    ("folder", "name"), [("übung", "ubung"), ("my shop", "my-shop"), ("日本", "infrastructure"), ("..a_b..", "a_b"), ("x" * 120, "x" * 100)]
)
def test_the_project_is_named_after_its_folder_in_letters_that_pulumi_takes(tmp_path, folder, name):
    assert init(tmp_path / folder) == 0
    assert yaml.safe_load((tmp_path / folder / "Pulumi.yaml").read_text())["name"] == name


@pytest.mark.parametrize("name", ["123", "1.0", "true", "null", "1e3", "0x10", "yes"])
def test_a_name_that_yaml_would_not_read_as_text_is_quoted(tmp_path, name):
    assert init(tmp_path, "--name", name) == 0
    assert f'name: "{name}"\n' in (tmp_path / "Pulumi.yaml").read_text()


@pytest.mark.parametrize("name", ["fargate-web", "Fargate_Web", "fargate-web-cli"])
def test_the_project_for_uv_is_not_named_as_what_it_depends_on(tmp_path, name):
    assert init(tmp_path, "--name", name, "--with", "uv") == 0
    assert f'name = "{name.lower().replace("_", "-")}-infrastructure"' in (tmp_path / "pyproject.toml").read_text()


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path, capsys):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / ".gitignore").symlink_to(tmp_path / "outside")
    assert init(tmp_path / "shop") == 1
    assert ".gitignore exists" in capsys.readouterr().err
    assert init(tmp_path / "shop", "--force") == 0
    assert not (tmp_path / "outside").exists()


def test_a_workflow_that_exists_is_not_written_over_from_a_folder_that_does_not(tmp_path, capsys):
    (tmp_path / ".git").mkdir()
    workflow = tmp_path / ".github" / "workflows" / "fargate-web.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("mine\n")
    assert init(tmp_path / "infra", "--github") == 1
    assert "fargate-web.yml exists" in capsys.readouterr().err
    assert workflow.read_text() == "mine\n"
    assert not (tmp_path / "infra").exists()


def test_a_folder_with_signs_of_yaml_in_its_name_is_quoted_in_the_workflow(tmp_path):
    (tmp_path / ".git").mkdir()
    assert init(tmp_path / "a: b #c", "--github") == 0
    workflow = yaml.safe_load((tmp_path / ".github" / "workflows" / "fargate-web.yml").read_text())
    assert workflow["jobs"]["stacks"]["steps"][-1]["working-directory"] == "a: b #c"


@pytest.mark.parametrize("failing", [".Pulumi.yaml.new", ".test_stacks.py.new"])
def test_a_disk_that_fills_up_leaves_nothing_behind_and_what_was_there_as_it_was(tmp_path, capsys, monkeypatch, failing):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "Pulumi.yaml").write_text("mine\n")
    write = Path.write_text

    def fill_up(path: Path, text: str, **options: Any) -> int:
        if path.name != failing:
            return write(path, text, **options)
        write(path, text[:10], **options)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", fill_up)
    assert init(tmp_path / "shop", "--force") == 1
    told = capsys.readouterr().err
    assert "can't be written: No space left on device\nNothing was written." in told
    assert "--force" not in told
    assert {path.name for path in tmp_path.rglob("*")} == {"shop", "Pulumi.yaml"}
    assert (tmp_path / "shop" / "Pulumi.yaml").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["a\nb: c", "a\udcff"])
def test_the_name_of_a_converted_file_can_t_break_the_stack_file(tmp_path, name):
    (tmp_path / name).write_text("FROM scratch\nEXPOSE 80\nUSER 5\n")
    assert init(tmp_path / "shop", "--from-dockerfile", str(tmp_path / name)) == 0
    assert list(yaml.safe_load((tmp_path / "shop" / "Pulumi.dev.yaml").read_text())) == ["config"]


def test_an_answer_that_the_settings_refuse_is_told_and_nothing_is_written(tmp_path, capsys):
    assert init(tmp_path / "shop", "--image", "example.com/Web:1:2") == 1
    assert "services.web.image" in capsys.readouterr().err
    assert not (tmp_path / "shop").exists()


def test_a_file_that_is_not_there_is_told_and_nothing_is_written(tmp_path, capsys):
    for option in ("--from-compose", "--from-task-definition", "--from-dockerfile", "--from-copilot"):
        assert init(tmp_path / "shop", option, str(tmp_path / "missing")) == 1
        assert "missing" in capsys.readouterr().err
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize(
    ("source", "extra", "expected"),
    [
        ("index", "", ("fargate-web==0.1.0", "fargate-web-cli==0.1.0")),
        ("index", "[migration]", ("fargate-web[migration]==0.1.0", "fargate-web-cli==0.1.0")),
        (
            "git+https://github.com/acme/fargate-web@v0.1.0",
            "",
            (
                "fargate-web @ git+https://github.com/acme/fargate-web@v0.1.0#subdirectory=components",
                "fargate-web-cli @ git+https://github.com/acme/fargate-web@v0.1.0#subdirectory=cli",
            ),
        ),
    ],
)
def test_both_distributions_are_pinned(source, extra, expected, monkeypatch):
    monkeypatch.setattr("fargate_web_cli.init.project_files.version", lambda name: "0.1.0")
    assert render_requirements(source, extra) == expected


def test_with_uv_the_dependencies_stand_in_pyproject(tmp_path):
    import tomllib

    assert init(tmp_path, "--with", "uv", "--name", "My_Shop", "--source", "git+ssh://git@github.com/acme/fw.git@v0.1.0") == 0
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text())
    assert project["project"]["name"] == "my-shop"
    assert [each.split(" ")[0] for each in project["project"]["dependencies"]] == ["fargate-web", "fargate-web-cli"]
    assert not (tmp_path / "requirements.txt").exists()
    assert yaml.safe_load((tmp_path / "Pulumi.yaml").read_text())["runtime"]["options"] == {"toolchain": "uv", "virtualenv": ".venv"}


def test_the_workflow_calls_the_action_of_the_release_from_the_root_of_the_repository(tmp_path):
    (tmp_path / ".git").mkdir()
    assert init(tmp_path / "infra", "--github", "--source", "git+https://github.com/acme/fargate-web@v0.1.0") == 0
    text = (tmp_path / ".github/workflows/fargate-web.yml").read_text()
    assert len(text.splitlines()) <= 40
    steps = yaml.safe_load(text)["jobs"]["stacks"]["steps"][1:3]
    assert {step["uses"] for step in steps} == {"acme/fargate-web/.github/actions/fargate-web@v0.1.0"}
    assert {step["with"]["working-directory"] for step in steps} == {"infra"}


def test_where_the_repository_is_unknown_the_workflow_says_so(tmp_path, capsys):
    assert init(tmp_path, "--github") == 0
    assert "replace OWNER/REPOSITORY" in capsys.readouterr().out


def test_a_dockerfile_of_the_folder_is_the_start_unless_an_image_is_given(tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM alpine\nEXPOSE 5000\nUSER app\n")
    assert init(tmp_path, "--stack", "dev") == 0
    web = load_file(tmp_path / "Pulumi.dev.yaml", environ={}).stack.services["web"]
    assert (web.port, web.user) == (5000, "app")
    assert init(tmp_path, "--force", "--image", "example.com/shop:1") == 0
    assert load_file(tmp_path / "Pulumi.dev.yaml", environ={}).stack.services["web"].port == 8080


def test_the_stacks_of_a_compose_file_differ_in_what_their_kind_asks_for(tmp_path):
    (tmp_path / "compose.yml").write_text("services: {web: {image: 'example.com/web:1', ports: [80], deploy: {replicas: 4}}}")
    options = ("--stack", "dev", "--stack", "prod", "--from-compose", str(tmp_path / "compose.yml"))
    assert init(tmp_path / "shop", *options) == 0
    dev, prod = (load_file(tmp_path / "shop" / f"Pulumi.{stack}.yaml", environ={}).stack for stack in ("dev", "prod"))
    assert (dev.services["web"].desired_count, dev.services["web"].subnets) == (4, "public")
    assert (prod.protected, prod.services["web"].subnets) == (True, "private")


def test_what_is_converted_is_written_with_its_faults_which_are_told(tmp_path, capsys):
    (tmp_path / "compose.yml").write_text("services: {web: {image: 'example.com/web:1', environment: {'1A': b}}}")
    assert init(tmp_path / "shop", "--from-compose", str(tmp_path / "compose.yml")) == 1
    told = capsys.readouterr()
    assert "Pulumi.dev.yaml:" in told.err
    assert "Correct the faults above" in told.out
    with pytest.raises(SettingsError):
        load_file(tmp_path / "shop/Pulumi.dev.yaml", environ={})


ARN = "arn:aws:ecs:eu-west-1:123456789012:task-definition/billing:7"
LOGS = {"logDriver": "awslogs", "options": {"awslogs-group": "billing", "awslogs-region": "eu-west-3"}}


@pytest.mark.parametrize(
    ("keys", "options", "region"),
    [
        ({"taskDefinitionArn": ARN}, (), "eu-west-1"),
        ({}, (), "eu-west-3"),
        ({"taskDefinitionArn": "billing"}, (), "eu-west-3"),
        ({"taskDefinitionArn": ARN}, ("--region", "us-east-2"), "us-east-2"),
    ],
)
def test_a_task_definition_stays_in_its_region_unless_another_is_named(tmp_path, monkeypatch, keys, options, region):
    monkeypatch.setenv("AWS_REGION", "us-west-1")
    container = {"name": "app", "image": "example.com/billing:9", "logConfiguration": LOGS}
    (tmp_path / "task.json").write_text(json.dumps({"taskDefinition": {"family": "billing", "containerDefinitions": [container], **keys}}))
    assert init(tmp_path / "shop", "--from-task-definition", str(tmp_path / "task.json"), *options) == 0
    assert load_file(tmp_path / "shop/Pulumi.dev.yaml", environ={}).region == region


def test_a_copilot_application_keeps_the_overrides_of_the_environment(tmp_path):
    folder = tmp_path / "copilot"
    (folder / "web").mkdir(parents=True)
    manifest = "name: web\ntype: Load Balanced Web Service\nimage: {location: example.com/web:1, port: 80}\nhttp: {path: /}\ncount: 1\nenvironments: {prod: {count: 5}}\n"
    (folder / "web/manifest.yml").write_text(manifest)
    assert init(tmp_path / "shop", "--stack", "dev", "--stack", "prod", "--from-copilot", str(folder)) in (0, 1)
    counts = [
        yaml.safe_load((tmp_path / f"shop/Pulumi.{stack}.yaml").read_text())["config"]["fargate-web:services"]["web"]["desiredCount"]
        for stack in ("dev", "prod")
    ]
    assert counts == [1, 5]


def ask(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Answer the questions in a terminal; what was asked is listed."""
    asked: list[str] = []
    remaining = iter(answers)

    def answer(question: str) -> str:
        asked.append(question)
        try:
            return next(remaining)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    return asked


def test_in_a_terminal_it_asks_for_what_no_option_says_until_the_answer_can_be(tmp_path, monkeypatch, capsys):
    asked = ask(monkeypatch, "dev prod", "nowhere", "eu-west-1", "", "99999", "5000", "uv", "no")
    assert main([str(tmp_path / "shop"), "--name", "shop"]) == 0
    assert [question.split(" [")[0] for question in asked] == [
        "Stacks, separated by spaces",
        "AWS Region",
        "AWS Region",
        "Container image of the service web",
        "Port that its container listens on",
        "Port that its container listens on",
        "Install packages with pip or uv",
        "Write a workflow for GitHub Actions (yes or no)",
    ]
    assert load_file(tmp_path / "shop/Pulumi.prod.yaml", environ={}).stack.services["web"].port == 5000
    assert (tmp_path / "shop/pyproject.toml").is_file()


def test_with_yes_it_asks_nothing(tmp_path, monkeypatch):
    asked = ask(monkeypatch)
    assert main([str(tmp_path), "--yes"]) == 0
    assert asked == []


def test_an_end_of_the_answers_writes_nothing(tmp_path, monkeypatch, capsys):
    ask(monkeypatch, "shop")
    assert main([str(tmp_path / "shop")]) == 1
    assert "Nothing was written." in capsys.readouterr().err
    assert not (tmp_path / "shop").exists()


def test_help_waits_for_no_sdk():
    program = "import sys; from fargate_web_cli.init.command import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint([name for name in ('pulumi', 'pydantic', 'yaml') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
