"""The frame of a stack file, around the sections: its top-level keys and the namespaces of its configuration."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ..faults.error_messages import quote_text
from ..faults.fault import Fault, SettingPath
from ..faults.schema_index import find_closest_match, normalize_key
from ..settings.fix import Fix, TextEdit
from ..stack_file.enclosing_keys import find_enclosing_keys
from ..stack_file.stack_file import StackFile
from ..stack_file.yaml_accidents import Mark
from ..stack_file.yaml_nodes import MappingNode, ScalarNode, SequenceNode
from .environments import list_environments
from .indentation import build_indentation, find_last_line, join_names
from .namespaces import SECTION_NAMES, find_namespace_fault

PULUMI_KEYS: Final = ("config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment")
"""Source: https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/"""


def find_structure_faults(file: StackFile) -> Iterator[Fault]:
    """Yield what is wrong with the frame of a stack file."""
    source = file.yaml_file
    if source.syntax_fault is not None:
        yield replace(source.syntax_fault, path=_find_setting_of_line(file, source.syntax_fault.line or 1))
        return
    if source.root is None:
        yield Fault(
            (),
            f"the file is empty; write config: and below it aws:region and {file.namespace}:services",
            source.display_name,
            1,
            1,
            code="wrong-structure",
        )
        return
    if not isinstance(source.root, MappingNode):
        what = "a list" if isinstance(source.root, SequenceNode) else "text"
        yield Fault((), f"expected a map with the key config, got {what}", source.display_name, *source.root.mark, code="wrong-structure")
        return
    keys = [key for key, _ in source.list_keys(())]
    if keys and all(":" in key for key in keys):
        yield _report_missing_config(file)
        return
    yield from _find_top_level_faults(file)
    if "config" in keys or not any(find_closest_match(key, ["config"]) for key in keys):
        yield from _find_config_faults(file)


def _report_missing_config(file: StackFile) -> Fault:
    """Report a file that has the keys of the configuration at its top."""
    keys = file.yaml_file.list_keys(())
    line, column = keys[0][1]
    indentation = build_indentation(file.yaml_file.lines, line + 1, len(file.yaml_file.lines), 2)
    opening = TextEdit(line, column, 0, f"config:\n{' ' * (column + 1)}")
    fix = Fix("write config: above, and indent all other lines by two spaces", text_edits=(opening, *indentation), is_certain=True)
    message = f"{join_names([key for key, _ in keys])} belong{'s' if len(keys) == 1 else ''} below config:, which is missing; {fix.text}"
    return Fault((keys[0][0],), message, file.yaml_file.display_name, line, column, code="wrong-structure", fixes=(fix,))


def _find_setting_of_line(file: StackFile, number: int) -> SettingPath:
    """Return the path of the settings that a line is in, as the indentation tells it."""
    config, *keys = find_enclosing_keys(file.yaml_file.lines, number) or ("",)
    if config != "config" or not keys:
        return ()
    return (keys[0].removeprefix(f"{file.namespace}:"), *keys[1:])


def _find_top_level_faults(file: StackFile) -> Iterator[Fault]:
    keys = file.yaml_file.list_keys(())
    yield from _find_repeated_keys(file, keys)
    for key, mark in keys:
        if key in PULUMI_KEYS:
            continue
        name = key.rsplit(":", 1)[-1]
        section = next((section for section in SECTION_NAMES if normalize_key(section) == normalize_key(name)), None)
        meant = find_closest_match(key, list(PULUMI_KEYS))
        is_free = file.yaml_file.find_node(("config", f"{file.namespace}:{section}")) is None
        fixes: tuple[Fix, ...] = ()
        if section and not is_free:
            message = f"write it under config:, as {file.namespace}:{section}, which is there already; keep one of the two"
            fixes = tuple(_remove_empty_section(file, key, mark))
        elif section:
            # To indent the section moves it only from directly behind config: to below it.
            before = [name for name, (line, _) in keys if line < mark[0]]
            fixes = (_move_below_config(file, key, mark),) if before[-1:] == ["config"] else ()
            message = f"write it under config:, as {file.namespace}:{section}"
        elif ":" in key:
            message = "write it under config:"
        elif meant:
            message = f"there is no key {quote_text(key)} here; did you mean {meant}?"
        else:
            message = f"there is no key {quote_text(key)} at the top of a stack file; it may have {', '.join(PULUMI_KEYS)}"
        yield Fault((key,), message, file.yaml_file.display_name, *mark, code="wrong-structure", fixes=fixes)


def _move_below_config(file: StackFile, key: str, mark: Mark) -> Fix:
    """Build the fix that indents a section, which stands at the top, below `config:`."""
    section = key.rsplit(":", 1)[-1]
    right = f"{file.namespace}:{next(name for name in SECTION_NAMES if normalize_key(name) == normalize_key(section))}"
    following = next((line for _, (line, _) in file.yaml_file.list_keys(()) if line > mark[0]), None)
    lines = file.yaml_file.lines
    renaming = TextEdit(*mark, len(key), right)
    indentation = build_indentation(lines, mark[0], find_last_line(lines, mark[0], following), 2)
    return Fix(f"write it under config:, as {right}", text_edits=(renaming, *indentation))


def _remove_empty_section(file: StackFile, key: str, mark: Mark) -> Iterator[Fix]:
    """Build the fix that removes the line of a section at the top that holds nothing."""
    node = file.yaml_file.find_node((key,))
    if isinstance(node, MappingNode) and not node.entries and node.mark[0] == mark[0]:
        line = file.yaml_file.lines[mark[0] - 1]
        yield Fix("remove the line", text_edits=(TextEdit(mark[0], 1, len(line.rstrip("\r")), ""),))


def _find_config_faults(file: StackFile) -> Iterator[Fault]:
    node = file.yaml_file.find_node(("config",))
    if node is None and list_environments(file.yaml_file):
        return  # a Pulumi ESC environment may have all of it
    if node is None:
        yield Fault(
            (),
            f"there is no config: in the file; write it, and below it aws:region and {file.namespace}:services",
            file.yaml_file.display_name,
            1,
            1,
            code="wrong-structure",
        )
        return
    if not isinstance(node, MappingNode):
        empty = isinstance(node, ScalarNode) and node.plain and not node.text
        what = "nothing" if empty else "a list" if isinstance(node, SequenceNode) else "text"
        yield Fault.at_position(
            file.yaml_file.find_position(("config",)),
            ("config",),
            f"expected a map of settings, got {what}; write aws:region and {file.namespace}:services below it",
            code="wrong-structure",
        )
        return
    keys = file.yaml_file.list_keys(("config",))
    yield from _find_repeated_keys(file, keys)
    beside: set[str] = set()
    for index, (key, mark) in enumerate(keys):
        if key in beside:
            continue
        run = _find_keys_beside(file, [name for name, _ in keys[index:]])
        if run:
            beside.update(run)
            following = keys[index + 1 + len(run)][1][0] if index + 1 + len(run) < len(keys) else None
            yield _report_keys_beside(file, key, run, keys[index + 1][1], following)
        found = find_namespace_fault(file, key, mark)
        if found is not None:
            yield found


def _find_keys_beside(file: StackFile, keys: list[str]) -> list[str]:
    """List the keys without a namespace that follow a section, and that belong below it: all if it is empty, else further services."""
    namespace, _, section = keys[0].partition(":")
    if namespace != file.namespace or section not in SECTION_NAMES:
        return []
    node = file.yaml_file.find_node(("config", keys[0]))
    bare = [*itertools.takewhile(lambda key: ":" not in key and key not in SECTION_NAMES, keys[1:])]
    if isinstance(node, ScalarNode):
        return bare if node.plain and not node.text else []
    if section not in ("services", "scheduledTasks"):
        return []
    return [*itertools.takewhile(lambda key: file.yaml_file.find_node(("config", key, "image")) is not None, bare)]


def _report_keys_beside(file: StackFile, section_key: str, run: list[str], mark: Mark, following: int | None) -> Fault:
    names = join_names(run)
    last = find_last_line(file.yaml_file.lines, mark[0], following)
    fix = Fix(
        f"indent {names} and what belongs to {'it' if len(run) == 1 else 'them'} by two more spaces",
        text_edits=build_indentation(file.yaml_file.lines, mark[0], last, 2),
        is_certain=True,
    )
    verb, ending = ("is", "s") if len(run) == 1 else ("are", "")
    message = f"{names} {verb} beside {section_key}, and belong{ending} below it; {fix.text}"
    return Fault((run[0],), message, file.yaml_file.display_name, *mark, code="wrong-indentation", fixes=(fix,))


def _find_repeated_keys(file: StackFile, keys: list[tuple[str, Mark]]) -> Iterator[Fault]:
    first: dict[str, Mark] = {}
    for key, mark in keys:
        if key in first:
            message = f"this key is written a second time; the first is on line {first[key][0]}; keep one of the two"
            yield Fault((key,), message, file.yaml_file.display_name, *mark, code="key-written-twice")
        first.setdefault(key, mark)
