import pytest
from fargate_web.load_balancer.load_balancer import LoadBalancer
from fargate_web.testing import Run, run

CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
RECORD = "aws:route53/record:Record"
ZONE = "aws:route53/getZone:getZone"
NETWORK = {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-1", "subnet-2"]}
GIVEN = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"


def secured(https, **options) -> Run:
    return run(lambda: LoadBalancer("web", {"network": NETWORK, "https": https, "accessLogs": False}), **options)


@pytest.fixture(scope="module")
def made() -> Run:
    names = ["*.example.com", "example.com", "www.example.com"]
    return secured({"domainName": "api.example.com", "alternativeNames": names, "hostedZone": "example.com"})


def test_the_certificate_covers_all_names_and_is_validated_by_dns(made):
    assert made.find_one(CERTIFICATE).inputs == {
        "domainName": "api.example.com",
        "subjectAlternativeNames": ["*.example.com", "example.com", "www.example.com"],
        "validationMethod": "DNS",
        "tags": {"Name": "api.example.com"},
    }


def test_a_certificate_for_one_name_has_no_alternative_names():
    certificate = secured({"domainName": "api.example.com", "hostedZone": "example.com"}).find_one(CERTIFICATE)
    assert "subjectAlternativeNames" not in certificate.inputs


def test_a_name_and_its_wildcard_share_one_validation_record(made):
    options = {option["domainName"]: option for option in made.find_one(CERTIFICATE).outputs["domainValidationOptions"]}
    records = {record.name: record for record in made.find_all(RECORD) if record.inputs["type"] == "CNAME"}
    assert set(records) == {f"web-{base}-validation" for base in ("api.example.com", "example.com", "www.example.com")}
    for base in ("api.example.com", "example.com", "www.example.com"):
        record = records[f"web-{base}-validation"].inputs
        assert record["name"] == options[base]["resourceRecordName"]
        assert record["records"] == [options[base]["resourceRecordValue"]]
        assert (record["ttl"], record["allowOverwrite"]) == (300, True)


def test_a_wildcard_alone_is_validated_by_the_record_of_its_base():
    result = secured({"domainName": "*.example.com", "hostedZone": "example.com"})
    assert result.find_one(RECORD, "web-example.com-validation").inputs["name"].endswith(".example.com.")


def test_the_listener_waits_until_the_certificate_is_issued(made):
    validation = made.find_one(VALIDATION)
    records = [record for record in made.find_all(RECORD) if record.inputs["type"] == "CNAME"]
    assert set(validation.inputs["validationRecordFqdns"]) == {record.outputs["fqdn"] for record in records}
    listener = made.find_one("aws:lb/listener:Listener", "web-https")
    assert listener.inputs["certificateArn"] == made.find_one(CERTIFICATE).outputs["arn"]
    assert validation.urn in listener.property_dependencies["certificateArn"]


def test_every_name_leads_to_the_load_balancer(made):
    load_balancer = made.find_one("aws:lb/loadBalancer:LoadBalancer").outputs
    aliases = {record.inputs["name"]: record for record in made.find_all(RECORD) if record.inputs["type"] == "A"}
    assert set(aliases) == {"api.example.com", "*.example.com", "example.com", "www.example.com"}
    for record in aliases.values():
        assert record.inputs["aliases"] == [
            {"name": load_balancer["dnsName"], "zoneId": load_balancer["zoneId"], "evaluateTargetHealth": True}
        ]
        assert "allowOverwrite" not in record.inputs, "a record that someone else made would be taken over silently"


def test_a_zone_given_by_its_name_is_looked_up_among_the_public_ones(made):
    (lookup,) = [invoke for invoke in made.invokes if invoke.token == ZONE]
    assert lookup.args == {"name": "example.com", "privateZone": False}


def test_a_zone_given_by_its_id_is_not_looked_up():
    result = secured({"domainName": "api.example.com", "hostedZone": "Z0123456789ABC"})
    assert result.invokes == []
    assert {record.inputs["zoneId"] for record in result.find_all(RECORD)} == {"Z0123456789ABC"}


def test_a_given_certificate_is_used_and_none_is_made():
    result = secured({"certificateArn": GIVEN})
    assert result.find_one("aws:lb/listener:Listener", "web-https").inputs["certificateArn"] == GIVEN
    assert result.find_all(CERTIFICATE) == result.find_all(VALIDATION) == result.find_all(RECORD) == []


def test_a_given_certificate_with_a_zone_gets_alias_records_only():
    result = secured({"certificateArn": GIVEN, "domainName": "api.example.com", "hostedZone": "example.com"})
    assert [(record.inputs["name"], record.inputs["type"]) for record in result.find_all(RECORD)] == [("api.example.com", "A")]
    assert result.find_all(CERTIFICATE) == result.find_all(VALIDATION) == []
    assert result.find_one("aws:lb/listener:Listener", "web-https").inputs["certificateArn"] == GIVEN


# --- further certificates -----------------------------------------------------------------------------------------------

ATTACHMENT = "aws:lb/listenerCertificate:ListenerCertificate"


@pytest.fixture(scope="module")
def several() -> Run:
    https = {
        "domainName": "www.example.com",
        "hostedZone": "example.com",
        "certificates": [
            {"domainName": "example.org", "alternativeNames": ["*.example.org"], "hostedZone": "example.org"},
            {"domainName": "*.www.example.com", "hostedZone": "example.com"},
            {"certificateArn": GIVEN},
            {"certificateArn": GIVEN.replace("1a2b", "5e6f"), "domainName": "example.net", "hostedZone": "Z0123456789ABC"},
        ],
    }
    return run(lambda: LoadBalancer("web", {"network": NETWORK, "https": https, "accessLogs": False, "testListener": 8443}))


def test_a_further_certificate_is_created_with_records_in_its_own_zone(several):
    assert {each.name for each in several.find_all(CERTIFICATE)} == {"web", "web-example.org", "web-_wildcard.www.example.com"}
    created = several.find_one(CERTIFICATE, "web-example.org")
    assert (created.inputs["domainName"], created.inputs["subjectAlternativeNames"]) == ("example.org", ["*.example.org"])
    zones = {record.inputs["zoneId"] for record in several.find_all(RECORD) if "example.org" in record.name}
    assert len(zones) == 1
    assert zones.isdisjoint({several.find_one(RECORD, "web-www.example.com").inputs["zoneId"], "Z0123456789ABC"})


def test_every_name_of_every_certificate_leads_to_the_load_balancer(several):
    aliases = {record.inputs["name"]: record.inputs["zoneId"] for record in several.find_all(RECORD) if record.inputs["type"] == "A"}
    assert set(aliases) == {"www.example.com", "example.org", "*.example.org", "*.www.example.com", "example.net"}
    assert aliases["example.net"] == "Z0123456789ABC"


def test_certificates_for_a_name_and_its_wildcard_share_one_validation_record(several):
    records = [record for record in several.find_all(RECORD) if record.inputs["type"] == "CNAME"]
    assert {record.name for record in records} == {"web-www.example.com-validation", "web-example.org-validation"}
    shared = several.find_one(RECORD, "web-www.example.com-validation").outputs["fqdn"]
    for name in ("web", "web-_wildcard.www.example.com"):
        assert several.find_one(VALIDATION, name).inputs["validationRecordFqdns"] == [shared]


def test_production_and_test_traffic_get_every_further_certificate_once_it_is_issued(several):
    attached = {each.name: each for each in several.find_all(ATTACHMENT)}
    labels = ("example.org", "_wildcard.www.example.com", "1a2b3c4d", "5e6f3c4d")
    assert set(attached) == {f"web-{listener}-{label}" for listener in ("https", "test") for label in labels}
    assert attached["web-https-1a2b3c4d"].inputs["certificateArn"] == GIVEN
    created = attached["web-test-example.org"]
    assert several.find_one(VALIDATION, "web-example.org").urn in created.property_dependencies["certificateArn"]
    listeners = {name: several.find_one("aws:lb/listener:Listener", f"web-{name}").outputs["arn"] for name in ("https", "test")}
    assert created.inputs["listenerArn"] == listeners["test"]
    assert (
        several.find_one("aws:lb/listener:Listener", "web-https").inputs["certificateArn"]
        == several.find_one(CERTIFICATE, "web").outputs["arn"]
    )


def test_every_zone_is_looked_up_once(several):
    assert sorted(invoke.args["name"] for invoke in several.invokes if invoke.token == ZONE) == ["example.com", "example.org"]


def test_a_name_that_moves_to_another_certificate_keeps_its_records(several):
    moved = secured({"domainName": "www.example.com", "alternativeNames": ["*.www.example.com"], "hostedZone": "example.com"})
    assert {record.urn for record in moved.find_all(RECORD)} <= {record.urn for record in several.find_all(RECORD)}


def test_the_url_has_a_name_of_a_further_certificate_if_the_default_one_has_none():
    https = {"certificateArn": GIVEN, "certificates": [{"domainName": "example.org", "hostedZone": "example.org"}]}
    result = run(lambda: LoadBalancer("web", {"network": NETWORK, "https": https, "accessLogs": False}))
    assert result.find_one("fargate-web:index:LoadBalancer").outputs["url"] == "https://example.org"


def test_one_certificate_needs_no_attachment(made):
    assert made.find_all(ATTACHMENT) == []


def test_without_https_there_is_neither_certificate_nor_record():
    result = run(lambda: LoadBalancer("web", {"network": NETWORK}))
    assert result.find_all(CERTIFICATE) == result.find_all(RECORD) == []
