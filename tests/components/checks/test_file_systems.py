import pytest
from fargate_web.checks.file_systems import check_file_systems

EFS = {"fileSystemId": "fs-0123456789abcdef0"}
SINGLE = {"desiredCount": 1, "deployment": {"minimumHealthyPercent": 0, "maximumPercent": 100}}
REASON = "there is a good reason for it"


def found(stacks, service):
    return stacks.found(check_file_systems, {"web": service})


def codes(stacks, service):
    return [finding.code for finding in found(stacks, service)]


def test_a_folder_that_a_mount_does_not_create_is_told(stacks):
    service = {"volumes": {"data": {**EFS, "rootDirectory": "/grafana", "path": "/var/lib/grafana"}}}
    [finding] = found(stacks, service)
    assert (finding.code, finding.severity) == ("folder-must-exist", "warning")
    assert finding.path == ("services", "web", "volumes", "data", "rootDirectory")
    assert codes(stacks, {**service, "silence": {"volumes": REASON}}) == []


@pytest.mark.parametrize("volume", [{}, {"rootDirectory": "/"}, {"accessPointId": "fsap-0123456789abcdef0"}])
def test_the_root_and_an_access_point_exist(stacks, volume):
    assert codes(stacks, {"volumes": {"data": {**EFS, "path": "/uploads", **volume}}}) == []


def database(image="mariadb:10.5", path="/var/lib/mysql", **said):
    return {"image": image, "volumes": {"d": {**EFS, "path": path}}, **said}


@pytest.mark.parametrize(
    "service",
    [
        database(desiredCount=1),
        database(),
        database(**{**SINGLE, "desiredCount": 2}),
        database(**{**SINGLE, "scaling": {"minCapacity": 1, "maxCapacity": 3, "cpu": 70}}),
        database(desiredCount=1, deployment={"strategy": "blueGreen"}),
        database(image="postgres:16", path="/data", desiredCount=1),
        database(image="registry.example.com/own:1", path="/var/lib/postgresql/data", desiredCount=1),
        database(image="rabbitmq:3", path="/var/lib/rabbitmq", desiredCount=1),
    ],
)
def test_two_servers_on_the_folder_of_a_database_are_told(stacks, service):
    [finding] = found(stacks, service)
    assert (finding.code, finding.severity, finding.path) == ("database-with-two-servers", "warning", ("services", "web", "volumes", "d"))


@pytest.mark.parametrize(
    "service",
    [
        database(**SINGLE),
        database(silence={"volumes": REASON}),
        {"image": "nginx", "volumes": {"d": {**EFS, "path": "/usr/share/nginx/html"}}},
        {"image": "mariadb", "volumes": {"d": {"path": "/var/lib/mysql"}}},
        {"image": "mariadb", "volumes": {"d": {**EFS, "path": "/seed", "readOnly": True}}},
    ],
)
def test_one_server_at_a_time_or_no_database_is_fine(stacks, service):
    assert codes(stacks, service) == []


def test_what_to_write_is_what_is_missing(stacks):
    [finding] = found(stacks, database(desiredCount=1))
    assert "write deployment: {minimumHealthyPercent: 0, maximumPercent: 100} (the" in stacks.text(finding)
    [finding] = found(stacks, database(**{**SINGLE, "desiredCount": 2}))
    assert "write desiredCount: 1 (the" in stacks.text(finding)
    [finding] = found(stacks, database())
    assert "write desiredCount: 1 and deployment: {minimumHealthyPercent: 0, maximumPercent: 100}" in stacks.text(finding)
