"""Settings under the namespace of the project. `pulumi config set protected true` writes them there in a project of any other name."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from ..faults.fault import Fault, PositionFinder, SettingPath
from ..faults.schema_index import normalize_key
from ..settings.fix import Edit, Fix, format_inline
from ..settings.stack import Stack
from .namespaces import SECTION_NAMES

_DEFAULTS: Final = {info.alias or name: info.get_default(call_default_factory=True) for name, info in Stack.model_fields.items()}
_KEY_PATTERN: Final = re.compile(r"[A-Za-z_][\w-]*")
_SHELL_SAFE_PATTERN: Final = re.compile(r"[\w.:/@+-]+")


def find_project_namespace_faults(
    project: str,
    namespace: str,
    values: Mapping[str, Any],
    find_position: PositionFinder,
    *,
    secret_keys: set[str],
    others: Collection[str] = (),
) -> Iterator[Fault]:
    """Yield a fault for each section that is configured under the namespace of the project, where nothing reads it.

    An empty section and a default value are not reported: they configure nothing.

    Args:
        project: The name of the project.
        namespace: The namespace of the sections.
        values: The values under the namespace of the project, by key without it.
        find_position: Finds the position of a key.
        secret_keys: The keys of `values` that hold a secret.
        others: All other keys of the configuration.
    """
    if project == namespace:
        return
    for key, value in values.items():
        first, path = re.split(r"(?=[.\[])", key, maxsplit=1) if re.search(r"[.\[]", key) else (key, "")
        section = next((name for name in SECTION_NAMES if normalize_key(name) == normalize_key(first)), None)
        if section is None or value in ({}, None, "") or (key == section and value == _DEFAULTS[section]):
            continue
        wrong, right = f"{project}:{key}", f"{namespace}:{section}{path}"
        is_secret = key in secret_keys
        command = _write_command(right, value, is_path=bool(path), is_secret=is_secret)
        commands = f" ({command}; pulumi config rm {_quote(wrong)})" if command else ""
        parts = _split_path(section, path)
        written = f"{namespace}:{section}"
        fixes: tuple[Fix, ...] = ()
        advice = f"write {written}"
        if parts is not None and path and not is_secret:
            advice = f"write {written}: {format_inline(_nest(parts[1:], value))}"
            fixes = (Fix(advice, (Edit(parts, "set", value), Edit((wrong,), "remove")), is_certain=True),)
        elif not path and written not in others:
            fixes = (Fix(advice, (Edit((wrong,), "rename", written),), is_certain=True),)
        yield Fault.at_position(
            find_position((wrong,), at_key=True),
            (wrong,),
            f"nothing reads this key: the settings have the namespace {namespace} in a project of any name; {advice}{commands}",
            code="wrong-namespace",
            fixes=fixes,
        )


def _split_path(section: str, path: str) -> SettingPath | None:
    """Split a path of Pulumi's CLI, such as `.web.port`, into keys. Return None if it has an index or quotes."""
    parts = path.split(".")[1:]
    return (section, *parts) if all(_KEY_PATTERN.fullmatch(part) for part in parts) else None


def _nest(parts: SettingPath, value: Any) -> Any:
    for part in reversed(parts):
        value = {part: value}
    return value


def _write_command(key: str, value: Any, *, is_path: bool, is_secret: bool) -> str:
    """Write the command that sets a single value. A map has none: it is written in the file."""
    if isinstance(value, Mapping | list):
        return ""
    option = "--path " if is_path else ""
    if is_secret:
        return f"pulumi config set --secret {option}{_quote(key)}"
    return f"pulumi config set {option}{_quote(key)} {_quote(value if isinstance(value, str) else json.dumps(value))}"


def _quote(text: str) -> str:
    return text if _SHELL_SAFE_PATTERN.fullmatch(text) else "'" + text.replace("'", "'\\''") + "'"
