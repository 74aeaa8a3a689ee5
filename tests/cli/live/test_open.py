"""`fargate-web open` and `fargate-web dashboard`: the addresses that the stack outputs name."""

import io
import json
import sys
import webbrowser
from contextlib import chdir, redirect_stdout

import pytest
from fargate_web_cli.app import main

from tests.cli.live.outputs import build_outputs, write_outputs
from tests.cli.project.projects import run_command

DASHBOARD = "https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#dashboards/dashboard/shop-prod\n"


@pytest.fixture(autouse=True)
def opened(monkeypatch):
    """Record what a browser gets."""
    urls = []
    monkeypatch.setattr(webbrowser, "open", lambda url: urls.append(url) or False)
    return urls


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("words", "url"), [(("open", "web"), "https://web.example.com/\n"), (("dashboard",), DASHBOARD)])
def test_a_browser_opens_on_a_terminal_alone(tmp_path, opened, words, url):
    outputs = write_outputs(tmp_path, "web", "worker")
    found = run_command(*words, "--outputs", outputs, folder=tmp_path)
    assert (found.status, found.out, found.err, opened) == (0, url, "", [])
    with chdir(tmp_path), redirect_stdout(Terminal()) as terminal:
        assert main([*words, "--outputs", outputs, "--print"]) == 0
        assert opened == []
        assert main([*words, "--outputs", outputs]) == 0
        assert main([*words, "--outputs", outputs, "--json"]) == 0
    *printed, document = terminal.getvalue().splitlines()
    assert printed == [url.strip()] * 2
    assert json.loads(document) == {"url": url.strip()}
    assert opened == [url.strip()]


def test_the_only_service_with_an_address_needs_no_name(tmp_path):
    assert run_command("open", "--outputs", write_outputs(tmp_path, "web", "worker"), folder=tmp_path).out == "https://web.example.com/\n"
    found = run_command("open", "--outputs", write_outputs(tmp_path, "web", "api"), folder=tmp_path)
    assert (found.status, found.err) == (1, "Name a service: web, api.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("open", "worker"), "worker has no address: it is a worker, or is called from within the network alone.\n"),
        (("open", "wbe"), "There is no service wbe; did you mean web?\n"),
    ],
)
def test_a_service_without_an_address_is_told(tmp_path, words, message):
    found = run_command(*words, "--outputs", write_outputs(tmp_path, "web", "worker"), folder=tmp_path)
    assert (found.status, found.out, found.err) == (1, "", message)


@pytest.mark.parametrize(
    ("partition", "region", "host"),
    [
        ("aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#"),
        ("aws-us-gov", "us-gov-west-1", "https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#"),
    ],
)
def test_the_console_of_each_partition_has_its_own_host(tmp_path, partition, region, host):
    text = json.dumps(build_outputs("web")).replace("arn:aws:ecs:us-west-2", f"arn:{partition}:ecs:{region}")
    (tmp_path / "outputs.json").write_text(text)
    assert run_command("dashboard", "--outputs", "outputs.json", folder=tmp_path).out.startswith(host)


def test_a_stack_without_a_dashboard_is_told(tmp_path):
    outputs = build_outputs("web")
    del outputs["dashboardName"]
    (tmp_path / "outputs.json").write_text(json.dumps(outputs))
    found = run_command("dashboard", "--outputs", "outputs.json", folder=tmp_path)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith("The stack has no dashboard (output dashboardName): set monitoring.dashboard to true")


def test_neither_asks_aws(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    assert run_command("open", "web", "--outputs", write_outputs(tmp_path, "web"), folder=tmp_path).status == 0
    assert run_command("dashboard", "--outputs", write_outputs(tmp_path, "web"), folder=tmp_path).status == 0
