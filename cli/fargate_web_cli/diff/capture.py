"""Runs the program of one revision and writes down what it registers.

This file is run, not imported: by the Python of the revision's dependencies, with the revision's own code on the path, which may be older than
this file and lack what later ones have. So it needs nothing but `fargate_web` and takes every attribute as optional. It reads a request from
stdin and writes one JSON document to the real stdout; whatever else the program prints goes to stderr.
"""

import gc
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

# The process ends with its answer: whatever is garbage by then goes with it.
gc.disable()

_RESOURCE_OPTIONS = (
    *("parent", "custom", "remote", "read", "dependencies", "property_dependencies", "ignore_changes", "protect", "retain_on_delete"),
    *("delete_before_replace", "replace_on_changes", "replace_with", "replacement_trigger", "deleted_with", "aliases", "import_id"),
)


def _main() -> None:
    request = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    answer.write(json.dumps(_capture_stacks(request)))
    answer.close()
    sys.stderr.flush()
    # To take down the interpreter and the many classes of the SDK one by one takes half a second, and there is nothing left to be done.
    os._exit(0)


def _capture_stacks(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        from fargate_web.testing import AwsMocks, run

        load_file = _first_module("fargate_web.stack.load", "fargate_web.settings.loader").load_file
    except Exception as error:  # an old revision, or one that does not import: its error is what the user has to know
        return {"error": f"{type(error).__name__}: {error}"}
    stacks = {}
    bytecode = Path(request["program"], "__pycache__")
    had_bytecode = bytecode.exists()
    for name, file in request["stacks"].items():
        started = time.time()
        try:
            loaded = load_file(file, stack=name)
            ran = run(
                Path(request["program"]),
                preview=False,
                project=request["project"],
                stack=name,
                config=loaded.config,
                secret_keys=loaded.secret_keys,
                mocks=AwsMocks(loaded.region),
                strict=False,
            )
            stacks[name] = _record_stack(loaded, ran, file, request["salt"]) | {"started": started, "ended": time.time()}
        except Exception as error:  # one stack that fails is no reason to say nothing of the others
            stacks[name] = {"error": _describe_error(error)}
    if not had_bytecode:
        shutil.rmtree(bytecode, ignore_errors=True)  # the working tree stays as it is
    return {"stacks": stacks}


def _record_stack(loaded: Any, program_run: Any, file: str, salt: str) -> dict[str, Any]:
    error = getattr(program_run, "error", None)
    failed = [log.message for log in program_run.logs if log.severity == "error"]
    if error is not None or failed:
        return {"error": _describe_error(error) if error is not None else "\n".join(failed)}
    settings = loaded.stack
    return {
        "file": loaded.file,
        "region": loaded.region,
        "protected": bool(getattr(settings, "protected", False)),
        "allow_replacement": list(getattr(settings, "allow_replacement", ())),
        "config": dict(loaded.config),
        "encrypted": _digest_encrypted(file),
        "deployments": _describe_deployments(settings),
        "warnings": [str(fault) for fault in getattr(loaded, "warnings", ())],
        "resources": [_record_resource(resource, salt) for resource in (program_run.stack, *program_run.resources)],
    }


def _describe_deployments(settings: Any) -> dict[str, str]:
    """Tell how long a deployment of each service takes, by the model of the revision's own settings."""
    try:
        timeline = _first_module("fargate_web.analysis.deployment_timeline", "fargate_web.timeline")
        # Each by its name, and by the one that it had in version 0.1.0.
        deployment_phases = _first_attribute(timeline, "list_deployment_phases", "deployment")
        rollback_phases = _first_attribute(timeline, "list_rollback_phases", "rollback")
        format_duration = _first_attribute(timeline, "format_duration", "spell")
        sum_seconds = _first_attribute(timeline, "sum_phase_seconds", "total_seconds")
        pause_minutes = _first_attribute(timeline, "sum_pause_minutes", "waiting_minutes")
    except (ImportError, AttributeError):
        return {}
    found = {}
    for name, service in settings.services.items():
        minutes = pause_minutes(service)
        waiting = f", and up to {format_duration(60 * minutes)} for approvals" if minutes else ""
        took, back = sum_seconds(deployment_phases(service)), sum_seconds(rollback_phases(service))
        found[name] = f"{service.deployment.strategy}, about {format_duration(took)}{waiting}; a rollback {format_duration(back)}"
    return found


def _first_module(*names: str) -> Any:
    """Import the first module that the revision has: the second name is that of version 0.1.0.

    Raises:
        ImportError: It has none of them.
    """
    for name in names[:-1]:
        with suppress(ImportError):
            return import_module(name)
    return import_module(names[-1])


def _first_attribute(module: Any, *names: str) -> Any:
    """Return the first attribute that the module has.

    Raises:
        AttributeError: It has none of them.
    """
    return getattr(module, next((name for name in names if hasattr(module, name)), names[-1]))


def _digest_encrypted(file: str) -> dict[str, str]:
    """Find what is encrypted in a stack file: path → what stands there, digested. Nobody can decrypt it here, but a new text is told from an old one."""
    text = Path(file).read_text(encoding="utf-8")
    if "secure:" not in text:
        return {}
    import yaml

    found: dict[str, str] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict) and value.keys() == {"secure"}:
            found[path] = hashlib.sha256(str(value["secure"]).encode()).hexdigest()
        elif isinstance(value, dict):
            for key, part in value.items():
                walk(part, _append_key(path, str(key)))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                walk(part, f"{path}[{index}]")

    for key, value in (yaml.safe_load(text).get("config") or {}).items():
        walk(value, str(key).rpartition(":")[2])
    return found


