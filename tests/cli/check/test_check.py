"""`fargate-web check`: what it reads, what it writes, and its exit status."""

import json
import subprocess
import sys

import pytest
from fargate_web.faults.fault import Fault
from fargate_web_cli.terminal.fault_groups import group_faults

from tests.cli.project.projects import IMPORTS, LOADS, OURS, run_command, write_project

FAULTY = OURS.replace("port: 8080", "port: 70000, cpuu: 256")
SILENT = "not: [yaml"


def check(folder, *arguments):
    return run_command("check", *arguments, folder=folder)


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path, LOADS, dev=OURS, prod=FAULTY)


def test_every_stack_file_is_checked_and_a_fault_fails(project):
    found = check(project)
    assert (found.status, found.err) == (1, "")
    assert "Pulumi.prod.yaml:3:" in found.out
    assert "error: services.web.port: " in found.out
    assert "Pulumi.dev.yaml:3:" in found.out
    assert found.out.splitlines()[-1].startswith("2 stack files checked (dev, prod): 2 faults, ")


def test_warnings_fail_only_if_that_is_asked_for(project):
    assert check(project, "--stack", "dev").status == 0
    assert check(project, "--stack", "dev", "--strict").status == 1


def test_stacks_can_be_named_one_by_one(project):
    assert "(dev)" in check(project, "-s", "dev").out
    assert "(dev, prod)" in check(project, "-s", "dev", "-s", "prod").out
    assert check(project, "--all").out == check(project).out
    assert check(project, "--all", "-s", "dev").status == 2


def test_a_stack_without_a_file_is_told_with_those_that_have_one(project):
    found = check(project, "--stack", "staging")
    assert (found.status, found.out) == (1, "")
    assert "stacks that have one: dev, prod" in found.err


def test_another_file_can_be_checked(project, tmp_path):
    (tmp_path / "shop.yaml").write_text(FAULTY)
    assert "shop.yaml:3:" in check(project, "--config-file", "shop.yaml").out
    assert check(project, "--config-file", "nowhere.yaml").status == 1
    assert check(project, "--config-file", "shop.yaml", "-s", "a", "-s", "b").status == 2


def test_a_file_that_is_no_yaml_is_a_fault(tmp_path):
    found = check(write_project(tmp_path, LOADS, dev=SILENT))
    assert found.status == 1
    assert "Pulumi.dev.yaml:" in found.out


def test_json_holds_every_fault_and_warning_by_stack(project):
    found = check(project, "--json")
    document = json.loads(found.out)
    assert (found.status, document["ok"]) == (1, False)
    assert list(document["stacks"]) == ["dev", "prod"]
    [port] = [fault for fault in document["stacks"]["prod"]["faults"] if fault["path"] == "services.web.port"]
    assert (port["file"], port["line"]) == ("Pulumi.prod.yaml", 3)
    assert document["stacks"]["dev"]["faults"] == []
    assert document["stacks"]["dev"]["warnings"]


