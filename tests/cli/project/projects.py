"""Small projects for the tests of the command."""

from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from fargate_web_cli.app import main

OURS = """\
config:
  aws:region: us-west-2
  fargate-web:services: {web: {image: "nginx:1.29", port: 8080}}
"""
LOADS = "from fargate_web.stack.load import load_config\nload_config()\n"
IMPORTS = 'from fargate_web import Cluster\nCluster("cluster", {})\n'


class Outcome(NamedTuple):
    """What a command wrote, and its exit status."""

    status: int
    out: str
    err: str


def run_command(*arguments: str, folder: Path) -> Outcome:
    """Run the command in a folder, in this process."""
    out, err = StringIO(), StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(arguments)
        except SystemExit as error:
            status = int(str(error.code))
    return Outcome(status, out.getvalue(), err.getvalue())


def write_project(folder: Path, program: str = IMPORTS, project: str = "name: shop\nruntime: python\n", **stacks: str) -> Path:
    """Write a project, with a stack file for each stack."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(project)
    (folder / "__main__.py").write_text(program)
    for name, text in stacks.items():
        (folder / f"Pulumi.{name}.yaml").write_text(text)
    return folder
