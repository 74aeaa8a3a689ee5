"""Secrets, roles and addresses of tasks, what opens a resource of any type, and protection that is taken away."""

import json

import pytest

from tests.cli.diff.broadening.versions import changed, compared, resource

LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"


def runs(**container):
    return {"containerDefinitions": json.dumps([{"name": "web", "image": "web:1", **container}])}


def test_secrets_that_a_container_reads_newly_are_told_wherever_they_are_written():
    secrets = [{"name": "KEY", "valueFrom": "arn:secret:a"}]
    assert changed(TASK_DEFINITION, runs(), runs(secrets=secrets)) == [
        "+ task definition web lets container web read arn:secret:a as KEY (a secret)"
    ]
    assert changed(TASK_DEFINITION, runs(secrets=secrets), runs()) == [
        "- task definition web no longer lets container web read arn:secret:a as KEY"
    ]
    log = {"logDriver": "splunk", "secretOptions": [{"name": "token", "valueFrom": "arn:secret:b"}]}
    assert changed(TASK_DEFINITION, runs(), runs(logConfiguration=log, repositoryCredentials={"credentialsParameter": "arn:secret:c"})) == [
        "+ task definition web lets container web read arn:secret:b for its log, as token (a secret)",
        "+ task definition web lets container web read arn:secret:c to pull its image (a secret)",
    ]


def test_containers_that_are_secret_are_told_and_an_image_is_no_right():
    assert [change[0] for change in changed(TASK_DEFINITION, runs(), {"containerDefinitions": {"$secret": "a"}})] == ["?"]
    assert changed(TASK_DEFINITION, runs(), runs(image="web:2")) == []


def test_another_role_of_the_tasks_is_a_broadening():
    before, after = ({**runs(), "taskRoleArn": f"<iam:Role {name}>.arn"} for name in ("web", "admin"))
    assert changed(TASK_DEFINITION, before, after) == [
        "+ task definition web acts with role admin (taskRoleArn)",
        "- task definition web no longer acts with role web (taskRoleArn)",
    ]


def test_a_new_function_with_the_role_of_others_acts_with_it():
    assert changed("aws:lambda/function:Function", None, {"role": "<iam:Role admin>.arn"}) == ["+ function web acts with role admin (role)"]


@pytest.mark.parametrize(
    ("type_", "opened"),
    [
        (SERVICE, {"enableExecuteCommand": True}),
        (SERVICE, {"networkConfiguration": {"assignPublicIp": True}}),
        ("aws:ec2/subnet:Subnet", {"mapPublicIpOnLaunch": True}),
        ("aws:scheduler/schedule:Schedule", {"target": {"ecsParameters": {"networkConfiguration": {"assignPublicIp": True}}}}),
        ("aws:rds/instance:Instance", {"publiclyAccessible": True}),
        ("aws:lambda/functionUrl:FunctionUrl", {"authorizationType": "NONE"}),
        ("aws:s3/bucketAcl:BucketAcl", {"acl": "public-read"}),
        ("awsx:ec2:Vpc", {"subnetSpecs": [{"type": "Public"}]}),
        ("aws:iam/accessKey:AccessKey", {"user": "ann"}),
    ],
)
def test_what_opens_a_resource_is_marked_and_the_way_back_is_not(type_, opened):
    closed = None if "accessKey" in type_ else {}
    [gained] = changed(type_, closed, opened)
    [lost] = changed(type_, opened, closed)
    assert gained[0] == "+"
    assert gained.endswith(")")
    assert lost[0] == "-"


def test_public_access_to_a_bucket_that_is_no_longer_blocked_is_a_broadening():
    blocked = {"bucket": "files", "blockPublicAcls": True, "blockPublicPolicy": True}
    assert changed(BLOCK, blocked, {"bucket": "files", "blockPublicAcls": True}) == [
        "+ bucket files no longer blocks public access (blockPublicPolicy) (public access)"
    ]
    assert [change[0] for change in changed(BLOCK, blocked, None)] == ["+", "+"]


def test_a_bucket_that_is_deleted_needs_no_protection():
    labelled = {"bucket": "<s3:Bucket files>.bucket", "blockPublicAcls": True}
    assert compared(resource(BLOCK, labelled, None), resource("aws:s3/bucket:Bucket", {}, None, "files")) == []


def inspects(**rule):
    return {
        "rules": [{"name": "common", "statement": {"managedRuleGroupStatement": {"name": "x"}}, **rule}],
        "defaultAction": {"allow": {}},
    }


