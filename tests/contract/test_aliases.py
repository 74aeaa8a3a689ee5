"""Aliases that two resources claim."""

import pulumi
import pytest
from fargate_web.testing import ProgramError, run

from tests.contract.raw import Parent, Raw, RawMocks, options, urn


@pytest.mark.parametrize("strict", [True, False])
def test_an_alias_of_two_resources_is_refused_in_the_words_of_the_engine(strict: bool) -> None:
    def program() -> None:
        Raw("first", options(aliases=[pulumi.Alias(name="former")]))
        Raw("second", options(aliases=[urn("test:index:Raw", "former")]))

    alias, first, second = (urn("test:index:Raw", name) for name in ("former", "first", "second"))
    with pytest.raises(ProgramError) as raised:
        run(program, mocks=RawMocks(), strict=strict)
    assert str(raised.value).endswith(
        f"Duplicate resource alias '{alias}' applied to resource with URN '{second}' conflicting with resource with URN '{first}'"
    )


@pytest.mark.parametrize("names", [("it", "former"), ("former", "it")])
def test_a_resource_that_still_exists_is_no_alias_of_another(names: tuple[str, str]) -> None:
    def program() -> None:
        for name in names:
            Raw(name, options(aliases=[pulumi.Alias(name="former")] if name == "it" else None))

    with pytest.raises(ProgramError, match="Duplicate resource alias"):
        run(program, mocks=RawMocks())


def test_an_alias_of_its_own_and_two_of_one_resource_are_no_fault() -> None:
    def program() -> None:
        parent = Parent("parent")
        Raw(
            "it",
            options(
                parent=parent, aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE), pulumi.Alias(name="it"), pulumi.Alias(name="a")]
            ),
        )
        Raw("it")

    with pytest.raises(ProgramError, match="Duplicate resource alias"):
        run(program, mocks=RawMocks())
    run(lambda: Raw("it", options(aliases=[pulumi.Alias(name="it"), pulumi.Alias(name="a"), pulumi.Alias(name="a")])), mocks=RawMocks())
