"""Files, folders and names of the code that the documentation names are there."""

import importlib
import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from tests.project.test_documentation import PAGES, ROOT

# A page may name a file from the root, or from the package it is about.
_ROOTS = (ROOT, ROOT / "components" / "fargate_web", ROOT / "cli" / "fargate_web_cli")
_FILE = re.compile(r"`((?:[\w-]+/)+[\w.-]+\.(?:py|md|json|yml|toml))`")
_DOTTED = re.compile(r"`((?:fargate_web|fargate_web_cli)(?:\.\w+)+)(?:\([^`]*\))?`")
_PROJECTS_OWN = {"tests/test_stacks.py"}  # files of a project that uses the components
_MADE_UP = re.compile(r"<|…")
_OTHERS = {"pulumi", "sdk", "pkg", "internal"}  # files of other projects that a page quotes


def _exists(name: str, page: Path) -> bool:
    return any((root / name).exists() for root in (*_ROOTS, page.parent)) or any(list(root.rglob(name)) for root in _ROOTS[1:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = {
        name for name in _FILE.findall(page.read_text(encoding="utf-8")) if not _MADE_UP.search(name) and name.split("/")[0] not in _OTHERS
    }
    assert sorted(name for name in named - _PROJECTS_OWN if not _exists(name, page)) == []


def _resolves(dotted: str) -> bool:
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_name_of_the_code_that_a_page_names_is_there(page: Path) -> None:
    if page.name == "CHANGELOG.md":
        return
    named = {*_DOTTED.findall(page.read_text(encoding="utf-8"))}
    assert sorted(name for name in named if not _resolves(name)) == []


def test_every_module_that_is_called_with_python_m_is_there() -> None:
    # The texts of the command and the workflows name commands, too, so that every file of the repository is read.
    listed = subprocess.run(["git", "grep", "-hoE", r"python3? -m [a-z_.]+[a-z_]"], cwd=ROOT, capture_output=True, text=True, check=True)
    called = {line.rpartition(" ")[2] for line in listed.stdout.splitlines()}
    assert "benchmarks" in called
    assert sorted(module for module in called if importlib.util.find_spec(module.partition(".")[0]) is None) == []
