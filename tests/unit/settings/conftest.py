"""Writes stack files and reads what is told of them."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from fargate_web.settings import SettingsError
from fargate_web.settings.loader import load_file

REGION = "  aws:region: us-west-2\n"
SERVICES = "  fargate-web:services: {web: {image: nginx, port: 80}}\n"

Told = Callable[[str], list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def told_file(folder: Path) -> Told:
    """Tell the faults of a whole file."""

    def tell(text: str) -> list[str]:
        (folder / "Pulumi.dev.yaml").write_text(text, encoding="utf-8")
        try:
            load_file("Pulumi.dev.yaml", environ={})
        except SettingsError as error:
            return [str(fault) for fault in error.faults]
        return []

    return tell


@pytest.fixture
def told(told_file: Told) -> Told:
    """Tell the faults of sections, beside a Region and a service unless they are given."""

    def tell(sections: str) -> list[str]:
        region = "" if "aws:region" in sections else REGION
        services = "" if "fargate-web:services" in sections else SERVICES
        return told_file(f"config:\n{region}{services}{textwrap.indent(sections, '  ')}\n")

    return tell


@pytest.fixture
def told_service(told: Told) -> Told:
    """Tell the faults of a service, of which an image and a port are written unless they are given."""

    def tell(keys: str) -> list[str]:
        lines = [] if keys.startswith("image:") else ["image: public.ecr.aws/nginx/nginx:1.29"]
        lines += [] if keys.startswith("port:") else ["port: 3000"]
        return told("fargate-web:services:\n  web:\n" + textwrap.indent("\n".join([*lines, keys]), "    "))

    return tell
