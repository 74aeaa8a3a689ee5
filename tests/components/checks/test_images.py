import pulumi
import pytest
from fargate_web.checks.images import check_images
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack

REASON = "there is a good reason for it"
ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web"
CREDENTIALS = "arn:aws:secretsmanager:us-west-2:123456789012:secret:registry-a1b2c3"


def found(stacks, service, **sections):
    return stacks.found(check_images, {"web": service}, **sections)


@pytest.mark.parametrize(
    ("image", "says", "fix"),
    [
        ("nginx", "the image has no tag, which means latest", "write the digest, nginx@sha256:…"),
        ("nginx:latest", "the tag latest moves", "write the digest, nginx@sha256:…"),
        ("nginx:1.29", "the tag 1.29 can be moved", "write the digest, nginx@sha256:…"),
        ("registry.example.com:5000/web", "the image has no tag", "write the digest, registry.example.com:5000/web@sha256:…"),
        ("registry.example.com:5000/web:1", "the tag 1 can be moved", "write the digest, registry.example.com:5000/web@sha256:…"),
    ],
)
def test_a_tag_can_be_moved_and_the_fix_keeps_the_rest_of_the_name(stacks, image, says, fix):
    [finding] = found(stacks, {"image": image})
    assert (finding.code, finding.path) == ("image-not-pinned", ("services", "web", "image"))
    assert says in stacks.text(finding)
    assert fix in stacks.text(finding)
    assert f"docker buildx imagetools inspect {image})" in stacks.text(finding)


@pytest.mark.parametrize(("protected", "severity"), [(False, "warning"), (True, "error")])
def test_an_image_by_tag_is_an_error_where_the_stack_is_protected(stacks, protected, severity):
    assert [finding.severity for finding in found(stacks, {"image": "nginx:1.29"}, protected=protected)] == [severity]
    assert found(stacks, {"image": "nginx:1.29", "silence": {"image": REASON}}, protected=protected) == []


def test_a_service_runs_one_image_until_its_next_deployment(stacks):
    [finding] = found(stacks, {"image": "nginx:1.29"})
    assert "resolves it to one image for each deployment (versionConsistency)" in stacks.text(finding)
    assert "two tasks may run different code" not in stacks.text(finding)
    [finding] = found(stacks, {"image": "nginx:1.29", "versionConsistency": "disabled"})
    assert "two tasks may run different code" in stacks.text(finding)


def test_each_start_of_a_scheduled_task_takes_what_the_tag_means_then(stacks):
    tasks = {"report": {**stacks.fine, "image": "web:1", "schedule": "rate(1 day)"}}
    [finding] = check_images(validate(Stack, {"scheduledTasks": tasks}), None)
    assert "two tasks may run different code" in stacks.text(finding)


def test_an_image_that_is_known_later_or_by_digest_is_not_judged(stacks):
    assert found(stacks, {"image": pulumi.Output.from_input("nginx")}) == found(stacks, {}) == []


def test_the_image_of_a_sidecar_is_judged_at_the_sidecar(stacks):
    sidecar = {**stacks.fine, "image": "nginx:1.29"}
    assert [finding.path for finding in found(stacks, {"sidecars": {"proxy": sidecar}})] == [
        ("services", "web", "sidecars", "proxy", "image")
    ]
    assert found(stacks, {"sidecars": {"proxy": {**sidecar, "silence": {"image": REASON}}}}) == []


def test_credentials_for_an_image_in_ecr_are_told(stacks):
    [finding] = found(stacks, {"repositoryCredentials": CREDENTIALS})
    assert (finding.code, finding.path) == ("credentials-for-ecr", ("services", "web", "repositoryCredentials"))
    assert found(stacks, {"image": f"registry.example.com/web@sha256:{'a' * 64}", "repositoryCredentials": CREDENTIALS}) == []
