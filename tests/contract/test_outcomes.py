"""How a run ends: with outputs, with messages, with an error."""

import asyncio

import pulumi
import pytest
from fargate_web.testing import Log, ProgramError, run
from pulumi import runtime

from tests.contract.raw import Parent, Raw, RawMocks, options, urn


def test_the_stack_has_the_outputs_that_were_exported():
    def program() -> None:
        pulumi.export("plain", {"a": [1, 2.5, None, True]})
        pulumi.export("computed", Raw("it").computed)
        pulumi.export("secret", pulumi.Output.secret("s"))
        pulumi.export("nested", {"secret": pulumi.Output.secret("s")})

    result = run(program, mocks=RawMocks())
    assert result.outputs == {
        "plain": {"a": [1, 2.5, None, True]},
        "computed": "it-computed",
        "secret": "s",
        "nested": {"secret": "s"},
    }
    assert result.secret_outputs == {"secret", "nested.secret"}


def test_a_program_is_told_its_project_stack_and_organization():
    def program() -> None:
        pulumi.export("names", [pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization()])

    assert run(program, project="p", stack="s", organization="o").outputs == {"names": ["p", "s", "o"]}


def test_an_asynchronous_program_is_run_to_its_end():
    async def main() -> dict[str, str]:
        await asyncio.sleep(0)
        return {"done": "yes"}

    assert run(lambda: pulumi.run(main)).outputs == {"done": "yes"}


def test_a_function_that_is_asynchronous_is_awaited():
    async def program() -> None:
        await asyncio.sleep(0)
        pulumi.export("done", "yes")

    assert run(program).outputs == {"done": "yes"}


def test_messages_are_recorded_with_the_resource_they_are_about():
    def program() -> None:
        it = Raw("it")
        pulumi.log.info("hello")
        pulumi.log.debug("nobody reads this")
        pulumi.log.warn("careful", resource=it)

    result = run(program, mocks=RawMocks(), strict=False)
    assert result.logs == [Log("info", "hello"), Log("warning", "careful", urn("test:index:Raw", "it"))]
    assert result.warnings == ["careful"]


def test_a_message_about_a_resource_is_not_lost_when_the_program_ends():
    def program(fails: bool) -> None:
        def last_words(_: str) -> None:
            pulumi.log.warn("late", resource=it)
            if fails:
                raise ValueError("no")

        it = Raw("it")
        it.computed.apply(last_words)

    for fails in (False, True):
        assert run(lambda fails=fails: program(fails), mocks=RawMocks(), strict=False).warnings == ["late"]


def test_information_fails_no_run():
    assert run(lambda: pulumi.log.info("hello")).logs == [Log("info", "hello")]


@pytest.mark.parametrize("log", [pulumi.log.warn, pulumi.log.error])
def test_a_warning_or_an_error_fails_a_strict_run(log):
    with pytest.raises(ProgramError, match="careful") as caught:
        run(lambda: log("careful"))
    assert caught.value.cause is None
    assert caught.value.run.logs[0].message == "careful"


def test_an_output_in_a_string_fails_a_strict_run():
    with pytest.raises(ProgramError, match="Calling __str__ on an Output"):
        run(lambda: Raw("it", a=f"{Raw('first').computed}!"), mocks=RawMocks())


def test_what_a_program_raises_is_the_cause_of_the_failure():
    def program() -> None:
        Raw("it")
        raise KeyError("missing")

    with pytest.raises(ProgramError, match="KeyError: 'missing'") as caught:
        run(program, mocks=RawMocks())
    assert isinstance(caught.value.cause, KeyError)
    assert caught.value.__cause__ is caught.value.cause
    assert caught.value.run.find_by_name("it").id == "it-id"


def test_a_mistake_of_the_user_can_be_told_from_a_bug():
    def program() -> None:
        raise pulumi.RunError("config: port must be a number")

    with pytest.raises(ProgramError, match="port must be a number") as caught:
        run(program)
    assert isinstance(caught.value.cause, pulumi.RunError)


def test_a_run_that_is_not_strict_returns_what_the_program_raised():
    def program() -> None:
        pulumi.log.error("about to fail")
        raise pulumi.RunError("failed")

    result = run(program, strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert result.logs == [Log("error", "about to fail")]


def test_what_is_raised_in_an_apply_fails_the_run():
    with pytest.raises(ProgramError, match="ZeroDivisionError"):
        run(lambda: Raw("it").computed.apply(lambda _: 1 / 0), mocks=RawMocks())


def test_what_a_mock_raises_fails_the_run():
    class Refusing(RawMocks):
        def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str, dict[str, object]]:
            raise ValueError("AWS says no")

    with pytest.raises(ProgramError, match="AWS says no"):
        run(lambda: Raw("it"), mocks=Refusing())


def test_a_lookup_that_fails_fails_the_run():
    with pytest.raises(ProgramError, match="it was told to"):
        run(lambda: runtime.invoke("test:index:echo", {"fail": True}), mocks=RawMocks())


def test_a_mock_cannot_return_what_cannot_be_sent():
    class Confused(RawMocks):
        def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str, dict[str, object]]:
            return "id", {"computed": object()}

    with pytest.raises(ProgramError, match="Return plain values"):
        run(lambda: Raw("it"), mocks=Confused())


@pytest.mark.parametrize(("code", "fails"), [(0, False), (None, False), (1, True)])
def test_to_exit_is_to_fail_unless_the_code_is_zero(code, fails):
    def program() -> None:
        raise SystemExit(code)

    assert (run(program, strict=False).error is not None) is fails


def test_a_test_can_be_skipped_from_within_a_program():
    with pytest.raises(pytest.skip.Exception):
        run(lambda: pytest.skip("not today"))


@pytest.mark.parametrize("strict", [True, False])
def test_two_resources_with_one_urn_are_refused_in_the_words_of_the_engine(strict):
    def program() -> None:
        Raw("it")
        Raw("it")

    message = f"Duplicate resource URN '{urn('test:index:Raw', 'it')}'; try giving it a unique name"
    with pytest.raises(ProgramError, match=message.replace("(", r"\(")):
        run(program, mocks=RawMocks(), strict=strict)


def test_children_of_two_components_may_clash_but_not_if_the_components_differ_in_type():
    def program(second_type: str) -> None:
        for name, type_ in (("a", "test:index:A"), ("b", second_type)):
            Raw("it", options(parent=Parent(name, type_=type_)))

    assert len(run(lambda: program("test:index:B"), mocks=RawMocks()).find_all("test:index:Raw")) == 2
    with pytest.raises(ProgramError, match="Duplicate resource URN"):
        run(lambda: program("test:index:A"), mocks=RawMocks())


def test_configuration_is_made_of_strings():
    with pytest.raises(TypeError, match=r"json\.dumps"):
        run(lambda: None, config={"port": 80})  # type: ignore[dict-item]
