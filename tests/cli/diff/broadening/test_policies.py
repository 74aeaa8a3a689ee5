"""Statements are compared as statements: what they allow counts, not how they are written."""

import json

import pytest

from tests.cli.diff.broadening.versions import allow, changed, compared, deny, policy, resource

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
BUCKET = "arn:aws:s3:::files"


def of_role(*statements):
    return policy(*statements, role="<iam:Role web-task>.name")


def between(old, new):
    return changed(ROLE_POLICY, of_role(*old), of_role(*new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([allow(["s3:GetObject", "s3:PutObject"], BUCKET)], [allow("s3:PutObject", BUCKET), allow("s3:GetObject", [BUCKET])]),
        ([allow("s3:GetObject", BUCKET, Sid="One")], [allow("S3:getobject", BUCKET, Sid="Two")]),
        ([allow("s3:*", BUCKET)], [allow("s3:*", BUCKET), allow("s3:GetObject", BUCKET)]),
        ([deny("s3:*"), deny("s3:Get*")], [deny("s3:*")]),
    ],
    ids=["split", "case and Sid", "included", "denied twice"],
)
def test_another_way_to_write_the_same_rights_is_no_change(old, new):
    assert between(old, new) == []


def test_only_the_rights_that_are_gained_are_shown():
    before = [allow("s3:GetObject", BUCKET)]
    after = [allow(["s3:GetObject", "s3:PutObject"], BUCKET)]
    assert between(before, after) == [f"+ role web-task may s3:PutObject on {BUCKET}"]
    assert between(after, before) == [f"- role web-task may no longer s3:PutObject on {BUCKET}"]


def test_a_narrower_statement_is_only_a_loss():
    assert between([allow("s3:*", BUCKET)], [allow("s3:GetObject", BUCKET)]) == [f"- role web-task may no longer s3:* on {BUCKET}"]


