"""Calls to AWS: errors in one line, retries, pages, and the limit of calls a second."""

import sys
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, ProfileNotFound, SSOTokenLoadError
from fargate_web_cli.live import aws_session
from fargate_web_cli.live.aws_errors import ConnectionLostError, LiveError, NotAllowedError
from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.run_live import run_live

from tests.cli.live.fake_aws import FakeAws, refuse

DENIED = (
    "User: arn:aws:sts::123456789012:assumed-role/dev/me is not authorized to perform: ecs:ListServices on resource: * because no policy"
)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (NoCredentialsError(), "There are no AWS credentials; sign in (aws sso login), or set AWS_PROFILE."),
        (
            SSOTokenLoadError(error_msg="no file"),
            "The AWS session has expired or was never opened; sign in (aws sso login), or set AWS_PROFILE.",
        ),
        (ProfileNotFound(profile="shop"), "The config profile (shop) could not be found; correct AWS_PROFILE, or add the profile"),
        (
            EndpointConnectionError(endpoint_url="https://ecs"),
            "AWS can't be reached (ecs:ListServices): Could not connect to the endpoint URL",
        ),
        (refuse("ExpiredTokenException"), "The AWS credentials have expired; sign in"),
        (refuse("UnrecognizedClientException"), "AWS does not accept the credentials (UnrecognizedClientException)"),
        (
            refuse("InvalidSignatureException", "Signature expired: 20260301T120000Z is now earlier than 20260301T121000Z"),
            "The clock of this machine differs from that of AWS, which refuses the request; set it. (InvalidSignatureException: Signature expired",
        ),
        (refuse("RequestTimeTooSkewed"), "The clock of this machine differs from that of AWS"),
        (
            refuse("AccessDeniedException", DENIED),
            "arn:aws:sts::123456789012:assumed-role/dev/me may not do ecs:ListServices; allow the action",
        ),
        (refuse("AccessDeniedException"), "The AWS credentials may not do ecs:ListServices; allow the action in a policy."),
        (refuse("ThrottlingException"), "AWS refuses more calls for now (ecs:ListServices: ThrottlingException); try again in a minute."),
        (refuse("ClusterNotFoundException"), "There is no such cluster in this account and Region"),
        (refuse("InvalidParameterException", "two\nlines"), "ecs:ListServices failed: InvalidParameterException: two lines"),
    ],
)
def test_each_error_of_aws_is_one_line_with_what_to_do(answer, message, capsys):
    aws = FakeAws(list_services=answer)
    assert run_live(lambda: len(aws.open_session().call("ecs", "list_services", cluster="c"))) == 1
    out, err = capsys.readouterr()
    assert err.startswith(message)
    assert (out, err.count("\n")) == ("", 1)


def test_a_missing_permission_names_its_action():
    with pytest.raises(NotAllowedError) as caught:
        FakeAws(describe_target_health=refuse("AccessDenied")).open_session().call("elbv2", "describe_target_health", TargetGroupArn="arn")
    assert caught.value.action == "elasticloadbalancing:DescribeTargetHealth"


def test_a_fault_of_the_program_is_no_error_of_aws():
    with pytest.raises(AttributeError):
        FakeAws().open_session().call("ecs", "no_such_operation")


def test_ctrl_c_ends_with_the_status_of_a_shell():
    def interrupt() -> int:
        raise KeyboardInterrupt

    assert run_live(interrupt) == 130


def test_without_boto3_the_command_to_install_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(LiveError, match=r"which is not installed: pip install 'fargate-web-cli\[live\]'"):
        aws_session.open_session("status", None)


def answer_over_http(monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, bytes] | Exception) -> tuple[list[Any], list[float]]:
    """Answer calls below boto3's retries."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    pending, sent, slept = list(answers), [], []

    def send(request: Any, **_: Any) -> AWSResponse:
        sent.append(request)
        answer = pending.pop(0) if len(pending) > 1 else pending[0]
        if isinstance(answer, Exception):
            raise answer
        response = AWSResponse(request.url, answer[0], {"content-type": "application/x-amz-json-1.1"}, None)
        response._content = answer[1]
        return response

    created = boto3.Session.client

    def create(self: Any, *args: Any, **kwargs: Any) -> Any:
        client = created(self, *args, **kwargs)
        client.meta.events.register("before-send.*.*", send)
        return client

    monkeypatch.setattr(boto3.Session, "client", create)
    monkeypatch.setattr("time.sleep", slept.append)
    return sent, slept


def test_a_throttled_call_is_tried_again_with_a_pause(monkeypatch):
    throttled = (400, b'{"__type": "ThrottlingException", "message": "Rate exceeded"}')
    sent, slept = answer_over_http(monkeypatch, throttled, throttled, (200, b'{"serviceArns": ["arn"]}'))
    answer = aws_session.open_session("status", "us-west-2").call("ecs", "list_services", cluster="c")
    assert answer["serviceArns"] == ["arn"]
    assert (len(sent), len(slept)) == (3, 2)


def test_a_call_that_stays_throttled_ends_with_a_line(monkeypatch):
    sent, _ = answer_over_http(monkeypatch, (400, b'{"__type": "ThrottlingException", "message": "Rate exceeded"}'))
    with pytest.raises(ConnectionLostError, match="AWS refuses more calls for now"):
        aws_session.open_session("status", "us-west-2").call("ecs", "list_services", cluster="c")
    assert len(sent) == 5


def test_a_lost_connection_is_tried_again(monkeypatch):
    sent, _ = answer_over_http(monkeypatch, EndpointConnectionError(endpoint_url="https://ecs"), (200, b"{}"))
    aws_session.open_session("status", "us-west-2").call("ecs", "list_services", cluster="c")
    assert len(sent) == 2


def test_pages_are_read_to_the_end():
    aws = FakeAws(list_services=[{"serviceArns": ["a"], "nextToken": "2"}, {"serviceArns": []}])
    assert [page["serviceArns"] for page in aws.open_session().call_pages("ecs", "list_services", cluster="c")] == [["a"], []]
    assert aws.calls[1] == ("list_services", {"cluster": "c", "nextToken": "2"})


def test_no_more_calls_a_second_than_allowed():
    aws = FakeAws(list_services={})
    session = aws.open_session()
    session.limit_calls(2)
    for _ in range(5):
        session.call("ecs", "list_services")
    assert aws.slept == [0.5] * 4
    aws.seconds += 10
    session.call("ecs", "list_services")
    assert len(aws.slept) == 4


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("GET / Authorization: Bearer abc.def-123 200", "GET / Authorization: [secret] 200"),
        ('{"authorization": "Basic dXNlcjpwYXNz", "a": 1}', '{"authorization": "[secret]", "a": 1}'),
        (r"{\"Authorization\":\"Bearer abc\"}", r"{\"Authorization\":\"[secret]\"}"),
        ("sent bearer eyJhbGciOiJIUzI1NiJ9.e30.abc", "sent bearer [secret]"),
        ("the authorization failed", "the authorization failed"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07and\x1b[2J \x07bell\r\n", "red and bell"),
        ("a\ttab", "a\ttab"),
    ],
)
def test_a_text_is_printed_without_secrets_and_control_characters(text, clean):
    assert clean_text(text) == clean
