"""The licences of what users install."""

import re
import tomllib
from importlib.metadata import PackageMetadata, metadata

import pytest

from tests.stacks.running import ROOT

PERMITTED = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MPL-2.0", "PSF-2.0"}
SPELLINGS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Dual License": "",  # the classifiers name both
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
}
OURS = {"fargate-web", "fargate-web-cli"}


def list_dependencies() -> list[str]:
    """List what the two distributions depend on, with all their extras, as the lock has it."""
    packages = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    pending, found = [*OURS], set[str]()
    while pending:
        package = packages[pending.pop()]
        extras = [each for group in package.get("optional-dependencies", {}).values() for each in group]
        wanted = package.get("dependencies", []) + (extras if package["name"] in OURS else [])
        # Those with a marker are for other systems.
        new = {each["name"] for each in wanted if "marker" not in each} - found - OURS
        found |= new
        pending += new
    return sorted(found)


def read_licences(package: PackageMetadata) -> set[str]:
    """Read the licences of a package: its expression, or else its older fields."""
    expression = package.get("License-Expression")
    if expression:
        return set(re.split(r" (?:OR|AND) ", expression))
    classifiers = [each for each in package.get_all("Classifier") or [] if each.startswith("License")]
    written = [*([package["License"]] if package["License"] else []), *classifiers]
    return {SPELLINGS.get(each, each) for each in written} - {""}


@pytest.mark.parametrize("name", list_dependencies())
def test_what_users_install_has_a_permitted_licence(name: str) -> None:
    licences = read_licences(metadata(name))
    assert licences
    assert licences <= PERMITTED


def test_the_requirements_of_the_plugin_have_hashes() -> None:
    text = (ROOT / "components" / "requirements.txt").read_text()
    requirements = re.findall(r"^[\w.-]+==.*$\n.*$", text, re.MULTILINE)
    assert len(requirements) > 20
    assert [each for each in requirements if "--hash=sha256:" not in each] == []


def test_what_checkov_needs_has_hashes() -> None:
    text = (ROOT / "tests" / "scan" / "requirements.txt").read_text()
    assert (ROOT / "tests" / "scan" / "requirements.in").read_text().strip() in text
    assert text.count("\n    --hash=sha256:") >= len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
