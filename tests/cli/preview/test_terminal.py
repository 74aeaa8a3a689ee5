"""`fargate-web preview` on a terminal, in a pipe, and when the program fails."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.preview.test_preview import ESCAPE, MINIMAL, ROOT, Terminal, line_of, plain_and_at_home, said

__all__ = ["plain_and_at_home"]


PROJECT_FILE = "name: trial\nruntime: python\n"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put another program in the place of the repository's."""

    def write(source: str) -> None:
        (tmp_path / "Pulumi.yaml").write_text(PROJECT_FILE)
        (tmp_path / "Pulumi.dev.yaml").write_text(MINIMAL)
        (tmp_path / "__main__.py").write_text(source)
        monkeypatch.chdir(tmp_path)

    return write


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "fargate_web_cli", "preview", *arguments]


def on_a_terminal(*arguments: str) -> str:
    """Run the command with a pseudo-terminal as its output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command(*arguments), cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True):
        os.close(theirs)
        chunks = []
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # Linux's way to say that nobody is left at the other end
                break
            if not chunk:
                break
            chunks.append(chunk)
    os.close(ours)
    return b"".join(chunks).decode()


def test_a_terminal_gets_colours():
    out = on_a_terminal()
    assert f"{ESCAPE}32m+" in out
    assert re.search(r"Preview of .*fargate-web/dev", out)


def test_no_color_is_honoured_on_a_terminal(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert ESCAPE not in said(stream=Terminal()).out


def test_a_terminal_without_abilities_gets_no_colours(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert ESCAPE not in said(stream=Terminal()).out


def test_colours_can_be_forced_into_a_pipe(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert ESCAPE in said().out


@pytest.mark.parametrize("options", [(), ("--full", "--outputs")])
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_on_a_terminal_no_line_is_wider_than_it_and_nothing_is_lost(monkeypatch, width, options):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    lines = said("--stack", "prod", *options, stream=Terminal()).out.splitlines()
    assert max(map(len, lines)) <= width
    words = re.sub(r"[│├└─\s]", "", "".join(lines))
    assert words == re.sub(r"[│├└─\s]", "", said("--stack", "prod", *options).out)


def test_a_pipe_gets_plain_text_with_one_line_a_resource():
    out = said("--stack", "prod", "--full").out
    assert ESCAPE not in out
    assert "read-only root" in line_of(out, "aws:ecs:TaskDefinition", "api")
    assert all(line == line.rstrip() for line in out.splitlines())


def test_from_the_shell_it_writes_to_a_pipe_without_colours():
    done = subprocess.run(command(), cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert ESCAPE not in done.stdout
    assert done.stdout == said().out


def test_from_the_shell_faults_leave_the_output_empty(tmp_path: Path):
    (tmp_path / "Pulumi.bad.yaml").write_text("config: {fargate-web:services: {web: {port: 80}}}\n")
    done = subprocess.run(
        command("--config-file", str(tmp_path / "Pulumi.bad.yaml")), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "services.web.image: it is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_is_no_failure():
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m fargate_web_cli preview | head -1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_a_failure_of_the_program_is_told_without_its_traceback(program):
    program("raise ValueError('the moon is full')\n")
    assert said() == (1, "", "The program failed: ValueError: the moon is full\n--verbose shows the traceback.\n")


def test_verbose_shows_the_traceback_of_the_program(program):
    program("raise ValueError('the moon is full')\n")
    status, out, err = said("--verbose")
    assert (status, out) == (1, "")
    assert "Traceback (most recent call last):" in err
    assert "__main__.py" in err
    assert err.endswith("The program failed: ValueError: the moon is full\n")


def test_a_mistake_of_the_user_has_no_traceback_to_show(program):
    program("import pulumi\nraise pulumi.RunError('write a name')\n")
    assert said("--verbose") == (1, "", "write a name\n")


def test_an_error_that_the_program_logs_is_a_failure_as_it_is_to_pulumi(program):
    program("import pulumi\npulumi.log.error('no quota is left')\n")
    assert said("--json") == (1, "", "no quota is left\n")


def test_what_an_update_would_stumble_over_is_told_in_the_preview(program):
    program("import pulumi\nif not pulumi.runtime.is_dry_run():\n    raise pulumi.RunError('only now')\n")
    assert said() == (1, "", "only now\n")


def test_what_else_the_program_says_is_shown(program):
    program("import pulumi\npulumi.log.info('for your information')\npulumi.log.warn('beware')\n")
    out = said().out
    assert "\nMessages:\n    for your information\n" in out
    assert "    beware\n" in out


def test_a_project_file_that_pulumi_would_refuse_is_a_fault(program, tmp_path):
    program("")
    (tmp_path / "Pulumi.yaml").write_text("name: trial\ndescription: two: colons\n")
    status, out, err = said()
    assert (status, out) == (1, "")
    assert err.startswith("Pulumi.yaml:2:")


def test_a_project_without_a_name_is_a_fault(program, tmp_path):
    program("")
    (tmp_path / "Pulumi.yaml").write_text("runtime: python\n")
    assert "the name of the project is missing" in said().err


@pytest.mark.parametrize(("option", "status"), [("--stak=dev", 2), ("--help", 0)])
def test_the_command_line_is_answered_before_anything_is_loaded(option, status):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fargate_web_cli", "preview", option],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert "pulumi" not in {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert ("examples:" in done.stdout) == (status == 0)


def test_json_does_not_wait_for_rich(program, tmp_path):
    program("")
    code = "import sys; from fargate_web_cli.app import main; main(['preview', '--json']); sys.exit('fargate_web_cli.preview.text' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
