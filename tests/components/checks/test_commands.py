import pytest
from fargate_web.checks.commands import check_commands
from fargate_web.checks.health_checks import check_health_checks

REASON = "there is a good reason for it"


def found(stacks, service):
    return stacks.found(check_commands, {"web": service})


@pytest.mark.parametrize(
    ("service", "fix"),
    [
        ({"command": ["node worker.js"]}, 'write command: ["node", "worker.js"]'),
        ({"command": ["npm run build && npm start"]}, 'write command: ["sh", "-c", "npm run build && npm start"]'),
        ({"entryPoint": ["node worker.js"]}, 'write entryPoint: ["node", "worker.js"]'),
        ({"migration": {"command": ["rails db:migrate"]}}, 'write command: ["rails", "db:migrate"]'),
        ({"sidecars": {"a": {"image": "x", "command": ["node a.js"]}}}, 'write command: ["node", "a.js"]'),
    ],
)
def test_a_command_line_in_one_word_is_told(stacks, service, fix):
    [finding] = found(stacks, service)
    assert (finding.code, finding.severity) == ("command-in-one-word", "warning")
    assert fix in stacks.text(finding)


@pytest.mark.parametrize(
    "service",
    [
        {"command": ["node", "worker.js"]},
        {"command": ["worker"]},
        {"entryPoint": ["sh", "-c"], "command": ["node worker.js"]},
        {"command": ["node worker.js"], "silence": {"command": REASON}},
        {},
    ],
)
def test_words_and_a_line_for_a_shell_are_fine(stacks, service):
    assert found(stacks, service) == []


@pytest.mark.parametrize(
    ("path", "fix"),
    [("/http://localhost:3000/health", "write healthCheck: /health"), ("//https://a.example.com", "write healthCheck: /")],
)
def test_a_url_after_a_slash_is_no_path(stacks, path, fix):
    [finding] = stacks.found(check_health_checks, {"web": {"port": 3000, "healthCheck": path}})
    assert (finding.code, finding.path) == ("url-as-path", ("services", "web", "healthCheck"))
    assert stacks.text(finding).endswith(fix)


@pytest.mark.parametrize("path", ["/", "/health?full=1", "/redirect/http"])
def test_a_path_is_a_path(stacks, path):
    assert stacks.found(check_health_checks, {"web": {"port": 3000, "healthCheck": path}}) == []
