"""Unusual stack files that AWS accepts: no fault, and no warning but those that the first lines of a file list."""

from pathlib import Path

import pytest

from tests.bad_input.cases import find_differences, load_case, name_files

FILES = name_files(Path(__file__).parent)


@pytest.mark.parametrize("name", FILES)
def test_what_aws_accepts_is_accepted(name):
    case, outcome = load_case(FILES[name])
    differences = find_differences(case, outcome, all_warnings=True)
    assert not differences, "\n".join([str(case.file), *differences])
