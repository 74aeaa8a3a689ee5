"""The folders and Dockerfiles of builds, as they lie beside the stack file."""

import pytest
from fargate_web.stack.load import load_file

STACK = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web: {build: ./app, port: 3000}
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "Pulumi.dev.yaml").write_text(STACK)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "Dockerfile").write_text("FROM scratch\n")
    return tmp_path


def codes(project):
    return {warning.code for warning in load_file(project / "stacks" / "Pulumi.dev.yaml", environ={}).warnings}


def test_paths_are_those_of_the_project_and_a_small_folder_is_sent_whole(project):
    assert not {code for code in codes(project) if code.startswith("build-")}


def test_a_large_folder_is_told_until_it_is_left_out(project):
    (project / "app" / "node_modules").mkdir()
    assert "build-without-dockerignore" in codes(project)
    (project / "app" / ".dockerignore").write_text("node_modules\n")
    assert "build-without-dockerignore" not in codes(project)


def test_the_image_of_a_build_is_not_advised_on(project):
    assert "image-not-pinned" not in codes(project)
