import json

import pulumi
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ROLE = "aws:iam/role:Role"
SERVICE = "aws:ecs/service:Service"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
NAMESPACE = "arn:aws:servicediscovery:us-west-2:123456789012:namespace/ns-0123456789abcdef"
AUTHORITY = "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"
HEADER = {"header": {"name": "X-Test", "values": ["1"]}}


@pytest.fixture
def cluster(build) -> dict:
    return {**build.cluster, "namespace_arn": NAMESPACE, "namespace_type": "http"}


@pytest.fixture
def connected(build, cluster):
    def make(connect=True, **args) -> Run:
        return build.service(build.wired({"cluster": cluster, "port": 8000, "route": False, "serviceConnect": connect, **args}), "api")[1]

    return make


def configuration(result: Run) -> dict:
    return result.find_one(SERVICE).inputs["serviceConnectConfiguration"]


def entry(result: Run) -> dict:
    [found] = configuration(result)["services"]
    return found


def mapping(result: Run) -> dict:
    [definition] = json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    [found] = definition["portMappings"]
    return found


# --- server and client --------------------------------------------------------------------------------------------------


def test_a_service_with_a_port_is_called_by_its_own_name(connected):
    result = connected()
    assert entry(result) == {"portName": "api", "discoveryName": "api", "clientAlias": [{"dnsName": "api", "port": 8000}]}
    assert configuration(result)["enabled"] is True
    assert configuration(result)["namespace"] == NAMESPACE


def test_a_service_without_a_port_is_a_client_only(build, cluster):
    service, result = build.service(build.worker(cluster=cluster, serviceConnect=True), name="job")
    assert configuration(result)["enabled"] is True
    assert "services" not in configuration(result)
    assert service.internal_url is None


def test_a_service_with_a_port_can_be_a_client_only(connected):
    result = connected({"clientOnly": True})
    assert "services" not in configuration(result)
    assert "appProtocol" not in mapping(result)


def test_without_it_the_provider_is_told_nothing_so_that_services_stay_as_they_are(build):
    service, result = build.service(build.web())
    assert {"serviceConnectConfiguration", "serviceRegistries"} & set(result.find_one(SERVICE).inputs) == set()
    assert "appProtocol" not in mapping(result)
    assert service.internal_url is None


def test_turning_it_off_leaves_the_same_resources(build, connected):
    on = {resource.urn for resource in connected().resources}
    assert {resource.urn for resource in connected(False).resources} == on
    assert "serviceConnectConfiguration" not in connected(False).find_one(SERVICE).inputs


def test_names_and_ports_are_as_said(connected):
    result = connected(
        {"discoveryName": "api-service", "clientAlias": {"dnsName": "api.internal", "port": 80}, "ingressPortOverride": 9000}
    )
    assert entry(result) == {
        "portName": "api",
        "discoveryName": "api-service",
        "clientAlias": [{"dnsName": "api.internal", "port": 80}],
        "ingressPortOverride": 9000,
    }


def test_an_alias_can_be_said_in_one_word(connected):
    assert entry(connected({"clientAlias": "payments"}))["clientAlias"] == [{"dnsName": "payments", "port": 8000}]


def test_the_name_of_the_port_is_that_of_the_port_mapping(connected):
    result = connected(names={"container": "Main"})
    assert entry(result)["portName"] == mapping(result)["name"] == "main"


@pytest.mark.parametrize("namespace", ["financial-namespace", NAMESPACE.replace("0123", "9876")])
def test_a_namespace_of_its_own_comes_before_the_clusters(connected, namespace):
    assert configuration(connected({"namespace": namespace}))["namespace"] == namespace


def test_a_namespace_may_be_known_later(build, cluster):
    args = {"cluster": cluster, "port": 8000, "route": False}
    _, result = build.service(lambda: build.wired({**args, "serviceConnect": {"namespace": pulumi.Output.from_input(NAMESPACE)}}))
    assert configuration(result)["namespace"] == NAMESPACE


def test_in_a_cluster_that_exists_ecs_takes_the_clusters_own_default(build):
    _, result = build.service(build.wired({"port": 8000, "route": False, "serviceConnect": True}))
    assert "namespace" not in configuration(result)


# --- protocol and timeouts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", ["http", "http2", "grpc"])
def test_the_port_mapping_says_the_protocol(connected, protocol):
    assert mapping(connected({"appProtocol": protocol}))["appProtocol"] == protocol


def test_http_is_what_a_service_speaks_unless_it_says_otherwise(connected):
    assert mapping(connected())["appProtocol"] == "http"


def test_tcp_is_what_aws_takes_without_a_protocol(connected):
    assert "appProtocol" not in mapping(connected({"appProtocol": "tcp"}))


