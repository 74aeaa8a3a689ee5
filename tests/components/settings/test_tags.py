import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack
from fargate_web.settings.tags import merge_tags

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1"


def test_later_tags_win_over_earlier_ones():
    assert merge_tags({"Team": "a", "Stack": "dev"}, {"Team": "b"}) == {"Team": "b", "Stack": "dev"}


def test_a_tag_wins_over_its_twin_in_other_capitals():
    assert merge_tags({"Project": "fargate-web"}, {"project": "shop"}) == {"project": "shop"}


def stack(tags: int, own: int) -> Stack:
    service = {"image": IMAGE, "tags": {f"own{number}": "x" for number in range(own)}}
    return validate(Stack, {"services": {"web": service}, "tags": {f"tag{number}": "x" for number in range(tags)}})


def test_as_many_tags_as_aws_takes_beside_those_of_the_program_are_fine():
    stack(40, 7)


def test_more_tags_than_aws_takes_beside_those_of_the_program_are_refused():
    with pytest.raises(SettingsError, match=r"services\.web\.tags: .* these are 48 tags; AWS allows 50 .* write 47 at most"):
        stack(40, 8)
