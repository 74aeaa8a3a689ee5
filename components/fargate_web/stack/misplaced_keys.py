"""Keys whose indentation moved them out of the section or the service that they belong to."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from ..faults.fault import Fault, SettingPath
from ..faults.schema_index import index_schema
from ..settings.fix import Edit, Fix, TextEdit
from ..settings.scheduled_task import ScheduledTask
from ..settings.section import Section
from ..settings.service import Service
from ..settings.stack import Stack
from ..stack_file.stack_file import StackFile
from ..stack_file.yaml_file import ENCRYPTED, walk_leaves
from ..stack_file.yaml_nodes import MappingNode, ScalarNode, YamlNode
from .indentation import build_indentation, find_last_line, join_names
from .namespaces import SECTION_NAMES

_TASK_MODELS: Final[Mapping[str, type[Section]]] = {"services": Service, "scheduledTasks": ScheduledTask}
_VARIABLE_MAPS: Final = frozenset(("environment", "secrets"))
_VARIABLE_PATTERN: Final = re.compile(r"[A-Z][A-Z0-9_]*")

_Entry = tuple[ScalarNode, YamlNode]


@dataclass(frozen=True, slots=True)
class MisplacedKeys:
    """Keys that stand at the wrong place.

    Attributes:
        fault: What is wrong.
        paths: The paths that say nothing while the keys are there.
    """

    fault: Fault
    paths: frozenset[SettingPath]


def find_misplaced_keys(file: StackFile, known: Collection[SettingPath] = ()) -> Iterator[MisplacedKeys]:
    """Yield the keys that stand beside the service or the section that they belong to.

    Args:
        file: The stack file.
        known: The services and scheduled tasks of the files that it extends.
    """
    for section in _TASK_MODELS:
        node = file.yaml_file.find_node(("config", f"{file.namespace}:{section}"))
        if not isinstance(node, MappingNode):
            continue
        entries = _list_entries(node)
        found = [*_find_beside_tasks(file, section, [entry for entry in entries if (section, entry[0].text) not in known])]
        yield from found
        moved = {path for keys in found for path in keys.paths}
        for key, value in entries:
            # The index of all settings takes a tenth of a second, which files without an empty key don't pay.
            if (section, key.text) not in moved and _contains_blank(value):
                yield from _find_below(file, (section, key.text), value)


def _find_beside_tasks(file: StackFile, section: str, entries: list[_Entry]) -> Iterator[MisplacedKeys]:
    """Find the keys of a service beside its name: `services: {web: {…}, cpu: 512}`."""
    keys = {info.alias or name for name, info in _TASK_MODELS[section].model_fields.items()}
    noun = "service" if section == "services" else "scheduled task"
    task: _Entry | None = None
    index = 0
    while index < len(entries):
        key, value = entries[index]
        if _is_task(value):
            pass
        elif key.text in keys and not _is_blank(value):
            run = _take_while(entries[index:], lambda entry: entry[0].text in keys and not _is_task(entry[1]))
            following = entries[index + len(run)][0] if index + len(run) < len(entries) else None
            yield _report_beside_task(file, section, noun, task, run, following)
            index += len(run)
            continue
        elif key.text.rpartition(":")[2] in SECTION_NAMES:
            yield _report_section(file, section, key)
            index += 1
            continue
        task = entries[index]
        index += 1


def _report_beside_task(
    file: StackFile, section: str, noun: str, task: _Entry | None, run: list[_Entry], following: ScalarNode | None
) -> MisplacedKeys:
    first = run[0][0]
    names = join_names([key.text for key, _ in run])
    paths: set[SettingPath] = {(section, key.text) for key, _ in run}
    lines, last = file.yaml_file.lines, _last_line(file, first, following)
    if task is None:
        opening = TextEdit(first.mark[0], first.mark[1], 0, f"web:\n{' ' * (first.mark[1] + 1)}")
        edits = (opening, *build_indentation(lines, first.mark[0] + 1, last, 2))
        advice = f"write web: (or another name) above {names}, and indent what belongs to it"
        message = f"{names} {_agree(run)} of a {noun}, and the name of the {noun} is missing"
        fixes: tuple[Fix, ...] = (Fix(advice, text_edits=edits),)
    else:
        name = task[0]
        spaces = _inner_column(task) - first.mark[1]
        fixes = ()
        advice = f"indent {names} by {spaces} more spaces, so that it is below {name.text}"
        held = {key.text for key, _ in _list_entries(task[1])} if isinstance(task[1], MappingNode) else set()
        if not held & {key.text for key, _ in run}:
            fixes = (Fix(advice, text_edits=build_indentation(lines, first.mark[0], last, spaces), is_certain=True),)
        message = f"{names} {_agree(run)} of a {noun}, and beside {name.text} a {noun} of this name is expected"
        if _is_blank(task[1]):
            paths.add((section, name.text))
    return _build(file, (section, first.text), first, f"{message}; {advice}", fixes, paths)


def _report_section(file: StackFile, section: str, key: ScalarNode) -> MisplacedKeys:
    name = key.text.rpartition(":")[2]
    right = f"{file.namespace}:{name}"
    value = file.yaml_file.read_value(("config", f"{file.namespace}:{section}", key.text), ()).value
    movable = not file.declares_section(name) and not any(leaf is ENCRYPTED for leaf in walk_leaves(value))
    edits = (Edit((name,), "set", value), Edit((section, key.text), "remove"))
    fixes = (Fix(f"write it as {right}", edits, is_certain=True),) if movable else ()
    message = f"{name} is a section of its own, and not below {section}; write {right}, beside {file.namespace}:{section}"
    return _build(file, (section, key.text), key, message, fixes, {(section, key.text)})


def _find_below(file: StackFile, path: SettingPath, node: YamlNode) -> Iterator[MisplacedKeys]:
    """Find keys beside the empty section that they belong to: `healthCheck:` with `path: /health` at its own level."""
    if not isinstance(node, MappingNode):
        return
    fields = index_schema(Stack)
    model = fields.find_section_model(path)
    if model is None:
        return
    known = {info.alias or name for name, info in model.model_fields.items()}
    entries = _list_entries(node)
    for index, (key, value) in enumerate(entries):
        if key.text not in known or not _is_blank(value):
            if key.text in known:
                yield from _find_below(file, (*path, key.text), value)
            continue
        inner = fields.find_section_model((*path, key.text))
        keys = {info.alias or name for name, info in inner.model_fields.items()} if inner else set()
        accepted = _VARIABLE_PATTERN if key.text in _VARIABLE_MAPS else None
        run = _take_while(entries[index + 1 :], partial(_belongs_below, known=known, keys=keys, accepted=accepted))
        if not run:
            continue
        following = entries[index + 1 + len(run)][0] if index + 1 + len(run) < len(entries) else None
        first = run[0][0]
        last = _last_line(file, first, following)
        names = join_names([name.text for name, _ in run])
        advice = f"indent {names} by 2 more spaces, so that {'it is' if len(run) == 1 else 'they are'} below {key.text}"
        fix = Fix(advice, text_edits=build_indentation(file.yaml_file.lines, first.mark[0], last, 2), is_certain=True)
        message = f"{names} {'is' if len(run) == 1 else 'are'} beside {key.text}, which is empty; {advice}"
        paths = {(*path, key.text), *((*path, name.text) for name, _ in run)}
        yield _build(file, (*path, first.text), first, message, (fix,), paths)


def _belongs_below(entry: _Entry, known: set[str], keys: set[str], accepted: re.Pattern[str] | None) -> bool:
    name = entry[0].text
    return name not in known and (name in keys or (accepted is not None and accepted.fullmatch(name) is not None))


def _build(
    file: StackFile, path: SettingPath, key: ScalarNode, message: str, fixes: tuple[Fix, ...], paths: set[SettingPath]
) -> MisplacedKeys:
    fault = Fault(path, message, file.yaml_file.display_name, *key.mark, code="wrong-indentation", fixes=fixes)
    return MisplacedKeys(fault, frozenset(paths))


def _list_entries(node: YamlNode) -> list[_Entry]:
    return [(key, value) for key, value in node.entries if isinstance(key, ScalarNode)] if isinstance(node, MappingNode) else []


def _is_task(node: YamlNode) -> bool:
    return any(key.text in ("image", "<<") for key, _ in _list_entries(node))


def _is_blank(node: YamlNode) -> bool:
    return isinstance(node, ScalarNode) and node.plain and not node.text


def _contains_blank(node: YamlNode) -> bool:
    return any(_is_blank(value) or _contains_blank(value) for _, value in _list_entries(node))


def _inner_column(task: _Entry) -> int:
    name, value = task
    inner = _list_entries(value)
    return inner[0][0].mark[1] if inner and isinstance(value, MappingNode) and value.block else name.mark[1] + 2


def _take_while(entries: list[_Entry], accept: Callable[[_Entry], bool]) -> list[_Entry]:
    taken: list[_Entry] = []
    for entry in entries:
        if not accept(entry):
            break
        taken.append(entry)
    return taken


def _last_line(file: StackFile, first: ScalarNode, following: ScalarNode | None) -> int:
    return find_last_line(file.yaml_file.lines, first.mark[0], following.mark[0] if following else None)


def _agree(run: list[_Entry]) -> str:
    return "is a key" if len(run) == 1 else "are keys"
