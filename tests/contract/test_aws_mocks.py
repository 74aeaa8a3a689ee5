"""The fakes of AWS resources: of the right form, known to the SDK, the same each time."""

import json
import re
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.testing import AwsMocks, ProgramError, Resource, run
from fargate_web.testing.aws import (
    compute_resources,
    content_delivery,
    data_resources,
    load_balancers,
    network_resources,
    operations_resources,
)
from fargate_web.testing.aws.naming import NAMING_RULES
from pulumi import _types, runtime

from tests.contract.raw import Raw, options

FAKES = {
    **compute_resources.FAKES,
    **content_delivery.FAKES,
    **data_resources.FAKES,
    **network_resources.FAKES,
    **load_balancers.FAKES,
    **operations_resources.FAKES,
}
DIGITS = "[0-9a-f]"


def created(program: object, mocks: AwsMocks | None = None) -> Resource:
    return run(program, mocks=mocks).resources[-1]  # type: ignore[arg-type]


def sdk_class(token: str) -> type:
    module, name = token.split(":")[1].split("/")[0], token.rpartition(":")[2]
    return getattr(getattr(aws, {"lambda": "lambda_"}.get(module, module)), name)


@pytest.mark.parametrize("token", sorted({*FAKES, *NAMING_RULES}))
def test_a_fake_returns_only_properties_that_the_type_has(token):
    mocks = AwsMocks()
    args = runtime.MockResourceArgs(token, "it", {"tags": {}}, custom=True)
    args.inputs |= mocks.check(args)
    id_, outputs = mocks.new_resource(args)
    known = _types.resource_pulumi_to_py_names(sdk_class(token)).keys()
    assert not (outputs.keys() | mocks.check(args).keys()) - known - {"tagsAll"}
    assert isinstance(id_, str)


