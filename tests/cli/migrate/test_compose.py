"""A Compose file becomes a stack."""

from functools import partial
from pathlib import Path
from textwrap import dedent

import pytest
from fargate_web_cli.migrate.compose.convert import convert_compose_file
from fargate_web_cli.migrate.compose.service_fields import FILE_FIELDS, SERVICE_FIELDS

from tests.cli.migrate.starting import Converted, convert


def compose(folder: Path, text: str, **variables: str) -> Converted:
    return convert(folder, "compose.yml", dedent(text), partial(convert_compose_file, shell_variables=variables))


def only(converted: Converted) -> dict:
    [service] = converted.sections["services"].values()
    return service


def service(folder: Path, keys: str, **variables: str) -> Converted:
    return compose(
        folder, "services:\n  web:\n    image: example.com/web:1\n" + "".join(f"    {line}\n" for line in keys.splitlines()), **variables
    )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('ports: ["8080:3000"]', {"port": 3000}),
        ('ports: ["127.0.0.1:8080:3000/tcp"]', {"port": 3000}),
        ("ports: [{target: 3000, published: 80}]", {"port": 3000}),
        ("ports: [3000]", {"port": 3000}),
        ("expose: [3000]", {"port": 3000, "route": False}),
        ("command: npm run 'a b'", {"command": ["npm", "run", "a b"]}),
        ("entrypoint: [/bin/app]", {"entryPoint": ["/bin/app"]}),
        ("environment: {A: 1, B: true}", {"environment": {"A": "1", "B": "true"}}),
        ('environment: ["A=b=c"]', {"environment": {"A": "b=c"}}),
        ("deploy: {replicas: 4}", {"desiredCount": 4}),
        ("scale: 4", {"desiredCount": 4}),
        ('deploy: {resources: {limits: {cpus: "1.5", memory: 3G}}}', {"cpu": 2048, "memory": 4096}),
        ("mem_limit: 512m", {"cpu": 256, "memory": 512}),
        ("stop_grace_period: 1m30s", {"stopTimeout": 90}),
        ("platform: linux/arm64", {"cpuArchitecture": "ARM64"}),
        ("cap_drop: [ALL]", {"capabilities": {"drop": ["ALL"]}}),
        ("read_only: true\nuser: '1000'", {"readonlyRootFilesystem": True, "user": "1000"}),
        ("ulimits: {nofile: {soft: 1, hard: 2}}", {"ulimits": {"nofile": {"soft": 1, "hard": 2}}}),
        ("tmpfs: /run:size=32m", {"tmpfs": {"/run": 32}}),
        ("volumes: [/cache]", {"volumes": {"cache": "/cache"}}),
        ("labels: {a: b}", {"dockerLabels": {"a": "b"}}),
        ("healthcheck: {disable: true}", {}),
        (
            "healthcheck: {test: true, interval: 10s}",
            {"containerHealthCheck": {"command": ["CMD-SHELL", "true"], "interval": 10, "timeout": 9, "startPeriod": 0, "retries": 3}},
        ),
    ],
)
def test_keys_become_settings(tmp_path, keys, expected):
    assert only(service(tmp_path, keys)) == {"image": "example.com/web:1", **expected}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("privileged: true", "compose.yml:4:17: services.web.privileged: Fargate runs no privileged containers"),
        ("volumes: [./a:/b]", "./a is a folder or file of the host"),
        ("volumes: [data:/b]", "the volume data would end with the task"),
        ('ports: ["53:53/udp"]', "udp port 53"),
        ("ports: [80, 443]", "port 443"),
        ("healthcheck: {test: true, start_interval: 1s}", "services.web.healthcheck.start_interval"),
        ("nonsense: 1", "the documentation of Compose has no such field"),
        ("profiles: [debug]", "belongs to the profile debug"),
        ("extends: {file: a.yml, service: b}", "a.yml has what the service extends"),
        ("volumes: [{type: bind, source: ./a, target: /b, bind: {propagation: shared}}]", "bind: it has no counterpart here"),
    ],
)
def test_what_has_no_counterpart_is_told_with_its_line(tmp_path, keys, message):
    assert message in service(tmp_path, keys).lines()


