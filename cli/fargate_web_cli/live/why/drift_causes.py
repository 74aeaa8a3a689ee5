"""Differences between what is deployed and what the stack file asks for."""

from collections.abc import Iterator

from fargate_web_cli.live.why.cause import Cause, Evidence, Likelihood
from fargate_web_cli.live.why.facts import Facts


def find_drift_causes(facts: Facts) -> Iterator[Cause]:
    """Find settings that are deployed otherwise than the stack file asks, one cause for each."""
    for setting, asked in (facts.asked_settings or {}).items():
        live = facts.live_settings.get(setting)
        if live is None or live == asked:
            continue
        key = ".".join(setting)
        yield Cause(
            "drift",
            Likelihood.POSSIBLE,
            f"The deployed service has another {key} than the stack file",
            "if the file is newer, run pulumi up; if somebody changed the service by hand or took it back, change the file, or run pulumi up --refresh",
            (Evidence("deployed", live), Evidence("stack file", asked)),
            setting,
        )
