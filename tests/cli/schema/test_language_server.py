"""The schema in the YAML language server: completion, hover and errors at typical places.

It is skipped where the server is not installed. To install it: `npm install --no-save yaml-language-server` in the folder of the repository.
"""

import pytest
from fargate_web_cli.schema.json_schema import render_stack_schema

from tests.cli.schema.language_server import LanguageServer, find_language_server

PROGRAM = find_language_server()
pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="npm install --no-save yaml-language-server"),
    pytest.mark.xdist_group("language-server"),
]
HEAD = "# yaml-language-server: $schema=stack.schema.json\nconfig:\n  aws:region: us-west-2\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("editor")
    (folder / "stack.schema.json").write_text(render_stack_schema())
    server = LanguageServer(PROGRAM, folder)
    yield server
    server.close()


def place(text):
    """Split a text at the mark: the text without it, and its line and character."""
    before, _, after = (HEAD + text).partition("|")
    return before + after, before.count("\n"), len(before.rpartition("\n")[2])


def service(lines):
    return "  fargate-web:services:\n    web:\n      image: nginx:1.29\n      port: 80\n" + lines


@pytest.mark.parametrize(
    ("name", "text", "labels"),
    [
        ("section", "  |", {"fargate-web:services", "fargate-web:network", "fargate-web:silence"}),
        ("service", service("      |"), {"deployment", "scaling", "healthCheck"}),
        ("strategy", service("      deployment:\n        strategy: |"), {"rolling", "blueGreen", "canary", "linear"}),
        ("network", "  fargate-web:network:\n    natGateways: |", {"none", "single", "onePerAz"}),
        ("silence", "  fargate-web:silence:\n    |", {"drift-in-every-run"}),
        ("reference", service("      environment:\n        HOST:\n          |"), {"ssmParameter", "stackReference"}),
    ],
)
def test_an_editor_completes(server, name, text, labels):
    text, line, character = place(text)
    items = server.ask("completion", server.open(f"completion-{name}.yaml", text), line, character)["items"]
    assert labels - {item["label"] for item in items} == set()


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("section", "  fargate-web:net|work: {}", "The VPC and its subnets"),
        ("cost", "  fargate-web:network: {natGate|ways: single}", "*Cost: about $36.50"),
        ("source", "  fargate-web:network: {cidr|Block: 10.0.0.0/16}", "[Documentation](https://docs.aws.amazon.com/"),
        ("unit", service("      stop|Timeout: 60"), "Seconds from SIGTERM to SIGKILL (2–120)"),
    ],
)
def test_an_editor_explains(server, name, text, shown):
    text, line, character = place(text)
    found = server.ask("hover", server.open(f"hover-{name}.yaml", text), line, character)
    assert shown in found["contents"]["value"].replace("\\", "")


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("key", service("      replicas: 2\n"), 7, "replicas"),
        ("limit", service("      stopTimeout: 500\n"), 7, "120"),
        ("choice", "  fargate-web:network: {natGateways: two}\n" + service(""), 3, "onePerAz"),
        ("type", service("      desiredCount: many\n"), 7, "integer"),
        ("reference", service("      stopTimeout: {ssmParameter: /shop/stop}\n"), 7, "integer"),
        ("identifier", "  fargate-web:silence: {no-such-check: because it is so}\n" + service(""), 3, "no-such-check"),
    ],
)
def test_an_editor_marks_errors(server, name, text, line, words):
    found = server.wait_for_diagnostics(server.open(f"error-{name}.yaml", HEAD + text))
    assert [words in problem["message"] for problem in found if problem["range"]["start"]["line"] == line] == [True], found


ELSEWHERE = """\
      route: {hosts: ["${stack}.review.example.com"]}
      environment: {HOST: {ssmParameter: "/shop/${stack}/host"}, URL: {stackReference: acme/api/prod, output: services.api.url}}
      securityGroups: [{stackReference: "acme/database/${stack}", output: "groups[0]"}]
"""


@pytest.mark.parametrize(("name", "lines"), [("plain", "      deployment: canary\n"), ("elsewhere", ELSEWHERE)], ids=["plain", "elsewhere"])
def test_an_editor_finds_nothing_in_a_valid_file(server, name, lines):
    assert server.wait_for_diagnostics(server.open(f"valid-{name}.yaml", HEAD + service(lines))) == []
