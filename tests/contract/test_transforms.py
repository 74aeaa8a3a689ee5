"""Transforms run as the engine runs them: those of the resource, then those of its parents, then those of the stack."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.testing import UNKNOWN, ProgramError, Run, run
from pulumi import runtime

from tests.contract.raw import Parent, Raw, RawMocks, options, urn


def append(word: str) -> pulumi.ResourceTransform:
    """Make a transform that adds a word to the property `words`."""

    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        return pulumi.ResourceTransformResult({**args.props, "words": [*args.props.get("words", []), word]}, args.opts)

    return transform


def run_raw(program: Any, **given: Any) -> Run:
    return run(program, mocks=RawMocks(), **given)


def test_those_of_the_resource_come_first_then_those_of_its_parents_then_those_of_the_stack() -> None:
    def program() -> None:
        runtime.register_resource_transform(append("stack"))
        outer = Parent("outer", options(transforms=[append("outer")]))
        inner = Parent("inner", options(parent=outer, transforms=[append("inner")]))
        Raw("it", options(parent=inner, transforms=[append("first"), append("second")]))

    result = run_raw(program)
    assert result.find_by_name("it").inputs == {"words": ["first", "second", "inner", "outer", "stack"]}
    assert result.find_by_name("outer").inputs == {"words": ["outer", "stack"]}


def test_a_transform_of_the_stack_changes_the_tags_of_all_resources() -> None:
    def tag(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.custom and "tags" in args.props:
            return pulumi.ResourceTransformResult({**args.props, "tags": {**args.props["tags"], "Team": "web"}}, args.opts)
        return None

    def program() -> None:
        runtime.register_resource_transform(tag)
        aws.s3.Bucket("it", tags={"Owner": "me"})

    assert run(program).find_by_name("it").inputs["tags"] == {"Owner": "me", "Team": "web"}


def test_options_are_changed_as_well() -> None:
    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        given = options(
            protect=True,
            retain_on_delete=True,
            ignore_changes=["a"],
            delete_before_replace=True,
            aliases=[pulumi.Alias(name="former")],
            custom_timeouts=pulumi.CustomTimeouts(create="5m"),
            additional_secret_outputs=["computed"],
        )
        return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions.merge(args.opts, given))

    it = run_raw(lambda: Raw("it", options(transforms=[transform], version="1.2.3"), a=1)).find_by_name("it")
    assert (it.protect, it.retain_on_delete, it.ignore_changes, it.delete_before_replace) == (True, True, ("a",), True)
    assert (it.aliases, it.custom_timeouts) == ((urn("test:index:Raw", "former"),), {"create": "5m"})
    assert (it.additional_secret_outputs, it.secret_outputs) == (("computed",), {"computed"})
    assert (it.inputs, it.version) == ({"a": 1}, "1.2.3")


def test_a_transform_can_choose_a_provider() -> None:
    def program() -> None:
        abroad = aws.Provider("abroad", region="eu-west-1")

        def move(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
            return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions.merge(args.opts, options(provider=abroad)))

        aws.s3.Bucket("it", opts=options(transforms=[move]))

    assert run(program).find_by_name("it").provider == urn("pulumi:providers:aws", "abroad")


def test_a_transform_that_returns_nothing_changes_nothing() -> None:
    def program(transforms: Any = None) -> None:
        other = Raw("other")
        Raw(
            "it",
            options(transforms=transforms, depends_on=[other], protect=False, delete_before_replace=False, ignore_changes=["x"]),
            a=other.computed,
            b=pulumi.Output.secret("s"),
            c={"d": [other.computed]},
        )

    for preview in (False, True):
        plain = run_raw(program, preview=preview).find_by_name("it")
        transformed = run_raw(lambda: program([lambda _: None]), preview=preview).find_by_name("it")
        assert transformed.transforms == 1
        names = [name for name in plain.__slots__ if name != "transforms"]
        assert {name: getattr(transformed, name) for name in names} == {name: getattr(plain, name) for name in names}


@pytest.mark.parametrize("preview", [False, True])
def test_unknowns_and_secrets_stay_what_they_are(preview: bool) -> None:
    def copy(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        return pulumi.ResourceTransformResult({**args.props, "added": "x"}, args.opts)

    def program() -> None:
        other = Raw("other")
        Raw("it", options(transforms=[copy]), a=other.computed, b=pulumi.Output.secret("s"), c=[other.computed.apply(str.upper)])

    it = run_raw(program, preview=preview).find_by_name("it")
    computed = UNKNOWN if preview else "other-computed"
    assert it.inputs == {"a": computed, "b": "s", "c": [UNKNOWN] if preview else ["OTHER-COMPUTED"], "added": "x"}
    assert it.secrets == {"b"}


def test_a_transform_can_use_outputs_of_other_resources() -> None:
    def program() -> None:
        other = Raw("other")

        async def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
            return pulumi.ResourceTransformResult({**args.props, "a": pulumi.Output.concat("<", other.computed, ">")}, args.opts)

        Raw("it", options(transforms=[transform]))

    assert run_raw(program).find_by_name("it").inputs == {"a": "<other-computed>"}


def test_a_transform_that_fails_fails_the_run() -> None:
    def fail(args: pulumi.ResourceTransformArgs) -> None:
        raise pulumi.RunError(f"{args.name} has no owner")

    with pytest.raises(ProgramError, match="it has no owner"):
        run_raw(lambda: Raw("it", options(transforms=[fail])))


def test_calls_of_provider_functions_are_transformed_too() -> None:
    def program() -> None:
        runtime.register_invoke_transform(lambda args: pulumi.InvokeTransformResult({**args.args, "b": 2}, args.opts))
        pulumi.export("echo", runtime.invoke_async("test:index:echo", {"a": 1}))

    result = run_raw(program)
    assert result.invokes[0].args == {"a": 1, "b": 2}


def test_a_run_sees_no_transform_of_the_run_before() -> None:
    run_raw(lambda: runtime.register_resource_transform(append("stack")))
    assert run_raw(lambda: Raw("it")).find_by_name("it").inputs == {}
