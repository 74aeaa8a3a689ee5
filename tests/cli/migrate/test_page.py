"""What docs/migrating-from-copilot.md shows is what the command does."""

from pathlib import Path

import pytest
from fargate_web_cli.migrate.command import main
from fargate_web_cli.migrate.copilot.command import build_parser

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/migrating-from-copilot.md").read_text(encoding="utf-8")
MANIFEST = "examples/copilot/frontend/manifest.yml"
COMMAND = f"copilot {MANIFEST} --environment prod --region us-west-2 --account 123456789012"


def test_the_example_is_the_manifest():
    assert f"```yaml\n{(ROOT / MANIFEST).read_text(encoding='utf-8')}```" in PAGE


def test_the_stack_file_and_the_report_are_those_of_the_command(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert f"`fargate-web migrate {COMMAND}`" in PAGE
    assert main(COMMAND.split()) == 0
    out, err = capsys.readouterr()
    assert f"```yaml\n{out}```" in PAGE
    assert f"```text\n{err}```" in PAGE


@pytest.mark.parametrize("option", [action.option_strings[-1] for action in build_parser().options._group_actions])
def test_every_option_is_explained(option):
    assert f"`{option}" in PAGE
