"""Images: whether they exist, for which architecture, and whether ECS may pull them."""

import json
from typing import Any

import pytest
from fargate_web.settings.registry_host import PrivateRegistry
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.http import HttpAnswer
from fargate_web_cli.live.preflight.facts.image_names import ImageName, parse_image_name
from fargate_web_cli.live.preflight.facts.images import ImageFacts, gather_images
from fargate_web_cli.live.preflight.judgements.images import judge_images

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, IMAGE, OTHER_ACCOUNT, REGION, REGISTRY, describe, fetch_nothing, plan, read

DIGEST = "sha256:" + "a" * 64
CONFIG = "sha256:" + "c" * 64
INDEX = {
    "manifests": [
        {"platform": {"os": "linux", "architecture": "amd64"}},
        {"platform": {"os": "unknown", "architecture": "unknown"}},
        {"platform": {"os": "windows", "architecture": "arm64"}},
    ]
}
PATH = ("services", "web", "image")
OWN = PrivateRegistry(ACCOUNT, REGION)
FOREIGN = PrivateRegistry(OTHER_ACCOUNT, "eu-west-1")


def answer_image(tag: str = "1.4.2", manifest: Any = INDEX) -> dict[str, Any]:
    return {"images": [{"imageId": {"imageTag": tag, "imageDigest": DIGEST}, "imageManifest": json.dumps(manifest)}], "failures": []}


def answer_failure(code: str = "ImageNotFound") -> dict[str, Any]:
    return {"images": [], "failures": [{"imageId": {"imageTag": "1.4.2"}, "failureCode": code, "failureReason": "no"}]}


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("nginx", ImageName("registry-1.docker.io", "library/nginx", "latest", "")),
        ("docker.io/bitnami/redis:7", ImageName("registry-1.docker.io", "bitnami/redis", "7", "")),
        ("localhost:5000/web", ImageName("localhost:5000", "web", "latest", "")),
        (f"public.ecr.aws/nginx/nginx@{DIGEST}", ImageName("public.ecr.aws", "nginx/nginx", "", DIGEST)),
        (f"ghcr.io/a/b/c:1@{DIGEST}", ImageName("ghcr.io", "a/b/c", "1", DIGEST)),
    ],
)
def test_the_name_of_an_image_is_parsed_as_docker_does(image, name):
    assert parse_image_name(image) == name


def test_images_of_one_repository_are_asked_for_in_one_call():
    images = [f"{REGISTRY}/shop/web:{number}" for number in range(30)] + [f"{REGISTRY}/shop/web@{DIGEST}"]
    aws = FakeAws(batch_get_image={"images": [], "failures": []})
    gather_images(read(aws), images, ACCOUNT, fetch_nothing)
    [(_, parameters)] = aws.calls
    assert (parameters["registryId"], parameters["repositoryName"], len(parameters["imageIds"])) == (ACCOUNT, "shop/web", 31)
    assert {"imageDigest": DIGEST} in parameters["imageIds"]


def test_an_image_for_several_platforms_tells_those_of_linux():
    found = gather_images(read(FakeAws(batch_get_image=answer_image())), [IMAGE], ACCOUNT, fetch_nothing)
    assert found == {IMAGE: ImageFacts(OWN, "shop/web", "found", frozenset(("amd64",)))}


def test_the_architecture_of_a_plain_image_is_in_its_configuration():
    aws = FakeAws(
        batch_get_image=answer_image(manifest={"config": {"digest": CONFIG}}),
        get_download_url_for_layer={"downloadUrl": "https://store/config", "layerDigest": CONFIG},
    )
    fetched = []

    def fetch(url: str, headers: Any) -> HttpAnswer:
        fetched.append(url)
        return HttpAnswer(200, {}, b'{"architecture": "arm64", "os": "linux"}')

    assert gather_images(read(aws), [IMAGE], ACCOUNT, fetch)[IMAGE].architectures == {"arm64"}
    assert fetched == ["https://store/config"]


