"""What a report says to write is right: written to the letter, it ends the report and causes no other."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from fargate_web.faults.fault import Fault
from fargate_web.settings.fix import Fix
from fargate_web_cli.check.text_edits import EditError, apply_fix

from tests.bad_input.cases import Outcome, count_advice_in_words, load, load_case, name_files
from tests.bad_input.edits import apply_edits, parse_text, render_data

FOLDER = Path(__file__).parent
CASES = name_files(FOLDER)
WORDS = FOLDER / "advice_in_words.txt"


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


@pytest.mark.parametrize("name", CASES)
def test_every_fix_ends_its_report_and_causes_no_other(name, tmp_path, monkeypatch):
    case, outcome = load_case(CASES[name])
    if not any(fault.fixes for fault in (*outcome.errors, *outcome.warnings)):
        return
    text = case.file.read_bytes().decode("utf-8", "replace")
    for beside in case.file.parent.glob("Pulumi.*"):  # the project file, and files that a case extends
        (tmp_path / beside.name).write_bytes(beside.read_bytes())
    file = tmp_path / f"Pulumi.{case.stack}.yaml"

    def load_text(changed: str) -> Outcome:
        file.write_bytes(changed.encode())
        return load(file, case.stack)

    failures = []
    before = load_text(text)
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
    failures = [failure for failure in failures if failure]
    assert not failures, "\n".join(failures)


def test_advice_in_words_alone_becomes_rarer():
    """Advice should be data, so that it can be applied and proved. A count of the list may only fall, but for cases of new checks."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    listed = {code: int(count) for code, count in (line.split() for line in lines)}
    now = count_advice_in_words(FOLDER)
    assert {code: (listed.get(code, 0), now.get(code, 0)) for code in listed.keys() | now if listed.get(code) != now.get(code)} == {}
