import pytest
from fargate_web.analysis.deployment_timeline import estimate_dependency_seconds
from fargate_web.settings.container_ports import ContainerPort
from fargate_web.settings.service import Service


def service(**said) -> Service:
    return Service.model_validate({"image": "a:1", "port": 8080, **said})


def behind_proxy(proxy=None, **said) -> Service:
    return service(targetContainer="proxy", sidecars={"proxy": {"image": "nginx:1", **(proxy or {})}}, **said)


@pytest.mark.parametrize(
    ("said", "proxy", "conditions"),
    [
        ({}, {}, {"main": "START"}),
        ({"containerHealthCheck": "true"}, {}, {"main": "HEALTHY"}),
        ({"containerHealthCheck": "true"}, {"dependsOn": {"main": "START"}}, {"main": "START"}),
        ({"dependsOn": {"proxy": "START"}}, {}, {}),
    ],
)
def test_a_proxy_waits_for_the_application_unless_the_settings_say_otherwise(said, proxy, conditions):
    assert behind_proxy(proxy, **said).all_sidecars["proxy"].depends_on == conditions


def test_a_proxy_that_the_application_waits_for_indirectly_does_not_wait_for_it():
    sidecars = {"proxy": {"image": "nginx:1"}, "agent": {"image": "b:1", "dependsOn": {"proxy": "START"}}}
    said = service(targetContainer="proxy", sidecars=sidecars, dependsOn={"agent": "START"})
    assert said.all_sidecars["proxy"].depends_on == {}


def test_other_sidecars_do_not_wait_for_the_application():
    assert service(sidecars={"proxy": {"image": "nginx:1"}}).all_sidecars["proxy"].depends_on == {}


def test_the_port_is_that_of_the_container_which_listens():
    assert service().container_ports == [ContainerPort(8080, None, is_named=True)]
    assert behind_proxy().container_ports == [ContainerPort(8080, "proxy", is_named=True)]
    assert Service.model_validate({"image": "a:1"}).container_ports == []


def test_a_migration_has_no_proxy():
    migration = behind_proxy(migration={"command": ["migrate"]}).migration_task
    assert migration is not None
    assert (migration.target_container, migration.all_sidecars) == (None, {})


def test_requests_wait_until_the_application_behind_a_proxy_is_healthy():
    assert estimate_dependency_seconds(behind_proxy(containerHealthCheck={"command": ["CMD", "true"], "interval": 20})) == 20
    assert estimate_dependency_seconds(behind_proxy()) == 0
