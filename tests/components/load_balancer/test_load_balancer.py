import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.load_balancer.load_balancer import LoadBalancer
from fargate_web.network.network import Network
from fargate_web.testing import Run, run

COMPONENT = "fargate-web:index:LoadBalancer"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
NETWORK = {
    "vpc_id": "vpc-1",
    "vpc_cidr_block": "10.0.0.0/16",
    "public_subnet_ids": ["subnet-1", "subnet-2"],
    "private_subnet_ids": ["subnet-3", "subnet-4"],
}
CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"
LISTENER_ARN = "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2"
EXISTING = {"existing": {"listenerArn": LISTENER_ARN, "securityGroupId": "sg-0123456789abcdef0"}}
HTTPS = {"https": {"certificateArn": CERTIFICATE}}
EVERYTHING = {
    "https": {"domainName": "api.example.com", "alternativeNames": ["*.example.com"], "hostedZone": "example.com"},
    "allowedCidrBlocks": ["10.0.0.0/8", "192.0.2.0/24"],
    "accessLogs": {"prefix": "web"},
    "webAcl": True,
    "tags": {"Team": "web"},
}


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


@pytest.fixture(scope="module")
def everything() -> Run:
    return load_balancer(EVERYTHING)[1]


# --- the load balancer ------------------------------------------------------------------------------------------------


def test_a_load_balancer_is_hardened_protected_and_logged_by_default(plain):
    assert plain.find_one(LOAD_BALANCER).inputs == {
        "loadBalancerType": "application",
        "connectionLogs": {"bucket": "", "enabled": False},
        "healthCheckLogs": {"bucket": "", "enabled": False},
        "internal": False,
        "subnets": ["subnet-1", "subnet-2"],
        "securityGroups": [plain.find_one(GROUP).id],
        "accessLogs": {"bucket": plain.find_one("aws:s3/bucket:Bucket").outputs["bucket"], "enabled": True},
        "dropInvalidHeaderFields": True,
        "desyncMitigationMode": "defensive",
        "enableHttp2": True,
        "idleTimeout": 60,
        "clientKeepAlive": 3600,
        "enableDeletionProtection": True,
        "tags": {"Name": "web"},
    }


def test_settings_of_the_load_balancer_are_passed_on():
    args = {"name": "prod-alb", "deletionProtection": False, "idleTimeout": 120, "clientKeepAlive": 60, "http2": False}
    inputs = load_balancer(args)[1].find_one(LOAD_BALANCER).inputs
    assert inputs["name"] == inputs["tags"]["Name"] == "prod-alb"
    assert inputs["enableDeletionProtection"] is False
    assert (inputs["idleTimeout"], inputs["clientKeepAlive"], inputs["enableHttp2"]) == (120, 60, False)


@pytest.mark.parametrize(("settings", "protect"), [({}, True), ({"deletionProtection": True}, True), ({"deletionProtection": False}, None)])
def test_deletion_protection_lets_pulumi_refuse_before_it_deletes_what_depends_on_the_load_balancer(settings, protect):
    result = load_balancer(settings)[1]
    assert result.find_one(LOAD_BALANCER).protect is protect
    assert [str(each) for each in result.resources if each.protect and each.type != LOAD_BALANCER] == []


def test_a_long_name_leaves_room_for_the_suffix_of_the_physical_name():
    _, result = load_balancer(name="the-load-balancer-of-the-payments-team")
    made = result.find_one(LOAD_BALANCER)
    assert made.name.startswith("the-load-balancer")
    assert len(made.outputs["name"]) <= 32


def test_an_internal_load_balancer_stands_in_the_private_subnets():
    inputs = load_balancer({"scheme": "internal"})[1].find_one(LOAD_BALANCER).inputs
    assert inputs["internal"] is True
    assert inputs["subnets"] == ["subnet-3", "subnet-4"]


def test_the_network_may_be_a_component():
    def program():
        LoadBalancer("web", {"network": Network("network")})

    result = run(program)
    vpc = result.find_one("awsx:ec2:Vpc").outputs
    assert result.find_one(LOAD_BALANCER).inputs["subnets"] == vpc["publicSubnetIds"]
    assert result.find_one(GROUP).inputs["vpcId"] == vpc["vpcId"]


def test_the_outputs_are_those_of_the_load_balancer(plain):
    made = plain.find_one(LOAD_BALANCER).outputs
    assert plain.outputs["arn_suffix"] == made["arnSuffix"]
    assert plain.outputs["dns_name"] == made["dnsName"]
    assert plain.outputs["zone_id"] == made["zoneId"]
    assert plain.outputs["security_group_id"] == plain.find_one(GROUP).id
    assert plain.find_one(COMPONENT).registered_outputs


