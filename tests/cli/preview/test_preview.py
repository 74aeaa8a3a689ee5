"""What `fargate-web preview` writes, where, and with which exit status."""

import os
import re
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from fargate_web_cli.app import COMMANDS, main
from fargate_web_cli.project import stack_preview
from syrupy.assertion import SnapshotAssertion

from tests.cli.preview.taking import taken

ROOT = Path(__file__).resolve().parents[3]
ESCAPE = "\x1b["

MINIMAL = """\
config:
  aws:region: us-west-2
  fargate-web:services: {web: {image: "nginx:1.29", port: 80}}
"""
WITH_SECRETS = """\
encryptionsalt: v1:c2FsdA==:v1:bm9uY2U=
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: nginx:1.29
      port: 80
      environment: {API_KEY: {secure: v1:CIPHERTEXT}, LEVEL: info}
"""
FAULTY = """\
config:
  aws:region: us-west-2
  fargate-web:services: {web: {image: "nginx:1.29", port: 70000, cpuu: 256}}
"""


class Said(NamedTuple):
    """What a command said."""

    status: int
    out: str
    err: str


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def said(*arguments: object, stream: StringIO | None = None) -> Said:
    """Run the command in this process: the verb preview, unless another is said."""
    verb = [] if arguments and arguments[0] in COMMANDS else ["preview"]
    out, err = stream or StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main([*verb, *map(str, arguments)])
    return Said(status, out.getvalue(), err.getvalue())


def line_of(text: str, type_: str, name: str) -> str:
    """Return what stands behind a resource."""
    [description] = re.findall(rf"^.*\+ {re.escape(type_)} +{re.escape(name)}(?: +(.*))?$", text, re.MULTILINE)
    return description


