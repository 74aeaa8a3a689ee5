"""`fargate-web logs`: which logs are read, in which order, and how they are written."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from fargate_web_cli.live import aws_session
from fargate_web_cli.live.logs.log_sources import LogSource
from fargate_web_cli.live.logs.log_writer import LogWriter
from fargate_web_cli.live.logs.read_logs import LogEvent, LogQuery, follow_logs
from fargate_web_cli.live.logs.since import parse_since

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.outputs import write_outputs
from tests.cli.live.services import START, answer_service
from tests.cli.project.projects import run_command

MS = round(START.timestamp() * 1000)


def container(name, driver="awslogs"):
    options = {"awslogs-group": "/ecs/shop-web", "awslogs-stream-prefix": "web"} if driver == "awslogs" else {"Name": "s3"}
    return {
        "name": name,
        "environment": [{"name": "DB_PASSWORD", "value": "hunter2"}],
        "logConfiguration": {"logDriver": driver, "options": options},
    }


def event(seconds, message, task="aaaa1111bbbb", name="web"):
    milliseconds = MS + round(seconds * 1000)
    return {
        "timestamp": milliseconds,
        "message": message,
        "logStreamName": f"web/{name}/{task}",
        "eventId": f"{seconds}/{task}/{name}/{message}",
    }


def build_aws(*pages, containers=("web", "proxy"), **more):
    definition = {"containerDefinitions": [each if isinstance(each, dict) else container(each) for each in containers]}
    return FakeAws(
        **{
            "describe_services": {"services": [answer_service()]},
            "describe_task_definition": {"taskDefinition": definition},
            "filter_log_events": list(pages) or {},
        }
        | more
    )


@pytest.fixture
def logs(tmp_path, monkeypatch):
    """Run the command against a fake of AWS."""

    def run(aws, *arguments):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        monkeypatch.setattr("time.sleep", aws.sleep)
        return run_command("logs", "--outputs", write_outputs(tmp_path, "web"), *arguments, folder=tmp_path)

    return run


def asked(aws):
    return [params for operation, params in aws.calls if operation == "filter_log_events"]


def test_the_log_of_all_tasks_is_written_with_time_and_task(logs):
    aws = build_aws({"events": [event(0, "started\n"), event(0.25, "hello", task="cccc")], "nextToken": "2"}, {"events": [event(1, "bye")]})
    found = logs(aws, "web")
    assert (found.status, found.err) == (0, "")
    assert found.out == (
        "2026-03-01T12:00:00.000Z aaaa1111bbbb started\n2026-03-01T12:00:00.250Z cccc hello\n2026-03-01T12:00:01.000Z aaaa1111bbbb bye\n"
    )
    assert (asked(aws)[0]["logGroupName"], asked(aws)[0]["logStreamNamePrefix"]) == ("/ecs/shop-web", "web/web/")
    assert asked(aws)[1]["nextToken"] == "2"


def test_the_tasks_of_a_page_are_mixed_by_time(logs):
    page = {"events": [event(0, "a1"), event(2, "a2"), event(1, "b1", task="bbbb"), event(3, "b2", task="bbbb")]}
    found = logs(build_aws(page), "web")
    assert [line.split()[2] for line in found.out.splitlines()] == ["a1", "b1", "a2", "b2"]


def test_the_values_of_environment_and_authorization_are_not_written(logs):
    found = logs(build_aws({"events": [event(0, "GET / Authorization: Bearer abc")]}), "web")
    assert found.out.endswith("GET / Authorization: [secret]\n")
    assert "hunter2" not in found.out + found.err


def test_sidecars_are_merged_by_time_on_request(logs):
    def answer(params):
        name = params["logStreamNamePrefix"].split("/")[1]
        return {"events": [event(0 if name == "web" else 1, name, name=name), event(2 if name == "web" else 3, name, name=name)]}

    found = logs(build_aws(answer), "--sidecars")
    assert [line.split()[2:] for line in found.out.splitlines()] == [["web", "web"], ["proxy", "proxy"], ["web", "web"], ["proxy", "proxy"]]
    assert [line.split()[2] for line in logs(build_aws(answer), "--container", "proxy").out.splitlines()] == ["proxy", "proxy"]


@pytest.mark.parametrize("task", ["aaaa", "arn:aws:ecs:us-west-2:123456789012:task/shop-prod/aaaa"])
def test_a_task_and_a_pattern_are_filtered_by_cloudwatch(logs, task):
    aws = build_aws({"events": [event(0, "x")]})
    logs(aws, "web", "--task", task, "--filter", "ERROR", "--since", "2026-03-01T12:00:00+00:00")
    assert asked(aws) == [
        {"logGroupName": "/ecs/shop-web", "logStreamNamePrefix": "web/web/aaaa", "startTime": MS, "filterPattern": "ERROR"}
    ]


def test_machines_get_a_document_for_each_event(logs):
    (line,) = logs(build_aws({"events": [event(0, "a")]}), "--json").out.splitlines()
    assert json.loads(line) == {"time": "2026-03-01T12:00:00.000Z", "task": "aaaa1111bbbb", "container": "web", "message": "a"}


def test_an_empty_log_says_where_it_looked(logs):
    found = logs(build_aws(), "web", "--since", "2026-03-01")
    assert (found.status, found.out) == (0, "")
    assert found.err == "There are no log events since 2026-03-01 00:00:00Z in /ecs/shop-web.\n"


@pytest.mark.parametrize(
    ("aws", "arguments", "message"),
    [
        (build_aws(), ["--container", "prxy"], "There is no container prxy; did you mean proxy?"),
        (build_aws(), ["--container", "zzz"], "There is no container zzz; the task has web, proxy."),
        (
            build_aws(containers=[container("web", "awsfirelens"), "router"]),
            [],
            "The log of the container web goes through the log driver awsfirelens",
        ),
        (build_aws(containers=[container("web", "awsfirelens")]), ["--sidecars"], "No container of web has a log in CloudWatch."),
        (build_aws(describe_services={"services": []}), [], "ECS does not know the service web-1a2b3c in the cluster shop-prod."),
        (build_aws(refuse("ResourceNotFoundException")), [], "There is no log group /ecs/shop-web in this account and Region."),
        (
            build_aws(refuse("InvalidOperationException", "The log group /ecs/shop-web is of log-group-class INFREQUENT_ACCESS.")),
            [],
            "The log group /ecs/shop-web has the class INFREQUENT_ACCESS, which CloudWatch Logs Insights alone can read: aws logs start-query",
        ),
        (build_aws(refuse("InvalidParameterException")), ["--filter", "["], "--filter: CloudWatch Logs does not accept the pattern '['"),
        (build_aws(refuse("AccessDeniedException")), [], "The AWS credentials may not do logs:FilterLogEvents"),
    ],
)
def test_what_can_not_be_read_is_told_in_a_line(logs, aws, arguments, message):
    found = logs(aws, *arguments)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(message)
    assert found.err.count("\n") == 1


def test_a_wrong_time_is_an_error_of_usage(logs):
    found = logs(build_aws(), "--since", "yesterday")
    assert found.status == 2
    assert "--since: 'yesterday' is neither an age such as 10m, 1h or 2d nor a time" in found.err


@pytest.mark.parametrize(
    ("text", "ago"), [("90s", timedelta(seconds=90)), ("10m", timedelta(minutes=10)), ("1h", timedelta(hours=1)), ("2d", timedelta(days=2))]
)
def test_an_age_is_counted_from_now(text, ago):
    assert parse_since(text, START) == START - ago


def test_a_time_is_in_utc_unless_it_says_otherwise():
    assert parse_since("2026-03-01T12:00", START) == START
    assert parse_since("2026-03-01T13:00+01:00", START) == START


def test_follow_shows_each_event_once_also_a_late_one_and_ends_on_ctrl_c(logs):
    late = event(8, "late")
    pages = [
        {"events": [event(0, "a")]},
        {"events": [event(0, "a"), event(10, "b")]},
        {"events": [late, event(10, "b")]},
        KeyboardInterrupt(),
    ]
    aws = build_aws(*pages)
    found = logs(aws, "web", "--follow", "--since", "2026-03-01T12:00")
    assert (found.status, found.err) == (130, "")
    assert [line.rpartition(" ")[2] for line in found.out.splitlines()] == ["a", "b", "late"]
    assert asked(aws)[-1]["startTime"] == MS


def test_follow_reads_no_more_than_the_last_half_minute_again():
    aws = build_aws({"events": [event(0, "a")]}, {"events": [event(100, "b")]}, KeyboardInterrupt())
    query = LogQuery([LogSource("web", "/ecs/shop-web", "web/web/")])
    with pytest.raises(KeyboardInterrupt):
        list(follow_logs(aws.open_session(), query, START, aws.sleep, print))
    assert asked(aws)[-1]["startTime"] == MS + 70_000


def test_follow_tries_again_when_the_connection_is_lost(logs):
    lost = EndpointConnectionError(endpoint_url="https://logs")
    found = logs(build_aws({"events": [event(0, "a")]}, lost, lost, {"events": [event(1, "b")]}, KeyboardInterrupt()), "-f")
    assert [line.rpartition(" ")[2] for line in found.out.splitlines()] == ["a", "b"]
    assert found.err.count("Trying again.") == 1


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_each_task_in_its_colour(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    writer = LogWriter(stream)
    for task in ("aaaa1111bbbb", "cccc2222dddd", "aaaa1111bbbb"):
        writer.write(LogEvent(MS, task, "web", "[red]hello[/red]", "1"))
    first, second, third = stream.getvalue().splitlines()
    assert first == third
    assert first.split("m", 1)[0] != second.split("m", 1)[0]
    assert "12:00:00.000 aaaa1111" in first
    assert first.endswith("[red]hello[/red]")


def test_a_reader_that_closes_the_pipe_is_no_failure(monkeypatch, tmp_path):
    import subprocess
    import sys

    program = f"""
import sys
from fargate_web_cli.live import aws_session
from fargate_web_cli.app import main
from tests.cli.live.test_logs import build_aws, event
aws = build_aws({{"events": [event(n / 1000, "x" * 1000) for n in range(2000)]}})
aws_session.open_session = aws.open_session
sys.exit(main(["logs", "--outputs", {write_outputs(tmp_path, "web")!r}]))
"""
    root = __import__("pathlib").Path(__file__).parents[3]
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_the_age_of_an_hour_is_the_default(logs):
    aws = build_aws({"events": [event(0, "x")]})
    logs(aws, "web")
    asked_for = datetime.fromtimestamp(asked(aws)[0]["startTime"] / 1000, UTC)
    assert timedelta(minutes=59) < datetime.now(UTC) - asked_for < timedelta(minutes=61)
