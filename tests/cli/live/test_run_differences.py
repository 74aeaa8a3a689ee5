"""`fargate-web run`: what a Compose file can't do as ECS does, and is said in its first lines."""

import pytest
import yaml
from fargate_web.settings.build import Build
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack
from fargate_web_cli.live.run.compose_build import describe_build, find_build
from fargate_web_cli.live.run.compose_file import build_compose_file

from tests.cli.project.projects import run_command, write_project

STACK = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: 123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.0.0
      port: 3000
      memory: 1024
      tracing: true
      dependsOn: {log_router: HEALTHY, setup: COMPLETE}
      logs: {fireLens: {options: {Name: cloudwatch, region: us-west-2, log_group_name: web}}}
      volumes:
        uploads: {fileSystemId: fs-0123456789abcdef0, path: /uploads, readOnly: true}
        objects: {s3Files: {fileSystemArn: "arn:aws:s3files:us-west-2:123456789012:file-system/fs-0123456789abcdef0"}, path: /objects}
      environmentFiles: ["arn:aws:s3:::my-bucket/web/app.env"]
      secrets: {PATH: /web/path, AWS_PROFILE: /web/profile, docker_host: /web/host}
      sidecars: {setup: {image: "public.ecr.aws/docker/library/busybox:1.37", essential: false}}
      migration: {command: [migrate]}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    found = run_command("run", "web", folder=write_project(tmp_path_factory.mktemp("project"), dev=STACK))
    assert (found.status, found.err) == (0, "")
    return found.out


def test_every_difference_is_a_comment_at_the_start(file):
    assert [line for line in file.splitlines() if line.startswith("#")] == [
        "# web: the files of environmentFiles are not read.",
        "# web: dependsOn with COMPLETE also requires exit code 0 here.",
        "# web: the volume objects is empty at first; on ECS it has the objects of a bucket, by S3 Files.",
        "# web: the volume uploads is empty at first; on ECS it is an EFS file system.",
        "# web: the log router is left out; Docker shows the logs.",
        "# web: the migration does not run.",
    ]


def test_nothing_waits_for_the_log_router_that_is_left_out(file):
    services = yaml.safe_load(file)["services"]
    assert sorted(services) == ["web", "web.aws-otel-collector", "web.setup", "web.task.network"]
    assert services["web"]["depends_on"] == {
        "web.aws-otel-collector": {"condition": "service_started"},
        "web.setup": {"condition": "service_completed_successfully"},
    }


def test_a_volume_that_is_read_only_stays_so(file):
    document = yaml.safe_load(file)
    assert document["services"]["web"]["volumes"] == [
        {"type": "volume", "source": "web.objects", "target": "/objects"},
        {"type": "volume", "source": "web.uploads", "target": "/uploads", "read_only": True},
    ]


def test_a_secret_never_takes_its_value_from_the_shell_or_from_docker(file):
    environment = yaml.safe_load(file)["services"]["web"]["environment"]
    assert environment["PATH"] == "${WEB_PATH:?the value of /web/path}"
    assert environment["AWS_PROFILE"] == "${WEB_AWS_PROFILE:?the value of /web/profile}"
    assert environment["docker_host"] == "${WEB_docker_host:?the value of /web/host}"


def test_compose_builds_what_the_program_builds():
    build = Build.model_validate({"context": "app", "dockerfile": "docker/web", "args": {"VERSION": "1"}, "cacheFrom": ["web:1"]})
    assert describe_build(build, "ARM64") == {
        "context": "app",
        "dockerfile": "../docker/web",
        "args": {"VERSION": "1"},
        "cache_from": ["web:1"],
        "platforms": ["linux/arm64"],
    }
    sidecar = {"build": "proxy", "cpu": 64, "memory": 128}
    task = Service.model_validate({"image": "web:1", "sidecars": {"proxy": sidecar}})
    assert find_build("web", task, is_main=True) is None
    assert find_build("log_router", task, is_main=False) is None
    built = find_build("proxy", task, is_main=False)
    assert built is not None
    assert describe_build(built, "X86_64") == {"context": "proxy", "platforms": ["linux/amd64"]}


def test_every_port_of_a_service_is_open_on_this_machine():
    routes = {"admin": {"port": 9090, "hosts": ["admin.example.com"]}, "files": {"paths": ["/files/*"]}}
    stack = Stack.model_validate({"services": {"web": {"image": "a:1", "port": 80, "additionalRoutes": routes}}})
    document = build_compose_file("shop", stack, stack.services, "us-west-2").document
    assert document["services"]["web"]["ports"] == ["127.0.0.1:80:80", "127.0.0.1:9090:9090"]
