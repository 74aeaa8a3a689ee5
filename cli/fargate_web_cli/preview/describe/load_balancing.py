"""Load balancers, where they forward to, and by which names and certificates they are reached."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.preview.describe.inputs_view import View
from fargate_web_cli.preview.describe.phrases import Describers, after, counted, when
from fargate_web_cli.terminal.formatting import short_type


def _load_balancer(view: View) -> Iterator[str]:
    yield when(view.is_true("internal"), "internal", "internet-facing")
    yield when(view.is_true("enableDeletionProtection"), "deletion protection", "no deletion protection")
    logs = view.at("accessLogs")
    yield when(logs.is_true("enabled"), f"access logs in {logs.name('bucket') or '?'}", "no access logs")
    yield after("idle ", view.text("idleTimeout"), " s")


def _listener(view: View) -> Iterator[str]:
    actions = "; ".join(_action(action) for action in view.each("defaultActions"))
    where = f"{view.text('protocol')} :{view.text('port') or '?'}".strip()
    redirects = any(action.text("type") == "redirect" for action in view.each("defaultActions"))
    yield f"{where} {actions}" if redirects else f"{where} default {actions}"
    yield view.text("sslPolicy")


def _listener_rule(view: View) -> Iterator[str]:
    conditions = ", ".join(_condition(condition) or "?" for condition in view.each("conditions")) or "everything"
    actions = "; ".join(_action(action) for action in view.each("actions"))
    yield f"priority {view.text('priority') or '?'}: {conditions} → {actions}"


def _action(view: View) -> str:
    kind = view.text("type")
    if kind == "fixed-response":
        return view.at("fixedResponse").text("statusCode")
    if kind == "redirect":
        target = view.at("redirect")
        port = target.text("port")
        usual = {"HTTPS": "443", "HTTP": "80"}.get(target.text("protocol"))
        return f"→ {target.text('protocol')}{after(':', '' if port == usual else port)} {target.text('statusCode').removeprefix('HTTP_')}"
    if kind == "forward":
        groups = view.at("forward").each("targetGroups")
        names = [after("", group.name("arn") or "?", f" {group.text('weight')}".rstrip()) for group in groups]
        return ", ".join(names) or view.name("targetGroupArn") or "?"
    return kind


def _condition(view: View) -> str:
    header = view.at("httpHeader")
    return ", ".join(
        words
        for words in (
            after("host ", " or ".join(view.at("hostHeader").texts("values"))),
            after("path ", " or ".join(view.at("pathPattern").texts("values"))),
            after("method ", " or ".join(view.at("httpRequestMethod").texts("values"))),
            after(f"header {header.text('httpHeaderName')} ", " or ".join(header.texts("values"))),
        )
        if words
    )


def _target_group(view: View) -> Iterator[str]:
    version = view.text("protocolVersion")
    protocol = view.text("protocol") + when(version not in ("", "HTTP1"), f" {version}")
    yield " ".join(word for word in (protocol, view.text("targetType"), after(":", view.text("port"))) if word)
    check = view.at("healthCheck")
    health = (check.text("path"), check.text("matcher"), after("every ", check.text("interval"), " s"))
    yield after("health ", " ".join(word for word in health if word))
    yield after("deregistration ", view.text("deregistrationDelay"), " s")
    yield when(bool(view.number("slowStart")), f"slow start {view.text('slowStart')} s")
    yield when(view.at("stickiness").is_true("enabled"), after("sticky for ", view.at("stickiness").text("cookieDuration"), " s"))


def _certificate(view: View) -> Iterator[str]:
    yield view.text("domainName")
    yield from view.texts("subjectAlternativeNames")
    yield after("validated by ", view.text("validationMethod"))


def _certificate_validation(view: View) -> Iterator[str]:
    yield after("waits until the certificate ", view.name("certificateArn"), " is issued")


def _record(view: View) -> Iterator[str]:
    type_, name = view.text("type"), view.text("name")
    if not name:
        yield after("known after ", ", ".join(f"{short_type(source.type)} {source.name}" for source in view.sources("name")))
        return
    targets = [alias.name("name") or "?" for alias in view.each("aliases")] or view.names("records")
    yield " ".join(word for word in (type_, name, after("→ ", ", ".join(targets))) if word)


def _web_acl(view: View) -> Iterator[str]:
    rules = view.each("rules")
    yield after(counted(len(rules), "rule") + ": ", ", ".join(rule.text("name") or "?" for rule in rules))
    yield when("allow" in view.keys("defaultAction"), "otherwise allowed")


def _web_acl_association(view: View) -> Iterator[str]:
    yield after("protects ", view.name("resourceArn"))


DESCRIBERS: Final[Describers] = {
    "aws:lb/loadBalancer:LoadBalancer": _load_balancer,
    "aws:lb/listener:Listener": _listener,
    "aws:lb/listenerRule:ListenerRule": _listener_rule,
    "aws:lb/targetGroup:TargetGroup": _target_group,
    "aws:acm/certificate:Certificate": _certificate,
    "aws:acm/certificateValidation:CertificateValidation": _certificate_validation,
    "aws:route53/record:Record": _record,
    "aws:wafv2/webAcl:WebAcl": _web_acl,
    "aws:wafv2/webAclAssociation:WebAclAssociation": _web_acl_association,
}