def test_a_missing_image_and_a_missing_repository_are_told_apart():
    assert gather_images(read(FakeAws(batch_get_image=answer_failure())), [IMAGE], ACCOUNT, fetch_nothing)[IMAGE].state == "no-image"
    aws = FakeAws(batch_get_image=refuse("RepositoryNotFoundException"), describe_pull_through_cache_rules={"pullThroughCacheRules": []})
    assert gather_images(read(aws), [IMAGE], ACCOUNT, fetch_nothing)[IMAGE].state == "no-repository"


def test_a_repository_that_the_first_pull_creates_is_not_missing():
    rules = {"pullThroughCacheRules": [{"ecrRepositoryPrefix": "shop"}]}
    reader = read(FakeAws(batch_get_image=refuse("RepositoryNotFoundException"), describe_pull_through_cache_rules=rules))
    assert gather_images(reader, [IMAGE], ACCOUNT, fetch_nothing) == {}
    assert "pull through cache rule" in reader.unchecked[0].reason


def test_what_ecr_does_not_say_is_not_checked():
    reader = read(FakeAws(batch_get_image=answer_failure("UpstreamUnavailable")))
    assert gather_images(reader, [IMAGE], ACCOUNT, fetch_nothing) == {}
    assert reader.unchecked[0].reason == "ECR does not say whether it exists (UpstreamUnavailable)."
    reader = read(FakeAws(batch_get_image=refuse("AccessDeniedException")))
    assert gather_images(reader, [IMAGE], ACCOUNT, fetch_nothing) == {}
    assert reader.unchecked[0].action == "ecr:BatchGetImage"


def test_the_policy_is_read_for_a_repository_of_another_account_only():
    foreign = f"{OTHER_ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.4.2"
    aws = FakeAws(batch_get_image=answer_image(), get_repository_policy={"policyText": '{"Statement": []}'})
    found = gather_images(read(aws), [IMAGE, foreign], ACCOUNT, fetch_nothing)
    assert aws.count("get_repository_policy") == 1
    assert (found[IMAGE].policy, found[foreign].policy) == (None, {"Statement": []})


def test_a_private_image_elsewhere_is_not_checked():
    reader = read(FakeAws())
    assert gather_images(reader, ["ghcr.io/a/b:1"], ACCOUNT, fetch_nothing, with_credentials=["ghcr.io/a/b:1"]) == {}
    assert "repositoryCredentials" in reader.unchecked[0].reason


class Registry:
    """A registry that wants a token, as all public ones do."""

    def __init__(self, manifest: HttpAnswer, blob: HttpAnswer | None = None) -> None:
        self.manifest, self.blob = manifest, blob
        self.urls: list[str] = []

    def __call__(self, url: str, headers: Any) -> HttpAnswer:
        self.urls.append(url)
        if url.startswith("https://auth.example.com"):
            return HttpAnswer(200, {}, b'{"token": "t1"}')
        if headers.get("Authorization") != "Bearer t1":
            challenge = 'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull"'
            return HttpAnswer(401, {"www-authenticate": challenge})
        return self.manifest if "/manifests/" in url else self.blob or HttpAnswer(404)


def test_a_public_image_is_looked_up_in_its_registry():
    registry = Registry(HttpAnswer(200, {}, json.dumps(INDEX).encode()))
    found = gather_images(read(FakeAws()), ["quay.io/a/b:1"], ACCOUNT, registry)
    assert found == {"quay.io/a/b:1": ImageFacts(None, "a/b", "found", frozenset(("amd64",)))}
    assert registry.urls[0] == "https://quay.io/v2/a/b/manifests/1"
    assert registry.urls[1] == "https://auth.example.com/token?service=registry&scope=repository%3Aa%2Fb%3Apull"


def test_a_public_image_for_one_platform_names_it_in_a_blob():
    registry = Registry(
        HttpAnswer(200, {}, json.dumps({"config": {"digest": CONFIG}}).encode()), HttpAnswer(200, {}, b'{"architecture": "arm64"}')
    )
    assert gather_images(read(FakeAws()), ["quay.io/a/b:1"], ACCOUNT, registry)["quay.io/a/b:1"].architectures == {"arm64"}
    assert registry.urls[-1] == f"https://quay.io/v2/a/b/blobs/{CONFIG}"