@pytest.fixture(scope="module", autouse=True)
def plain_and_at_home():
    """Run in the repository's folder, with nothing in the environment that makes colours, and run the program once for each stack file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stack_preview, "preview_stack", taken)
        patch.chdir(ROOT)
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            patch.delenv(name, raising=False)
        patch.setenv("TERM", "xterm-256color")
        yield


@pytest.fixture(scope="module")
def dev():
    return said("--full", "--outputs")


@pytest.fixture(scope="module")
def prod():
    return said("--stack", "prod", "--full")


@pytest.fixture
def stack_file(tmp_path):
    def write(content: str, name: str = "Pulumi.shop.yaml") -> Path:
        (tmp_path / name).write_text(content)
        return tmp_path / name

    return write


def test_without_arguments_it_shows_the_stack_dev(snapshot: SnapshotAssertion):
    status, out, err = said()
    assert (status, err) == (0, "")
    assert out == snapshot


def test_all_of_the_stack_dev_with_its_outputs(dev, snapshot: SnapshotAssertion):
    assert (dev.status, dev.err) == (0, "")
    assert dev.out == snapshot


def test_the_first_line_tells_project_stack_region_and_file(prod):
    assert prod.out.splitlines()[0] == "Preview of fargate-web/prod in us-west-2, from Pulumi.prod.yaml"


def test_the_components_stand_in_the_order_in_which_they_need_each_other(prod):
    components = re.findall(r"^[├└]─ \+ fargate-web:index:(\w+) +(\S+)", prod.out, re.MULTILINE)
    assert components == [
        ("EncryptionKey", "encryption-key"),
        ("Network", "network"),
        ("Cluster", "cluster"),
        ("LoadBalancer", "load-balancer"),
        ("Service", "web"),
        ("Scaling", "web"),
        ("Service", "api"),
        ("Scaling", "api"),
        ("Monitoring", "monitoring"),
    ]


@pytest.mark.parametrize(
    ("type_", "name", "words"),
    [
        ("aws:ecs:Service", "api", "3 tasks to start with, rolling 100–200 %, circuit breaker with rollback, FARGATE"),
        ("aws:lb:ListenerRule", "api", "host api.example.com, path /v1/* → api-blue 100, api-green 0"),
        ("aws:lb:Listener", "load-balancer-http", "HTTP :80 → HTTPS 301"),
        ("aws:lb:Listener", "load-balancer-https", "HTTPS :443 default 404"),
        ("aws:lb:TargetGroup", "web-blue", "HTTP ip :8080, health /health 200-299 every 10 s"),
        ("aws:vpc:SecurityGroupIngressRule", "web-from-load-balancer-8080", "tcp 8080 from load-balancer to web"),
        ("aws:iam:Role", "web-task", "for ecs-tasks.amazonaws.com"),
        ("aws:iam:RolePolicy", "api-execution", "secretsmanager: GetSecretValue"),
        ("aws:appautoscaling:Target", "web", "3–12 tasks"),
        ("aws:appautoscaling:Policy", "web-cpu", "CPU 60 %, in 300 s, out 60 s"),
        ("aws:cloudwatch:MetricAlarm", "monitoring-api-latency", "TargetResponseTime ≥ 1 for 180 s → monitoring"),
        ("aws:cloudwatch:LogGroup", "web", "kept for 365 days"),
        ("aws:route53:Record", "load-balancer-www.example.com", "A www.example.com → load-balancer"),
        ("awsx:ec2:Vpc", "network", "10.20.0.0/16, 3 zones"),
        ("awsx:ec2:Vpc", "network", "a NAT gateway in each zone"),
        ("fargate-web:index:Service", "api", "https://api.example.com/v1/"),
    ],
)
def test_a_resource_stands_with_what_matters_of_it(prod, type_, name, words):
    assert words in line_of(prod.out, type_, name)


def test_a_task_definition_tells_its_size_and_what_it_runs(dev):
    assert line_of(dev.out, "aws:ecs:TaskDefinition", "web") == (
        "256 CPU, 512 MiB, X86_64, container web ← public.ecr.aws/nginx/nginx-unprivileged:1.29, port 8080, user 101:101"
    )


def test_protection_is_said_where_it_starts_and_not_at_each_child(prod):
    assert line_of(prod.out, "fargate-web:index:Network", "network") == "protected"
    assert "protected" not in line_of(prod.out, "aws:ec2:DefaultSecurityGroup", "network-default")


def test_a_role_stands_with_its_policies(prod):
    roles = re.findall(r"aws:iam:(Role\w*) +web-(\w+)", prod.out)
    assert roles[:4] == [
        ("Role", "execution"),
        ("RolePolicy", "execution"),
        ("Role", "infrastructure"),
        ("RolePolicyAttachment", "infrastructure"),
    ]


def test_the_resources_are_counted_by_kind_and_in_total(dev):
    total = int(re.search(r"^Would be created: (\d+) resources$", dev.out, re.MULTILINE)[1])
    assert total == len(re.findall(r"^[│├└─ ]*\+ [\w-]+:\w", dev.out, re.MULTILINE))
    assert sum(map(int, re.findall(r"^ +(\d+)  [\w-]+:\w+ ", dev.out, re.MULTILINE))) == total
    assert re.search(r"^ +6  aws:iam +3 Role, 2 RolePolicy, 1 RolePolicyAttachment$", dev.out, re.MULTILINE)


def test_what_a_component_of_a_plugin_makes_is_counted_apart(dev):
    assert "+ 16 that awsx:ec2:Vpc creates itself: 1 VPC, 1 internet gateway, 4 subnets, 4 route tables" in dev.out


def test_what_was_looked_up_is_said_since_nobody_asked_aws(prod):
    assert "Looked up, and assumed to exist: 1 aws:route53:getZone" in prod.out


def test_outputs_that_only_a_deployment_can_tell_are_marked(dev):
    assert re.search(r"^    clusterArn: output<string>$", dev.out, re.MULTILINE)
    assert re.search(r"^        name: web-\w{7}$", dev.out, re.MULTILINE)


def test_warnings_are_counted_and_have_a_position_each(stack_file):
    path = stack_file(MINIMAL)
    status, out, err = said("--config-file", path)
    assert (status, err) == (0, "")
    [count] = re.findall(r"^Warnings \((\d+)\):$", out, re.MULTILINE)
    warnings = re.findall(rf"^    {re.escape(str(path))}:(\d+):\d+: ", out, re.MULTILINE)
    assert len(warnings) == int(count) > 0


def test_the_program_repeats_no_warning(stack_file):
    out = said("--config-file", stack_file(MINIMAL)).out
    assert out.count("the tag 1.29 can be moved") == 1


def test_faults_of_the_stack_file_go_to_stderr_with_position_and_without_a_traceback(stack_file):
    path = stack_file(FAULTY)
    status, out, err = said("--config-file", path)
    assert (status, out) == (1, "")
    assert err.startswith(f"2 faults in {path}; nothing was changed:\n")
    assert re.search(rf"^  {re.escape(str(path))}:3:\d+: services\.web\.port: ", err, re.MULTILINE)
    assert "Traceback" not in err


@pytest.mark.parametrize("option", ["--json", "--verbose"])
def test_faults_read_the_same_with_every_option(stack_file, option):
    path = stack_file(FAULTY)
    assert said("--config-file", path, option) == said("--config-file", path)


def test_an_unknown_stack_is_answered_with_those_that_exist():
    status, out, err = said("--stack", "staging")
    assert (status, out) == (1, "")
    assert 'no config for stack "staging" (looked for Pulumi.staging.yaml); stacks that have one: dev, prod' in err


def test_a_stack_file_outside_of_the_repository_is_read_from_the_current_folder(stack_file, monkeypatch):
    folder = stack_file(MINIMAL).parent
    monkeypatch.chdir(ROOT / "docs")
    path = os.path.relpath(folder / "Pulumi.shop.yaml")
    assert said("--config-file", path).out.startswith(f"Preview of fargate-web/shop in us-west-2, from {path}\n")


def test_a_stack_file_can_be_read_under_the_name_of_another_stack(stack_file):
    out = said("--full", "--stack", "organization/fargate-web/trial", "--config-file", stack_file(MINIMAL)).out
    assert "fargate-web/trial" in out.splitlines()[0]
    assert "+ pulumi:pulumi:Stack  fargate-web-trial" in out


@pytest.mark.parametrize("path", ["nowhere.yaml", "."])
def test_a_stack_file_that_is_none_is_a_fault(path):
    status, out, err = said("--config-file", path)
    assert (status, out) == (1, "")
    assert "there is no file" in err


@pytest.mark.parametrize("options", [[], ["--full", "--outputs"], ["--json"]])
def test_no_secret_is_shown(stack_file, options):
    status, out, err = said("--config-file", stack_file(WITH_SECRETS), *options)
    assert (status, err) == (0, "")
    assert "CIPHERTEXT" not in out
    assert "[secret]" in out


def test_container_definitions_with_a_secret_within_are_secret(stack_file):
    out = said("--full", "--config-file", stack_file(WITH_SECRETS)).out
    assert line_of(out, "aws:ecs:TaskDefinition", "web").endswith("containers [secret]")


def test_the_cost_is_the_estimate_of_the_command_for_it(prod):
    from fargate_web_cli.cost.estimate import estimate_cost
    from fargate_web_cli.project.stack_preview import preview_stack

    preview = preview_stack("prod")
    monthly = estimate_cost(preview.preview_run.resources, preview.region, services=preview.stack_settings.services).monthly_cost
    assert f"about ${monthly.desired:,.2f} a month ({monthly.minimum:,.2f} at least, {monthly.maximum:,.2f} at most)" in prod.out
