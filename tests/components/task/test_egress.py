"""The egress rules of tasks, and the security groups that they join."""

import pulumi
import pytest
from fargate_web import Network, ScheduledTask, Service
from fargate_web.testing import ProgramError, Run, run

EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
CONFIG = {"aws:region": "us-west-2"}
OTHER = "sg-0123456789abcdef0"
STRATEGIES = ["rolling", "blueGreen", "canary", "linear"]


def rules(result: Run) -> dict[str, dict]:
    return {rule.name: rule.inputs for rule in result.find_all(EGRESS)}


def egress_of(build, egress, **more) -> dict[str, dict]:
    _, result = build.service(build.wired({"port": 8000, "route": False, "egress": egress, **more}), "web")
    return rules(result)


def test_by_default_one_rule_permits_everything_over_ipv4(build):
    [(name, rule)] = egress_of(build, None).items()
    assert name == "web-outbound"
    assert (rule["ipProtocol"], rule["cidrIpv4"]) == ("-1", "0.0.0.0/0")
    assert not {"fromPort", "toPort"} & set(rule)


@pytest.mark.parametrize(
    ("entry", "name", "key", "peer", "protocol", "ports"),
    [
        ("10.0.0.0/8", "web:to-10.0.0.0-8-443", "cidrIpv4", "10.0.0.0/8", "tcp", (443, 443)),
        ("2001:db8::/32", "web:to-2001.db8..-32-443", "cidrIpv6", "2001:db8::/32", "tcp", (443, 443)),
        (OTHER, f"web:to-{OTHER}-443", "referencedSecurityGroupId", OTHER, "tcp", (443, 443)),
        ("pl-0123456789abcdef0", "web:to-pl-0123456789abcdef0-443", "prefixListId", "pl-0123456789abcdef0", "tcp", (443, 443)),
        ({"to": OTHER, "ports": ["8000-8099"]}, f"web:to-{OTHER}-8000-8099", "referencedSecurityGroupId", OTHER, "tcp", (8000, 8099)),
        ({"to": "10.0.0.0/8", "protocol": "udp", "ports": [53]}, "web:to-10.0.0.0-8-udp-53", "cidrIpv4", "10.0.0.0/8", "udp", (53, 53)),
        ({"to": "10.0.0.0/8", "protocol": "all"}, "web:to-10.0.0.0-8-all", "cidrIpv4", "10.0.0.0/8", "-1", (None, None)),
    ],
)
def test_an_entry_is_a_rule(build, entry, name, key, peer, protocol, ports):
    [(found, rule)] = egress_of(build, [entry]).items()
    assert found == name
    assert (rule["ipProtocol"], rule.get("fromPort"), rule.get("toPort")) == (protocol, *ports)
    assert {k: v for k, v in rule.items() if k in ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")} == {key: peer}
    assert rule["description"]


def test_each_port_has_a_rule(build):
    assert list(egress_of(build, [{"to": OTHER, "ports": [5432, 6379]}])) == [f"web:to-{OTHER}-5432", f"web:to-{OTHER}-6379"]


def test_prefix_lists_are_looked_up_by_name_in_the_region(build):
    _, result = build.service(build.wired({"port": 80, "route": False, "egress": ["s3", "com.amazonaws.global.cloudfront.origin-facing"]}))
    names = [invoke.args["name"] for invoke in result.invokes if invoke.token.endswith("getManagedPrefixList")]
    assert names == ["com.amazonaws.us-west-2.s3", "com.amazonaws.global.cloudfront.origin-facing"]
    assert all(rule["prefixListId"].startswith("pl-") for rule in rules(result).values())


def test_a_group_that_is_known_later_is_named_by_its_place(build):
    _, result = build.service(lambda: build.wired({"port": 80, "route": False, "egress": [pulumi.Output.from_input("sg-1")]}), "web")
    assert rules(result)["web:to-security-group-0-443"]["referencedSecurityGroupId"] == "sg-1"


def test_file_systems_are_reached_without_an_entry(build):
    volumes = {"data": {"fileSystemId": "fs-0123456789abcdef0", "path": "/data", "mountTargetSecurityGroupId": OTHER}}
    rule = egress_of(build, ["0.0.0.0/0"], volumes=volumes)["web:to-data-nfs"]
    assert (rule["referencedSecurityGroupId"], rule["fromPort"], rule["toPort"]) == (OTHER, 2049, 2049)
    assert list(egress_of(build, None, volumes=volumes)) == ["web-outbound"]


def test_tasks_wait_for_their_rules(build):
    _, result = build.service(build.wired({"port": 80, "route": False, "egress": ["0.0.0.0/0"]}), "web")
    assert result.find_one(EGRESS).urn in result.find_one("aws:ecs/service:Service").dependencies


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_load_balancer_reaches_the_tasks_with_any_strategy(build, strategy):
    _, result = build.service(build.web(egress=["0.0.0.0/0"], deployment=strategy))
    assert set(rules(result)) == {"web:to-0.0.0.0-0-443", "web-to-tasks-3000"}


# --- services -----------------------------------------------------------------------------------------------------------


def wired_services(build, services, **how):
    def program():
        made = {name: Service(name, build.wired({"route": False, **args})) for name, args in services.items()}
        for service in made.values():
            service.allow_services(made)

    return run(program, config=CONFIG, **how)


def test_a_service_is_called_on_its_port(build):
    result = wired_services(build, {"web": {"port": 80, "egress": ["api"]}, "api": {"port": 8000, "allowFrom": ["web"]}})
    rule = rules(result)["web:to-api-8000"]
    assert rule["referencedSecurityGroupId"] == result.find_one(GROUP, "api").id
    assert rule["securityGroupId"] == result.find_one(GROUP, "web").id
    assert (rule["fromPort"], rule["toPort"]) == (8000, 8000)


def test_a_service_that_is_not_there_is_told(build):
    with pytest.raises(ProgramError, match=r"egress names api, which is not among the services passed to allow_services \(web\)"):
        wired_services(build, {"web": {"port": 80, "egress": ["api"]}})


# --- endpoints ----------------------------------------------------------------------------------------------------------


def with_network(build, kind, network_args, **args):
    def program():
        network = Network("network", network_args)
        wired = build.wired({"egress": ["interfaceEndpoints"], **args})
        kind("job", {**wired, "network": network})

    return run(program, config=CONFIG)


def test_interface_endpoints_are_reached_by_their_group(build):
    result = with_network(build, Service, {"interfaceEndpoints": ["logs"]})
    assert rules(result)["job:to-interfaceEndpoints-443"]["referencedSecurityGroupId"] == result.find_one(GROUP, "network-endpoints").id


def test_a_network_without_interface_endpoints_is_told(build):
    with pytest.raises(ProgramError, match="the network has no interface_endpoints_security_group_id"):
        with_network(build, Service, {})


# --- further security groups --------------------------------------------------------------------------------------------


def test_tasks_join_further_groups_after_their_own(build):
    _, result = build.service(build.wired({"port": 80, "route": False, "securityGroups": [OTHER]}), "web")
    own = result.find_one(GROUP, "web").id
    assert result.find_one("aws:ecs/service:Service").inputs["networkConfiguration"]["securityGroups"] == [own, OTHER]


def test_scheduled_tasks_have_egress_and_further_groups_as_well(build):
    def program():
        wired = build.wired({"schedule": "rate(1 hour)", "egress": ["10.0.0.0/8"], "securityGroups": [OTHER]})
        wired.pop("load_balancer", None)
        ScheduledTask("report", wired)

    result = run(program, config=CONFIG)
    assert list(rules(result)) == ["report:to-10.0.0.0-8-443"]
    target = result.find_one("aws:scheduler/schedule:Schedule").inputs["target"]
    groups = target["ecsParameters"]["networkConfiguration"]["securityGroups"]
    assert groups == [result.find_one(GROUP, "report").id, OTHER]


# --- IPv6 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_in_a_network_with_ipv6_tasks_may_connect_over_it_and_the_load_balancer_still_speaks_ipv4_to_them(build, strategy):
    network = {**build.network, "has_ipv6": True}
    args = build.web(network=network, allowFrom=["2001:db8:1::/48"], deployment={"strategy": strategy})
    _, result = build.service(args, "web")
    assert {name: rule.get("cidrIpv4") or rule.get("cidrIpv6") for name, rule in rules(result).items()} == {
        "web-outbound": "0.0.0.0/0",
        "web-outbound-ipv6": "::/0",
        "web-to-tasks-3000": None,
    }
    [caller] = [rule for rule in result.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") if ":from-" in rule.name]
    assert (caller.name, caller.inputs["cidrIpv6"]) == ("web:from-2001.db8.1..-48-3000", "2001:db8:1::/48")
    assert "cidrIpv4" not in caller.inputs
    groups = result.find_all("aws:lb/targetGroup:TargetGroup")
    assert groups
    assert not any("ipAddressType" in group.inputs for group in groups)


def test_where_the_settings_list_targets_ipv6_gives_no_further_rule(build):
    assert [*egress_of(build, ["10.0.0.0/8"], network={**build.network, "has_ipv6": True})] == ["web:to-10.0.0.0-8-443"]
