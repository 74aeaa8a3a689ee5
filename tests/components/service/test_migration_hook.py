"""The migration of a service: what the hook does when the engine calls it."""

import asyncio
import json
import sys
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest
from fargate_web.service.migration.hook import Credentials, build_migration_hook
from fargate_web.service.migration.one_off_task import AwsClients, MigrationError, OneOffTask, run_task
from fargate_web.testing import run
from fargate_web.testing.programs import Programs

SERVICE = "aws:ecs/service:Service"
CLUSTER = "arn:aws:ecs:us-west-2:123456789012:cluster/shared"
REVISION = "arn:aws:ecs:us-west-2:123456789012:task-definition/shop-dev-web-migration:3"
RUNNING = "arn:aws:ecs:us-west-2:123456789012:task/shared/0123"
TASK = OneOffTask("web", CLUSTER, REVISION, ("subnet-a", "subnet-b"), ("sg-1",), False, "LATEST", 30)
INPUTS = {
    "cluster": CLUSTER,
    "taskDefinition": "arn:aws:ecs:us-west-2:123456789012:task-definition/shop-dev-web:7",
    "triggers": {"migration": REVISION},
    "networkConfiguration": {"subnets": ["subnet-a", "subnet-b"], "securityGroups": ["sg-1"], "assignPublicIp": False},
}


class Aws:
    """Stands for ECS and CloudWatch Logs, and keeps what they are asked."""

    def __init__(self, *states: dict[str, Any], running: tuple[str, ...] = (), failures: tuple[dict[str, str], ...] = ()) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self._states, self._running, self._failures = list(states), list(running), list(failures)
        self.now = 0.0

    def clients(self) -> AwsClients:
        ecs = SimpleNamespace(
            **{name: self._method(name) for name in ("list_tasks", "run_task", "describe_tasks", "stop_task", "describe_task_definition")}
        )
        return AwsClients(ecs, SimpleNamespace(get_log_events=self._method("get_log_events")))

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def run(self) -> list[str]:
        said: list[str] = []
        run_task(TASK, self.clients, log_message=said.append, sleep=self.sleep, clock=lambda: self.now)
        return said

    def calls(self, name: str) -> list[dict[str, Any]]:
        return [args for called, args in self.asked if called == name]

    def _method(self, name: str) -> Any:
        def call(**args: Any) -> Any:
            self.asked.append((name, args))
            return getattr(self, f"_{name}")()

        return call

    def _list_tasks(self) -> Any:
        return {"taskArns": self._running}

    def _run_task(self) -> Any:
        return {"tasks": [] if self._failures else [{"taskArn": RUNNING}], "failures": self._failures}

    def _describe_tasks(self) -> Any:
        state = self._states.pop(0) if len(self._states) > 1 else self._states[0]
        if "error" in state:
            raise ConnectionError(state["error"])
        return {"tasks": [state] if state else []}

    def _stop_task(self) -> Any:
        return {}

    def _describe_task_definition(self) -> Any:
        options = {"awslogs-group": "web-1234567", "awslogs-stream-prefix": "web-migration", "awslogs-region": "us-west-2"}
        return {"taskDefinition": {"containerDefinitions": [{"name": "web-migration", "logConfiguration": {"options": options}}]}}

    def _get_log_events(self) -> Any:
        return {"events": [{"message": "== AddColumn: migrating\n"}, {"message": "PG::LockNotAvailable"}]}


def stopped(code: int | None, why: str = "Essential container in task exited", **more: Any) -> dict[str, Any]:
    return {"lastStatus": "STOPPED", "stoppedReason": why, "containers": [{"name": "web-migration", "exitCode": code, **more}]}


PENDING = {"lastStatus": "PENDING"}


def test_it_waits_until_the_task_has_exited_with_0():
    aws = Aws({}, PENDING, {"lastStatus": "RUNNING"}, stopped(0))
    assert aws.run() == [f"Migration of web: started as {RUNNING}", "Migration of web: done in 18 s"]
    assert len(aws.calls("describe_tasks")) == 4
    assert aws.calls("stop_task") == []


def test_the_task_runs_where_the_service_does_and_never_on_spot():
    aws = Aws(stopped(0))
    aws.run()
    [asked] = aws.calls("run_task")
    assert asked == {
        "cluster": CLUSTER,
        "taskDefinition": REVISION,
        "count": 1,
        "launchType": "FARGATE",
        "platformVersion": "LATEST",
        "networkConfiguration": {
            "awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}
        },
        "enableECSManagedTags": True,
        "propagateTags": "TASK_DEFINITION",
        "startedBy": "pulumi-migration",
    }


