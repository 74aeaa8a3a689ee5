"""`fargate-web run`: services as a Compose file, and what Docker gets."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml
from fargate_web.stack.load import load_file
from fargate_web_cli.live import aws_session
from fargate_web_cli.live.run.compose_file import build_compose_file

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.project.projects import run_command, write_project
from tests.stacks.running import ROOT

# The schema of github.com/compose-spec/compose-spec, as of June 2026.
SCHEMA = jsonschema.Draft7Validator(json.loads((Path(__file__).parent / "run" / "compose-spec.json").read_text(encoding="utf-8")))
DATABASE = "arn:aws:secretsmanager:us-west-2:123456789012:secret:database-a1b2c3"
STACK = f"""\
config:
  aws:region: us-west-2
  fargate-web:cluster: {{namespace: {{name: internal.example.com, type: privateDns}}}}
  fargate-web:services:
    web:
      image: 123456789012.dkr.ecr.us-west-2.amazonaws.com/web@sha256:{"a" * 64}
      port: 3000
      cpuArchitecture: ARM64
      cpu: 512
      memory: 1024
      command: [serve, "--price=$5"]
      environment: {{GREETING: "a $HOME and ${{HOST}}", PRICE: "1e3", EMPTY: ""}}
      secrets: {{DATABASE_URL: "{DATABASE}:url::", API_KEY: /web/api-key}}
      user: "10001:10001"
      readonlyRootFilesystem: true
      tmpfs: {{/run: 16}}
      ulimits: {{nofile: 65536}}
      capabilities: {{drop: [ALL]}}
      stopTimeout: 60
      containerHealthCheck: {{command: [CMD, /health], interval: 10, startPeriod: 5}}
      volumes: {{shared: {{path: /data}}}}
      dependsOn: {{proxy: HEALTHY, setup: SUCCESS}}
      sidecars:
        proxy:
          image: public.ecr.aws/docker/library/nginx:1.29
          healthCheck: {{command: [CMD, nginx, "-t"]}}
          memory: 128
          secrets: {{DATABASE_URL: "{DATABASE}:owner::", API_KEY: /web/api-key}}
        setup: {{image: "public.ecr.aws/docker/library/busybox:1.37", essential: false, volumes: {{shared: /shared}}}}
      serviceConnect: {{clientAlias: {{dnsName: shop, port: 80}}}}
      serviceDiscovery: {{name: shop-web}}
    api: {{image: "123456789012.dkr.ecr.us-west-2.amazonaws.com/api:1.0.0", port: 3000, route: false}}
  fargate-web:scheduledTasks:
    report: {{image: "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.0.0", schedule: rate(1 day), command: [report]}}
