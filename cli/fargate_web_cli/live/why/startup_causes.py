"""Causes that ECS names in its messages: tasks that don't start."""

import re
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.live.why.cause import Cause, Evidence, Likelihood
from fargate_web_cli.live.why.facts import Facts
from fargate_web_cli.live.why.message_rules import MESSAGE_RULES, MessageRule

_PATTERNS: Final = tuple((rule, re.compile(rule.pattern, re.IGNORECASE | re.DOTALL)) for rule in MESSAGE_RULES)
_IN_LOGS: Final = frozenset(("wrong-architecture",))
_MAXIMUM_EVIDENCE: Final = 3


def find_startup_causes(facts: Facts) -> Iterator[Cause]:
    """Find the causes that messages name. A message counts for one cause."""
    found: dict[str, tuple[MessageRule, list[Evidence]]] = {}
    for evidence in _list_messages(facts):
        rule = match_message(evidence.quote)
        if rule is not None and (evidence.source != "log" or rule.kind in _IN_LOGS):
            found.setdefault(rule.kind, (rule, []))[1].append(evidence)
    for rule, messages in found.values():
        different = {message.quote: message for message in reversed(messages)}  # the newest message of equal ones
        quoted = [message for message in messages if different[message.quote] is message]
        yield Cause(rule.kind, Likelihood.CERTAIN, rule.title, rule.remedy, tuple(quoted[:_MAXIMUM_EVIDENCE]), rule.setting)


def match_message(message: str) -> MessageRule | None:
    """Return the rule that a message of ECS belongs to."""
    return next((rule for rule, pattern in _PATTERNS if pattern.search(message)), None)


def _list_messages(facts: Facts) -> Iterator[Evidence]:
    for task in facts.stopped_tasks:
        for container in task.containers:
            if container.reason:
                yield Evidence(f"task {task.id}, container {container.name}", container.reason, task.stopped)
            for line in container.log_tail:
                yield Evidence("log", line)
        yield Evidence(f"task {task.id}", f"{task.stop_code}: {task.reason}" if task.stop_code else task.reason, task.stopped)
    for event in facts.events:
        yield Evidence("event", event.message, event.time)
    if facts.deployment is not None and facts.deployment.reason:
        yield Evidence("deployment", facts.deployment.reason)
