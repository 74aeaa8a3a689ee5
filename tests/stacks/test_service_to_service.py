"""Services that find and call each other, in the program as a whole."""

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run
from fargate_web_cli.descriptions import describe_resource
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver

from tests.stacks.running import altered, attempt, differences, preview_or_up

INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
PRIVATE = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"
SERVICE = "aws:ecs/service:Service"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/app:1.0.0"

PLAIN = {
    "aws:region": "us-west-2",
    "fargate-web:loadBalancer": {"http": "forward"},
    "fargate-web:cluster": {"namespace": "apps"},
    "fargate-web:services": {
        "web": {"image": IMAGE, "port": 3000},
        "api": {"image": IMAGE, "port": 8000, "route": False},
        "job": {"image": IMAGE},
    },
}
CONNECTED = altered(
    PLAIN,
    services={
        "web": {"serviceConnect": {"clientOnly": True}},
        "api": {"serviceConnect": True, "allowFrom": ["web", "job"]},
        "job": {"serviceConnect": True},
    },
)


@pytest.fixture(scope="module")
def plain() -> Run:
    return preview_or_up(PLAIN)


@pytest.fixture(scope="module")
def connected() -> Run:
    return preview_or_up(CONNECTED)


def test_turning_service_connect_on_updates_services_in_place_and_adds_a_rule_for_each_caller(plain, connected):
    assert differences(plain, connected) == {
        f"{SERVICE} 'web'",
        f"{SERVICE} 'api'",
        f"{SERVICE} 'job'",
        f"{TASK_DEFINITION} 'api'",  # the protocol of its port
        f"{INGRESS} 'api:from-web-8000'",
        f"{INGRESS} 'api:from-job-8000'",
    }
    one, other = ({resource.urn for resource in run.resources if resource.type == SERVICE} for run in (plain, connected))
    assert one == other


def test_what_calls_waits_for_what_it_calls(connected):
    api = connected.find_one(SERVICE, "api").urn
    assert api in connected.find_one(SERVICE, "web").dependencies
    assert api in connected.find_one(SERVICE, "job").dependencies
    assert not {connected.find_one(SERVICE, name).urn for name in ("web", "job")} & set(connected.find_one(SERVICE, "api").dependencies)


def test_without_service_connect_no_service_waits_for_another():
    result = preview_or_up(altered(PLAIN, services={"api": {"allowFrom": ["web"]}}))
    services = {service.urn for service in result.find_all(SERVICE)}
    assert [str(service) for service in result.find_all(SERVICE) if services & set(service.dependencies)] == []


def test_the_address_within_the_network_and_the_namespace_are_among_the_outputs(plain, connected):
    assert connected.outputs["services"]["api"]["internalUrl"] == "http://api:8000"
    assert "internalUrl" not in connected.outputs["services"]["web"]
    assert connected.outputs["namespaceArn"] == connected.find_one("aws:servicediscovery/httpNamespace:HttpNamespace").outputs["arn"]
    assert "internalUrl" not in plain.outputs["services"]["api"]
    assert "Called from within the network." in connected.outputs["readme"]


def test_the_namespace_of_dns_lies_in_the_network_of_the_stack():
    result = preview_or_up(altered(PLAIN, cluster={"namespace": {"name": "internal.example.com", "type": "privateDns"}}))
    assert result.find_one(PRIVATE).inputs["vpc"] == result.outputs["vpcId"]


def test_a_name_that_nobody_has_stops_the_program_before_anything_is_registered():
    result = attempt(altered(CONNECTED, services={"api": {"allowFrom": ["wbe"]}}))
    assert isinstance(result.error, SettingsError)
    assert "services.api.allowFrom" in str(result.error)
    assert "there is no service 'wbe'; write web" in str(result.error)
    assert result.resources == []


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (SERVICE, "web", "Service Connect as a client"),
        (SERVICE, "api", "Service Connect as api:8000 with TLS, registered in api"),
        ("aws:servicediscovery/service:Service", "api", "api, SRV for 5 s, in cluster"),
        ("aws:servicediscovery/service:Service", "job", "job, by Cloud Map's API, in cluster"),
        (PRIVATE, "cluster", "internal.example.com"),
    ],
)
def test_the_preview_says_how_services_are_found(kind, name, words):
    dns = name != "job"
    authority = "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d"
    namespace = {"name": "internal.example.com", "type": "privateDns"} if dns else "apps"
    discovered = {"dnsRecordType": "SRV", "ttl": 5} if dns else True
    api = {"serviceConnect": {"discoveryName": "api-connect", "tls": {"awsPcaAuthorityArn": authority}}, "serviceDiscovery": discovered}
    job = {"port": 9000, "route": False, "serviceConnect": False, "serviceDiscovery": True}
    config = altered(CONNECTED, cluster={"namespace": namespace}, services={"api": api, "job": job})
    preview, update = preview_or_up(config, preview=True), preview_or_up(config)
    assert describe_resource(preview.find_one(kind, name), ReferenceResolver(preview, update)).endswith(words)