def test_another_exit_code_is_told_with_the_end_of_the_log_and_how_to_see_more():
    with pytest.raises(MigrationError) as caught:
        Aws(stopped(1)).run()
    told = str(caught.value)
    assert told.startswith("the migration of web exited with 1 (Essential container in task exited), and the service stays as it is")
    assert "  == AddColumn: migrating\n  PG::LockNotAvailable\n" in told
    assert told.endswith(
        "More: aws logs tail web-1234567 --log-stream-names web-migration/web-migration/0123 --since 1d --region us-west-2"
    )


def test_a_task_that_never_started_is_told_with_the_reason_of_ecs():
    aws = Aws(stopped(None, "TaskFailedToStart", reason="CannotPullContainerError: not found"))
    with pytest.raises(MigrationError, match=r"never ran \(TaskFailedToStart; CannotPullContainerError: not found\)"):
        aws.run()


def test_a_task_without_containers_is_no_success():
    with pytest.raises(MigrationError, match="never ran"):
        Aws({"lastStatus": "STOPPED", "containers": []}).run()


def test_a_task_that_takes_too_long_is_stopped():
    aws = Aws({"lastStatus": "RUNNING"})
    with pytest.raises(MigrationError, match="took longer than 30 minutes and was stopped"):
        aws.run()
    assert aws.now == 30 * 60
    assert aws.calls("stop_task") == [{"cluster": CLUSTER, "task": RUNNING, "reason": "The migration took longer than 30 minutes"}]


def test_no_second_one_is_started_beside_one_that_still_runs():
    aws = Aws(running=(RUNNING,))
    with pytest.raises(MigrationError, match=r"still running, .*aws ecs stop-task"):
        aws.run()
    assert aws.calls("list_tasks") == [{"cluster": CLUSTER, "family": "shop-dev-web-migration"}]
    assert aws.calls("run_task") == []


def test_what_ecs_refuses_is_told():
    aws = Aws(failures=({"reason": "RESOURCE:ENI", "arn": CLUSTER},))
    with pytest.raises(MigrationError, match="could not be started, and the service stays as it is: RESOURCE:ENI"):
        aws.run()


def test_a_lost_connection_is_no_failed_migration():
    aws = Aws({"error": "reset"}, {"error": "reset"}, stopped(0))
    assert aws.run()[-1].startswith("Migration of web: done")


def test_a_connection_that_does_not_come_back_is_told_with_the_command_to_look():
    with pytest.raises(MigrationError, match="ECS doesn't return its status: reset; see aws ecs describe-tasks"):
        Aws({"error": "reset"}).run()


def test_the_clients_are_made_anew_before_an_assumed_role_ends():
    aws, made = Aws({"lastStatus": "RUNNING"}), []

    def connect() -> AwsClients:
        made.append(aws.now)
        return aws.clients()

    patient = OneOffTask("web", CLUSTER, REVISION, (), (), False, "LATEST", 70)
    with pytest.raises(MigrationError):
        run_task(patient, connect, log_message=lambda _: None, sleep=aws.sleep, clock=lambda: aws.now)
    assert made == [0, 1800, 3600]


def waited_for(call: Any) -> Any:
    """Run a coroutine in a loop of its own; `asyncio.run` would leave other tests without one."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(call)
    finally:
        loop.close()


def called(aws: Aws, new: dict[str, Any], old: dict[str, Any] | None = None) -> list[str]:
    said: list[str] = []
    regions: list[str] = []

    def connect(region: str) -> AwsClients:
        regions.append(region)
        return aws.clients()

    args = pulumi.ResourceHookArgs("urn", "", "web", SERVICE, new_inputs=new, old_inputs=old)
    waited_for(build_migration_hook("web", timeout_in_minutes=30, create_clients=connect, log_message=said.append)(args))
    assert set(regions) <= {"us-west-2"}
    return said


def test_the_hook_reads_from_the_service_what_to_run_and_where():
    aws = Aws(stopped(0))
    assert called(aws, INPUTS)[0] == f"Migration of web: started as {RUNNING}"
    assert aws.calls("run_task")[0]["taskDefinition"] == REVISION
    assert aws.calls("run_task")[0]["networkConfiguration"]["awsvpcConfiguration"]["securityGroups"] == ["sg-1"]


def test_the_hook_reads_inputs_that_are_secret_too():
    async def secret() -> list[str]:
        network = pulumi.Output.secret(INPUTS["networkConfiguration"])
        args = pulumi.ResourceHookArgs("urn", "", "web", SERVICE, new_inputs={**INPUTS, "networkConfiguration": network})
        said: list[str] = []
        await build_migration_hook(
            "web", timeout_in_minutes=30, create_clients=lambda _: Aws(stopped(0)).clients(), log_message=said.append
        )(args)
        return said

    assert len(waited_for(secret())) == 2


@pytest.mark.parametrize("change", [{"taskDefinition": "…:8"}, {"triggers": {"migration": f"{REVISION}0"}}])
def test_a_new_revision_of_either_runs_it(change):
    aws = Aws(stopped(0))
    called(aws, {**INPUTS, **change}, INPUTS)
    assert len(aws.calls("run_task")) == 1


def test_an_update_that_brings_no_new_revision_does_not_run_it():
    aws = Aws(stopped(0))
    assert called(aws, {**INPUTS, "desiredCount": 4}, INPUTS) == ["Migration of web: not run, because this update has no new revision"]
    assert aws.asked == []


def test_a_service_that_gets_its_first_migration_runs_it():
    aws = Aws(stopped(0))
    called(aws, INPUTS, {key: value for key, value in INPUTS.items() if key != "triggers"})
    assert len(aws.calls("run_task")) == 1


def test_a_failed_migration_fails_the_hook():
    with pytest.raises(MigrationError, match="exited with 2"):
        called(Aws(stopped(2)), INPUTS)


# --- credentials --------------------------------------------------------------------------------------------------------


def test_without_boto3_it_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(MigrationError, match=r"pip install 'fargate-web\[migration\]'"):
        Credentials().create_clients("us-west-2")


STACK = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: nginx
      migration: {command: [migrate]}
"""


