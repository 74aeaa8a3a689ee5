"""The digests of images in registries outside ECR, asked over HTTP."""

import pytest
from fargate_web_cli.images.image_reference import parse_image_reference
from fargate_web_cli.images.registry import resolve_in_registry
from fargate_web_cli.live.aws_errors import LiveError

from tests.cli.images.registries import DIGEST, FakeRegistry


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
    assert registry.requests == [("HEAD", "/v2/team/app/manifests/1.0", False)]


def test_without_the_header_the_digest_is_calculated(registry):
    registry.tells_digest = False
    assert resolve(registry) == DIGEST


def test_a_token_for_anybody_is_fetched_where_the_registry_asks_for_it(registry):
    registry.needs_token = True
    assert resolve(registry) == DIGEST
    assert registry.requests == [
        ("HEAD", "/v2/team/app/manifests/1.0", False),
        ("GET", "/token?service=registry&scope=repository%3Ateam%2Fapp%3Apull", False),
        ("HEAD", "/v2/team/app/manifests/1.0", True),
    ]


def test_an_image_with_a_digest_must_exist(registry):
    assert resolve(registry, f"team/app@{DIGEST}") == DIGEST
    with pytest.raises(LiveError, match="has no such image"):
        resolve(registry, f"team/app@sha256:{'0' * 64}")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "requires a login, or has no such repository; write the digest yourself: docker buildx imagetools inspect 127"),
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
    registry.needs_token, registry.realm = True, "http://registry.example.com/token"
    with pytest.raises(LiveError, match="which is not HTTPS"):
        resolve(registry)


def test_a_registry_that_can_not_be_reached_is_told(registry):
    image = parse_image_reference("127.0.0.1:1/app:1")
    with pytest.raises(LiveError, match=r"127\.0\.0\.1:1 can't be asked: .*refused"):
        resolve_in_registry(image)
