"""Rules of a whole stack: that there is something to run, and that names and tags fit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .container_rules import explain_name_conflict
from .fix import remove, write
from .section import RuleViolation
from .tags import MAX_TAGS, merge_tags
from .task_names import FIELD_NAMES_BY_SECTION, find_name_violations

MAX_USER_TAGS = MAX_TAGS - 3
"""The number of tags that a stack may set: the program adds Project, Stack and Name."""
NO_SERVICES_MESSAGE = (
    "there is no service, so every service of the stack would be deleted; write at least one, like web: {image: …, port: 3000}, or scheduledTasks; "
    "to take a stack down run `pulumi destroy`"
)

if TYPE_CHECKING:
    from .stack import Stack


def find_stack_violations(stack: "Stack") -> Iterator[RuleViolation]:
    """Yield every violated rule of a whole stack."""
    if not stack.tasks and not stack.has_only_repositories:
        yield RuleViolation(("services",), NO_SERVICES_MESSAGE, "no-services")
    if stack.protected and stack.max_age_in_days is not None:
        yield RuleViolation(
            ("max_age_in_days", "protected"),
            "a protected stack is kept, and one with an age limit is destroyed when it is too old",
            "age-limit-of-protected-stack",
            (remove("maxAgeInDays"), write("protected", value=False)),
        )
    max_user_tags = MAX_USER_TAGS - (stack.max_age_in_days is not None)
    for (section, name), task in stack.tasks.items():
        merged_tags = merge_tags(stack.tags, task.tags)
        if len(merged_tags) > max_user_tags:
            yield RuleViolation(
                (f"{FIELD_NAMES_BY_SECTION[section]}.{name}.tags", "tags"),
                f"with those of the stack these are {len(merged_tags)} tags; AWS allows 50 on a resource, of which "
                f"Project, Stack{', MaxAgeInDays' if stack.max_age_in_days else ''} and Name are the program's; write {max_user_tags} at most",
                "too-many-tags",
            )
        conflict = explain_name_conflict(name, task) if task.names.container is None else None
        if conflict:
            yield RuleViolation(
                (f"{FIELD_NAMES_BY_SECTION[section]}.{name}.sidecars.{name}", f"{FIELD_NAMES_BY_SECTION[section]}.{name}"),
                conflict,
                "name-taken",
            )
    yield from find_name_violations(stack.tasks, stack.services)
