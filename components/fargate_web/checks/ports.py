"""Checks that the application listens, and is asked, on the port of its service."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from ..analysis.known_servers import is_proxy
from ..settings.fix import Edit, Fix
from ..settings.service import Service
from ..settings.stack import Stack
from .containers import PlacedContainer, list_containers, silence, write_health_command
from .finding import Finding, SettingPath

_PORT_NAMES: Final = re.compile(
    r"(?:APP_|HTTP_|WEB_|SERVER_|LISTEN_|LISTENING_|CONTAINER_|APPLICATION_|NITRO_|NUXT_|NODE_|GUNICORN_|UVICORN_|HYPERCORN_|PUMA_|FLASK_RUN_|NGINX_|GRADIO_SERVER_|STREAMLIT_SERVER_"
    r"|QUARKUS_HTTP_|MICRONAUT_SERVER_|HASURA_GRAPHQL_SERVER_|GF_SERVER_HTTP_|KC_HTTP_|N8N_|SPRING_SERVER_|BIND_)?PORT|ASPNETCORE_HTTP_PORTS|server\.port",
    re.IGNORECASE,
)
_ADDRESS_NAMES: Final = re.compile(
    r"(?:HTTP_|APP_|SERVER_|WEB_|API_)?(?:LISTEN|BIND|LISTEN_ON)(?:_?ADDR(?:ESS)?|_HOST)?|(?:HTTP_|SERVER_|APP_)?ADDR(?:ESS)?|HTTP_LISTEN_ADDR|ASPNETCORE_URLS|(?:HTTP_|SERVER_|APP_)?HOST(?:NAME)?",
    re.IGNORECASE,
)
_ADDRESS_PATTERN: Final = re.compile(
    r"(?:(?P<scheme>https?|tcp)://)?(?P<host>\[[0-9a-fA-F:]*\]|[*+]|localhost|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|)(?::(?P<port>[0-9]{1,5}))?/?"
)
_PORT_OPTIONS: Final = ("--port", "--http-port", "--http_port", "--server.port", "--listen-port", "--http.port")
_ADDRESS_OPTIONS: Final = ("--bind", "--listen", "--address", "--addr", "--host", "--http-address", "--listen-address", "-b")
_OWN_ADDRESS_PATTERN: Final = re.compile(r"|[*+]|\[::\]|\[::1\]|0\.0\.0\.0|localhost|127\.[0-9.]+")
_LOOPBACK_PATTERN: Final = re.compile(r"localhost|127\.[0-9.]+|\[::1\]")
_LOCAL_PORT_PATTERN: Final = re.compile(
    r"(?:(?P<scheme>https?)://)?(?<![\w.-])(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?![\w.-])(?:(?P<separator>[:/]| +(?=[0-9]))(?P<port>[0-9]{2,5})\b)?"
    r"|(?:-p|--port)[ =](?P<option>[0-9]{2,5})\b|-addr=:(?P<address>[0-9]{2,5})\b"
)

_CLIENT_PATTERN: Final = re.compile(r"\b(?:curl|wget)\b")


class _Listening(NamedTuple):
    """A setting that says where the application listens.

    Attributes:
        path: Its path.
        host: The address. Empty if it doesn't say.
        ports: The ports. Empty if it doesn't say.
        text: The value as it is written.
    """

    path: SettingPath
    host: str
    ports: tuple[int, ...]
    text: str

    @property
    def silence_key(self) -> Literal["environment", "command"]:
        """The key that silences advice on the setting."""
        return "environment" if "environment" in self.path else "command"


def check_ports(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find settings that make the application listen elsewhere, and health checks that ask elsewhere."""
    for place in list_containers(stack):
        if not place.ports or not isinstance(place.task, Service):
            continue
        is_sidecar = place.container is not place.task
        # A proxy in a sidecar listens on the port of the service, and the application on another.
        has_proxy = not is_sidecar and (
            place.task.target_container is not None or any(is_proxy(sidecar.image) for sidecar in place.task.sidecars.values())
        )
        settings = [] if has_proxy else list(_list_settings(place))
        wrong = [said for said in settings if said.ports and place.ports.keys().isdisjoint(said.ports)]
        if wrong and len(wrong) == sum(bool(said.ports) for said in settings):
            yield from _report_other_port(place, wrong)
        for said in settings:
            if _LOOPBACK_PATTERN.fullmatch(said.host):
                yield _report_loopback(place, said)
        if not wrong and not has_proxy and not is_sidecar:
            yield from _check_health_check(place, next(iter(place.ports)), place.task)


def _list_settings(place: PlacedContainer) -> Iterator[_Listening]:
    own_name = re.sub(r"\W", "_", str(place.path[-1])).upper()
    for name, value in place.container.environment.items():
        if not isinstance(value, str):
            continue
        path = (*place.path, "environment", name)
        if (_PORT_NAMES.fullmatch(name) or name.upper() == f"{own_name}_PORT") and re.fullmatch(r"[0-9]{1,5}(?:;[0-9]{1,5})*", value):
            yield _Listening(path, "", tuple(map(int, value.split(";"))), value)
        elif _ADDRESS_NAMES.fullmatch(name):
            yield from _parse_addresses(path, value)
        elif name == "GUNICORN_CMD_ARGS":
            yield from _list_options(path, value.split())
    for key, words in (("entryPoint", place.container.entry_point), ("command", place.container.command)):
        yield from _list_options((*place.path, key), [word for word in words or () if isinstance(word, str)])


