import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.load_balancer.load_balancer import LoadBalancer
from fargate_web.settings.mutual_authentication import MutualAuthentication
from fargate_web.testing import Run, run

TRUST_STORE = "aws:lb/trustStore:TrustStore"
LISTENER = "aws:lb/listener:Listener"
NETWORK = {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-1", "subnet-2"]}
CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"
STORE = "arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/clients/73e2d6bc24d8a067"
BUNDLE = {"bucket": "example-certificates", "key": "clients.pem"}


def build(mutual_authentication=None, name="web") -> Run:
    https = {
        "certificateArn": CERTIFICATE,
        **({"mutualAuthentication": mutual_authentication} if mutual_authentication is not None else {}),
    }
    args = {"network": NETWORK, "https": https, "accessLogs": False, "testListener": 8443, "tags": {"Team": "web"}}
    return run(lambda: LoadBalancer(name, args))


def list_modes(result: Run) -> dict[str, object]:
    return {each.name: each.inputs.get("mutualAuthentication") for each in result.find_all(LISTENER)}


def test_certificate_authorities_make_a_trust_store_for_production_and_test_traffic():
    result = build({"caCertificates": {**BUNDLE, "version": "abc"}, "advertiseTrustStoreCaNames": True})
    store = result.find_one(TRUST_STORE)
    assert store.inputs == {
        "caCertificatesBundleS3Bucket": "example-certificates",
        "caCertificatesBundleS3Key": "clients.pem",
        "caCertificatesBundleS3ObjectVersion": "abc",
        "tags": {"Team": "web", "Name": "web-clients"},
    }
    verified = {
        "mode": "verify",
        "trustStoreArn": store.outputs["arn"],
        "ignoreClientCertificateExpiry": False,
        "advertiseTrustStoreCaNames": "on",
    }
    assert list_modes(result) == {"web-http": None, "web-https": verified, "web-test": verified}


def test_an_existing_trust_store_is_used_and_none_is_created():
    result = build({"trustStoreArn": STORE, "ignoreClientCertificateExpiry": True})
    assert result.find_all(TRUST_STORE) == []
    assert list_modes(result)["web-https"] == {
        "mode": "verify",
        "trustStoreArn": STORE,
        "ignoreClientCertificateExpiry": True,
        "advertiseTrustStoreCaNames": "off",
    }


def test_passthrough_needs_no_trust_store():
    result = build({"mode": "passthrough"})
    assert result.find_all(TRUST_STORE) == []
    assert list_modes(result)["web-test"] == {"mode": "passthrough"}


def test_without_mutual_tls_off_is_said_because_the_provider_would_leave_it_on():
    result = build()
    assert result.find_all(TRUST_STORE) == []
    assert list_modes(result) == {"web-http": None, "web-https": {"mode": "off"}, "web-test": {"mode": "off"}}


def test_without_https_nothing_is_said_of_mutual_tls():
    result = run(lambda: LoadBalancer("web", {"network": NETWORK, "accessLogs": False, "testListener": 8443}))
    assert list_modes(result) == {"web-http": None, "web-test": None}


def test_the_name_of_a_trust_store_fits_aws_limit():
    assert len(build({"caCertificates": BUNDLE}, "a" * 32).find_one(TRUST_STORE).outputs["name"]) <= 32


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "needs to know the certificate authorities"),
        ({"caCertificates": BUNDLE, "trustStoreArn": STORE}, "one trust store"),
        ({"mode": "passthrough", "trustStoreArn": STORE}, "verifies nothing"),
        ({"mode": "passthrough", "ignoreClientCertificateExpiry": False}, "verifies nothing"),
        ({"trustStoreArn": STORE.replace("truststore", "targetgroup")}, "truststore/"),
        ({"caCertificates": {"bucket": "Example", "key": "clients.pem"}}, "S3 bucket"),
    ],
)
def test_settings_that_aws_refuses_are_refused(settings, text):
    with pytest.raises(SettingsError, match=text):
        validate(MutualAuthentication, settings, subject="mutualAuthentication")
