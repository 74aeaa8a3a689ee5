"""The stack files of a new project, validated as the program would."""

import tempfile
from pathlib import Path
from typing import Any

from fargate_web.faults.fault import Fault, SettingPath, SettingsError, format_path
from fargate_web.stack.load import load_file

from fargate_web_cli.init.project_choices import ProjectChoices
from fargate_web_cli.init.stack_defaults import add_stack_defaults, build_sample_service, describe_stack, silence_choices
from fargate_web_cli.init.starting_point import StartingPoint
from fargate_web_cli.migrate.conversion import StackContext
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.stack_file_writer import render_stack_file

_SHORT_KEYS = ("image", "port")


def render_stack_files(choices: ProjectChoices, start: StartingPoint | None, report: Report) -> dict[str, str] | None:
    """Render the file of each stack; None if the input has faults.

    Args:
        choices: The choices for the project.
        start: The source to convert; None for one service from the image and port.
        report: The report to extend.
    """
    texts: dict[str, str] = {}
    for stack in choices.stacks:
        context = StackContext(region=choices.region, environment=stack, application=choices.name)
        if start is None:
            context.sections = {"services": {"web": build_sample_service(choices.image, choices.port)}}
        else:
            start.convert(context, report)
            if report.faults_by_outcome["fault"]:
                return None
        title = [*describe_stack(stack), *([start.title] if start else [])]
        placeholders = list(add_stack_defaults(stack, context.sections, context.comments))
        text = render_stack_file(context.sections, context.comments, region=choices.region, title=title, schema=None)
        placeholders += silence_choices(stack, _list_reports(text, stack), context.sections, context.comments)
        for path, message in placeholders:
            report.add("needs", None, f"Pulumi.{stack}.yaml: {format_path(path)}: {message}")
        text = render_stack_file(context.sections, context.comments, region=choices.region, title=title, schema=None)
        validate_stack_file(text, stack, report)
        texts[stack] = text
    return texts


def render_template_stack_file(choices: ProjectChoices) -> str:
    """Render the file of the stack `dev` for `pulumi new`, which can write answers to top-level keys only."""
    [stack] = choices.stacks
    service: dict[str, Any] = build_sample_service(choices.image, choices.port)
    sections: dict[str, Any] = {"services": {"web": service}}
    comments: dict[SettingPath, str] = {
        ("image",): "`pulumi new` writes image and port of the service web here; they can also be below services"
    }
    list(add_stack_defaults(stack, sections, comments))
    sections |= {key: service.pop(key) for key in _SHORT_KEYS}
    title = [*describe_stack(stack)]
    text = render_stack_file(sections, comments, region=choices.region, title=title, schema=None)
    list(silence_choices(stack, _list_reports(text, stack), sections, comments))
    return render_stack_file(sections, comments, region=choices.region, title=title, schema=None)


def validate_stack_file(text: str, stack: str, report: Report) -> None:
    """Load a stack file as the program would, and report its faults with file and line."""
    errors, _ = _load_text(text, stack)
    for fault in errors:
        place = ":".join(str(part) for part in (f"Pulumi.{stack}.yaml", fault.line, fault.column) if part is not None)
        report.add("refused", None, f"{place}: {format_path(fault.path)}: {fault.message}")


def _list_reports(text: str, stack: str) -> set[str]:
    """List the identifiers of all that is reported of a stack file."""
    errors, warnings = _load_text(text, stack)
    return {fault.code for fault in (*errors, *warnings)}


def _load_text(text: str, stack: str) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Load a stack file as the program would, and return its errors and warnings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"Pulumi.{stack}.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            return (), load_file(path, environ={}).warnings
        except SettingsError as error:
            return tuple(error.faults), ()
