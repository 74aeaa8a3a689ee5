import pytest
from fargate_web.settings.authentication import Authentication
from fargate_web.settings.container_ports import ContainerPort
from fargate_web.settings.route_split import find_deregistration_delay, find_grace_period
from fargate_web.settings.service import Service

LOGIN = Authentication.model_validate({"jwt": {"issuer": "https://idp.example.com", "jwksEndpoint": "https://idp.example.com/jwks"}})


def service(**said) -> Service:
    return Service.model_validate({"image": "a:1", "port": 80, **said})


def test_a_service_without_additional_routes_is_itself():
    web = service()
    assert web.split_by_route("web") == {"web": web}
    assert Service.model_validate({"image": "a:1"}).split_by_route("web") == {}


def test_a_route_to_the_same_port_has_the_health_check_and_the_target_group_of_the_service():
    web = service(healthCheck="/health", targetGroup={"stickiness": True}, additionalRoutes={"files": {"paths": ["/files/*"]}})
    files = web.split_by_route("web")["web:files"]
    assert (files.port, files.health_check, files.target_group) == (80, web.health_check, web.target_group)


def test_a_route_to_another_port_has_the_defaults():
    web = service(healthCheck="/health", targetGroup={"stickiness": True}, additionalRoutes={"admin": {"port": 81}})
    admin = web.split_by_route("web")["web:admin"]
    assert (admin.port, admin.health_check.path, admin.target_group.stickiness) == (81, "/", None)


def test_a_route_with_another_protocol_does_not_have_the_health_check_of_the_service():
    routes = {"grpc": {"paths": ["/a/*"], "targetGroup": {"protocolVersion": "GRPC"}}}
    web = service(healthCheck={"path": "/health", "matcher": "200"}, additionalRoutes=routes)
    assert web.split_by_route("web")["web:grpc"].health_check.matcher == "200-299"


def test_a_route_to_the_port_of_the_service_leads_to_the_same_container():
    sidecars = {"proxy": {"image": "b:1"}}
    routes = {"files": {"paths": ["/files/*"]}, "admin": {"port": 81}, "other": {"port": 81, "paths": ["/other/*"]}}
    web = service(targetContainer="proxy", sidecars=sidecars, additionalRoutes=routes)
    assert [split.target_container for split in web.split_by_route("web").values()] == ["proxy", "proxy", None, None]
    assert web.container_ports == [ContainerPort(80, "proxy", is_named=True), ContainerPort(81)]


def test_ecs_waits_for_the_longest_times_of_all_routes():
    routes = {"admin": {"port": 81, "healthCheck": {"gracePeriod": 120}, "targetGroup": {"deregistrationDelay": 300}}}
    assert (find_grace_period(service()), find_deregistration_delay(service())) == (60, 30)
    assert (find_grace_period(service(additionalRoutes=routes)), find_deregistration_delay(service(additionalRoutes=routes))) == (120, 300)
    assert find_deregistration_delay(service(route=False)) == 0


def test_the_login_of_the_load_balancer_guards_additional_routes_unless_they_turn_it_off():
    routes = {"admin": {"port": 81}, "open": {"port": 82, "authentication": False}}
    web = service(additionalRoutes={"admin": routes["admin"], "public": routes["open"]}).use_authentication(LOGIN)
    logins = {rule: route.authentication for rule, route in web.list_listener_rules("web").items()}
    assert logins == {"web": LOGIN, "web:admin": LOGIN, "web:public": None}


@pytest.mark.parametrize("name", ["test", "open", "login", "deployment", "Admin", "a_b", "a" * 21])
def test_a_name_that_resources_can_not_have_is_refused(name):
    with pytest.raises(ValueError, match=r"the program itself|names of resources|shorten"):
        service(additionalRoutes={name: {"port": 81}})


def test_a_service_has_four_additional_routes_at_most():
    with pytest.raises(ValueError, match="at most 4 items"):
        service(additionalRoutes={f"p{number}": {"port": 8000 + number} for number in range(5)})
