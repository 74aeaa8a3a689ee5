import pytest
from fargate_web.analysis.deployment_order import find_call_cycles, order_deployments
from fargate_web.checks.discovery import check_discovery
from fargate_web.checks.regions import check_regions
from fargate_web.settings.fix import join_fixes

NAMESPACE = {"namespace": "apps"}
DNS = {"namespace": {"name": "internal.example.com", "type": "privateDns"}}
ARN = "arn:aws:servicediscovery:us-west-2:123456789012:namespace/ns-0123456789abcdef"
REGISTRY = "arn:aws:servicediscovery:us-west-2:123456789012:service/srv-0123456789abcdef"
AUTHORITY = "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d"


def server(port=8000, **said):
    return {"port": port, "route": False, "serviceConnect": True, "allowFrom": [], **said}


def client(**said):
    return {"serviceConnect": True, **said}


@pytest.fixture
def found(stacks):
    def look(services, cluster=NAMESPACE, **sections):
        return stacks.found(check_discovery, services, cluster=cluster, **sections)

    return look


def codes(findings):
    return [finding.code for finding in findings]


# --- namespaces ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", [server(), client()])
def test_service_connect_without_a_namespace_is_refused(found, service):
    [finding] = found({"api": service}, {})
    assert (finding.code, finding.severity, finding.path) == ("no-namespace", "error", ("services", "api", "serviceConnect"))
    assert finding.fixes[0].text == "write cluster: {namespace: services}"


@pytest.mark.parametrize("cluster", [NAMESPACE, DNS, {"namespace": {"arn": ARN}}, {"existing": {"name": "shared"}}])
def test_any_namespace_of_the_cluster_will_do_and_one_that_exists_has_its_own(found, cluster):
    assert found({"api": server()}, cluster) == []


def test_a_namespace_of_the_service_will_do(found):
    assert found({"api": server(serviceConnect={"namespace": "financial-namespace"})}, {}) == []


@pytest.mark.parametrize(
    ("cluster", "instead"), [({}, "type: privateDns"), ({"existing": {"name": "shared"}}, "write namespaceId or registryArn")]
)
def test_service_discovery_without_a_namespace_is_refused(found, cluster, instead):
    [finding] = found({"api": {"port": 80, "serviceDiscovery": True, "allowFrom": []}}, cluster)
    assert (finding.code, finding.path) == ("no-namespace", ("services", "api", "serviceDiscovery"))
    assert instead in join_fixes(finding.message, finding.fixes)


@pytest.mark.parametrize("said", [{"registryArn": REGISTRY}, {"namespaceId": "ns-0123456789abcdef"}])
def test_what_exists_needs_no_namespace_of_the_cluster(found, said):
    assert found({"api": {"port": 80, "serviceDiscovery": said, "allowFrom": []}}, {}) == []


def test_an_http_namespace_answers_to_no_dns(found):
    findings = found({"api": {"port": 80, "serviceDiscovery": {"dnsRecordType": "SRV", "ttl": 5}, "allowFrom": []}})
    assert [(finding.code, finding.path[-1]) for finding in findings] == [
        ("no-dns-in-namespace", "dnsRecordType"),
        ("no-dns-in-namespace", "ttl"),
    ]
    assert found({"api": {"port": 80, "serviceDiscovery": True, "allowFrom": []}}) == []


# --- names --------------------------------------------------------------------------------------------------------------


def test_two_services_cant_have_one_alias(found):
    alias = {"clientAlias": {"dnsName": "api", "port": 80}}
    [finding] = found({"a": server(serviceConnect=alias), "b": server(serviceConnect=alias)})
    assert (finding.code, finding.severity) == ("name-taken", "error")
    assert finding.path == ("services", "b", "serviceConnect", "clientAlias")
    assert "the alias api:80 is that of services.a too" in finding.message


def test_one_name_on_two_ports_or_in_two_namespaces_is_two_aliases(found):
    one, two = ({"clientAlias": {"dnsName": "api", "port": port}} for port in (80, 81))
    assert found({"a": server(serviceConnect=one), "b": server(serviceConnect=two)}) == []
    assert found({"a": server(serviceConnect=one), "b": server(serviceConnect={**one, "namespace": "other"})}) == []


def test_an_alias_without_a_port_has_that_of_its_service(found):
    alias = {"clientAlias": {"dnsName": "api"}}
    assert found({"a": server(8000, serviceConnect=alias), "b": server(8001, serviceConnect=alias)}) == []
    [finding] = found({"a": server(8000, serviceConnect=alias), "b": server(8000, serviceConnect=alias)})
    assert "the alias api:8000 is that of services.a too" in finding.message


def test_two_services_cant_have_one_discovery_name(found):
    [finding] = found({"a": server(serviceConnect={"discoveryName": "b"}), "b": server()})
    assert finding.path == ("services", "b", "serviceConnect", "discoveryName")


def test_service_connect_and_cloud_map_cant_have_one_name_in_one_namespace(found):
    [finding] = found({"api": server(serviceDiscovery=True)}, DNS)
    assert finding.path == ("services", "api", "serviceDiscovery", "name")
    assert "the Cloud Map service 'api' is that of its Service Connect too" in finding.message
    assert found({"api": server(serviceDiscovery=True, serviceConnect={"discoveryName": "api-connect"})}, DNS) == []
    assert found({"api": server(serviceDiscovery={"registryArn": REGISTRY})}) == []


# --- callers ------------------------------------------------------------------------------------------------------------


