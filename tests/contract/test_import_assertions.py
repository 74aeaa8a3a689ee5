"""The assertions of a run: what they refuse, what they let pass, and what they say."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web import Service
from fargate_web.testing import Run, run

CONFIG = {"aws:region": "us-west-2"}


def ran(program: Callable[[], Any], *, preview: bool = False) -> Run:
    return run(program, config=CONFIG, preview=preview)


def message(assertion: Callable[..., None], *args: Any, **how: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        assertion(*args, **how)
    return str(caught.value)


def rule(name: str = "open", **args: Any) -> Any:
    return aws.vpc.SecurityGroupIngressRule(
        name, **{"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 22, "to_port": 22, **args}
    )


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (lambda: rule(cidr_ipv4="0.0.0.0/0"), "port 22 from 0.0.0.0/0"),
        (lambda: rule(cidr_ipv6="::/0"), "port 22 from ::/0"),
        (lambda: rule(cidr_ipv4="0.0.0.0/0", from_port=80, to_port=443), "ports 80–443 from 0.0.0.0/0"),
        (lambda: rule(cidr_ipv4="0.0.0.0/0", ip_protocol="-1", from_port=None, to_port=None), "every port from 0.0.0.0/0"),
        (
            lambda: aws.ec2.SecurityGroupRule(
                "open",
                type="ingress",
                security_group_id="sg-1",
                protocol="tcp",
                from_port=22,
                to_port=22,
                cidr_blocks=["10.0.0.0/8", "0.0.0.0/0"],
            ),
            "port 22 from 0.0.0.0/0",
        ),
        (
            lambda: aws.ec2.SecurityGroup("open", ingress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "ipv6_cidr_blocks": ["::/0"]}]),
            "every port from ::/0",
        ),
        (
            lambda: aws.ec2.DefaultSecurityGroup(
                "open", ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}]
            ),
            "port 80 from 0.0.0.0/0",
        ),
    ],
)
def test_whatever_admits_the_internet_is_refused(program: Callable[[], Any], said: str) -> None:
    result = ran(program)
    told = message(result.assert_no_public_ingress)
    assert told.startswith("There is 1 resource that admits the whole internet:\n")
    assert told.splitlines()[1].endswith(f"'open': {said}")
    assert told.splitlines()[-1].endswith(f"open  ← {said}")


@pytest.mark.parametrize(
    "program",
    [
        lambda: rule(cidr_ipv4="10.0.0.0/8"),
        lambda: rule(referenced_security_group_id="sg-2"),
        lambda: aws.vpc.SecurityGroupEgressRule("out", security_group_id="sg-1", ip_protocol="-1", cidr_ipv4="0.0.0.0/0"),
        lambda: aws.ec2.SecurityGroupRule(
            "out", type="egress", security_group_id="sg-1", protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"]
        ),
        lambda: aws.ec2.SecurityGroup("out", egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]),
    ],
)
def test_nothing_else_is_public_ingress(program: Callable[[], Any]) -> None:
    ran(program).assert_no_public_ingress()


def test_ports_may_be_open_to_everyone_one_by_one() -> None:
    def program() -> None:
        rule("http", cidr_ipv4="0.0.0.0/0", from_port=80, to_port=80)
        rule("range", cidr_ipv4="0.0.0.0/0", from_port=80, to_port=443)

    assert "'range'" in message(ran(program).assert_no_public_ingress, ports=[80, 443])
    ran(lambda: rule(cidr_ipv4="0.0.0.0/0")).assert_no_public_ingress(ports=[22])


def test_what_a_preview_does_not_know_is_not_let_pass() -> None:
    def program() -> None:
        vpc = aws.ec2.Vpc("main", ipv4_ipam_pool_id="ipam-pool-1", ipv4_netmask_length=20)
        rule(cidr_ipv4=vpc.cidr_block)

    assert "run the program without preview=True" in message(ran(program, preview=True).assert_no_public_ingress)


def test_tags_are_asked_of_what_can_have_them() -> None:
    def program() -> None:
        group = aws.ec2.SecurityGroup("tagged", tags={"Team": "web", "Stage": "dev"})
        aws.vpc.SecurityGroupEgressRule("untagged", security_group_id=group.id, ip_protocol="-1", cidr_ipv4="0.0.0.0/0")
        aws.iam.RolePolicy("takes-none", role="web", policy="{}")

    result = ran(program)
    told = message(result.assert_tagged, "Team", Stage="prod")
    assert told.startswith("There are 2 resources each of which lacks a tag:\n")
    assert "'tagged': Stage is 'dev', not 'prod'\n" in told
    assert "'untagged': no Team; no Stage\n" in told
    assert "'takes-none'" not in told
    with pytest.raises(TypeError, match="Say which tags"):
        result.assert_tagged()


def test_components_of_this_package_carry_the_tags_they_are_given() -> None:
    network = {"vpc_id": "vpc-1", "private_subnet_ids": ["subnet-1"]}
    cluster = {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/shared", "name": "shared"}
    args = {"image": "public.ecr.aws/nginx/nginx:1.29", "network": network, "cluster": cluster, "tags": {"Team": "web"}}
    result = ran(lambda: Service("web", args))
    result.assert_tagged(Team="web")
    result.assert_no_public_ingress()
    result.assert_no_policy_allows_everything()
    result.assert_no_secret_in_task_definitions()
    assert "has no KMS key" in message(result.assert_logs_encrypted)


def test_log_groups_with_a_key_are_encrypted() -> None:
    def program() -> None:
        aws.cloudwatch.LogGroup("with", kms_key_id=aws.kms.Key("logs").arn)

    ran(program).assert_logs_encrypted()
    ran(program, preview=True).assert_logs_encrypted()
    assert "'without'" in message(ran(lambda: aws.cloudwatch.LogGroup("without")).assert_logs_encrypted)


def test_a_secret_in_a_task_definition_is_found() -> None:
    def task(value: Any) -> Callable[[], Any]:
        def program() -> None:
            containers = pulumi.Output.json_dumps([{"name": "web", "environment": [{"name": "KEY", "value": value()}]}])
            aws.ecs.TaskDefinition("web", family="web", container_definitions=containers)

        return program

    ran(task(lambda: "plain")).assert_no_secret_in_task_definitions()
    told = message(ran(task(lambda: pulumi.Output.secret("hush"))).assert_no_secret_in_task_definitions)
    assert "keep it in Secrets Manager" in told
    assert "hush" not in told


def policy(action: Any, resource: Any, effect: str = "Allow") -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": effect, "Action": action, "Resource": resource}})


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (lambda: aws.iam.RolePolicy("all", role="web", policy=policy("*", "*")), "Action * on Resource *"),
        (lambda: aws.iam.Policy("all", policy=policy(["s3:GetObject", "*:*"], ["*"])), "Action * on Resource *"),
        (
            lambda: aws.iam.RolePolicyAttachment("all", role="web", policy_arn="arn:aws:iam::aws:policy/AdministratorAccess"),
            "AdministratorAccess",
        ),
        (
            lambda: aws.iam.Role("all", assume_role_policy="{}", managed_policy_arns=["arn:aws:iam::aws:policy/AdministratorAccess"]),
            "AdministratorAccess",
        ),
        (lambda: aws.iam.Role("all", assume_role_policy="{}", inline_policies=[{"name": "x", "policy": policy("*", "*")}]), "Action * on"),
    ],
)
def test_a_policy_that_allows_everything_is_found(program: Callable[[], Any], said: str) -> None:
    result = run(program, config=CONFIG, strict=False)
    assert f"'all': {said}" in message(result.assert_no_policy_allows_everything)


@pytest.mark.parametrize("written", [policy("s3:*", "*"), policy("*", "arn:aws:s3:::web"), policy("*", "*", "Deny")])
def test_a_policy_that_allows_less_passes(written: str) -> None:
    ran(lambda: aws.iam.Policy("some", policy=written)).assert_no_policy_allows_everything()


def test_protection_is_asked_of_the_types_that_are_named() -> None:
    def program() -> None:
        aws.ecs.Cluster("safe", opts=pulumi.ResourceOptions(protect=True))
        aws.s3.Bucket("open")

    result = ran(program)
    result.assert_protected("aws:ecs/cluster:Cluster")
    assert "'open': protect is not set" in message(result.assert_protected, "aws:ecs/cluster:Cluster", "aws:s3/bucket:Bucket")
    assert message(result.assert_protected, "aws:lb/loadBalancer:LoadBalancer").startswith("There is no aws:lb/loadBalancer:LoadBalancer")


def test_two_runs_with_other_resources_are_told_apart_from_both_sides() -> None:
    one, two = ran(lambda: aws.s3.Bucket("one")), ran(lambda: [aws.s3.Bucket("one"), aws.s3.Bucket("two")])
    one.assert_same_resources(one)
    assert "'two': only there" in message(one.assert_same_resources, two)
    assert "'two': only here" in message(two.assert_same_resources, one)


def test_a_question_without_an_answer_shows_the_tree() -> None:
    result = ran(lambda: [aws.s3.Bucket("one"), aws.s3.Bucket("two")])
    with pytest.raises(LookupError) as caught:
        result.find_one("aws:s3/bucket:Bucket")
    assert str(caught.value).splitlines()[1:] == [
        "pulumi:pulumi:Stack project-dev",
        "  aws:s3/bucket:Bucket one  ←",
        "  aws:s3/bucket:Bucket two  ←",
    ]
