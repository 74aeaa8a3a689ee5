"""The actions for workflows of this repository and of others: their scripts, run with stand-ins for what they call."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.project.test_workflow_scripts import bash, fake
from tests.project.workflow_files import ACTIONS, SCRIPTS, loaded, script

PROGRAMS = Path(sys.executable).parent
LOG = 'echo "$(basename "$0") $*" >> "$CALLS"'
ENVIRONMENT = 'mkdir -p "$1/bin"; for name in python fargate-web; do cp "$PROGRAMS/python" "$1/bin/$name"; done'


def make_project(folder: Path, *files: str, pulumi: str = "name: shop\nruntime: python\n") -> Path:
    project = folder / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text(pulumi)
    for name in files:
        (project / name).touch()
    return project


def install(folder: Path, project: Path, how: str = "auto", *, lacking: bool = False) -> Any:
    """Run the step that installs; programs that it calls note their arguments, and make an environment where the real ones do."""
    environment = "true" if lacking else ENVIRONMENT
    fake(folder, "python", f'{LOG}; [[ "$2" != venv ]] || {{ set -- "$3"; {environment}; }}')
    fake(
        folder,
        "uv",
        f"""{LOG}
case "$1" in
  sync) set -- "${{UV_PROJECT_ENVIRONMENT:-$PWD/.venv}}"; {environment} ;;
  run) echo "${{UV_PROJECT_ENVIRONMENT:-$PWD/.venv}}" ;;
