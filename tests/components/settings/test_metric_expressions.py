"""Which ids an expression of metric math uses."""

import pytest
from fargate_web.settings.metric_expressions import correct_id, find_search_function, list_references, replace_reference


@pytest.mark.parametrize(
    ("expression", "ids"),
    [
        ("jobs / running", ["jobs", "running"]),
        ("IF(m1 > 0 AND m2 < 1e3, m1, 2.5e10*m2)", ["m1", "m2"]),
        ("FILL(jobs, REPEAT) + AVG([jobs, other_1])", ["jobs", "other_1"]),
        ("SUM(METRICS('jobs'))", []),
        ('SUM(METRICS("m1 / m2")) / aB3', ["aB3"]),
        ("-m1+ m1", ["m1"]),
        ("sum(jobs) / 2", ["jobs"]),
    ],
)
def test_ids_start_with_a_lowercase_letter(expression, ids):
    assert list_references(expression) == ids


def test_another_id_takes_the_place_of_the_whole_id_only():
    assert replace_reference("job / jobs + SUM(METRICS('job')) - job", "job", "jobs") == "jobs / jobs + SUM(METRICS('job')) - jobs"


@pytest.mark.parametrize(("expression", "function"), [("SUM(SEARCH('{A} b', 'Sum'))", "SEARCH"), ("METRICS('SEARCH(')", None)])
def test_functions_that_find_metrics_are_not_for_alarms(expression, function):
    assert find_search_function(expression) == function


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("my-jobs", "my_jobs"), ("M1", "m1"), ("1st", "m1st"), ("jobs per task", "jobs_per_task"), ("Jobs", "jobs_2"), ("-", "m")],
)
def test_an_id_is_corrected_to_one_that_no_other_part_has(text, corrected):
    assert correct_id(text, ["jobs"]) == corrected
