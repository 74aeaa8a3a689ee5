"""Runs the program of one revision and writes down what it registers.

This file is run, not imported: by the Python of the revision's dependencies, with the revision's own code on the path, which may be older than
this file and lack what later ones have. So it needs nothing but `fargate_web` and takes every attribute as optional. It reads a request from
stdin and writes one JSON document to the real stdout; whatever else the program prints goes to stderr.
"""

import gc
import hashlib
import json
import os
import re
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

# What tells a stack file of ours from one of a program that imports the components: its sections, or that the program loads them.
_OUR_SECTIONS = re.compile(r"^[^#\n]*fargate-web:(?:services|scheduledTasks|repositories|image|port)\b", re.MULTILINE)
_OUR_LOADER = re.compile(r"^[^#\n]*(?:\bload_stack\b|\bstack\.load\b|\bsettings\.loader\b)", re.MULTILINE)


def _main() -> None:
    request = json.load(sys.stdin)
    # Before what is installed, and after Python's own modules: a file of the repository that is called like one of those must not hide it.
    installed = (index for index, path in enumerate(sys.path) if Path(path).name in ("site-packages", "dist-packages"))
    place = next(installed, len(sys.path))
    sys.path[place:place] = request["paths"]
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
    except Exception as error:  # an old revision, or one that does not import: its error is what the user has to know
        return {"error": f"{type(error).__name__}: {error}"}
    stacks = {}
    program = Path(request["program"])
    bytecode = (program if program.is_dir() else program.parent) / "__pycache__"
    had_bytecode = bytecode.exists()
    for name, file in request["stacks"].items():
        started = time.time()
        try:
            loaded = _load_stack(request, name, file)
            ran = run(
                program,
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


class _PlainStack:
    """A stack of a program that has no settings of ours in its file, or no file: the configuration alone.

    Attributes:
        stack: No settings.
        region: The Region.
        config: The configuration as Pulumi hands it to a program.
        secret_keys: The keys of `config` that hold something encrypted.
        file: The stack file, if there is one.
        protected: Whether the stack is protected.
        allow_replacement: What the guard lets pass.
        warnings: None.
    """

    stack = None
    warnings = ()

    def __init__(self, folder: str, project: str, name: str, file: str | None) -> None:
        module = _first_module("fargate_web.stack_file.stack_file", "fargate_web.settings.stack_file")
        source = _first_attribute(module, "YamlFile", "Source")
        project_file = _first_attribute(module, "find_project_file", "find_project")(Path(folder))
        own = source(Path(file).read_bytes() if file else b"config: {}", Path(file).name if file else f"Pulumi.{name}.yaml")
        fault = _first_attribute(own, "syntax_fault", "fault")
        if fault is not None:
            raise _ConfigurationError(str(fault))
        shared = source(project_file.read_bytes(), project_file.name) if project_file is not None else None
        found = module.StackFile(own, shared, project)
        self.file = file
        self.config = _first_attribute(found, "render_config", "config")()
        self.secret_keys = _first_attribute(found, "list_secret_keys", "secret_keys")()
        variables = (os.environ.get(variable) for variable in ("AWS_REGION", "AWS_DEFAULT_REGION"))
        self.region = self.config.get("aws:region") or next(filter(None, variables), "")
        if not self.region:
            raise _ConfigurationError(
                f"there is no Region for stack {name}: write aws:region: us-west-2 (the one you mean) under config: of "
                f"Pulumi.{name}.yaml, or set AWS_REGION"
            )
        # The two that speak to this command alone hold for any program.
        self.protected = self.config.get("fargate-web:protected") == "true"
        allowed = json.loads(self.config.get("fargate-web:allowReplacement") or "[]")
        self.allow_replacement = [str(each) for each in allowed] if isinstance(allowed, list) else []


class _ConfigurationError(Exception):
    """The configuration lacks something; the message says it all."""


def _load_stack(request: Mapping[str, Any], name: str, file: str | None) -> Any:
    """Load a stack file of ours with its checks, and any other as Pulumi does."""
    program = Path(request["program"])
    main = program / "__main__.py" if program.is_dir() else program
    is_ours = file is not None and (
        _OUR_SECTIONS.search(Path(file).read_text(encoding="utf-8"))
        or (main.is_file() and _OUR_LOADER.search(main.read_text(encoding="utf-8")))
    )
    if not is_ours:
        return _PlainStack(request["folder"], request["project"], name, file)
    return _first_module("fargate_web.stack.load", "fargate_web.settings.loader").load_file(file, stack=name)


def _record_stack(loaded: Any, program_run: Any, file: str | None, salt: str) -> dict[str, Any]:
    error = getattr(program_run, "error", None)
    failed = [log.message for log in program_run.logs if log.severity == "error"]
    if error is not None or failed:
        return {"error": _describe_error(error) if error is not None else "\n".join(failed)}
    settings = loaded.stack
    guard = loaded if settings is None else settings
    return {
        "file": loaded.file,
        "region": loaded.region,
        "has_settings": settings is not None,
        "protected": bool(getattr(guard, "protected", False)),
        "allow_replacement": list(getattr(guard, "allow_replacement", ())),
        "config": dict(loaded.config),
        "encrypted": _digest_encrypted(file) if file is not None else {},
        "deployments": _describe_deployments(settings) if settings is not None else {},
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
    """Return the first attribute that a module or an object has.

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
    if isinstance(cause, _ConfigurationError) or any(base.__name__ == "RunError" for base in type(cause).__mro__):
        return str(cause)
    return f"the program failed: {type(cause).__name__}: {cause}"


if __name__ == "__main__":
    _main()
