"""A run ends when everything that the program started has ended, or failed."""

import asyncio
from typing import Any

import pulumi
import pytest
from fargate_web.testing import ProgramError, run

from tests.contract.raw import Raw, RawMocks


def make_chain(length: int) -> None:
    """Make resources each of which needs an output of the one before."""
    value: Any = "start"
    for number in range(length):
        value = Raw(f"link-{number}", value=value).computed


def test_resources_that_wait_for_each_other_are_all_registered() -> None:
    assert [resource.name for resource in run(lambda: make_chain(20), mocks=RawMocks()).resources] == [f"link-{n}" for n in range(20)]


def test_a_resource_that_an_output_makes_is_registered_with_what_it_makes_itself() -> None:
    def make_inner(value: Any) -> None:
        Raw("second", value=value).computed.apply(lambda inner: Raw("third", value=inner) and None)

    result = run(lambda: Raw("first").computed.apply(make_inner), mocks=RawMocks())
    assert [resource.name for resource in result.resources] == ["first", "second", "third"]


def test_an_asynchronous_program_is_waited_for() -> None:
    async def program() -> None:
        await asyncio.sleep(0)
        Raw("it")

    assert [resource.name for resource in run(program, mocks=RawMocks()).resources] == ["it"]


def test_the_pending_outputs_are_waited_for_together_and_not_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    wait = asyncio.wait

    def count(*args: Any, **options: Any) -> Any:
        calls.append(args)
        return wait(*args, **options)

    monkeypatch.setattr(asyncio, "wait", count)
    run(lambda: make_chain(20), mocks=RawMocks())
    assert len(calls) < 10, len(calls)


def test_a_failure_is_told_though_another_output_never_comes() -> None:
    def program() -> None:
        pulumi.Output.from_input(asyncio.get_event_loop().create_future())
        Raw("it").computed.apply(lambda _: 1 / 0)

    with pytest.raises(ProgramError, match="ZeroDivisionError"):
        run(program, mocks=RawMocks())


def test_a_resource_that_cannot_be_registered_is_told_though_an_output_never_comes() -> None:
    def program() -> None:
        pulumi.Output.from_input(asyncio.get_event_loop().create_future())
        Raw("it", value=object())

    with pytest.raises(ProgramError, match="'it'"):
        run(program, mocks=RawMocks())