def test_without_boto3_a_stack_registers_nothing(tmp_path, root, monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text(STACK)
    (tmp_path / "__main__.py").write_text((root / "__main__.py").read_text())
    result = Programs(tmp_path)(stack="dev", strict=False)
    assert result.resources == []
    assert "Pulumi.dev.yaml:6:7: services.web.migration: boto3 isn't installed" in str(result.error)
    assert "pip install 'fargate-web[migration]'" in str(result.error)


def test_without_boto3_a_service_of_a_program_of_its_own_registers_nothing(build, monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)
    _, result = build.service(build.web(migration={"command": ["migrate"]}), strict=False)
    assert result.resources == []
    assert str(result.error).startswith('Service "web": migration: boto3 isn\'t installed')


class Session:
    """Stands for boto3's session."""

    made: list[dict[str, Any]]

    def __init__(self, **how: Any) -> None:
        self.made.append(how)

    def client(self, name: str) -> Any:
        given = {"AccessKeyId": "id", "SecretAccessKey": "key", "SessionToken": "token"}
        return SimpleNamespace(name=name, assume_role=lambda **asked: self.made.append(asked) or {"Credentials": given})


@pytest.fixture
def sessions(monkeypatch) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    monkeypatch.setitem(sys.modules, "boto3", SimpleNamespace(Session=type("Session", (Session,), {"made": made})))
    return made


def configured(config: dict[str, str], secret_keys: tuple[str, ...] = ()) -> Credentials:
    found: list[Credentials] = []
    run(lambda: found.append(Credentials.from_config()), config={"aws:region": "us-west-2", **config}, secret_keys=secret_keys)
    return found[0]


def test_it_calls_aws_with_what_the_provider_is_configured_with(sessions):
    clients = configured({"aws:profile": "shop"}).create_clients("us-west-2")
    assert sessions == [{"profile_name": "shop", "region_name": "us-west-2"}]
    assert (clients.ecs.name, clients.logs.name) == ("ecs", "logs")


def test_keys_are_passed_on_and_never_shown(sessions):
    keys = configured({"aws:accessKey": "AKIA", "aws:secretKey": "hidden"}, ("aws:secretKey",))
    keys.create_clients("us-west-2")
    assert sessions[0] == {
        "profile_name": None,
        "region_name": "us-west-2",
        "aws_access_key_id": "AKIA",
        "aws_secret_access_key": "hidden",
    }
    assert "hidden" not in repr(keys)


def test_roles_are_assumed_in_their_order(sessions):
    roles = [{"roleArn": "arn:aws:iam::1:role/one", "externalId": "x"}, {"roleArn": "arn:aws:iam::1:role/two", "sessionName": "ci"}]
    configured({"aws:assumeRoles": json.dumps(roles)}).create_clients("us-west-2")
    assert [each for each in sessions if "RoleArn" in each] == [
        {"RoleArn": "arn:aws:iam::1:role/one", "RoleSessionName": "pulumi-migration", "ExternalId": "x"},
        {"RoleArn": "arn:aws:iam::1:role/two", "RoleSessionName": "ci"},
    ]
    assert sessions[-1]["aws_session_token"] == "token"
