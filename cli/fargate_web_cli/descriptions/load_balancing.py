"""Descriptions of load balancers, listeners, target groups, certificates, DNS records and web ACLs."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.descriptions.phrases import DescribersByType, choose_text, format_count, format_optional
from fargate_web_cli.terminal.formatting import shorten_type

_COMMON_RULES: Final = "AWSManagedRulesCommonRuleSet"
_BODY_RULE: Final = "SizeRestrictions_BODY"
ADDRESS_TYPES: Final = {"dualstack": "IPv4 and IPv6", "dualstack-without-public-ipv4": "IPv6 alone for clients"}
"""The types of addresses that aren't IPv4 alone, in words."""
_LOGINS: Final = {
    "authenticate-oidc": ("login by OIDC at", "authenticateOidc", "issuer"),
    "authenticate-cognito": ("login by Cognito with", "authenticateCognito", "userPoolArn"),
    "jwt-validation": ("token of", "jwtValidation", "issuer"),
}
"""The words for each way to log in, its property, and the property that names the place."""


def _describe_load_balancer(view: InputsView) -> Iterator[str]:
    is_network = view.text("loadBalancerType") == "network"
    yield choose_text(is_network, "Network Load Balancer")
    yield choose_text(view.is_true("internal"), "internal", "internet-facing")
    yield ADDRESS_TYPES.get(view.text("ipAddressType"), "")
    yield choose_text(view.is_true("enableDeletionProtection"), "deletion protection", "no deletion protection")
    logs = view.nested("accessLogs")
    # A Network Load Balancer writes logs of TLS alone.
    yield choose_text(
        logs.is_true("enabled"), f"access logs in {logs.resource_name('bucket') or '?'}", "" if is_network else "no access logs"
    )
    yield choose_text(view.nested("connectionLogs").is_true("enabled"), "connection logs")
    yield choose_text(view.nested("healthCheckLogs").is_true("enabled"), "health-check logs")
    yield format_optional("idle ", view.text("idleTimeout"), " s")
    yield choose_text(view.is_true("enableZonalShift"), "zonal shift")
    yield choose_text(bool(view.items("subnetMappings")), "static addresses")
    yield choose_text(is_network and not view.is_true("enableCrossZoneLoadBalancing"), "each zone by itself")


def _describe_listener(view: InputsView) -> Iterator[str]:
    actions = "; ".join(describe_action(action) for action in view.items("defaultActions"))
    where = f"{view.text('protocol')} :{view.text('port') or '?'}".strip()
    redirects = any(action.text("type") == "redirect" for action in view.items("defaultActions"))
    yield f"{where} {actions}" if redirects else f"{where} default {actions}"
    yield view.text("sslPolicy")
    yield format_optional("idle ", view.text("tcpIdleTimeoutSeconds"), " s")
    mode = view.nested("mutualAuthentication").text("mode")
    yield choose_text(mode not in ("", "off"), f"mutual TLS ({mode})")
    yield format_optional("HSTS ", view.text("routingHttpResponseStrictTransportSecurityHeaderValue"))
    origin = view.text("routingHttpResponseAccessControlAllowOriginHeaderValue")
    yield format_optional("CORS for ", "every origin" if origin == "*" else origin)


def _describe_listener_rule(view: InputsView) -> Iterator[str]:
    conditions = ", ".join(describe_rule_condition(condition) or "?" for condition in view.items("conditions")) or "everything"
    actions = "; ".join(describe_action(action) for action in view.items("actions"))
    yield f"priority {view.text('priority') or '?'}: {conditions} {choose_text(not actions.startswith('→'), '→ ')}{actions}"
    for transform in view.items("transforms"):
        for words, key in (("host", "hostHeaderRewriteConfig"), ("URL", "urlRewriteConfig")):
            rewrite = transform.nested(key).nested("rewrite")
            yield format_optional(f"{words} rewritten from ", rewrite.text("regex"), f" to {rewrite.text('replace')}")


def describe_action(view: InputsView) -> str:
    """Describe the action of a listener or rule."""
    kind = view.text("type")
    if kind == "fixed-response":
        return view.nested("fixedResponse").text("statusCode")
    if kind == "redirect":
        return _describe_redirect(view.nested("redirect"))
    if kind == "forward":
        groups = view.nested("forward").items("targetGroups")
        names = [format_optional("", group.resource_name("arn") or "?", f" {group.text('weight')}".rstrip()) for group in groups]
        return ", ".join(names) or view.resource_name("targetGroupArn") or "?"
    return _describe_login(view, kind) if kind in _LOGINS else kind


