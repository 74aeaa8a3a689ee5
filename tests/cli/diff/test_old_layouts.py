"""A base whose components have the modules and the names of version 0.1.0's first layout, as they stood in the repository itself.

The package here imitates it: flat modules, the loader among the settings, and the names of that time. No history of git is needed.
"""

import sys
from pathlib import Path

import pytest
from fargate_web_cli.diff.capture_process import CaptureRequest, capture_revisions
from fargate_web_cli.diff.python_environments import EnvironmentChoice, EnvironmentChooser
from fargate_web_cli.project.project import find_project

from tests.cli.diff.repositories import write_files

TESTING = """
import os, runpy
from types import SimpleNamespace

class AwsMocks:
    def __init__(self, region):
        self.region = region

REGISTERED = []

def run(program, *, preview, project, stack, config, secret_keys, mocks, strict):
    urn = f"urn:pulumi:{stack}::{project}::"
    root = SimpleNamespace(type="pulumi:pulumi:Stack", name=f"{project}-{stack}", id="", inputs={}, outputs={})
    root.urn = urn + f"pulumi:pulumi:Stack::{root.name}"
    runpy.run_path(str(program), run_name="__main__")
    made = [
        SimpleNamespace(type=type_, name=name, id="x", inputs=inputs, outputs={}, urn=f"{urn}{type_}::{name}", custom=True, parent=root.urn)
        for type_, name, inputs in REGISTERED
    ]
    REGISTERED.clear()
    return SimpleNamespace(error=None, logs=[], stack=root, resources=made)
"""
LOADER = """
from dataclasses import dataclass
from types import SimpleNamespace
import yaml

@dataclass
class Loaded:
    stack: object
    region: str
    config: dict
    secret_keys: list
    file: str
    warnings: tuple = ()

def load_file(path, *, stack=None):
    config = yaml.safe_load(open(path))["config"]
    services = {name: SimpleNamespace(deployment=SimpleNamespace(strategy="rolling")) for name in config["fargate-web:services"]}
    settings = SimpleNamespace(services=services, protected=config.get("fargate-web:protected", False), allow_replacement=["web"])
    return Loaded(settings, config["aws:region"], {"aws:region": config["aws:region"]}, [], str(path))
"""
STACK_FILE = """
import yaml

class Source:
    def __init__(self, data, name):
        self.fault = None
        self.config = (yaml.safe_load(data) or {}).get("config", {})

class StackFile:
    def __init__(self, source, project, namespace):
        self.source = source

    def config(self):
        return {key: str(value) for key, value in self.source.config.items()}

    def secret_keys(self):
        return []

def find_project(folder):
    return folder / "Pulumi.yaml"
"""
TIMELINE = """
def deployment(service): return [60, 30]
def rollback(service): return [10]
def total_seconds(phases): return sum(phases)
def waiting_minutes(service): return 2
def spell(seconds): return f"{seconds} s"
"""
MAIN = """
from fargate_web.settings.loader import load_file
from fargate_web.testing import REGISTERED
REGISTERED.append(("aws:cloudwatch/logGroup:LogGroup", "web", {"retentionInDays": 7}))
"""
LOCK = """\
[[package]]
name = "fargate-web"
version = "0.1.0"
source = { editable = "components" }
[[package]]
name = "fargate-web-program"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "fargate-web", extra = ["migration"] }]
"""
FILES = {
    "components/fargate_web/__init__.py": "",
    "components/fargate_web/testing/__init__.py": TESTING,
    "components/fargate_web/settings/__init__.py": "",
    "components/fargate_web/settings/loader.py": LOADER,
    "components/fargate_web/settings/stack_file.py": STACK_FILE,
    "components/fargate_web/timeline.py": TIMELINE,
    "pyproject.toml": '[project]\nname = "fargate-web-program"\n',
    "uv.lock": LOCK,
    "Pulumi.yaml": "name: shop\nruntime: python\n",
    "Pulumi.dev.yaml": "config: {aws:region: us-west-2, fargate-web:protected: true, fargate-web:services: {web: {image: a}}}\n",
    "Pulumi.plain.yaml": "config: {aws:region: us-west-2, shop:size: 3}\n",
    "__main__.py": MAIN,
}


def capture(folder: Path, stacks):
    project = find_project(folder)
    environment = EnvironmentChooser().choose("the base", folder, folder, EnvironmentChoice("--base-python"))
    assert environment.python == sys.executable
    assert environment.import_paths == (folder / "components",)
    request = CaptureRequest(project, environment.import_paths, {name: project.list_stack_files()[name] for name in stacks}, environment)
    return capture_revisions({"base": request})["base"]


@pytest.fixture
def old(tmp_path):
    write_files(tmp_path, FILES)
    return tmp_path


def test_the_loader_the_timeline_and_the_engine_are_found_by_their_old_names(old):
    record = capture(old, ["dev"])["dev"]
    assert record.error == ""
    assert [(each.type, each.name) for each in record.resources[1:]] == [("aws:cloudwatch/logGroup:LogGroup", "web")]
    assert (record.protected, record.allow_replacement, record.has_settings) == (True, ("web",), True)
    assert record.deployments == {"web": "rolling, about 90 s, and up to 120 s for approvals; a rollback 10 s"}


def test_a_program_that_imports_the_old_components_runs_with_its_own_configuration(old):
    write_files(old, {"__main__.py": MAIN.replace("from fargate_web.settings.loader import load_file\n", "")})
    record = capture(old, ["plain"])["plain"]
    assert record.error == ""
    assert record.config == {"aws:region": "us-west-2", "shop:size": "3"}
    assert not record.has_settings
