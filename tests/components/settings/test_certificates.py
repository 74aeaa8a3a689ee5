import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.https import Https

ARN = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"
DEFAULT = {"domainName": "www.example.com", "hostedZone": "example.com"}


def check(*certificates, **default) -> Https:
    return validate(Https, {**(default or DEFAULT), "certificates": list(certificates)}, subject="https")


def refuse(*certificates) -> list[tuple[str, str]]:
    with pytest.raises(SettingsError) as caught:
        check(*certificates)
    return [(fault.code, fault.path) for fault in caught.value.faults]


def test_names_of_all_certificates_are_listed_with_those_of_the_default_first():
    https = check(
        {"domainName": "example.org", "alternativeNames": ["*.example.org"], "hostedZone": "example.org"}, {"certificateArn": ARN}
    )
    assert https.list_all_domain_names() == ["www.example.com", "example.org", "*.example.org"]
    assert https.list_domain_names() == ["www.example.com"]


@pytest.mark.parametrize(
    "certificate",
    [
        {"certificateArn": ARN, "domainName": "www.example.com"},
        {"domainName": "*.example.com", "hostedZone": "example.com"},
        {"domainName": "example.org", "hostedZone": "Z0123456789ABC"},
    ],
)
def test_a_further_certificate_may_share_a_name_or_a_zone_as_long_as_its_records_are_its_own(certificate):
    assert len(check(certificate).certificates) == 1


@pytest.mark.parametrize(
    ("certificate", "code"),
    [
        ({"domainName": "example.org"}, "https-without-certificate"),
        ({}, "https-without-certificate"),
        ({"certificateArn": ARN, "hostedZone": "example.org"}, "zone-without-record"),
        ({"domainName": "example.org", "hostedZone": "example.net"}, "name-outside-zone"),
        ({"domainName": "www.example.com", "hostedZone": "Z0123456789ABC"}, "record-of-two-certificates"),
        ({"certificateArn": ARN, **DEFAULT}, "record-of-two-certificates"),
    ],
)
def test_a_further_certificate_obeys_the_rules_of_the_default_one(certificate, code):
    assert [found for found, _ in refuse(certificate)] == [code]


def test_a_name_that_is_outside_its_zone_is_reported_once():
    codes = [code for code, _ in refuse({"domainName": "www.example.com", "hostedZone": "example.org"})]
    assert codes == ["name-outside-zone"]


def test_a_certificate_is_not_listed_twice():
    assert [code for code, _ in refuse({"certificateArn": ARN}, {"certificateArn": ARN})] == ["listed-twice"]
