"""Run the program of a project as one of its stacks, with the names and the configuration from its files, like the CLI."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pulumi import runtime

from fargate_web.stack_file.config_source import find_named_file
from fargate_web.stack_file.stack_file import find_project_file, open_stack_file
from fargate_web.stack_file.yaml_file import YamlFile
from fargate_web.testing.results import Run
from fargate_web.testing.runner import run

_DEFAULT_PROJECT_NAME = "project"


class Programs:
    """Runs Pulumi programs. The fixture `pulumi_program` returns an instance.

    Attributes:
        folder: The folder of the project's own program.
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
            stack: The name of the stack. A program on disk gets the configuration of its stack file, `Pulumi.<stack>.yaml`, if it exists;
                encrypted values are `[secret]`.
            config: Configuration in addition to the stack file; it overrides values with the same key. Strings are passed unchanged, other
                values as JSON. A key without a namespace gets the namespace of the project.
            secret_keys: The keys of `config` that are secret.
            preview: Run like `pulumi preview`: values that only AWS knows are unknown.
            mocks: The mocks of the providers. Default: `AwsMocks` in the Region of `aws:region`.
            strict: Fail if the program raises, or if it logs a warning or an error.

        Raises:
            ProgramError: The program failed, see `strict`.
            FileNotFoundError: There is no program.
        """
        target = self.folder if program is None else program
        folder = None if callable(target) else _find_program_folder(Path(target))
        project = _DEFAULT_PROJECT_NAME if folder is None else _read_project_name(folder)
        file = None if folder is None else find_named_file(folder, stack)
        stack_config, stack_secret_keys = ({}, []) if file is None else _read_stack_config(file, project)
        for key, value in (config or {}).items():
            stack_config[key if ":" in key else f"{project}:{key}"] = value if isinstance(value, str) else json.dumps(value)
        all_secret_keys = [*stack_secret_keys, *secret_keys]
        return run(
            target,
            preview=preview,
            project=project,
            stack=stack,
            config=stack_config,
            secret_keys=all_secret_keys,
            stack_file=None if config else file,
            mocks=mocks,
            strict=strict,
        )


def _find_program_folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _read_project_name(folder: Path) -> str:
    file = find_project_file(folder)
    source = YamlFile(file.read_bytes(), file.name) if file else None
    return source.render_config_value(("name",)) if source and source.find_node(("name",)) else _DEFAULT_PROJECT_NAME


def _read_stack_config(file: Path, project: str) -> tuple[dict[str, str], list[str]]:
    """Return the configuration that the CLI would pass to the program, and its secret keys."""
    stack_file = open_stack_file(file, file.name, project)
    return stack_file.render_config(), stack_file.list_secret_keys()
