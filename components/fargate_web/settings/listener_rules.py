"""Rules between the listeners of a load balancer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fix import Fix, remove, write
from .section import RuleViolation

if TYPE_CHECKING:
    from .load_balancer import LoadBalancer


def find_listener_violations(balancer: "LoadBalancer") -> Iterator[RuleViolation]:
    """Yield what keeps the listeners of a load balancer from serving requests."""
    if balancer.http == "redirect" and balancer.https is None:
        yield RuleViolation(
            ("http", "https"),
            "there is no HTTPS to redirect to, since https has no certificate, so every request would fail",
            "redirect-without-https",
            (write("http", value="forward"),),
        )
    if balancer.http == "forward" and balancer.https:
        yield RuleViolation(
            ("http", "https"),
            "services are added to the HTTPS listener alone, so HTTP would answer 404 to everything",
            "http-forward-beside-https",
            (write("http", value="redirect"), write("http", value="off")),
        )
    if balancer.http == "off" and balancer.https is None:
        yield RuleViolation(
            ("http", "https"),
            "there is no HTTPS either, so nothing would listen",
            "nothing-listens",
            (write("http", value="forward"),),
        )
    if balancer.response_headers.strict_transport_security and balancer.https is None:
        yield RuleViolation(
            ("response_headers.strict_transport_security", "https"),
            "browsers ignore HSTS over HTTP, and there is no HTTPS (https)",
            "setting-without-effect",
            (remove("responseHeaders", "strictTransportSecurity"),),
        )
    listener_ports = {balancer.http_port} if balancer.http_action != "off" else set()
    if balancer.test_listener and balancer.test_listener.port in listener_ports | ({balancer.https.port} if balancer.https else set()):
        yield RuleViolation(
            ("test_listener.port", "http_port", "https.port"),
            f"another listener has port {balancer.test_listener.port} (DuplicateListener)",
            "same-listener-port",
            (_write_free_port(balancer, "testListener", "port"),),
        )
    if balancer.https and balancer.http_action != "off" and balancer.https.port == balancer.http_port:
        yield RuleViolation(
            ("http_port", "https.port"),
            f"HTTP and HTTPS would both listen on port {balancer.http_port} (DuplicateListener)",
            "same-listener-port",
            (_write_free_port(balancer, "httpPort"), _write_free_port(balancer, "https", "port")),
        )


def find_redirect_violations(balancer: "LoadBalancer") -> Iterator[RuleViolation]:
    """Yield the redirects of rules that lead from HTTPS to HTTP, or to HTTPS that the load balancer doesn't have."""
    for name, rule in balancer.rules.items():
        redirect = rule.redirect
        if redirect is None:
            continue
        changes_more = bool(redirect.model_fields_set & {"host", "path", "port"})
        fix = remove("rules", name, "redirect", "protocol") if changes_more else remove("rules", name)
        place = f"rules.{name}.redirect.protocol"
        if balancer.protocol == "HTTPS" and redirect.protocol == "HTTP":
            yield RuleViolation(
                (place, "https"), "AWS redirects from HTTPS to HTTPS only (InvalidLoadBalancerAction)", "redirect-to-http", (fix,)
            )
        is_own_host = redirect.host in (None, "#{host}") and balancer.existing is None
        if balancer.protocol == "HTTP" and redirect.protocol == "HTTPS" and is_own_host and redirect.port is None:
            yield RuleViolation(
                (place, "https"),
                "there is no HTTPS to redirect to, since https has no certificate, so every request would fail",
                "redirect-without-https",
                (fix,),
            )


def _write_free_port(balancer: "LoadBalancer", *path: str) -> Fix:
    """Fix by writing a port that no listener has. A test listener may be written as a bare number."""
    taken = {
        balancer.http_port,
        balancer.https.port if balancer.https else None,
        balancer.test_listener.port if balancer.test_listener else None,
    }
    usual = {"httpPort": (80, 8080), "https": (443, 8443), "testListener": (8443, 9443)}[path[0]]
    free = next(port for port in (*usual, 8081, 8082) if port not in taken)
    if path[0] == "testListener" and balancer.test_listener and balancer.test_listener.model_fields_set == {"port"}:
        return write("testListener", value=free)
    return write(*path, value=free)
