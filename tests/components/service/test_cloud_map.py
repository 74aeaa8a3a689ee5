import pulumi
import pytest
from fargate_web import Cluster, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

CLUSTER = "aws:ecs/cluster:Cluster"
HTTP = "aws:servicediscovery/httpNamespace:HttpNamespace"
PRIVATE = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"
REGISTRY = "aws:servicediscovery/service:Service"
SERVICE = "aws:ecs/service:Service"
ARN = "arn:aws:servicediscovery:us-west-2:123456789012:namespace/ns-0123456789abcdef"
EXISTING = "arn:aws:servicediscovery:us-west-2:123456789012:service/srv-0123456789abcdef"
DNS = {"namespace": {"name": "internal.example.com", "type": "privateDns"}}
NETWORK = {"vpc_id": "vpc-1"}


@pytest.fixture
def registered(build):
    """Build a cluster with a namespace, and a service that is registered in it."""

    def make(said=True, namespace=DNS, **args) -> tuple[Service, Run]:
        def both() -> Service:
            cluster = Cluster("cluster", {**namespace, "network": NETWORK})
            return Service("api", build.wired({"cluster": cluster, "port": 8000, "route": False, "serviceDiscovery": said, **args}))

        return build.one(both)

    return make


# --- namespaces ---------------------------------------------------------------------------------------------------------


def cluster_of(args, **options) -> tuple[Cluster, Run]:
    made: list[Cluster] = []
    result = run(lambda: made.append(Cluster("cluster", args)), **options)
    return (made[0] if made else None), result


def test_a_private_dns_namespace_lies_in_the_vpc_and_is_the_default_of_service_connect():
    component, result = cluster_of({**DNS, "network": NETWORK, "tags": {"Team": "web"}})
    namespace = result.find_one(PRIVATE)
    assert namespace.inputs == {
        "name": "internal.example.com",
        "vpc": "vpc-1",
        "description": "Service Connect and service discovery",
        "tags": {"Team": "web"},
    }
    assert result.find_one(CLUSTER).inputs["serviceConnectDefaults"] == {"namespace": namespace.outputs["arn"]}
    assert result.find_all(HTTP) == []
    assert (component.namespace_type, component.namespace_name) == ("privateDns", "internal.example.com")


def test_a_bare_name_is_the_http_namespace_that_it_always_was():
    written = [
        cluster_of(args)[1]
        for args in ({"namespace": "apps"}, {"namespace": {"name": "apps"}}, {"namespace": {"name": "apps", "type": "http"}})
    ]
    assert [result.find_one(HTTP).inputs for result in written] == [{"name": "apps", "description": "Service Connect", "tags": {}}] * 3
    assert [result.find_all(PRIVATE) for result in written] == [[], [], []]


@pytest.mark.parametrize("kind", ["http", "privateDns"])
def test_a_namespace_that_exists_is_the_default_and_none_is_made(kind):
    component, result = cluster_of({"namespace": {"arn": ARN, "type": kind}})
    assert result.find_one(CLUSTER).inputs["serviceConnectDefaults"] == {"namespace": ARN}
    assert result.find_all(HTTP) == result.find_all(PRIVATE) == []
    assert (component.namespace_type, component.namespace_name) == (kind, None)


def test_a_private_dns_namespace_without_a_vpc_is_refused_before_anything_is_registered():
    result = run(lambda: Cluster("cluster", DNS), strict=False)
    assert "network is missing" in str(result.error)
    assert result.resources == []


