import pytest
from fargate_web.checks.connection_times import check_connection_times


def found(stacks, service, **balancer):
    return stacks.shown(check_connection_times, {"web": {"port": 80, **service}}, loadBalancer=balancer)


@pytest.mark.parametrize(
    ("service", "seconds"),
    [
        ({"command": ["gunicorn", "--keep-alive", "60"]}, "65"),
        ({"command": ["gunicorn", "--keep-alive", "61"]}, None),
        ({"command": ["gunicorn", "--keep-alive", "0"]}, None),
        ({"command": ["sh", "-c", "uvicorn --timeout-keep-alive 5 app:app"]}, "65"),
        ({"command": ["uvicorn", "--timeout-keep-alive", "5s"]}, None),
        ({"environment": {"GUNICORN_CMD_ARGS": "--workers 2 --keep-alive=5"}}, "65"),
        ({"environment": {"KEEP_ALIVE_TIMEOUT": "5"}}, "65"),
        ({"environment": {"HTTP_KEEPALIVE_TIMEOUT_MS": "59000"}}, "65000"),
        ({"environment": {"KEEPALIVE": "61000"}}, None),
        ({"environment": {"KEEP_ALIVE": "true"}}, None),
        ({"route": False, "environment": {"KEEP_ALIVE_TIMEOUT": "5"}}, None),
    ],
)
def test_an_application_keeps_connections_longer_than_the_load_balancer(stacks, service, seconds):
    findings = found(stacks, service)
    assert [finding.code for finding in findings] == ["keep-alive-below-idle-timeout"] * (seconds is not None)
    assert all(seconds in finding.message.rpartition("write ")[2] for finding in findings)


def test_a_longer_idle_timeout_needs_a_longer_keep_alive(stacks):
    service = {"environment": {"KEEP_ALIVE_TIMEOUT": "65"}, "targetGroup": {"deregistrationDelay": 120}}
    assert found(stacks, service) == []
    assert [finding.code for finding in found(stacks, service, idleTimeout=120)] == ["keep-alive-below-idle-timeout"]


@pytest.mark.parametrize(("idle", "delay", "warned"), [(60, 5, False), (120, 120, False), (120, 119, True)])
def test_a_task_that_stops_has_as_long_as_a_request_may_wait(stacks, idle, delay, warned):
    findings = found(stacks, {"targetGroup": {"deregistrationDelay": delay}}, idleTimeout=idle)
    assert [finding.code for finding in findings] == ["deregistration-delay-below-idle-timeout"] * warned


def test_services_with_the_same_delay_are_one_report(stacks):
    services = {"web": {"port": 80}, "api": {"port": 80, "route": {"paths": ["/api/*"]}}}
    [finding] = stacks.shown(check_connection_times, services, loadBalancer={"idleTimeout": 120})
    assert finding.path == ("loadBalancer", "idleTimeout")
    assert "deregistrationDelay of web, api" in finding.message


@pytest.mark.parametrize(("keep_alive", "warned"), [(300, False), (299, True)])
def test_a_connection_of_a_client_lasts_as_long_as_it_may_be_idle(stacks, keep_alive, warned):
    findings = found(stacks, {"targetGroup": {"deregistrationDelay": 300}}, idleTimeout=300, clientKeepAlive=keep_alive)
    assert [finding.code for finding in findings] == ["client-keep-alive-below-idle-timeout"] * warned


@pytest.mark.parametrize(
    ("option", "stop_timeout", "warned"),
    [
        (["--graceful-timeout", "30"], None, False),
        (["--graceful-timeout", "31"], None, True),
        (["--graceful-timeout=90"], 95, False),
        (["--timeout-graceful-shutdown", "100"], 60, True),
    ],
)
def test_an_application_has_the_time_that_it_takes_to_stop(stacks, option, stop_timeout, warned):
    service = {"command": ["serve", *option], **({"stopTimeout": stop_timeout} if stop_timeout else {})}
    assert [finding.code for finding in found(stacks, service)] == ["graceful-stop-cut-off"] * warned