def _describe_redirect(target: InputsView) -> str:
    """Describe what a redirect changes of the URL: `→ HTTPS 301`, `→ example.com/new/#{path} 302`."""
    port, protocol, query = target.text("port"), target.text("protocol"), target.text("query")
    usual = {"HTTPS": "443", "HTTP": "80"}.get(protocol)
    place = f"{target.text('host')}{format_optional(':', '' if port == usual else port)}{target.text('path')}{format_optional('?', query)}"
    words = (protocol + place,) if place.startswith(":") else (protocol, place)
    return " ".join(word for word in ("→", *words, target.text("statusCode").removeprefix("HTTP_")) if word)


def _describe_login(view: InputsView, kind: str) -> str:
    """Describe the way to log in: `login by OIDC at idp.example.com`. The client secret is not shown."""
    words, key, place = _LOGINS[kind]
    login = view.nested(key)
    host = login.text(place).removeprefix("https://").partition("/")[0]
    where = host if kind != "authenticate-cognito" else login.text(place).rpartition("/")[2]
    text = f"{words}{format_optional(' ', where)}"
    return {"allow": f"{text}, optional", "deny": f"{text}, otherwise 401"}.get(login.text("onUnauthenticatedRequest"), text)


def describe_rule_condition(view: InputsView) -> str:
    """Describe a condition of a listener rule: `path /v1/*`."""
    header = view.nested("httpHeader")
    queries = [f"{query.text('key') or '*'}={query.text('value')}" for query in view.items("queryStrings")]
    return ", ".join(
        words
        for words in (
            format_optional("host ", " or ".join(_list_patterns(view.nested("hostHeader")))),
            format_optional("path ", " or ".join(_list_patterns(view.nested("pathPattern")))),
            format_optional("method ", " or ".join(view.nested("httpRequestMethod").texts("values"))),
            format_optional(f"header {header.text('httpHeaderName')} ", " or ".join(_list_patterns(header))),
            format_optional("query ", " or ".join(queries)),
            format_optional("from ", " or ".join(view.nested("sourceIp").texts("values"))),
        )
        if words
    )


def _list_patterns(condition: InputsView) -> list[str]:
    return [*condition.texts("values"), *condition.texts("regexValues")]


def _describe_target_group(view: InputsView) -> Iterator[str]:
    version = view.text("protocolVersion")
    protocol = view.text("protocol") + choose_text(version not in ("", "HTTP1"), f" {version}")
    yield " ".join(word for word in (protocol, view.text("targetType"), format_optional(":", view.text("port"))) if word)
    check = view.nested("healthCheck")
    protocol = choose_text(check.text("protocol") != view.text("protocol"), check.text("protocol"))
    port = choose_text(check.text("port") not in ("", "traffic-port"), f":{check.text('port')}")
    health = (f"{protocol}{port}", check.text("path"), check.text("matcher"), format_optional("every ", check.text("interval"), " s"))
    yield format_optional("health ", " ".join(word for word in health if word))
    yield format_optional("deregistration ", view.text("deregistrationDelay"), " s")
    yield choose_text(bool(view.number("slowStart")), f"slow start {view.text('slowStart')} s")
    stickiness = view.nested("stickiness")
    by_cookie = format_optional("sticky for ", stickiness.text("cookieDuration"), " s")
    yield choose_text(stickiness.is_true("enabled"), "sticky by address" if stickiness.text("type") == "source_ip" else by_cookie)
    yield choose_text(view.text("preserveClientIp") == "true", "sees the addresses of clients")
    yield choose_text(view.is_true("proxyProtocolV2"), "proxy protocol")

    yield choose_text(view.text("loadBalancingAnomalyMitigation") == "on", "fewer requests to tasks with errors")
    yield choose_text(view.text("loadBalancingCrossZoneEnabled") == "false", "requests stay in their zone")
    thresholds = view.nested("targetGroupHealth")
    yield format_optional("DNS leaves a zone below ", _describe_threshold(thresholds.nested("dnsFailover")))
    yield format_optional("unhealthy tasks get requests below ", _describe_threshold(thresholds.nested("unhealthyStateRouting")))