@pytest.mark.parametrize(("version", "protocol"), [("HTTP1", "http"), ("HTTP2", "http2"), ("GRPC", "grpc")])
def test_the_protocol_follows_that_of_the_target_group(build, cluster, version, protocol):
    _, result = build.service(build.web(cluster=cluster, serviceConnect=True, targetGroup={"protocolVersion": version}))
    assert mapping(result)["appProtocol"] == protocol


@pytest.mark.parametrize(
    ("said", "timeout"),
    [
        ({"idleTimeout": 60}, {"idleTimeoutSeconds": 60, "perRequestTimeoutSeconds": 15}),
        ({"perRequestTimeout": 30}, {"idleTimeoutSeconds": 300, "perRequestTimeoutSeconds": 30}),
        ({"perRequestTimeout": 0, "idleTimeout": 0}, {"idleTimeoutSeconds": 0, "perRequestTimeoutSeconds": 0}),
    ],
)
def test_both_timeouts_are_said_since_the_provider_makes_0_of_one_that_is_not(connected, said, timeout):
    assert entry(connected(said))["timeout"] == timeout


def test_without_timeouts_aws_has_its_own(connected):
    assert "timeout" not in entry(connected())


# --- logs ---------------------------------------------------------------------------------------------------------------


def test_the_proxy_writes_to_the_log_group_of_the_service(connected):
    result = connected()
    log = configuration(result)["logConfiguration"]
    assert log["logDriver"] == "awslogs"
    assert log["options"]["awslogs-group"] == result.find_one("aws:cloudwatch/logGroup:LogGroup").outputs["name"]
    assert log["options"]["awslogs-region"] == "us-west-2"
    assert "accessLogConfiguration" not in configuration(result)


@pytest.mark.parametrize(
    ("said", "logs"),
    [
        (True, {"format": "JSON", "includeQueryParameters": "DISABLED"}),
        ({"format": "TEXT", "includeQueryParameters": True}, {"format": "TEXT", "includeQueryParameters": "ENABLED"}),
    ],
)
def test_access_logs_are_as_said(connected, said, logs):
    assert configuration(connected({"accessLogs": said}))["accessLogConfiguration"] == logs


# --- TLS ----------------------------------------------------------------------------------------------------------------


def test_tls_comes_with_a_role_for_the_certificates(connected):
    result = connected({"tls": {"awsPcaAuthorityArn": AUTHORITY, "kmsKeyArn": KEY}})
    role = result.find_one(ROLE, "api-connect-tls")
    assert entry(result)["tls"] == {
        "issuerCertAuthority": {"awsPcaAuthorityArn": AUTHORITY},
        "kmsKey": KEY,
        "roleArn": role.outputs["arn"],
    }
    [statement] = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "ecs.amazonaws.com"}
    [attachment] = [each for each in result.find_all(ATTACHMENT) if each.name.startswith("api-connect-tls")]
    policy = "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity"
    assert attachment.inputs["policyArn"] == f"arn:aws:iam::aws:policy/{policy}"
    assert {role.urn, attachment.urn} <= set(result.find_one(SERVICE).dependencies)


def test_a_role_that_exists_is_used_and_none_is_made(connected):
    arn = "arn:aws:iam::123456789012:role/tls"
    result = connected({"tls": {"awsPcaAuthorityArn": AUTHORITY, "roleArn": arn}})
    assert entry(result)["tls"]["roleArn"] == arn
    assert [role.name for role in result.find_all(ROLE)] == ["api-execution", "api-task"]


# --- deployments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", ["blueGreen", "canary", "linear"])
def test_its_proxies_shift_traffic_without_a_load_balancer_and_without_its_role(connected, strategy):
    result = connected(deployment={"strategy": strategy, "testTraffic": HEADER})
    assert result.find_one(SERVICE).inputs["deploymentConfiguration"]["strategy"] == {"blueGreen": "BLUE_GREEN"}.get(
        strategy, strategy.upper()
    )
    assert entry(result)["clientAlias"] == [
        {"dnsName": "api", "port": 8000, "testTrafficRules": [{"header": {"name": "X-Test", "value": {"exact": "1"}}}]}
    ]
    assert "loadBalancers" not in result.find_one(SERVICE).inputs
    assert [role.name for role in result.find_all(ROLE)] == ["api-execution", "api-task"]


def test_test_traffic_without_a_header_is_told_by_that_of_aws(connected):
    result = connected(deployment={"strategy": "blueGreen", "testTraffic": True})
    assert "testTrafficRules" not in entry(result)["clientAlias"][0]


