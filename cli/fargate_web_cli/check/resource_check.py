"""The controls over the resources that a program registers: `fargate-web check --resources`."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from fargate_web.controls.catalogue import CONTROLS
from fargate_web.controls.configuration import ConfigurationError, parse_configuration
from fargate_web.controls.control import Violation
from fargate_web.faults.fault import Fault
from fargate_web.stack_file.config_source import shorten_path
from fargate_web.testing.controls import find_violations

from fargate_web_cli.check.file_selection import CheckedFile
from fargate_web_cli.check.stack_check import SilencedFault, StackCheck
from fargate_web_cli.project.project import ProjectError
from fargate_web_cli.project.stack_preview import PreviewError, preview_stack


def read_configuration(file: Path | None) -> Mapping[str, Any]:
    """Read the configuration of the controls, in the form of `pulumi preview --policy-pack-config`.

    Raises:
        ProjectError: It can't be read or is invalid.
    """
    if file is None:
        return {}
    try:
        document = json.loads(file.read_bytes())
        parse_configuration(document, CONTROLS)
    except OSError as error:
        raise ProjectError(f"{file} can't be read: {error.strerror or error}") from None
    except ConfigurationError as error:
        raise ProjectError(f"{file}: {error}") from None
    except ValueError as error:
        raise ProjectError(f"{file}: this is not JSON: {error}") from None
    return dict(document)


def check_resources(checked: CheckedFile, check: StackCheck, configuration: Mapping[str, Any]) -> StackCheck:
    """Add the violations of the controls to the check of a stack. A stack file with faults has no resources."""
    if checked.project is None:
        return replace(
            check, faults=(*check.faults, Fault((), "it is in no project with a Python program, so that there are no resources"))
        )
    if check.faults:
        return check
    file = checked.file if checked.file != checked.project.file else None
    try:
        # An update of a new stack: its documents are complete, and its ids are fake.
        run = preview_stack(checked.stack, file, checked.project).update_run
    except PreviewError as error:
        return replace(check, faults=(Fault((), str(error), shorten_path(checked.file)),))
    violations = find_violations(run, configuration)
    reported = [violation for violation in violations if violation.reason is None]
    return replace(
        check,
        faults=tuple(_report(each, checked.file) for each in reported if each.level == "mandatory"),
        warnings=(*check.warnings, *(_report(each, checked.file) for each in reported if each.level == "advisory")),
        silenced=(
            *check.silenced,
            *(SilencedFault(_report(each, checked.file), each.reason) for each in violations if each.reason is not None),
        ),
    )


def _report(violation: Violation, file: Path) -> Fault:
    control = violation.control
    standards = f" ({', '.join(control.standards)})" if control.standards else ""
    return Fault(("resources", violation.resource.label), f"{violation.message}{standards}", shorten_path(file), code=control.id)
