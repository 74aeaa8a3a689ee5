"""Images that the program builds: what is created for a service and a scheduled task, and what runs."""

import json

import pytest
from fargate_web.testing import Run

IMAGE, REPOSITORY = "awsx:ecr:Image", "aws:ecr/repository:Repository"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
EXISTING = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1"


def images(result: Run) -> dict[str, str]:
    definitions = json.loads(result.find_one(TASK_DEFINITION).inputs["containerDefinitions"])
    return {each["name"]: each["image"] for each in definitions}


@pytest.fixture(scope="module")
def worker(build):
    """A worker without an image."""
    return {key: value for key, value in build.worker().items() if key != "image"}


def test_a_build_goes_to_a_repository_of_its_own_and_its_digest_runs(build, worker):
    result = build.service({**worker, "build": {"context": "./app", "args": {"VERSION": "1"}}})[1]
    image = result.find_one(IMAGE)
    assert (image.name, image.inputs["context"], image.inputs["dockerfile"]) == ("web", "./app", "./app/Dockerfile")
    assert (image.inputs["args"], image.inputs["platform"], image.inputs["imageTag"]) == ({"VERSION": "1"}, "linux/amd64", "built-web")
    assert image.inputs.keys().isdisjoint({"target", "cacheFrom"})
    repository = result.find_one(REPOSITORY)
    assert (repository.inputs["imageTagMutability"], repository.inputs["forceDelete"]) == ("IMMUTABLE_WITH_EXCLUSION", True)
    assert repository.inputs["imageTagMutabilityExclusionFilters"] == [{"filter": "built-*", "filterType": "WILDCARD"}]
    assert "@sha256:" in images(result)["web"]
    [policy] = [each for each in result.find_all("aws:iam/rolePolicy:RolePolicy") if each.name.endswith("-execution")]
    pulled = next(each for each in json.loads(policy.inputs["policy"])["Statement"] if each["Sid"] == "PullImage")
    assert pulled["Resource"].startswith("arn:aws:ecr:us-west-2:123456789012:repository/")
    assert not pulled["Resource"].endswith("/none")


def test_the_platform_follows_from_the_processor_and_every_key_is_passed_on(build, worker):
    said = {"context": "app", "dockerfile": "app/Dockerfile.prod", "target": "runtime", "cacheFrom": [EXISTING]}
    inputs = build.service({**worker, "cpuArchitecture": "ARM64", "build": said})[1].find_one(IMAGE).inputs
    assert (inputs["platform"], inputs["dockerfile"], inputs["target"]) == ("linux/arm64", "app/Dockerfile.prod", "runtime")
    assert inputs["cacheFrom"] == [EXISTING]


def test_a_sidecar_is_built_beside_an_image_that_exists(build, worker):
    result = build.service({**worker, "image": EXISTING, "sidecars": {"proxy": {"build": "proxy", "essential": False}}})[1]
    assert (result.find_one(IMAGE).name, result.find_one(IMAGE).inputs["imageTag"]) == ("web:proxy", "built-web_proxy")
    assert images(result)["web"] == EXISTING
    assert "@sha256:" in images(result)["proxy"]


def test_no_two_builds_of_a_stack_have_one_tag(build, worker):
    """awsx names the resource that builds by its tag, with a URN in which no name of a service stands: two of one name are refused by the engine."""
    proxy = {**worker, "image": EXISTING, "sidecars": {"proxy": {"build": "proxy", "essential": False}}}
    long = {**worker, "image": EXISTING, "sidecars": {"p" * 128: {"build": "proxy", "essential": False}}}
    named = {"web": proxy, "api": proxy, "web-proxy": {**worker, "build": "app"}, "proxy": {**worker, "build": "app"}, "long": long}
    images = [build.service(settings, name=name)[1].find_one(IMAGE) for name, settings in named.items()]
    tags = [image.inputs["imageTag"] for image in images]
    assert len(set(tags)) == len({image.name for image in images}) == len(named)
    assert all(len(tag) <= 128 and tag.startswith("built-") for tag in tags)


def test_without_a_build_there_is_no_repository(build, worker):
    result = build.service({**worker, "image": EXISTING})[1]
    assert (result.find_all(IMAGE), result.find_all(REPOSITORY)) == ([], [])