IDS = {
    r"vpc-0\w{16}": lambda: aws.ec2.Vpc("it"),
    r"subnet-0\w{16}": lambda: aws.ec2.Subnet("it", vpc_id="vpc-1"),
    r"sg-0\w{16}": lambda: aws.ec2.SecurityGroup("it"),
    r"sgr-0\w{16}": lambda: aws.vpc.SecurityGroupIngressRule("it", ip_protocol="tcp", security_group_id="sg-1"),
    r"vpce-0\w{16}": lambda: aws.ec2.VpcEndpoint("it", vpc_id="vpc-1", service_name="com.amazonaws.us-west-2.s3"),
    r"fl-0\w{16}": lambda: aws.ec2.FlowLog("it"),
    "arn:aws:ecs:us-west-2:123456789012:cluster/name": lambda: aws.ecs.Cluster("it", name="name"),
    "arn:aws:ecs:us-west-2:123456789012:service/prod/name": lambda: aws.ecs.Service(
        "it", name="name", cluster="arn:aws:ecs:us-west-2:123456789012:cluster/prod"
    ),
    "family": lambda: aws.ecs.TaskDefinition("it", family="family", container_definitions="[]"),
    r"arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/name/\w{16}": lambda: aws.lb.LoadBalancer("it", name="name"),
    r"arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/name/\w{16}": lambda: aws.lb.TargetGroup("it", name="name"),
    r"arn:aws:elasticloadbalancing:us-west-2:1:listener/app/n/abc/\w{16}": lambda: aws.lb.Listener(
        "it", default_actions=[], load_balancer_arn="arn:aws:elasticloadbalancing:us-west-2:1:loadbalancer/app/n/abc"
    ),
    r"arn:aws:elasticloadbalancing:us-west-2:1:listener-rule/app/n/abc/def/\w{16}": lambda: aws.lb.ListenerRule(
        "it", actions=[], conditions=[], listener_arn="arn:aws:elasticloadbalancing:us-west-2:1:listener/app/n/abc/def"
    ),
    "role": lambda: aws.iam.Role("it", name="role", assume_role_policy="{}"),
    "arn:aws:iam::123456789012:policy/name": lambda: aws.iam.Policy("it", name="name", policy="{}"),
    "role:name": lambda: aws.iam.RolePolicy("it", name="name", role="role", policy="{}"),
    "/ecs/web": lambda: aws.cloudwatch.LogGroup("it", name="/ecs/web"),
    "alarm": lambda: aws.cloudwatch.MetricAlarm("it", name="alarm", comparison_operator="GreaterThanThreshold", evaluation_periods=1),
    "board": lambda: aws.cloudwatch.Dashboard("it", dashboard_name="board", dashboard_body="{}"),
    "arn:aws:sns:us-west-2:123456789012:name": lambda: aws.sns.Topic("it", name="name"),
    "bucket": lambda: aws.s3.Bucket("it", bucket="bucket"),
    rf"{DIGITS}{{8}}(-{DIGITS}{{4}}){{3}}-{DIGITS}{{12}}": lambda: aws.kms.Key("it"),
    "alias/name": lambda: aws.kms.Alias("it", name="alias/name", target_key_id="key"),
    r"arn:aws:acm:us-west-2:123456789012:certificate/[\w-]{36}": lambda: aws.acm.Certificate("it", domain_name="example.com"),
    r"Z[0-9A-Z]{20}": lambda: aws.route53.Zone("it", name="example.com"),
    "Z1_www.example.com_A": lambda: aws.route53.Record("it", name="www.example.com", type="A", zone_id="Z1"),
    "service/c/s": lambda: aws.appautoscaling.Target(
        "it",
        resource_id="service/c/s",
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        min_capacity=1,
        max_capacity=2,
    ),
    r"ns-\w{16}": lambda: aws.servicediscovery.HttpNamespace("it", name="name"),
    r"arn:aws:secretsmanager:us-west-2:123456789012:secret:name-\w{6}": lambda: aws.secretsmanager.Secret("it", name="name"),
    "/app/key": lambda: aws.ssm.Parameter("it", name="/app/key", type="String", value="v"),
    "repository": lambda: aws.ecr.Repository("it", name="repository"),
    "cache": lambda: aws.elasticache.ServerlessCache("it", name="cache", engine="valkey"),
    r"tf-\d{26}": lambda: aws.rds.Cluster("it", engine="aurora-postgresql"),
    r"vo_\w{22}": lambda: aws.cloudfront.VpcOrigin("it", vpc_origin_endpoint_config={}),
}


@pytest.mark.parametrize("form", IDS)
def test_an_id_has_the_form_that_aws_gives_it(form):
    assert re.fullmatch(form, created(IDS[form]).id)


def test_a_task_definition_has_a_revision_in_its_arn():
    outputs = created(lambda: aws.ecs.TaskDefinition("it", family="web", container_definitions="[]")).outputs
    assert outputs["arn"] == "arn:aws:ecs:us-west-2:123456789012:task-definition/web:1"
    assert outputs["arnWithoutRevision"] == "arn:aws:ecs:us-west-2:123456789012:task-definition/web"
    assert outputs["revision"] == 1


def test_a_load_balancer_has_a_host_name_and_the_zone_of_its_region():
    outputs = created(lambda: aws.lb.LoadBalancer("it", name="web")).outputs
    assert re.fullmatch(r"web-\d{10}\.us-west-2\.elb\.amazonaws\.com", outputs["dnsName"])
    assert outputs["zoneId"] == "Z1H1FL5HABSF5"
    assert outputs["arnSuffix"] == outputs["arn"].partition(":loadbalancer/")[2]
    assert created(lambda: aws.lb.LoadBalancer("it", name="web", internal=True)).outputs["dnsName"].startswith("internal-web-")


def test_a_certificate_has_one_validation_record_a_domain_and_a_wildcard_that_of_its_domain():
    names = ["*.example.com", "example.org"]
    outputs = created(lambda: aws.acm.Certificate("it", domain_name="example.com", subject_alternative_names=names)).outputs
    apex, wildcard, other = outputs["domainValidationOptions"]
    assert [option["domainName"] for option in (apex, wildcard, other)] == ["example.com", *names]
    assert apex["resourceRecordName"] == wildcard["resourceRecordName"] != other["resourceRecordName"]
    assert re.fullmatch(r"_\w{32}\.example\.com\.", apex["resourceRecordName"])
    assert apex["resourceRecordType"] == "CNAME"
    assert apex["resourceRecordValue"].endswith(".acm-validations.aws.")


