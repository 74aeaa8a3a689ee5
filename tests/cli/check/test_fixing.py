"""`fargate-web check --fix` makes the certain fixes, and keeps every other byte of the file."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from fargate_web.settings.fix import Edit, Fix, TextEdit, remove, rename, write
from fargate_web_cli.check.file_selection import CheckedFile
from fargate_web_cli.check.fixing import fix_stack_file, fix_stack_files
from fargate_web_cli.check.text_edits import EditError, apply_fix, apply_fixes

TEXT = """\
config:  # all of it
  fargate-web:services:
    web:
      # pinned
      image: nginx  # the image
      port: "80"
      scaling: {minCapacity: 1, maxCapacity: 2}
      command:
        - npm
        - start
      route:
"""
SECTIONS = "config:\n  aws:region: us-west-2\n  fargate-web:services:\n    web: {image: nginx}\n"


@pytest.mark.parametrize(
    ("fix", "old", "new"),
    [
        (write("services", "web", "port", value=80), '"80"', "80"),
        (write("services", "web", "image", value="nginx:1"), "nginx  #", '"nginx:1"  #'),
        (write("services", "web", "scaling", "minCapacity", value=2), "minCapacity: 1", "minCapacity: 2"),
        (write("services", "web", "scaling", "cpu", value=70), "maxCapacity: 2}", "maxCapacity: 2, cpu: 70}"),
        (write("services", "web", "command", value=["a"]), "command:\n        - npm\n        - start", "command: [a]"),
        (write("services", "web", "command", 1, value="test"), "- start", "- test"),
        (write("services", "web", "command", 2, value="now"), "- start", "- start\n        - now"),
        (write("services", "web", "route", value=False), "route:", "route: false"),
        (write("services", "web", "route", "paths", value=["/a"]), "route:", "route: {paths: [/a]}"),
        (write("services", "web", "logs", "mode", value="blocking"), "route:\n", "route:\n      logs: {mode: blocking}\n"),
        (write("network", "natGateways", value="none"), "route:\n", "route:\n  fargate-web:network: {natGateways: none}\n"),
        (remove("services", "web", "port"), '      port: "80"\n', ""),
        (remove("services", "web", "scaling", "minCapacity"), "minCapacity: 1, ", ""),
        (remove("services", "web", "scaling", "maxCapacity"), ", maxCapacity: 2", ""),
        (remove("services", "web", "command", 0), "        - npm\n", ""),
        (remove("services", "web", "command"), "      command:\n        - npm\n        - start\n", ""),
        (rename("services", "web", to="api"), "    web:", "    api:"),
        (Fix("", text_edits=(TextEdit(5, 14, 5, "httpd"),)), "nginx", "httpd"),
    ],
)
def test_a_fix_changes_only_what_it_names(fix, old, new):
    changed = apply_fix(TEXT, fix, "fargate-web")
    assert TEXT.count(old) == 1
    assert changed == TEXT.replace(old, new)


@pytest.mark.parametrize(
    "fix",
    [
        remove("services", "api"),
        write("services", "web", "image", "name", value=1),
        rename("services", "web", "image", to="port"),
        Fix("", text_edits=(TextEdit(2, 1, 2, "\t"),)),
    ],
)
def test_a_fix_without_a_place_is_refused(fix):
    with pytest.raises(EditError):
        apply_fix(TEXT, fix, "fargate-web")


def test_what_the_last_entry_of_a_map_leaves_is_an_empty_map():
    assert apply_fix(SECTIONS, remove("services", "web", "image"), "fargate-web") == SECTIONS.replace("{image: nginx}", "{}")


def test_several_fixes_do_not_disturb_each_other():
    fixes = [remove("services", "web", "command", 0), write("services", "web", "command", 1, value="test"), remove("services", "api")]
    changed, applied = apply_fixes(TEXT, fixes, "fargate-web")
    assert changed == TEXT.replace("        - npm\n        - start", "        - test")
    assert applied == fixes[:2]


def test_windows_line_ends_are_kept():
    text = SECTIONS.replace("\n", "\r\n")
    assert apply_fix(text, Fix("", (Edit(("protected",), "set", True),)), "fargate-web") == text + "  fargate-web:protected: true\r\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    return SimpleNamespace(file=tmp_path / "Pulumi.yaml", folder=tmp_path)


def write_stack(project, keys: str) -> Path:
    file = project.folder / "Pulumi.dev.yaml"
    file.write_bytes(f"config:\n  aws:region: us-west-2\n  fargate-web:services:\n    web:\n      image: nginx:1.29\n{keys}".encode())
    return file


def test_a_fix_that_uncovers_another_is_followed_by_it(project):
    file = write_stack(project, '      port:3000\n      stopTimeout: "60"\n      health_check: {path: /health} # ours\n')
    fixed = fix_stack_file(CheckedFile("dev", file, project))
    assert fixed.after == fixed.before.replace("port:3000", "port: 3000").replace('"60"', "60").replace("health_check", "healthCheck")
    assert '-      stopTimeout: "60"\n' in fixed.render_diff()


def test_what_is_not_certain_is_left(project):
    assert fix_stack_file(CheckedFile("dev", write_stack(project, "      port: 3000\n      stopTimeout: 500\n"), project)) is None


def test_files_are_written_after_a_yes(project, monkeypatch, capsys):
    file = write_stack(project, "      port:3000\n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert fix_stack_files([CheckedFile("dev", file, project)], without_asking=False, ask=lambda question: "n") == 0
    assert "port:3000" in file.read_text()
    assert fix_stack_files([CheckedFile("dev", file, project)], without_asking=False, ask=lambda question: "y") == 0
    assert "port: 3000" in file.read_text()
    assert "1 change made." in capsys.readouterr().err


def test_nobody_is_asked_without_a_terminal(project, capsys):
    file = write_stack(project, "      port:3000\n")
    assert fix_stack_files([CheckedFile("dev", file, project)], without_asking=False) == 2
    assert "--yes" in capsys.readouterr().err
    assert "port:3000" in file.read_text()
    assert fix_stack_files([CheckedFile("dev", file, project)], without_asking=True) == 0
    assert "port: 3000" in file.read_text()


def test_a_value_of_a_flow_map_may_hold_a_question_mark():
    text = "config:\n  fargate-web:scheduledTasks: {job: {schedule: cron(0 8 ? * * *), cpuu: 256}}\n"
    changed, applied = apply_fixes(text, [rename("scheduledTasks", "job", "cpuu", to="cpu")], "fargate-web")
    assert changed == text.replace("cpuu", "cpu")
    assert applied


def test_a_section_keeps_its_namespace_under_its_new_name():
    text = "config:\n  fargate-web:netwrok: {natGateways: single}\n"
    assert apply_fix(text, rename("netwrok", to="network"), "fargate-web") == text.replace("netwrok", "network")
