"""Access of two recorded programs: resources that are renamed, ignored, unknown, or that share a name."""

import json

from tests.cli.diff.broadening.versions import allow, policy, show
from tests.cli.diff.diffs import compared, resource, urn

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def program(parent, *statements):
    """Return a role with a policy below a component of a type."""
    role = resource(ROLE, "task", {}, urn=urn(ROLE, "task", parent), outputs={"name": f"task-{parent}-1234567"})
    document = policy(*statements, role=f"task-{parent}-1234567")
    return [role, resource(ROLE_POLICY, "task", document, urn=urn(ROLE_POLICY, "task", parent))]


def test_a_right_that_another_resource_of_the_same_name_has_is_still_gained():
    base = [*program("my:App", allow("s3:*")), *program("my:Worker")]
    head = [*program("my:App", allow("s3:*")), *program("my:Worker", allow("s3:*"))]
    assert [show(change) for change in compared(base, head).access_changes] == [
        "+ role task (my:Worker) may s3:* on * (every action of s3, changes rights, every resource)"
    ]


def test_a_resource_that_is_only_renamed_gains_nothing():
    old = resource(ROLE, "old", {"inlinePolicies": [policy(allow("s3:*"))]})
    new = resource(ROLE, "new", old.inputs, aliases=(old.urn,))
    assert compared([old], [new]).access_changes == ()


def test_ignored_properties_gain_nothing():
    group = "aws:ec2/securityGroup:SecurityGroup"
    rule = {"protocol": "tcp", "fromPort": 1, "toPort": 1, "cidrBlocks": ["0.0.0.0/0"]}
    old, new = resource(group, "web", {"ingress": []}), resource(group, "web", {"ingress": [rule]}, ignore_changes=("ingress",))
    assert compared([old], [new]).access_changes == ()


def test_an_unknown_policy_of_another_source_can_not_be_compared():
    def unknown(source):
        return [resource(ROLE_POLICY, "web", {"policy": {"$unknown": True}}, property_dependencies={"policy": (urn(ROLE, source),)})]

    assert compared(unknown("a"), unknown("a")).access_changes == ()
    assert [change.direction for change in compared(unknown("a"), unknown("b")).access_changes] == ["unclear"]


def test_a_secret_document_is_compared_by_its_digests():
    def secret(digest):
        statement = {"Effect": {"$secret": "e"}, "Action": {"$secret": digest}, "Resource": {"$secret": "r"}}
        return [resource(ROLE_POLICY, "web", {"policy": {"Statement": [statement]}, "role": "web"})]

    assert compared(secret("a"), secret("a")).access_changes == ()
    changes = compared(secret("a"), secret("b")).access_changes
    assert {change.direction for change in changes} == {"unclear"}
    assert json.dumps([change.text for change in changes]).count("$secret") == 0
