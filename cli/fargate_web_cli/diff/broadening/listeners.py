"""Access rules of load balancers and listeners: ports, TLS, certificates, authentication, and the network that they face."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.broadening.access_rules import AccessRule, ResourceVersion, Setting, list_maps
from fargate_web_cli.diff.broadening.request_routes import LISTENER_RULE_TYPES
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, is_opaque, show_identity

_LISTENER_TYPES: Final = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")
_LOAD_BALANCER_TYPES: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
_CERTIFICATE_TYPES: Final = ("aws:lb/listenerCertificate:ListenerCertificate", "aws:alb/listenerCertificate:ListenerCertificate")
_TRUST_STORE_TYPE: Final = "aws:lb/trustStore:TrustStore"
_ENCRYPTED: Final = ("HTTPS", "TLS")
_MISSING_ENCRYPTION: Final = dict.fromkeys(("TCP", "UDP", "TCP_UDP"), "not encrypted by the load balancer")
_DEFAULT_TLS_POLICY: Final = "ELBSecurityPolicy-2016-08"
_TLS_VERSION: Final = re.compile(r"ELBSecurityPolicy-(?:TLS13-1-(?P<tls13>[0-3])|(?:FS|TLS)-1-(?P<older>[0-2]))\b")
_TLS_SUFFIXES: Final = (("Ext2", 1), ("Ext1", 2), ("Ext", 1), ("Res", 4))
_PLAIN_TLS_SUFFIX: Final = 3
_MODERN_TLS_VERSION: Final = 2
_AUTHENTICATION: Final = ("authenticate-oidc", "authenticate-cognito", "jwt-validation")
_PROTECTING_HEADERS: Final = {
    "routingHttpResponseStrictTransportSecurityHeaderValue": "Strict-Transport-Security",
    "routingHttpResponseContentSecurityPolicyHeaderValue": "Content-Security-Policy",
    "routingHttpResponseXFrameOptionsHeaderValue": "X-Frame-Options",
    "routingHttpResponseXContentTypeOptionsHeaderValue": "X-Content-Type-Options",
}
_DESYNC_LEVELS: Final = {"monitor": 0, "defensive": 1, "strictest": 2}


def list_listener_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield what a load balancer, a listener, a rule or a certificate opens and protects."""
    if resource.type in _LISTENER_TYPES:
        yield from _read_listener(resource, subjects)
    elif resource.type in LISTENER_RULE_TYPES:
        yield from _read_authentication(resource.inputs.get("actions"), name_resource(resource), resource)
    elif resource.type in _LOAD_BALANCER_TYPES:
        yield from _read_load_balancer(resource)
    elif resource.type in _CERTIFICATE_TYPES:
        subject = subjects.name_reference(resource.inputs.get("listenerArn"), "listener", resource)
        yield _serve_certificate(subject, resource.inputs.get("certificateArn"), resource, subjects)
    elif resource.type == _TRUST_STORE_TYPE:
        yield _read_trust_store(resource)


