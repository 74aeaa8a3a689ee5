"""Checks that proxies and the load balancer speak the protocol of the service behind them, and know when a task is ready."""

from collections.abc import Iterator

from ..analysis.known_servers import find_known_server
from ..settings.fix import Edit, Fix, write
from ..settings.service import Service
from ..settings.sidecar import Sidecar
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_GRPC_PORT = 50051


def check_protocols(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find databases that Service Connect or the load balancer would take for web servers, and servers that callers reach while they start."""
    for name, service in stack.services.items():
        path: SettingPath = ("services", name)
        yield from _check_service_connect(path, service)
        yield from _check_load_balancer(path, service)
        yield from _check_readiness(path, service)


def _check_service_connect(path: SettingPath, service: Service) -> Iterator[Finding]:
    connect = service.service_connect_server
    if connect is None or service.app_protocol == "tcp":
        return
    server = find_known_server(service)
    is_explicit = connect.app_protocol is not None
    if server and (server.is_certain or not is_explicit):
        yield Finding(
            "not-http-in-service-connect",
            (*path, "serviceConnect"),
            f"{server.name} (port {service.port}) speaks no HTTP, and the proxy of Service Connect takes the traffic for {service.app_protocol}, so that it would break every "
            "connection" + ("" if server.is_certain else " (if it is a web server after all, appProtocol: http says so)"),
            "warning",
            ((*path, "port"), (*path, "image")),
            _write_protocols(path, service, *(["tcp"] if server.is_certain else ["tcp", "http"])),
        )
    elif service.port == _GRPC_PORT and service.app_protocol == "http" and not is_explicit:
        yield Finding(
            "grpc-as-http",
            (*path, "serviceConnect"),
            "port 50051 is that of gRPC, which the proxy of Service Connect would take for HTTP/1.1, so that calls fail",
            "warning",
            ((*path, "port"),),
            _write_protocols(path, service, "grpc", "http"),
        )


def _write_protocols(path: SettingPath, service: Service, *protocols: str) -> tuple[Fix, ...]:
    """Fix by writing the protocol in serviceConnect, which may be `true`."""
    connect = service.service_connect
    is_map = connect is not None and bool(connect.model_fields_set)
    place = (*path, "serviceConnect")
    return tuple(
        Fix(
            f"write serviceConnect: {{appProtocol: {protocol}}}",
            (Edit((*place, "appProtocol"), "set", protocol) if is_map else Edit(place, "set", {"appProtocol": protocol}),),
        )
        for protocol in protocols
    )


def _take_off_load_balancer(path: SettingPath, service: Service) -> Fix:
    """Fix by `route: false`. What only a service with a route may have goes with it."""
    keys = {"target_group": "targetGroup", "health_check": "healthCheck"}
    given = [keys[field] for field in sorted(service.model_fields_set & keys.keys())]
    edits = tuple(Edit((*path, key), "remove") for key in given)
    text = "write route: false" + (f" and remove {' and '.join(given)}" if given else "")
    return Fix(text, (Edit((*path, "route"), "set", False), *edits))


def _check_load_balancer(path: SettingPath, service: Service) -> Iterator[Finding]:
    server = find_known_server(service)
    if service.active_route is None or server is None:
        return
    has_health_check = "health_check" in service.model_fields_set
    if not server.is_certain and has_health_check:
        return  # who writes the path of a health check has a web server
    yield Finding(
        "not-http-behind-load-balancer",
        (*path, "port"),
        f"{server.name} (port {service.port}) speaks no HTTP, and an Application Load Balancer speaks nothing else: the health checks would fail (Target.FailedHealthChecks) and "
        "the deployment would be rolled back; name the services that call it in allowFrom"
        + ("" if server.is_certain else ", or set the path of its health check if it is a web server after all"),
        "warning",
        ((*path, "route"), (*path, "image")),
        (_take_off_load_balancer(path, service), *(() if server.is_certain else (write(*path, "healthCheck", value="/"),))),
    )


def _check_readiness(path: SettingPath, service: Service) -> Iterator[Finding]:
    listening = service.listening_container
    if service.container_health_check is not None or (isinstance(listening, Sidecar) and listening.health_check is not None):
        return
    discovery = "serviceConnect" if service.service_connect_server else "serviceDiscovery" if service.service_discovery else None
    if discovery is None:
        return
    caller = "Service Connect sends requests to" if discovery == "serviceConnect" else "Cloud Map answers with"
    server = find_known_server(service)
    example = _READINESS_COMMANDS.get(server.name if server else "", f"curl -f http://localhost:{service.port}/health || exit 1")
    yield Finding(
        "called-while-starting",
        (*path, discovery),
        f"{caller} a task as soon as its container runs, unless a container health check tells when the application is ready, so that callers get errors in every deployment "
        "(silence: {containerHealthCheck: <why callers need none>})",
        "warning",
        ((*path, "containerHealthCheck"), (*path, "port")),
        (
            Fix(
                f"write containerHealthCheck: '{example}' with a program that is in the image",
                (Edit((*path, "containerHealthCheck"), "set", example),),
            ),
        ),
        "containerHealthCheck",
    )


_READINESS_COMMANDS = {
    "redis": "redis-cli ping | grep PONG",
    "valkey": "valkey-cli ping | grep PONG",
    "postgres": "pg_isready -U postgres",
    "postgresql": "pg_isready -U postgres",
    "postgis": "pg_isready -U postgres",
    "timescaledb": "pg_isready -U postgres",
    "pgvector": "pg_isready -U postgres",
    "mysql": "mysqladmin ping -h 127.0.0.1",
    "mariadb": "healthcheck.sh --connect",
    "mongo": "mongosh --quiet --eval 1",
    "mongodb": "mongosh --quiet --eval 1",
    "Redis": "redis-cli ping | grep PONG",
    "PostgreSQL": "pg_isready -U postgres",
    "MySQL": "mysqladmin ping -h 127.0.0.1",
    "MongoDB": "mongosh --quiet --eval 1",
}
