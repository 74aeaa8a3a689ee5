"""`fargate-web rollback`: how a service gets back, in each state of a deployment."""

import json

import pytest
from botocore.exceptions import EndpointConnectionError

from tests.cli.live.fake_aws import refuse
from tests.cli.live.rollback_answers import DONE, SHIFTING, STOP, UPDATE, build_aws, changes, list_history
from tests.cli.live.services import (
    answer_deployment,
    at,
)


@pytest.mark.parametrize(
    ("strategy", "stage", "words"),
    [
        ("ROLLING", None, "It starts tasks of shop-web:12 shop/web:1.12 again and stops those of shop-web:13 shop/web:1.13."),
        *[(each, "SCALE_UP", "shop-web:12 shop/web:1.12 still has all of the production traffic; ") for each in SHIFTING],
        *[
            (each, "PRODUCTION_TRAFFIC_SHIFT", "All of the traffic goes back to shop-web:12 shop/web:1.12, whose tasks still run")
            for each in SHIFTING
        ],
        *[(each, "BAKE_TIME", "All of the traffic goes back to shop-web:12 shop/web:1.12, whose tasks still run") for each in SHIFTING],
        *[(each, "CLEAN_UP", "its tasks may have ended already, and then they start again first.") for each in SHIFTING],
    ],
)
def test_a_deployment_in_progress_ends_by_rollback_with_each_strategy(roll_back, strategy, stage, words):
    aws = build_aws(answer_deployment(strategy=strategy, stage=stage))
    found = roll_back(aws, "web")
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith("web: ECS ends the deployment of shop-web:13 shop/web:1.13. ")
    assert words in found.out
    assert found.out.endswith("Follow it: fargate-web status web --watch\n")
    assert changes(aws) == [STOP]


@pytest.mark.parametrize("status", ["PENDING", "IN_PROGRESS"])
def test_a_deployment_that_has_just_been_created_can_end_too(roll_back, status):
    aws = build_aws(answer_deployment(status=status, stage=None))
    assert roll_back(aws, "web").status == 0
    assert changes(aws) == [STOP]


@pytest.mark.parametrize("status", ["STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"])
def test_a_deployment_that_is_ending_already_is_left_alone(roll_back, status):
    aws = build_aws(answer_deployment(status=status))
    found = roll_back(aws, "web")
    assert (found.status, changes(aws)) == (0, [])
    assert f"is ending already ({status}); shop-web:12 shop/web:1.12 serves then.\n" in found.out
    assert found.out.endswith("Follow it: fargate-web status web --watch\n")


def test_what_ecs_has_rolled_back_needs_only_the_stack_file(roll_back):
    aws = build_aws(answer_deployment(status="ROLLBACK_SUCCESSFUL", stage=None), running=12)
    found = roll_back(aws, "web")
    assert (found.status, changes(aws)) == (0, [])
    assert found.out == (
        "web: ECS has rolled the last deployment, of shop-web:13 shop/web:1.13, back; shop-web:12 shop/web:1.12 serves.\n"
        "Now make the stack file agree, or the next pulumi up may deploy shop/web:1.13 again: set services.web.image to shop/web:1.12.\n"
    )


@pytest.mark.parametrize("arguments", [["--yes"], ["-y"]])
def test_after_its_end_the_previous_revision_is_deployed(roll_back, arguments):
    aws = build_aws(DONE)
    found = roll_back(aws, "web", *arguments)
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith(
        "web runs shop-web:13 shop/web:1.13. Going back means a deployment of shop-web:12 shop/web:1.12 with the strategy CANARY.\n"
    )
    assert changes(aws) == [UPDATE]


@pytest.mark.parametrize("status", ["STOPPED", "ROLLBACK_FAILED"])
def test_a_deployment_that_stopped_without_a_rollback_is_left_for_the_last_one_that_succeeded(roll_back, status):
    aws = build_aws(answer_deployment(status=status, stage=None))
    assert roll_back(aws, "web", "--yes").status == 0
    assert changes(aws) == [UPDATE]


@pytest.mark.parametrize(("answer", "deploys"), [("y\n", True), ("YES\n", True), ("\n", False), ("n\n", False), ("", False)])
def test_a_person_is_asked(roll_back, answer, deploys):
    aws = build_aws(DONE)
    found = roll_back(aws, "web", answer=answer)
    assert found.err.startswith("Deploy it? [y/N] ")
    assert (found.status, bool(changes(aws))) == (0 if deploys else 1, deploys)
    assert found.err.endswith("Nothing was changed.\n") != deploys


def test_without_a_terminal_nothing_is_deployed_unasked(roll_back):
    aws = build_aws(DONE)
    found = roll_back(aws, "web")
    assert (found.status, changes(aws)) == (1, [])
    assert found.err == "Nothing was changed: there is no terminal to ask; write --yes.\n"


