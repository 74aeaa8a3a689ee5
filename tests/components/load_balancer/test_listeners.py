import pulumi
import pytest
from fargate_web.load_balancer.load_balancer import LoadBalancer
from fargate_web.testing import Run, run

LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
NETWORK = {
    "vpc_id": "vpc-1",
    "vpc_cidr_block": "10.0.0.0/16",
    "public_subnet_ids": ["subnet-1", "subnet-2"],
    "private_subnet_ids": ["subnet-3", "subnet-4"],
}
CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"
HTTPS = {"https": {"certificateArn": CERTIFICATE}}
NOT_FOUND = {"type": "fixed-response", "fixedResponse": {"statusCode": "404", "contentType": "text/plain", "messageBody": "Not found"}}


def load_balancer(args=None, name="web", network=NETWORK, **options) -> tuple[LoadBalancer, Run]:
    made: list[LoadBalancer] = []

    def program():
        component = LoadBalancer(name, {"network": network, **(args or {})})
        made.append(component)
        for output in ("arn_suffix", "dns_name", "listener_arn", "security_group_id", "url", "zone_id"):
            pulumi.export(output, getattr(component, output))

    result = run(program, **options)
    return made[0], result


@pytest.fixture(scope="module")
def plain() -> Run:
    return load_balancer()[1]


# --- who may connect --------------------------------------------------------------------------------------------------


def ingress(result: Run) -> dict[str, tuple]:
    return {
        rule.name: (rule.inputs["cidrIpv4"], rule.inputs["fromPort"], rule.inputs["toPort"], rule.inputs["description"])
        for rule in result.find_all(INGRESS)
    }


def test_everyone_may_connect_to_an_internet_facing_load_balancer(plain):
    assert ingress(plain) == {"web-80-from-0.0.0.0-0": ("0.0.0.0/0", 80, 80, "HTTP from 0.0.0.0/0")}
    assert {rule.inputs["ipProtocol"] for rule in plain.find_all(INGRESS)} == {"tcp"}
    assert {rule.inputs["securityGroupId"] for rule in plain.find_all(INGRESS)} == {plain.find_one(GROUP).id}


def test_only_the_vpc_may_connect_to_an_internal_load_balancer():
    _, result = load_balancer({"scheme": "internal", **HTTPS})
    assert ingress(result) == {
        "web-80-from-vpc": ("10.0.0.0/16", 80, 80, "HTTP from the VPC"),
        "web-443-from-vpc": ("10.0.0.0/16", 443, 443, "HTTPS from the VPC"),
    }


def test_only_the_allowed_addresses_may_connect_where_they_are_said():
    _, result = load_balancer({"allowedCidrBlocks": ["10.0.0.0/8", "192.0.2.0/24"], **HTTPS})
    assert ingress(result) == {
        "web-80-from-10.0.0.0-8": ("10.0.0.0/8", 80, 80, "HTTP from 10.0.0.0/8"),
        "web-80-from-192.0.2.0-24": ("192.0.2.0/24", 80, 80, "HTTP from 192.0.2.0/24"),
        "web-443-from-10.0.0.0-8": ("10.0.0.0/8", 443, 443, "HTTPS from 10.0.0.0/8"),
        "web-443-from-192.0.2.0-24": ("192.0.2.0/24", 443, 443, "HTTPS from 192.0.2.0/24"),
    }


def test_the_rules_follow_the_ports_of_the_listeners():
    _, result = load_balancer({"http": "off", "https": {"certificateArn": CERTIFICATE, "port": 8443}})
    assert list(ingress(result)) == ["web-8443-from-0.0.0.0-0"]


def test_the_security_group_has_no_way_out_and_no_inline_rules(plain):
    assert plain.find_one(GROUP).inputs == {
        "description": "Who may connect to the load balancer, and which tasks it reaches",
        "vpcId": "vpc-1",
        "tags": {"Name": "web"},
    }
    assert plain.find_all(EGRESS) == []


# --- listeners --------------------------------------------------------------------------------------------------------


def test_without_https_one_listener_answers_404_until_services_add_their_rules(plain):
    assert plain.find_one(LISTENER).inputs == {
        "loadBalancerArn": plain.find_one(LOAD_BALANCER).outputs["arn"],
        "protocol": "HTTP",
        "port": 80,
        "defaultActions": [NOT_FOUND],
        "routingHttpResponseServerEnabled": False,
        "tags": {},
    }
    assert plain.outputs["listener_arn"] == plain.find_one(LISTENER).outputs["arn"]


