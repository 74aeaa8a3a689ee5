"""The files that `fargate-web check` checks if they are named."""

import json

from tests.cli.project.projects import IMPORTS, LOADS, OURS, run_command, write_project

FAULTY = OURS.replace("port: 8080", "port: 70000, cpuu: 256")


def check(folder, *arguments):
    return run_command("check", *arguments, folder=folder)


def test_named_files_are_checked_each_in_its_project(tmp_path):
    write_project(tmp_path / "a", LOADS, dev=OURS, prod=FAULTY)
    write_project(tmp_path / "b", LOADS, dev=FAULTY)
    found = check(tmp_path, "a/Pulumi.dev.yaml", "b/Pulumi.dev.yaml")
    assert found.status == 1
    assert "b/Pulumi.dev.yaml:3:" in found.out
    assert found.out.splitlines()[-1].startswith("2 stack files checked (dev, dev): 2 faults")


def test_a_file_in_no_project_is_checked(tmp_path):
    (tmp_path / "shop.yaml").write_text(FAULTY)
    assert "shop.yaml:3:" in check(tmp_path, "shop.yaml").out
    (tmp_path / "other.yaml").write_text("config: {fargate_web:services: {}}\n")
    assert check(tmp_path, "other.yaml").status == 1


def test_a_file_of_a_project_without_settings_of_fargate_web_is_left_out_and_told(tmp_path):
    write_project(tmp_path, IMPORTS, dev="config: {shop:word: hello}\n", prod=FAULTY)
    found = check(tmp_path, "Pulumi.dev.yaml")
    assert (found.status, found.out) == (0, "")
    assert found.err.startswith("Pulumi.dev.yaml: there is no setting of fargate-web in it")
    assert check(tmp_path, "Pulumi.dev.yaml", "Pulumi.prod.yaml").status == 1
    assert json.loads(check(tmp_path, "--json", "Pulumi.dev.yaml").out) == {"ok": True, "stacks": {}}


def test_a_program_in_another_language_is_left_out_unless_the_file_has_sections(tmp_path):
    write_project(tmp_path, project="name: shop\nruntime: nodejs\n", dev="config: {shop:word: hello}\n", prod=FAULTY)
    assert check(tmp_path, "Pulumi.dev.yaml").status == 0
    assert check(tmp_path, "Pulumi.prod.yaml").status == 1


def test_a_file_that_does_not_exist_fails(tmp_path):
    found = check(tmp_path, "Pulumi.dev.yaml")
    assert (found.status, found.out, found.err) == (1, "", "Pulumi.dev.yaml: there is no file of this name\n")


def test_files_and_stacks_exclude_each_other(tmp_path):
    write_project(tmp_path, LOADS, dev=OURS)
    assert check(tmp_path, "Pulumi.dev.yaml", "--stack", "dev").status == 2
    assert check(tmp_path, "Pulumi.dev.yaml", "--all").status == 2


def test_a_silenced_warning_of_a_workflow_is_counted_and_not_shown(tmp_path):
    silence = "  fargate-web:silence: {drift-in-every-run: the workflow is only a draft}\n"
    forced = OURS.replace("port: 8080", "port: 8080, deployment: {forceNewDeployment: true}") + silence
    write_project(tmp_path, LOADS, dev=forced)
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    step = "pulumi preview --refresh --expect-no-changes"
    (tmp_path / ".github" / "workflows" / "drift.yml").write_text(f"jobs:\n  look:\n    steps:\n      - run: {step}\n")
    out = check(tmp_path).out
    assert "forceNewDeployment" not in out
    assert out.endswith(", 1 silenced.\n")