def _record_resource(resource: Any, salt: str) -> dict[str, Any]:
    secrets: Any = getattr(resource, "secrets", frozenset())
    secret_outputs: Any = getattr(resource, "secret_outputs", frozenset())
    options = {
        name: _convert_to_json(getattr(resource, name))
        for name in _RESOURCE_OPTIONS
        if getattr(resource, name, None) not in (None, (), {}, "")
    }
    outputs = getattr(resource, "outputs", {})
    return {
        "type": resource.type,
        "name": resource.name,
        "urn": resource.urn,
        **options,
        "id": resource.id if isinstance(resource.id, str) else None,
        "inputs": _digest_secrets(resource.inputs, secrets, salt),
        "outputs": _digest_secrets(outputs, secret_outputs, salt),
    }


def _digest_secrets(value: Any, secrets: Any, salt: str, path: str = "") -> Any:
    """Copy a value, with a digest for every secret: it tells whether two are the same, and to nobody what they are."""
    if path and path in secrets:
        return _digest_value(value, salt)
    if isinstance(value, Mapping):
        return {key: _digest_secrets(part, secrets, salt, _append_key(path, key)) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_digest_secrets(part, secrets, salt, f"{path}[{index}]") for index, part in enumerate(value)]
    return _convert_to_json(value)


def _digest_value(value: Any, salt: str) -> Any:
    if isinstance(value, str) and value[:1] in "[{":
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, Mapping):
        return {key: part if key == "name" and isinstance(part, str) else _digest_value(part, salt) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_digest_value(part, salt) for part in value]
    plain = json.dumps(_convert_to_json(value), sort_keys=True)
    return {"$secret": hashlib.blake2b(plain.encode(), key=salt.encode(), digest_size=16).hexdigest()}


def _convert_to_json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _convert_to_json(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_convert_to_json(part) for part in value]
    if type(value).__name__ == "_UnknownValue":
        return {"$unknown": True}
    return {"$asset": type(value).__name__, **{name: _convert_to_json(part) for name, part in sorted(vars(value).items())}}


def _append_key(path: str, key: str) -> str:
    if any(mark in key for mark in '.["'):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'{path}["{escaped}"]'
    return f"{path}.{key}" if path else key


def _describe_error(error: BaseException) -> str:
    """Say what went wrong: a user's mistake as it is, anything else with the name of the exception."""
    cause = getattr(error, "cause", None) or error
    if any(base.__name__ == "RunError" for base in type(cause).__mro__):
        return str(cause)
    return f"the program failed: {type(cause).__name__}: {cause}"


if __name__ == "__main__":
    _main()
