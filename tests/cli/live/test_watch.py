"""`fargate-web status --watch`: a deployment from its start to its end."""

import io

import pytest
from botocore.exceptions import EndpointConnectionError
from fargate_web_cli.live.aws_errors import ConnectionLostError, LiveError
from fargate_web_cli.live.deployed_stack import DeployedService, DeployedStack
from fargate_web_cli.live.status.display import LineDisplay, open_display
from fargate_web_cli.live.status.expected_time import estimate_deployment_seconds
from fargate_web_cli.live.status.watch import Clock, watch_deployment

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.services import answer_deployment, answer_service, at, list_deployments
from tests.cli.project.projects import LOADS, OURS, run_command, write_project

WEB = DeployedService("web", "web-1a2b3c")
STACK = DeployedStack("shop-prod", "us-west-2", {"web": WEB})
DONE = answer_deployment(status="SUCCESSFUL", stage=None, finishedAt=at(400))


def deployments(*answers):
    return [answer if isinstance(answer, Exception) or "Error" in answer else {"serviceDeployments": [answer]} for answer in answers]


def build_aws(*answers, **more):
    return FakeAws(
        **{
            "list_service_deployments": list_deployments(),
            "describe_service_deployments": deployments(*answers),
            "describe_services": {"services": [answer_service(deploying=True)]},
        }
        | more
    )


def watch(aws, expected=None, display=None, session=None):
    stream = io.StringIO()
    clock = Clock(lambda: at(aws.seconds), aws.sleep)
    status = watch_deployment(session or aws.open_session(), STACK, WEB, expected, display or LineDisplay(stream), clock)
    return status, stream.getvalue()


def test_a_deployment_is_followed_line_by_line_until_it_completes():
    aws = build_aws(
        answer_deployment(),
        answer_deployment(),
        answer_deployment(stage="PRODUCTION_TRAFFIC_SHIFT", weight=10.0, running=2),
        answer_deployment(stage="BAKE_TIME", weight=100.0, running=2),
        DONE,
    )
    status, text = watch(aws, expected=420)
    lines = [line.split("  ", 1)[1] for line in text.splitlines()]
    assert status == 0
    assert lines == [
        "(service web-1a2b3c) has started 1 tasks.",
        "web: IN_PROGRESS, SCALE_UP (stage 3 of 10), 1 of 2 tasks of the new revision running, 0 % of the traffic; 1 s of about 7 min",
        "web: IN_PROGRESS, PRODUCTION_TRAFFIC_SHIFT (stage 7 of 10), 2 of 2 tasks of the new revision running, 10 % of the traffic; "
        "12 s of about 7 min",
        "web: IN_PROGRESS, BAKE_TIME (stage 9 of 10), 2 of 2 tasks of the new revision running, 100 % of the traffic; 18 s of about 7 min",
        "web: completed 0 s ago after 7 min",
    ]


@pytest.mark.parametrize("ending", ["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "STOPPED"])
def test_every_other_ending_fails(ending):
    ended = answer_deployment(status=ending, stage=None, rollback={"reason": "the alarm fired"})
    status, text = watch(build_aws(answer_deployment(), answer_deployment(status="ROLLBACK_IN_PROGRESS"), ended))
    assert status == 1
    assert "ROLLBACK_IN_PROGRESS" in text
    assert "the alarm fired" in text


def test_at_most_two_calls_a_second_are_made():
    aws = build_aws(*[answer_deployment()] * 20, DONE)
    times = []
    session = aws.open_session()
    call = session.call

    def record(*words, **parameters):
        answer = call(*words, **parameters)
        times.append(aws.seconds)
        return answer

    session.call = record
    watch(aws, session=session)
    assert len(times) == 43
    assert max(sum(start <= time < start + 1 for time in times) for start in times) <= 2


def test_a_lost_connection_and_throttling_are_told_once_and_tried_again():
    lost = EndpointConnectionError(endpoint_url="https://ecs")
    status, text = watch(build_aws(answer_deployment(), lost, refuse("ThrottlingException"), DONE))
    assert status == 0
    assert text.count("Trying again.") == 1


def test_a_connection_that_stays_lost_ends_it():
    with pytest.raises(ConnectionLostError):
        watch(build_aws(EndpointConnectionError(endpoint_url="https://ecs")))


def test_credentials_that_expire_end_it():
    with pytest.raises(LiveError, match="credentials have expired"):
        watch(build_aws(answer_deployment(), refuse("ExpiredTokenException")))


def test_a_clock_behind_that_of_aws_gives_no_negative_time():
    ahead = answer_deployment(createdAt=at(900), startedAt=at(900))
    assert "; 0 s\n" in watch(build_aws(ahead, DONE))[1]


def test_a_service_without_a_deployment_and_a_deployment_that_is_gone_are_told():
    with pytest.raises(LiveError, match="ECS knows no deployment of web-1a2b3c"):
        watch(build_aws(list_service_deployments={"serviceDeployments": []}))
    with pytest.raises(LiveError, match="no longer knows the deployment d1"):
        watch(build_aws(describe_service_deployments={"serviceDeployments": []}))


def test_the_newest_deployment_is_on_any_page():
    first, second = list_deployments()["serviceDeployments"]
    pages = [{"serviceDeployments": [first], "nextToken": "2"}, {"serviceDeployments": [second]}]
    aws = build_aws(DONE, list_service_deployments=pages)
    watch(aws)
    assert ("describe_service_deployments", {"serviceDeploymentArns": [second["serviceDeploymentArn"]]}) in aws.calls


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_the_stages_with_a_mark(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with open_display(stream) as display:
        watch(build_aws(answer_deployment(stage="BAKE_TIME", weight=100.0), DONE), 420, display)
    shown = stream.getvalue()
    assert "✓ SCALE_UP" in shown
    assert "● BAKE_TIME, 100 % of the traffic" in shown
    assert "○ CLEAN_UP" in shown
    assert "completed" in shown


def test_a_rolling_deployment_shows_a_bar_of_its_tasks(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with open_display(stream) as display:
        watch(build_aws(answer_deployment(stage=None, strategy="ROLLING"), DONE), None, display)
    assert "[##########          ] 1 of 2 new tasks running" in stream.getvalue()


def test_ctrl_c_ends_with_130_and_leaves_the_terminal_clean(monkeypatch, tmp_path):
    from fargate_web_cli.live import aws_session

    aws = build_aws(answer_deployment(), describe_services=KeyboardInterrupt())
    monkeypatch.setattr(aws_session, "open_session", aws.open_session)
    found = run_command("status", "web-1a2b3c", "--watch", "--cluster", "shop-prod", folder=tmp_path)
    assert (found.status, found.err) == (130, "")


@pytest.mark.parametrize(
    ("stack", "service", "known"), [("dev", "web", True), (None, "web", True), ("dev", "other", False), ("nowhere", "web", False)]
)
def test_the_stack_file_tells_how_long_it_should_take(tmp_path, monkeypatch, stack, service, known):
    from argparse import Namespace

    monkeypatch.chdir(write_project(tmp_path, LOADS, dev=OURS))
    seconds = estimate_deployment_seconds(Namespace(stack=stack), service)
    assert (seconds is not None and seconds > 60) == known


def test_without_a_project_nothing_is_expected(tmp_path, monkeypatch):
    from argparse import Namespace

    monkeypatch.chdir(tmp_path)
    assert estimate_deployment_seconds(Namespace(stack=None), "web") is None
