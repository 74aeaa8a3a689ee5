"""Converter for the Network Load Balancer of a service: `nlb` of its manifest."""

import re
from typing import Any, Final, get_args

from fargate_web.settings.https import SslPolicy
from fargate_web.settings.listener_certificate import suggest_hosted_zone

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.load_balancer_target import find_sidecar_port
from fargate_web_cli.migrate.copilot.routing import is_routed, list_host_names
from fargate_web_cli.migrate.manifest_value import InvalidValueError, ManifestValue

_PORT: Final = re.compile(r"(?P<port>[0-9]+)(?:/(?P<protocol>tcp|udp|tls))?")
_HEALTH_CHECK_KEYS: Final = (
    ("healthy_threshold", "healthyThreshold", 3),
    ("unhealthy_threshold", "unhealthyThreshold", 3),
    ("interval", "interval", 10),
    ("timeout", "timeout", 10),
)
"""The keys of health checks in Copilot and here, with Copilot's defaults."""


def convert_network_load_balancer(conversion: Conversion) -> None:
    """Write the Network Load Balancer of the service with its listeners."""
    said = conversion.find_value("nlb")
    if said is None:
        return
    if not isinstance(said.data, dict):
        raise InvalidValueError(said, "nlb is a map in Copilot")
    additional = said.find("additional_listeners")
    listeners = [_build_listener(conversion, each) for each in (said, *(additional.items() if additional else ()))]
    settings: dict[str, Any] = {"listeners": listeners}
    grace_period = said.find("healthcheck.grace_period")
    if not is_routed(conversion):
        settings["gracePeriod"] = grace_period.whole_seconds() if grace_period else 60
    elif grace_period is not None:
        conversion.report_difference(grace_period, "a service has one grace period: that of http.healthcheck")
    settings |= _build_names(conversion, said.find("alias"), has_tls=any(each["protocol"] == "TLS" for each in listeners), balancer=said)
    conversion.write_setting("networkLoadBalancer", settings)


def _build_listener(conversion: Conversion, said: ManifestValue) -> dict[str, Any]:
    written = said.find("port")
    found = _PORT.fullmatch(str(written.data).strip().lower()) if written is not None else None
    if written is None or found is None:
        raise InvalidValueError(written or said, "a listener has a port like 443/tls, 80/tcp or 53/udp in Copilot")
    listener: dict[str, Any] = {"port": int(found["port"]), "protocol": (found["protocol"] or "tcp").upper()}
    container, target_port = said.find("target_container"), said.find("target_port")
    if container is not None and container.text() != conversion.name:
        if conversion.find_value(f"sidecars.{container.text()}") is None:
            raise InvalidValueError(container, f"there is no sidecar {container.text()}")
        listener["targetContainer"] = container.text()
        sidecar_port = find_sidecar_port(conversion, container.text())
        if target_port is None and sidecar_port is not None and sidecar_port != listener["port"]:
            listener["targetPort"] = sidecar_port
    if target_port is not None:
        listener["targetPort"] = target_port.number()
    listener["healthCheck"] = _build_health_check(said.find("healthcheck"))
    delay, sticky = said.find("deregistration_delay"), said.find("stickiness")
    if delay is not None:
        listener["deregistrationDelay"] = delay.whole_seconds()
    if sticky is not None and sticky.boolean():
        if listener["protocol"] == "TLS":
            conversion.report_difference(sticky, "AWS refuses stickiness of TLS listeners, so that it is left out")
        else:
            listener["stickiness"] = True
    _write_ssl_policy(conversion, said.find("ssl_policy"))
    return listener


def _build_health_check(said: ManifestValue | None) -> dict[str, Any]:
    check: dict[str, Any] = {}
    port = said.find("port") if said else None
    if port is not None:
        check["port"] = port.number()
    for key, here, default in _HEALTH_CHECK_KEYS:
        value = said.find(key) if said else None
        if value is None:
            check[here] = default
        else:
            check[here] = value.number() if key.endswith("threshold") else value.whole_seconds()
    return check


def _write_ssl_policy(conversion: Conversion, policy: ManifestValue | None) -> None:
    if policy is None:
        return
    if policy.text() in get_args(SslPolicy):
        conversion.report_difference(
            policy, f"write sslPolicy: {policy.text()} under networkLoadBalancer: one holds for all of its listeners"
        )
    else:
        conversion.report_unconverted(
            policy, "this policy allows old versions of TLS; the listeners get ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
        )


def _build_names(conversion: Conversion, alias: ManifestValue | None, *, has_tls: bool, balancer: ManifestValue) -> dict[str, Any]:
    """Return the names of the load balancer and their zone: those of the alias, or the one that Copilot makes in the application's domain."""
    world = conversion.context
    names, source = list_host_names(alias), alias or balancer
    if not names and world.domain and world.environment and world.application:
        names = [f"{conversion.name}-nlb.{world.environment}.{world.application}.{world.domain}"]
    if not names:
        if has_tls:
            conversion.report_placeholder(source, "a TLS listener needs a certificate: write domainName and hostedZone, or certificateArn")
        return {}
    first, *others = names
    zone = world.domain if world.domain and first.endswith(f".{world.domain}") else suggest_hosted_zone(first)
    conversion.report_placeholder(source, f"write the hosted zone of {first} as networkLoadBalancer.hostedZone")
    conversion.report_difference(
        source,
        f"the record of {first} belongs to Copilot until it is deleted there, and Route 53 refuses a second one: write another domainName until clients may move",
    )
    return {"domainName": first, **({"alternativeNames": others} if others else {}), "hostedZone": zone or first.partition(".")[2]}
