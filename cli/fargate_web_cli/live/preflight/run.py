"""Runs all questions and judgements for a stack."""

from dataclasses import dataclass

from fargate_web.checks.finding import Finding
from fargate_web.checks.silence import SilencedFinding, split_silenced

from fargate_web_cli.live.preflight.aws_reader import AwsReader, Unchecked
from fargate_web_cli.live.preflight.facts.facts import collect_facts
from fargate_web_cli.live.preflight.facts.http import Fetch
from fargate_web_cli.live.preflight.facts.name_servers import Exchange
from fargate_web_cli.live.preflight.judgements import JUDGEMENTS
from fargate_web_cli.live.preflight.planned_stack import PlannedStack


@dataclass(frozen=True)
class PreflightResult:
    """What the account says about a stack.

    Attributes:
        account: The account of the credentials.
        findings: What is wrong: errors before warnings.
        silenced: What the stack file silences, with the reasons.
        unchecked: What could not be checked.
        calls: The number of calls to AWS.
        has_answers: Whether AWS answered at all.
    """

    account: str
    findings: tuple[Finding, ...]
    silenced: tuple[SilencedFinding, ...]
    unchecked: tuple[Unchecked, ...]
    calls: int
    has_answers: bool = True


def run_preflight(
    planned: PlannedStack, reader: AwsReader, account: str, fetch: Fetch, exchange: Exchange, *, reads_values: bool = False
) -> PreflightResult:
    """Ask AWS for the facts of a stack, and judge them. The arguments are those of `collect_facts`."""
    facts = collect_facts(planned, reader, account, fetch, exchange, reads_values=reads_values)
    found = [finding for judge in JUDGEMENTS for finding in judge(planned, facts)]
    findings, silenced = split_silenced(found, planned.settings)
    errors_first = sorted(findings, key=lambda finding: finding.severity != "error")
    return PreflightResult(
        account, tuple(errors_first), tuple(silenced), tuple(dict.fromkeys(reader.unchecked)), reader.calls, reader.answers > 0
    )
