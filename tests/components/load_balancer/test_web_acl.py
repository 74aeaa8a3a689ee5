from fargate_web.load_balancer.load_balancer import LoadBalancer
from fargate_web.testing import Run, run

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
NETWORK = {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-1", "subnet-2"]}
GIVEN = "arn:aws:wafv2:us-west-2:123456789012:regional/webacl/web/1a2b3c4d"


def guarded(web_acl, **options) -> Run:
    return run(lambda: LoadBalancer("web", {"network": NETWORK, "webAcl": web_acl, "accessLogs": False}), **options)


def test_a_made_web_acl_lets_through_what_the_managed_rules_do_not_block():
    result = guarded(True)
    inputs = result.find_one(WEB_ACL).inputs
    assert (inputs["scope"], inputs["defaultAction"]) == ("REGIONAL", {"allow": {}})
    assert inputs["visibilityConfig"] == {"cloudwatchMetricsEnabled": True, "metricName": "web", "sampledRequestsEnabled": True}
    assert inputs["tags"] == {"Name": "web"}


def test_the_managed_rule_groups_act_as_aws_wrote_them_and_in_their_order():
    groups = ["AWSManagedRulesSQLiRuleSet", "AWSManagedRulesCommonRuleSet"]
    rules = guarded({"managedRuleGroups": groups}).find_one(WEB_ACL).inputs["rules"]
    assert rules == [
        {
            "name": group,
            "priority": priority,
            "overrideAction": {"none": {}},
            "statement": {"managedRuleGroupStatement": {"vendorName": "AWS", "name": group}},
            "visibilityConfig": {"cloudwatchMetricsEnabled": True, "metricName": group, "sampledRequestsEnabled": True},
        }
        for priority, group in enumerate(groups)
    ]


def test_the_web_acl_stands_in_front_of_the_load_balancer():
    result = guarded(True)
    assert result.find_one(ASSOCIATION).inputs == {
        "resourceArn": result.find_one("aws:lb/loadBalancer:LoadBalancer").outputs["arn"],
        "webAclArn": result.find_one(WEB_ACL).outputs["arn"],
    }


def test_a_given_web_acl_is_associated_and_none_is_made():
    result = guarded(GIVEN)
    assert result.find_one(ASSOCIATION).inputs["webAclArn"] == GIVEN
    assert result.find_all(WEB_ACL) == []


def test_without_a_web_acl_there_is_nothing_of_waf():
    result = run(lambda: LoadBalancer("web", {"network": NETWORK}))
    assert [resource for resource in result.resources if resource.type.startswith("aws:wafv2/")] == []