# --- an existing load balancer ----------------------------------------------------------------------------------------


def test_an_existing_load_balancer_creates_and_asks_nothing():
    component, result = load_balancer(EXISTING, network=None)
    assert [resource.type for resource in result.resources] == [COMPONENT]
    assert result.invokes == []
    assert component.existing
    assert (component.arn, component.dns_name, component.zone_id, component.url, component.http_action) == (None,) * 5
    assert (component.load_balancer, component.security_group, component.listener, component.listeners) == (None, None, None, {})


def test_what_metrics_need_of_an_existing_load_balancer_is_read_from_its_listener():
    _, result = load_balancer(EXISTING)
    assert result.outputs["arn_suffix"] == "app/web/50dc6c495c0c9188"
    assert result.outputs["listener_arn"] == LISTENER_ARN
    assert result.outputs["security_group_id"] == "sg-0123456789abcdef0"


def test_the_listener_of_another_program_may_be_an_output():
    def program():
        made = aws.lb.LoadBalancer("shared", name="shared")
        listener = aws.lb.Listener("shared", load_balancer_arn=made.arn, port=443, protocol="HTTPS", default_actions=[{"type": "forward"}])
        found = LoadBalancer("web", {"existing": {"listener_arn": listener.arn, "security_group_id": "sg-1"}})
        pulumi.export("arn_suffix", found.arn_suffix)

    result = run(program)
    assert result.outputs["arn_suffix"] == result.find_one(LOAD_BALANCER).outputs["arnSuffix"]


def test_an_existing_load_balancer_may_say_its_address_and_the_end_of_its_arn():
    existing = {**EXISTING["existing"], "dnsName": "shared.example.com", "arnSuffix": "app/shared/1", "protocol": "HTTP"}
    component, result = load_balancer({"existing": existing})
    assert (result.outputs["url"], result.outputs["arn_suffix"]) == ("http://shared.example.com", "app/shared/1")
    assert component.protocol == "HTTP"


# --- what every component promises ------------------------------------------------------------------------------------


def test_every_child_stands_below_the_component_and_carries_its_name_and_the_tags(everything):
    component = everything.find_one(COMPONENT)
    children = [resource for resource in everything.resources if resource is not component]
    assert all(child.parent == component.urn and child.name.startswith("web") for child in children)
    taggable = [child for child in children if not child.type.startswith(("aws:s3/bucket", "aws:route53/record"))]
    taggable += everything.find_all("aws:s3/bucket:Bucket")
    untaggable = {"aws:acm/certificateValidation:CertificateValidation", "aws:wafv2/webAclAssociation:WebAclAssociation"}
    untaggable.add("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
    assert [child for child in taggable if child.type not in untaggable and child.inputs["tags"].get("Team") != "web"] == []


@pytest.mark.parametrize("args", [{}, EVERYTHING, EXISTING, HTTPS, {"scheme": "internal", "accessLogs": False}])
def test_a_preview_shows_what_an_update_creates(args):
    shown, created = load_balancer(args, preview=True)[1], load_balancer(args)[1]
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


def test_two_load_balancers_stand_in_one_program():
    def program():
        LoadBalancer("one", {"network": NETWORK, **EVERYTHING})
        LoadBalancer("two", {"network": NETWORK, **EVERYTHING})

    assert len(run(program).find_all(LOAD_BALANCER)) == 2


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"http": "redirect"}, "there is no HTTPS to redirect to"),
        ({"http": "forward", **HTTPS}, "HTTP would answer 404 to everything"),
        ({"https": {}}, "HTTPS needs a certificate"),
        ({**EXISTING, "idleTimeout": 5}, "an existing load balancer is not changed"),
    ],
)
def test_faults_are_told_before_anything_is_registered(args, says):
    result = run(lambda: LoadBalancer("web", {"network": NETWORK, **args}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert says in str(result.error)
    assert 'LoadBalancer "web"' in str(result.error)
    assert result.resources == []


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({}, "network is missing"),
        ({"network": {"vpc_id": "vpc-1"}}, "the network has no public_subnet_ids"),
        ({"network": {"vpc_id": "vpc-1"}, "scheme": "internal"}, "the network has no private_subnet_ids"),
        (
            {"network": {"vpc_id": "vpc-1", "private_subnet_ids": []}, "scheme": "internal"},
            "the network has no vpc_cidr_block",
        ),
    ],
)
def test_a_missing_wire_is_told_before_anything_is_registered(args, says):
    result = run(lambda: LoadBalancer("web", args), strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert says in str(result.error)
    assert result.resources == []
