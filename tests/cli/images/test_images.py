"""`fargate-web images`: digests from ECR, and the stack file with them."""

import json

import pytest
import yaml
from fargate_web_cli.live import aws_session

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.project.projects import run_command, write_project

ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com"
WEB, PROXY, OLD = (f"sha256:{digit * 64}" for digit in "abc")
PROD = f"""\
config:
  aws:region: us-west-2
  fargate-web:services:   # what runs
    web:
      image: {ECR}/shop/web:1.4.2   # the shop
      port: 3000
      sidecars: {{proxy: {{image: "{ECR}/proxy:2"}}}}
    worker: {{image: '{ECR}/worker@{OLD}'}}\t
"""


def answer_images(params):
    """Answer as ECR does: each tag has a digest, and each digest exists."""
    digests = {"shop/web": WEB, "proxy": PROXY, "worker": OLD}
    [image] = params["imageIds"]
    return {"imageDetails": [{"imageDigest": image.get("imageDigest", digests[params["repositoryName"]])}]}


@pytest.fixture
def images(tmp_path, monkeypatch):
    """Run the command against a fake of ECR, and give what it wrote and the stack file."""

    def run(*words, aws=None, **stacks):
        aws = aws or FakeAws(describe_images=answer_images)
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        write_project(tmp_path, **{"prod": PROD, **stacks})
        found = run_command("images", *words, folder=tmp_path)
        return found, (tmp_path / "Pulumi.prod.yaml").read_text(), aws

    return run


def test_the_digests_are_shown_and_nothing_is_written(images):
    found, text, aws = images("--stack", "prod")
    assert (found.status, text) == (0, PROD)
    assert found.out == (
        f"services.web.image: {ECR}/shop/web:1.4.2\n  now {ECR}/shop/web@{WEB}\n"
        f"services.web.sidecars.proxy.image: {ECR}/proxy:2\n  now {ECR}/proxy@{PROXY}\n"
        f"services.worker.image: {ECR}/worker@{OLD}\n"
    )
    assert found.err == "Nothing was written; --write does it.\n"
    assert aws.calls[0] == (
        "describe_images",
        {"registryId": "123456789012", "repositoryName": "shop/web", "imageIds": [{"imageTag": "1.4.2"}]},
    )


def test_only_the_images_change_in_the_file(images):
    found, text, _ = images("--stack", "prod", "--write")
    assert (found.status, found.err) == (0, "Written into Pulumi.prod.yaml.\n")
    assert text == PROD.replace("shop/web:1.4.2", f"shop/web@{WEB}").replace(f'"{ECR}/proxy:2"', f"{ECR}/proxy@{PROXY}")


def test_a_file_with_digests_stays_as_it_is(images):
    pinned = PROD.replace("web:1.4.2", f"web:1.4.2@{WEB}").replace("proxy:2", f"proxy@{PROXY}")
    found, text, _ = images("--stack", "prod", "--write", prod=pinned)
    assert (found.status, found.err, text) == (0, "", pinned)


def test_line_ends_and_the_byte_order_mark_stay(images, tmp_path):
    crlf = "\ufeff" + PROD.replace("\n", "\r\n")
    images("--stack", "prod")
    (tmp_path / "Pulumi.prod.yaml").write_bytes(crlf.encode())
    assert run_command("images", "web", "--stack", "prod", "--write", folder=tmp_path).status == 0
    written = (tmp_path / "Pulumi.prod.yaml").read_bytes().decode()
    assert written == crlf.replace("shop/web:1.4.2", f"shop/web@{WEB}").replace(f'"{ECR}/proxy:2"', f"{ECR}/proxy@{PROXY}")


def test_a_tag_of_the_command_line_is_that_of_the_service_alone(images):
    found, text, aws = images("web", "--tag", "1.5.0", "--stack", "prod", "--write")
    assert found.status == 0
    assert [params["imageIds"] for _, params in aws.calls] == [[{"imageTag": "1.5.0"}], [{"imageTag": "2"}]]
    assert f"{ECR}/shop/web@{WEB}" in text


