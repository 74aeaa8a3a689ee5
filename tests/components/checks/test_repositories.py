import pytest
from fargate_web.checks.repositories import check_repositories


def found(stacks, repository):
    return stacks.found(check_repositories, {"web": {}}, repositories={"web": repository})


@pytest.mark.parametrize(
    ("repository", "key"),
    [
        ({"immutableTags": False, "expireUntaggedAfterDays": 7}, "expireUntaggedAfterDays"),
        ({"mutableTags": ["latest"], "expireUntaggedAfterDays": 30}, "expireUntaggedAfterDays"),
        ({"keepImages": 1}, "keepImages"),
        ({"keepImages": 2}, "keepImages"),
    ],
)
def test_a_lifecycle_that_deletes_what_a_service_runs_is_told(stacks, repository, key):
    [finding] = found(stacks, repository)
    assert (finding.code, finding.path, finding.severity) == ("running-image-expires", ("repositories", "web", key), "warning")


@pytest.mark.parametrize(
    "repository",
    [
        {},
        {"expireUntaggedAfterDays": 1},
        {"immutableTags": False},
        {"mutableTags": ["latest"]},
        {"immutableTags": False, "expireUntaggedAfterDays": False, "keepImages": False},
        {"keepImages": 3},
    ],
)
def test_other_lifecycles_are_fine(stacks, repository):
    assert found(stacks, repository) == []
