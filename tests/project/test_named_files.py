"""Files, folders and names of the code that the documentation names are there."""

import importlib
import importlib.util
import re
from pathlib import Path

import pytest

from tests.project.test_documentation import PAGES, ROOT

# A page may name a file from the root, or from the package it is about.
_ROOTS = (ROOT, ROOT / "components" / "fargate_web", ROOT / "cli" / "fargate_web_cli")
_FILE = re.compile(r"`((?:[\w-]+/)+[\w.-]+\.(?:py|md|json|yml|toml))`")
_DOTTED = re.compile(r"`((?:fargate_web|fargate_web_cli)(?:\.\w+)+)(?:\([^`]*\))?`")
_RUN_MODULE = re.compile(r"python3? -m ([a-z]\w*)")
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


def _list_texts() -> list[Path]:
    folders = [ROOT / name for name in ("components", "cli", "template", "generate", ".github")]
    suffixes = {".py", ".html", ".js", ".yaml", ".yml", ".toml", ".txt", ".md"}
    return [ROOT / "Makefile", *PAGES, *(path for folder in folders for path in folder.rglob("*") if path.suffix in suffixes)]


def test_every_module_that_a_text_runs_with_python_is_there() -> None:
    run = {(name, path) for path in _list_texts() for name in _RUN_MODULE.findall(path.read_text(encoding="utf-8"))}
    assert [f"{path.relative_to(ROOT)}: {name}" for name, path in sorted(run) if importlib.util.find_spec(name) is None] == []