def test_an_interface_endpoint_has_an_interface_a_subnet_and_a_gateway_endpoint_a_prefix_list():
    def endpoint(kind: str) -> dict[str, Any]:
        return created(
            lambda: aws.ec2.VpcEndpoint(
                "it", vpc_id="vpc-1", service_name="com.amazonaws.us-west-2.s3", vpc_endpoint_type=kind, subnet_ids=["subnet-1", "subnet-2"]
            )
        ).outputs

    assert len(endpoint("Interface")["networkInterfaceIds"]) == 2
    assert endpoint("Gateway")["prefixListId"].startswith("pl-")


def test_a_target_tracking_policy_makes_two_alarms():
    def program() -> None:
        aws.appautoscaling.Policy(
            "it",
            policy_type="TargetTrackingScaling",
            resource_id="service/c/s",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
        )

    assert len(created(program).outputs["alarmArns"]) == 2


@pytest.mark.parametrize(
    ("region", "arn", "host"),
    [
        ("us-gov-west-1", "arn:aws-us-gov:s3:::it", "it.s3.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "arn:aws-cn:s3:::it", "it.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_the_partition_follows_from_the_region(region, arn, host):
    outputs = created(lambda: aws.s3.Bucket("it", bucket="it"), AwsMocks(region=region)).outputs
    assert (outputs["arn"], outputs["bucketRegionalDomainName"], outputs["region"]) == (arn, host, region)


@pytest.mark.parametrize("preview", [False, True])
def test_the_region_is_that_of_the_resource_or_its_provider_or_the_configuration(preview):
    def program() -> None:
        abroad = options(provider=aws.Provider("abroad", region="us-east-1"))
        aws.sns.Topic("abroad", opts=abroad)
        aws.sns.Topic("given", region="eu-west-1")
        aws.sns.Topic("configured")
        pulumi.export("regions", [aws.get_region(opts=pulumi.InvokeOptions(provider=abroad.provider)).region, aws.get_region().region])

    result = run(program, config={"aws:region": "ap-south-1"}, preview=preview)
    assert result.outputs == {"regions": ["us-east-1", "ap-south-1"]}
    if not preview:
        topics = {topic.name: topic.outputs["arn"].split(":")[3] for topic in result.find_all("aws:sns/topic:Topic")}
        assert topics == {"abroad": "us-east-1", "given": "eu-west-1", "configured": "ap-south-1"}


def test_a_web_acl_for_cloudfront_lives_in_us_east_1():
    visibility = {"cloudwatch_metrics_enabled": True, "metric_name": "m", "sampled_requests_enabled": True}
    acl = created(lambda: aws.wafv2.WebAcl("it", scope="CLOUDFRONT", default_action={"allow": {}}, visibility_config=visibility))
    assert acl.outputs["arn"].startswith("arn:aws:wafv2:us-east-1:123456789012:global/webacl/it-")


def test_ids_differ_by_type_and_name_and_are_the_same_in_each_run():
    def program() -> None:
        for name in ("a", "b"):
            aws.ec2.Vpc(name)
            aws.ec2.Subnet(name, vpc_id="vpc-1")

    ids = [resource.id for resource in run(program).resources]
    assert len({id_.rpartition("-")[2] for id_ in ids}) == 4
    assert ids == [resource.id for resource in run(program).resources]


@pytest.mark.parametrize("preview", [False, True])
def test_a_name_that_is_not_given_is_made_up_before_anything_is_created(preview):
    def program() -> None:
        pulumi.export("group", aws.lb.TargetGroup("it").name)
        pulumi.export("bucket", aws.s3.Bucket("It").bucket)
        pulumi.export("alias", aws.kms.Alias("it", target_key_id="key").name)
        pulumi.export("topic", aws.sns.Topic("it", fifo_topic=True).name)
        pulumi.export("given", aws.ecs.Cluster("it", name="given").name)

    result = run(program, preview=preview)
    forms = {"group": r"it-\w{7}", "bucket": r"it-\w{7}", "alias": r"alias/it-\w{7}", "topic": r"it-\w{7}\.fifo", "given": "given"}
    for name, form in forms.items():
        assert re.fullmatch(form, result.outputs[name])
    assert "name" not in result.find_one("aws:lb/targetGroup:TargetGroup").inputs


def test_a_prefix_is_followed_by_digits():
    assert re.fullmatch(r"web-\d{26}", created(lambda: aws.ec2.SecurityGroup("it", name_prefix="web-")).outputs["name"])


@pytest.mark.parametrize("preview", [False, True])
def test_a_name_that_would_be_too_long_is_refused(preview):
    run(lambda: aws.lb.TargetGroup("x" * 24), preview=preview)
    with pytest.raises(ProgramError, match="longer than the maximum length 32"):
        run(lambda: aws.lb.TargetGroup("x" * 25), preview=preview)


def test_a_resource_that_is_read_keeps_its_id():
    def program() -> None:
        role = aws.iam.Role.get("it", "existing")
        pulumi.export("arn", role.arn)
        pulumi.export("group", aws.ec2.SecurityGroup.get("group", "sg-1").arn)

    assert run(program).outputs == {
        "arn": "arn:aws:iam::123456789012:role/existing",
        "group": "arn:aws:ec2:us-west-2:123456789012:security-group/sg-1",
    }


def test_the_tags_of_a_resource_are_all_its_tags():
    assert created(lambda: aws.ec2.Vpc("it", tags={"a": "b"})).outputs["tagsAll"] == {"a": "b"}


@pytest.mark.parametrize("managed", [False, True])
def test_a_database_has_endpoints_and_a_secret_if_rds_manages_the_password(managed):
    outputs = created(
        lambda: aws.rds.Cluster("it", cluster_identifier="shop", engine="aurora-mysql", manage_master_user_password=managed)
    ).outputs
    assert re.fullmatch(r"shop\.cluster-\w{12}\.us-west-2\.rds\.amazonaws\.com", outputs["endpoint"])
    assert outputs["port"] == 3306
    secrets = [secret["secretArn"] for secret in outputs.get("masterUserSecrets", [])]
    assert len(secrets) == managed
    assert all(re.fullmatch(r"arn:aws:secretsmanager:us-west-2:123456789012:secret:rds!cluster-[\w-]{36}-\w{6}", arn) for arn in secrets)


def test_a_type_without_a_fake_has_an_id_and_an_arn():
    stream = created(lambda: aws.kinesis.Stream("it", name="orders"))
    assert (stream.id, stream.outputs["arn"]) == ("orders", "arn:aws:kinesis:us-west-2:123456789012:stream/orders")
    assert created(lambda: Raw("it")).id


def test_outputs_can_be_given_by_type():
    mocks = AwsMocks(
        resources={"aws:ec2/vpc:Vpc": {"id": "vpc-1"}, "aws:ec2/subnet:Subnet": lambda inputs: {"arn": f"arn:{inputs['vpcId']}"}}
    )

    def program() -> None:
        vpc = aws.ec2.Vpc("vpc")
        pulumi.export("arn", aws.ec2.Subnet("it", vpc_id=vpc.id).arn)

    assert run(program, mocks=mocks).outputs == {"arn": "arn:vpc-1"}


def test_a_class_can_extend_the_fakes():
    class MyMocks(AwsMocks):
        def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
            id_, outputs = super().new_resource(args)
            return id_, outputs | ({"arn": json.dumps(args.inputs)} if args.typ == "aws:ec2/vpc:Vpc" else {})

    vpc = created(lambda: aws.ec2.Vpc("it", cidr_block="10.0.0.0/16", opts=options(protect=True)), MyMocks())
    assert json.loads(vpc.outputs["arn"]) == {"cidrBlock": "10.0.0.0/16"}