def test_behind_a_load_balancer_the_header_holds_for_both(build, cluster):
    args = {"cluster": cluster, "serviceConnect": True, "test_priority": 6, "deployment": {"strategy": "blueGreen", "testTraffic": HEADER}}
    _, result = build.service(build.web(**args))
    assert entry(result)["clientAlias"][0]["testTrafficRules"][0]["header"]["value"] == {"exact": "1"}
    assert [rule.name for rule in result.find_all("aws:lb/listenerRule:ListenerRule")] == ["web", "web:test"]


def test_a_worker_is_deployed_blue_green_without_any_traffic_to_shift(build):
    _, result = build.service(build.worker(deployment={"strategy": "blueGreen"}))
    assert result.find_one(SERVICE).inputs["deploymentConfiguration"]["strategy"] == "BLUE_GREEN"
    assert "serviceConnectConfiguration" not in result.find_one(SERVICE).inputs


def test_who_calls_is_deployed_after_who_is_called(build, cluster):
    from fargate_web import Service

    def program():
        api = Service("api", build.wired({"cluster": cluster, "port": 8000, "route": False, "serviceConnect": True}))
        Service("web", build.web(cluster=cluster, serviceConnect=True, after=[api]))

    result = run(program, config={"aws:region": "us-west-2"})
    assert result.find_one(SERVICE, "api").urn in result.find_one(SERVICE, "web").dependencies
    assert result.find_one(SERVICE, "web").urn not in result.find_one(SERVICE, "api").dependencies


# --- what is refused ----------------------------------------------------------------------------------------------------

PORT = {"port": 8000, "route": False}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"serviceConnect": {"clientOnly": False}}, "there is no port, so that the service can only call others"),
        ({"serviceConnect": {"discoveryName": "api"}}, "there is no port, so the service only calls others and this would have no effect"),
        ({**PORT, "serviceConnect": {"clientOnly": True, "tls": {"awsPcaAuthorityArn": AUTHORITY}}}, "clientOnly is true"),
        ({**PORT, "serviceConnect": {"perRequestTimeout": 5, "appProtocol": "tcp"}}, "with tcp the proxy sees no requests"),
        (
            {**PORT, "serviceConnect": {"idleTimeout": 86400, "appProtocol": "tcp"}},
            "Per request timeout 0 can't be set for tcp application",
        ),
        ({**PORT, "serviceConnect": {"perRequestTimeout": 600}}, "its connection is closed after 300 s"),
        ({**PORT, "serviceConnect": {"idleTimeout": 10}}, "write idleTimeout: 15"),
        ({**PORT, "serviceConnect": {"ingressPortOverride": 8000}}, "on which the proxy listens anyway"),
        ({**PORT, "serviceConnect": {"discoveryName": "-api"}}, "no hyphen at the start"),
        ({**PORT, "serviceConnect": {"discoveryName": "a" * 65}}, "AWS allows 64"),
        ({**PORT, "serviceConnect": {"clientAlias": {"dnsName": "a" * 128}}}, "AWS allows 127"),
        ({**PORT, "serviceConnect": {"clientAlias": {"dnsName": "Api"}}}, "write lower-case letters"),
        ({**PORT, "serviceConnect": {"portName": "api"}}, "it is the name of the container"),
        ({**PORT, "serviceConnect": {"tls": {"awsPcaAuthorityArn": KEY}}}, "not of 'acm-pca'"),
        ({**PORT, "deployment": {"strategy": "canary"}}, "with serviceConnect, its proxies would move it; write strategy: blueGreen"),
        ({"deployment": {"strategy": "linear"}}, "no load balancer sends this service any; write strategy: blueGreen"),
        (
            {**PORT, "deployment": {"strategy": "blueGreen", "testTraffic": HEADER}},
            "no load balancer sends this service any traffic to test with; remove testTraffic",
        ),
        (
            {
                **PORT,
                "serviceConnect": True,
                "deployment": {"strategy": "blueGreen", "testTraffic": {"header": {"name": "X", "values": ["a*"]}}},
            },
            "compares the header with one exact value",
        ),
        (
            {
                **PORT,
                "serviceConnect": True,
                "deployment": {"strategy": "blueGreen", "testTraffic": {"header": {"name": "X", "values": ["1", "2"]}}},
            },
            "compares the header with one exact value",
        ),
        (
            {**PORT, "serviceConnect": {"appProtocol": "tcp"}, "deployment": {"strategy": "blueGreen", "testTraffic": True}},
            "with tcp the proxy sees no headers",
        ),
        (
            {**PORT, "serviceConnect": True, "deployment": {"strategy": "blueGreen", "testTraffic": {**HEADER, "priority": 3}}},
            "so there is no rule to order",
        ),
    ],
)
def test_faults_are_told_before_anything_is_registered(build, cluster, args, says):
    _, result = build.service(build.wired({"cluster": cluster, **args}), "api", strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)
    assert result.resources == []
