"""Security groups are compared by what they admit and let out."""

import pytest

from tests.cli.diff.broadening.versions import changed, compared, resource

GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
SERVICE = "aws:ecs/service:Service"


def admits(cidr, port=80, **more):
    return {
        "securityGroupId": "<ec2:SecurityGroup web>.id",
        "ipProtocol": "tcp",
        "fromPort": port,
        "toPort": port,
        "cidrIpv4": cidr,
        **more,
    }


def admits_inline(*cidrs, **more):
    return {"ingress": [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": cidrs, **more}]}


@pytest.mark.parametrize(
    ("type_", "inputs"),
    [
        (INGRESS, admits("0.0.0.0/0")),
        (INGRESS, admits(None, cidrIpv6="::/0")),
        (INGRESS, admits(None, cidrIpv6="2000::/3")),
        (GROUP, admits_inline("0.0.0.0/0")),
        (GROUP, admits_inline("0.0.0.0/1", "128.0.0.0/1")),
        (GROUP, admits_inline("0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/1")),
        (OLD_RULE, {**admits_inline("0.0.0.0/0")["ingress"][0], "type": "ingress", "securityGroupId": "<ec2:SecurityGroup web>.id"}),
    ],
)
def test_the_whole_internet_is_marked_however_it_is_written(type_, inputs):
    [change] = changed(type_, None, inputs)
    assert change.startswith("+ security group web takes tcp 80 from ")
    assert change.endswith("(the whole internet)")


def test_halves_of_the_internet_in_two_rules_are_the_whole_internet():
    halves = [resource(INGRESS, None, admits(cidr), cidr) for cidr in ("0.0.0.0/1", "128.0.0.0/1")]
    assert compared(*halves) == ["+ security group web takes tcp 80 from 0.0.0.0/1, 128.0.0.0/1 (the whole internet)"]


def test_most_of_the_internet_is_marked_as_well():
    assert changed(INGRESS, None, admits("128.0.0.0/1")) == ["+ security group web takes tcp 80 from 128.0.0.0/1 (most of the internet)"]


def test_the_same_source_in_another_form_is_no_change():
    assert compared(resource(INGRESS, admits("10.0.0.0/16"), None), resource(GROUP, {}, admits_inline("10.0.0.0/16"))) == []
    assert changed(GROUP, admits_inline("10.0.0.0/16", "10.1.0.0/16"), admits_inline("10.0.0.0/15")) == []


@pytest.mark.parametrize(
    ("old", "new", "signs"),
    [
        (admits("10.0.0.0/8"), admits("10.1.0.0/16"), "-"),
        (admits("10.1.0.0/16"), admits("10.0.0.0/8"), "+"),
        (admits("10.0.0.0/8"), admits("10.0.0.0/8", toPort=443), "+"),
        (admits("10.0.0.0/8", ipProtocol="-1"), admits("10.0.0.0/8"), "-"),
        (admits("10.0.0.0/8"), admits("10.0.0.0/8", ipProtocol="-1"), "+"),
        (admits("10.0.0.0/8"), admits("10.0.0.0/8", description="x"), ""),
        (admits("10.0.0.0/8"), admits({"$unknown": ["peer"]}), "?"),
        (admits("10.0.0.0/8", fromPort={"$secret": "a"}), admits("10.0.0.0/8", fromPort={"$secret": "b"}), "?"),
    ],
)
def test_sources_are_compared_by_what_they_admit(old, new, signs):
    assert {change[0] for change in changed(INGRESS, old, new)} == {*signs}


def test_groups_prefix_lists_and_the_group_itself_are_sources():
    rule = admits_inline(securityGroups=["<ec2:SecurityGroup api>.id"], prefixListIds=["pl-1"], self=True)
    assert changed(GROUP, {}, rule) == ["+ security group web takes tcp 80 from prefix list pl-1, security group api, security group web"]


def test_what_may_be_sent_is_told_as_well():
    assert changed(EGRESS, None, admits("0.0.0.0/0", ipProtocol="-1")) == [
        "+ security group web may send everything to 0.0.0.0/0 (the whole internet)"
    ]


def test_another_security_group_of_a_service_admits_what_that_group_does():
    before, after = ({"networkConfiguration": {"securityGroups": groups}} for groups in (["sg-1"], ["sg-1", "sg-2"]))
    assert changed(SERVICE, before, after) == ["+ service web also admits what security group sg-2 does"]
    both_new = [resource(SERVICE, None, {"securityGroups": ["<ec2:SecurityGroup new>.id"]}), resource(GROUP, None, {}, "new")]
    assert compared(*both_new) == []


def test_rules_of_a_network_acl_that_refuse_are_a_protection():
    rule = {"networkAclId": "acl-1", "protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlock": "0.0.0.0/0"}
    type_ = "aws:ec2/networkAclRule:NetworkAclRule"
    assert changed(type_, None, {**rule, "ruleAction": "allow"}) == ["+ network ACL acl-1 takes tcp 22 from 0.0.0.0/0 (the whole internet)"]
    assert changed(type_, {**rule, "ruleAction": "deny"}, None) == [
        "+ network ACL acl-1 no longer refuses tcp 22 from 0.0.0.0/0 (the whole internet)"
    ]


# --- network ACLs -----------------------------------------------------------------------------------------------------

ACLS = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"]


def acl(first, last, cidr="0.0.0.0/0", action="allow"):
    rule = {"action": action, "protocol": "tcp", "fromPort": first, "toPort": last, "ruleNo": 100, "cidrBlock": cidr}
    return {"ingress": [rule], "egress": []}


@pytest.mark.parametrize("type_", ACLS)
def test_a_network_acl_that_is_new_opens_nothing(type_):
    assert changed(type_, None, acl(0, 65_535)) == []


@pytest.mark.parametrize("type_", ACLS)
def test_a_network_acl_that_takes_more_is_an_opening(type_):
    [opened] = changed(type_, acl(23, 65_535), acl(0, 65_535))
    assert opened.startswith("+ ")
    assert opened.endswith("takes tcp 0–65535 from 0.0.0.0/0 (the whole internet)")


@pytest.mark.parametrize("type_", ACLS)
def test_a_network_acl_that_takes_less_is_none(type_):
    assert {change[0] for change in changed(type_, acl(0, 65_535), acl(0, 21))} == {"-"}
    assert {change[0] for change in changed(type_, acl(0, 21, action="deny"), acl(0, 21, "10.0.0.0/8", action="deny"))} == {"+"}
