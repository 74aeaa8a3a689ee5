"""The command as a whole: its verbs, help, errors of usage, and what it imports."""

import re
import subprocess
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from fargate_web_cli.app import COMMAND_GROUPS, COMMANDS, SHELLS
from fargate_web_cli.migrate.copilot.command import build_parser as build_copilot_parser

from tests.cli.project.projects import LOADS, OURS, run_command, write_project

HEAVY = ("boto3", "pulumi", "pulumi_aws", "pydantic", "rich", "yaml", "fargate_web", "shtab")
PARSERS = {word: import_module(command.module).build_parser() for word, command in COMMANDS.items()} | {
    "migrate copilot": build_copilot_parser()
}


def in_a_process(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fargate_web_cli", *arguments]
    return subprocess.run(command, cwd=cwd, env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, check=False)


def test_the_help_lists_every_verb_on_a_line_of_its_own_under_the_time_of_its_use(tmp_path):
    found = run_command("--help", folder=tmp_path)
    assert (found.status, found.err) == (0, "")
    for title, commands in COMMAND_GROUPS.items():
        listed = re.findall(r"^  ([a-z]+) +\S.*$", found.out.split(f"\n{title}:\n")[1].split("\n\n")[0], re.MULTILINE)
        assert listed == list(commands)


def test_the_help_fits_a_window_of_forty_lines_and_spends_a_line_on_each_verb(tmp_path):
    lines = run_command("--help", folder=tmp_path).out.splitlines()
    # Description, usage, general options and the titles of the groups, with the empty lines between them.
    assert len(lines) - len(COMMANDS) <= 15
    assert len(lines) <= 40


@pytest.mark.parametrize("word", PARSERS)
def test_the_help_of_each_verb_has_purpose_options_examples_and_exit_statuses(tmp_path, word, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    found = run_command(*word.split(), "--help", folder=tmp_path)
    assert found.status == 0
    assert re.match(r"[A-Z].*", found.out)
    for part in (f"usage: fargate-web {word}", "options:\n", "examples:\n", "exit status: "):
        assert part in found.out
    wide = [line for line in found.out.splitlines() if len(line) > 80 and not line.startswith("  fargate-web")]
    assert wide == []


@pytest.mark.parametrize("word", PARSERS)
def test_no_paragraph_of_the_help_breaks_before_its_lines_are_full(tmp_path, word, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    description = run_command(*word.split(), "--help", folder=tmp_path).out.partition("usage: ")[0]
    lines = description.splitlines()
    early = [
        (line, below)
        for line, below in pairwise(lines)
        if line and below and not below.startswith(" ") and not re.match(r"\S+ {2,}", below) and len(line) + 1 + len(below.split()[0]) <= 80
    ]
    assert early == []


@pytest.mark.parametrize("word", PARSERS)
def test_every_option_is_explained_in_the_help(word):
    assert [action.option_strings for action in PARSERS[word]._actions if not action.help] == []


@pytest.mark.parametrize("width", [50, 70])
def test_the_help_is_as_wide_as_the_terminal(tmp_path, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    out = run_command("diff", "--help", folder=tmp_path).out
    assert [line for line in out.splitlines() if len(line) > width and not line.startswith("  ")] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["prevew"], "there is no command 'prevew'; did you mean preview? See fargate-web --help"),
        (["zzz"], "there is no command 'zzz'. See fargate-web --help"),
        (["preview", "--stakc", "dev"], "there is no option --stakc; did you mean --stack? See fargate-web preview --help"),
        (["graph", "--format", "svgg"], "did you mean svg? See fargate-web graph --help"),
        (["graph", "--format", "9"], "choose mermaid, html or svg"),
        (["cost", "extra"], "unexpected argument 'extra'"),
        (["migrate", "copilit"], "did you mean copilot?"),
        (["--versoin"], "there is no option --versoin; did you mean --version?"),
        (["-C", "nowhere", "check"], "-C nowhere: no such file or directory"),
        (["check", "-C", "nowhere"], "-C nowhere: no such file or directory"),
    ],
)
def test_an_error_of_usage_takes_one_line_and_names_the_nearest_word(tmp_path, arguments, words):
    found = run_command(*arguments, folder=tmp_path)
    assert (found.status, found.out) == (2, "")
    assert words in found.err
    assert len(found.err.splitlines()) == 1


def test_without_a_verb_the_help_goes_to_stderr(tmp_path):
    found = run_command(folder=tmp_path)
    assert (found.status, found.out) == (2, "")
    assert "after a deployment:" in found.err


@pytest.mark.parametrize("arguments", [["-C", "shop", "check"], ["check", "-C", "shop"], ["-C", ".", "-C", "shop", "check"]])
def test_another_folder_can_be_named_before_and_after_the_verb(tmp_path, arguments):
    write_project(tmp_path / "shop", dev=OURS)
    before = Path.cwd()
    found = run_command(*arguments, folder=tmp_path)
    assert found.out.splitlines()[-1].startswith("1 stack file checked (dev)")
    assert Path.cwd() == before


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["preview", "--help"], ["check", "--help"], ["status", "--help"], ["why", "--help"], ["prevew"]],
)
def test_help_and_version_import_nothing_heavy(arguments):
    code = (
        "import sys\nfrom fargate_web_cli.app import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\nsys.exit(str(loaded) if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_version_is_that_of_the_distribution(tmp_path):
    from importlib.metadata import version

    assert run_command("--version", folder=tmp_path).out == f"fargate-web {version('fargate-web-cli')}\n"


def test_it_runs_as_a_module_too():
    assert in_a_process("--version").stdout.startswith("fargate-web ")


def test_outside_of_a_project_each_verb_that_needs_one_says_so(tmp_path):
    for word in ("check", "preview", "cost", "graph"):
        done = run_command(word, folder=tmp_path)
        assert (done.status, done.out) == (1, ""), word
        assert done.err.startswith("There is no Pulumi project here"), word


@pytest.mark.parametrize("shell", SHELLS)
def test_the_completion_script_of_each_shell_knows_verbs_options_and_stacks(tmp_path, shell):
    found = run_command("--completion", shell, folder=tmp_path)
    assert (found.status, found.err) == (0, "")
    assert all(word in found.out for word in (*COMMANDS, "markdown-dir", "_fargate_web_stacks" if shell != "fish" else "complete_stacks"))
    script = tmp_path / "script"
    script.write_text(found.out)
    try:
        checked = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return  # the shell is not installed
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("fargate-web pre", {"preview", "preflight"}),
        ("fargate-web preview --st", {"--stack"}),
        ("fargate-web preview --stack ", {"dev", "prod"}),
        ("fargate-web check -s p", {"prod"}),
        ("fargate-web graph --format s", {"svg"}),
        ("fargate-web --completion z", {"zsh"}),
    ],
)
def test_bash_completes_verbs_options_and_stacks(tmp_path, line, offered):
    write_project(tmp_path, dev=OURS, prod=OURS)
    (tmp_path / "inner").mkdir()
    (tmp_path / "script").write_text(run_command("--completion", "bash", folder=tmp_path).out)
    words = line.split(" ")
    code = f"""
source ../script
COMP_WORDS=({" ".join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}; COMP_LINE={line!r}; COMP_POINT={len(line)}
"$(complete -p fargate-web | sed -E 's/.*-F ([^ ]+).*/\\1/')" fargate-web {words[-1]!r} {words[-2]!r}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "-c", code], cwd=tmp_path / "inner", capture_output=True, text=True, check=False)
    assert {word.strip() for word in done.stdout.splitlines()} == offered, done.stderr


def run_in_shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which `fargate-web` is the command."""
    script = f'fargate-web() {{ "{sys.executable}" -m fargate_web_cli "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, check=False, encoding="utf-8"
    )


