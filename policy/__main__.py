"""A policy pack: `pulumi preview --policy-pack policy`. Each control is a policy, and the functions are those of `fargate_web.controls`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fargate_web.controls.catalogue import CONTROLS
from fargate_web.controls.configuration import ControlSettings, build_schema, parse_settings
from fargate_web.controls.control import Control, Violation
from fargate_web.controls.evaluate import evaluate_control, evaluate_controls
from fargate_web.controls.resource import UNKNOWN, RegisteredResource, RegisteredStack
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyPack,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

SUPPRESSED = "suppressed"

# The engine hands a policy its own configuration only. The report of suppressions needs that of all.
settings_in_use: dict[str, ControlSettings] = {control.id: parse_settings(control, None) for control in CONTROLS}


def build_policy(control: Control) -> Policy:
    """Build the policy of a control: for a resource alone, or for a resource and the stack around it."""
    details: dict[str, Any] = {
        "name": control.id,
        "description": f"{control.title}.",
        "enforcement_level": EnforcementLevel(control.level),
        "config_schema": PolicyConfigSchema(build_schema(control)),
        "display_name": control.title,
        "severity": Severity(control.severity),
        "tags": list(control.standards),
        "remediation_steps": f"Met by {control.met_by}.",
        "url": control.source,
    }
    if control.find is not None:
        return ResourceValidationPolicy(**details, validate=lambda args, report: validate_resource(control, args, report))
    return StackValidationPolicy(**details, validate=lambda args, report: validate_stack(control, args, report))


def validate_resource(control: Control, args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Report the violations of a control by one resource."""
    settings = read_settings(control, args)
    if args.resource_type not in control.types:
        return
    resource = RegisteredResource(args.resource_type, args.name, args.urn, convert(args.props))
    report_violations(evaluate_control(control, resource, RegisteredStack([resource]), settings), report)


def validate_stack(control: Control, args: StackValidationArgs, report: ReportViolation) -> None:
    """Report the violations of a control that depend on other resources."""
    settings = read_settings(control, args)
    violations = evaluate_controls(register_resources(args.resources), [control], {control.id: settings})
    report_violations(violations, report)


def report_suppressions(args: StackValidationArgs, report: ReportViolation) -> None:
    """Report what the configuration suppresses, with the reasons."""
    for violation in evaluate_controls(register_resources(args.resources), CONTROLS, settings_in_use):
        if violation.reason is not None:
            report(f"{violation.control.id}: {violation.message} (suppressed: {violation.reason})", violation.resource.urn)


def read_settings(control: Control, args: ResourceValidationArgs | StackValidationArgs) -> ControlSettings:
    """Return the configuration of a control. The engine keeps the level to itself, and runs no policy that is disabled."""
    configuration = {**convert(args.get_config() or {}), "enforcementLevel": "advisory"}
    settings_in_use[control.id] = parse_settings(control, configuration)
    return settings_in_use[control.id]


def report_violations(violations: Iterable[Violation], report: ReportViolation) -> None:
    """Report those that are not suppressed. The engine writes the description of the policy before each message."""
    for violation in violations:
        if violation.reason is None:
            standards = f" ({', '.join(violation.control.standards)})" if violation.control.standards else ""
            report(f"{violation.resource.name}: {violation.message}{standards}. {violation.control.source}", violation.resource.urn)


def register_resources(resources: Iterable[PolicyResource]) -> Iterator[RegisteredResource]:
    """Yield the resources of a stack as controls see them."""
    for each in resources:
        references = {key: tuple(other.urn for other in others) for key, others in each.property_dependencies.items()}
        parent = each.parent.urn if each.parent else None
        yield RegisteredResource(each.resource_type, each.name, each.urn, convert(each.props), parent, references)


def convert(value: Any) -> Any:
    """Convert properties to plain values. Reading what a preview doesn't know raises an error in the SDK."""
    if isinstance(value, Mapping):
        return {key: convert(read_item(value, key)) for key in value}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [convert(read_item(value, index)) for index in range(len(value))]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def read_item(container: Any, key: Any) -> Any:
    """Return an item, or `UNKNOWN`."""
    try:
        return container[key]
    except UnknownValueError:
        return UNKNOWN


PolicyPack(
    "fargate-web",
    [
        *(build_policy(control) for control in CONTROLS),
        # After the others, whose configuration it reads.
        StackValidationPolicy(
            SUPPRESSED, "What the configuration of this pack suppresses.", report_suppressions, EnforcementLevel.ADVISORY
        ),
    ],
)
