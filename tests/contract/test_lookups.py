"""The fakes of provider functions, called as a program calls them."""

import re
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.testing import AwsMocks, ProgramError, run
from fargate_web.testing.aws import account_lookups, content_delivery, network_lookups, service_lookups
from pulumi import runtime

FAKES = {**account_lookups.LOOKUPS, **content_delivery.LOOKUPS, **network_lookups.LOOKUPS, **service_lookups.LOOKUPS}

EXAMPLES: dict[str, Callable[[], Any]] = {
    "aws:acm/getCertificate:getCertificate": lambda: aws.acm.get_certificate(domain="example.com"),
    "aws:cloudfront/getCachePolicy:getCachePolicy": lambda: aws.cloudfront.get_cache_policy(name="Managed-CachingDisabled"),
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": lambda: aws.cloudfront.get_origin_request_policy(
        name="Managed-AllViewer"
    ),
    "aws:cloudwatch/getLogGroup:getLogGroup": lambda: aws.cloudwatch.get_log_group(name="/ecs/web"),
    "aws:ec2/getAmi:getAmi": lambda: aws.ec2.get_ami(owners=["amazon"], filters=[{"name": "name", "values": ["al2023-*"]}]),
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": lambda: aws.ec2.get_managed_prefix_list(name="com.amazonaws.global.cloudfront"),
    "aws:ec2/getPrefixList:getPrefixList": lambda: aws.ec2.get_prefix_list(name="com.amazonaws.us-west-2.s3"),
    "aws:ec2/getRouteTable:getRouteTable": lambda: aws.ec2.get_route_table(subnet_id="subnet-1"),
    "aws:ec2/getRouteTables:getRouteTables": lambda: aws.ec2.get_route_tables(vpc_id="vpc-1"),
    "aws:ec2/getSecurityGroup:getSecurityGroup": lambda: aws.ec2.get_security_group(name="web"),
    "aws:ec2/getSubnet:getSubnet": lambda: aws.ec2.get_subnet(tags={"Name": "private-b"}),
    "aws:ec2/getSubnets:getSubnets": lambda: aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": ["vpc-1"]}]),
    "aws:ec2/getVpc:getVpc": lambda: aws.ec2.get_vpc(tags={"Name": "main"}),
    "aws:ec2/getVpcs:getVpcs": lambda: aws.ec2.get_vpcs(tags={"Name": "main"}),
    "aws:ecr/getImage:getImage": lambda: aws.ecr.get_image(repository_name="web", image_tag="1.0"),
    "aws:ecr/getRepository:getRepository": lambda: aws.ecr.get_repository(name="web"),
    "aws:ecs/getCluster:getCluster": lambda: aws.ecs.get_cluster(cluster_name="prod"),
    "aws:ecs/getTaskDefinition:getTaskDefinition": lambda: aws.ecs.get_task_definition(task_definition="web:3"),
    "aws:elb/getHostedZoneId:getHostedZoneId": lambda: aws.elb.get_hosted_zone_id(),
    "aws:elb/getServiceAccount:getServiceAccount": lambda: aws.elb.get_service_account(),
    "aws:iam/getPolicy:getPolicy": lambda: aws.iam.get_policy(name="AmazonECSTaskExecutionRolePolicy"),
    "aws:iam/getPolicyDocument:getPolicyDocument": lambda: aws.iam.get_policy_document(statements=[{"actions": ["s3:Get*"]}]),
    "aws:iam/getRole:getRole": lambda: aws.iam.get_role(name="deployer"),
    "aws:index/getAvailabilityZones:getAvailabilityZones": lambda: aws.get_availability_zones(state="available"),
    "aws:index/getCallerIdentity:getCallerIdentity": lambda: aws.get_caller_identity(),
    "aws:index/getDefaultTags:getDefaultTags": lambda: aws.get_default_tags(),
    "aws:index/getPartition:getPartition": lambda: aws.get_partition(),
    "aws:index/getRegion:getRegion": lambda: aws.get_region(),
    "aws:index/getServicePrincipal:getServicePrincipal": lambda: aws.get_service_principal(service_name="ecs-tasks"),
    "aws:kms/getAlias:getAlias": lambda: aws.kms.get_alias(name="alias/app"),
    "aws:kms/getKey:getKey": lambda: aws.kms.get_key(key_id="alias/app"),
    "aws:lb/getHostedZoneId:getHostedZoneId": lambda: aws.lb.get_hosted_zone_id(),
    "aws:lb/getListener:getListener": lambda: aws.lb.get_listener(arn="arn:aws:elasticloadbalancing:us-west-2:1:listener/app/web/abc/def"),
    "aws:lb/getLoadBalancer:getLoadBalancer": lambda: aws.lb.get_load_balancer(name="web"),
    "aws:lb/getTargetGroup:getTargetGroup": lambda: aws.lb.get_target_group(name="web"),
    "aws:route53/getZone:getZone": lambda: aws.route53.get_zone(name="example.com."),
    "aws:s3/getBucket:getBucket": lambda: aws.s3.get_bucket(bucket="logs"),
    "aws:secretsmanager/getSecret:getSecret": lambda: aws.secretsmanager.get_secret(name="database"),
    "aws:secretsmanager/getSecretVersion:getSecretVersion": lambda: aws.secretsmanager.get_secret_version(secret_id="database"),
    "aws:servicediscovery/getDnsNamespace:getDnsNamespace": lambda: aws.servicediscovery.get_dns_namespace(
        name="a.local", type="DNS_PRIVATE"
    ),
    "aws:servicediscovery/getHttpNamespace:getHttpNamespace": lambda: aws.servicediscovery.get_http_namespace(name="apps"),
    "aws:sns/getTopic:getTopic": lambda: aws.sns.get_topic(name="alarms"),
    "aws:ssm/getParameter:getParameter": lambda: aws.ssm.get_parameter(name="/app/key"),
    "aws:synthetics/getRuntimeVersion:getRuntimeVersion": lambda: aws.synthetics.get_runtime_version(
        prefix="syn-python-selenium", latest=True
    ),
    "aws:wafv2/getWebAcl:getWebAcl": lambda: aws.wafv2.get_web_acl(name="web", scope="REGIONAL"),
}