@pytest.mark.parametrize(
    ("statement", "marks"),
    [
        (allow("*"), {"every action", "every resource", "iam:PassRole", "sts:AssumeRole", "changes rights", "reads secrets", "decrypts"}),
        (allow("s3:*", BUCKET), {"every action of s3", "changes rights"}),
        (allow("s3:Get*", BUCKET), {"wildcard action"}),
        (allow("iam:Pass*", "arn:aws:iam::123456789012:role/web"), {"wildcard action", "iam:PassRole"}),
        (allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/web"), {"sts:AssumeRole"}),
        (allow("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/web"), {"changes rights"}),
        (allow("dynamodb:GetItem"), {"every resource"}),
        (allow("ssm:GetParameter", "arn:aws:ssm:us-west-2:123456789012:parameter/*"), {"reads secrets", "wildcard resource"}),
        (allow("ecr:GetAuthorizationToken"), set()),
        (
            {"Effect": "Allow", "NotAction": ["s3:*", "iam:*"], "Resource": BUCKET},
            {"everything but what is named", "sts:AssumeRole", "reads secrets", "decrypts", "changes rights"},
        ),
        ({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": BUCKET}, {"everything but what is named"}),
    ],
)
def test_wide_and_sensitive_rights_are_marked(statement, marks):
    [change] = between([], [statement])
    assert {*change.rpartition("(")[2].rstrip(")").split(", ")} - {change} == marks


def test_a_condition_that_is_lost_is_a_broadening_and_a_stricter_one_is_not():
    strict = allow("s3:GetObject", BUCKET, Condition={"StringLike": {"aws:PrincipalTag/team": ["web", "api"]}})
    stricter = allow(
        "s3:GetObject", BUCKET, Condition={"StringLike": {"aws:PrincipalTag/team": "web"}, "Bool": {"aws:SecureTransport": "true"}}
    )
    assert between([strict], [allow("s3:GetObject", BUCKET)]) == [
        f"+ role web-task may s3:GetObject on {BUCKET}, until now only if aws:PrincipalTag/team is like api or web"
    ]
    assert [change[0] for change in between([strict], [stricter])] == ["-"]
    assert [change[0] for change in between([stricter], [strict])] == ["+"]


def test_more_excluded_values_are_stricter_and_fewer_are_broader():
    one, two = (allow("s3:GetObject", BUCKET, Condition={"StringNotEquals": {"s3:prefix": values}}) for values in (["a"], ["a", "b"]))
    assert [change[0] for change in between([one], [two])] == ["-"]
    assert [change[0] for change in between([two], [one])] == ["+"]


def test_a_narrower_network_in_a_condition_is_stricter():
    wide, narrow = (
        allow("s3:GetObject", BUCKET, Condition={"IpAddress": {"aws:SourceIp": cidr}}) for cidr in ("10.0.0.0/8", "10.1.0.0/16")
    )
    assert [change[0] for change in between([wide], [narrow])] == ["-"]
    assert [change[0] for change in between([narrow], [wide])] == ["+"]


def test_a_lost_denial_is_a_broadening_and_a_new_one_is_not():
    assert between([deny("s3:DeleteObject")], []) == [
        "+ role web-task is no longer denied s3:DeleteObject on * (a statement that denies is lost)"
    ]
    assert between([], [deny("s3:DeleteObject")]) == ["- role web-task is denied s3:DeleteObject on *"]


@pytest.mark.parametrize(
    ("old", "new", "sign"),
    [
        ({"NotAction": ["iam:*", "s3:*"]}, {"NotAction": "iam:*"}, "+"),
        ({"NotAction": "iam:*"}, {"NotAction": ["iam:*", "s3:*"]}, "-"),
        ({"NotAction": "iam:*"}, {"Action": "s3:*"}, "-"),
        ({"Action": "s3:*"}, {"NotAction": "iam:*"}, "+"),
    ],
)
def test_excluded_actions_are_compared_by_what_they_leave(old, new, sign):
    before, after = ({"Effect": "Allow", "Resource": BUCKET, **part} for part in (old, new))
    assert {change[0] for change in between([before], [after])} == {sign}


def test_rights_that_move_to_another_policy_of_the_role_are_no_change():
    document = json.loads(of_role(allow("s3:GetObject", BUCKET))["policy"])
    moved = [
        resource(ROLE_POLICY, of_role(allow("s3:GetObject", BUCKET)), None, "web"),
        resource(ROLE, {}, {"inlinePolicies": [{"name": "files", "policy": json.dumps(document)}]}, "web-task"),
    ]
    assert compared(*moved) == []


@pytest.mark.parametrize("opaque", [{"$secret": "aa"}, {"$unknown": ["web"]}])
def test_a_policy_that_is_secret_or_not_known_yet_is_told_and_nothing_of_it_counts_as_lost(opaque):
    old = of_role(allow("s3:GetObject", BUCKET))
    shown = "[secret]" if "$secret" in opaque else "[known after the update]"
    assert changed(ROLE_POLICY, old, {**old, "policy": opaque}) == [
        f"? role web-task has a policy (policy) that is {shown}: it can’t be compared"
    ]
    assert changed(ROLE_POLICY, {**old, "policy": opaque}, {**old, "policy": opaque}) == []
    assert "+ role web-task may s3:GetObject on arn:aws:s3:::files" in changed(ROLE_POLICY, {**old, "policy": opaque}, old)


def test_a_secret_part_of_a_statement_is_compared_by_its_digest():
    def reads(digest):
        return {"role": "<iam:Role web-task>.name", "policy": {"Statement": [allow("s3:GetObject", {"$secret": digest})]}}

    assert changed(ROLE_POLICY, reads("aa"), reads("aa")) == []
    assert changed(ROLE_POLICY, reads("aa"), reads("bb"))[0] == "+ role web-task may s3:GetObject on [secret]"


@pytest.mark.parametrize(
    "statement",
    [allow("s3:*", Extra=1), {"Effect": "Maybe", "Action": "*", "Resource": "*"}, {"Effect": {"$secret": "a"}}, "text", allow(None)],
)
def test_a_statement_that_cannot_be_read_is_told_when_it_comes_and_when_it_goes(statement):
    assert [change[0] for change in between([], [statement])] == ["?"]
    assert [change[0] for change in between([statement], [])] == ["?"]


def test_trust_is_compared_by_principals():
    def trusting(**principal):
        return {"assumeRolePolicy": json.dumps({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]})}

    tasks = trusting(Service="ecs-tasks.amazonaws.com")
    assert changed(ROLE, tasks, trusting(Service="ecs-tasks.amazonaws.com", AWS="*")) == [
        "+ role web can be assumed by everyone (everyone)"
    ]
    assert changed(ROLE, tasks, trusting(Service="ecs-tasks.amazonaws.com", AWS="123456789012")) == [
        "+ role web can be assumed by arn:aws:iam::123456789012:root"
    ]
    assert changed(ROLE, trusting(AWS="123456789012"), trusting(AWS="arn:aws:iam::123456789012:root")) == []


@pytest.mark.parametrize(
    ("type_", "inputs", "subject"),
    [
        (QUEUE_POLICY, {"queueUrl": "<sqs:Queue jobs>.id"}, "queue jobs"),
        ("aws:sns/topicPolicy:TopicPolicy", {"arn": "<sns:Topic news>.arn"}, "topic news"),
        ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "files"}, "bucket files"),
        ("aws:kms/key:Key", {}, "key web"),
        ("aws:ecr/repositoryPolicy:RepositoryPolicy", {"repository": "web"}, "repository web"),
        ("aws:secretsmanager/secretPolicy:SecretPolicy", {"secretArn": "<secretsmanager:Secret db>.arn"}, "secret db"),
        ("aws:backup/vault:Vault", {}, "vault web"),
    ],
)
def test_everyone_in_the_policy_of_a_resource_of_any_type_is_marked(type_, inputs, subject):
    opened = policy(allow("sqs:SendMessage", Principal="*"), **inputs)
    limited = policy(allow("sqs:SendMessage", Principal={"AWS": "*"}, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}), **inputs)
    assert changed(type_, inputs, opened) == [f"+ {subject} allows everyone to sqs:SendMessage (everyone)"]
    assert changed(type_, inputs, limited) == [
        f"+ {subject} allows everyone to sqs:SendMessage if aws:PrincipalOrgID is o-1 (everyone who meets the conditions)"
    ]


