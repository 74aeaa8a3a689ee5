"""The files of a new project, rendered from those of the package. Either all are written or none."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from fargate_web_cli.init.project_choices import REPOSITORY_PLACEHOLDER, ProjectChoices
from fargate_web_cli.migrate.stack_file_writer import render_scalar

DESCRIPTION: Final = "Containerised web services on Amazon ECS Fargate"
_DEPENDENCY_FILES: Final = {"pip": ("requirements.txt", "requirements.txt"), "uv": ("pyproject.toml", "uv_project.toml")}
"""The dependency file and its source in the package, by installer."""
_PLACEHOLDER_PATTERN: Final = re.compile(r"\$\{([A-Z]+)\}")
_GITHUB_PATTERN: Final = re.compile(r"git\+(?:https|ssh)://(?:git@)?github\.com/([^/]+/[^/@]+?)(?:\.git)?@(.+)")


def render_project_files(choices: ProjectChoices, stack_files: dict[str, str]) -> dict[str, str]:
    """Render every file of a project.

    Args:
        choices: The choices for the project.
        stack_files: The stack files, by the name of the stack.

    Returns:
        The texts by path in the project.
    """
    # Migrations call ECS with boto3.
    extra = "[migration]" if any("migration:" in text for text in stack_files.values()) else ""
    values = _collect_values(choices, extra)
    dependencies, dependencies_source = _DEPENDENCY_FILES[choices.installer]
    texts = {
        "Pulumi.yaml": render_file("Pulumi.yaml", values),
        "__main__.py": render_file("__main__.py", {}),
        **{f"Pulumi.{stack}.yaml": text for stack, text in stack_files.items()},
        dependencies: render_file(dependencies_source, values),
        "tests/test_stacks.py": render_file("test_stacks.py", {}),
        ".gitignore": render_file("gitignore", {}),
    }
    if choices.github:
        texts[f"{find_relative_folder(choices.folder)[1]}.github/workflows/fargate-web.yml"] = render_file("workflow.yml", values)
    return texts


def render_template_files() -> dict[str, str]:
    """Render the files of `template/` for `pulumi new`, which inserts the names itself."""
    from fargate_web_cli.init.stack_files import render_template_stack_file

    choices = ProjectChoices(Path(), "${PROJECT}")
    sample = {"REGION": choices.region, "IMAGE": choices.image, "PORT": str(choices.port)}
    values = _collect_values(choices) | {"PROJECT": choices.name, "DESCRIPTION": "${DESCRIPTION}"}
    return {
        "Pulumi.yaml": render_file("Pulumi.yaml", values) + render_file("pulumi_new.yaml", sample),
        "__main__.py": render_file("__main__.py", {}),
        "Pulumi.dev.yaml": render_template_stack_file(choices),
        "requirements.txt": render_file("requirements.txt", values),
        "tests/test_stacks.py": render_file("test_stacks.py", {}),
        ".gitignore": render_file("gitignore", {}),
    }


def render_file(name: str, values: dict[str, str]) -> str:
    """Render a file of the package, replacing each `${NAME}` with its value if there is one."""
    text = files("fargate_web_cli.init").joinpath("files", name).read_text(encoding="utf-8")
    return _PLACEHOLDER_PATTERN.sub(lambda found: values.get(found[1], found[0]), text)


def find_relative_folder(folder: Path) -> tuple[str, str]:
    """Return the folder of a project relative to its git repository, and the way back: `infra` and `../`."""
    resolved = folder.resolve()
    for root in (resolved, *resolved.parents):
        if (root / ".git").exists():
            parts = resolved.relative_to(root).parts
            return "/".join(parts) or ".", "../" * len(parts)
    return ".", ""


def write_files(folder: Path, texts: dict[str, str], *, force: bool) -> list[str]:
    """Write every file, or none. A `.gitignore` that exists gets the lines that it lacks.

    Args:
        folder: The folder of the project.
        texts: The texts by path in the folder.
        force: Whether to overwrite existing files.

    Returns:
        Why nothing was written; empty if everything was.
    """
    # Resolved, because `new/../.github` does not exist while the folder `new` does not.
    root = folder.resolve()
    texts = {name: _add_missing_lines(root / name, text) if name == ".gitignore" else text for name, text in texts.items()}
    targets = {Path(os.path.normpath(root / name)): text for name, text in texts.items()}
    shown = {Path(os.path.normpath(root / name)): folder / name for name in texts}
    obstacles = list(_find_obstacles(folder, shown, force=force))
    if obstacles:
        return obstacles
    made: list[Path] = []
    drafts: dict[Path, Path] = {}
    path = root
    try:
        for path, text in targets.items():
            for above in reversed([parent for parent in path.parents if not parent.exists()]):
                above.mkdir()
                made.append(above)
            drafts[path] = path.with_name(f".{path.name}.new")
            drafts[path].write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
        for path, draft in drafts.items():
            new = not os.path.lexists(path)
            draft.replace(path)
            made += [path] if new else []
    except OSError as error:
        for each in (*drafts.values(), *reversed(made)):
            with suppress(OSError):
                each.rmdir() if each.is_dir() else each.unlink(missing_ok=True)
        return [f"{shown.get(path, folder)} can't be written: {error.strerror or error}"]
    return []


def _add_missing_lines(path: Path, text: str) -> str:
    """Return the text of a file with those of the given lines at its end that it lacks, or the given lines if there is no file."""
    if not _is_own_file(path):
        return text
    present = path.read_text(encoding="utf-8", errors="surrogateescape")
    missing = [line for line in text.splitlines() if line not in present.splitlines()]
    return "\n".join([*present.splitlines(), *missing, ""])


def _is_own_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _find_obstacles(folder: Path, shown: dict[Path, Path], *, force: bool) -> Iterator[str]:
    if folder.exists() and not folder.is_dir():
        yield f"{folder} is no folder"
        return
    for path, name in shown.items():
        if path.is_dir() or any(parent.exists() and not parent.is_dir() for parent in path.parents):
            yield f"{name} can't be written: a file or folder of another kind is in its place"
        elif os.path.lexists(path) and not force and not (path.name == ".gitignore" and _is_own_file(path)):
            yield f"{name} exists"


def _collect_values(choices: ProjectChoices, extra: str = "") -> dict[str, str]:
    components, command = render_requirements(choices.source, extra)
    github = _GITHUB_PATTERN.fullmatch(choices.source)
    repository, tag = github.groups() if github else (REPOSITORY_PLACEHOLDER, f"v{version('fargate-web-cli')}")
    return {
        "PROJECT": render_scalar(choices.name),
        "DESCRIPTION": DESCRIPTION,
        "TOOLCHAIN": choices.installer,
        "DISTRIBUTION": _name_distribution(choices.name),
        "COMPONENTS": components,
        "COMMAND": command,
        "ACTION": f"{repository}/.github/actions/fargate-web@{tag}",
        "FOLDER": render_scalar(find_relative_folder(choices.folder)[0]),
    }


def _name_distribution(project: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", project.lower()).strip("-")
    # A distribution can't depend on another one of the same name.
    return f"{name}-infrastructure" if name in ("fargate-web", "fargate-web-cli") else name


def render_requirements(source: str, extra: str = "") -> tuple[str, str]:
    """Return the requirements of the two distributions, in the version of this command.

    Args:
        source: `index`, or `git+<address>@<tag>`.
        extra: The extra of the components, in brackets.
    """
    if source == "index":
        return f"fargate-web{extra}=={version('fargate-web')}", f"fargate-web-cli=={version('fargate-web-cli')}"
    return f"fargate-web{extra} @ {source}#subdirectory=components", f"fargate-web-cli @ {source}#subdirectory=cli"