def test_an_image_that_a_registry_does_not_show_is_missing():
    assert gather_images(read(FakeAws()), ["quay.io/a/b:1"], ACCOUNT, Registry(HttpAnswer(404)))["quay.io/a/b:1"].state == "hidden"


def test_a_registry_that_does_not_answer_is_not_checked():
    def fail(url: str, headers: Any) -> HttpAnswer:
        raise OSError("no route to host")

    for fetch, reason in (
        (fail, "quay.io can't be reached: no route to host."),
        (Registry(HttpAnswer(429)), "quay.io answers with the status 429 (too many requests without an account)."),
        (Registry(HttpAnswer(200, {}, b"<html>")), "quay.io does not answer as a registry does."),
    ):
        reader = read(FakeAws())
        assert gather_images(reader, ["quay.io/a/b:1"], ACCOUNT, fetch) == {}
        assert reader.unchecked[0].reason == reason


def judge(
    state: str = "found", *, registry: PrivateRegistry | None = OWN, policy: Any = None, architectures: Any = (), **web: Any
) -> list[Any]:
    facts = Facts(ACCOUNT, images={IMAGE: ImageFacts(registry, "shop/web", state, frozenset(architectures), policy)})
    return list(judge_images(plan(web), facts))


@pytest.mark.parametrize(
    ("state", "registry", "words"),
    [
        ("no-repository", OWN, f"there is no repository shop/web in account {ACCOUNT}, {REGION}"),
        ("no-image", OWN, "the repository shop/web has no image with the tag 1.4.2, so that"),
        ("hidden", None, "to nobody without an account"),
    ],
)
def test_a_missing_image_is_an_error(state, registry, words):
    [finding] = judge(state, registry=registry)
    assert describe([finding]) == [("error", "image-missing", PATH)]
    assert words in finding.message
    assert "CannotPullContainerError" in finding.message


def test_an_image_for_another_architecture_is_an_error_with_both_ways_out():
    [finding] = judge(architectures=["arm64"])
    assert describe([finding]) == [("error", "image-of-another-architecture", PATH)]
    assert finding.fixes[0].edits[0].path == ("services", "web", "cpuArchitecture")
    assert finding.fixes[0].text == "build it with --platform linux/amd64, or write cpuArchitecture: ARM64"


def test_an_image_that_fits_or_is_not_known_is_fine():
    assert judge(architectures=["amd64", "arm64"]) == []
    assert judge(architectures=["arm64"], cpuArchitecture="ARM64") == []
    assert judge() == []
    assert list(judge_images(plan(), Facts(ACCOUNT))) == []


def test_the_image_of_a_sidecar_stands_at_its_own_position():
    sidecars = {"proxy": {"image": f"{REGISTRY}/proxy:1", "cpu": 64, "memory": 128}}
    facts = Facts(ACCOUNT, images={f"{REGISTRY}/proxy:1": ImageFacts(OWN, "proxy", "no-image")})
    assert describe(judge_images(plan({"sidecars": sidecars}), facts)) == [
        ("error", "image-missing", ("services", "web", "sidecars", "proxy", "image"))
    ]


def allow(principal: Any, *actions: str) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": list(actions)}]}


@pytest.mark.parametrize(
    ("policy", "is_shared"),
    [
        (None, True),
        ({}, False),
        (allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"), True),
        (allow({"AWS": ACCOUNT}, "ecr:BatchGet*", "ecr:Get*"), True),
        (allow("*", "ecr:*"), True),
        (allow({"AWS": ACCOUNT}, "ecr:BatchGetImage"), False),
        (allow({"AWS": "333333333333"}, "ecr:*"), False),
        (allow({"Service": "lambda.amazonaws.com"}, "ecr:*"), False),
    ],
)
def test_a_repository_of_another_account_must_be_shared(policy, is_shared):
    found = describe(judge(registry=FOREIGN, policy=policy))
    assert found == ([] if is_shared else [("warning", "repository-not-shared", PATH)])


def test_a_role_that_exists_is_judged_by_its_own_policies():
    roles = {"executionRole": {"arn": f"arn:aws:iam::{ACCOUNT}:role/web"}}
    assert judge(registry=FOREIGN, policy={}, roles=roles) == []
