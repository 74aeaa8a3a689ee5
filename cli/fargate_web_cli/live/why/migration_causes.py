"""Causes in the migration, which must succeed before Pulumi updates the service."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.live.why.cause import Cause, Evidence, Likelihood
from fargate_web_cli.live.why.facts import Facts, StoppedTask
from fargate_web_cli.live.why.startup_causes import match_message

_LOG_LINES: Final = 10
_SETTING: Final = ("migration",)


def find_migration_causes(facts: Facts) -> Iterator[Cause]:
    """Find a migration that failed, or that still runs: the service is not updated then."""
    if facts.migration_runs:
        yield Cause(
            "migration-runs",
            Likelihood.CERTAIN,
            "A migration runs; the service is updated when it has ended",
            "wait, or look at what it does: its log is in the log group of the service",
            (Evidence("migration", f"a task of the migration of {facts.service} runs"),),
            _SETTING,
        )
    task = facts.migration
    if task is None:
        return
    codes = [container for container in task.containers if container.exit_code not in (None, 0)]
    named = next((rule for reason in _list_reasons(task) if (rule := match_message(reason)) is not None), None)
    if named is not None and not codes:
        title, remedy, setting = f"The migration could not start: {named.title[0].lower()}{named.title[1:]}", named.remedy, named.setting
    elif codes:
        title = f"The migration failed with exit code {codes[0].exit_code}, so that the service was not updated"
        remedy, setting = "read the last lines of its log, correct the migration, and run pulumi up again", _SETTING
    else:
        title, setting = "The migration did not end by itself, so that the service was not updated", _SETTING
        remedy = "look at what it left half done; write a higher timeoutInMinutes if it takes longer"
    log = tuple(Evidence("log", line) for container in task.containers for line in container.log_tail[-_LOG_LINES:])
    reasons = tuple(Evidence(f"migration task {task.id}", reason, task.stopped) for reason in _list_reasons(task))
    # A later deployment came without a migration, such as one by hand.
    is_older = facts.deployment is not None and facts.deployment.started and task.stopped and facts.deployment.started > task.stopped
    yield Cause("migration-failed", Likelihood.POSSIBLE if is_older else Likelihood.CERTAIN, title, remedy, (*reasons, *log), setting)


def _list_reasons(task: StoppedTask) -> list[str]:
    said = [f"exit code {each.exit_code} of {each.name}" for each in task.containers if each.exit_code not in (None, 0)]
    return list(dict.fromkeys([*said, *(each.reason for each in task.containers if each.reason), *([task.reason] if task.reason else [])]))
