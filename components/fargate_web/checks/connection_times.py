"""Checks of the order of times at which connections and tasks end: idle timeout, keep-alive, deregistration delay, stop timeout."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ..settings.fix import write, write_nested
from ..settings.rule_names import describe_rule, find_target_path
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_KEEP_ALIVE_OPTION: Final = re.compile(r"--(?:keep-alive|keepalive|timeout-keep-alive|keep-alive-timeout)[= \x1f](\d+)(?![^\s\x1f])")
"""The options of Gunicorn, Hypercorn, Uvicorn and Sanic, in seconds."""
_GRACEFUL_OPTION: Final = re.compile(
    r"--(?:graceful-timeout|timeout-graceful-shutdown|graceful-shutdown-timeout)[= \x1f](\d+)(?![^\s\x1f])"
)
"""The options of Gunicorn, Uvicorn and others, in seconds."""
_KEEP_ALIVE_VARIABLE: Final = re.compile(r"(?:.*_)?KEEP_?ALIVE(?:_TIMEOUT)?(?:_(?P<unit>MS|MILLIS|SECONDS|SECS|S))?")
_OPTION_VARIABLES: Final = ("GUNICORN_CMD_ARGS",)
_SEPARATOR: Final = "\x1f"
"""Between the words of a command line; a word may contain spaces."""
DEFAULT_IDLE_TIMEOUT: Final = 60
DEFAULT_STOP_TIMEOUT: Final = 30


def check_connection_times(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find connections that the application closes before the load balancer does, and requests that a deployment cuts off."""
    balancer = stack.load_balancer
    idle = DEFAULT_IDLE_TIMEOUT if balancer.existing else balancer.idle_timeout
    for name, service in stack.services.items():
        path: SettingPath = ("services", name)
        # A proxy in front of the application has connections of its own with the load balancer.
        if service.active_route and balancer.existing is None and service.target_container is None:
            yield from _check_keep_alive(path, service, idle)
        yield from _check_graceful_timeout(path, service)
    if balancer.existing:
        return
    if "client_keep_alive" in balancer.model_fields_set and balancer.client_keep_alive < idle:
        yield Finding(
            "client-keep-alive-below-idle-timeout",
            ("loadBalancer", "clientKeepAlive"),
            f"the load balancer closes a client's connection after {balancer.client_keep_alive} s, so that an idleTimeout of {idle} s is never reached",
            "warning",
            (("loadBalancer", "idleTimeout"),),
            (write("loadBalancer", "clientKeepAlive", value=idle),),
        )
    slow = {
        name: service
        for name, service in stack.list_routes_with_own("target_group").items()
        if service.target_group.deregistration_delay < idle
    }
    if idle > DEFAULT_IDLE_TIMEOUT and slow:
        delays = sorted({service.target_group.deregistration_delay for service in slow.values()})
        is_one = len(slow) == 1
        paths = {name: (*find_target_path(name), "targetGroup", "deregistrationDelay") for name in slow}
        explicit = [path for name, path in paths.items() if "deregistration_delay" in slow[name].target_group.model_fields_set]
        yield Finding(
            "deregistration-delay-below-idle-timeout",
            explicit[0] if explicit else ("loadBalancer", "idleTimeout"),
            f"idleTimeout lets a request wait {idle} s for an answer, but a task that stops gets {' to '.join(f'{delay} s' for delay in dict.fromkeys((delays[0], delays[-1])))} to finish its requests "
            f"(deregistrationDelay of {', '.join(map(describe_rule, slow))}), so that every deployment would cut off the slow ones",
            "warning",
            (*explicit[1:], ("loadBalancer", "idleTimeout")) if explicit else (),
            (
                *((write(*next(iter(paths.values())), value=min(idle, 3600)),) if is_one and idle <= 3600 else ()),
                write_nested("loadBalancer", "idleTimeout", value=max(delays[0], 1)),
            ),
        )


def _list_words(service: Service) -> Iterator[tuple[str, SettingPath]]:
    """List the command lines of the application, each with the path that it is set at."""
    for key, words in (("command", service.command), ("entryPoint", service.entry_point)):
        if words and all(isinstance(word, str) for word in words):
            yield _SEPARATOR.join(words), (key,)
    for name in _OPTION_VARIABLES:
        value = service.environment.get(name)
        if isinstance(value, str):
            yield value, ("environment", name)


def _list_keep_alives(service: Service, wanted: int) -> Iterator[tuple[float, SettingPath, Any]]:
    """List the seconds that the application keeps connections open, the path that they are set at, and the value there for the wanted seconds."""
    for text, path in _list_words(service):
        for found in _KEEP_ALIVE_OPTION.finditer(text):
            changed = f"{text[: found.start(1)]}{wanted}{text[found.end(1) :]}"
            yield float(found[1]), path, changed if path[0] == "environment" else changed.split(_SEPARATOR)
    for name, value in service.environment.items():
        variable = _KEEP_ALIVE_VARIABLE.fullmatch(name)
        if variable and isinstance(value, str) and re.fullmatch("[0-9]{1,7}", value):
            is_milliseconds = variable["unit"] in ("MS", "MILLIS") or (variable["unit"] is None and int(value) >= 1000)
            factor = 1000 if is_milliseconds else 1
            yield int(value) / factor, ("environment", name), str(wanted * factor)


def _check_keep_alive(path: SettingPath, service: Service, idle: int) -> Iterator[Finding]:
    for seconds, keys, value in _list_keep_alives(service, idle + 5):
        if 0 < seconds <= idle:
            yield Finding(
                "keep-alive-below-idle-timeout",
                (*path, *keys),
                f"the application closes idle connections after {seconds:g} s, and the load balancer keeps them for {idle} s and may send a request just then, which fails with 502",
                "warning",
                (("loadBalancer", "idleTimeout"),),
                (write(*path, *keys, value=value),),
            )
            return


def _check_graceful_timeout(path: SettingPath, service: Service) -> Iterator[Finding]:
    stop_timeout = service.stop_timeout or DEFAULT_STOP_TIMEOUT
    for text, keys in _list_words(service):
        for found in _GRACEFUL_OPTION.finditer(text):
            seconds = int(found[1])
            if seconds > stop_timeout:
                yield Finding(
                    "graceful-stop-cut-off",
                    (*path, *keys),
                    f"{found[0].replace(_SEPARATOR, ' ')} gives the application {seconds} s to finish, and ECS kills it {stop_timeout} s after SIGTERM (stopTimeout, 120 s at most on Fargate)"
                    + ("" if seconds < 120 else "; give it less than 120 s"),
                    "warning",
                    ((*path, "stopTimeout"),),
                    (write(*path, "stopTimeout", value=min(seconds + 5, 120)),) if seconds < 120 else (),
                )
                return
