"""Programs on disk: run as Pulumi's language host runs them, and forgotten afterwards."""

import os
import sys
from pathlib import Path

import pytest
from fargate_web.testing import ProgramError, run

MAIN = """
import os, sys
import pulumi
import settings
from parts import network

pulumi.export("cwd", os.getcwd())
pulumi.export("path", sys.path[0])
pulumi.export("argv", sys.argv)
pulumi.export("name", __name__)
pulumi.export("root", pulumi.runtime.get_root_directory())
pulumi.export("loaded", [settings.LOADED, network.LOADED])
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "__init__.py").touch()
    (tmp_path / "parts" / "network.py").write_text("LOADED = 'network'")
    (tmp_path / "settings.py").write_text("LOADED = 'settings'")
    (tmp_path / "__main__.py").write_text(MAIN)
    return tmp_path


def test_a_directory_is_run_as_the_language_host_runs_it(program):
    outputs = run(program).outputs
    assert outputs == {
        "cwd": str(program),
        "path": str(program),
        "argv": [str(program)],
        "name": "__main__",
        "root": str(program),
        "loaded": ["settings", "network"],
    }


def test_a_file_is_run_in_its_directory(program):
    (program / "other.py").write_text("import os, pulumi, settings\npulumi.export('cwd', os.getcwd())")
    assert run(str(program / "other.py")).outputs == {"cwd": str(program)}


def test_the_process_is_left_as_it_was(program):
    before = (os.getcwd(), list(sys.path), list(sys.argv), sys.modules["__main__"])  # noqa: PTH109
    run(program)
    assert (os.getcwd(), sys.path, sys.argv, sys.modules["__main__"]) == before  # noqa: PTH109


def test_the_process_is_left_as_it_was_when_the_program_fails(program):
    (program / "__main__.py").write_text("import sys, settings\nsys.path.append('/nowhere')\nraise ValueError('no')")
    before = (os.getcwd(), list(sys.path))  # noqa: PTH109
    with pytest.raises(ProgramError, match="no"):
        run(program)
    assert (os.getcwd(), sys.path) == before  # noqa: PTH109
    assert "settings" not in sys.modules


def test_the_modules_of_a_program_are_dropped_between_runs(program):
    assert run(program).outputs["loaded"] == ["settings", "network"]
    (program / "settings.py").write_text("LOADED = 'new settings'")
    (program / "parts" / "network.py").write_text("LOADED = 'new network'")
    assert run(program).outputs["loaded"] == ["new settings", "new network"]
    assert not {"settings", "parts", "parts.network"} & sys.modules.keys()


def test_a_module_that_is_new_is_found(program):
    run(program)
    (program / "late.py").write_text("LOADED = 'late'")
    (program / "__main__.py").write_text("import late, pulumi\npulumi.export('loaded', late.LOADED)")
    assert run(program).outputs == {"loaded": "late"}


def test_what_is_installed_below_a_program_is_kept(program, monkeypatch):
    # As an editable installation puts the packages of a workspace on the path.
    library = program / "libraries" / "shared_library"
    library.mkdir(parents=True)
    (library / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(library.parent))
    (program / "__main__.py").write_text("import shared_library")
    run(program)
    assert sys.modules.pop("shared_library").__file__ == str(library / "__init__.py")


def test_modules_that_were_there_before_are_kept(program):
    import json

    run(program)
    assert sys.modules["json"] is json


def test_a_program_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"__main__\.py"):
        run(tmp_path)
