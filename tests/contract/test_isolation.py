"""A run depends on nothing but its program, and leaves nothing behind."""

import asyncio
import gc
import json
import os
import threading
import weakref

import grpc.aio
import pulumi
import pytest
from fargate_web.testing import ProgramError, run

from tests.contract.raw import Parent, Raw, RawMocks, options


def test_two_runs_of_one_program_are_equal():
    def program() -> None:
        first = Raw("first", a=pulumi.Output.secret("s"))
        Raw("it", options(parent=Parent("parent", url="u"), depends_on=[first]), a=first.computed)
        pulumi.export("computed", first.computed)

    assert run(program, mocks=RawMocks()) == run(program, mocks=RawMocks())
    assert run(program, mocks=RawMocks()) != run(program, mocks=RawMocks(), stack="other")


def test_a_run_sees_nothing_of_the_run_before():
    def first() -> None:
        pulumi.export("first", "1")
        pulumi.runtime.register_stack_transformation(lambda args: pulumi.ResourceTransformationResult({**args.props, "x": 1}, args.opts))
        pulumi.runtime.set_config("project:leaked", "yes")

    run(first, config={"key": "value"}, secret_keys=["key"])

    def second() -> None:
        config = pulumi.Config()
        pulumi.export("seen", [config.get("key"), config.get("leaked")])
        Raw("it")

    result = run(second, mocks=RawMocks())
    assert result.outputs == {"seen": [None, None]}
    assert result.find_by_name("it").inputs == {}


def test_a_failed_run_spoils_no_later_one():
    for _ in range(3):
        run(lambda: Raw("it").computed.apply(lambda _: 1 / 0), mocks=RawMocks(), strict=False)
    assert run(lambda: Raw("it"), mocks=RawMocks()).error is None


def test_a_task_that_never_ends_holds_up_no_run():
    def program() -> None:
        pulumi.export("task", str(asyncio.ensure_future(asyncio.Event().wait()).done()))

    assert run(program).outputs == {"task": "False"}


def test_a_run_leaves_the_caller_its_event_loop():
    async def caller() -> tuple[str, asyncio.AbstractEventLoop]:
        return run(lambda: Raw("it"), mocks=RawMocks()).find_by_name("it").id, asyncio.get_running_loop()

    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(caller()) == ("it-id", loop)
    loop.close()


def test_a_caller_can_make_outputs_of_its_own_after_a_run():
    run(lambda: Raw("it"), mocks=RawMocks())
    loop = asyncio.new_event_loop()

    async def caller() -> str | None:
        return await pulumi.Output.from_input("mine").future()

    assert loop.run_until_complete(caller()) == "mine"
    loop.close()


def test_a_run_leaves_no_threads():
    before = set(threading.enumerate())
    run(lambda: Raw("it"), mocks=RawMocks())
    assert set(threading.enumerate()) <= before


def test_a_run_starts_no_server_for_its_hooks_and_transforms(monkeypatch):
    """A program that fails while a server of gRPC starts takes the whole process down."""

    def program() -> None:
        pulumi.runtime.register_resource_transform(lambda args: None)
        hooks = pulumi.ResourceHookBinding(before_create=[pulumi.ResourceHook("hook", lambda args: None)])
        Raw("it", options(hooks=hooks, transforms=[lambda args: None]))

    def start(*args: object, **options: object) -> None:
        raise AssertionError("a server of gRPC is made")

    monkeypatch.setattr(grpc.aio, "server", start)
    result = run(program, mocks=RawMocks())
    assert result.find_by_name("it").hooks == {"before_create": ("hook",)}
    assert result.find_by_name("it").transforms == 1


def test_a_run_is_forgotten_when_its_result_is():
    def once() -> list[weakref.ref[object]]:
        mocks, resources = RawMocks(), list[Raw]()
        run(lambda: resources.append(Raw("it")), mocks=mocks)
        return [weakref.ref(mocks), weakref.ref(resources[0])]

    references = once()
    gc.collect()
    assert [reference() for reference in references] == [None, None]


def test_a_program_cannot_run_a_program():
    with pytest.raises(ProgramError, match="A program cannot run a program"):
        run(lambda: run(lambda: None))


def test_what_a_program_does_to_the_garbage_collector_ends_with_it() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()

    def program() -> None:
        gc.set_threshold(200_000, 20, 50)
        gc.freeze()

    run(program)
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_a_program_finds_its_configuration_in_the_environment_as_under_the_cli_and_nobody_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PULUMI_CONFIG", raising=False)
    seen: list[str] = []
    run(lambda: seen.append(os.environ["PULUMI_CONFIG"]), config={"aws:region": "us-west-2", "size": "3"})
    assert json.loads(seen[0]) == {"aws:region": "us-west-2", "project:size": "3"}
    assert "PULUMI_CONFIG" not in os.environ
