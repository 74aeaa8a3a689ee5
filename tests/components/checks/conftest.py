"""Stacks to be checked: valid settings, of which one part is of interest."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from fargate_web.analysis.rule_priorities import assign_priorities
from fargate_web.checks.finding import Finding
from fargate_web.checks.listener_rules import check_listener_rules
from fargate_web.checks.silence import split_silenced
from fargate_web.faults.validation import validate
from fargate_web.settings.fix import join_fixes
from fargate_web.settings.stack import Stack

Check = Callable[[Stack, str | None], Iterator[Finding]]


class Stacks:
    """Makes stacks, and runs one check over them."""

    # By digest, with a user, a root and a scratch folder that are said: nothing to advise.
    fine: Final = {
        "image": f"123456789012.dkr.ecr.us-west-2.amazonaws.com/web@sha256:{'a' * 64}",
        "user": "10001:10001",
        "readonlyRootFilesystem": True,
        "tmpfs": {"/tmp": 64},
    }

    def of(self, services: dict[str, dict[str, Any]], **sections: Any) -> Stack:
        """Make a stack; services say only what is of interest."""
        return validate(Stack, {"services": {name: {**self.fine, **said} for name, said in services.items()}, **sections})

    def found(
        self, check: Check, services: dict[str, dict[str, Any]], *, region: str | None = "us-west-2", **sections: Any
    ) -> list[Finding]:
        """Run a check over a stack, and give the findings that the stack doesn't silence."""
        stack = self.of(services, **sections)
        return split_silenced(check(stack, region), stack)[0]

    def shown(self, check: Check, services: dict[str, dict[str, Any]], **sections: Any) -> list[Finding]:
        """Run a check over a stack, and give the findings as users read them."""
        return self.as_shown(self.found(check, services, **sections))

    def as_shown(self, findings: Iterable[Finding]) -> list[Finding]:
        """Give findings with the message that users read: it ends with what to write."""
        return [replace(finding, message=join_fixes(finding.message, finding.fixes)) for finding in findings]

    @staticmethod
    def text(finding: Finding) -> str:
        """Give the message of a finding with what to write instead, as it is shown."""
        return join_fixes(finding.message, finding.fixes)

    def priorities(self, stack: Stack) -> dict[str, int]:
        """Give the priorities of the rules of a stack."""
        return assign_priorities("shop", "test", stack.listener_rules)

    def found_of_rules(self, services: dict[str, dict[str, Any]]) -> list[Finding]:
        """Check the listener rules of a stack."""
        stack = self.of(services)
        return self.as_shown(check_listener_rules(stack, self.priorities(stack)))


@pytest.fixture(scope="session")
def stacks() -> Stacks:
    return Stacks()
