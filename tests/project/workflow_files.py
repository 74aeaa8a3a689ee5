"""The workflows of the repository, read for the tests."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted(ROOT.glob(".github/workflows/*.yml"))
ACTIONS = sorted(ROOT.glob(".github/actions/*/action.yml"))


def loaded(path: Path) -> dict[str, Any]:
    # As GitHub reads it: `on` is a key there, and no boolean.
    text = re.sub(r"^on:", '"on":', path.read_text(), flags=re.MULTILINE)
    return yaml.safe_load(text)


def problems(name: str, document: Any) -> list[str]:
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas", "vendor", f"{name}.json").read_text())
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(schema).iter_errors(document)]


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in loaded(path)["jobs"].items():
            yield f"{path.name} {name}", job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs():
        yield from ((f"{name} {index}", step) for index, step in enumerate(job["steps"]))
    for path in ACTIONS:
        yield from ((f"{path.parent.name} {index}", step) for index, step in enumerate(loaded(path)["runs"]["steps"]))


SCRIPTS = {name: step["run"] for name, step in steps() if "run" in step}


def script(of: str, holding: str) -> str:
    [found] = [text for name, text in SCRIPTS.items() if name.startswith(of) and holding in text]
    return found
