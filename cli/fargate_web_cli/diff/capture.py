"""A script that runs the program of one revision and records the resources that it registers.

The Python of the revision's dependencies runs this file, with the revision's code on the path, which can lack later names. So it imports nothing but
`fargate_web`, and every attribute is optional. It reads a request from stdin and writes one JSON document to the real stdout, all else to stderr.
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
from inspect import signature
from pathlib import Path
from typing import Any

# The process ends with its response, which frees all memory.
gc.disable()

_RESOURCE_OPTIONS = (
    *("parent", "custom", "remote", "read", "dependencies", "property_dependencies", "ignore_changes", "protect", "retain_on_delete"),
    *("delete_before_replace", "replace_on_changes", "replace_with", "replacement_trigger", "deleted_with", "aliases", "import_id"),
    *("provider", "hooks"),
)

# A file is a stack file of fargate-web if it has one of these sections, or if the program loads it.
_SECTION_PATTERN = re.compile(r"^[^#\n]*fargate-web:(?:services|scheduledTasks|repositories|image|port|extends)\b", re.MULTILINE)
_LOADER_PATTERN = re.compile(r"^[^#\n]*(?:\bload_stack\b|\bstack\.load\b|\bsettings\.loader\b)", re.MULTILINE)


def _main() -> None:
    request = json.load(sys.stdin)
    # After the standard library, so that a file of the repository can't shadow its modules, and before the installed packages.
    installed = (index for index, path in enumerate(sys.path) if Path(path).name in ("site-packages", "dist-packages"))
    insert_index = next(installed, len(sys.path))
    sys.path[insert_index:insert_index] = request["paths"]
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as response:
        os.dup2(2, 1)
        response.write(json.dumps(_capture_stacks(request)))
    sys.stderr.flush()
    # A regular interpreter shutdown takes half a second with the classes of the SDK loaded. Nothing is left to clean up.
    os._exit(0)


def _capture_stacks(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        # Before the folder of the program is on the path: pydantic imports modules such as secrets, and a module of the program can have that name.
        _import_first_module("fargate_web.settings.section", "fargate_web")
        from fargate_web.testing import AwsMocks, run
    except Exception as error:  # an old revision, or one that can't be imported: the user needs its error
        return {"error": f"{type(error).__name__}: {error}"}
    stacks = {}
    program = Path(request["program"])
    bytecode = (program if program.is_dir() else program.parent) / "__pycache__"
    had_bytecode = bytecode.exists()
    for name, file in request["stacks"].items():
        started = time.time()
        try:
            loaded = _load_stack(request, name, file)
            program_run = run(
                program,
                preview=False,
                project=request["project"],
                stack=name,
                config=loaded.config,
                secret_keys=loaded.secret_keys,
                mocks=AwsMocks(loaded.region),
                strict=False,
                **_select_known_arguments(run, stack_file=Path(file).absolute() if file is not None else None),
            )
            stacks[name] = _record_stack(loaded, program_run, file, request["salt"]) | {"started": started, "ended": time.time()}
        except Exception as error:  # the other stacks can still be compared
            stacks[name] = {"error": _describe_error(error)}
    if not had_bytecode:
        shutil.rmtree(bytecode, ignore_errors=True)  # leaves the working tree unchanged
    return {"stacks": stacks}


class _PlainStack:
    """A stack without settings of fargate-web: only the configuration, if it has any. Its attributes are those of a loaded stack."""

    stack = None
    warnings = ()

    def __init__(self, request: Mapping[str, Any], name: str, file: str | None) -> None:
        module = _import_first_module("fargate_web.stack_file.stack_file", "fargate_web.settings.stack_file")
        source = _get_first_attribute(module, "YamlFile", "Source")
        project_file = Path(request["project_file"])
        stack_yaml = source(Path(file).read_bytes() if file else b"config: {}", Path(file).name if file else f"Pulumi.{name}.yaml")
        fault = _get_first_attribute(stack_yaml, "syntax_fault", "fault")
        if fault is not None:
            raise _ConfigurationError(str(fault))
        stack_file = module.StackFile(stack_yaml, source(project_file.read_bytes(), project_file.name), request["project"])
        self.file = file
        self.config = _get_first_attribute(stack_file, "render_config", "config")()
        self.secret_keys = _get_first_attribute(stack_file, "list_secret_keys", "secret_keys")()
        variables = (os.environ.get(variable) for variable in ("AWS_REGION", "AWS_DEFAULT_REGION"))
        self.region = self.config.get("aws:region") or next(filter(None, variables), "")
        if not self.region:
            raise _ConfigurationError(
                f"there is no Region for stack {name}: write aws:region: us-west-2 (the one you mean) under config: of "
                f"Pulumi.{name}.yaml, or set AWS_REGION"
            )
        # These settings configure this command and apply to any program.
        self.protected = self.config.get("fargate-web:protected") == "true"
        self.allow_replacement, self.allow_protection_loss, self.allow_broadening = (
            [*map(str, names)] if isinstance(names := json.loads(self.config.get(f"fargate-web:{setting}") or "[]"), list) else []
            for setting in ("allowReplacement", "allowProtectionLoss", "allowBroadening")
        )


class _ConfigurationError(Exception):
    """The configuration is incomplete. The message is complete as it is."""


def _load_stack(request: Mapping[str, Any], name: str, file: str | None) -> Any:
    """Load a stack file of fargate-web with its checks, or any other configuration as Pulumi does."""
    program = Path(request["program"])
    main = program / "__main__.py" if program.is_dir() else program
    has_settings = file is not None and (
        _SECTION_PATTERN.search(Path(file).read_text(encoding="utf-8"))
        or (main.is_file() and _LOADER_PATTERN.search(main.read_text(encoding="utf-8")))
    )
    if not has_settings:
        return _PlainStack(request, name, file)
    load_file = _import_first_module("fargate_web.stack.load", "fargate_web.settings.loader").load_file
    return load_file(file, stack=name, **_select_known_arguments(load_file, project_file=Path(request["project_file"])))


def _select_known_arguments(function: Any, **arguments: Any) -> dict[str, Any]:
    """Return the arguments that the function of the revision has."""
    return {name: value for name, value in arguments.items() if name in signature(function).parameters}


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
        **{key: list(getattr(guard, key, ())) for key in ("allow_replacement", "allow_protection_loss", "allow_broadening")},
        "config": dict(loaded.config),
        "encrypted": _digest_encrypted(file) if file is not None else {},
        "deployments": _describe_deployments(settings) if settings is not None else {},
        "warnings": [str(fault) for fault in getattr(loaded, "warnings", ())],
        "resources": [_record_resource(resource, salt) for resource in (program_run.stack, *program_run.resources)],
    }


def _describe_deployments(settings: Any) -> dict[str, str]:
    """Describe how long a deployment of each service takes, calculated by the code of the revision."""
    try:
        timeline = _import_first_module("fargate_web.analysis.deployment_timeline", "fargate_web.timeline")
        # The second name is that of version 0.1.0.
        deployment_phases = _get_first_attribute(timeline, "list_deployment_phases", "deployment")
        rollback_phases = _get_first_attribute(timeline, "list_rollback_phases", "rollback")
        format_duration = _get_first_attribute(timeline, "format_duration", "spell")
        sum_seconds = _get_first_attribute(timeline, "sum_phase_seconds", "total_seconds")
        pause_minutes = _get_first_attribute(timeline, "sum_pause_minutes", "waiting_minutes")
    except (ImportError, AttributeError):
        return {}
    descriptions = {}
    for name, service in settings.services.items():
        minutes = pause_minutes(service)
        approvals = f", and up to {format_duration(60 * minutes)} for approvals" if minutes else ""
        deployment_seconds, rollback_seconds = sum_seconds(deployment_phases(service)), sum_seconds(rollback_phases(service))
        descriptions[name] = (
            f"{service.deployment.strategy}, about {format_duration(deployment_seconds)}{approvals}; a rollback {format_duration(rollback_seconds)}"
        )
    return descriptions


def _import_first_module(*names: str) -> Any:
    """Import the first module that the revision has: the second name is that of version 0.1.0.

    Raises:
        ImportError: It has none of them.
    """
    for name in names[:-1]:
        with suppress(ImportError):
            return import_module(name)
    return import_module(names[-1])


def _get_first_attribute(module: Any, *names: str) -> Any:
    """Return the first attribute that a module or an object has.

    Raises:
        AttributeError: It has none of them.
    """
    return getattr(module, next((name for name in names if hasattr(module, name)), names[-1]))


def _digest_encrypted(file: str) -> dict[str, str]:
    """Return a digest of each encrypted value of a stack file, by path. The values can't be decrypted here, but their digests can be compared."""
    text = Path(file).read_text(encoding="utf-8")
    if "secure:" not in text:
        return {}
    import yaml

    digests: dict[str, str] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict) and value.keys() == {"secure"}:
            digests[path] = hashlib.sha256(str(value["secure"]).encode()).hexdigest()
        elif isinstance(value, dict):
            for key, part in value.items():
                walk(part, _append_key(path, str(key)))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                walk(part, f"{path}[{index}]")

    for key, value in (yaml.safe_load(text).get("config") or {}).items():
        walk(value, str(key).rpartition(":")[2])
    return digests


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
    """Return a copy of a value with a digest in place of every secret. Digests can be compared without revealing the secrets."""
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
    """Return the message of an error that is meant for the user, or describe any other with the name of its class."""
    cause = getattr(error, "cause", None) or error
    if isinstance(cause, _ConfigurationError) or any(base.__name__ == "RunError" for base in type(cause).__mro__):
        return str(cause)
    return f"the program failed: {type(cause).__name__}: {cause}"


if __name__ == "__main__":
    _main()
