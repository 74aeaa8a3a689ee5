import pytest
from fargate_web.checks.ports import check_ports

REASON = "there is a good reason for it"


def codes(stacks, service):
    return [finding.code for finding in stacks.found(check_ports, {"web": {"port": 3000, **service}})]


@pytest.mark.parametrize(
    "service",
    [
        {"environment": {"PORT": 8080}},
        {"environment": {"HTTP_PORT": 8080}},
        {"environment": {"WEB_PORT": 8080}},
        {"environment": {"ASPNETCORE_URLS": "http://+:8080"}},
        {"environment": {"ASPNETCORE_HTTP_PORTS": "8080;8081"}},
        {"environment": {"LISTEN_ADDR": ":8080"}},
        {"environment": {"BIND": "0.0.0.0:8080"}},
        {"environment": {"GUNICORN_CMD_ARGS": "--workers 4 --bind 0.0.0.0:8000"}},
        {"command": ["uvicorn", "app:app", "--port", "8000"]},
        {"command": ["gunicorn", "-b", "0.0.0.0:8000", "app"]},
        {"command": ["java", "-jar", "app.jar", "--server.port=8080"]},
    ],
)
def test_an_application_that_listens_on_another_port_is_told(stacks, service):
    assert codes(stacks, service) == ["listens-on-other-port"]
    assert codes(stacks, {**service, "silence": {"environment": REASON, "command": REASON}}) == []
    # A proxy beside it listens on the port of the service.
    assert codes(stacks, {**service, "sidecars": {"proxy": {"image": "nginx:1.29"}}}) == []


@pytest.mark.parametrize(
    "service",
    [
        {"environment": {"PORT": 3000}},
        {"environment": {"PORT": "tcp://10.0.0.1"}},
        {"environment": {"DB_PORT": 5432, "REDIS_PORT": 6379, "METRICS_PORT": 9090, "SMTP_PORT": 587}},
        {"environment": {"ASPNETCORE_URLS": "http://+:3000;https://+:3443"}},
        {"environment": {"BIND": "0.0.0.0"}},
        {"environment": {"PORT": 3000, "HTTP_PORT": 3001}},
        {"environment": {"ADDR": "10.0.0.5:5432"}},
        {"environment": {"HOST": "www.example.com"}},
        {"command": ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "3000"]},
        {"command": ["app", "--db-port", "5432"]},
        {"port": None, "environment": {"PORT": 8080}},
    ],
)
def test_an_application_that_listens_on_the_port_of_its_service_is_fine(stacks, service):
    assert codes(stacks, service) == []


PROXY = {"image": f"example.com/front@sha256:{'a' * 64}", "environment": {"PORT": "8080"}}
CONSOLE = {"console": {"port": 9090, "targetContainer": "side", "paths": ["/console/*"]}}


@pytest.mark.parametrize(
    ("service", "places"),
    [
        ({"port": 8080, "targetContainer": "side", "environment": {"PORT": "3000"}, "sidecars": {"side": PROXY}}, []),
        ({"port": 8081, "targetContainer": "side", "sidecars": {"side": PROXY}}, [("side", ("port",))]),
        ({"port": 3000, "sidecars": {"side": PROXY}, "additionalRoutes": CONSOLE}, [("side", ("additionalRoutes", "console", "port"))]),
        ({"port": 3000, "environment": {"ADMIN_PORT": "9090", "PORT": "3000"}, "additionalRoutes": {"admin": {"port": 9090}}}, []),
        ({"port": 3000, "environment": {"PORT": "9090"}, "additionalRoutes": {"admin": {"port": 9090}}}, []),
    ],
)
def test_each_container_listens_on_the_ports_that_requests_go_to(stacks, service, places):
    findings = stacks.found(check_ports, {"web": service})
    assert [(finding.path[3], finding.related_paths[0][2:]) for finding in findings] == places


