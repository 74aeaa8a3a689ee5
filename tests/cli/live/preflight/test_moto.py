"""Questions to an account that moto keeps in memory: what AWS's own clients send and get, from the first call to the judgement."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from fargate_web_cli.live.aws_session import open_session
from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.hosted_zones import gather_zone
from fargate_web_cli.live.preflight.facts.images import gather_images
from fargate_web_cli.live.preflight.facts.load_balancers import gather_listener, gather_load_balancers, gather_target_groups
from fargate_web_cli.live.preflight.facts.names import NameReader, list_fixed_names
from fargate_web_cli.live.preflight.facts.networks import NetworkFacts, gather_network
from fargate_web_cli.live.preflight.facts.ownership import gather_ownership
from fargate_web_cli.live.preflight.facts.roles import gather_role
from fargate_web_cli.live.preflight.facts.secrets import gather_secrets
from fargate_web_cli.live.preflight.judgements.load_balancers import judge_load_balancer
from fargate_web_cli.live.preflight.judgements.names import judge_names
from fargate_web_cli.live.preflight.judgements.networks import judge_network
from fargate_web_cli.live.preflight.judgements.routes import judge_routes
from fargate_web_cli.live.preflight.judgements.secrets import judge_secrets
from moto import mock_aws

from tests.cli.live.preflight.plans import ACCOUNT, REGION, describe, fetch_nothing, plan

TAGS = [{"Key": "Project", "Value": "shop"}, {"Key": "Stack", "Value": "prod"}]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsReader]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    with mock_aws():
        yield AwsReader(lambda region: open_session("preflight", region), REGION)


def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


def create_network() -> tuple[str, list[str]]:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "main"}]}])
    vpc_id = vpc["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc_id, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"]["SubnetId"]
        for number, zone in enumerate("ab")
    ]
    return vpc_id, subnets


def plan_in(vpc: dict[str, str], subnets: list[str], **more: Any) -> Any:
    existing = {"vpc": vpc, "privateSubnets": [{"id": subnet} for subnet in subnets]}
    return plan(network={"existing": existing}, loadBalancer={"scheme": "internal"}, **more)


def ask_network(reader: AwsReader, planned: Any) -> NetworkFacts:
    existing = planned.settings.network.existing
    network = gather_network(reader, existing)
    assert network is not None
    assert reader.unchecked == []
    return network


def test_the_account_is_that_of_the_credentials(reader):
    assert reader.identify() == ACCOUNT


def test_a_vpc_by_name_with_routes(reader):
    vpc_id, subnets = create_network()
    planned = plan_in({"name": "main"}, subnets)
    network = ask_network(reader, planned)
    assert network.vpc_ids == (vpc_id,)
    assert [subnet.free for subnet in network.tiers["private"]] == [251, 251]
    facts = Facts(ACCOUNT, network=network)
    assert list(judge_network(planned, facts)) == []
    assert [finding.code for finding in judge_routes(planned, facts)] == ["endpoints-missing"] * 2
    ec2 = client("ec2")
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)
    main = network.route_tables[subnets[0]].id
    ec2.create_route(RouteTableId=main, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    facts = Facts(ACCOUNT, network=ask_network(reader, planned))
    assert {finding.code for finding in judge_routes(planned, facts)} == {"private-subnet-with-internet-gateway"}


def test_a_vpc_that_is_not_there(reader):
    planned = plan_in({"id": "vpc-0123456789abcdef0"}, ["subnet-11111111"])
    facts = Facts(ACCOUNT, network=ask_network(reader, planned))
    assert [finding.code for finding in judge_network(planned, facts)] == ["vpc-missing"]


def test_secrets_and_parameters(reader):
    arn = client("secretsmanager").create_secret(Name="database", SecretString='{"url": "postgres://hunter2"}')["ARN"]
    client("ssm").put_parameter(Name="/shop/level", Value="info", Type="String")
    missing = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:gone-A1b2C3"
    planned = plan({"secrets": {"A": f"{arn}:url::", "B": f"{arn}:uri::", "C": missing, "D": "/shop/level", "E": "/shop/gone"}})
    secrets = gather_secrets(reader, list(planned.list_secrets().values()), REGION, ACCOUNT, reads_values=True)
    assert reader.unchecked == []
    assert [path[-1] for _, _, path in describe(judge_secrets(planned, Facts(ACCOUNT, secrets=secrets)))] == ["B", "C", "E"]


def test_images_in_ecr(reader):
    ecr = client("ecr")
    ecr.create_repository(repositoryName="shop/web")
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json"}
    ecr.put_image(repositoryName="shop/web", imageTag="1", imageManifest=json.dumps(manifest))
    registry = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop/web"
    found = gather_images(reader, [f"{registry}:1", f"{registry}:2"], ACCOUNT, fetch_nothing)
    assert {image.rpartition(":")[2]: facts.state for image, facts in found.items()} == {"1": "found", "2": "no-image"}


def test_an_existing_listener_with_a_rule_of_another_stack(reader):
    vpc_id, subnets = create_network()
    elb = client("elbv2")
    group = client("ec2").create_security_group(GroupName="web", Description="web", VpcId=vpc_id)["GroupId"]
    balancer = elb.create_load_balancer(Name="shared", Subnets=subnets, SecurityGroups=[group])["LoadBalancers"][0]
    targets = elb.create_target_group(Name="other", Protocol="HTTP", Port=80, VpcId=vpc_id, TargetType="ip")["TargetGroups"][0]
    forward = [{"Type": "forward", "TargetGroupArn": targets["TargetGroupArn"]}]
    listener = elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=forward)
    arn = listener["Listeners"][0]["ListenerArn"]
    conditions = [{"Field": "host-header", "Values": ["*.example.com"]}]
    elb.create_rule(ListenerArn=arn, Priority=10, Conditions=conditions, Actions=forward)
    planned = plan(
        {"route": {"hosts": ["api.example.com"]}},
        priorities={"web": 20},
        network={"existing": {"vpc": {"id": vpc_id}, "privateSubnets": [{"id": subnet} for subnet in subnets]}},
        loadBalancer={"existing": {"listenerArn": arn, "securityGroupId": group, "protocol": "HTTP"}},
    )
    facts = Facts(
        ACCOUNT,
        gather_ownership(reader, planned.identifying_tags),
        listener=gather_listener(reader, arn),
        network=ask_network(reader, planned),
    )
    assert [finding.code for finding in judge_load_balancer(planned, facts)] == ["route-hidden-by-others"]
    taken = plan(
        {"route": {"hosts": ["api.example.com"], "priority": 10}},
        network=planned.settings.network,
        loadBalancer=planned.settings.load_balancer,
    )
    [finding] = judge_load_balancer(taken, facts)
    assert (finding.code, finding.fixes[0].text) == ("priority-in-use", "write priority: 11")
    balancers, groups = gather_load_balancers(reader), gather_target_groups(reader)
    assert balancers is not None
    assert groups is not None
    assert ([each.name for each in balancers], [each.name for each in groups]) == (["shared"], ["other"])


def test_names_that_others_have(reader):
    iam, logs = client("iam"), client("logs")
    for name, tags in (("taken", []), ("own", TAGS)):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}", Tags=tags)
        logs.create_log_group(logGroupName=f"/ecs/{name}", tags={tag["Key"]: tag["Value"] for tag in tags})
    client("ecs").create_cluster(clusterName="taken")
    services = {
        name: {
            "image": "nginx:1",
            "logs": {"logGroupName": f"/ecs/{name}"},
            "roles": {"executionRole": {"name": name}},
        }
        for name in ("taken", "own", "free")
    }
    planned = plan(services=services, cluster={"name": "taken"})
    names = NameReader(reader, gather_ownership(reader, planned.identifying_tags), planned.identifying_tags, None)
    facts = Facts(ACCOUNT, names=names.gather(list_fixed_names(planned.settings), (), ()))
    assert reader.unchecked == []
    assert {path for _, _, path in describe(judge_names(planned, facts))} == {
        ("cluster", "name"),
        ("services", "taken", "logs", "logGroupName"),
        ("services", "taken", "roles", "executionRole", "name"),
    }


def test_a_role_and_its_trust(reader):
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
    arn = client("iam").create_role(RoleName="web", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    role = gather_role(reader, arn, [])
    assert role is not None
    assert (role.exists, role.trusts_tasks) == (True, False)


def test_a_hosted_zone_by_name(reader):
    route53 = client("route53")
    zone_id = route53.create_hosted_zone(Name="example.com", CallerReference="x")["HostedZone"]["Id"]
    record = {"Name": "www.example.com", "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": "old.example.com"}]}
    route53.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]})
    zone = gather_zone(reader, "example.com", ["www.example.com", "api.example.com"], lambda question: None)
    assert zone is not None
    assert (zone.matches, zone.name, bool(zone.servers), list(zone.records)) == (1, "example.com", True, ["www.example.com"])
    missing = gather_zone(reader, "example.org", [], lambda question: None)
    assert missing is not None
    assert missing.matches == 0
