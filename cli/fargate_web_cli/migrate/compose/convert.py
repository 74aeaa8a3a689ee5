"""Converts a Compose file into the sections of a stack."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fargate_web_cli.migrate.compose.compose_file import merge_extended_service, read_compose_file
from fargate_web_cli.migrate.compose.connections import find_callers, write_connections, write_routes
from fargate_web_cli.migrate.compose.deployment import list_jobs
from fargate_web_cli.migrate.compose.managed_services import find_managed_service
from fargate_web_cli.migrate.compose.service_fields import FILE_FIELDS, SERVICE_FIELDS
from fargate_web_cli.migrate.conversion import Conversion, StackContext, convert_fields
from fargate_web_cli.migrate.manifest_value import InvalidValueError, Manifest, ManifestValue
from fargate_web_cli.migrate.report import Report

_TOOL: Final = "Compose"
_MIGRATION_KEYS: Final = ("command", "entryPoint", "environment", "secrets", "cpu", "memory")


def convert_compose_file(file: str, context: StackContext, report: Report, shell_variables: Mapping[str, str] | None = None) -> None:
    """Convert a Compose file.

    Args:
        file: The file.
        context: The stack to extend.
        report: The report to extend.
        shell_variables: The variables of the shell. Default: those of this process.
    """
    root = read_compose_file(Path(file), report, shell_variables)
    if root is None or report.faults_by_outcome["fault"]:
        return
    try:
        _convert_root(file, _drop_extensions(root), context, report)
    except InvalidValueError as error:
        report.add("fault", error.value, error.message)


def _convert_root(file: str, root: ManifestValue, context: StackContext, report: Report) -> None:
    convert_fields(Conversion(Manifest(file, "file", "", root, _TOOL), context, report, ()), FILE_FIELDS)
    section = root.find("services")
    if section is None:
        report.add("fault", root, "there are no services")
        return
    if not isinstance(section.data, dict):
        raise InvalidValueError(section, "services has to be a map")
    names = {name: service for name, service in section.data.items() if isinstance(service.data, dict)}
    for name, service in section.data.items():
        if name not in names and not name.startswith("x-"):
            raise InvalidValueError(service, f"{name} has to be a map")
    merged = {name: _drop_extensions(merge_extended_service(name, names, report)) for name in names}
    services = _exclude_services(merged, report)
    jobs = {name: waiting for name, waiting in list_jobs(services).items() if name in services}
    conversions: dict[str, Conversion] = {}
    for name, service in services.items():
        if name in jobs:
            continue
        own_name = _convert_name(name)
        if own_name in {conversion.name for conversion in conversions.values()}:
            report.add("fault", service, f"{name} would be called {own_name} here, as another service is; rename one of the two")
            return
        conversion = Conversion(Manifest(file, "service", own_name, service, _TOOL), context, report, ("services", own_name))
        convert_fields(conversion, SERVICE_FIELDS)
        if own_name != name:
            conversion.report_difference(
                service, f"the service is called {own_name} here: names are lower-case letters, digits and hyphens"
            )
        if conversion.read_setting("image") is None:
            conversion.report_placeholder(service, "there is neither image nor build; write image")
            conversion.write_setting("image", "public.ecr.aws/nginx/nginx-unprivileged:1.29", "write the image of the service")
        conversions[name] = conversion
    if not conversions:
        report.add("fault", section, "nothing is left that could run: every service is left out, for the reasons below")
        return
    write_routes(conversions)
    if write_connections(conversions):
        context.write_setting(("cluster", "namespace"), context.application or "services")
    for name, waiting in jobs.items():
        _convert_job(file, name, waiting, services, conversions, context, report)


def _exclude_services(services: dict[str, ManifestValue], report: Report) -> dict[str, ManifestValue]:
    """Leave out managed services of AWS, and services that are not started by default."""
    kept = {}
    for name, service in services.items():
        image, profiles = service.find("image"), service.find("profiles")
        managed = find_managed_service(image.text()) if image is not None and service.find("build") is None else None
        if profiles is not None and profiles.data:
            words = ", ".join(profiles.texts())
            report.add(
                "left",
                profiles,
                f"{name} belongs to the profile {words}, so it is not started by default; remove profiles and convert again if it is to run",
            )
        elif managed:
            report.add("left", service, f"{name} is not converted: {managed}")
            for other, key, value in find_callers(services, name):
                report.add(
                    "needs", value, f"{key} of {other} names {name}, which is not converted; write the address of what takes its place"
                )
        else:
            kept[name] = service
    return kept


def _convert_job(
    file: str,
    name: str,
    waiting: list[str],
    services: dict[str, ManifestValue],
    conversions: dict[str, Conversion],
    context: StackContext,
    report: Report,
) -> None:
    """Convert a service that ends to the migration of the one that waits for it, if both have the same image."""
    job, first = services[name], next((other for other in waiting if other in conversions), None)
    same = first is not None and all(
        _plain(job.find(key)) == _plain(services[first].find(key))
        for key in ("build", "image")
        if job.find(key) or services[first].find(key)
    )
    if first is None or not same or job.find("command") is None:
        report.add(
            "left",
            job,
            f"{name} ends by itself, and is waited for: write it as migration of a service with the same image, or under scheduledTasks",
        )
        return
    own = StackContext(context.region, context.account, context.application, context.environment)
    # The image is that of the service, which is already converted.
    rest = ManifestValue({key: value for key, value in job.data.items() if key not in ("build", "image")}, job.path, job.position)
    conversion = Conversion(Manifest(file, "service", conversions[first].name, rest, _TOOL), own, report, ("services", name))
    convert_fields(conversion, SERVICE_FIELDS)
    settings = {key: value for key, value in own.sections["services"][name].items() if key in _MIGRATION_KEYS}
    for key in ("environment", "secrets"):
        inherited = conversions[first].read_setting(key) or {}
        settings[key] = {name: value for name, value in settings.get(key, {}).items() if inherited.get(name) != value}
    conversions[first].write_setting("migration", {key: value for key, value in settings.items() if value})
    report.add(
        "differently",
        job,
        f"{name} is the migration of {conversions[first].name} here: it runs before each new version (needs fargate-web[migration])",
    )


def _plain(value: ManifestValue | None) -> object:
    return None if value is None else value.plain_data


def _drop_extensions(value: ManifestValue) -> ManifestValue:
    """Remove the keys `x-…`, which Compose ignores."""
    if not isinstance(value.data, dict):
        return value
    return ManifestValue({key: inner for key, inner in value.data.items() if not key.startswith("x-")}, value.path, value.position)


def _convert_name(name: str) -> str:
    plain = re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-") or "service"
    return plain if plain[0].isalpha() else f"service-{plain}"
