"""The JSON of `aws.iam.get_policy_document`, which programs hand on to IAM."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from fargate_web.testing import run


def document(**args: Any) -> dict[str, Any]:
    def program() -> None:
        result = aws.iam.get_policy_document(**args)
        assert json.loads(result.json) == json.loads(result.minified_json)
        pulumi.export("json", result.json)

    return json.loads(run(program).outputs["json"])


def test_a_statement_is_rendered_as_the_provider_does_it():
    statement = aws.iam.GetPolicyDocumentStatementArgs(
        sid="Pull",
        actions=["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        resources=["arn:aws:ecr:us-west-2:123456789012:repository/web"],
        principals=[aws.iam.GetPolicyDocumentStatementPrincipalArgs(type="Service", identifiers=["ecs-tasks.amazonaws.com"])],
        conditions=[
            aws.iam.GetPolicyDocumentStatementConditionArgs(test="StringEquals", variable="aws:SourceAccount", values=["123456789012"]),
            aws.iam.GetPolicyDocumentStatementConditionArgs(test="StringEquals", variable="aws:SourceOrgID", values=["o-2", "o-1"]),
        ],
    )
    assert document(statements=[statement]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Pull",
                "Effect": "Allow",
                "Action": ["ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
                "Resource": "arn:aws:ecr:us-west-2:123456789012:repository/web",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012", "aws:SourceOrgID": ["o-2", "o-1"]}},
            }
        ],
    }


def test_everyone_and_what_is_excluded_have_words_of_their_own():
    statement = aws.iam.GetPolicyDocumentStatementArgs(
        effect="Deny",
        not_actions=["iam:*"],
        not_resources=["*"],
        principals=[aws.iam.GetPolicyDocumentStatementPrincipalArgs(type="*", identifiers=["*"])],
    )
    assert document(statements=[statement])["Statement"] == [{"Effect": "Deny", "NotAction": "iam:*", "NotResource": "*", "Principal": "*"}]


def test_a_statement_replaces_one_of_a_source_with_the_same_name_and_an_override_either():
    def statement(sid: str, action: str) -> aws.iam.GetPolicyDocumentStatementArgs:
        return aws.iam.GetPolicyDocumentStatementArgs(sid=sid, actions=[action], resources=["*"])

    sources = [json.dumps(document(statements=[statement("a", "s3:Get*"), statement("b", "s3:Put*")]))]
    overrides = [json.dumps(document(statements=[statement("b", "s3:List*")]))]
    merged = document(
        source_policy_documents=sources, statements=[statement("a", "ecs:*")], override_policy_documents=overrides, policy_id="p"
    )
    assert [each["Action"] for each in merged["Statement"]] == ["ecs:*", "s3:List*"]
    assert merged["Id"] == "p"