def test_with_https_http_redirects_and_forwards_nothing():
    component, result = load_balancer(HTTPS)
    http = result.find_one(LISTENER, "web-http").inputs
    assert http["defaultActions"] == [{"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}]
    assert not {"sslPolicy", "certificateArn"} & http.keys()
    assert component.http_action == "redirect"


def test_the_redirect_leads_to_the_port_of_the_https_listener():
    _, result = load_balancer({"https": {"certificateArn": CERTIFICATE, "port": 8443}})
    assert result.find_one(LISTENER, "web-http").inputs["defaultActions"][0]["redirect"]["port"] == "8443"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ({}, {"protocol": "HTTP"}),
        (HTTPS, {"protocol": "HTTPS", "certificateArn": CERTIFICATE, "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"}),
    ],
)
def test_the_listener_for_test_traffic_speaks_as_that_of_production_with_its_certificate(args, told):
    _, result = load_balancer({**args, "testListener": 8443})
    [inputs] = [listener.inputs for listener in result.find_all(LISTENER) if listener.name == "web-test"]
    assert inputs == {
        "loadBalancerArn": result.find_one(LOAD_BALANCER).outputs["arn"],
        "port": 8443,
        "defaultActions": [NOT_FOUND],
        "routingHttpResponseServerEnabled": False,
        "tags": inputs["tags"],
        **told,
    }


def test_https_has_the_given_certificate_and_a_policy_without_old_tls():
    _, result = load_balancer(HTTPS)
    assert result.find_one(LISTENER, "web-https").inputs == {
        "loadBalancerArn": result.find_one(LOAD_BALANCER).outputs["arn"],
        "protocol": "HTTPS",
        "port": 443,
        "certificateArn": CERTIFICATE,
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "defaultActions": [NOT_FOUND],
        "routingHttpResponseServerEnabled": False,
        "tags": {},
    }


def test_services_add_their_rules_to_the_https_listener_where_there_is_one():
    component, result = load_balancer(HTTPS)
    assert result.outputs["listener_arn"] == result.find_one(LISTENER, "web-https").outputs["arn"]
    assert component.protocol == "HTTPS"
    assert component.listener is component.listeners["HTTPS"]
    assert list(component.listeners) == ["HTTP", "HTTPS"]


def test_http_turned_off_leaves_no_listener_and_no_open_port():
    component, result = load_balancer({"http": "off", **HTTPS})
    assert [listener.inputs["port"] for listener in result.find_all(LISTENER)] == [443]
    assert [rule.inputs["fromPort"] for rule in result.find_all(INGRESS)] == [443]
    assert component.http_action == "off"


def test_http_may_listen_on_another_port():
    _, result = load_balancer({"httpPort": 8080})
    assert result.find_one(LISTENER).inputs["port"] == 8080
    assert result.outputs["url"] == f"http://{result.outputs['dns_name']}:8080"


@pytest.mark.parametrize(
    ("https", "url"),
    [
        ({"domainName": "api.example.com", "hostedZone": "example.com"}, "https://api.example.com"),
        ({"domainName": "api.example.com", "hostedZone": "example.com", "port": 8443}, "https://api.example.com:8443"),
        ({"domainName": "*.example.com", "alternativeNames": ["example.com"], "hostedZone": "example.com"}, "https://example.com"),
        ({"certificateArn": CERTIFICATE, "domainName": "api.example.com"}, "https://api.example.com"),
    ],
)
def test_the_url_is_the_first_name_that_is_not_a_wildcard(https, url):
    assert load_balancer({"https": https})[1].outputs["url"] == url


def test_the_url_is_the_dns_name_where_no_domain_is_said(plain):
    assert plain.outputs["url"] == f"http://{plain.outputs['dns_name']}"
    _, secure = load_balancer(HTTPS)
    assert secure.outputs["url"] == f"https://{secure.outputs['dns_name']}"


# --- prefix lists -----------------------------------------------------------------------------------------------------


def test_with_prefix_lists_alone_nobody_else_may_connect():
    cloudfront = "com.amazonaws.global.cloudfront.origin-facing"
    _, result = load_balancer({"allowedPrefixLists": [cloudfront, "pl-0123456789abcdef0"]})
    rules = {rule.name: rule.inputs for rule in result.find_all(INGRESS)}
    assert set(rules) == {f"web-80-from-{cloudfront}", "web-80-from-pl-0123456789abcdef0"}
    assert not any("cidrIpv4" in rule for rule in rules.values())
    assert rules["web-80-from-pl-0123456789abcdef0"]["prefixListId"] == "pl-0123456789abcdef0"
    assert rules[f"web-80-from-{cloudfront}"]["prefixListId"].startswith("pl-")
    assert [invoke.args["name"] for invoke in result.invokes if invoke.token.endswith("getManagedPrefixList")] == [cloudfront]


def test_prefix_lists_and_blocks_add_up_and_test_traffic_has_its_own_blocks():
    said = {"allowedPrefixLists": ["pl-0123456789abcdef0"], "allowedCidrBlocks": ["10.0.0.0/8"]}
    _, result = load_balancer({**said, "testListener": {"port": 8443, "allowedCidrBlocks": ["10.1.0.0/16"]}})
    names = {rule.name for rule in result.find_all(INGRESS)}
    assert names == {"web-80-from-10.0.0.0-8", "web-80-from-pl-0123456789abcdef0", "web-8443-from-10.1.0.0-16"}
