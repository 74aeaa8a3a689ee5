"""Finding resources in a run."""

import pytest
from fargate_web.testing import Run, run

from tests.contract.raw import STACK, Parent, Raw, RawMocks, options, urn


@pytest.fixture(scope="module")
def result() -> Run:
    def program() -> None:
        parent = Parent("parent")
        Raw("b", options(parent=parent))
        Raw("a", options(parent=parent))
        Raw("same")
        Raw("same", type_="test:index:Other")

    return run(program, mocks=RawMocks())


def test_resources_of_a_type_come_in_order(result):
    assert [resource.name for resource in result.find_all("test:index:Raw")] == ["same", "b", "a"]
    assert result.find_all("test:index:None") == []


def test_the_only_resource_of_a_type_is_found(result):
    assert result.find_one("test:index:Parent").name == "parent"
    assert result.find_one("test:index:Raw", "a").name == "a"


def test_a_resource_of_a_type_that_is_missing_is_answered_with_the_types_there_are(result):
    with pytest.raises(LookupError, match=r"one test:index:None, found 0\. The types there are: test:index:Other, test:index:Parent"):
        result.find_one("test:index:None")


def test_a_name_that_is_missing_is_answered_with_the_names_there_are(result):
    with pytest.raises(LookupError, match=r"one test:index:Raw 'c', found 0\. There is: 'same', 'b', 'a'\."):
        result.find_one("test:index:Raw", "c")


def test_more_than_one_is_not_one(result):
    with pytest.raises(LookupError, match="found 3"):
        result.find_one("test:index:Raw")


def test_a_resource_is_found_by_its_name_if_that_is_the_only_one(result):
    assert result.find_by_name("a").type == "test:index:Raw"
    with pytest.raises(LookupError, match=r"found 2\. There is: test:index:Raw 'same', test:index:Other 'same'"):
        result.find_by_name("same")
    with pytest.raises(LookupError, match=r"named 'c', found 0\. There is: test:index:Parent 'parent'"):
        result.find_by_name("c")


def test_a_resource_is_found_by_its_urn(result):
    assert result.find_by_urn(urn("test:index:Raw", "same")).type == "test:index:Raw"
    assert result.find_by_urn(STACK) is result.stack
    with pytest.raises(LookupError, match="No resource has the URN 'urn:nothing'"):
        result.find_by_urn("urn:nothing")


def test_the_children_of_a_resource_come_in_order(result):
    parent = result.find_by_name("parent")
    assert [child.name for child in result.find_children(parent)] == ["b", "a"]
    assert result.find_children(parent.urn) == result.find_children(parent)
    assert result.find_children("urn:nothing") == []


def test_the_tree_shows_who_belongs_to_whom(result):
    assert result.format_tree().splitlines() == [
        "pulumi:pulumi:Stack project-dev",
        "  test:index:Parent parent",
        "    test:index:Raw b",
        "    test:index:Raw a",
        "  test:index:Raw same",
        "  test:index:Other same",
    ]


def test_resources_can_be_collected_in_a_set(result):
    assert len({*result.resources, *result.resources}) == 5