def test_the_digest_of_another_stack_is_promoted_into_the_own_repository(images):
    other = "210987654321.dkr.ecr.us-west-2.amazonaws.com"
    staging = f"config:\n  aws:region: us-west-2\n  fargate-web:image: {other}/shop/web:rc\n  fargate-web:port: 3000\n"
    found, text, aws = images("--from", "staging", "--stack", "prod", "--write", staging=staging)
    assert found.status == 0
    assert text == PROD.replace("shop/web:1.4.2", f"shop/web@{WEB}")
    assert [(params["registryId"], params["imageIds"]) for _, params in aws.calls] == [
        ("210987654321", [{"imageTag": "rc"}]),
        ("123456789012", [{"imageDigest": WEB}]),
    ]


def test_the_short_key_is_written_where_it_is(images):
    prod = f"config:\n  aws:region: us-west-2\n  fargate-web:image: {ECR}/shop/web:1\n  fargate-web:port: 3000\n"
    found, text, _ = images("--stack", "prod", "--write", prod=prod)
    assert found.status == 0
    assert text == prod.replace("web:1\n", f"web@{WEB}\n")


def test_an_image_with_a_placeholder_stays_as_it_is(images):
    text = PROD.replace("web:1.4.2", "web:${stack}")
    found, changed, _ = images("--stack", "prod", "--write", prod=text)
    assert found.status == 0, found.err
    assert changed == text.replace(f'"{ECR}/proxy:2"', f"{ECR}/proxy@{PROXY}")


def test_a_document_for_programs_has_every_image(images):
    found, _, _ = images("web", "--stack", "prod", "--write", "--json")
    assert json.loads(found.out) == {
        "stack": "prod",
        "file": "Pulumi.prod.yaml",
        "written": True,
        "images": [
            {"path": "services.web.image", "before": f"{ECR}/shop/web:1.4.2", "image": f"{ECR}/shop/web@{WEB}"},
            {"path": "services.web.sidecars.proxy.image", "before": f"{ECR}/proxy:2", "image": f"{ECR}/proxy@{PROXY}"},
        ],
    }


def test_an_image_that_is_missing_leaves_the_file_as_it_is(images):
    aws = FakeAws(describe_images=[answer_images, refuse("ImageNotFoundException", "The image does not exist")])
    found, text, _ = images("--stack", "prod", "--write", aws=aws)
    assert (found.status, found.out, text) == (1, "", PROD)
    assert found.err == f"{ECR}/proxy:2: ecr:DescribeImages failed: ImageNotFoundException: The image does not exist\n"


def test_two_keys_with_one_text_are_left_to_the_user(images):
    shared = PROD.replace(f"image: {ECR}/shop/web:1.4.2", f"image: &image {ECR}/shop/web:1.4.2").replace(f"'{ECR}/worker@{OLD}'", "*image")
    found, text, _ = images("web", "--stack", "prod", "--write", prod=shared)
    assert (found.status, text) == (1, shared)
    assert "services.web.image can't be changed alone; write it yourself" in found.err


def test_an_image_of_a_merged_map_is_written_for_the_service_alone(images):
    merged = f"""\
config:
  aws:region: us-west-2
  fargate-web:services:
    web: &web
      image: {ECR}/shop/web:1
      port: 3000
      route: {{paths: [/a/*]}}
    worker:
      <<: *web
      route: {{paths: [/b/*]}}
"""
    found, text, _ = images("worker", "--stack", "prod", "--write", prod=merged)
    assert found.status == 0, found.err
    services = yaml.safe_load(text)["config"]["fargate-web:services"]
    assert {name: service["image"] for name, service in services.items()} == {
        "web": f"{ECR}/shop/web:1",
        "worker": f"{ECR}/shop/web@{WEB}",
    }


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("api", "--stack", "prod"), 1, "Pulumi.prod.yaml has no image of api; it has those of web, worker.\n"),
        (("--tag", "1"), 2, "fargate-web images: --tag: name the services that get the tag. See fargate-web images --help\n"),
        (("web", "--tag", "a b"), 2, "fargate-web images: --tag: 'a b' is not a tag. See fargate-web images --help\n"),
        (
            ("web", "--tag", "1", "--from", "dev"),
            2,
            "fargate-web images: --tag and --from exclude each other. See fargate-web images --help\n",
        ),
    ],
)
def test_a_mistake_is_one_line(images, words, status, message):
    found, text, _ = images(*words)
    assert (found.status, found.out, found.err, text) == (status, "", message, PROD)
