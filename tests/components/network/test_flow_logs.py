import json

import pytest
from fargate_web.network.network import Network
from fargate_web.testing import Run, run

FLOW_LOG = "aws:ec2/flowLog:FlowLog"


def network(args=None, **options) -> Run:
    return run(lambda: Network("network", args), **options)


@pytest.fixture(scope="module")
def plain() -> Run:
    return network()


def test_flow_logs_record_all_traffic_for_a_year(plain):
    group = plain.find_one("aws:cloudwatch/logGroup:LogGroup")
    assert group.inputs == {"retentionInDays": 365, "tags": {}}
    assert plain.find_one(FLOW_LOG).inputs == {
        "vpcId": plain.find_one("awsx:ec2:Vpc").outputs["vpcId"],
        "trafficType": "ALL",
        "logDestinationType": "cloud-watch-logs",
        "logDestination": group.outputs["arn"],
        "iamRoleArn": plain.find_one("aws:iam/role:Role").outputs["arn"],
        "tags": {"Name": "project-dev-flow-logs"},
    }


def test_only_flow_logs_of_this_account_may_assume_the_role(plain):
    (statement,) = json.loads(plain.find_one("aws:iam/role:Role").inputs["assumeRolePolicy"])["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": "arn:aws:ec2:us-west-2:123456789012:vpc-flow-log/*"},
        },
    }


def test_the_role_of_the_flow_logs_writes_to_their_log_group_only(plain):
    statements = json.loads(plain.find_one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])["Statement"]
    arn = plain.find_one("aws:cloudwatch/logGroup:LogGroup").outputs["arn"]
    assert {tuple(statement["Action"]): statement["Resource"] for statement in statements} == {
        ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"): f"{arn}:*",
        ("logs:DescribeLogGroups",): "arn:aws:logs:us-west-2:123456789012:log-group:*",
    }


def test_the_flow_log_waits_for_the_permission_to_write(plain):
    assert plain.find_one("aws:iam/rolePolicy:RolePolicy").urn in plain.find_one(FLOW_LOG).dependencies


def test_flow_logs_can_be_narrowed_and_kept_shorter():
    result = network({"flowLogs": {"trafficType": "REJECT", "retentionInDays": 14}})
    assert result.find_one(FLOW_LOG).inputs["trafficType"] == "REJECT"
    assert result.find_one("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 14


def test_flow_logs_turned_off_leave_nothing_behind():
    result = network({"flowLogs": False})
    left = ("logs", "iam", "flowLog", "cloudwatch")
    assert [resource for resource in result.resources if any(word in resource.type for word in left)] == []
