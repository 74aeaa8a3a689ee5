"""`python -m generate [--check]`: writes the generated files, or lists those that are not up to date."""

import argparse
import sys
from pathlib import Path
from typing import Final

from fargate_web.settings.stack import Stack
from fargate_web_cli.init.project_files import render_template_files
from fargate_web_cli.schema.json_schema import render_stack_schema

from generate.action_pins import read_action_pins, update_action_pins
from generate.checks_page import render_checks_page
from generate.commands_page import render_commands_page
from generate.migration_pages import render_copilot_page, render_starting_points_page
from generate.reference import ReferencePage
from generate.security_page import render_security_page
from generate.typed_arguments import module_rendering
from generate.typed_arguments.type_tree import TypeTree

ROOT: Final = Path(__file__).resolve().parent.parent
COMMAND: Final = "make generate"
_GENERATED: Final = ROOT / "components" / "fargate_web" / "generated"


def generate_texts() -> dict[Path, str]:
    """Return the text of every generated file by path."""
    tree = TypeTree()
    packages = {
        _GENERATED / "inputs": module_rendering.render_python_modules(tree),
        _GENERATED / "plugin_inputs": module_rendering.render_analyzer_modules(tree),
    }
    texts = {folder / f"{name}.py": text for folder, modules in packages.items() for name, text in modules.items()}
    program = (ROOT / "__main__.py").read_text(encoding="utf-8")
    copilot = ROOT / "docs" / "migrating-from-copilot.md"
    security = ROOT / "docs" / "security.md"
    starting_points = ROOT / "docs" / "starting-from-what-is-there.md"
    pins = read_action_pins(ROOT / ".github")
    pinning = (ROOT / "docs" / "ci.md", ROOT / "cli" / "fargate_web_cli" / "init" / "files" / "workflow.yml")
    return texts | {
        **{ROOT / "template" / name: text for name, text in render_template_files().items()},
        # The program of a new project is that of this repository.
        **{folder / "__main__.py": program for folder in (ROOT / "template", ROOT / "cli" / "fargate_web_cli" / "init" / "files")},
        ROOT / "schema" / "stack.schema.json": render_stack_schema(),
        ROOT / "docs" / "reference.md": ReferencePage(Stack).render_markdown(),
        ROOT / "docs" / "checks.md": render_checks_page(),
        ROOT / "docs" / "commands.md": render_commands_page(),
        security: render_security_page(security.read_text(encoding="utf-8")),
        copilot: render_copilot_page(copilot.read_text(encoding="utf-8")),
        starting_points: render_starting_points_page(starting_points.read_text(encoding="utf-8")),
        **{path: update_action_pins(path.read_text(encoding="utf-8"), pins) for path in pinning},
    }


def find_stale(texts: dict[Path, str]) -> list[Path]:
    """List the files that differ from their generated text, and modules that are no longer generated."""
    packages = {path.parent for path in texts if path.is_relative_to(_GENERATED)}
    strays = [path for package in packages for path in package.glob("*.py") if path not in texts]
    differing = [path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    return sorted([*strays, *differing])


def main(arguments: list[str] | None = None) -> None:
    """Write the generated files, or check that they are up to date."""
    parser = argparse.ArgumentParser(
        prog="python -m generate", description="Write the files that are generated from the settings and parsers."
    )
    parser.add_argument("--check", action="store_true", help="change nothing, and fail if a file is not up to date")
    options = parser.parse_args(arguments)
    texts = generate_texts()
    stale = find_stale(texts)
    if options.check and stale:
        sys.exit("\n".join([f"{path} is not up to date with the settings; run {COMMAND}" for path in stale]))
    for path in stale:
        if path not in texts:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8")


if __name__ == "__main__":
    main()
