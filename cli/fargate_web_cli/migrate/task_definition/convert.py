"""Converts a task definition into a service."""

import re

from fargate_web_cli.migrate.conversion import Conversion, StackContext, convert_fields
from fargate_web_cli.migrate.manifest_value import InvalidValueError, Manifest, ManifestValue
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.task_definition.container import MAIN, read_field
from fargate_web_cli.migrate.task_definition.fields import CONTAINER_FIELDS, TASK_FIELDS
from fargate_web_cli.migrate.task_definition.logs import convert_router
from fargate_web_cli.migrate.task_definition.task_definition_file import read_task_definition

_TOOL = "ECS"


def convert_task_definition(file: str, context: StackContext, report: Report) -> None:
    """Convert a task definition.

    Args:
        file: The file.
        context: The stack to extend.
        report: The report to extend.
    """
    root = read_task_definition(file, report)
    if root is None:
        return
    try:
        _convert_root(file, root, context, report)
    except InvalidValueError as error:
        report.add("fault", error.value, error.message)


def _convert_root(file: str, root: ManifestValue, context: StackContext, report: Report) -> None:
    family = root.find("family")
    name = _convert_name(family.text() if family else "web")
    definitions = root.find("containerDefinitions")
    containers = definitions.items() if definitions is not None else []
    if not containers:
        raise InvalidValueError(root, "there is no container")
    names: set[str] = set()
    for each in containers:
        own_name = read_field(each, "name").text()
        read_field(each, "image")
        if own_name in names:
            raise InvalidValueError(each, f"there is a container {own_name} already")
        names.add(own_name)
    main = _choose_application(containers)
    context.application_container = read_field(main, "name").text()
    path = ("services", name)
    application = Conversion(Manifest(file, MAIN, name, main, _TOOL), context, report, path)
    convert_fields(Conversion(Manifest(file, "task", name, root, _TOOL), context, report, path), TASK_FIELDS)
    convert_fields(application, CONTAINER_FIELDS)
    for container_value in containers:
        own_name = read_field(container_value, "name").text()
        if container_value is main:
            continue
        if container_value.find("firelensConfiguration") is not None and application.read_setting("logs.fireLens") is not None:
            convert_router(application, container_value)
            continue
        sidecar = Conversion(Manifest(file, "sidecar", own_name, container_value, _TOOL), context, report, (*path, "sidecars", own_name))
        convert_fields(sidecar, CONTAINER_FIELDS)
    if application.read_setting("port") is None:
        application.report_placeholder(
            main,
            f"{context.application_container} has no port, so the service is a worker that nothing connects to; write port if it serves HTTP",
        )


def _choose_application(containers: list[ManifestValue]) -> ManifestValue:
    """Return the main container: an essential one with a port that is no log router."""

    def rank(container: ManifestValue) -> tuple[bool, bool, bool]:
        essential = container.find("essential")
        return (
            container.find("firelensConfiguration") is not None,
            essential is not None and not essential.boolean(),
            container.find("portMappings") is None,
        )

    return min(containers, key=rank)


def _convert_name(family: str) -> str:
    plain = re.sub(r"[^a-z0-9-]+", "-", family.lower()).strip("-") or "web"
    return plain if plain[0].isalpha() else f"service-{plain}"
