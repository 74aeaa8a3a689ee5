"""Load balancers and listeners that open ports, weaken TLS or face the internet."""

import pytest

from tests.cli.diff.broadening.versions import changed, compared, resource

LISTENER = "aws:lb/listener:Listener"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"


def listens(port=443, protocol="HTTPS", action="forward", **more):
    return {
        "loadBalancerArn": "<lb:LoadBalancer main>.arn",
        "port": port,
        "protocol": protocol,
        "defaultActions": [{"type": action}],
        **more,
    }


def test_a_new_listener_opens_a_port():
    assert "+ load balancer main listens on port 8080" in changed(LISTENER, None, listens(8080, "HTTP"))


def test_https_that_becomes_http_is_a_broadening_and_a_redirect_to_https_is_none():
    assert "+ listener web serves HTTP on port 443 (not encrypted)" in changed(LISTENER, listens(), listens(protocol="HTTP"))
    assert [change[0] for change in changed(LISTENER, listens(80, "HTTP"), listens(80, "HTTP", "redirect"))] == ["-"]
    assert [change[0] for change in changed(LISTENER, listens(80, "HTTP", "redirect"), listens(80, "HTTP"))] == ["+"]


@pytest.mark.parametrize(
    ("old", "new", "signs"),
    [
        ("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "ELBSecurityPolicy-TLS13-1-2-2021-06", "+"),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", "+"),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-0-2021-06", "+"),
        ("ELBSecurityPolicy-FS-1-2-Res-2020-10", "ELBSecurityPolicy-FS-1-1-2019-08", "+"),
        ("ELBSecurityPolicy-TLS-1-2-2017-01", "ELBSecurityPolicy-2016-08", "+"),
        ("ELBSecurityPolicy-TLS-1-2-2017-01", None, "+"),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "Custom", "+-"),
        ("ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS13-1-2-2021-06", "-"),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-3-2021-06", "-"),
    ],
)
def test_tls_policies_are_compared_by_the_oldest_version_and_the_ciphers(old, new, signs):
    before, after = (listens(**({"sslPolicy": name} if name else {})) for name in (old, new))
    assert {change[0] for change in changed(LISTENER, before, after) if "TLS policy" in change} == {*signs}


def test_certificates_and_authentication_of_listeners_count():
    verified = listens(certificateArn="arn:aws:acm:us-west-2:1:certificate/a", mutualAuthentication={"mode": "verify"})
    assert changed(LISTENER, verified, listens(certificateArn="arn:aws:acm:us-west-2:1:certificate/b")) == [
        "+ listener web no longer requires a certificate of clients (mutual TLS is lost)",
        "+ listener web serves certificate b",
        "- listener web no longer serves certificate a",
    ]
    login = listens(defaultActions=[{"type": "authenticate-oidc"}, {"type": "forward"}])
    assert changed(LISTENER, login, listens()) == [
        "+ listener web no longer requires users to log in (authenticate-oidc) (authentication is lost)"
    ]


def test_a_load_balancer_that_turns_to_the_internet_is_a_broadening():
    assert changed(LOAD_BALANCER, {"internal": True}, {"internal": False}) == ["+ load balancer web faces the internet (internet-facing)"]
    assert changed(LOAD_BALANCER, {"internal": True}, {"internal": {"$unknown": []}})[0][0] == "?"
    assert changed(LOAD_BALANCER, {"dropInvalidHeaderFields": True, "internal": True}, {"internal": True}) == [
        "+ load balancer web no longer drops invalid headers"
    ]


HSTS = {"routingHttpResponseStrictTransportSecurityHeaderValue": "max-age=300"}
CORS = "routingHttpResponseAccessControlAllowOriginHeaderValue"