def test_secrets_become_references_and_their_values_are_nowhere(tmp_path):
    (tmp_path / "web.env").write_text("API_TOKEN=hunter2hunter2 # comment\nPLAIN='a b'\n")
    converted = service(tmp_path, "env_file: web.env\nenvironment: {DB_PASSWORD: hunter2hunter2, URL: 'postgres://u:hunter2@h/d'}")
    assert only(converted)["secrets"] == {name: f"/shop/dev/web/{name}" for name in ("API_TOKEN", "DB_PASSWORD", "URL")}
    assert only(converted)["environment"] == {"PLAIN": "a b"}
    assert "hunter2" not in converted.lines() + str(converted.sections)
    assert "aws ssm put-parameter" in converted.lines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${A}", "set"),
        ("$A", "set"),
        ("${B:-other}", "other"),
        ("${B-other}", "other"),
        ("${A:+yes}", "yes"),
        ("$${A}", "${A}"),
        ("${B}", "${B}"),
    ],
)
def test_variables_are_those_of_the_shell_and_their_defaults(tmp_path, text, expected):
    converted = service(tmp_path, f"environment: {{X: '{text}'}}", A="set")
    assert only(converted)["environment"] == {"X": expected}
    assert ("is a variable that is not set" in converted.lines()) == (text == "${B}")


def test_a_service_that_is_built_has_a_placeholder(tmp_path):
    converted = compose(tmp_path, "services: {web: {build: {context: app, dockerfile: D, args: {A: b}}, ports: [80]}}")
    assert only(converted)["image"] == "123456789012.dkr.ecr.us-west-2.amazonaws.com/shop/web:latest"
    assert "docker build --file app/D -t 123456789012.dkr.ecr.us-west-2.amazonaws.com/shop/web:latest app" in converted.lines()
    assert "args: give it to docker build too" in converted.lines()


SHOP = """
x-common: &common {restart: always}
services:
  web:
    <<: *common
    image: example.com/web:1
    ports: ["80:3000"]
    environment: {API: "http://api_v1:9000/x", CACHE: "redis://cache:6379"}
    depends_on: {migrate: {condition: service_completed_successfully}}
  migrate: {image: "example.com/web:1", command: "npm run migrate", environment: {STEP: all}}
  api_v1: {image: "example.com/api:1"}
  cache: {image: "redis:7"}
"""


def test_services_that_call_each_other_are_connected(tmp_path):
    converted = compose(tmp_path, SHOP)
    services = converted.sections["services"]
    assert services["api-v1"] == {
        "image": "example.com/api:1",
        "port": 9000,
        "route": False,
        "serviceConnect": {"clientAlias": {"dnsName": "api_v1"}},
        "allowFrom": ["web"],
    }
    assert (services["web"]["serviceConnect"], services["web"]["allowFrom"]) == (True, [])
    assert converted.sections["cluster"] == {"namespace": "shop"}


def test_what_ends_before_a_service_of_its_image_starts_is_its_migration(tmp_path):
    assert compose(tmp_path, SHOP).sections["services"]["web"]["migration"] == {
        "command": ["npm", "run", "migrate"],
        "environment": {"STEP": "all"},
    }


def test_databases_are_left_out_and_who_names_them_is_told(tmp_path):
    converted = compose(tmp_path, SHOP)
    assert "cache" not in converted.sections["services"]
    assert "cache is not converted: use Amazon ElastiCache" in converted.lines()
    assert "CACHE of web names cache" in converted.lines()


def test_several_published_services_need_hosts(tmp_path):
    converted = compose(tmp_path, "services: {a: {image: i, ports: [80]}, b: {image: i, ports: [81]}}")
    assert [each["route"] for each in converted.sections["services"].values()] == [
        {"hosts": ["a.example.com"]},
        {"hosts": ["b.example.com"]},
    ]
    assert len(converted.told("needs")) == 2


