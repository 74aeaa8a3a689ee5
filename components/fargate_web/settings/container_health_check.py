"""The health check of a container: a command that ECS runs inside it."""

from collections.abc import Iterator
from typing import Annotated, Any

import pulumi
from pydantic import BeforeValidator, WithJsonSchema

from .fix import Edit, Fix, write
from .section import RuleViolation, Section, describe_field
from .value_types import StringOrOutput


def _wrap_shell_command(value: Any) -> Any:
    return ["CMD-SHELL", value] if isinstance(value, str | pulumi.Output) else value


class ContainerHealthCheck(Section):
    """A command that ECS runs inside the container; its failure replaces the task."""

    command: Annotated[
        list[StringOrOutput],
        BeforeValidator(_wrap_shell_command),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "string", "minLength": 1, "secret": True},
                    {"type": "array", "items": {"type": "string", "secret": True}, "minItems": 2},
                ]
            }
        ),
        describe_field(
            "A shell command, or a list that starts with CMD or CMD-SHELL. The programs that it calls (curl, wget, node) must be in the image.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html",
            example=["CMD-SHELL", "wget -q -O /dev/null http://localhost:3000/health || exit 1"],
        ),
    ]
    interval: Annotated[int, describe_field("Seconds between two checks (5–300).", ge=5, le=300)] = 30
    timeout: Annotated[int, describe_field("Seconds until a check counts as failed (2–60); shorter than the interval.", ge=2, le=60)] = 5
    retries: Annotated[int, describe_field("Failures in a row until the container is unhealthy (1–10).", ge=1, le=10)] = 3
    start_period: Annotated[int, describe_field("Seconds after the start in which failures don't count (0–300).", ge=0, le=300)] = 0

    key_hints = {
        "test": "write command",
        "path": "write healthCheck: {path: …} at the service; here a command runs in the container",
        "startInterval": "ECS has no interval of its own for the start; write startPeriod",
        "gracePeriod": "write startPeriod",
        "initialDelaySeconds": "write startPeriod",
        "periodSeconds": "write interval",
        "timeoutSeconds": "write timeout",
        "failureThreshold": "write retries",
        "disable": "write containerHealthCheck: false, or remove it",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that health checks don't overlap, and that the command starts with CMD or CMD-SHELL."""
        if self.timeout >= self.interval:
            yield RuleViolation(
                ("timeout", "interval"),
                f"a check may take {self.timeout} s but the next starts after {self.interval} s, so checks would overlap",
                "health-checks-overlap",
                (write("timeout", value=max(2, self.interval // 2)),),
            )
        if self.command[:1] not in (["CMD"], ["CMD-SHELL"]) or len(self.command) < 2 or not all(self.command):
            words = [word for word in self.command if isinstance(word, str) and word and word not in ("CMD", "CMD-SHELL", "NONE")]
            # Several words are those of a program; one word is a line for a shell.
            command = ["CMD", *words] if len(words) > 1 else ["CMD-SHELL", *(words or ["curl -f http://localhost:3000/health || exit 1"])]
            yield RuleViolation(
                ("command",),
                "the list must start with CMD or CMD-SHELL and go on with the command (ClientException)",
                "wrong-health-check-command",
                (write("command", value=command, certain=len(words) == len(self.command)),),
            )
        elif self.command[0] == "CMD-SHELL" and len(self.command) > 2:
            yield RuleViolation(
                ("command",),
                "CMD-SHELL takes one string, and what follows it is ignored",
                "wrong-health-check-command",
                _suggest_commands(self.command),
            )


def _suggest_commands(command: list[Any]) -> tuple[Fix, ...]:
    """Suggest a line for the shell, and the words without one. A part that is an Output can't be written out."""
    if not all(isinstance(word, str) for word in command):
        return (Fix("write CMD instead of CMD-SHELL", (Edit(("command", 0), "set", "CMD"),)),)
    return write("command", value=["CMD-SHELL", " ".join(command[1:])]), write("command", value=["CMD", *command[1:]])