@pytest.mark.parametrize(
    ("old", "new", "sign"),
    [
        (inspects(action={"block": {}}), inspects(action={"count": {}}), "+"),
        (inspects(overrideAction={"none": {}}), inspects(overrideAction={"count": {}}), "+"),
        (inspects(overrideAction={"none": {}}), {"rules": [], "defaultAction": {"allow": {}}}, "+"),
        (inspects(action={"block": {}}), inspects(action={"block": {}}, priority=2), ""),
        ({**inspects(), "defaultAction": {"block": {}}}, inspects(), "+"),
        (inspects(), {**inspects(), "defaultAction": {"block": {}}}, "-"),
        (inspects(action={"count": {}}), inspects(action={"block": {}}), "-"),
        (inspects(action={"count": {}}), inspects(action={"allow": {}}), "+"),
        (inspects(statement={"rateBasedStatement": {"limit": 100}}), inspects(statement={"rateBasedStatement": {"limit": 500}}), "+"),
        (inspects(statement={"rateBasedStatement": {"limit": 500}}), inspects(statement={"rateBasedStatement": {"limit": 100}}), "-"),
    ],
)
def test_rules_of_a_web_acl_that_stop_fewer_requests_are_a_broadening(old, new, sign):
    assert {change[0] for change in changed(WEB_ACL, old, new)} == {*sign}


def overriding(**actions):
    overrides = [{"name": rule, "actionToUse": {action: {}}} for rule, action in actions.items()]
    group = {"vendorName": "AWS", "name": "common", **({"ruleActionOverrides": overrides} if overrides else {})}
    return inspects(overrideAction={"none": {}}, statement={"managedRuleGroupStatement": group})


def test_a_rule_of_a_managed_group_that_only_counts_is_a_broadening_and_one_that_blocks_again_is_none():
    counted = "only counts what the rule SizeRestrictions_BODY of common matches (WAF)"
    before, after = overriding(), overriding(SizeRestrictions_BODY="count")
    assert [change.split(" ", 4)[0] for change in changed(WEB_ACL, before, after)] == ["+"]
    assert changed(WEB_ACL, before, after)[0].endswith(counted)
    assert [change[0] for change in changed(WEB_ACL, after, before)] == ["-"]
    assert [change[0] for change in changed(WEB_ACL, before, overriding(NoUserAgent_HEADER="block"))] == []
    assert changed(WEB_ACL, after, overriding(SizeRestrictions_BODY="allow"))[0].endswith(counted.replace("only counts", "lets pass"))


def test_a_rule_that_lets_requests_skip_other_rules_is_a_broadening():
    common = {"name": "common", "priority": 1, "action": {"block": {}}, "statement": {}}
    before, after = ({"rules": [common, {"name": "friends", "priority": priority, "action": {"allow": {}}}]} for priority in (2, 0))
    assert changed(WEB_ACL, before, after)[0] == "+ web ACL web lets requests pass by rule friends, without the rules after it (WAF)"


def test_rules_in_json_can_not_be_compared():
    assert [change[0] for change in changed(WEB_ACL, {"ruleJson": "[1]"}, {"ruleJson": "[2]"})] == ["?"]


@pytest.mark.parametrize(
    ("type_", "protected"),
    [
        (SERVICE, {"serviceConnectConfiguration": {"services": [{"portName": "web", "tls": {"kmsKey": "k"}}]}}),
        (TASK_DEFINITION, {"volumes": [{"efsVolumeConfiguration": {"transitEncryption": "ENABLED"}}]}),
        (TASK_DEFINITION, {"volumes": [{"efsVolumeConfiguration": {"authorizationConfig": {"iam": "ENABLED"}}}]}),
    ],
)
def test_encryption_and_authentication_that_go_are_a_broadening(type_, protected):
    assert [change[0] for change in changed(type_, protected, {})] == ["+"]
    assert [change[0] for change in changed(type_, {}, protected)] == ["-"]


def test_a_web_acl_that_no_longer_protects_is_a_broadening():
    association = {"resourceArn": "<lb:LoadBalancer main>.arn", "webAclArn": "<wafv2:WebAcl main>.arn"}
    assert changed("aws:wafv2/webAclAssociation:WebAclAssociation", association, None) == [
        "+ load balancer main is no longer protected by web ACL main (WAF)"
    ]
    both = [
        resource("aws:wafv2/webAclAssociation:WebAclAssociation", association, None),
        resource(LOAD_BALANCER, {"internal": True}, None, "main"),
    ]
    assert compared(*both) == []
