"""What the documentation says holds: its links lead somewhere, its stack files load, its programs run, what it prints is printed.

A block of YAML that starts with `config:` is a whole stack file. A block of Python with a test in it (`def test_…`) is test code and its tests are
called; any other is the body of a program and is run as one. A block of text that starts with `config:` behind a line number is a stack file with faults, and
the block after it is what is said of it. Blocks of other languages, and YAML without `config:`, are only read.
"""

import importlib.util
import os
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import load_file
from fargate_web.testing import run
from fargate_web.testing.programs import Programs

from generate.reference import ReferencePage

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "components" / "README.md", ROOT / "cli" / "README.md"]
PAGES += [*sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "examples").rglob("*.md"))]

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^)\s]+)(?: \"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_MAKE = re.compile(r"\bmake ([a-z]+)\b")
_COMMENT = re.compile(r"(?:^|\s)#.*$", re.MULTILINE)
_TEST = re.compile(r"^def (test_\w+)\((pulumi_program)?\)", re.MULTILINE)
_NUMBER = re.compile(r"^ *\d+  ", re.MULTILINE)
_REPORT = re.compile(r"\d+ faults? in (\S+); nothing was changed:\n")


def _named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _blocks(language: str) -> Iterator[tuple[str, str]]:
    """Walk the blocks of a language: page and line, and what is in them."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in _FENCE.finditer(text):
            if found[2] == language:
                line = text.count("\n", 0, found.start()) + 1
                yield f"{_named(page)}:{line}", re.sub(f"^{found[1]}", "", found[3], flags=re.MULTILINE)


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


@cache
def _anchors(page: Path) -> frozenset[str]:
    """Give the anchors that GitHub makes of the headings; a second heading of one name gets a number."""
    found: dict[str, int] = {}
    anchors = set()
    for heading in _HEADING.findall(_prose(page)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        anchor = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        anchors.add(f"{anchor}-{found[anchor]}" if anchor in found else anchor)
        found[anchor] = found.get(anchor, 0) + 1
    return frozenset(anchors)


def _of(blocks: Iterator[tuple[str, str]]) -> list:
    return [pytest.param(text, id=place) for place, text in blocks]


STACKS = _of((place, text) for place, text in _blocks("yaml") if text.startswith("config:"))
TESTS = _of((place, text) for place, text in _blocks("python") if _TEST.search(text))
PROGRAMS = _of((place, text) for place, text in _blocks("python") if not _TEST.search(text))
TEXTS = list(_blocks("text"))
REPORTS = [
    pytest.param(_NUMBER.sub("", text), report, id=place)
    for (place, text), (_, report) in pairwise(TEXTS)
    if re.match(r" *1  config:\n", text) and _REPORT.match(report)
]


def test_the_reference_is_up_to_date() -> None:
    written = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert written == ReferencePage(Stack).render_markdown(), "run `python -m generate.reference`"


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(_CODE.sub("", _prose(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = urllib.parse.unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            broken.append(link)
    assert not broken, f"{_named(page)} links to nothing: {broken}"


@pytest.mark.parametrize("text", STACKS)
def test_every_stack_file_loads_without_faults(text: str, tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(text, encoding="utf-8")
    # What `build` names must exist.
    for name in re.findall(r"dockerfile: (\S+)", text):
        dockerfile = tmp_path / name
        dockerfile.parent.mkdir(exist_ok=True)
        dockerfile.write_text("FROM scratch\n", encoding="utf-8")
    load_file(path, environ={"AWS_REGION": "us-west-2"})


def _said_of(text: str, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Load a stack file from the folder that it lies in, and give the report of its faults."""
    (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    with pytest.raises(SettingsError) as caught:
        load_file(name, environ={})
    return f"{caught.value}\n"


@pytest.mark.parametrize(("text", "report"), REPORTS)
def test_every_fault_report_is_what_is_said(text: str, report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = _REPORT.match(report)
    assert name
    assert _said_of(text, name[1], tmp_path, monkeypatch) == report


def test_the_readme_shows_a_fault_report() -> None:
    assert any(str(report.id).startswith("README.md:") for report in REPORTS)


def test_a_newcomer_who_breaks_the_dev_stack_reads_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [report] = [text for place, text in TEXTS if place.startswith("docs/getting-started.md:") and _REPORT.match(text)]
    broken = (ROOT / "Pulumi.dev.yaml").read_text(encoding="utf-8").replace("memory: 512", "memory: 4096")
    assert _said_of(broken, "Pulumi.dev.yaml", tmp_path, monkeypatch) == report


def test_the_preview_prints_what_the_readme_shows() -> None:
    [excerpt] = [text for place, text in TEXTS if place.startswith("README.md:") and text.startswith("Preview of ")]
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    printed = subprocess.run(
        [sys.executable, "-m", "fargate_web_cli", "preview"], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True
    ).stdout.splitlines()
    missing = [line for line in excerpt.splitlines() if line not in ("", "…") and line not in printed]
    assert not missing, "`make preview` prints something else; copy the lines anew"


def _module(text: str, path: Path) -> ModuleType:
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("text", PROGRAMS)
def test_every_program_runs(text: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(text, encoding="utf-8")
    assert run(path, config={"aws:region": "us-west-2"}).resources


@pytest.mark.parametrize("text", TESTS)
def test_every_test_passes(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    module = _module(text, tmp_path / "documented.py")
    for name, fixture in _TEST.findall(text):
        getattr(module, name)(*([Programs(ROOT)] if fixture else []))


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    code = "\n".join(
        [*_CODE.findall(_FENCE.sub("", text)), *(found[3] for found in _FENCE.finditer(text) if found[2] in ("sh", "bash", "console"))]
    )
    missing = set(_MAKE.findall(_COMMENT.sub("", code))) - targets
    assert not missing, f"{_named(page)} names targets that the Makefile lacks: {sorted(missing)}"


def test_the_readme_shows_the_two_commands_to_start_with() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make preview" in text
    assert "make test" in text


@pytest.mark.parametrize(("place", "text"), [*_blocks("sh")])
def test_every_shell_block_can_be_pasted_into_zsh_and_bash(place: str, text: str) -> None:
    """An interactive zsh takes `#` for a word, and runs it. It does not split the value of a variable into words, as bash does."""
    assert [line for line in text.splitlines() if re.search(r"(^|\s)#\s", line)] == [], place
    assert [line for line in text.splitlines() if re.search(r"\s\$\{?\w+\}?(?=\s|$)", line)] == [], place