@pytest.mark.parametrize(
    ("namespace", "says"),
    [
        ({}, "created by name or referenced by ARN"),
        ({"name": "apps", "arn": ARN}, "created by name or referenced by ARN"),
        ({"name": "a" * 254, "type": "privateDns"}, "a domain name has 253 characters"),
        ({"arn": EXISTING}, "write it like"),
        ({"name": "apps", "type": "publicDns"}, "privateDns"),
    ],
)
def test_a_namespace_with_faults_is_refused(namespace, says):
    result = run(lambda: Cluster("cluster", {"namespace": namespace, "network": NETWORK}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)


@pytest.mark.parametrize("namespace", ["apps", DNS["namespace"], {"arn": ARN}])
def test_a_preview_shows_the_namespace_that_an_update_creates(namespace):
    args = {"namespace": namespace, "network": NETWORK}
    shown, created = cluster_of(args, preview=True)[1], cluster_of(args)[1]
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


# --- the Cloud Map service ----------------------------------------------------------------------------------------------


def test_tasks_are_named_by_a_record_of_their_addresses(registered):
    service, result = registered()
    assert result.find_one(REGISTRY).inputs == {
        "name": "api",
        "description": "Tasks of the service api",
        "dnsConfig": {
            "namespaceId": result.find_one(PRIVATE).id,
            "routingPolicy": "MULTIVALUE",
            "dnsRecords": [{"type": "A", "ttl": 15}],
        },
        "healthCheckCustomConfig": {"failureThreshold": 1},
        "forceDestroy": True,
        "tags": {},
    }
    assert result.find_one(SERVICE).inputs["serviceRegistries"] == {"registryArn": result.find_one(REGISTRY).outputs["arn"]}
    assert service.internal_url == "http://api.internal.example.com:8000"


def test_an_srv_record_also_names_the_port_of_the_container(registered):
    _, result = registered({"dnsRecordType": "SRV", "ttl": 5, "name": "payments"}, names={"container": "main"})
    assert result.find_one(REGISTRY).inputs["name"] == "payments"
    assert result.find_one(REGISTRY).inputs["dnsConfig"]["dnsRecords"] == [{"type": "SRV", "ttl": 5}]
    assert result.find_one(SERVICE).inputs["serviceRegistries"] == {
        "registryArn": result.find_one(REGISTRY).outputs["arn"],
        "containerName": "main",
        "containerPort": 8000,
    }


def test_in_an_http_namespace_tasks_are_found_by_the_api_alone(registered):
    service, result = registered(namespace={"namespace": "apps"})
    inputs = result.find_one(REGISTRY).inputs
    assert inputs["namespaceId"] == result.find_one(HTTP).id
    assert "dnsConfig" not in inputs
    assert service.internal_url is None


def test_a_namespace_by_id_answers_to_dns(build):
    args = {"port": 8000, "route": False, "serviceDiscovery": {"namespaceId": "ns-0123456789abcdef"}}
    service, result = build.service(build.wired(args), "api")
    assert result.find_one(REGISTRY).inputs["dnsConfig"]["namespaceId"] == "ns-0123456789abcdef"
    assert service.internal_url is None


def test_a_namespace_of_the_cluster_that_exists_is_known_by_its_arn(registered):
    _, result = registered(namespace={"namespace": {"arn": ARN, "type": "privateDns"}})
    assert result.find_one(REGISTRY).inputs["dnsConfig"]["namespaceId"] == "ns-0123456789abcdef"


def test_a_cloud_map_service_that_exists_is_used_and_none_is_made(registered):
    _, result = registered({"registryArn": EXISTING})
    assert result.find_all(REGISTRY) == []
    assert result.find_one(SERVICE).inputs["serviceRegistries"] == {"registryArn": EXISTING}


def test_one_that_exists_may_be_known_later(build):
    args = {"port": 8000, "route": False}
    _, result = build.service(lambda: build.wired({**args, "serviceDiscovery": {"registryArn": pulumi.Output.from_input(EXISTING)}}))
    assert result.find_one(SERVICE).inputs["serviceRegistries"] == {"registryArn": EXISTING}


def test_service_connect_and_cloud_map_stand_beside_each_other(registered):
    service, result = registered(serviceConnect={"discoveryName": "api-connect"})
    assert {"serviceConnectConfiguration", "serviceRegistries"} <= set(result.find_one(SERVICE).inputs)
    assert service.internal_url == "http://api:8000"


def test_turned_off_there_is_no_cloud_map_service(registered):
    _, result = registered(False)
    assert result.find_all(REGISTRY) == []
    assert "serviceRegistries" not in result.find_one(SERVICE).inputs


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"registryArn": EXISTING, "name": "api"}, "a Cloud Map service that exists is not changed"),
        ({"registryArn": EXISTING, "ttl": 5}, "a Cloud Map service that exists is not changed"),
        ({"registryArn": ARN}, "write it like"),
        ({"dnsRecordType": "AAAA"}, "is none of the values that it can have"),
        ({"name": "a" * 64}, "AWS allows 63"),
        ({"name": "api-"}, "no hyphen at either end"),
        ({"namespaceId": "apps"}, "ns-"),
        ({"containerPort": 80}, "it is always the service's port"),
    ],
)
def test_faults_are_told_before_anything_is_registered(build, said, says):
    _, result = build.service(build.wired({"port": 8000, "route": False, "serviceDiscovery": said}), "api", strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)
    assert result.resources == []


def test_a_worker_is_not_registered_since_nothing_could_call_it(build):
    _, result = build.service(build.worker(serviceDiscovery=True), strict=False)
    assert "there is no port, so nothing could call the registered tasks" in str(result.error)