def _read_listener(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    inputs = resource.inputs
    subject = name_resource(resource)
    port, protocol = (show_identity(identify_value(inputs.get(key))) for key in ("port", "protocol"))
    target = subjects.name_reference(inputs.get("loadBalancerArn"), "load balancer", resource)
    setting = Setting("port", identify_value(inputs.get("port")), f"listens on port {port}", f"no longer listens on port {port}")
    yield AccessRule(target, setting, resource, is_opaque=is_opaque(inputs.get("port")))
    actions = list_maps(inputs.get("defaultActions"))
    redirects = bool(actions) and all(action.get("type") == "redirect" for action in actions)
    encrypted = protocol in _ENCRYPTED
    if not redirects or is_opaque(inputs.get("defaultActions")):
        level = (0,) if encrypted else (1,)
        text = f"serves {protocol} on port {port}"
        yield AccessRule(
            subject,
            Setting(
                "protocol",
                protocol,
                text,
                f"no longer {text}",
                () if encrypted else (_MISSING_ENCRYPTION.get(protocol, "not encrypted"),),
                level,
            ),
            resource,
            is_opaque=is_opaque(inputs.get("protocol")),
        )
    if encrypted:
        yield _use_tls_policy(subject, inputs.get("sslPolicy") or _DEFAULT_TLS_POLICY, resource)
    if inputs.get("certificateArn"):
        yield _serve_certificate(subject, inputs["certificateArn"], resource, subjects)
    yield from _read_mutual_authentication(resource, subject, subjects)
    yield from _read_authentication(inputs.get("defaultActions"), subject, resource)
    yield from _read_response_headers(resource, subject)


def _read_mutual_authentication(resource: ResourceVersion, subject: str, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield what a listener requires of the certificates of clients."""
    required = resource.inputs.get("mutualAuthentication")
    if not isinstance(required, Mapping) or required.get("mode") != "verify":
        return
    store = required.get("trustStoreArn")
    text = "requires a certificate of clients" + (
        f" that {subjects.name_reference(store, 'trust store', resource)} vouches for" if store else ""
    )
    setting = Setting("mutual TLS", subjects.identify(store) if store else "verify", text, f"no longer {text}", ("mutual TLS is lost",))
    yield AccessRule(subject, setting, resource, forbids=True, is_opaque=is_opaque(store))
    if required.get("ignoreClientCertificateExpiry") is False:
        text = "refuses expired certificates of clients"
        yield AccessRule(subject, Setting("expired certificates", "refused", text, f"no longer {text}"), resource, forbids=True)


def _read_trust_store(resource: ResourceVersion) -> AccessRule:
    bucket, key = (resource.inputs.get(f"caCertificatesBundleS3{part}") for part in ("Bucket", "Key"))
    version = resource.inputs.get("caCertificatesBundleS3ObjectVersion")
    place = "/".join(show_identity(identify_value(part)) for part in (bucket, key))
    text = f"trusts the certificate authorities in s3://{place}" + (f" ({show_identity(identify_value(version))})" if version else "")
    setting = Setting("certificate authorities", text, text, f"no longer {text}")
    return AccessRule(name_resource(resource), setting, resource, is_opaque=is_opaque((bucket, key, version)), must_exist_before=True)


def _read_response_headers(resource: ResourceVersion, subject: str) -> Iterator[AccessRule]:
    """Yield the headers that protect pages, and the origin whose pages may read responses."""
    for key, header in _PROTECTING_HEADERS.items():
        if resource.inputs.get(key):
            text = f"adds {header} to responses"
            setting = Setting(header, header, text, f"no longer {text}")
            yield AccessRule(subject, setting, resource, forbids=True, must_exist_before=True)
    if origin := resource.inputs.get("routingHttpResponseAccessControlAllowOriginHeaderValue"):
        name = show_identity(identify_value(origin))
        text = f"lets pages of {'every origin' if name == '*' else name} read responses"
        setting = Setting("CORS", identify_value(origin), text, f"no longer {text}", ("every origin",) if name == "*" else ())
        yield AccessRule(subject, setting, resource, is_opaque=is_opaque(origin))


def _use_tls_policy(subject: str, policy: Any, resource: ResourceVersion) -> AccessRule:
    """Return the rule of a TLS policy, as an opening: a weaker policy lets more clients in."""
    name = show_identity(identify_value(policy))
    strength = _rate_tls_policy(name)
    marks = () if strength is not None and strength[0] >= _MODERN_TLS_VERSION else ("old or unknown TLS",)
    level = (-strength[0], -strength[1]) if strength is not None else None
    setting = Setting(
        "TLS policy", identify_value(policy), f"uses the TLS policy {name}", f"no longer uses the TLS policy {name}", marks, level
    )
    return AccessRule(subject, setting, resource, is_opaque=is_opaque(policy))


def _rate_tls_policy(name: str) -> tuple[int, int] | None:
    """Return the oldest TLS version (1.0 is 0) and the strength of the ciphers; None for an unknown policy."""
    if not name.startswith("ELBSecurityPolicy-"):
        return None
    found = _TLS_VERSION.match(name)
    version = int(found["tls13"] or found["older"] or 0) if found else 0
    return version, next((strength for suffix, strength in _TLS_SUFFIXES if f"-{suffix}" in name), _PLAIN_TLS_SUFFIX)


def _serve_certificate(subject: str, certificate: Any, resource: ResourceVersion, subjects: Subjects) -> AccessRule:
    name = subjects.name_reference(certificate, "certificate", resource)
    setting = Setting("certificate", subjects.identify(certificate), f"serves {name}", f"no longer serves {name}")
    return AccessRule(subject, setting, resource, is_opaque=is_opaque(certificate))


def _read_authentication(actions: Any, subject: str, resource: ResourceVersion) -> Iterator[AccessRule]:
    for action in list_maps(actions):
        type_ = action.get("type")
        if type_ in _AUTHENTICATION and not _lets_everyone_pass(action):
            text = f"requires users to log in ({type_})"
            setting = Setting("authentication", str(type_), text, f"no longer {text}", ("authentication is lost",))
            yield AccessRule(subject, setting, resource, forbids=True)


def _lets_everyone_pass(action: Mapping[str, Any]) -> bool:
    """Return whether requests without a login are forwarded too."""
    return any(isinstance(part, Mapping) and part.get("onUnauthenticatedRequest") == "allow" for part in action.values())


def _read_load_balancer(resource: ResourceVersion) -> Iterator[AccessRule]:
    inputs = resource.inputs
    subject = name_resource(resource)
    if is_opaque(inputs.get("internal")) or not inputs.get("internal"):
        setting = Setting("scheme", "internet-facing", "faces the internet", "no longer faces the internet", ("internet-facing",))
        yield AccessRule(subject, setting, resource, is_opaque=is_opaque(inputs.get("internal")))
    if inputs.get("dropInvalidHeaderFields") is True:
        text = "drops invalid headers"
        yield AccessRule(subject, Setting("headers", "drop", text, f"no longer {text}"), resource, forbids=True)
    desync_mode = inputs.get("desyncMitigationMode", "defensive")
    if (level := _DESYNC_LEVELS.get(str(desync_mode))) is not None:
        text = f"handles requests that could be smuggled in the mode {desync_mode}"
        setting = Setting("desync mitigation", str(desync_mode), text, f"no longer {text}", level=(level,))
        yield AccessRule(subject, setting, resource, forbids=True, must_exist_before=True)
    if inputs.get("enableWafFailOpen") is True:
        yield AccessRule(
            subject,
            Setting("WAF", "fail open", "lets requests pass if WAF does not answer", "no longer lets requests pass if WAF does not answer"),
            resource,
        )