def test_github_gets_an_annotation_beside_each_line(project, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    lines = check(project, "--format", "github").out.splitlines()
    assert any(line.startswith(f"::error file={project.name}/Pulumi.prod.yaml,line=3,col=") for line in lines)
    assert any(line.startswith("::warning ") for line in lines)
    assert all("title=services" in line for line in lines if "services.web" in line)


def test_the_program_does_not_run_and_its_sdk_is_not_loaded(tmp_path):
    write_project(tmp_path, LOADS + "raise SystemExit(3)\n", dev=OURS)
    assert check(tmp_path).status == 0
    code = (
        "import sys\nfrom fargate_web_cli.app import main\nmain(['check'])\nsys.exit('pulumi_aws' in sys.modules or 'rich' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_a_program_that_only_imports_has_nothing_to_check(tmp_path):
    write_project(tmp_path, IMPORTS, dev="config: {shop:word: hello}\n")
    found = check(tmp_path)
    assert (found.status, found.out) == (0, "")
    assert len(found.err.splitlines()) == 1
    assert json.loads(check(tmp_path, "--json").out) == {"ok": True, "stacks": {}}
    assert check(tmp_path, "--stack", "dev").status == 1


def test_a_program_that_loads_a_stack_file_needs_one(tmp_path):
    found = check(write_project(tmp_path, LOADS))
    assert (found.status, found.out) == (1, "")
    assert "There is no stack file" in found.err


def test_the_same_advice_for_several_services_is_told_once(tmp_path):
    services = ", ".join(f'{name}: {{image: "nginx:1.{index}", port: 8080, route: false}}' for index, name in enumerate(("a", "b", "c")))
    write_project(tmp_path, LOADS, dev=f"config:\n  aws:region: us-west-2\n  fargate-web:services: {{{services}}}\n")
    out = check(tmp_path).out
    assert out.count("can be moved") <= 1
    assert out.count("Security Hub ECS.20") == 1
    assert "also services.b (3:" in out


def test_advice_for_several_services_keeps_the_words_of_the_first_and_tells_whether_the_others_differ():
    faults = [
        Fault(("services", "a", "image"), "the tag 1.0 moves; write a@sha256:1 (docker inspect a:1.0)"),
        Fault(("services", "a"), "a is missing"),
        Fault(("services", "b", "image"), "the tag 2.0 moves; write b@sha256:2 (docker inspect b:2.0)"),
        Fault(("services", "b", "port"), "a is missing"),
        Fault(("services", "c"), "a is missing"),
    ]
    assert [(group.message, group.introduction_of_others, len(group.faults)) for group in group_faults(faults)] == [
        ("the tag 1.0 moves; write a@sha256:1 (docker inspect a:1.0)", "also, each with its own value:", 2),
        ("a is missing", "also", 2),
        ("a is missing", "also", 1),
    ]


def test_a_file_that_can_t_be_read_is_a_fault_and_the_others_are_checked(project):
    (project / "Pulumi.gone.yaml").symlink_to("nowhere")
    (project / "Pulumi.folder.yaml").mkdir()
    found = check(project)
    assert (found.status, found.err) == (1, "")
    assert "Pulumi.gone.yaml: error: it can't be read: No such file or directory" in found.out
    assert found.out.splitlines()[-1].startswith("3 stack files checked (dev, gone, prod): 3 faults")


def test_a_named_file_that_can_t_be_read_is_told_in_plain_words(project):
    (project / "Pulumi.gone.yaml").symlink_to("nowhere")
    found = check(project, "--stack", "gone")
    assert (found.status, found.out) == (1, "")
    assert found.err == f"{project / 'Pulumi.gone.yaml'} can't be read: No such file or directory\n"


def test_a_line_break_in_the_name_of_a_file_starts_no_line(project):
    (project / "Pulumi.a\n::error ::b.yaml").write_text(OURS)
    assert "\n::error ::b" not in check(project, "--format", "github").out


@pytest.mark.parametrize("command", ["check", "preview"])
def test_advice_for_several_images_can_be_followed_for_the_first(tmp_path, command):
    services = ", ".join(f'{name}: {{image: "{name}:1.0", port: 80, route: false, allowFrom: []}}' for name in ("cache", "web"))
    write_project(tmp_path, LOADS, dev=f"config:\n  aws:region: us-west-2\n  fargate-web:services: {{{services}}}\n")
    out = run_command(command, "--stack", "dev", folder=tmp_path).out
    assert "write the digest, cache@sha256:… (docker buildx imagetools inspect cache:1.0)" in out
    assert "also, each with its own value: services.web.image (" in out


# --- workflows that look for drift ----------------------------------------------------------------------------------------

FORCED = OURS.replace("port: 8080", "port: 8080, deployment: {forceNewDeployment: true}")


@pytest.mark.parametrize(
    ("stack", "step", "told"),
    [
        (FORCED, "pulumi preview --stack dev --refresh --expect-no-changes", True),
        (FORCED, "pulumi preview --expect-no-changes --refresh --json > preview.json", True),
        (FORCED, "pulumi preview --refresh --json | fargate-web render --drift --expect-no-changes", False),
        (FORCED, "# pulumi preview --refresh --expect-no-changes", False),
        (OURS, "pulumi preview --refresh --expect-no-changes", False),
    ],
)
def test_a_workflow_that_would_report_a_forced_deployment_as_drift_is_told(tmp_path, stack, step, told):
    project = write_project(tmp_path, LOADS, dev=stack)
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "drift.yml").write_text(f"jobs:\n  look:\n    steps:\n      - run: {step}\n")
    found = check(project)
    assert found.status == 0
    assert ("services.web.deployment.forceNewDeployment: .github/workflows/drift.yml expects" in found.out) is told
