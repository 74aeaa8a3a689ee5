"""The digests of images in registries outside ECR, asked over HTTP."""

import json
import subprocess
import urllib.request
from http.client import BadStatusLine

import pytest
from fargate_web_cli.images.docker_login import find_docker_login
from fargate_web_cli.images.image_reference import parse_image_reference
from fargate_web_cli.images.registry import resolve_in_registry
from fargate_web_cli.live.aws_errors import LiveError

from tests.cli.images.registries import DIGEST, FakeRegistry


@pytest.fixture(autouse=True)
def docker(tmp_path, monkeypatch):
    """Have a folder for the configuration of Docker, and for its helpers."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    return tmp_path


@pytest.fixture
def registry():
    with FakeRegistry().serve() as served:
        yield served


def resolve(registry, image="team/app:1.0"):
    return resolve_in_registry(parse_image_reference(f"{registry.host}/{image}"))


@pytest.mark.parametrize(
    ("text", "registry", "repository", "version"),
    [
        ("nginx", "docker.io", "library/nginx", "latest"),
        ("nginx:1.29", "docker.io", "library/nginx", "1.29"),
        ("grafana/grafana:12", "docker.io", "grafana/grafana", "12"),
        ("docker.io/library/nginx", "docker.io", "library/nginx", "latest"),
        ("localhost:5000/app", "localhost:5000", "app", "latest"),
        ("ghcr.io/team/app:1@sha256:0", "ghcr.io", "team/app", "sha256:0"),
        ("public.ecr.aws/docker/library/nginx:1", "public.ecr.aws", "docker/library/nginx", "1"),
    ],
)
def test_a_reference_has_the_parts_that_docker_reads(text, registry, repository, version):
    image = parse_image_reference(text)
    assert (str(image), image.registry, image.repository, image.version) == (text, registry, repository, version)


def test_the_header_with_the_digest_is_enough(registry):
    assert resolve(registry) == DIGEST
    assert registry.requests == [("HEAD", "/v2/team/app/manifests/1.0", "")]


def test_without_the_header_the_digest_is_calculated(registry):
    registry.tells_digest = False
    assert resolve(registry) == DIGEST


def test_a_token_for_anybody_is_fetched_where_the_registry_asks_for_it(registry):
    registry.challenge = registry.bearer
    assert resolve(registry) == DIGEST
    assert registry.requests == [
        ("HEAD", "/v2/team/app/manifests/1.0", ""),
        ("GET", "/token?service=registry&scope=repository%3Ateam%2Fapp%3Apull", ""),
        ("HEAD", "/v2/team/app/manifests/1.0", "Bearer t0ken"),
    ]


def configure_docker(folder, **configuration):
    (folder / "config.json").write_text(json.dumps(configuration))


def test_the_login_of_docker_is_for_the_token(registry, docker):
    registry.challenge = registry.bearer
    configure_docker(docker, auths={registry.host: {"auth": "dXNlcjpwYXNz"}, "ghcr.io": {"auth": "b3RoZXI="}})
    assert resolve(registry) == DIGEST
    assert [authorization for _, _, authorization in registry.requests] == ["", "Basic dXNlcjpwYXNz", "Bearer t0ken"]


def test_a_registry_without_tokens_gets_the_login_itself(registry, docker):
    registry.challenge = 'Basic realm="registry"'
    with pytest.raises(LiveError, match="requires a login"):
        resolve(registry)
    configure_docker(docker, auths={registry.host: {"auth": "dXNlcjpwYXNz"}})
    assert resolve(registry) == DIGEST


def test_a_login_that_a_helper_keeps_is_found(registry, docker, monkeypatch):
    answers = {
        "docker-credential-keeper": {"Username": "user", "Secret": "pass"},
        "docker-credential-tokens": {"Username": "<token>", "Secret": "x"},
    }

    def ask(command, input, **_):  # noqa: A002 - the name of the argument
        assert (command[1:], input) == (["get"], registry.host)
        return subprocess.CompletedProcess(command, 0, stdout=json.dumps(answers[command[0]]))

    monkeypatch.setattr(subprocess, "run", ask)
    configure_docker(docker, credHelpers={registry.host: "keeper"}, credsStore="tokens")
    assert find_docker_login(registry.host) == "Basic dXNlcjpwYXNz"
    configure_docker(docker, credsStore="tokens")
    assert find_docker_login(registry.host) is None


@pytest.mark.parametrize("text", ["", "[]", '{"auths": []}', '{"auths": {"ghcr.io": {}}}', '{"credsStore": "that-is-not-there"}'])
def test_a_configuration_without_a_login_is_none(docker, text):
    (docker / "config.json").write_text(text)
    assert find_docker_login("ghcr.io") is None


def test_docker_hub_has_a_key_of_its_own(docker):
    configure_docker(docker, auths={"https://index.docker.io/v1/": {"auth": "aHVi"}})
    assert find_docker_login("docker.io") == "Basic aHVi"


def test_a_redirect_does_not_get_the_authorization(registry, docker):
    registry.challenge, registry.redirect = registry.bearer, f"http://{registry.host}/elsewhere"
    assert resolve(registry) == DIGEST
    assert registry.requests[-1][1:] == ("/elsewhere", "")


def test_an_image_with_a_digest_must_exist(registry):
    assert resolve(registry, f"team/app@{DIGEST}") == DIGEST
    with pytest.raises(LiveError, match="has no such image"):
        resolve(registry, f"team/app@sha256:{'0' * 64}")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "requires a login, or has no such repository; log in: docker login 127"),
        (403, "requires a login"),
        (404, "has no such image"),
        (429, "refuses more requests for now"),
        (500, "answered with status 500"),
    ],
)
def test_a_refusal_is_explained(registry, status, message):
    registry.status = status
    with pytest.raises(LiveError, match=message):
        resolve(registry)


def test_a_token_is_fetched_over_https_alone(registry):
    registry.challenge = 'Bearer realm="ftp://registry.example.com/token"'
    with pytest.raises(LiveError, match="which is not HTTPS"):
        resolve(registry)


def test_a_registry_that_can_not_be_reached_is_told(registry):
    image = parse_image_reference("127.0.0.1:1/app:1")
    with pytest.raises(LiveError, match=r"127\.0\.0\.1:1 can't be asked: .*refused"):
        resolve_in_registry(image)


def test_an_answer_that_is_no_http_is_told(registry, monkeypatch):
    def answer(*_, **__):
        raise BadStatusLine("SSH-2.0-OpenSSH")

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    with pytest.raises(LiveError, match=r"can't be asked: SSH-2\.0-OpenSSH"):
        resolve(registry)