"""


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path, dev=STACK)


def compose(project, *names):
    found = run_command("run", *names, folder=project)
    assert (found.status, found.err) == (0, "")
    document = yaml.safe_load(found.out)
    SCHEMA.validate(document)
    return document


def test_a_container_is_what_ecs_would_start(project):
    web = compose(project, "web")["services"]["web"]
    assert web == {
        "image": f"123456789012.dkr.ecr.us-west-2.amazonaws.com/web@sha256:{'a' * 64}",
        "command": ["serve", "--price=$$5"],
        "user": "10001:10001",
        "environment": {
            "AWS_REGION": "us-west-2",
            "AWS_DEFAULT_REGION": "us-west-2",
            "EMPTY": "",
            "GREETING": "a $$HOME and $${HOST}",
            "PRICE": "1e3",
            "API_KEY": "${API_KEY:?the value of /web/api-key}",
            "DATABASE_URL": f"${{DATABASE_URL:?the value of {DATABASE}:url::}}",
        },
        "depends_on": {
            "web.proxy": {"condition": "service_healthy"},
            "web.setup": {"condition": "service_completed_successfully"},
        },
        "healthcheck": {"test": ["CMD", "/health"], "interval": "10s", "timeout": "5s", "retries": 3, "start_period": "5s"},
        "read_only": True,
        "tmpfs": ["/run:size=16m"],
        "volumes": [{"type": "volume", "target": "/tmp"}, {"type": "volume", "source": "web.shared", "target": "/data"}],
        "cap_drop": ["ALL"],
        "ulimits": {"nofile": {"soft": 65536, "hard": 65536}},
        "stop_grace_period": "60s",
        "platform": "linux/arm64",
        "restart": "no",
        "cpus": 0.5,
        "mem_limit": "1024m",
        "network_mode": "service:web.task.network",
    }


def test_the_containers_of_a_task_share_a_network_that_waits_for_none_of_them(project):
    services = compose(project, "web")["services"]
    holder = services.pop("web.task.network")
    assert {service["network_mode"] for service in services.values()} == {"service:web.task.network"}
    assert "depends_on" not in holder
    assert holder["ports"] == ["127.0.0.1:3000:3000"]
    assert holder["networks"] == {"default": {"aliases": ["shop", "shop-web.internal.example.com", "web"]}}


def test_a_volume_that_containers_share_has_a_name(project):
    document = compose(project, "web")
    assert document["volumes"] == {"web.shared": {}}
    assert document["services"]["web.setup"]["volumes"] == [{"type": "volume", "source": "web.shared", "target": "/shared"}]


def test_a_secret_of_the_same_name_in_another_container_is_another_variable(project):
    environment = compose(project, "web")["services"]["web.proxy"]["environment"]
    assert environment["DATABASE_URL"] == f"${{WEB_PROXY_DATABASE_URL:?the value of {DATABASE}:owner::}}"
    assert environment["API_KEY"] == "${API_KEY:?the value of /web/api-key}"


def test_a_single_container_has_its_own_network_and_each_port_is_open_once(project):
    document = compose(project, "api", "web", "report")
    assert document["name"] == "shop-dev"
    assert document["services"]["api"]["networks"] == {"default": {"aliases": ["api"]}}
    assert document["services"]["api"]["ports"] == ["127.0.0.1:3000:3000"]
    assert document["services"]["web.task.network"]["ports"] == ["127.0.0.1:3001:3000"]
    assert document["services"]["report"]["command"] == ["report"]


def test_what_differs_from_ecs_is_said_first(project):
    first = run_command("run", "web", folder=project).out.splitlines()[0]
    assert first == "# web: other services call shop:80 through Service Connect; here it listens on shop:3000."


def test_numbers_of_other_readers_of_yaml_are_quoted(project):
    assert 'PRICE: "1e3"\n' in run_command("run", "web", folder=project).out


def test_a_value_that_is_encrypted_in_the_stack_file_is_a_variable(tmp_path):
    encrypted = "{secure: AAABAJ9zGS3k1x}"
    text = f"config:\n  aws:region: us-west-2\n  fargate-web:services: {{web: {{image: 'nginx:1.29', environment: {{TOKEN: {encrypted}}}, command: [serve, {encrypted}]}}}}\n"
    web = compose(write_project(tmp_path, dev=f"encryptionsalt: v1:abc\n{text}"), "web")["services"]["web"]
    assert web["environment"]["TOKEN"] == "${TOKEN:?encrypted in the stack file; set it in the environment}"
    assert web["command"] == ["serve", "${COMMAND_2:?encrypted in the stack file; set it in the environment}"]


def test_a_value_of_another_stack_is_a_variable_that_says_where_it_stands(tmp_path):
    reference = "{stackReference: acme/data/prod, output: 'hosts[0]'}"
    text = (
        f"config:\n  aws:region: us-west-2\n  fargate-web:services: {{web: {{image: 'nginx:1.29', environment: {{HOST: {reference}}}}}}}\n"
    )
    web = compose(write_project(tmp_path, dev=text), "web")["services"]["web"]
    assert web["environment"]["HOST"] == "${HOST:?output hosts[0] of the stack acme/data/prod; set it in the environment}"


def test_credentials_are_passed_on_only_if_they_are_asked_for(project):
    names = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}
    assert not names & compose(project, "api")["services"]["api"]["environment"].keys()
    passed = compose(project, "api", "--credentials")["services"]["api"]["environment"]
    assert {name for name, value in passed.items() if value is None} == names


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_example_is_a_valid_compose_file(file):
    loaded = load_file(file, environ={"AWS_REGION": "us-west-2"})
    built = build_compose_file("shop", loaded.stack, {**loaded.stack.services, **loaded.stack.scheduled_tasks}, "us-west-2")
    SCHEMA.validate(yaml.safe_load(built.render()))


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("wbe",), 1, "There is no service or scheduled task wbe; did you mean web?\n"),
        (("web", "--stack", "prod"), 1, 'There is no config for stack "prod" (looked for Pulumi.prod.yaml); stacks that have one: dev\n'),
        ((), 2, "fargate-web run: the following arguments are required: SERVICE. See fargate-web run --help\n"),
    ],
)
def test_a_mistake_is_one_line(project, words, status, message):
    found = run_command("run", *words, folder=project)
    assert (found.status, found.out, found.err) == (status, "", message)


@pytest.fixture
def up(project, monkeypatch):
    """Run the command with a fake of AWS and of Docker, and give what Docker got."""

    def run(aws, *names, docker="/usr/bin/docker", **environment):
        started = []
        for name in ("DATABASE_URL", "API_KEY", "WEB_PROXY_DATABASE_URL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        monkeypatch.setattr("shutil.which", lambda _: docker)
        answer = subprocess.CompletedProcess([], 7)
        monkeypatch.setattr(subprocess, "run", lambda command, **options: started.append((command, options)) or answer)
        return run_command("run", "--up", *names, folder=project), started

    return run


def answer_secret(params):
    return {"ARN": params["SecretId"], "SecretString": json.dumps({"url": "postgres://web", "owner": {"port": 5432}})}


def test_docker_gets_the_secrets_in_its_environment_and_the_file_has_none(up):
    aws = FakeAws(get_secret_value=answer_secret, get_parameter={"Parameter": {"Value": "k3y"}})
    found, [(command, options)] = up(aws, "web")
    assert (found.status, found.out) == (7, "")
    assert command == ["/usr/bin/docker", "compose", "--file", "-", "up"]
    values = {name: options["env"][name] for name in ("DATABASE_URL", "WEB_PROXY_DATABASE_URL", "API_KEY")}
    assert values == {"DATABASE_URL": "postgres://web", "WEB_PROXY_DATABASE_URL": '{"port": 5432}', "API_KEY": "k3y"}
    assert not [value for value in ("postgres://web", "5432", "k3y") if value in options["input"]]
    # A secret is read once, whatever keys of it are needed.
    assert aws.calls == [
        ("get_parameter", {"Name": "/web/api-key", "WithDecryption": True}),
        ("get_secret_value", {"SecretId": DATABASE}),
    ]


def test_a_variable_that_is_set_is_not_read_from_aws(up):
    found, [(_, options)] = up(FakeAws(), "web", DATABASE_URL="local", API_KEY="local", WEB_PROXY_DATABASE_URL="")
    assert found.status == 7
    assert options["env"]["DATABASE_URL"] == "local"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            refuse("ResourceNotFoundException", "it is gone"),
            "secretsmanager:GetSecretValue failed: ResourceNotFoundException: it is gone\n",
        ),
        ({"SecretString": '{"password": "x"}'}, f"{DATABASE} has no key url, which the stack file names.\n"),
        ({"SecretString": "plain"}, f"{DATABASE} has no key url, which the stack file names.\n"),
        ({"SecretBinary": b"x"}, f"{DATABASE} has a binary value, which can't be an environment variable.\n"),
    ],
)
def test_a_secret_that_can_not_be_read_starts_nothing(up, answer, message):
    found, started = up(FakeAws(get_secret_value=answer), "web", API_KEY="local")
    assert (found.status, found.out, started) == (1, "", [])
    assert found.err.endswith(message)


def test_without_docker_no_secret_is_read(up):
    found, started = up(FakeAws(), "web", docker=None)
    assert (found.status, started) == (1, [])
    assert found.err == "Docker is not installed here; without --up, the command prints the Compose file.\n"
