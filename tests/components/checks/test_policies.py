import pytest
from fargate_web.analysis.iam_actions import find_similar_service, load_action_tables
from fargate_web.checks.policies import _ACTIONS_OF_CALLS, check_policies

BUCKET = "arn:aws:s3:::files"
REPOSITORY = "arn:aws:ecr:us-west-2:123456789012:repository/web"


def found(stacks, actions, resources, effect="Allow"):
    statement = {"actions": actions, "resources": resources, "effect": effect}
    return stacks.found(check_policies, {"web": {"roles": {"taskRole": {"statements": [statement]}}}})


@pytest.mark.parametrize(
    ("actions", "resources"),
    [
        ("s3:getobject", f"{BUCKET}/*"),
        ("s3:Get*", f"{BUCKET}/*"),
        (["s3:GetObject", "s3:ListBucket"], [BUCKET, f"{BUCKET}/*"]),
        ("s3:PutObject", "arn:aws:s3:::files*"),
        ("s3:ListBucketMultipartUploads", BUCKET),
        ("rds-data:ExecuteStatement", "arn:aws:rds:us-west-2:123456789012:cluster:orders"),
        ("ecr:GetAuthorizationToken", "*"),
        ("kms:Decrypt", "arn:aws:kms:us-west-2:123456789012:key/1a2b"),
        ("s3:*", BUCKET),
        ("*", f"{BUCKET}/*"),
        (["s3:GetObject", "sqs:SendMessage"], [f"{BUCKET}/*", "arn:aws:sqs:us-west-2:123456789012:orders"]),
    ],
)
def test_statements_that_allow_something_are_left_alone(stacks, actions, resources):
    assert found(stacks, actions, resources) == []


@pytest.mark.parametrize(
    ("action", "meant"),
    [
        ("s3:GetObjects", "s3:GetObject"),
        ("dynamo:PutItem", "dynamodb:PutItem"),
        ("s3:HeadObject", "s3:GetObject"),
        ("secretsmanager:GetSecretValues", "secretsmanager:GetSecretValue"),
    ],
)
def test_an_action_that_no_service_has_allows_nothing(stacks, action, meant):
    [finding] = found(stacks, action, "*")
    assert (finding.code, finding.severity) == ("unknown-action", "warning")
    [fix] = finding.fixes
    assert fix.edits[0].value == meant


def test_a_pattern_that_matches_no_action_has_no_example(stacks):
    [finding] = found(stacks, ["secretsmanager:Read*", "secretsmanager:GetSecretValue"], "*")
    assert finding.path[-2:] == ("actions", 0)
    assert finding.fixes == ()


def test_an_action_that_is_on_everything_needs_a_statement_of_its_own(stacks):
    [finding] = found(stacks, ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"], REPOSITORY)
    assert finding.code == "action-without-resources"
    assert "{actions: [ecr:GetAuthorizationToken], resources: '*'}" in finding.message
    [alone] = found(stacks, "ecr:GetAuthorizationToken", REPOSITORY)
    assert alone.fixes[0].edits[0].value == "*"


def test_actions_and_resources_are_of_one_service(stacks):
    [finding] = found(stacks, "sqs:SendMessage", "arn:aws:sns:us-west-2:123456789012:orders")
    assert finding.code == "action-on-another-service"


@pytest.mark.parametrize(
    ("actions", "resources", "written"),
    [
        ("s3:GetObject", BUCKET, f"{BUCKET}/*"),
        ("s3:ListBucket", f"{BUCKET}/*", BUCKET),
        (["s3:GetObject", "s3:ListBucket"], f"{BUCKET}/*", [f"{BUCKET}/*", BUCKET]),
    ],
)
def test_a_bucket_is_not_its_objects(stacks, actions, resources, written):
    [finding] = found(stacks, actions, resources)
    assert finding.code == "buckets-and-objects"
    [edit] = finding.fixes[0].edits
    assert edit.value == written
    assert found(stacks, actions, edit.value) == []


def test_what_is_denied_needs_no_resource(stacks):
    assert found(stacks, "ecr:GetAuthorizationToken", REPOSITORY, "Deny") == []


def test_the_actions_that_allow_a_call_exist():
    tables = load_action_tables()
    assert [action for action in _ACTIONS_OF_CALLS.values() if not tables[action.split(":")[0]].has_match(action.split(":")[1])] == []
    assert find_similar_service("dynamodbb") == "dynamodb"
