"""Callers past the load balancer."""

import pulumi
import pytest
from fargate_web import Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SERVICE = "aws:ecs/service:Service"
CONFIG = {"aws:region": "us-west-2"}


@pytest.fixture
def stack(build):
    """Build services, and let those in that they name."""

    def make(services, **how) -> Run:
        def program():
            made = {name: Service(name, build.wired({"route": False, **args})) for name, args in services.items()}
            for service in made.values():
                service.allow_services(made)

        return run(program, config=CONFIG, **how)

    return make


def rules(result: Run) -> dict[str, dict]:
    return {rule.name: rule.inputs for rule in result.find_all(INGRESS)}


def test_a_caller_comes_in_on_the_port_of_the_container_and_nobody_else(stack):
    result = stack({"web": {"port": 80}, "api": {"port": 8000, "allowFrom": ["web"], "tags": {"Team": "api"}}})
    assert rules(result) == {
        "api:from-web-8000": {
            "securityGroupId": result.find_one(GROUP, "api").id,
            "referencedSecurityGroupId": result.find_one(GROUP, "web").id,
            "description": "web on port 8000",
            "ipProtocol": "tcp",
            "fromPort": 8000,
            "toPort": 8000,
            "tags": {"Team": "api"},
        }
    }


def test_two_services_may_let_each_other_in(stack):
    result = stack({"web": {"port": 80, "allowFrom": ["api"]}, "api": {"port": 8000, "allowFrom": ["web"]}})
    assert sorted(rules(result)) == ["api:from-web-8000", "web:from-api-80"]


def test_the_rules_wait_for_no_service_and_no_service_for_them(stack):
    result = stack({"web": {"port": 80, "allowFrom": ["api"]}, "api": {"port": 8000, "allowFrom": ["web"]}})
    services = {service.urn for service in result.find_all(SERVICE)}
    assert all(not services & set(rule.dependencies) for rule in result.find_all(INGRESS))
    assert all(not {rule.urn for rule in result.find_all(INGRESS)} & set(service.dependencies) for service in result.find_all(SERVICE))


def test_a_worker_may_call(stack):
    result = stack({"job": {}, "api": {"port": 8000, "allowFrom": ["job"]}})
    assert rules(result)["api:from-job-8000"]["referencedSecurityGroupId"] == result.find_one(GROUP, "job").id


def test_security_groups_and_blocks_come_in_without_further_ado(build):
    callers = ["sg-0123456789abcdef0", "10.1.0.0/16"]
    _, result = build.service(build.wired({"port": 8000, "route": False, "allowFrom": callers}), "api")
    assert set(rules(result)) == {"api:from-sg-0123456789abcdef0-8000", "api:from-10.1.0.0-16-8000"}
    assert rules(result)["api:from-sg-0123456789abcdef0-8000"]["referencedSecurityGroupId"] == "sg-0123456789abcdef0"
    assert rules(result)["api:from-10.1.0.0-16-8000"]["cidrIpv4"] == "10.1.0.0/16"
    assert "referencedSecurityGroupId" not in rules(result)["api:from-10.1.0.0-16-8000"]


def test_a_security_group_that_is_known_later_is_named_by_its_place(build):
    args = {"port": 8000, "route": False}
    _, result = build.service(lambda: build.wired({**args, "allowFrom": [pulumi.Output.from_input("sg-1")]}), "api")
    assert rules(result)["api:from-security-group-0-8000"]["referencedSecurityGroupId"] == "sg-1"


def test_without_callers_the_load_balancer_alone_comes_in(build):
    assert list(rules(build.service(build.web(allowFrom=[]))[1])) == ["web-from-load-balancer-3000"]
    assert list(rules(build.service(build.web())[1])) == ["web-from-load-balancer-3000"]


def test_another_port_makes_another_rule_so_that_the_old_tasks_are_not_cut_off(stack):
    before, after = (set(rules(stack({"web": {}, "api": {"port": port, "allowFrom": ["web"]}}))) for port in (8000, 9000))
    assert before & after == set()


@pytest.mark.parametrize(
    ("discovery", "ports"),
    [({}, {9000}), ({"serviceDiscovery": {"registryArn": "arn:aws:servicediscovery:us-west-2:123456789012:service/srv-1"}}, {8000, 9000})],
)
def test_callers_connect_to_the_port_of_the_proxy_and_past_it_only_where_dns_leads(stack, discovery, ports):
    connect = {"namespace": "apps", "ingressPortOverride": 9000}
    result = stack({"web": {}, "api": {"port": 8000, "serviceConnect": connect, "allowFrom": ["web"], **discovery}})
    assert {rule["fromPort"] for rule in rules(result).values()} == ports


def test_a_preview_shows_the_rules_that_an_update_creates(stack):
    services = {"web": {"port": 80}, "api": {"port": 8000, "allowFrom": ["web"]}}
    assert rules(stack(services, preview=True)).keys() == rules(stack(services)).keys()


def test_someone_elses_service_is_given_by_its_security_group(build):
    _, result = build.one(lambda: _allowed(build))
    assert rules(result)["api:from-web-8000"]["referencedSecurityGroupId"] == "sg-web"


def _allowed(build) -> Service:
    service = Service("api", build.wired({"port": 8000, "route": False, "allowFrom": ["web"]}))
    service.allow_services({"web": {"security_group": "sg-web"}})
    return service


def test_a_caller_that_is_not_among_the_services_is_told(build):
    def program():
        Service("api", build.wired({"port": 8000, "route": False, "allowFrom": ["web"]})).allow_services({})

    result = run(program, config=CONFIG, strict=False)
    assert 'Service "api": allow_from names web, which is not among the services passed to allow_services (none)' in str(result.error)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"allowFrom": ["web"]}, "there is no port to let anybody in on"),
        ({"port": 80, "route": False, "allowFrom": ["web", "web"]}, "web is listed twice"),
        ({"port": 80, "route": False, "allowFrom": ["0.0.0.0/0"]}, "lets everybody in, and bypasses the load balancer"),
        ({"port": 80, "route": False, "allowFrom": ["10.0.0.1/8"]}, "host bits"),
        ({"port": 80, "route": False, "allowFrom": ["sg-ABC"]}, "isn't the id of a security group"),
        ({"port": 80, "route": False, "allowFrom": ["My Web"]}, "starts with a lower-case letter"),
    ],
)
def test_faults_are_told_before_anything_is_registered(build, args, says):
    _, result = build.service(build.wired(args), "api", strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)
    assert result.resources == []
