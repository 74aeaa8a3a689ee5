"""The restart policy of a container: ECS starts the container again in the same task."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from .fix import Edit, Fix
from .section import RuleViolation, Section, describe_field

_SOURCE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"


class RestartPolicy(Section):
    """Starts a container again when it ends, without a new task: the task keeps its address, its volumes and its other containers.

    A container that ends before `restartAttemptPeriod` has passed is not started again, and what happened without a policy happens then: the end of
    an essential container stops the task.
    """

    enabled: Annotated[bool, describe_field("Whether ECS starts the container again.", source=_SOURCE)] = True
    ignored_exit_codes: Annotated[
        list[Annotated[int, Field(ge=0, le=255)]],
        describe_field(
            "Exit codes after which the container is not started again (0–255, 50 at most), such as 0 for a container that ends when its work is done.",
            source=_SOURCE,
            max_length=50,
            example=[0],
        ),
    ] = []
    restart_attempt_period: Annotated[
        int,
        describe_field(
            "Seconds that the container must have run before it is started again (60–1800). A container that fails right after its start does not "
            "restart in a loop, therefore.",
            source=_SOURCE,
            ge=60,
            le=1800,
        ),
    ] = 300

    key_hints: ClassVar[dict[str, str]] = {
        "condition": "write ignoredExitCodes: [0] to restart after failures only",
        "name": "write ignoredExitCodes: [0] to restart after failures only",
        "delay": "write restartAttemptPeriod: 300 (seconds)",
        "window": "write restartAttemptPeriod: 300 (seconds)",
        "maxAttempts": "ECS counts no attempts, but restarts a container once in each restartAttemptPeriod; remove it",
        "max_attempts": "ECS counts no attempts, but restarts a container once in each restartAttemptPeriod; remove it",
        "maximumRetryCount": "ECS counts no attempts, but restarts a container once in each restartAttemptPeriod; remove it",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no exit code is listed twice."""
        for code in sorted({code for code in self.ignored_exit_codes if self.ignored_exit_codes.count(code) > 1}):
            last = len(self.ignored_exit_codes) - 1 - self.ignored_exit_codes[::-1].index(code)
            fix = Fix("remove one", (Edit(("ignoredExitCodes", last), "remove"),), is_certain=True)
            yield RuleViolation(("ignored_exit_codes",), f"{code} is listed twice", "listed-twice", (fix,))

    @property
    def definition(self) -> dict[str, Any] | None:
        """The `restartPolicy` of the container definition. None if it is off."""
        if not self.enabled:
            return None
        return {"enabled": True, "ignoredExitCodes": sorted(self.ignored_exit_codes), "restartAttemptPeriod": self.restart_attempt_period}
