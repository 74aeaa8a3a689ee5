"""`fargate-web why`: the last migration."""

import json

from tests.cli.live.services import ACCOUNT, at
from tests.cli.live.why_answers import answer_task, build_aws


def answer_migration(id_="m1", **more):
    found = answer_task(id_, definition=f"{ACCOUNT}:task-definition/shop-web-migration:5", containers=[{"name": "web", "exitCode": 1}])
    return found | {"stoppedAt": at(600)} | more


def test_a_migration_that_failed_comes_first_with_its_log(why):
    found = why(
        build_aws(
            answer_task(),
            migrations=[answer_migration("old", stoppedAt=at(-600), containers=[{"name": "web", "exitCode": 0}]), answer_migration()],
        ),
        "web",
    )
    assert (
        "Most likely: The migration failed with exit code 1, so that the service was not updated.\n"
        "  evidence  2026-03-01 12:10:00Z migration task m1: exit code 1 of web\n"
        "            2026-03-01 12:10:00Z migration task m1: Essential container in task exited\n"
        "            log: Error: no DATABASE_URL\n"
    ) in found.out
    assert "  change    services.web.migration: read the last lines of its log" in found.out


def test_a_migration_that_succeeded_after_one_that_failed_is_no_cause(why):
    done = answer_migration("m2", stoppedAt=at(900), containers=[{"name": "web", "exitCode": 0}])
    document = json.loads(why(build_aws(migrations=[answer_migration(), done]), "web", "--json").out)
    assert "migration-failed" not in [cause["kind"] for cause in document["causes"]]
    assert "migrations" in document["ruledOut"]


def test_a_migration_that_could_not_start_is_explained(why):
    task = answer_migration(
        stopCode="TaskFailedToStart", stoppedReason="CannotPullContainerError: manifest unknown", containers=[{"name": "web"}]
    )
    (cause, *_) = json.loads(why(build_aws(migrations=[task]), "web", "--json").out)["causes"]
    assert (cause["kind"], cause["setting"]) == ("migration-failed", "services.web.image")
    assert cause["title"].startswith("The migration could not start: the image does not exist")


def test_a_migration_that_was_stopped_took_too_long(why):
    task = answer_migration(
        stopCode="UserInitiated", stoppedReason="The migration took longer than 10 minutes", containers=[{"name": "web"}]
    )
    (cause, *_) = json.loads(why(build_aws(migrations=[task]), "web", "--json").out)["causes"]
    assert cause["title"] == "The migration did not end by itself, so that the service was not updated"
    assert cause["evidence"][0]["quote"] == "The migration took longer than 10 minutes"


def test_a_migration_that_runs_is_told(why):
    running = answer_migration(lastStatus="RUNNING")
    assert "A migration runs; the service is updated when it has ended" in why(build_aws(migrations=[running]), "web").out