def test_deployments_of_the_same_task_definition_are_passed_over(roll_back):
    forced = list_history(13, 13, 12)
    aws = build_aws(
        DONE,
        list_service_deployments=[
            {**forced, "serviceDeployments": forced["serviceDeployments"][:1], "nextToken": "2"},
            {"serviceDeployments": forced["serviceDeployments"][1:]},
        ],
    )
    roll_back(aws, "web", "--yes")
    assert changes(aws) == [UPDATE]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"list_service_deployments": list_history(13)},
            "ECS knows no earlier deployment of web that succeeded with another task definition than shop-web:13",
        ),
        ({"list_service_deployments": {"serviceDeployments": []}}, "ECS knows no deployment of web."),
        ({"describe_service_deployments": {"serviceDeployments": []}}, "ECS knows no deployment of web."),
        (
            {"describe_task_definition": {"taskDefinition": {"status": "INACTIVE"}}},
            "The previous task definition of web, shop-web:12, is INACTIVE, so that ECS does not deploy it; restore the old settings",
        ),
        ({"update_service": refuse("AccessDeniedException")}, "The AWS credentials may not do ecs:UpdateService"),
        ({"update_service": refuse("ThrottlingException")}, "AWS refuses more calls for now (ecs:UpdateService"),
        ({"update_service": EndpointConnectionError(endpoint_url="https://ecs")}, "AWS can't be reached (ecs:UpdateService)"),
        ({"list_service_deployments": refuse("AccessDeniedException")}, "The AWS credentials may not do ecs:ListServiceDeployments"),
    ],
)
def test_what_can_not_be_done_is_told_in_a_line(roll_back, more, message):
    found = roll_back(build_aws(DONE, **more), "web", "--yes")
    assert found.status == 1
    assert found.err.startswith(message)
    assert found.err.count("\n") == 1
    assert "Follow it" not in found.out


@pytest.mark.parametrize("code", ["ConflictException", "ServiceDeploymentNotFoundException"])
def test_a_deployment_that_ends_meanwhile_is_told(roll_back, code):
    found = roll_back(build_aws(answer_deployment(), stop_service_deployment=refuse(code)), "web")
    assert found.status == 1
    assert found.err.startswith("The deployment has ended meanwhile, so that ECS can't stop it; run the command again.")


def test_a_deployment_ends_without_the_permission_to_read_revisions(roll_back):
    aws = build_aws(answer_deployment(stage="BAKE_TIME"), describe_service_revisions=refuse("AccessDeniedException"))
    found = roll_back(aws, "web")
    assert (found.status, found.err, changes(aws)) == (0, "", [STOP])
    assert "All of the traffic goes back to the previous revision, whose tasks still run" in found.out
    assert roll_back(build_aws(DONE, describe_service_revisions=refuse("AccessDeniedException")), "web", "--yes").status == 1


def test_the_first_deployment_has_no_previous_revision_to_name(roll_back):
    aws = build_aws(answer_deployment(sourceServiceRevisions=[]))
    found = roll_back(aws, "web")
    assert "It names no previous revision: " in found.out
    assert (
        "Now make the stack file agree, or the next pulumi up may undo this: restore the previous settings of the service.\n" in found.out
    )


def test_the_end_of_the_rollback_is_followed(roll_back):
    rolled_back = answer_deployment(status="ROLLBACK_SUCCESSFUL", stage=None, finishedAt=at(60))
    going, back = {"serviceDeployments": [answer_deployment(status="ROLLBACK_IN_PROGRESS")]}, {"serviceDeployments": [rolled_back]}
    first = {"serviceDeployments": [answer_deployment()]}
    found = roll_back(build_aws(answer_deployment(), describe_service_deployments=[first, going, back]), "web", "--watch")
    assert found.status == 0
    assert "rolled back" in found.out.splitlines()[-1]


def test_the_deployment_of_the_previous_revision_is_followed_once_ecs_lists_it(roll_back):
    history = list_history(13, 12)
    later = {
        "serviceDeployments": [
            *history["serviceDeployments"],
            {"serviceDeploymentArn": "new", "createdAt": at(60), "status": "IN_PROGRESS"},
        ]
    }
    aws = build_aws(DONE, list_service_deployments=[history, history, later])
    found = roll_back(aws, "web", "--yes", "--watch")
    assert found.status == 0
    assert aws.calls[-2] == ("describe_service_deployments", {"serviceDeploymentArns": ["new"]})


def test_a_deployment_that_ecs_never_lists_ends_the_wait(roll_back):
    found = roll_back(build_aws(DONE), "web", "--yes", "--watch")
    assert found.status == 1
    assert found.err == "ECS does not list the new deployment yet; follow it: fargate-web status web --watch\n"


def test_machines_get_one_document(roll_back):
    found = roll_back(build_aws(DONE), "web", "--yes", "--json")
    document = json.loads(found.out)
    assert (document["way"], document["backTo"]["image"], document["awayFrom"]["taskDefinition"]) == (
        "deploy-previous",
        "shop/web:1.12",
        "shop-web:13",
    )
    assert document["setting"] == "services.web.image"


def test_ctrl_c_at_the_question_changes_nothing(roll_back, monkeypatch):
    aws = build_aws(DONE, describe_task_definition=KeyboardInterrupt())
    found = roll_back(aws, "web")
    assert (found.status, changes(aws), found.err) == (130, [], "")
