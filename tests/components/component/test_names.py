import re

import pytest
from fargate_web.component.resource_names import RANDOM_SUFFIX_LENGTH, build_logical_name, sanitize_name
from hypothesis import given
from hypothesis import strategies as st

LONGEST = 32
names = st.from_regex(r"[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,20}){0,3}", fullmatch=True)
endings = st.sampled_from(["", "-blue", "-green", "-execution", "-infrastructure"])


def test_a_name_with_room_stays_as_it_is():
    assert build_logical_name("a-name-of-nineteen-", "-blue", LONGEST) == "a-name-of-nineteen--blue"
    assert build_logical_name("web", "", LONGEST) == "web"


def test_a_name_without_room_is_cut_and_gets_a_part_of_its_hash():
    assert re.fullmatch(r"a-name-of-twen-[0-9a-f]{4}-blue", build_logical_name("a-name-of-twenty-one", "-blue", LONGEST))


def test_a_cut_at_a_hyphen_leaves_no_two():
    assert re.fullmatch(r"a-name-of-ten-[0-9a-f]{4}-blue", build_logical_name("a-name-of-ten-and-some-more", "-blue", LONGEST))


@given(names, endings)
def test_the_suffix_of_pulumi_always_fits(name, ending):
    assert len(build_logical_name(name, ending, LONGEST)) <= LONGEST - RANDOM_SUFFIX_LENGTH


@given(names, endings)
def test_the_ending_stays_whole(name, ending):
    assert build_logical_name(name, ending, LONGEST).endswith(ending)


@given(names, endings)
def test_a_target_group_may_be_called_so(name, ending):
    made = f"{build_logical_name(name, ending, LONGEST)}-0123abc"
    assert re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?", made)


@pytest.mark.parametrize("ending", ["-blue", "-green"])
def test_fifty_long_names_that_begin_alike_do_not_meet(ending):
    alike = [f"a-service-whose-name-is-long-{number}" for number in range(50)]
    assert len({build_logical_name(name, ending, LONGEST) for name in alike}) == 50


@pytest.mark.parametrize(
    ("name", "written"), [("project-dev", "project-dev"), ("shop.example-dev.eu", "shop-example-dev-eu"), ("Ünicode_1", "-nicode_1")]
)
def test_letters_that_ecs_and_cloudwatch_refuse_become_hyphens(name, written):
    assert sanitize_name(name) == written
