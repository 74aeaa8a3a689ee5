"""`fargate-web rollback`: what the stack file must say then."""

import pytest

from tests.cli.live.rollback_answers import DONE, STACK_FILE, build_aws
from tests.cli.live.services import (
    answer_revisions,
)
from tests.cli.project.projects import LOADS, write_project


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("shop/web:1.13", "may deploy shop/web:1.13 again: set services.web.image (Pulumi.dev.yaml:5:7) to shop/web:1.12.\n"),
        ("shop/web:1.12", "The stack file agrees: services.web.image (Pulumi.dev.yaml:5:7) is shop/web:1.12 already.\n"),
    ],
)
def test_the_position_of_the_image_in_the_stack_file_is_told(roll_back, tmp_path, image, words):
    write_project(tmp_path, LOADS, dev=STACK_FILE.replace("{image}", image))
    assert words in roll_back(build_aws(DONE), "web", "--yes", "--stack", "dev").out


def test_revisions_of_one_image_differ_in_other_settings(roll_back):
    def same(params):
        found = answer_revisions(params)
        for revision in found["serviceRevisions"]:
            revision["containerImages"] = [{"containerName": "web", "image": "shop/web:stable"}]
        return found

    found = roll_back(build_aws(DONE, describe_service_revisions=same), "web", "--yes")
    assert "The image is the same in both revisions (shop/web:stable): restore what else changed under services.web " in found.out


def test_a_migration_is_not_undone(roll_back, tmp_path):
    text = STACK_FILE.replace("{image}", "shop/web:1.13") + "      migration: {command: [migrate]}\n"
    write_project(tmp_path, LOADS, dev=text)
    assert "The migration of web is not undone" in roll_back(build_aws(DONE), "web", "--yes", "--stack", "dev").out
