"""`make scan`: what checkov says of the stack files, and whether it agrees with the controls.

Each stack file is run in this process, and what it registers is written as a Terraform plan. checkov runs once over all plans. A finding is accepted if
`ACCEPTED_FINDINGS` has a reason for it. The scan fails if a stack misses its goal, or if checkov passes a resource that was made bad.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

from fargate_web.controls.accepted_findings import ACCEPTED_FINDINGS
from fargate_web.testing import Run

from tests.components.controls.mutations import MUTATIONS
from tests.scan.terraform_plan import build_plan, label_addresses
from tests.stacks.running import ROOT, preview_or_up, read

SMALLEST_HTTPS: Final = "smallest with HTTPS"
GOALS: Final = {"Pulumi.prod.yaml": 98.0, SMALLEST_HTTPS: 95.0}
"""The least share of checks that pass, in percent, without the accepted ones."""
_SMALLEST_HTTPS_CONFIG: Final = {
    "aws:region": "us-west-2",
    "fargate-web:loadBalancer": {"https": {"domainName": "www.example.com", "hostedZone": "example.com"}},
    "fargate-web:services": {
        "web": {
            "image": f"public.ecr.aws/nginx/nginx-unprivileged@sha256:{'0' * 64}",
            "port": 8080,
            "user": "101:101",
            "readonlyRootFilesystem": True,
        }
    },
}


@dataclass
class Result:
    """The result of one stack.

    Attributes:
        passed: The number of checks that passed.
        failed: The checks that failed, with their resources.
        accepted: The number of failed checks with a reason.
    """

    passed: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    accepted: int = 0

    @property
    def raw_share(self) -> float:
        """The share of all checks that pass, in percent."""
        return 100 * self.passed / (self.passed + len(self.failed) + self.accepted)

    @property
    def share(self) -> float:
        """The share that passes of the checks that are not accepted, in percent."""
        return 100 * self.passed / (self.passed + len(self.failed))


def main(arguments: Sequence[str] | None = None) -> int:
    """Scan, and print what is found."""
    parser = argparse.ArgumentParser(prog="make scan", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkov", default="checkov", metavar="PATH", help="the program (default: that of the PATH)")
    parser.add_argument("--findings", action="store_true", help="list what is found and not accepted")
    options = parser.parse_args(arguments)
    runs = dict(_run_stacks())
    with tempfile.TemporaryDirectory() as folder:
        for name, run in runs.items():
            Path(folder, f"{name}.json").write_text(json.dumps(build_plan(run)), encoding="utf-8")
        for number, mutation in enumerate(MUTATIONS):
            if mutation.checkov:
                plan = build_plan(cast(Run, SimpleNamespace(resources=mutation.apply())))
                Path(folder, f"mutation-{number}.json").write_text(json.dumps(plan), encoding="utf-8")
        report = _run_checkov(options.checkov, folder)
    results = {name: _judge(report.get(name, []), label_addresses(run)) for name, run in runs.items()}
    for name, result in results.items():
        counts = f"{result.passed:4} passed, {len(result.failed):3} failed, {result.accepted:3} accepted"
        print(f"{name:24}{counts}  {result.raw_share:5.1f} % of all, {result.share:5.1f} % without the accepted")
        for check, label in result.failed if options.findings else ():
            print(f"    {check} {label}")
    problems = [*_find_missed_goals(results), *_find_disagreements(report)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


def _run_stacks() -> Iterator[tuple[str, Run]]:
    for path in (ROOT / "Pulumi.dev.yaml", ROOT / "Pulumi.prod.yaml", *sorted((ROOT / "examples").glob("*.yaml"))):
        yield path.name, preview_or_up(read(str(path.relative_to(ROOT))))
    yield SMALLEST_HTTPS, preview_or_up(_SMALLEST_HTTPS_CONFIG)


def _run_checkov(program: str, folder: str) -> dict[str, list[tuple[str, str, bool]]]:
    """Return the check, the address and whether it passed, by the name of the plan."""
    command = [program, "--directory", folder, "--framework", "terraform_plan", "--output", "json", "--compact", "--skip-download"]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    document = json.loads(output)
    if document.get("results") is None or document["results"]["parsing_errors"]:
        raise SystemExit(f"checkov could not read the plans: {output[:500]}")
    report: dict[str, list[tuple[str, str, bool]]] = {}
    for passed, key in ((True, "passed_checks"), (False, "failed_checks")):
        for check in document["results"][key]:
            report.setdefault(Path(check["file_path"]).stem, []).append((check["check_id"], check["resource"], passed))
    return report


def _judge(checks: Sequence[tuple[str, str, bool]], labels: dict[str, str]) -> Result:
    result = Result()
    for check, address, passed in checks:
        label = labels[address]
        if passed:
            result.passed += 1
        elif any(accepted.covers(check, label) for accepted in ACCEPTED_FINDINGS):
            result.accepted += 1
        else:
            result.failed.append((check, label))
    return result


def _find_missed_goals(results: dict[str, Result]) -> Iterator[str]:
    for name, goal in GOALS.items():
        if results[name].share < goal:
            yield f"{name}: {results[name].share:.1f} % of the checks pass, and the goal is {goal:.0f} %"


def _find_disagreements(report: dict[str, Any]) -> Iterator[str]:
    """Yield the resources that violate a control and pass the same check of checkov."""
    for number, mutation in enumerate(MUTATIONS):
        failed = {check for check, _, passed in report.get(f"mutation-{number}", []) if not passed}
        if mutation.checkov and mutation.checkov not in failed:
            yield f"checkov passes what violates {mutation.control}: {mutation.resource}, {mutation.checkov}"


if __name__ == "__main__":
    sys.exit(main())