def test_a_header_that_protects_pages_is_missed_and_an_origin_that_reads_them_is_an_opening():
    assert changed(LISTENER, listens(**HSTS), listens()) == ["+ listener web no longer adds Strict-Transport-Security to responses"]
    assert [change[0] for change in changed(LISTENER, listens(), listens(**HSTS))] == ["-"]
    assert changed(LISTENER, listens(), listens(**{CORS: "*"})) == [
        "+ listener web lets pages of every origin read responses (every origin)"
    ]


TRUST_STORE = "aws:lb/trustStore:TrustStore"


def verifies(store="clients", *, ignores_expiry=False):
    arn = f"arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/{store}/73e2d6bc24d8a067"
    return listens(mutualAuthentication={"mode": "verify", "trustStoreArn": arn, "ignoreClientCertificateExpiry": ignores_expiry})


def test_mutual_tls_of_another_trust_store_or_with_expired_certificates_is_a_broadening():
    signs = [change[0] for change in changed(LISTENER, verifies(), verifies("partners"))]
    assert sorted(signs) == ["+", "-"]
    assert changed(LISTENER, verifies(), verifies(ignores_expiry=True)) == [
        "+ listener web no longer refuses expired certificates of clients"
    ]
    assert {change[0] for change in changed(LISTENER, listens(mutualAuthentication={"mode": "off"}), verifies())} == {"-"}
    assert {change[0] for change in changed(LISTENER, verifies(), listens(mutualAuthentication={"mode": "passthrough"}))} == {"+"}


def test_other_certificate_authorities_of_a_trust_store_are_a_broadening():
    old, new = ({"caCertificatesBundleS3Bucket": "ca", "caCertificatesBundleS3Key": key} for key in ("a.pem", "b.pem"))
    assert any("trusts the certificate authorities in s3://ca/b.pem" in change for change in changed(TRUST_STORE, old, new))
    assert changed(TRUST_STORE, None, new) == []


# --- the rules of services, of which the one with a login is another resource ---------------------------------------------


RULE = "aws:lb/listenerRule:ListenerRule"


def forwards(*logins: dict) -> dict:
    conditions = [{"pathPattern": {"values": ["/*"]}}]
    return {"listenerArn": "<lb:Listener https>.arn", "priority": 5, "conditions": conditions, "actions": [*logins, {"type": "forward"}]}


def logs_in(on_unauthenticated_request: str = "authenticate") -> dict:
    return {"type": "authenticate-oidc", "authenticateOidc": {"onUnauthenticatedRequest": on_unauthenticated_request}}


def test_a_rule_without_a_login_in_place_of_one_with_it_is_a_broadening():
    with_login, without = resource(RULE, forwards(logs_in()), None, "web:login"), resource(RULE, None, forwards(), "web")
    assert compared(with_login, without) == [
        "+ listener rule web no longer requires users to log in (authenticate-oidc) (authentication is lost)"
    ]


def test_a_login_narrows_and_a_deleted_service_opens_nothing():
    without, with_login = resource(RULE, forwards(), None, "web"), resource(RULE, None, forwards(logs_in()), "web:login")
    assert compared(without, with_login) == ["- listener rule web requires users to log in (authenticate-oidc)"]
    assert not any(change[0] == "+" for change in compared(resource(RULE, forwards(logs_in()), None, "web:login")))


def test_a_login_that_lets_everyone_pass_is_none():
    pair = resource(RULE, forwards(logs_in()), forwards(logs_in("allow")), "web:login")
    assert compared(pair) == ["+ listener rule web no longer requires users to log in (authenticate-oidc) (authentication is lost)"]


def test_a_path_that_is_opened_is_a_broadening():
    opened = {**forwards(), "conditions": [{"pathPattern": {"values": ["/hooks/*"]}}]}
    rules = (resource(RULE, forwards(logs_in()), forwards(logs_in()), "web:login"), resource(RULE, None, opened, "web:open"))
    assert [change for change in compared(*rules) if change[0] == "+"] == ["+ listener rule web:open takes /hooks/*"]