def test_an_endpoint_without_a_policy_allows_everything():
    endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint"
    limited = policy(allow("s3:GetObject", BUCKET, Principal="*"))
    assert [change[0] for change in changed(endpoint, limited, {})] == ["+"]
    assert [change[0] for change in changed(endpoint, {}, limited)] == ["-"]


@pytest.mark.parametrize("inputs", [{"managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}, {}])
def test_managed_policies_are_rights_and_that_of_administrators_is_marked(inputs):
    attachment = {"role": "<iam:Role web>.name", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    resources = [resource(ROLE, {}, inputs)]
    if not inputs:
        resources.append(resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", None, attachment))
    assert compared(*resources) == ["+ role web gets the managed policy arn:aws:iam::aws:policy/AdministratorAccess (administrator)"]


def test_a_lost_permissions_boundary_is_a_broadening():
    bounded = {"permissionsBoundary": "arn:aws:iam::123456789012:policy/limits"}
    assert changed(ROLE, bounded, {}) == ["+ role web is no longer bounded by policy limits (a boundary is lost)"]
    assert changed(ROLE, {}, bounded) == ["- role web is bounded by policy limits"]


def test_a_role_that_is_deleted_loses_its_restrictions_without_a_word_about_them():
    gone = {"permissionsBoundary": "arn:aws:iam::123456789012:policy/limits"}
    resources = [resource(ROLE, gone, None, "web-task"), resource(ROLE_POLICY, of_role(deny("s3:*"), allow("sqs:*")), None)]
    assert compared(*resources) == ["- role web-task may no longer sqs:* on *"]


def test_rights_of_a_group_a_function_and_a_key_are_rights():
    assert changed("aws:iam/userGroupMembership:UserGroupMembership", None, {"user": "ann", "groups": ["admins"]}) == [
        "+ user ann becomes a member of group admins"
    ]
    assert changed("aws:lambda/permission:Permission", None, {"function": "f", "action": "lambda:InvokeFunction", "principal": "*"}) == [
        "+ function f allows everyone to lambda:InvokeFunction (everyone)"
    ]
    assert changed("aws:kms/grant:Grant", None, {"keyId": "k", "granteePrincipal": "arn:x", "operations": ["Decrypt"]}) == [
        "+ key k allows arn:x to kms:Decrypt (decrypts)"
    ]


def test_control_characters_in_values_are_escaped():
    assert between([], [allow("s3:GetObject", "arn:\x1b[2K\nx")]) == ["+ role web-task may s3:GetObject on arn:\\x1b[2K\\nx"]
