"""Applies what a report says to write, to see whether it ends the report and causes no other."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from fargate_web.faults.fault import Fault
from fargate_web.settings.fix import Fix
from fargate_web_cli.check.text_edits import EditError, apply_fix

from tests.bad_input.cases import Case, Outcome, load
from tests.bad_input.edits import apply_edits, parse_text, render_data


def count_codes(faults: Iterable[Fault]) -> Counter[str]:
    return Counter(fault.code for fault in faults)


def find_failure(fault: Fault, fix: Fix, before: Outcome, after: Outcome) -> str | None:
    """Say how a fix failed. What an error hides shows only after it, so that warnings are compared with warnings alone."""
    is_error = fault in before.errors
    allowed = count_codes(before.errors if is_error else before.warnings) - Counter([fault.code])
    if "subnets: public" in fix.text:
        allowed["tasks-in-public-subnets"] += 1  # an open choice, and the advice names one without it, too
    left = count_codes(after.errors if is_error else (*after.errors, *after.warnings)) - allowed
    if not left:
        return None
    messages = [f"  {each}" for each in (*after.errors, *after.warnings) if each.code in left]
    return "\n".join([f"{fault}", f"after {fix.text!r}:", *messages])


def list_failures(case: Case, before: Outcome, folder: Path) -> list[str]:
    """Apply each fix of each report to a copy of the case in an empty folder, and list the fixes that fail."""
    text = case.file.read_bytes().decode("utf-8", "replace")
    # The project file, files that a case extends, and what a case builds.
    for beside in (*case.file.parent.glob("Pulumi.*"), *case.file.parent.glob("Dockerfile")):
        (folder / beside.name).write_bytes(beside.read_bytes())
    file = folder / f"Pulumi.{case.stack}.yaml"

    def load_text(changed: str) -> Outcome:
        file.write_bytes(changed.encode())
        return load(file, case.stack)

    failures = []
    for fault in (*before.errors, *before.warnings):
        for fix in fault.fixes:
            try:
                after = load_text(apply_fix(text, fix, "fargate-web"))
            except EditError:
                # The text has no place for it, such as a section that is JSON text: prove what the fix says by the data.
                try:
                    after = load_text(render_data(apply_edits(parse_text(text), fix.edits)))
                except (LookupError, TypeError) as error:
                    failures.append(f"{fault}\n{fix.text!r} can't be applied: {error!r}")
                    continue
            failures.append(find_failure(fault, fix, before, after))
    return [failure for failure in failures if failure]
