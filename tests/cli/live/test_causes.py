"""The causes of a failed deployment, each from facts as AWS tells them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fargate_web.settings.service import Service
from fargate_web_cli.live.status.model import Deployment, Event, WaitingHook
from fargate_web_cli.live.why import container_causes, target_causes
from fargate_web_cli.live.why.cause import Likelihood
from fargate_web_cli.live.why.diagnosis import CAUSES, diagnose
from fargate_web_cli.live.why.facts import Agent, Alarm, Facts, FailedHook, StoppedContainer, StoppedTask, Target
from fargate_web_cli.live.why.message_rules import MESSAGE_RULES
from pydantic import BaseModel

from tests.cli.live.ecs_messages import MESSAGES
from tests.cli.live.services import START, at

FACTS = Facts("web", "web", deployment=Deployment("arn", "ROLLBACK_SUCCESSFUL", started=START))


def kinds(facts):
    return [cause.kind for cause in diagnose(facts).causes]


def stopped(*containers, code="EssentialContainerExited", reason="Essential container in task exited", lived=20):
    return StoppedTask("t1", code, reason, at(0), at(lived), containers)


@pytest.mark.parametrize(("message", "kind"), MESSAGES)
def test_a_message_of_a_stopped_task_names_the_cause(message, kind):
    facts = replace(FACTS, stopped_tasks=(StoppedTask("t1", "TaskFailedToStart", message, None, at(30)),))
    (cause,) = diagnose(facts).causes
    assert (cause.kind, cause.likelihood) == (kind, Likelihood.CERTAIN)
    assert message in cause.evidence[0].quote
    assert cause.evidence[0].time == at(30)


@pytest.mark.parametrize(("message", "kind"), MESSAGES)
def test_the_same_message_in_an_event_names_it_too(message, kind):
    assert kinds(replace(FACTS, events=(Event(at(1), message),))) == [kind]


def test_every_rule_has_a_message_that_it_belongs_to():
    assert {kind for _, kind in MESSAGES} == {rule.kind for rule in MESSAGE_RULES}


@pytest.mark.parametrize(
    "message",
    [
        "(service web) has started 2 tasks: (task 1) (task 2).",
        "(service web) has reached a steady state.",
        "(service web) registered 1 targets in (target-group arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/web/1)",
        "(service web) deployment completed.",
        "Scaling activity initiated by (deployment ecs-svc/1)",
    ],
)
def test_an_ordinary_message_names_no_cause(message):
    assert kinds(replace(FACTS, events=(Event(at(1), message),))) == []


def test_a_message_that_many_tasks_repeat_is_one_cause_quoted_once():
    tasks = tuple(StoppedTask(f"t{n}", "", "CannotPullContainerError: manifest unknown", None, at(n)) for n in range(9))
    (cause,) = diagnose(replace(FACTS, stopped_tasks=tasks)).causes
    assert [each.source for each in cause.evidence] == ["task t0"]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (0, "exit-0", "ends by itself"),
        (1, "exit-1", "own error"),
        (126, "exit-126", "not executable"),
        (127, "exit-127", "does not find its command"),
        (134, "exit-134", "aborts"),
        (137, "exit-137", "was killed"),
        (139, "exit-139", "SIGSEGV"),
        (143, "exit-143", "SIGTERM"),
        (255, "exit-255", "255"),
        (42, "exit-42", "ends with the status 42"),
    ],
)
def test_an_exit_code_is_explained_with_the_end_of_the_log(code, kind, words):
    container = StoppedContainer("web", code, log_tail=("one", "two"))
    (cause,) = diagnose(replace(FACTS, stopped_tasks=(stopped(container),))).causes
    assert cause.kind == kind
    assert words in cause.title
    assert [each.quote for each in cause.evidence] == [f"exit code {code}: Essential container in task exited", "one", "two"]


def test_out_of_memory_is_told_from_other_kills():
    container = StoppedContainer("web", 137, "OutOfMemoryError: Container killed due to memory usage")
    (cause,) = diagnose(replace(FACTS, stopped_tasks=(stopped(container),))).causes
    assert (cause.kind, cause.setting) == ("out-of-memory", ("memory",))


def test_a_container_that_ecs_stopped_is_no_cause():
    task = stopped(StoppedContainer("web", 143), StoppedContainer("proxy", 0), code="ServiceSchedulerInitiated", reason="Scaling activity")
    assert kinds(replace(FACTS, stopped_tasks=(task,))) == []


def test_a_kill_after_ecs_stopped_the_task_is_only_possible():
    task = stopped(StoppedContainer("web", 137), code="ServiceSchedulerInitiated", reason="Scaling activity")
    (cause,) = diagnose(replace(FACTS, stopped_tasks=(task,))).causes
    assert (cause.kind, cause.likelihood) == ("exit-137", Likelihood.POSSIBLE)


def test_the_main_container_is_likelier_than_a_sidecar():
    task = stopped(StoppedContainer("proxy", 127), StoppedContainer("web", 1))
    assert kinds(replace(FACTS, stopped_tasks=(task,))) == ["exit-1", "exit-127"]


@pytest.mark.parametrize("code", [0, 137, 143])
def test_a_sidecar_that_ecs_stops_after_the_main_container_ended_is_no_cause(code):
    task = stopped(StoppedContainer("proxy", code), StoppedContainer("web", 1))
    assert kinds(replace(FACTS, stopped_tasks=(task,))) == ["exit-1"]


def test_the_settings_of_a_sidecar_are_its_own():
    task = stopped(StoppedContainer("proxy", 127), StoppedContainer("web", 143))
    assert diagnose(replace(FACTS, stopped_tasks=(task,))).causes[0].setting == ("sidecars", "proxy", "command")


def test_exec_format_error_in_the_log_is_the_wrong_architecture():
    container = StoppedContainer("web", 1, log_tail=("exec /usr/bin/node: exec format error",))
    assert kinds(replace(FACTS, stopped_tasks=(stopped(container),))) == ["wrong-architecture", "exit-1"]


def test_words_of_the_application_are_no_words_of_ecs():
    container = StoppedContainer(
        "web", 1, log_tail=("could not pull: manifest unknown", "429 Too Many Requests", "no space left on device")
    )
    assert kinds(replace(FACTS, stopped_tasks=(stopped(container),))) == ["exit-1"]


def test_a_container_health_check_that_fails():
    container = StoppedContainer("web", 143, is_unhealthy=True, log_tail=("curl: not found",))
    task = stopped(container, code="ServiceSchedulerInitiated", reason="Task failed container health checks")
    (cause,) = diagnose(replace(FACTS, stopped_tasks=(task,))).causes
    assert (cause.kind, cause.setting) == ("container-health-check", ("containerHealthCheck",))
    assert cause.evidence[1].quote == "curl: not found"


@pytest.mark.parametrize(
    ("reason", "description", "kind"),
    [
        ("Target.ResponseCodeMismatch", "Health checks failed with these codes: [404]", "health-check-code"),
        ("Target.Timeout", "Request timed out", "health-check-timeout"),
        ("Target.FailedHealthChecks", "Health checks failed", "health-check-refused"),
    ],
)
def test_a_target_fails_its_health_check(reason, description, kind):
    (cause,) = diagnose(replace(FACTS, targets=(Target("blue", "10.0.0.1:80", "unhealthy", reason, description),))).causes
    assert cause.kind == kind
    assert cause.evidence[0].quote == f"{reason}: {description}"
    event = f"(service web) (port 80) is unhealthy in (target-group arn) due to (reason {description})"
    assert kinds(replace(FACTS, events=(Event(at(1), event),))) == [kind]


def test_the_code_of_a_failed_health_check_is_named():
    target = Target("blue", "10.0.0.1:80", "unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [301]")
    assert diagnose(replace(FACTS, targets=(target,))).causes[0].title == "The health check gets the status 301"


def test_healthy_and_new_targets_are_no_cause():
    targets = (Target("blue", "a", "healthy"), Target("green", "b", "initial", "Elb.RegistrationInProgress"))
    assert kinds(replace(FACTS, targets=targets)) == []


@pytest.mark.parametrize(("lived", "found"), [(59, False), (70, True), (180, True), (900, False)])
def test_a_task_that_ends_soon_after_the_grace_period_may_need_a_longer_one(lived, found):
    task = stopped(code="ServiceSchedulerInitiated", reason="Task failed ELB health checks in (target-group arn)", lived=lived)
    assert ("grace-period" in kinds(replace(FACTS, stopped_tasks=(task,), grace_period=60))) == found
    assert "grace-period" not in kinds(replace(FACTS, stopped_tasks=(task,)))


def test_old_targets_drain_while_the_deployment_is_in_progress():
    targets = (Target("blue", "a", "draining", "Target.DeregistrationInProgress"),)
    going = replace(FACTS, deployment=Deployment("arn", "IN_PROGRESS", started=START), targets=targets)
    assert kinds(going) == ["draining"]
    assert kinds(replace(FACTS, targets=targets)) == []


def test_the_alarm_that_ended_it_is_quoted_with_its_reason():
    deployment = Deployment("arn", "ROLLBACK_SUCCESSFUL", started=START, triggered_alarms=("5xx",))
    alarm = Alarm("5xx", "ALARM", "Threshold Crossed: 2 datapoints [40.0, 31.0] were greater than the threshold (10.0).", at(60))
    (cause,) = diagnose(replace(FACTS, deployment=deployment, alarms=(alarm,))).causes
    assert (cause.kind, cause.evidence[0].quote, cause.evidence[0].time) == ("alarm", alarm.reason, at(60))


def test_an_alarm_from_before_the_start_was_not_watched():
    before = Alarm("5xx", "ALARM", "old", START - timedelta(hours=1))
    assert kinds(replace(FACTS, alarms=(before,))) == ["alarm-not-watched"]
    assert kinds(replace(FACTS, alarms=(replace(before, state="OK"),))) == []
    assert kinds(replace(FACTS, alarms=(replace(before, changed=at(60)),))) == []


def test_the_circuit_breaker_comes_after_what_tripped_it():
    facts = replace(FACTS, circuit_breaker="TRIGGERED", stopped_tasks=(stopped(StoppedContainer("web", 1)),))
    assert kinds(facts) == ["exit-1", "circuit-breaker"]
    assert kinds(replace(facts, circuit_breaker="MONITORING_COMPLETE")) == ["exit-1"]


@pytest.mark.parametrize(("status", "words"), [("FAILED", "failed"), ("TIMED_OUT", "timed out")])
def test_a_hook_that_failed(status, words):
    (cause,) = diagnose(replace(FACTS, failed_hooks=(FailedHook("smoke-test", status, "arn:aws:lambda"),))).causes
    assert (cause.kind, cause.title) == ("hook-failed", f"The hook smoke-test {words}")


def test_a_pause_that_waits_comes_with_the_command_to_continue():
    deployment = Deployment("arn:d", "IN_PROGRESS", started=START, waiting_hooks=(WaitingHook("h1", at(600), "ROLLBACK"),))
    (cause,) = diagnose(replace(FACTS, deployment=deployment)).causes
    assert cause.kind == "hook-waiting"
    assert "--service-deployment-arn arn:d --hook-id h1 --action CONTINUE" in cause.remedy


def test_the_agent_of_ecs_exec_that_does_not_run():
    assert kinds(replace(FACTS, agents=(Agent("t1", "ExecuteCommandAgent", "STOPPED", "no route"),))) == ["exec-agent"]
    assert kinds(replace(FACTS, agents=(Agent("t1", "ExecuteCommandAgent", "RUNNING"),))) == []


def test_without_facts_nothing_is_found_and_what_was_not_read_is_not_ruled_out():
    assert diagnose(FACTS).ruled_out == tuple(CAUSES)
    assert "alarms" not in diagnose(replace(FACTS, unread={"alarms": "no permission"})).ruled_out


def test_every_setting_that_a_cause_names_exists():
    settings = {rule.setting for rule in MESSAGE_RULES} | {each.setting for each in container_causes._EXITS.values()}
    settings |= {setting for _, _, setting in target_causes._EXPLANATIONS.values()}
    settings |= {("memory",), ("healthCheck", "gracePeriod"), ("targetGroup", "deregistrationDelay"), ("enableExecuteCommand",)}
    settings |= {
        ("deployment", "alarms"),
        ("deployment", "hooks"),
        ("containerHealthCheck",),
        ("migration",),
        ("scaling",),
        ("desiredCount",),
    }
    settings |= {("healthCheck", key) for key in ("path", "interval", "timeout", "matcher")}
    for setting in settings - {None}:
        model = Service
        for key in setting:
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            assert key in fields, setting
            annotation = fields[key].annotation
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                model = annotation
