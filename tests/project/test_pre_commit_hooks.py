"""The hook that other repositories use by pre-commit."""

import re
from importlib import import_module

import pytest
import yaml
from fargate_web_cli.app import COMMANDS

from tests.stacks.running import ROOT

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


@pytest.mark.parametrize(
    ("path", "is_checked"),
    [
        ("Pulumi.dev.yaml", True),
        ("deploy/Pulumi.prod.yml", True),
        ("Pulumi.yaml", False),
        ("docs/NotPulumi.dev.yaml", False),
        ("Pulumi.dev.yaml.orig", False),
    ],
)
def test_the_hook_gets_the_stack_files(path, is_checked):
    assert bool(re.search(HOOKS["fargate-web-check"]["files"], path)) is is_checked


def test_the_hook_is_a_command_that_takes_files():
    program, command, *options = HOOKS["fargate-web-check"]["entry"].split()
    assert program == "fargate-web"
    arguments = import_module(COMMANDS[command].module).build_parser().parse_args([*options, "a/Pulumi.dev.yaml", "Pulumi.prod.yaml"])
    assert len(arguments.files) == 2


def test_the_hook_installs_the_distributions_of_this_repository():
    folders = HOOKS["fargate-web-check"]["additional_dependencies"]
    assert [(ROOT / folder / "pyproject.toml").is_file() for folder in folders] == [True, True]
    assert "[build-system]" in (ROOT / "pyproject.toml").read_text()
