"""Unusual stack files that AWS accepts: no fault, and no warning but those that the first lines of a file list.

Most files are short: they serve plain HTTP and turn off what they are not about. Advice on such open choices counts only where a file lists it.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from fargate_web.checks.catalogue.safeguards import CHECKS_OF_SAFEGUARDS

from tests.bad_input.cases import find_differences, load_case, name_files

FILES = name_files(Path(__file__).parent)
CHOICES = {check.code for check in CHECKS_OF_SAFEGUARDS} - {"account-takeover"}


@pytest.mark.parametrize("name", FILES)
def test_what_aws_accepts_is_accepted(name):
    case, outcome = load_case(FILES[name])
    listed = {report.code for report, _ in case.expected}
    outcome = replace(outcome, warnings=tuple(fault for fault in outcome.warnings if fault.code not in CHOICES - listed))
    differences = find_differences(case, outcome, all_warnings=True)
    assert not differences, "\n".join([str(case.file), *differences])
