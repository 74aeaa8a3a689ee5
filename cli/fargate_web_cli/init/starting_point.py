"""The sources that a new project can be converted from."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fargate_web_cli.migrate.conversion import StackContext
from fargate_web_cli.migrate.report import Report


@dataclass(frozen=True)
class StartingPoint:
    """A source to convert.

    Attributes:
        title: The title in the stack files.
        convert: Adds the sections of a stack, and reports what could not be converted.
        region: The Region in the source, if it has one.
    """

    title: str
    convert: Callable[[StackContext, Report], None]
    region: str | None = None


def find_starting_point(arguments: Namespace, folder: Path) -> StartingPoint | None:
    """Return the source that the options name, otherwise the Dockerfile of the folder unless `--image` is set; None if there is none."""
    if arguments.from_copilot:
        return _start_from_copilot(arguments.from_copilot, arguments.account)
    if arguments.from_compose:
        return _start_from_compose(arguments.from_compose, arguments.account)
    if arguments.from_task_definition:
        return _start_from_task_definition(arguments.from_task_definition, arguments.account)
    found = folder / "Dockerfile"
    dockerfile = arguments.from_dockerfile or (str(found) if found.is_file() and not arguments.image else None)
    return _start_from_dockerfile(dockerfile, arguments) if dockerfile else None


def _start_from_dockerfile(file: str, arguments: Namespace) -> StartingPoint:
    def convert(context: StackContext, report: Report) -> None:
        from fargate_web_cli.migrate.dockerfile.convert import DockerfileConverter

        context.account = arguments.account
        DockerfileConverter(file, context, report).convert(arguments.image, arguments.port)

    return StartingPoint(f"Converted from {file}", convert)


def _start_from_compose(file: str, account: str | None) -> StartingPoint:
    def convert(context: StackContext, report: Report) -> None:
        from fargate_web_cli.migrate.compose.convert import convert_compose_file

        context.account = account
        convert_compose_file(file, context, report)

    return StartingPoint(f"Converted from Docker Compose: {file}", convert)


def _start_from_task_definition(file: str, account: str | None) -> StartingPoint:
    from fargate_web_cli.migrate.task_definition.task_definition_file import find_region

    def convert(context: StackContext, report: Report) -> None:
        from fargate_web_cli.migrate.task_definition.convert import convert_task_definition

        context.account = account
        convert_task_definition(file, context, report)

    return StartingPoint(f"Converted from a task definition: {file}", convert, find_region(file))


def _start_from_copilot(folder: str, account: str | None) -> StartingPoint:
    def convert(context: StackContext, report: Report) -> None:
        from fargate_web_cli.migrate.copilot.convert import ConversionRequest, convert_to_sections

        copilot = Path(folder)
        manifests = sorted(str(path) for path in copilot.glob("*/manifest.yml"))
        environment = copilot / "environments" / str(context.environment) / "manifest.yml"
        request = ConversionRequest(
            manifests,
            environment=context.environment,
            environment_manifest=str(environment) if environment.is_file() else None,
            region=context.region,
            account=account,
        )
        if not manifests:
            report.add("fault", None, f"{folder} has no <workload>/manifest.yml; give the folder copilot of the application")
            return
        converted = convert_to_sections(request, report)
        if converted is not None:
            context.sections, context.comments = converted.context.sections, converted.context.comments

    return StartingPoint(f"Converted from AWS Copilot: {folder}", convert)
