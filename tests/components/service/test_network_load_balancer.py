"""The Network Load Balancer of a service: what it creates, and what it must not create."""

import json
from typing import Any

import pulumi
import pytest
from fargate_web import Service
from fargate_web.testing import Resource, Run, run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
CERTIFICATE = "aws:acm/certificate:Certificate"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
EIP = "aws:ec2/eip:Eip"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LISTENER = "aws:lb/listener:Listener"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
RECORD = "aws:route53/record:Record"
RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
TARGETS = "aws:lb/targetGroup:TargetGroup"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"

WHOLE: dict[str, Any] = {
    "staticAddresses": True,
    "hostedZone": "Z0123456789ABCDEFGHIJ",
    "domainName": "feed.example.com",
    "listeners": [
        {"port": 443, "protocol": "TLS", "targetPort": 8443, "targetContainer": "proxy", "testPort": 9443, "encryptTargets": True},
        {"port": 514, "protocol": "UDP", "healthCheck": {"protocol": "HTTP", "port": 8080, "path": "/health"}, "stickiness": True},
    ],
}
STRATEGIES = ("rolling", "blueGreen", "canary", "linear")
MAY_CHANGE = {"deploymentConfiguration", "deploymentCircuitBreaker", "alarms"}


@pytest.fixture(scope="module")
def plain(build) -> Run:
    """A service without a port, whose Network Load Balancer has one listener and nothing else."""
    return build.service(build.worker(networkLoadBalancer={"listeners": [{"port": 5432}]}))[1]


@pytest.fixture(scope="module")
def whole(build) -> Run:
    """A service with a route, a sidecar, static addresses, TLS and UDP."""
    args = build.web(networkLoadBalancer=WHOLE, sidecars={"proxy": {"image": "envoy:v1"}}, deployment="canary")
    return build.service(args)[1]


def list_rules(result: Run, type_: str) -> dict[str, tuple[Any, ...]]:
    keys = ("ipProtocol", "fromPort", "toPort", "cidrIpv4")
    return {rule.name: tuple(rule.inputs.get(key) for key in keys) for rule in result.find_all(type_)}


def find_balancers(result: Run) -> list[dict[str, Any]]:
    return result.find_one(SERVICE).inputs["loadBalancers"]


def test_a_listener_has_a_pair_of_target_groups_and_forwards_to_the_first(plain):
    listener = plain.find_one(LISTENER)
    blue, green = plain.find_one(TARGETS, "web-blue-5432"), plain.find_one(TARGETS, "web-green-5432")
    assert {key: value for key, value in listener.inputs.items() if key != "loadBalancerArn"} == {
        "port": 5432,
        "protocol": "TCP",
        "tcpIdleTimeoutSeconds": 350,
        "defaultActions": [
            {
                "type": "forward",
                "forward": {"targetGroups": [{"arn": blue.outputs["arn"], "weight": 100}, {"arn": green.outputs["arn"], "weight": 0}]},
            }
        ],
        "tags": {"Name": "web:5432"},
    }
    assert listener.ignore_changes == ("defaultActions",)


def test_a_target_group_is_this_and_nothing_else(plain):
    blue, green = plain.find_all(TARGETS)
    assert {**blue.inputs, "tags": {}} == {**green.inputs, "tags": {}}
    assert blue.inputs == {
        "targetType": "ip",
        "port": 5432,
        "protocol": "TCP",
        "vpcId": "vpc-1",
        "deregistrationDelay": 60,
        "connectionTermination": False,
        "proxyProtocolV2": False,
        "preserveClientIp": "false",
        "stickiness": {"type": "source_ip", "enabled": False},
        "healthCheck": {
            "enabled": True,
            "protocol": "TCP",
            "port": "traffic-port",
            "interval": 10,
            "timeout": 5,
            "healthyThreshold": 2,
            "unhealthyThreshold": 3,
        },
        "tags": {"Name": "web-blue-5432"},
    }


def test_the_load_balancer_has_its_security_group_from_the_start(plain):
    assert plain.find_one(BALANCER).inputs == {
        "loadBalancerType": "network",
        "internal": False,
        "subnets": ["subnet-public-a", "subnet-public-b"],
        "securityGroups": [plain.find_one(GROUP, "web:network").id],
        "enableCrossZoneLoadBalancing": True,
        "enableDeletionProtection": True,
        "tags": {"Name": "web-nlb"},
    }
    assert plain.find_one(BALANCER).protect


