"""Explanations of resources: from which key of which line each comes."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from fargate_web.component.child_roles import CHILD_ROLES, find_child_role
from fargate_web.faults.fault import Position, PositionFinder, SettingPath, format_path
from fargate_web.stack.load import load_file
from fargate_web.testing import Resource

from fargate_web_cli.explain.resource_causes import CAUSES, SECTIONS, Cause
from fargate_web_cli.project.project import Project
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.formatting import shorten_type, wrap_text

_COMPONENT_PREFIX = "fargate-web:index:"
_MAX_EXPLAINED = 10


class _Origin(NamedTuple):
    """The component that a resource belongs to, and the section of the stack file that it is made from."""

    component: Resource
    class_name: str
    section: SettingPath
    cause: Cause | None


def find_resources(preview: Preview, word: str) -> list[Resource]:
    """Find the resources that a word names: a URN, a type, a logical name, or `<type>/<name>` with the short form of the type."""
    return [
        resource
        for resource in preview.preview_run.resources
        if word
        in (resource.urn, resource.type, shorten_type(resource.type), resource.name, f"{shorten_type(resource.type)}/{resource.name}")
    ]


def list_names(preview: Preview) -> list[str]:
    """List the words that name a resource."""
    resources = preview.preview_run.resources
    return sorted({name for resource in resources for name in (resource.name, resource.type, shorten_type(resource.type))})


def explain_resources(preview: Preview, resources: Sequence[Resource], project: Project, width: int) -> str:
    """Explain why resources exist."""
    locate: PositionFinder | None = None
    if preview.stack_file is not None and preview.stack_settings is not None:
        locate = load_file(Path(preview.stack_file), stack=preview.stack, project_file=project.file).find_position
    by_urn = {resource.urn: resource for resource in preview.preview_run.resources}
    blocks = ["\n".join(_explain(resource, by_urn, locate, width)) for resource in resources[:_MAX_EXPLAINED]]
    if len(resources) > _MAX_EXPLAINED:
        blocks.append(f"{len(resources) - _MAX_EXPLAINED} more; name one by <type>/<name> or URN.")
    return "\n\n".join(blocks)


def _explain(resource: Resource, by_urn: dict[str, Resource], locate: PositionFinder | None, width: int) -> Iterator[str]:
    yield f"{shorten_type(resource.type)}/{resource.name}"
    origin = _find_origin(resource, by_urn)
    if origin is None:
        yield from wrap_text("The program creates it. It belongs to no component of fargate-web.", width, indent="  ")
        return
    if origin.component is not resource:
        yield from wrap_text(
            f'It belongs to {origin.class_name} "{origin.component.name}". {origin.cause.reason if origin.cause else ""}'.strip(),
            width,
            indent="  ",
        )
    if locate is None:
        yield from wrap_text("The program passes the arguments: there is no stack file of fargate-web.", width, indent="  ")
        return
    yield from wrap_text(_describe_source(origin, locate), width, indent="  ")


def _describe_source(origin: _Origin, locate: PositionFinder) -> str:
    paths = [(*origin.section, *key.split(".")) for key in (origin.cause.keys if origin.cause else ())]
    for path in paths:
        position = _find_written(path, locate)
        if position:
            return f"It comes from {format_path(path)} ({_format_position(position)})."
    position = _find_written(origin.section, locate)
    section = format_path(origin.section)
    default = f"{origin.class_name} creates it by default" if origin.cause else "It exists by default"
    if position is None:
        return f"{default}: the file contains no {section}, and the section has defaults."
    source = f"It comes from {section} ({_format_position(position)})"
    return f"{source}: {default}, since the file contains no {format_path(paths[0])}." if paths else f"{source}."


def _find_origin(resource: Resource, by_urn: dict[str, Resource]) -> _Origin | None:
    """Find the nearest component above a resource, or the resource itself if it is one."""
    child, component = resource, resource
    while component.type.removeprefix(_COMPONENT_PREFIX) not in CHILD_ROLES:
        parent = by_urn.get(component.parent or "")
        if parent is None:
            return None
        child, component = component, parent
    class_name = component.type.removeprefix(_COMPONENT_PREFIX)
    section = tuple(part.format(name=component.name) for part in SECTIONS[class_name].split("."))
    role = find_child_role(class_name, child.type, child.name) if component is not resource else None
    cause = CAUSES[class_name][role] if role else None
    return _Origin(component, class_name, section, _prefer_additional_route(cause, component.name, child.name) if cause else None)


def _prefer_additional_route(cause: Cause, service: str, resource: str) -> Cause:
    """Name the additional route first for its listener rule, `web:admin`, and its target groups, `web--admin-blue` and `-green`."""
    route = re.fullmatch(rf"{re.escape(service)}(?:--([a-z0-9-]+)-(?:blue|green)|:([a-z0-9-]+))", resource)
    if route is None or "additionalRoutes" not in cause.keys:
        return cause
    return cause._replace(keys=(f"additionalRoutes.{route[1] or route[2]}", *cause.keys))


def _find_written(path: SettingPath, locate: PositionFinder) -> Position | None:
    """Return the position of a key that the file contains. That of a missing one would be the one of its section."""
    position = locate(path, at_key=True)
    return position if position != locate(path[:-1], at_key=True) and locate(path) != locate(path[:-1]) else None


def _format_position(position: Position) -> str:
    return f"{position.file}:{position.line}:{position.column}"
