"""Converts manifests into one stack file, and validates it as the program would."""

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Final

from fargate_web.faults.fault import SettingsError, format_path
from fargate_web.stack.load import load_file

from fargate_web_cli.migrate.conversion import PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION, Conversion, StackContext, convert_fields
from fargate_web_cli.migrate.copilot.companion_files import report_companion_files
from fargate_web_cli.migrate.copilot.copilot_defaults import write_defaults
from fargate_web_cli.migrate.copilot.field_table import FIELD_TABLE
from fargate_web_cli.migrate.copilot.manifest import read_manifest
from fargate_web_cli.migrate.copilot.shared_sections import write_shared_sections
from fargate_web_cli.migrate.manifest_value import InvalidValueError, Manifest
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.stack_file_writer import render_stack_file

_SERVICE_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class ConversionRequest:
    """The manifests to convert.

    Attributes:
        manifests: The manifests of workloads.
        environment: The environment whose overrides apply.
        environment_manifest: The manifest of the environment.
        region: The Region.
        account: The account.
        application: The name of the Copilot application.
        shell_variables: The variables of the shell.
        domain: The domain of the application, if it was made with one.
    """

    manifests: Sequence[str]
    environment: str | None = None
    environment_manifest: str | None = None
    region: str | None = None
    account: str | None = None
    application: str | None = None
    shell_variables: Mapping[str, str] | None = None
    domain: str | None = None


@dataclass(frozen=True)
class ConvertedApplication:
    """The converted manifests of an application.

    Attributes:
        context: The sections of the stack file, with comments.
        files: The files that were read.
    """

    context: StackContext
    files: tuple[str, ...]


def convert_manifests(request: ConversionRequest, report: Report) -> str | None:
    """Convert manifests into a stack file.

    Args:
        request: What is to be converted.
        report: The report to extend.

    Returns:
        The stack file; None where the input has faults.
    """
    converted = convert_to_sections(request, report)
    if converted is None:
        return None
    context = converted.context
    chosen = f", environment {context.environment}" if context.environment else ""
    title = [f"Converted from AWS Copilot{chosen}:", *(f"  {file}" for file in converted.files)]
    text = render_stack_file(context.sections, context.comments, region=context.region, title=title)
    _validate_stack_file(text, report)
    return text


def convert_to_sections(request: ConversionRequest, report: Report) -> ConvertedApplication | None:
    """Convert manifests into the sections of a stack file.

    Args:
        request: What is to be converted.
        report: The report to extend.

    Returns:
        The sections; None where the input has faults.
    """
    application = request.application or _find_application(request.manifests)
    world = StackContext(request.region, request.account, application, request.environment, domain=request.domain)
    shell = dict(os.environ if request.shell_variables is None else request.shell_variables)
    known = {"COPILOT_APPLICATION_NAME": world.application, "COPILOT_ENVIRONMENT_NAME": world.environment}
    variables = shell | {name: value for name, value in known.items() if value is not None}
    workloads, environments = _read_manifests(request, world, variables, report)
    if report.faults_by_outcome["fault"]:
        return None
    for said in (*environments, *workloads):
        convert_fields(said, FIELD_TABLE)
    try:
        for said in workloads:
            write_defaults(said)
        write_shared_sections(workloads, environments, world, report)
    except InvalidValueError as error:
        report.add("fault", error.value, error.message)
    if report.faults_by_outcome["fault"]:
        return None
    _report_stack_findings(workloads, world, report)
    return ConvertedApplication(world, tuple(said.manifest.file for said in (*environments, *workloads)))


def _read_manifests(
    request: ConversionRequest, world: StackContext, variables: dict[str, str], report: Report
) -> tuple[list[Conversion], list[Conversion]]:
    workloads: list[Conversion] = []
    environments: list[Conversion] = []
    names: dict[str, Manifest] = {}
    for path in (*([request.environment_manifest] if request.environment_manifest else []), *request.manifests):
        manifest = read_manifest(path, world.environment, variables, report)
        if manifest is None:
            continue
        if manifest.kind == "env":
            world.environment = world.environment or manifest.name
            variables["COPILOT_ENVIRONMENT_NAME"] = world.environment
            environments.append(Conversion(manifest, world, report, ()))
        elif path == request.environment_manifest:
            report.add(
                "fault",
                manifest.root.find("type"),
                "this is the manifest of a workload; --environment-manifest takes that of an environment",
            )
        elif not _SERVICE_NAME.fullmatch(manifest.name):
            report.add(
                "fault",
                manifest.root.find("name"),
                f"{manifest.name!r} is no name of Copilot: it begins with a lower-case letter, and has letters, digits and hyphens",
            )
        elif manifest.name in names:
            report.add("fault", manifest.root.find("name"), f"{manifest.name} is the name of {names[manifest.name].file} too")
        else:
            names[manifest.name] = manifest
            section = "scheduledTasks" if manifest.kind == "job" else "services"
            workloads.append(Conversion(manifest, world, report, (section, manifest.name)))
    if len(environments) > 1:
        report.add("fault", environments[1].find_value("type"), "a stack is one environment; convert each with its own command")
    if not workloads and not report.faults_by_outcome["fault"]:
        report.add("fault", None, "none of the files is the manifest of a service or a job that can be converted")
    return workloads, environments


def _find_application(manifests: Sequence[str]) -> str | None:
    """Return the name of the application from copilot/.workspace, beside the folders of the manifests."""
    for path in manifests:
        try:
            text = (File(path).resolve().parent.parent / ".workspace").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        found = re.search(r"^application: *[\"']?([\w-]+)", text, re.MULTILINE)
        if found:
            return found[1]
    return None


def _report_stack_findings(workloads: list[Conversion], world: StackContext, report: Report) -> None:
    if world.region is None:
        report.add("needs", None, f"the Region: give --region, or write aws:region; ARNs hold {PLACEHOLDER_REGION} until then")
    if world.account is None and PLACEHOLDER_ACCOUNT in repr(world.sections):
        report.add("needs", None, f"the account: give --account; ARNs and images hold {PLACEHOLDER_ACCOUNT} until then")
    missing = [option for option, value in (("--app", world.application), ("--environment", world.environment)) if value is None]
    if missing:
        report.add(
            "needs",
            None,
            f"the names of application and environment, which Copilot's names and variables contain: give {' and '.join(missing)}",
        )
    report_companion_files(workloads, report)


def _validate_stack_file(text: str, report: Report) -> None:
    """Load the file as the program would, and report its faults with their keys."""
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / "Pulumi.converted.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            load_file(path, environ={"AWS_REGION": PLACEHOLDER_REGION})
        except SettingsError as error:
            for fault in error.faults:
                report.add("refused", None, f"{format_path(fault.path)}: {fault.message}")