def test_a_caller_that_is_not_there_is_refused_with_the_one_that_was_meant(found):
    [finding] = found({"web": client(), "api": server(allowFrom=["wbe"])})
    assert (finding.code, finding.severity, finding.path) == ("unknown-caller", "error", ("services", "api", "allowFrom", 0))
    assert join_fixes(finding.message, finding.fixes) == "there is no service 'wbe'; write web"


def test_every_caller_of_a_list_is_looked_at(found):
    findings = found({"api": server(allowFrom=["10.0.0.0/8", "nobody"])})
    assert [(finding.code, finding.path) for finding in findings] == [("unknown-caller", ("services", "api", "allowFrom", 1))]


def test_a_service_that_lets_itself_in_is_refused(found):
    assert codes(found({"api": server(allowFrom=["api"])})) == ["caller-of-itself"]


def test_a_service_called_like_a_security_group_is_refused_as_a_caller(found):
    assert codes(found({"sg-1": client(), "api": server(allowFrom=["sg-1"])})) == ["caller-like-a-group"]


def test_security_groups_and_blocks_are_not_looked_for(found):
    assert found({"api": server(allowFrom=["sg-0123", "10.0.0.0/8"])}) == []


def test_a_caller_that_does_not_know_the_name_is_warned_of(found):
    [finding] = found({"web": {"port": 80}, "api": server(allowFrom=["web"])})
    assert (finding.code, finding.severity) == ("caller-without-service-connect", "warning")
    assert finding.fixes[0].text == "write services: {web: {serviceConnect: {clientOnly: true}}}"
    assert found({"web": client(), "api": server(allowFrom=["web"])}) == []


def test_who_finds_a_service_by_dns_needs_no_service_connect(found):
    api = server(allowFrom=["web"], serviceDiscovery=True, serviceConnect={"discoveryName": "api-connect"})
    assert found({"web": {"port": 80}, "api": api}, DNS) == []


@pytest.mark.parametrize(
    ("service", "way"),
    [
        ({"port": 80, "serviceConnect": True}, "serviceConnect"),
        ({"port": 80, "serviceDiscovery": {"registryArn": REGISTRY}}, "serviceDiscovery"),
    ],
)
def test_a_service_that_can_be_found_and_lets_nobody_in_is_warned_of_unless_that_is_said(found, service, way):
    [finding] = found({"api": service})
    assert (finding.code, finding.severity, finding.path) == ("nobody-let-in", "warning", ("services", "api", way))
    assert found({"api": {**service, "allowFrom": []}}) == []
    assert found({"api": {"port": 80}}) == []


# --- deployments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("strategy", "warned"), [("rolling", False), ("blueGreen", True), ("canary", True), ("linear", True)])
def test_dns_that_leads_to_both_versions_is_warned_of(found, strategy, warned):
    service = {"port": 80, "serviceDiscovery": {"registryArn": REGISTRY}, "allowFrom": [], "deployment": strategy}
    assert codes(found({"api": service})) == ["both-versions-in-dns"] * warned


def test_tls_on_the_port_of_the_load_balancer_is_warned_of(found):
    tls = {"tls": {"awsPcaAuthorityArn": AUTHORITY}}
    service = {"port": 80, "allowFrom": []}
    assert codes(found({"api": {**service, "serviceConnect": tls}})) == ["tls-behind-load-balancer"]
    assert found({"api": {**service, "serviceConnect": {**tls, "ingressPortOverride": 9000}}}) == []
    assert found({"api": {**service, "serviceConnect": tls, "targetGroup": {"protocol": "HTTPS"}}}) == []
    assert found({"api": {**service, "route": False, "serviceConnect": tls}}) == []


def test_who_is_called_is_deployed_first(stacks):
    stack = stacks.of(
        {"web": client(), "job": client(), "api": server(allowFrom=["web"]), "data": server(allowFrom=["api", "job"])}, cluster=NAMESPACE
    )
    order = order_deployments(stack)
    assert list(order) == ["data", "api", "web", "job"]
    assert order == {"data": [], "api": ["data"], "web": ["api"], "job": ["data"]}
    assert find_call_cycles(stack) == []


def test_without_service_connect_the_order_is_that_of_the_file(stacks):
    stack = stacks.of({"web": {}, "api": {"port": 80, "allowFrom": ["web"]}, "job": {}})
    assert order_deployments(stack) == {"web": [], "api": [], "job": []}


def test_services_that_call_each_other_are_warned_of_since_one_of_them_goes_first(found, stacks):
    services = {"a": server(allowFrom=["b"]), "b": server(allowFrom=["a"])}
    assert order_deployments(stacks.of(services, cluster=NAMESPACE)) == {"b": [], "a": ["b"]}
    [finding] = found(services)
    assert (finding.code, finding.severity, finding.path) == ("calls-in-a-circle", "warning", ("services", "b", "serviceConnect"))
    assert "b doesn't find a after the first update" in finding.message


# --- Regions ------------------------------------------------------------------------------------------------------------


def test_what_is_of_another_region_is_refused(stacks):
    services = {
        "api": server(
            serviceConnect={"namespace": ARN, "tls": {"awsPcaAuthorityArn": AUTHORITY}}, serviceDiscovery={"registryArn": REGISTRY}
        )
    }
    sections = {"cluster": {"namespace": {"arn": ARN}}}
    assert stacks.found(check_regions, services, **sections) == []
    assert [finding.path for finding in stacks.found(check_regions, services, region="eu-west-1", **sections)] == [
        ("cluster", "namespace", "arn"),
        ("services", "api", "serviceDiscovery", "registryArn"),
        ("services", "api", "serviceConnect", "namespace"),
        ("services", "api", "serviceConnect", "tls", "awsPcaAuthorityArn"),
    ]
