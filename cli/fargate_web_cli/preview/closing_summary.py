"""The end of a preview: verdict, counts, deployments, cost, warnings and messages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from fargate_web.faults.fault import Fault, escape_control_characters, format_path
from rich.text import Text

from fargate_web_cli.cost.summary import summarize_cost
from fargate_web_cli.preview.deployment_times import describe_deployments
from fargate_web_cli.preview.resource_tree import count_lookups, count_remote_resources, count_types
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.fault_groups import FaultGroup, group_faults
from fargate_web_cli.terminal.formatting import format_count
from fargate_web_cli.terminal.hanging_lines import HangingLine

_INDENT: Final = "    "
_CONTINUATION: Final = Text("      ")


def format_closing_summary(preview: Preview, *, full: bool) -> Iterator[HangingLine]:
    """Yield the lines at the end of a preview.

    Args:
        preview: The preview.
        full: Whether to count by type, not only by package.
    """
    yield from _format_verdict(preview)
    yield from _format_counts(preview, full=full)
    yield from _format_age_limit(preview)
    yield from _format_deployments(preview)
    yield HangingLine(Text())
    yield HangingLine(Text("Cost:", "bold"))
    yield HangingLine(Text(_INDENT), Text(summarize_cost(preview)), _CONTINUATION)
    yield from _format_warnings(preview)
    yield from _format_silenced(preview)
    yield from _format_messages(preview)


def _format_verdict(preview: Preview) -> Iterator[HangingLine]:
    resources = preview.preview_run.resources
    read, imported = sum(resource.read for resource in resources), sum(bool(resource.import_id) for resource in resources)
    parts = [format_count(1 + len(resources) - read - imported, "resource")]
    parts += [f"would be imported: {imported}"] if imported else []
    parts += [f"would be read: {read}"] if read else []
    yield HangingLine(Text.assemble(("Would be created: ", "bold green"), ("; ".join(parts), "bold")))


def _format_age_limit(preview: Preview) -> Iterator[HangingLine]:
    """Yield that the stack may be destroyed, if it has an age limit."""
    settings = preview.stack_settings
    if settings is not None and settings.max_age_in_days is not None:
        days = format_count(settings.max_age_in_days, "day")
        yield HangingLine(Text(_INDENT), Text(f"may be destroyed {days} after its last update (maxAgeInDays)"), _CONTINUATION)


def _format_counts(preview: Preview, *, full: bool) -> Iterator[HangingLine]:
    groups = count_types(preview)
    widest = max(map(len, groups))
    if full:
        for group, counts in groups.items():
            listed = ", ".join(f"{count} {name}" for name, count in counts.items())
            first = Text.assemble(f"{sum(counts.values()):>8}  ", (group.ljust(widest), "cyan"), "  ")
            yield HangingLine(first, Text(listed), _CONTINUATION)
    else:
        listed = ", ".join(f"{sum(counts.values())} {group}" for group, counts in groups.items())
        yield HangingLine(Text(_INDENT), Text(listed), _CONTINUATION, keeps_phrases=True)
    for type_, kind_counts in count_remote_resources(preview).items():
        listed = ", ".join(format_count(count, what) for what, count in kind_counts.items())
        text = Text(f"{sum(kind_counts.values())} that {type_} creates itself: {listed}")
        yield HangingLine(Text.assemble(_INDENT, ("+", "green"), " "), text, _CONTINUATION, keeps_phrases=True)
    lookups = count_lookups(preview)
    if lookups:
        listed = ", ".join(f"{count} {what}" for what, count in lookups.items())
        yield HangingLine(Text(f"{_INDENT}Looked up, and assumed to exist: "), Text(listed), _CONTINUATION)


def _format_deployments(preview: Preview) -> Iterator[HangingLine]:
    if preview.stack_settings is None:
        return  # the duration of a deployment depends on the settings of a stack file
    names = [f"{name}: " for name in preview.stack_settings.services]
    if names:
        yield HangingLine(Text())
        yield HangingLine(Text("Deployments:", "bold"))
    for name, line in zip(names, describe_deployments(preview.stack_settings), strict=True):
        first = Text(f"{_INDENT}{name.ljust(max(map(len, names)))}")
        yield HangingLine(first, Text(line), _CONTINUATION, keeps_phrases=True)


def _format_warnings(preview: Preview) -> Iterator[HangingLine]:
    groups = group_faults(preview.warnings)
    logged = [log.message for log in preview.logs if log.severity == "warning"]
    if not groups and not logged:
        return
    yield HangingLine(Text())
    yield HangingLine(Text(f"Warnings ({len(preview.warnings) + len(logged)}):", "bold yellow"))
    for group in groups:
        if len(group.faults) == 1:
            yield HangingLine(Text(_INDENT), Text(str(group.faults[0])), _CONTINUATION)
            continue
        yield HangingLine(Text(_INDENT), Text(_format_shared_advice(group)), _CONTINUATION)
        first = Text(f"{_INDENT}  {group.introduction_of_others} ")
        yield HangingLine(first, Text(_list_other_places(group.faults), "dim"), _CONTINUATION, keeps_phrases=True)
    for message in logged:
        yield HangingLine(Text(_INDENT), Text(message), _CONTINUATION)


def _format_silenced(preview: Preview) -> Iterator[HangingLine]:
    """Yield the number of warnings that the stack file silences, by check."""
    counts = Counter(finding.code for finding, _ in preview.silenced)
    if counts:
        listed = ", ".join(code if count == 1 else f"{count} {code}" for code, count in counts.items())
        yield HangingLine(Text())
        yield HangingLine(Text(f"Silenced ({counts.total()}): ", "bold"), Text(listed), _CONTINUATION, keeps_phrases=True)


def _format_shared_advice(group: FaultGroup) -> str:
    first = group.faults[0]
    position = ":".join(str(part) for part in (first.file, first.line, first.column) if part is not None)
    return ": ".join(filter(None, (position, format_path(first.path), escape_control_characters(group.message))))


def _list_other_places(faults: Iterable[Fault]) -> str:
    """List the settings after the first, with their lines: `services.api (12), services.web (20)`."""
    first, *others = faults
    listed = []
    for fault in others:
        position = [str(fault.line)] if fault.line is not None else []
        if fault.file != first.file and fault.file:
            position.insert(0, fault.file)
        listed.append(format_path(fault.path) + (f" ({'line ' if len(position) == 1 else ''}{':'.join(position)})" if position else ""))
    return ", ".join(listed)


def _format_messages(preview: Preview) -> Iterator[HangingLine]:
    messages = [log.message for log in preview.logs if log.severity == "info"]
    if messages:
        yield HangingLine(Text())
        yield HangingLine(Text("Messages:", "bold"))
        for message in messages:
            yield HangingLine(Text(_INDENT), Text(message), _CONTINUATION)