def _parse_addresses(path: SettingPath, value: str) -> Iterator[_Listening]:
    found = [_ADDRESS_PATTERN.fullmatch(part) for part in value.split(";") if part]
    if found and all(match and _OWN_ADDRESS_PATTERN.fullmatch(match["host"]) for match in found):
        addresses = [match for match in found if match]
        yield _Listening(path, addresses[0]["host"], tuple(int(match["port"]) for match in addresses if match["port"]), value)


def _list_options(path: SettingPath, words: list[str]) -> Iterator[_Listening]:
    for word, following in zip(words, [*words, ""][1:], strict=True):
        option, has_value, value = word.partition("=")
        value = value if has_value else following
        if option in _PORT_OPTIONS and re.fullmatch(r"[0-9]{2,5}", value):
            yield _Listening(path, "", (int(value),), f"{option} {value}")
        elif option in _ADDRESS_OPTIONS and value:
            yield from (said._replace(text=f"{option} {value}") for said in _parse_addresses(path, value))


def _report_other_port(place: PlacedContainer, wrong: list[_Listening]) -> Iterator[Finding]:
    first, (port, path) = wrong[0], next(iter(place.ports.items()))
    fixes = [fix for said in wrong if (fix := _write_port(said, port))][:1] if len(wrong) == 1 else []
    other = first.ports[0]
    if len(first.ports) == 1 and not _mentions_port(place, port):
        fixes.append(Fix(f"write port: {other}", (Edit(path, "set", other),)))
    yield Finding(
        "listens-on-other-port",
        first.path,
        f"{_describe_container(place)} is told to listen on {' and '.join(map(str, first.ports))} ({first.path[-1]}: {first.text}), and requests and health checks go to port {port}, so that they would "
        f"fail (Target.FailedHealthChecks)",
        "warning",
        (path, *(said.path for said in wrong[1:])),
        (*fixes, silence(place.path, first.silence_key, "why it listens on both")),
        first.silence_key,
    )


def _describe_container(place: PlacedContainer) -> str:
    return "the application" if place.container is place.task else f"the sidecar {place.path[-1]}"


def _write_port(said: _Listening, port: int) -> Fix | None:
    """Build the fix of a variable; the words of a command have no path of their own."""
    if "environment" not in said.path or len(said.ports) != 1:
        return None
    value = re.sub(rf"\b{said.ports[0]}\b(?=/?$)", str(port), said.text)
    written: str | int = int(value) if value.isdigit() else value
    return Fix(f"write {said.path[-1]}: {value}", (Edit(said.path, "set", written),))


def _mentions_port(place: PlacedContainer, port: int) -> bool:
    words = [
        *(place.container.command or ()),
        *(place.health_check.command if place.health_check else ()),
        *place.container.environment.values(),
    ]
    return any(isinstance(word, str) and re.search(rf"\b{port}\b", word) for word in words)


def _report_loopback(place: PlacedContainer, said: _Listening) -> Finding:
    value = said.text.replace(said.host, "0.0.0.0", 1)
    edits = (Edit(said.path, "set", value),) if said.silence_key == "environment" else ()
    fixes = [Fix(f"write {said.path[-1]}: {value}", edits)] if edits else []
    return Finding(
        "listens-on-loopback",
        said.path,
        f"{_describe_container(place)} is told to listen on {said.host}, which only the containers of the task reach, so that requests and health checks of the load balancer would fail "
        f"(Target.FailedHealthChecks)" + ("" if fixes else f"; write {value}"),
        "warning",
        (next(iter(place.ports.values())),),
        (*fixes, silence(place.path, said.silence_key, "why it is reached there")),
        said.silence_key,
    )


def _check_health_check(place: PlacedContainer, port: int, service: Service) -> Iterator[Finding]:
    if place.health_check is None:
        return
    command = [word for word in place.health_check.command if isinstance(word, str)]
    known = {each.port for each in service.container_ports}
    asked = list(_find_asked_ports(" ".join(command)))
    if not asked or any(number in known for number, _ in asked) or len(command) != len(place.health_check.command):
        return
    number, text = asked[0]
    # An administration port is named in another setting, of the application or of a sidecar.
    others = [place._replace(health_check=None)] + [place._replace(container=sidecar) for sidecar in service.sidecars.values()]
    if any(_mentions_port(other._replace(health_check=None), number) for other in others):
        return
    corrected = [_replace_port(word, number, port) for word in command]
    fix = write_health_command(place, corrected)
    yield Finding(
        "health-check-on-other-port",
        (*place.path, place.health_check_key),
        f"the check asks port {number} ({text}), and the service listens on port {port}, so that ECS would replace task after task",
        "warning",
        ((*place.path, "port"),),
        (*((fix,) if corrected != command else ()), silence(place.path, "containerHealthCheck", "why the task listens there too")),
        "containerHealthCheck",
    )


def _find_asked_ports(text: str) -> Iterator[tuple[int, str]]:
    for found in _LOCAL_PORT_PATTERN.finditer(text):
        number = found["port"] if found["separator"] != "/" or "/dev/tcp/" in text else None
        number = number or found["option"] or found["address"]
        if number:
            yield int(number), found[0].strip()
        elif (found["scheme"] or _CLIENT_PATTERN.search(text)) and text[found.end() : found.end() + 1] != ":":
            yield {"https": 443}.get(found["scheme"] or "", 80), found[0]


def _replace_port(word: str, number: int, port: int) -> str:
    if re.search(rf"(?<![0-9]){number}(?![0-9])", word):
        return re.sub(rf"(?<![0-9]){number}(?![0-9])", str(port), word, count=1)
    return re.sub(r"(?<![\w.-])(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?![\w:.-])", rf"\1:{port}", word, count=1)
