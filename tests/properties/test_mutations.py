"""Valid stack files with slips of the hand: whatever comes of them is loaded, or reported with its place, and then nothing is registered."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_file
from fargate_web.testing.programs import Programs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.bad_input.cases import list_files, read_case
from tests.bad_input.edits import parse_text
from tests.cli.project.projects import run_command

ROOT = Path(__file__).resolve().parents[2]
FILES = [path for path in list_files(ROOT / "tests" / "valid") if read_case(path).stack == "dev"]
PROJECT = "name: fargate-web\nruntime: python\n"

Mutation = Callable[[list[str], int], None]


def _delete_line(lines: list[str], at: int) -> None:
    del lines[at]


def _repeat_line(lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def _swap_lines(lines: list[str], at: int) -> None:
    lines[at - 1], lines[at] = lines[at], lines[at - 1]


def _indent_line(lines: list[str], at: int) -> None:
    lines[at] = f"  {lines[at]}"


def _outdent_line(lines: list[str], at: int) -> None:
    lines[at] = lines[at].removeprefix("  ")


def _indent_with_tab(lines: list[str], at: int) -> None:
    lines[at] = lines[at].replace("  ", "\t", 1)


def _forget_space(lines: list[str], at: int) -> None:
    lines[at] = lines[at].replace(": ", ":", 1)


def _forget_colon(lines: list[str], at: int) -> None:
    lines[at] = lines[at].replace(":", "", 1)


def _write_equals_sign(lines: list[str], at: int) -> None:
    lines[at] = lines[at].replace(":", " =", 1)


def _forget_quotes(lines: list[str], at: int) -> None:
    lines[at] = lines[at].replace('"', "").replace("'", "")


def _forget_bracket(lines: list[str], at: int) -> None:
    lines[at] = lines[at].rstrip("}])")


def _add_zero(lines: list[str], at: int) -> None:
    lines[at] = lines[at].replace("0", "00")


def _negate(lines: list[str], at: int) -> None:
    lines[at] = lines[at].replace(": ", ": -", 1)


def _upper_case(lines: list[str], at: int) -> None:
    lines[at] = lines[at].upper()


def _cut_line(lines: list[str], at: int) -> None:
    lines[at] = lines[at][: len(lines[at]) * 2 // 3]


def _drop_letter(lines: list[str], at: int) -> None:
    lines[at] = lines[at][:7] + lines[at][8:]


def _empty_value(lines: list[str], at: int) -> None:
    lines[at] = lines[at].partition(":")[0] + ":"


def _write_list(lines: list[str], at: int) -> None:
    key, _, value = lines[at].partition(": ")
    lines[at] = f"{key}: [{value}]"


def _mark_conflict(lines: list[str], at: int) -> None:
    lines[at:at] = ["<<<<<<< HEAD", lines[at], "=======", lines[at], ">>>>>>> theirs"]


MUTATIONS: tuple[Mutation, ...] = (
    _delete_line, _repeat_line, _swap_lines, _indent_line, _outdent_line, _indent_with_tab, _forget_space, _forget_colon, _write_equals_sign,
    _forget_quotes, _forget_bracket, _add_zero, _negate, _upper_case, _cut_line, _drop_letter, _empty_value, _write_list, _mark_conflict,
)  # fmt: skip


@st.composite
def mutated_files(draw: st.DrawFn) -> str:
    """Draw the text of a valid stack file with one slip, or a few."""
    lines = draw(st.sampled_from(FILES)).read_text(encoding="utf-8").splitlines()
    for mutation in draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3)):
        mutation(lines, draw(st.integers(0, len(lines) - 1)))
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def project():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "Pulumi.yaml").write_text(PROJECT)
        shutil.copy(ROOT / "__main__.py", folder)
        yield folder


def find_error(file: Path) -> SettingsError | None:
    try:
        load_file(file, environ={})
    except SettingsError as error:
        return error
    return None


@settings(max_examples=400)
@given(mutated_files())
def test_a_slip_is_reported_at_a_position_of_the_file_or_does_no_harm(project, text):
    file = project / "Pulumi.dev.yaml"
    file.write_text(text, encoding="utf-8")
    error = find_error(file)
    lines = text.split("\n")
    for fault in error.faults if error else ():
        assert fault.message.strip(), fault
        assert str(fault).isprintable(), fault
        for line, column in [(fault.line, fault.column), *((position.line, position.column) for position in fault.related)]:
            assert line in range(1, len(lines) + 1), fault
            assert column in range(1, len(lines[line - 1]) + 2), fault


@settings(max_examples=40)
@given(mutated_files())
def test_the_command_fails_exactly_if_something_is_wrong(project, text):
    file = project / "Pulumi.dev.yaml"
    file.write_text(text, encoding="utf-8")
    found = run_command("check", folder=project)
    assert found.status == (1 if find_error(file) else 0)
    assert "Traceback" not in found.out + found.err


@settings(max_examples=20)
@given(mutated_files())
def test_the_program_registers_nothing_if_something_is_wrong(project, text):
    file = project / "Pulumi.dev.yaml"
    file.write_text(text, encoding="utf-8")
    data = parse_text(text)
    assume(isinstance(data, dict) and isinstance(data.get("config"), dict))
    assume(find_error(file))
    result = Programs(project)(stack="dev", strict=False)
    assert isinstance(result.error, SettingsError)
    assert [resource for resource in result.resources if resource.type != "pulumi:pulumi:Stack"] == []
