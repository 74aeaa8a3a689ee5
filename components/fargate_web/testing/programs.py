"""Runs a project's program as one of its stacks: with the names and the configuration that the CLI would take from its files."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pulumi import runtime

from fargate_web.stack_file.stack_file import find_project_file, open_stack_file
from fargate_web.stack_file.yaml_file import YamlFile
from fargate_web.testing.results import Run
from fargate_web.testing.runner import run

_DEFAULT_PROJECT_NAME = "project"


class Programs:
    """Runs Pulumi programs; what the fixture `pulumi_program` gives.

    Attributes:
        folder: The project's own program.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        program: Callable[[], Any] | str | Path | None = None,
        *,
        stack: str = "test",
        config: Mapping[str, Any] | None = None,
        secret_keys: Iterable[str] = (),
        preview: bool = False,
        mocks: runtime.Mocks | None = None,
        strict: bool = True,
    ) -> Run:
        """Run a program.

        Args:
            program: A function, a folder with a `__main__.py`, or a Python file. Default: the project's own.
            stack: The name of the stack. The configuration of a program on disk is that of its stack file, `Pulumi.<stack>.yaml`, where there
                is one; encrypted values in it are `[secret]`.
            config: Configuration beside or instead of that of the stack file. Texts are passed on as they are, anything else as JSON. A key
                without a namespace is the project's.
            secret_keys: The keys of `config` that are secret.
            preview: Run as `pulumi preview` does: what only AWS can tell is unknown.
            mocks: What stands in for the providers. Unless given, `AwsMocks` in the Region of `aws:region`.
            strict: Fail if the program raises, or if it logs a warning or an error.

        Raises:
            ProgramError: The program failed, see `strict`.
            FileNotFoundError: There is no program.
        """
        body = self.folder if program is None else program
        folder = None if callable(body) else _find_program_folder(Path(body))
        project = _DEFAULT_PROJECT_NAME if folder is None else _read_project_name(folder)
        told, secret = ({}, []) if folder is None else _read_stack_config(folder, stack, project)
        for key, value in (config or {}).items():
            told[key if ":" in key else f"{project}:{key}"] = value if isinstance(value, str) else json.dumps(value)
        keys = [*secret, *secret_keys]
        return run(body, preview=preview, project=project, stack=stack, config=told, secret_keys=keys, mocks=mocks, strict=strict)


def _find_program_folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _read_project_name(folder: Path) -> str:
    file = find_project_file(folder)
    source = YamlFile(file.read_bytes(), file.name) if file else None
    return source.render_config_value(("name",)) if source and source.find_node(("name",)) else _DEFAULT_PROJECT_NAME


def _read_stack_config(folder: Path, stack: str, project: str) -> tuple[dict[str, str], list[str]]:
    """Read what the CLI would pass on, and which of it is secret."""
    for suffix in ("yaml", "yml"):
        file = folder / f"Pulumi.{stack}.{suffix}"
        if file.is_file():
            found = open_stack_file(file, file.name, project)
            return found.render_config(), found.list_secret_keys()
    return {}, []
