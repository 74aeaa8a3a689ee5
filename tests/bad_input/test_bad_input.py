"""Every stack file of this folder is reported as its first lines say: identifier, severity, position, path and message."""

from pathlib import Path

import pytest
from fargate_web.checks.catalogue import CATALOGUE, PREFLIGHT_CHECKS, WORKFLOW_CHECKS

from tests.bad_input.cases import find_differences, load_case, name_files, read_case

CASES = name_files(Path(__file__).parent)


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_reported_as_its_case_says(name):
    case, outcome = load_case(CASES[name])
    assert case.expected, "the first line must say what is reported: # expect: …"
    differences = find_differences(case, outcome, all_warnings=False)
    assert not differences, "\n".join([str(case.file), *differences])


# What no content of a stack file causes: workflows beside it, arguments in Python, a file or a package that is not there.
NOT_OF_A_FILE = WORKFLOW_CHECKS | PREFLIGHT_CHECKS | {"invalid-argument", "endless-nesting", "missing-stack-file", "boto3-missing"}


def test_every_check_of_the_catalogue_has_a_case():
    expected = {report.code for file in CASES.values() for report, _ in read_case(file).expected}
    assert sorted(CATALOGUE.keys() - expected - NOT_OF_A_FILE) == []
