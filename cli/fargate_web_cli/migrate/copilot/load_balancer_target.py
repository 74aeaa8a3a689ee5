"""The container and port that a load balancer and Service Connect lead to, chosen as Copilot chooses them."""

from dataclasses import dataclass

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import InvalidValueError, ManifestValue


@dataclass(frozen=True, slots=True)
class LoadBalancerTarget:
    """A container and its port.

    Attributes:
        sidecar: The name of the sidecar; None for the workload's own container.
        port: The port, if there is one.
    """

    sidecar: str | None
    port: int | None


def find_main_target(conversion: Conversion) -> LoadBalancerTarget:
    """Find the target of `http`, or the port of the workload if there is no load balancer."""
    http = conversion.find_value("http")
    if http is not None and isinstance(http.data, dict):
        return find_rule_target(conversion, http)
    return LoadBalancerTarget(None, _read_own_port(conversion))


def find_rule_target(conversion: Conversion, rule: ManifestValue) -> LoadBalancerTarget:
    """Find the target of `http` or of one of its additional rules."""
    container = rule.find("target_container") or rule.find("targetContainer")
    port = rule.find("target_port")
    sidecar = None if container is None or container.text() == conversion.name else container.text()
    if container is not None and sidecar is not None and conversion.find_value(f"sidecars.{sidecar}") is None:
        raise InvalidValueError(container, f"there is no sidecar {sidecar}")
    if port is None:
        return LoadBalancerTarget(sidecar, _read_own_port(conversion) if sidecar is None else find_sidecar_port(conversion, sidecar))
    number = port.number()
    if container is None and number != _read_own_port(conversion):
        sidecar = _find_sidecar_with_port(conversion, number)
    return LoadBalancerTarget(sidecar, number)


def _read_own_port(conversion: Conversion) -> int | None:
    port = conversion.find_value("image.port") if conversion.kind in ("lb", "backend") else None
    return None if port is None else port.number()


def find_sidecar_port(conversion: Conversion, sidecar: str) -> int | None:
    """Find the TCP port of a sidecar, None if it has none."""
    port = conversion.find_value(f"sidecars.{sidecar}.port")
    if port is None:
        return None
    number, _, protocol = port.text().partition("/")
    if not number.isdecimal():
        raise InvalidValueError(port, f"{port.text()!r} is no port; write it like 80 or 80/tcp")
    return int(number) if protocol.lower() != "udp" else None


def _find_sidecar_with_port(conversion: Conversion, port: int) -> str | None:
    sidecars = conversion.find_value("sidecars")
    for name, _ in sidecars.entries() if sidecars else ():
        if find_sidecar_port(conversion, name) == port:
            return name
    return None
