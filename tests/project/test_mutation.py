"""`make mutate`: which tests it runs, and what it changes."""

import pytest

from tests.mutation.__main__ import find_tests, format_counts, main


@pytest.mark.parametrize(
    ("file", "tests"),
    [
        ("components/fargate_web/checks/routes.py", ["tests/components/checks/test_routes.py", "tests/components/checks"]),
        ("components/fargate_web/settings/roles.py", ["tests/components/settings"]),
        ("cli/fargate_web_cli/diff/replacement_rules/network.py", ["tests/cli/diff"]),
        (".github/actions/comment/write_comments.py", ["tests"]),
    ],
)
def test_the_tests_of_a_file_are_those_of_its_folder_and_its_own_come_first(file, tests):
    assert find_tests(file) == tests


def test_a_file_that_does_not_exist_is_refused_before_anything_runs(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["components/fargate_web/checks/route.py"])
    assert caught.value.code == 2
    assert "there is no components/fargate_web/checks/route.py" in capsys.readouterr().err


def test_the_figures_of_a_file_are_one_line():
    assert format_counts("a.py", 28, 1) == "a.py: 28 mutants, 27 killed, 1 survived"


def test_each_change_is_made_once_and_is_one_that_a_test_could_notice():
    pytest.importorskip("cosmic_ray", reason="only `make mutate` installs it")
    from tests.mutation.mutants import list_mutants

    code = "LIMIT: int | None = 60\n\n\ndef late(seconds, limit):\n    return limit is not None and seconds > LIMIT * limit\n"
    changed = [mutant.changed.splitlines()[-1].strip("+ ") for mutant in list_mutants(code)]
    assert len(changed) == len(set(changed))
    assert {
        "LIMIT: int | None = 61",
        "LIMIT: int | None = 59",
        "return limit is not None or seconds > LIMIT * limit",
        "return limit is None and seconds > LIMIT * limit",
        "return limit is not None and seconds >= LIMIT * limit",
        "return limit is not None and seconds <= LIMIT * limit",
        "return limit is not None and seconds > LIMIT // limit",
    } == set(changed)
