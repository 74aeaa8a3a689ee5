"""Reads a task definition as JSON of the AWS CLI, with the positions of its values."""

import json
import re
from pathlib import Path
from typing import Final

from fargate_web.stack_file.region import explain_invalid_region
from fargate_web.stack_file.yaml_nodes import YamlError, parse_yaml

from fargate_web_cli.migrate.manifest_value import ManifestValue
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.value_reader import ValueReader

_SURROGATES_PATTERN: Final = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def read_task_definition(file: str, report: Report) -> ManifestValue | None:
    """Read a task definition, without the wrapper of `describe-task-definition`.

    Args:
        file: The file.
        report: The report to extend.
    """
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
        data = json.loads(text)
    except OSError as error:
        report.add("fault", None, f"{file} can't be read: {error.strerror or error}")
        return None
    except UnicodeDecodeError:
        report.add("fault", None, f"{file} can't be read: it is not UTF-8")
        return None
    except RecursionError:
        report.add("fault", None, f"{file} can't be read: it is nested too deep")
        return None
    except ValueError as error:
        place = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        report.add("fault", None, f"{file}{place}: this is not JSON: {getattr(error, 'msg', error)}")
        return None
    inner = data.get("taskDefinition", data) if isinstance(data, dict) else None
    if not isinstance(inner, dict) or not isinstance(inner.get("containerDefinitions"), list):
        message = "is no task definition, which has containerDefinitions; write the output of aws ecs describe-task-definition --task-definition <family> into it"
        report.add("fault", None, f"{file} {message}")
        return None
    try:
        # JSON is valid YAML, except for tabs between tokens and surrogate pairs.
        node = parse_yaml(_SURROGATES_PATTERN.sub(_join_surrogates, text.replace("\t", " ")).encode())
    except YamlError as error:
        report.add("fault", None, f"{file}:{error.mark[0]}:{error.mark[1]}: {error.message}")
        return None
    if node is None:
        return None
    root = ValueReader(file, report).read_value(node, ())
    found = root.find("taskDefinition")
    tags = root.find("tags")
    if found is None:
        return prune_empty_values(root)
    # `describe-task-definition` has the tags beside the task definition, `register-task-definition` inside it.
    return prune_empty_values(ManifestValue({**found.data, **({"tags": tags} if tags else {})}, found.path, found.position))


def find_region(file: str) -> str | None:
    """Find the Region of a task definition: that of its ARN, else that of its logs.

    Args:
        file: The file.

    Returns:
        The Region. None if the file names none, or can't be read: the conversion reports why.
    """
    root = read_task_definition(file, Report())
    if root is None:
        return None
    arn = root.find("taskDefinitionArn")
    parts = arn.data.split(":") if arn is not None and isinstance(arn.data, str) else []
    candidates = [parts[3]] if len(parts) > 4 else []
    containers = root.find("containerDefinitions")
    for container in containers.items() if containers is not None else []:
        logged = container.find("logConfiguration.options.awslogs-region") if isinstance(container.data, dict) else None
        candidates += [logged.data] if logged is not None and isinstance(logged.data, str) else []
    return next((region for region in candidates if not explain_invalid_region(region)), None)


def prune_empty_values(value: ManifestValue) -> ManifestValue:
    """Remove the empty lists and maps and the zeros that the AWS CLI writes for absent values."""
    if isinstance(value.data, dict):
        inner = {key: prune_empty_values(each) for key, each in value.data.items()}
        kept = {
            key: each
            for key, each in inner.items()
            if each.data not in (None, {}, []) and (key, each.data) not in (("cpu", 0), ("hostPort", 0))
        }
        # A volume with only a name, or with an empty host, is a folder of the task.
        return ManifestValue(kept, value.path, value.position)
    if isinstance(value.data, list):
        return ManifestValue([prune_empty_values(each) for each in value.data], value.path, value.position)
    return value


def _join_surrogates(found: re.Match[str]) -> str:
    high, low = int(found[1], 16), int(found[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"