def test_a_folder_can_be_named_without_a_space(tmp_path):
    write_project(tmp_path / "shop", dev=OURS)
    assert run_command("-Cshop", "check", folder=tmp_path).status == 0


@pytest.mark.parametrize("arguments", ["--version", "check --json", "schema", "preview"])
def test_a_closed_standard_output_is_said_in_one_line(tmp_path, arguments):
    write_project(tmp_path, LOADS, dev=OURS)
    done = run_in_shell(f"fargate-web {arguments} >&-", tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "can't be written: Bad file descriptor" in done.stderr


@pytest.mark.parametrize("arguments", ["--version", "schema", "--completion zsh"])
def test_a_full_disk_is_said_in_one_line(tmp_path, arguments):
    done = run_in_shell(f"fargate-web {arguments} >/dev/full", tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "can't be written: No space left on device" in done.stderr


# In one process: each would import the SDK, which takes longer than what is tested.
SEVERAL_COMMANDS = """
import sys
from fargate_web_cli.app import main
from fargate_web_cli.terminal.standard_output import prepare_standard_streams

prepare_standard_streams()
for line in sys.argv[1:]:
    print(line, flush=True)
    try:
        status = main(line.split())
    except SystemExit as end:
        status = end.code or 0
    sys.stdout.flush()
    assert status == 0, (line, status)
"""


def test_a_pipe_gets_utf_8_whatever_the_locale_is(tmp_path):
    write_project(tmp_path, LOADS, dev=OURS)
    lines = ["diff --help", "check", "schema", "graph --format svg", "preview", "cost"]

    def say(*lines: str, **environment: str) -> bytes:
        command = [sys.executable, "-c", SEVERAL_COMMANDS, *lines]
        environment = {"PATH": "/usr/bin:/bin", "NO_COLOR": "1", **environment}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True).stdout

    plain = say(*lines, PYTHONIOENCODING="utf-8")
    assert not plain.isascii()
    assert say(*lines, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii") == plain
    for encoding in ("ascii", "latin-1"):
        assert (
            in_a_process("diff", "--help", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING=encoding).stdout
            == run_command("diff", "--help", folder=tmp_path).out
        )


def test_ctrl_c_ends_a_command_without_a_traceback(tmp_path):
    write_project(tmp_path, "raise KeyboardInterrupt", dev="config: {aws:region: us-west-2}")
    done = in_a_process("preview", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("content", ["[" * 100_000, '{"steps": [5]}', "\\377"])
def test_render_tells_in_one_line_that_a_document_can_t_be_read(tmp_path, content):
    (tmp_path / "document").write_text(content)
    done = run_in_shell('printf "$(cat document)" | fargate-web render', tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr


def test_without_a_standard_input_nothing_is_asked(tmp_path):
    assert run_in_shell("fargate-web init shop <&-", tmp_path).returncode == 0
    assert run_in_shell("fargate-web render <&-", tmp_path).returncode == 2


def test_what_the_program_warns_of_is_shown_once(tmp_path):
    program = "import logging, os, warnings\nwarnings.warn('deprecated')\nlogging.warning('logged')\nos.system('echo child >&2')\nprint('printed')\n"
    write_project(tmp_path, program, dev="config: {aws:region: us-west-2}")
    done = in_a_process("preview", cwd=tmp_path)
    assert done.returncode == 0
    assert [done.stderr.count(word) for word in ("UserWarning: deprecated", "WARNING:root:logged", "child\n", "printed\n")] == [1, 1, 1, 1]
