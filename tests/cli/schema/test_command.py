"""`fargate-web schema`."""

from pathlib import Path

from tests.cli.project.projects import run_command

SCHEMA = (Path(__file__).resolve().parents[3] / "schema" / "stack.schema.json").read_text(encoding="utf-8")


def test_it_writes_the_schema_of_the_installed_version_anywhere(tmp_path):
    assert run_command("schema", folder=tmp_path) == (0, SCHEMA, "")


def test_it_writes_a_file_if_one_is_named(tmp_path):
    assert run_command("schema", "-o", "stack.schema.json", folder=tmp_path) == (0, "", "")
    assert (tmp_path / "stack.schema.json").read_text(encoding="utf-8") == SCHEMA


def test_a_file_that_can_t_be_written_is_told(tmp_path):
    found = run_command("schema", "-o", "nowhere/stack.schema.json", folder=tmp_path)
    assert (found.status, found.out) == (1, "")
    assert "can't be written" in found.err
