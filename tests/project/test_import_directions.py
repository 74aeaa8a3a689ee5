"""Imports go one way: from the rooms above to the rooms below, as docs/architecture.md draws them."""

from functools import cache
from pathlib import Path

import pytest

from tests.project.imports import Import, find_cycles, read_imports
from tests.stacks.running import ROOT

COMPONENTS, CLI = ROOT / "components" / "fargate_web", ROOT / "cli" / "fargate_web_cli"
PACKAGES = {"fargate_web": COMPONENTS, "fargate_web_cli": CLI}

# From the top down. A room imports from the rooms below it; rooms of one line don't know each other.
LAYERS = {
    "fargate_web": [
        ["plugin"],
        ["stack"],
        ["scaling", "scheduled_task", "service"],
        ["task"],
        ["encryption_key", "monitoring", "network", "cluster", "load_balancer", "repository"],
        ["component"],
        ["checks", "testing"],
        ["controls"],
        ["analysis", "stack_file"],
        ["faults"],
        ["settings"],
    ],
    "fargate_web_cli": [
        ["init"],
        ["graph", "images"],
        ["preview", "diff", "check", "explain", "live", "migrate", "schema"],
        ["cost", "descriptions"],
        ["project"],
        ["terminal"],
    ],
}
ANYWHERE = {"generated"}  # types alone: see the test below


@cache
def rooms(package: str) -> set[str]:
    return {path.name for path in PACKAGES[package].iterdir() if (path / "__init__.py").is_file()}


def imports_of(package: str) -> list[Import]:
    return read_imports(PACKAGES[package], ("fargate_web", "fargate_web_cli"))


def room_of(module: str) -> str | None:
    """Tell the room of a module; None for a module that stands in the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in rooms(parts[0]) else None


def test_every_room_has_its_layer() -> None:
    for package, layers in LAYERS.items():
        named = [room for layer in layers for room in layer]
        assert rooms(package) - ANYWHERE == {*named} & rooms(package) == rooms(package) - ANYWHERE
        assert len(named) == len({*named})


@pytest.mark.parametrize("package", LAYERS)
def test_a_room_imports_only_from_rooms_below_it(package: str) -> None:
    level = {room: index for index, layer in enumerate(LAYERS[package]) for room in layer}
    upwards = []
    for each in imports_of(package):
        importer, imported = room_of(each.importer), room_of(each.imported)
        if each.for_types or importer is None or not each.imported.startswith(f"{package}."):
            continue
        if imported is None or imported in ANYWHERE or importer == imported:
            continue
        if importer in ANYWHERE or level[importer] >= level[imported]:
            upwards.append(f"{each.importer} imports {each.imported}")
    assert upwards == []


@pytest.mark.parametrize("package", LAYERS)
def test_no_module_imports_itself_by_a_detour(package: str) -> None:
    folder = PACKAGES[package]
    modules = {".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(".__init__") for path in folder.rglob("*.py")}
    assert find_cycles(imports_of(package), modules) == []


def test_a_cycle_would_be_found() -> None:
    imports = [Import("a", "b", for_types=False), Import("b", "a", for_types=False), Import("b", "c", for_types=True)]
    assert find_cycles(imports, {"a", "b", "c"}) == [["a", "b"]]


def test_the_components_never_import_the_command() -> None:
    assert [each for each in imports_of("fargate_web") if each.imported.split(".")[0] == "fargate_web_cli"] == []


def test_settings_read_no_file_and_know_neither_faults_nor_components() -> None:
    assert {
        room_of(each.imported) for each in imports_of("fargate_web") if room_of(each.importer) == "settings" and not each.for_types
    } == {"settings"}


def test_generated_types_are_imported_for_type_checkers_by_all_but_the_plugin() -> None:
    running = [each.importer for each in imports_of("fargate_web") if room_of(each.imported) == "generated" and not each.for_types]
    assert {room_of(importer) for importer in running} <= {"plugin", "generated", None}


def test_the_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for package, folder in PACKAGES.items():
        missing = [room for room in sorted(rooms(package)) if f"{room}/" not in text]
        assert missing == [], f"docs/architecture.md says nothing of rooms in {Path(folder).relative_to(ROOT)}"
