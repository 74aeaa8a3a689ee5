"""A secret goes through every command and format. It must come out nowhere: not on the terminal, not in a file, not in a temporary one."""

import json
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.project.projects import Outcome, run_command, write_project
from tests.stacks.running import ROOT

CANARY = "hunter2-Zk4qVt9LwX3bN7sRcY1d"
SECRET_OF_THE_PROGRAM = """
import os, pulumi, pulumi_aws as aws

token = pulumi.Output.secret(os.environ["CANARY"])
aws.ssm.Parameter("token", type="SecureString", value=token, description=token.apply(lambda text: f"begins with {text}"))
container = token.apply(lambda text: '[{{"name": "web", "image": "nginx:1.29", "environment": [{{"name": "TOKEN", "value": "' + text + '"}}]}}]')
aws.ecs.TaskDefinition("other", family="other", container_definitions=container)
pulumi.export("token", token)
"""
STACK = """\
config:
  aws:region: us-west-2
  fargate-web:loadBalancer: {{deletionProtection: false}}
  fargate-web:services:
    web:
      image: nginx:{tag}
      port: 8080
      environment: {{DATABASE_PASSWORD: {password}}}
"""
COMMANDS = [
    "check",
    "check --format github",
    "check --format sarif",
    "check --json",
    "check --resources",
    "check --resources --format sarif",
    "explain web --stack dev",
    "explain other --stack dev",
    "explain token --stack dev",
    "preview",
    "preview --full --outputs",
    "preview --json",
    "cost",
    "cost --json",
    "graph",
    "graph --format svg",
    "graph --format html",
    "diff --base HEAD --json --markdown-dir comments",
]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose stack file and program have the secret, with an earlier revision that has another one."""
    program = (ROOT / "__main__.py").read_text() + SECRET_OF_THE_PROGRAM
    folder = write_project(tmp_path_factory.mktemp("canary"), program, dev=STACK.format(tag="1.28", password=f"{CANARY}old"))
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "before")
    (folder / "Pulumi.dev.yaml").write_text(STACK.format(tag="1.29", password=CANARY))
    return folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("CANARY", CANARY)
    return tmp_path


def find_canary(outcome: Outcome, *folders: Path) -> list[str]:
    places = [name for name, text in (("stdout", outcome.out), ("stderr", outcome.err)) if CANARY in text]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    return places + [str(path) for path in files if path.name != "Pulumi.dev.yaml" and CANARY.encode() in path.read_bytes()]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_writes_a_secret(project: Path, temporary: Path, command: str) -> None:
    outcome = run_command(*command.split(), folder=project)
    assert outcome.status in (0, 1), outcome.err
    assert outcome.out
    assert find_canary(outcome, project, temporary) == []


def test_the_document_of_a_preview_is_rendered_without_secrets(project: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = json.loads(run_command("preview", "--json", folder=project).out)
    for step in document["steps"]:
        if step["urn"].endswith("TaskDefinition::web"):
            definitions = step["newState"]["inputs"]["containerDefinitions"]
            assert json.loads(definitions)[0]["environment"] == [{"name": "DATABASE_PASSWORD", "value": "[secret]"}]
            # As the document of Pulumi itself would have it, which doesn't know that it is a secret.
            step["newState"]["inputs"]["containerDefinitions"] = definitions.replace("[secret]", CANARY)
    for arguments in ([], ["--markdown"]):
        monkeypatch.setattr("sys.stdin", StringIO(json.dumps(document)))
        outcome = run_command("render", *arguments, folder=project)
        assert outcome.out
        assert find_canary(outcome, temporary) == []