def test_there_is_an_example_of_every_fake():
    assert EXAMPLES.keys() == FAKES.keys()


class Listening(AwsMocks):
    """Keeps what it answers."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[dict[str, Any]] = []

    def call(self, args: runtime.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        self.answers.append(FAKES[args.token](self.account, args.args))
        return super().call(args)


@pytest.mark.filterwarnings("ignore::UserWarning")  # some of the properties are deprecated
@pytest.mark.parametrize("token", sorted(EXAMPLES))
def test_a_lookup_is_answered_with_an_id_and_properties_that_the_sdk_knows(token):
    results: list[Any] = []
    mocks = Listening()
    assert run(lambda: results.append(EXAMPLES[token]()), mocks=mocks).invokes[0].token == token
    assert results[0].id is not None
    assert not [name for name in mocks.answers[0] if not hasattr(results[0], re.sub("[A-Z]", r"_\g<0>", name).lower())]


@pytest.mark.parametrize(
    ("region", "names", "first_id"),
    [
        ("us-west-2", ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"], "usw2-az1"),
        ("eu-central-1", ["eu-central-1a", "eu-central-1b", "eu-central-1c"], "euc1-az1"),
        ("ap-northeast-1", ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"], "apne1-az1"),
        ("us-gov-west-1", ["us-gov-west-1a", "us-gov-west-1b", "us-gov-west-1c"], "usgw1-az1"),
    ],
)
def test_a_region_has_the_zones_that_it_has(region, names, first_id):
    def program() -> None:
        zones = aws.get_availability_zones()
        pulumi.export("zones", [zones.names, zones.zone_ids[0]])

    assert run(program, mocks=AwsMocks(region=region)).outputs == {"zones": [names, first_id]}


def test_the_account_is_the_one_of_the_mocks():
    def program() -> None:
        identity = aws.get_caller_identity()
        pulumi.export("account", [identity.account_id, aws.get_region().region, aws.get_partition().dns_suffix])

    assert run(program, mocks=AwsMocks("cn-north-1", "210987654321")).outputs == {
        "account": ["210987654321", "cn-north-1", "amazonaws.com.cn"]
    }


def test_subnets_lie_in_the_zones_that_their_names_end_in():
    def program() -> None:
        for name in ("private-a", "private-b", "public-3"):
            subnet = aws.ec2.get_subnet(tags={"Name": name})
            pulumi.export(name, [subnet.availability_zone, subnet.map_public_ip_on_launch])

    assert run(program).outputs == {
        "private-a": ["us-west-2a", False],
        "private-b": ["us-west-2b", False],
        "public-3": ["us-west-2c", True],
    }


def test_what_is_looked_up_lies_in_the_vpc_that_is_looked_up():
    def program() -> None:
        vpc = aws.ec2.get_vpc(tags={"Name": "main"})
        subnet = aws.ec2.get_subnet(id="subnet-1")
        other = aws.ec2.get_subnet(filters=[{"name": "vpc-id", "values": ["vpc-2"]}])
        group = aws.ec2.get_security_group(name="web")
        pulumi.export("vpcs", [subnet.vpc_id == vpc.id, group.vpc_id == vpc.id, other.vpc_id, aws.ec2.get_vpc(id="vpc-3").id])

    assert run(program).outputs == {"vpcs": [True, True, "vpc-2", "vpc-3"]}


def test_different_things_have_different_ids_and_the_same_thing_the_same():
    def program() -> None:
        pulumi.export("ids", [aws.ec2.get_subnet(tags={"Name": name}).id for name in ("a", "b", "a")])

    first, second, again = run(program).outputs["ids"]
    assert first == again != second


def test_a_listener_belongs_to_a_load_balancer():
    def program() -> None:
        balancer = aws.lb.get_load_balancer(name="web")
        listener = aws.lb.get_listener(load_balancer_arn=balancer.arn, port=443)
        pulumi.export("same", aws.lb.get_listener(arn=listener.arn).load_balancer_arn == balancer.arn)

    assert run(program).outputs == {"same": True}


def test_a_lookup_in_the_form_of_an_output_is_answered_as_well():
    assert run(lambda: pulumi.export("id", aws.ec2.get_vpc_output(id="vpc-1").id), preview=True).outputs == {"id": "vpc-1"}


def test_an_answer_can_be_given_and_adds_to_the_fake():
    lookups = {
        "aws:ec2/getVpc:getVpc": {"cidrBlock": "192.168.0.0/16"},
        "aws:ec2/getSubnet:getSubnet": lambda args: {"vpcId": f"vpc-of-{args['id']}"},
        "aws:dynamodb/getTable:getTable": {"arn": "arn:table"},
    }

    def program() -> None:
        vpc = aws.ec2.get_vpc(id="vpc-1")
        pulumi.export("seen", [vpc.id, vpc.cidr_block, aws.ec2.get_subnet(id="a").vpc_id, aws.dynamodb.get_table(name="t").arn])

    assert run(program, mocks=AwsMocks(lookups=lookups)).outputs == {"seen": ["vpc-1", "192.168.0.0/16", "vpc-of-a", "arn:table"]}


def test_a_function_without_a_fake_is_named_with_the_way_out():
    with pytest.raises(ProgramError, match=r"no answer to aws:dynamodb/getTable:getTable .*AwsMocks\(lookups=\{'aws:dynamodb/getTable"):
        run(lambda: aws.dynamodb.get_table(name="t"))