def test_a_replaced_load_balancer_gives_its_target_groups_back_first(plain):
    blue, green = (group.urn for group in plain.find_all(TARGETS))
    assert [each.delete_before_replace for each in (plain.find_one(BALANCER), plain.find_one(LISTENER))] == [True, True]
    assert {*plain.find_one(LISTENER).replace_with} == {blue, green}


def test_every_hop_has_one_rule_on_each_side(plain):
    assert list_rules(plain, INGRESS) == {
        "web:network-5432-tcp-from-0.0.0.0-0": ("tcp", 5432, 5432, "0.0.0.0/0"),
        "web:from-network-5432-tcp": ("tcp", 5432, 5432, None),
    }
    to_tasks = plain.find_one(EGRESS, "web:network-to-tasks-5432-tcp")
    assert (to_tasks.inputs["securityGroupId"], to_tasks.inputs["referencedSecurityGroupId"]) == (
        plain.find_one(GROUP, "web:network").id,
        plain.find_one(GROUP, "web").id,
    )


def test_a_service_without_a_port_gets_the_mapping_of_its_listener_and_no_rule(plain):
    [container] = json.loads(plain.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    assert container["portMappings"] == [{"containerPort": 5432, "hostPort": 5432, "protocol": "tcp"}]
    assert plain.find_one(SERVICE).inputs["healthCheckGracePeriodSeconds"] == 60
    for type_ in (RULE, EIP, CERTIFICATE, RECORD, POLICY, ALARM):
        assert plain.find_all(type_) == []


def test_ecs_gets_listeners_in_place_of_rules(plain):
    [entry] = find_balancers(plain)
    assert entry == {
        "targetGroupArn": plain.find_one(TARGETS, "web-blue-5432").outputs["arn"],
        "containerName": "web",
        "containerPort": 5432,
        "advancedConfiguration": {
            "alternateTargetGroupArn": plain.find_one(TARGETS, "web-green-5432").outputs["arn"],
            "productionListenerRule": plain.find_one(LISTENER).outputs["arn"],
            "roleArn": plain.find_one("aws:iam/role:Role", "web-infrastructure").outputs["arn"],
        },
    }
    listener = plain.find_one(LISTENER)
    assert listener.urn in plain.find_one(SERVICE).dependencies


def test_a_service_may_have_a_route_and_listeners(whole):
    route, tls, udp = find_balancers(whole)
    assert route["advancedConfiguration"]["productionListenerRule"] == whole.find_one(RULE).outputs["arn"]
    assert (tls["containerName"], tls["containerPort"]) == ("proxy", 8443)
    assert tls["advancedConfiguration"]["testListenerRule"] == whole.find_one(LISTENER, "web:443:test").outputs["arn"]
    assert (udp["containerName"], udp["containerPort"]) == ("web", 514)
    assert "testListenerRule" not in udp["advancedConfiguration"]


def test_ports_are_mapped_in_the_container_that_listens(whole):
    main, proxy = json.loads(whole.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    assert [(each["containerPort"], each["protocol"]) for each in main["portMappings"]] == [(3000, "tcp"), (514, "udp")]
    assert proxy["portMappings"] == [{"containerPort": 8443, "hostPort": 8443, "protocol": "tcp"}]


def test_rules_follow_the_transport_protocol_and_the_port_of_the_health_check(whole):
    rules = list_rules(whole, INGRESS)
    assert {name: rule[:2] for name, rule in rules.items() if ":" in name} == {
        "web:network-443-tcp-from-0.0.0.0-0": ("tcp", 443),
        "web:network-9443-tcp-from-0.0.0.0-0": ("tcp", 9443),
        "web:network-514-udp-from-0.0.0.0-0": ("udp", 514),
        "web:from-network-8443-tcp": ("tcp", 8443),
        "web:from-network-514-udp": ("udp", 514),
        "web:from-network-8080-tcp": ("tcp", 8080),
    }


def test_tls_and_udp_get_only_what_they_support(whole):
    tls, udp = whole.find_one(TARGETS, "web-blue-443").inputs, whole.find_one(TARGETS, "web-blue-514").inputs
    assert tls["protocol"] == "TLS"
    assert "stickiness" not in tls
    assert (udp["stickiness"]["enabled"], udp["connectionTermination"]) == (True, True)
    assert "preserveClientIp" not in udp
    assert udp["healthCheck"] | {"enabled": True} == {
        "enabled": True,
        "protocol": "HTTP",
        "port": "8080",
        "path": "/health",
        "matcher": "200-299",
        "interval": 10,
        "timeout": 5,
        "healthyThreshold": 2,
        "unhealthyThreshold": 3,
    }
    assert whole.find_one(LISTENER, "web:443").inputs["sslPolicy"].startswith("ELBSecurityPolicy-TLS13-1-2")
    for key in ("sslPolicy", "certificateArn", "tcpIdleTimeoutSeconds"):
        assert key not in whole.find_one(LISTENER, "web:514").inputs


def test_each_zone_has_an_address_that_stays(whole):
    addresses = whole.find_all(EIP)
    mappings = whole.find_one(BALANCER).inputs["subnetMappings"]
    assert mappings == [
        {"subnetId": subnet, "allocationId": address.outputs["allocationId"]}
        for subnet, address in zip(("subnet-public-a", "subnet-public-b"), addresses, strict=True)
    ]
    assert "subnets" not in whole.find_one(BALANCER).inputs


def test_a_name_gets_a_record_and_a_certificate(whole):
    assert whole.find_one(CERTIFICATE).inputs["domainName"] == "feed.example.com"
    record = whole.find_one(RECORD, "web:network-feed.example.com").inputs
    assert record["aliases"][0]["name"] == whole.find_one(BALANCER).outputs["dnsName"]


def test_logs_of_tls_go_to_a_bucket_that_log_delivery_may_write_to(whole):
    statements = json.loads(whole.find_one(POLICY).inputs["policy"])["Statement"]
    writers = [statement["Principal"] for statement in statements if statement["Effect"] == "Allow"]
    assert writers == [{"Service": "delivery.logs.amazonaws.com"}] * 2


def test_an_alarm_on_all_target_groups_ends_a_deployment(whole):
    alarm = whole.find_one(ALARM, "web-deployment-network-unhealthy-targets").inputs
    queries = [query["metric"] for query in alarm["metricQueries"] if "metric" in query]
    assert {query["namespace"] for query in queries} == {"AWS/NetworkELB"}
    assert len(queries) == 4
    assert alarm["name"] in whole.find_one(SERVICE).inputs["alarms"]["alarmNames"]


def test_any_strategy_can_follow_any_other_without_touching_the_load_balancer(build):
    balancer = {"listeners": [{"port": 5432}]}
    runs = [build.service(build.worker(networkLoadBalancer=balancer, deployment=strategy))[1] for strategy in STRATEGIES]

    def summarise(result: Run) -> dict[str, Resource | dict[str, Any]]:
        return {
            resource.urn: {key: value for key, value in resource.inputs.items() if resource.type != SERVICE or key not in MAY_CHANGE}
            for resource in result.resources
            if resource.type != ALARM
        }

    assert all(summarise(other) == summarise(runs[0]) for other in runs[1:])


def test_an_internal_load_balancer_admits_the_vpc(build):
    network = {**build.network, "vpc_cidr_block": "10.0.0.0/16"}
    balancer = {"listeners": [{"port": 53, "protocol": "TCP_UDP"}], "scheme": "internal"}
    result = build.service({**build.worker(networkLoadBalancer=balancer), "network": network})[1]
    assert list_rules(result, INGRESS) == {
        "web:network-53-tcp-from-vpc": ("tcp", 53, 53, "10.0.0.0/16"),
        "web:network-53-udp-from-vpc": ("udp", 53, 53, "10.0.0.0/16"),
        "web:from-network-53-tcp": ("tcp", 53, 53, None),
        "web:from-network-53-udp": ("udp", 53, 53, None),
    }
    assert result.find_one(BALANCER).inputs["subnets"] == ["subnet-private-a", "subnet-private-b"]


def test_the_number_of_static_addresses_must_be_known(build):
    network = {**build.network, "public_subnet_ids": pulumi.Output.from_input(["subnet-1"])}
    balancer = {"listeners": [{"port": 53}], "staticAddresses": True}
    with pytest.raises(Exception, match="pass public_subnet_ids as a list"):
        run(lambda: Service("web", {**build.worker(networkLoadBalancer=balancer), "network": network}), config={"aws:region": "us-west-2"})
