"""Every stack file of this folder is reported as its first lines say, and what the report says to write is right."""

from pathlib import Path

import pytest
from fargate_web.checks.catalogue import CATALOGUE, PREFLIGHT_CHECKS, WORKFLOW_CHECKS

from tests.bad_input.advice import list_failures
from tests.bad_input.cases import count_advice_in_words, find_differences, load_case, name_files, read_case

FOLDER = Path(__file__).parent
CASES = name_files(FOLDER)


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_reported_as_its_case_says(name):
    case, outcome = load_case(CASES[name])
    assert case.expected, "the first line must say what is reported: # expect: …"
    differences = find_differences(case, outcome, all_warnings=False)
    assert not differences, "\n".join([str(case.file), *differences])


# What no content of a stack file causes: workflows beside it, arguments in Python, a file or a package that is not there.
NOT_OF_A_FILE = (
    WORKFLOW_CHECKS
    | PREFLIGHT_CHECKS
    | {
        "invalid-argument",
        "endless-nesting",
        "missing-stack-file",
        "boto3-missing",
        "build-without-dockerignore",
    }
)


def test_every_check_of_the_catalogue_has_a_case():
    expected = {report.code for file in CASES.values() for report, _ in read_case(file).expected}
    assert sorted(CATALOGUE.keys() - expected - NOT_OF_A_FILE) == []


@pytest.mark.parametrize("name", CASES)
def test_every_fix_ends_its_report_and_causes_no_other(name, tmp_path):
    case, outcome = load_case(CASES[name])
    failures = list_failures(case, outcome, tmp_path)
    assert not failures, "\n".join(failures)


def test_advice_in_words_alone_becomes_rarer():
    """Advice should be data, so that it can be applied and proved. A count of the list may only fall, but for cases of new checks."""
    lines = (FOLDER / "advice_in_words.txt").read_text(encoding="utf-8").splitlines()
    listed = {code: int(count) for code, count in (line.split() for line in lines)}
    now = count_advice_in_words(FOLDER)
    assert {code: (listed.get(code, 0), now.get(code, 0)) for code in listed.keys() | now if listed.get(code) != now.get(code)} == {}
