"""The stack files of a new project, validated as the program would."""

import tempfile
from pathlib import Path
from typing import Any

from fargate_web.faults.fault import SettingPath, SettingsError, format_path
from fargate_web.stack.load import load_file

from fargate_web_cli.init.project_choices import ProjectChoices
from fargate_web_cli.init.stack_defaults import add_stack_defaults, build_sample_service, describe_stack
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
        for path, message in add_stack_defaults(stack, context.sections, context.comments):
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
    return render_stack_file(sections, comments, region=choices.region, title=[*describe_stack(stack)], schema=None)


def validate_stack_file(text: str, stack: str, report: Report) -> None:
    """Load a stack file as the program would, and report its faults with file and line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"Pulumi.{stack}.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            load_file(path, environ={})
        except SettingsError as error:
            for fault in error.faults:
                place = ":".join(str(part) for part in (path.name, fault.line, fault.column) if part is not None)
                report.add("refused", None, f"{place}: {format_path(fault.path)}: {fault.message}")