def test_either_the_variable_or_the_port_can_change(stacks):
    [finding] = stacks.found(check_ports, {"web": {"port": 3000, "environment": {"PORT": 8080}}})
    assert [(edit.path[-1], edit.value) for fix in finding.fixes[:2] for edit in fix.edits] == [("PORT", 3000), ("port", 8080)]
    # The health check asks the port of the service, so that it stays.
    check = {"containerHealthCheck": "curl -f http://localhost:3000/"}
    [finding] = stacks.found(check_ports, {"web": {"port": 3000, "environment": {"PORT": 8080}, **check}})
    assert [edit.path[-1] for fix in finding.fixes for edit in fix.edits] == ["PORT", "environment"]


@pytest.mark.parametrize(
    "service",
    [
        {"environment": {"HOST": "127.0.0.1"}},
        {"environment": {"HOSTNAME": "localhost"}},
        {"environment": {"LISTEN_ADDR": "127.0.0.1:3000"}},
        {"command": ["uvicorn", "app:app", "--host", "127.0.0.1"]},
        {"command": ["gunicorn", "--bind=localhost:3000", "app"]},
    ],
)
def test_an_application_that_only_its_own_task_reaches_is_told(stacks, service):
    assert codes(stacks, service) == ["listens-on-loopback"]


@pytest.mark.parametrize(
    ("check", "asked"),
    [
        ("curl -f http://localhost/health", 80),
        ("curl -f http://localhost:8080/health || exit 1", 8080),
        ("curl -f localhost:8080/health", 8080),
        ("curl -f localhost/health", 80),
        ("nc -z localhost 8080", 8080),
        ("bash -c '</dev/tcp/localhost/8080'", 8080),
        ("grpc_health_probe -addr=:50051", 50051),
        ("pg_isready -p 5433", 5433),
        ({"command": ["CMD", "wget", "-q", "https://127.0.0.1/"]}, 443),
        ("curl -f http://localhost:3000/health", None),
        ("curl -f http://localhost:${PORT}/health", None),
        ("curl -f http://localhost:$PORT/health", None),
        ("curl -f http://api.example.com/health", None),
        ("wget -q -O /dev/null http://localhost:3000/8080", None),
        ("pg_isready", None),
        ("test -f /tmp/ready", None),
    ],
)
def test_a_health_check_on_another_port_is_told(stacks, check, asked):
    service = {"port": 3000, "containerHealthCheck": check}
    findings = stacks.found(check_ports, {"web": service})
    assert [finding.code for finding in findings] == ["health-check-on-other-port"] * (asked is not None)
    assert all(f"asks port {asked} " in finding.message for finding in findings)
    assert codes(stacks, {**service, "silence": {"containerHealthCheck": REASON}}) == []


@pytest.mark.parametrize(
    "service",
    [
        {"environment": {"MANAGEMENT_SERVER_PORT": 8081}},
        {"command": ["app", "--admin-address=:8081"]},
        {"sidecars": {"agent": {"image": "x", "command": ["agent", "--port", "8081"]}}},
    ],
)
def test_a_port_of_administration_may_be_asked(stacks, service):
    assert codes(stacks, {"containerHealthCheck": "curl -f http://localhost:8081/health", **service}) == []


@pytest.mark.parametrize(
    ("check", "written"),
    [
        ("curl -f http://localhost:8080/8080", "curl -f http://localhost:3000/8080"),
        ("curl -f http://localhost/", "curl -f http://localhost:3000/"),
        ({"command": ["CMD", "curl", "localhost:8080"]}, {"command": ["CMD", "curl", "localhost:3000"]}),
        ({"command": ["CMD", "curl", "localhost:8080"], "interval": 10}, ["CMD", "curl", "localhost:3000"]),
    ],
)
def test_what_to_write_asks_the_port_of_the_service(stacks, check, written):
    [finding] = stacks.found(check_ports, {"web": {"port": 3000, "containerHealthCheck": check}})
    assert finding.fixes[0].edits[0].value == written
