"""The description of a check."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CheckDescription:
    """What a check is about, for `fargate-web explain` and docs/checks.md.

    Attributes:
        code: The identifier: lower-case words with hyphens. It never changes, because stack files silence checks by it.
        severity: `error` stops the deployment. `warning` is shown. `advice` is a warning, and an error on a protected stack. A check that is
            certain in some cases and likely in others is a `warning`; its certain cases are errors, and can't be silenced.
        title: What is wrong, in a few words.
        consequence: What AWS, the provider or the users of the service would do, with the name of AWS's error if there is one.
        fix: What to write instead, for every case of the check.
        source: The page of AWS's documentation, or the thread, that states the rule.
        can_be_silenced: Whether the stack file can silence an error, because it is a choice. Warnings and advice always can be.
    """

    code: str
    severity: Literal["error", "warning", "advice"]
    title: str
    consequence: str
    fix: str
    source: str | None = None
    can_be_silenced: bool = False