def _describe_threshold(view: InputsView) -> str:
    """Describe when the load balancer acts, unless it is the usual number alone: `2 healthy tasks or 50%`."""
    count, percentage = view.text("minimumHealthyTargetsCount"), view.text("minimumHealthyTargetsPercentage")
    has_percentage = percentage not in ("", "off")
    words = [
        choose_text(
            count not in ("", "off") and (count != "1" or has_percentage), f"{count} healthy {'task' if count == '1' else 'tasks'}"
        ),
        choose_text(has_percentage, f"{percentage}%"),
    ]
    return " or ".join(word for word in words if word)


def _describe_certificate(view: InputsView) -> Iterator[str]:
    yield view.text("domainName")
    yield from view.texts("subjectAlternativeNames")
    yield format_optional("validated by ", view.text("validationMethod"))


def _describe_trust_store(view: InputsView) -> Iterator[str]:
    bucket = view.resource_name("caCertificatesBundleS3Bucket") or view.text("caCertificatesBundleS3Bucket") or "?"
    yield f"certificate authorities in s3://{bucket}/{view.text('caCertificatesBundleS3Key') or '?'}"
    yield format_optional("version ", view.text("caCertificatesBundleS3ObjectVersion"))


def _describe_listener_certificate(view: InputsView) -> Iterator[str]:
    yield format_optional("certificate ", view.resource_name("certificateArn") or view.text("certificateArn"))
    yield format_optional("of the listener ", view.resource_name("listenerArn"))


def _describe_certificate_validation(view: InputsView) -> Iterator[str]:
    yield format_optional("waits until the certificate ", view.resource_name("certificateArn"), " is issued")


def _describe_dns_record(view: InputsView) -> Iterator[str]:
    type_, name = view.text("type"), view.text("name")
    if not name:
        yield format_optional(
            "known after ", ", ".join(f"{shorten_type(source.type)} {source.name}" for source in view.dependencies("name"))
        )
        return
    targets = [alias.resource_name("name") or "?" for alias in view.items("aliases")] or view.resource_names("records")
    yield " ".join(word for word in (type_, name, format_optional("→ ", ", ".join(targets))) if word)


def _describe_web_acl(view: InputsView) -> Iterator[str]:
    rules = view.items("rules")
    yield format_optional(format_count(len(rules), "rule") + ": ", ", ".join(rule.text("name") or "?" for rule in rules))
    for rule in rules:
        group = rule.nested("statement").nested("managedRuleGroupStatement")
        counted = [override.text("name") for override in group.items("ruleActionOverrides") if "count" in override.keys("actionToUse")]
        yield format_optional("only counted: ", ", ".join(counted))
        if group.text("name") == _COMMON_RULES and _BODY_RULE not in counted:
            yield "bodies over 8 KB blocked"
    yield choose_text("allow" in view.keys("defaultAction"), "otherwise allowed")


def _describe_ip_set(view: InputsView) -> Iterator[str]:
    addresses = view.texts("addresses")
    yield format_count(len(addresses), f"{view.text('ipAddressVersion').replace('IPV', 'IPv')} block")


def _describe_web_acl_logging(view: InputsView) -> Iterator[str]:
    yield format_optional("→ ", ", ".join(view.resource_names("logDestinationConfigs")))
    yield choose_text(view.nested("loggingFilter").text("defaultBehavior") == "DROP", "matched requests only", "all requests")
    hidden = [field.nested("singleHeader").text("name") for field in view.items("redactedFields")]
    yield format_optional("without ", ", ".join(hidden))


def _describe_web_acl_association(view: InputsView) -> Iterator[str]:
    yield format_optional("protects ", view.resource_name("resourceArn"))


DESCRIBERS: Final[DescribersByType] = {
    "aws:lb/loadBalancer:LoadBalancer": _describe_load_balancer,
    "aws:lb/listener:Listener": _describe_listener,
    "aws:lb/listenerRule:ListenerRule": _describe_listener_rule,
    "aws:lb/targetGroup:TargetGroup": _describe_target_group,
    "aws:lb/trustStore:TrustStore": _describe_trust_store,
    "aws:acm/certificate:Certificate": _describe_certificate,
    "aws:lb/listenerCertificate:ListenerCertificate": _describe_listener_certificate,
    "aws:acm/certificateValidation:CertificateValidation": _describe_certificate_validation,
    "aws:route53/record:Record": _describe_dns_record,
    "aws:wafv2/webAcl:WebAcl": _describe_web_acl,
    "aws:wafv2/ipSet:IpSet": _describe_ip_set,
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": _describe_web_acl_logging,
    "aws:wafv2/webAclAssociation:WebAclAssociation": _describe_web_acl_association,
}
