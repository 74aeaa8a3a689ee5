import pytest
from fargate_web.checks.protocols import check_protocols

CLUSTER = {"namespace": "apps"}
REASON = "there is a good reason for it"
INTERNAL = {"route": False, "allowFrom": [], "containerHealthCheck": "true"}


def found(stacks, service):
    return stacks.shown(check_protocols, {"web": service}, cluster=CLUSTER)


def codes(stacks, service):
    return [finding.code for finding in found(stacks, service)]


@pytest.mark.parametrize(
    ("image", "port"),
    [
        ("redis:7.2", 6379),
        ("redis:7.2", 7000),
        ("public.ecr.aws/docker/library/postgres:16", 5432),
        ("docker.io/bitnami/mysql", 3306),
        ("valkey/valkey@sha256:" + "a" * 64, 6379),
        ("pgvector/pgvector:pg16", 5432),
        ("123456789012.dkr.ecr.us-west-2.amazonaws.com/shop/cache:1", 6379),
        ("web", 5672),
        ("web", 27017),
        ("web", 9092),
        ("web", 11211),
    ],
)
def test_a_database_in_service_connect_is_no_web_server(stacks, image, port):
    service = {**INTERNAL, "image": image, "port": port}
    [finding] = found(stacks, {**service, "serviceConnect": True})
    assert (finding.code, finding.severity, finding.path[:3]) == (
        "not-http-in-service-connect",
        "warning",
        ("services", "web", "serviceConnect"),
    )
    assert "write serviceConnect: {appProtocol: tcp}" in finding.message
    assert codes(stacks, {**service, "serviceConnect": {"appProtocol": "tcp"}}) == []
    assert codes(stacks, {**service, "serviceConnect": {"clientOnly": True}}) == []
    assert codes(stacks, service) == []


def test_who_says_http_at_the_port_of_a_database_means_it_unless_the_image_is_one(stacks):
    service = {**INTERNAL, "port": 6379, "serviceConnect": {"appProtocol": "http"}}
    assert codes(stacks, {**service, "image": "web"}) == []
    assert codes(stacks, {**service, "image": "redis:7"}) == ["not-http-in-service-connect"]


@pytest.mark.parametrize(
    "image", ["redis-commander:1", "postgrest/postgrest:12", "phpmyadmin:5", "rabbitmq:3-management", "mysql-exporter", "shop/api-postgres"]
)
def test_an_image_that_only_has_to_do_with_a_database_may_speak_http(stacks, image):
    assert codes(stacks, {**INTERNAL, "image": image, "port": 8080, "serviceConnect": True}) == []


def test_grpc_by_its_port_is_told(stacks):
    service = {**INTERNAL, "port": 50051}
    assert codes(stacks, {**service, "serviceConnect": True}) == ["grpc-as-http"]
    assert codes(stacks, {**service, "serviceConnect": {"appProtocol": "grpc"}}) == []
    assert codes(stacks, {**service, "serviceConnect": {"appProtocol": "http"}}) == []


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"image": "postgres:16", "port": 5432}, ["not-http-behind-load-balancer"]),
        ({"image": "postgres:16", "port": 5432, "healthCheck": "/"}, ["not-http-behind-load-balancer"]),
        ({"image": "web", "port": 6379}, ["not-http-behind-load-balancer"]),
        ({"image": "web", "port": 6379, "healthCheck": "/health"}, []),
        ({"image": "postgres:16", "port": 5432, "route": False}, []),
        ({"image": "postgres:16"}, []),
        ({"image": "web", "port": 9000}, []),
    ],
)
def test_a_load_balancer_speaks_http_only(stacks, service, expected):
    assert codes(stacks, service) == expected


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"port": 8000, "serviceConnect": True}, ["called-while-starting"]),
        ({"port": 8000, "serviceConnect": True, "containerHealthCheck": "true"}, []),
        ({"port": 8000, "serviceConnect": True, "silence": {"containerHealthCheck": REASON}}, []),
        ({"port": 8000, "serviceConnect": {"clientOnly": True}}, []),
        ({"serviceConnect": True}, []),
        ({"port": 8000, "serviceDiscovery": True}, ["called-while-starting"]),
        ({"port": 8000}, []),
    ],
)
def test_a_server_without_container_health_check_is_called_while_it_starts(stacks, service, expected):
    assert codes(stacks, service) == expected


def test_the_suggested_health_check_suits_the_server(stacks):
    [finding] = found(stacks, {"port": 8000, "serviceConnect": True})
    assert "write containerHealthCheck: 'curl -f http://localhost:8000/health || exit 1'" in finding.message
    [finding] = found(stacks, {"image": "redis:7", "port": 6379, "route": False, "serviceConnect": {"appProtocol": "tcp"}})
    assert "redis-cli ping" in finding.message