esac""",
    )
    fake(folder, "make", f'{LOG}; set -- "$PWD/.venv"; {environment}')
    text = f"cd '{project}'\n{script('fargate-web', 'uv sync')}"
    done = bash(text, folder, INSTALL=how, CALLS=str(folder / "calls"), PROGRAMS=str(folder), GITHUB_PATH=str(folder / "path"))
    calls = (folder / "calls").read_text().splitlines() if (folder / "calls").exists() else []
    path = (folder / "path").read_text().splitlines() if (folder / "path").exists() else []
    return done, calls, path


def test_a_lock_is_installed_as_it_is(tmp_path):
    project = make_project(tmp_path, "uv.lock", "pyproject.toml", "requirements.txt")
    done, calls, path = install(tmp_path, project)
    assert done.returncode == 0, done.stderr
    assert "uv sync --locked --quiet" in calls
    assert path == [f"{project}/.venv/bin"]


def test_requirements_are_installed_by_pip(tmp_path):
    project = make_project(tmp_path, "pyproject.toml", "requirements.txt")
    done, calls, path = install(tmp_path, project)
    assert done.returncode == 0, done.stderr
    assert calls == [
        f"python -m venv {project}/.venv",
        "python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt",
    ]
    assert path == [f"{project}/.venv/bin"]


def test_a_project_without_a_lock_is_installed_by_its_dependencies_and_told_of_the_lock(tmp_path):
    project = make_project(tmp_path, "pyproject.toml")
    done, calls, path = install(tmp_path, project)
    assert done.returncode == 0, done.stderr
    assert calls[-1] == f"uv pip install --quiet --python {project}/.venv/bin/python --requirement pyproject.toml"
    assert "::notice::" in done.stdout
    assert "commit a uv.lock" in done.stdout
    assert path == [f"{project}/.venv/bin"]


def test_this_repository_is_installed_by_make(tmp_path):
    project = make_project(tmp_path, "uv.lock", "Makefile")
    done, calls, path = install(tmp_path, project, "make")
    assert (done.returncode, calls, path) == (0, ["make install"], [f"{project}/.venv/bin"])


@pytest.mark.parametrize(
    "runtime",
    [
        "\n  name: python\n  options:\n    virtualenv: venv\n",
        '\n  name: python\n  options:\n    virtualenv: "venv" # beside it\n',
        " {name: python, options: {toolchain: pip, virtualenv: venv}}\n",
    ],
)
@pytest.mark.parametrize("file", ["uv.lock", "requirements.txt", "pyproject.toml"])
def test_the_environment_is_the_one_that_pulumi_uses(tmp_path, file, runtime):
    project = make_project(tmp_path, file, pulumi=f"name: shop\nruntime:{runtime}")
    done, _, path = install(tmp_path, project)
    assert (done.returncode, path) == (0, [f"{project}/venv/bin"]), done.stderr


@pytest.mark.parametrize(
    ("files", "how", "message"),
    [
        ((), "auto", "there is no uv.lock, requirements.txt or pyproject.toml in "),
        (("pyproject.toml", "poetry.lock"), "auto", "install what poetry.lock or pdm.lock pins in a step before"),
        (("uv.lock",), "conda", "install is auto, uv, requirements, project, make, or none"),
    ],
)
def test_what_can_not_be_installed_is_said_in_one_line(tmp_path, files, how, message):
    done, calls, path = install(tmp_path, make_project(tmp_path, *files), how)
    assert (done.returncode, calls, path) == (2, [], [])
    assert done.stdout.startswith(f"::error::{message}")
    assert done.stdout.count("\n") == 1


def test_a_folder_without_a_pulumi_project_is_refused(tmp_path):
    project = make_project(tmp_path, "uv.lock")
    (project / "Pulumi.yaml").unlink()
    done, calls, _ = install(tmp_path, project)
    assert (done.returncode, calls) == (2, [])
    assert "set working-directory to the folder that holds it" in done.stdout


def test_dependencies_without_the_command_are_refused(tmp_path):
    done, _, path = install(tmp_path, make_project(tmp_path, "requirements.txt"), lacking=True)
    assert (done.returncode != 0, path) == (True, [])
    (tmp_path / "project/uv.lock").touch()
    done, _, path = install(tmp_path, tmp_path / "project", lacking=True)
    assert (done.returncode, path) == (2, [])
    assert "add fargate-web-cli to them" in done.stdout


def run_command(folder: Path, command: str, *, status: int = 0, comments: str = "", fail: str = "true") -> Any:
    fake(folder, "fargate-web", f'printf "%s\\n" "$@" > arguments; echo "⛔ stopped"; exit {status}')
    (folder / "summary").touch()
    places = {"RUNNER_TEMP": str(folder), "GITHUB_STEP_SUMMARY": str(folder / "summary"), "GITHUB_OUTPUT": str(folder / "output")}
    done = bash(script("fargate-web", "$COMMAND"), folder, COMMAND=command, COMMENTS=comments, FAIL=fail, **places)
    output = (folder / "output").read_text().splitlines() if (folder / "output").exists() else []
    return done, dict(line.split("=", 1) for line in output)


def read_arguments(folder: Path) -> list[str]:
    return (folder / "arguments").read_text().splitlines()


def test_a_command_gets_its_words_and_nothing_is_expanded(tmp_path):
    done, _ = run_command(tmp_path, """preview --stack 'a b' --config-file "$HOME/*.yaml" $(touch made) ; `touch made`""")
    assert done.returncode == 0, done.stderr
    assert read_arguments(tmp_path) == [
        *("preview", "--stack", "a b", "--config-file", "$HOME/*.yaml"),
        *("$(touch", "made)", ";", "`touch", "made`"),
    ]
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("command", ["diff --base 'main", "-C elsewhere diff", "../diff", "diff --markdown-dir comments"])
def test_a_command_that_is_none_is_refused_before_it_runs(tmp_path, command):
    done, output = run_command(tmp_path, command)
    assert (done.returncode, output) == (2, {})
    assert "::error::" in done.stdout
    assert not (tmp_path / "arguments").exists()


@pytest.mark.parametrize("status", [0, 1, 3])
def test_the_offline_diff_shows_its_report_whatever_its_status(tmp_path, status):
    done, output = run_command(tmp_path, "diff --base abc --markdown", status=status, comments="comments")
    assert done.returncode == status
    assert (tmp_path / "summary").read_text() == "⛔ stopped\n"
    assert output == {"exit-status": str(status), "report": output["report"], "comments": f"{tmp_path}/comments"}
    assert Path(output["report"]).read_text() == "⛔ stopped\n"
    assert output["report"].endswith("/diff.md")
    assert read_arguments(tmp_path) == ["diff", "--base", "abc", "--markdown", "--markdown-dir", f"{tmp_path}/comments"]
    assert (tmp_path / "comments").is_dir()


@pytest.mark.parametrize(("command", "ending", "log"), [("cost", "txt", "⛔ stopped\n"), ("cost --json", "json", "")])
def test_text_is_shown_in_the_log_and_json_only_in_the_file(tmp_path, command, ending, log):
    done, output = run_command(tmp_path, command)
    assert (done.returncode, done.stdout) == (0, log)
    assert output["report"].endswith(f"/cost.{ending}")
    assert (tmp_path / "summary").read_text() == ""


@pytest.mark.parametrize(
    ("command", "arguments", "ending", "log"),
    [
        ("check", ["check", "--format", "github"], "txt", "⛔ stopped\n"),
        ("check --strict -s dev", ["check", "--strict", "-s", "dev", "--format", "github"], "txt", "⛔ stopped\n"),
        ("check -f text", ["check", "-f", "text"], "txt", "⛔ stopped\n"),
        ("check --format sarif", ["check", "--format", "sarif"], "sarif", ""),
        ("check --format=json", ["check", "--format=json"], "json", ""),
        ("check --json", ["check", "--json"], "json", ""),
    ],
)
def test_a_check_annotates_unless_the_command_names_a_format(tmp_path, command, arguments, ending, log):
    done, output = run_command(tmp_path, command)
    assert (done.returncode, done.stdout) == (0, log)
    assert read_arguments(tmp_path) == arguments
    assert output["report"].endswith(f"/check.{ending}")


def test_a_status_that_the_workflow_judges_does_not_fail_the_step(tmp_path):
    done, output = run_command(tmp_path, "diff --markdown", status=3, fail="false")
    assert (done.returncode, output["exit-status"]) == (0, "3")


def test_two_runs_of_one_command_keep_both_reports(tmp_path):
    _, first = run_command(tmp_path, "preview --stack dev")
    (tmp_path / "output").unlink()
    _, second = run_command(tmp_path, "preview --stack prod")
    assert first["report"] != second["report"]


def test_the_real_command_runs_as_the_workflow_calls_it(tmp_path):
    fake(tmp_path, "fargate-web", f'exec "{sys.executable}" -m fargate_web_cli "$@"')
    (tmp_path / "preview.json").write_text(json.dumps({"steps": []}))
    places = {name: str(tmp_path / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    text = script("fargate-web", "$COMMAND")
    done = bash(text, tmp_path, COMMAND="render preview.json --markdown", COMMENTS="", FAIL="true", RUNNER_TEMP=str(tmp_path), **places)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "GITHUB_STEP_SUMMARY").read_text().startswith("<!-- fargate-web: preview render")


def find_stacks(folder: Path, *files: str, stack: str = "") -> Any:
    for name in files:
        (folder / name).touch()
    done = bash(script("find-stacks", "GITHUB_OUTPUT"), folder, STACK=stack, GITHUB_OUTPUT=str(folder / "output"))
    found = (folder / "output").read_text().removeprefix("stacks=") if (folder / "output").exists() else None
    return done, json.loads(found) if found else None


def test_the_stacks_are_those_that_have_a_file(tmp_path):
    files = ("Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml", "Pulumi.team.eu-west-1.yaml", "other.dev.yaml", "Pulumi.dev.yaml.bak")
    done, stacks = find_stacks(tmp_path, *files)
    assert (done.returncode, stacks) == (0, ["dev", "prod", "team.eu-west-1"])


def test_a_project_without_stack_files_has_an_empty_list(tmp_path):
    done, stacks = find_stacks(tmp_path, "Pulumi.yaml")
    assert (done.returncode, stacks) == (0, [])


@pytest.mark.parametrize("name", ["Pulumi.a b.yaml", "Pulumi.-x.yaml", "Pulumi.$(id).yaml", "Pulumi.a\n::error::b.yaml", "Pulumi..yaml"])
def test_a_file_that_is_not_named_after_a_stack_is_refused(tmp_path, name):
    done, stacks = find_stacks(tmp_path, "Pulumi.dev.yaml", name)
    assert (done.returncode, stacks) == (1, None)
    assert done.stdout.count("\n") == 1


def test_the_stack_of_a_deployment_has_a_file(tmp_path):
    done, stacks = find_stacks(tmp_path, "Pulumi.dev.yaml", "Pulumi.prod.yaml", stack="prod")
    assert (done.returncode, stacks) == (0, ["dev", "prod"])


@pytest.mark.parametrize("stack", ["package-index", "../dev", "d", "*", "dev prod", "x\n::error::y"])
def test_a_deployment_of_a_stack_without_a_file_is_refused(tmp_path, stack):
    done, stacks = find_stacks(tmp_path, "Pulumi.dev.yaml", "Pulumi.prod.yaml", stack=stack)
    assert (done.returncode, stacks) == (1, None)
    assert done.stdout.endswith('has no file; those that have one: ["dev","prod"]\n')
    assert done.stdout.count("\n") == 1


def test_every_input_and_output_of_an_action_is_described():
    for path in ACTIONS:
        action = loaded(path)
        assert action["description"]
        for key, value in {**action["inputs"], **action.get("outputs", {})}.items():
            assert value["description"].endswith("."), f"{path.parent.name} {key}"


@pytest.mark.skipif(not (PROGRAMS / "shellcheck").exists(), reason="this platform has no package with shellcheck")
def test_shellcheck_finds_nothing_in_the_scripts_of_actions(tmp_path):
    # actionlint looks only at those of workflows.
    scripts = {name: text for name, text in SCRIPTS.items() if not name.partition(" ")[0].endswith(".yml")}
    assert scripts
    for name, text in scripts.items():
        (tmp_path / f"{name}.sh").write_text(text)
    done = subprocess.run([PROGRAMS / "shellcheck", "--shell=bash", *tmp_path.iterdir()], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_every_script_of_an_action_is_one_that_old_bash_reads():
    for path in ACTIONS:
        for step in loaded(path)["runs"]["steps"]:
            text = step.get("run", "")
            assert not {"mapfile", "readarray", "${!"} & set(text.split()), path
            assert subprocess.run(["bash", "-n"], input=text, text=True, check=False).returncode == 0