def test_what_a_service_extends_in_the_same_file_is_merged(tmp_path):
    converted = compose(
        tmp_path,
        "services: {base: {image: i, environment: {A: a, B: a}}, web: {extends: base, environment: {B: b}}}",
    )
    assert converted.sections["services"]["web"] == {"image": "i", "environment": {"A": "a", "B": "b"}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "compose.yml:"),
        ("- a", "no Compose file"),
        ("volumes: {}", "there are no services"),
        ("services: {web: 1}", "web has to be a map"),
        ("services: {db: {image: postgres}}", "nothing is left that could run"),
        ("services: {web: {image: i, scale: many}}", "scale has to be a whole number"),
        ("services: {web: {image: i, cpus: many}}", "'many' is no number of CPUs"),
        ("services: {web: {image: i, mem_limit: much}}", "'much' is no amount of memory"),
        ("services: {web: {image: i, depends_on: 5}}", "has to be a list"),
        ("services: {web: {image: [i]}}", "has to be text"),
        ("services: {web: {image: i, environment: [{a: b}]}}", "has to be text"),
        ("services: {a_b: {image: i}, a-b: {image: i}}", "as another service is"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(tmp_path, text, message):
    assert message in compose(tmp_path, text).lines()


@pytest.mark.parametrize("row", [*SERVICE_FIELDS, *FILE_FIELDS], ids=lambda row: row.path)
def test_each_key_is_converted_or_has_a_note(row):
    assert row.converter or row.note


def test_what_a_service_says_itself_comes_before_what_it_merges(tmp_path):
    text = """\
x-base: &base {image: acme/base:1, environment: &variables {A: base, B: base}}
x-more: &more {image: acme/more:1, command: [run]}
services:
  web:
    <<: [*base, *more]
    image: acme/web:1
    ports: [80]
    environment: {A: own, <<: *variables}
"""
    converted = compose(tmp_path, text)
    web = converted.sections["services"]["web"]
    assert (web["image"], web["command"], web["environment"]) == ("acme/web:1", ["run"], {"A": "own", "B": "base"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("services: {web: {<<: text, image: a}}", "<< merges another map"),
        ("services: {web: {image: a}, api: }", "api has to be a map"),
        ("services: {web: {image: a, image: b}}", "this key exists twice"),
    ],
)
def test_what_would_be_lost_is_a_fault(tmp_path, text, message):
    assert message in "".join(compose(tmp_path, text).told("fault"))


@pytest.mark.parametrize(("first", "next_"), [("[x, x]", "[{}]"), ("{k: 1}", "{{<<: [{}]}}")], ids=["lists", "merge keys"])
def test_aliases_of_aliases_end_with_a_fault(tmp_path, first, next_):
    lines = [f"x-0: &a0 {first}"]
    lines += [f"x-{depth}: &a{depth} " + next_.format(", ".join([f"*a{depth - 1}"] * 9)) for depth in range(1, 12)]
    text = "\n".join([*lines, "services: {web: {image: a, labels: *a11}}"])
    assert "more than 50,000 values" in "".join(compose(tmp_path, text).told("fault"))


def test_more_retries_than_ecs_takes_are_told(tmp_path):
    text = "services: {web: {image: a, healthcheck: {test: x, retries: 99}}}"
    converted = compose(tmp_path, text)
    assert converted.sections["services"]["web"]["containerHealthCheck"]["retries"] == 10
    assert "99 retries are 10 here: ECS takes 1 to 10" in converted.told("differently")


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        ("api", "the file has no service api to extend; write the name of one that it has"),
        ("{service: web}", "web extends itself by web; remove one of the two"),
        ("{file: more.yml, service: api}", "more.yml has what the service extends; write its keys here"),
    ],
)
def test_what_can_t_be_extended_is_told_with_the_reason(tmp_path, extends, message):
    converted = compose(tmp_path, f"services: {{web: {{image: a, extends: {extends}}}}}")
    assert message in "".join(converted.told("left"))
