"""Reads a Compose file, with its variables and extended services."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fargate_web.stack_file.yaml_nodes import MappingNode, YamlError, parse_yaml

from fargate_web_cli.migrate.manifest_value import ManifestValue
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.value_reader import Substitution, ValueReader

_VARIABLE_PATTERN: Final = re.compile(r"\$(?:(\$)|\{([A-Za-z_]\w*)(?:(:?[-?+])([^}]*))?\}|([A-Za-z_]\w*))")
_LINE_PATTERN: Final = re.compile(r"\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:=\s*(.*?))?\s*")


def read_compose_file(path: Path, report: Report, shell_variables: Mapping[str, str] | None = None) -> ManifestValue | None:
    """Read a Compose file, and report its faults.

    Args:
        path: The file.
        report: The report to extend.
        shell_variables: The variables of the shell. Default: those of this process.
    """
    report_file = ManifestValue(None, (), None)
    try:
        node = parse_yaml(path.read_bytes())
    except OSError as error:
        report.add("fault", report_file, f"{path} can't be read: {error.strerror or error}")
        return None
    except YamlError as error:
        report.add("fault", report_file, f"{path}:{error.mark[0]}:{error.mark[1]}: {error.message}")
        return None
    if not isinstance(node, MappingNode):
        report.add("fault", report_file, f"{path} is no Compose file, which is a map with services")
        return None
    shell = os.environ if shell_variables is None else shell_variables
    variables = {**read_environment_file(path.parent / ".env"), **shell}
    return ValueReader(str(path), report, _make_substitution(variables, report)).read_value(node, ())


def read_environment_file(path: Path) -> dict[str, str]:
    """Return the variables of a file such as `.env`; empty if it can't be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for line in lines:
        matched = _LINE_PATTERN.fullmatch(line)
        if matched and not line.lstrip().startswith("#") and matched[2] is not None:
            found[matched[1]] = _unquote(matched[2])
    return found


def merge_extended_service(name: str, services: Mapping[str, ManifestValue], report: Report, seen: tuple[str, ...] = ()) -> ManifestValue:
    """Merge a service with the one that it extends in the same file, and report one in another file."""
    service = services[name]
    extends = service.find("extends")
    if extends is None or not isinstance(service.data, dict):
        return service
    own = ManifestValue({key: value for key, value in service.data.items() if key != "extends"}, service.path, service.position)
    file, base = extends.find("file"), extends.find("service") if isinstance(extends.data, dict) else extends
    problem = ""
    if file is not None:
        problem = f"{file.text()} has what the service extends; write its keys here (docker compose config shows them) and convert again"
    elif base is None or base.text() not in services:
        problem = f"the file has no service {base.text() if base else ''} to extend; write the name of one that it has"
    elif base.text() in (*seen, name):
        problem = f"{name} extends itself by {base.text()}; remove one of the two"
    if problem or base is None:
        report.add("left", extends, problem)
        return own
    return _merge(merge_extended_service(base.text(), services, report, (*seen, name)), own)


def _merge(base: ManifestValue, over: ManifestValue) -> ManifestValue:
    if isinstance(base.data, dict) and isinstance(over.data, dict):
        merged = {key: _merge(value, over.data[key]) if key in over.data else value for key, value in base.data.items()}
        return ManifestValue({**merged, **{key: value for key, value in over.data.items() if key not in merged}}, over.path, over.position)
    # Compose concatenates these lists, and replaces commands and all other values.
    if isinstance(base.data, list) and isinstance(over.data, list) and over.path[-1:] not in (("command",), ("entrypoint",), ("test",)):
        return ManifestValue([*base.data, *over.data], over.path, over.position)
    return over


def _make_substitution(variables: Mapping[str, str], report: Report) -> Substitution:
    def substitute(text: str, value: ManifestValue) -> str:
        def replace_match(found: re.Match[str]) -> str:
            if found[1]:
                return "$"
            name, operator, word = found[2] or found[5], found[3] or "", found[4] or ""
            known = variables.get(name)
            is_set = known is not None and (known != "" or not operator.startswith(":"))
            if operator.endswith("+"):
                return word if is_set else ""
            if is_set:
                report.add("differently", value, f"${{{name}}} comes from the shell or .env; it is written out as it is there now")
                return str(known)
            if operator.endswith("-"):
                return word
            report.add("needs", value, f"${{{name}}} is a variable that is not set; set it, or write its value")
            return found[0]

        return _VARIABLE_PATTERN.sub(replace_match, text)

    return substitute


def _unquote(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return re.sub(r"\s+#.*$", "", text)
