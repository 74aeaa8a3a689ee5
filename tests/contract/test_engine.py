"""Every field of a resource, as the engine captures it from a program that sets it."""

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.testing import Resource, run
from pulumi import runtime

from tests.contract.raw import STACK, Parent, Raw, RawMocks, options, urn


def only(program: object, **given: object) -> Resource:
    """Run a program and return the resource it named `it`."""
    return run(program, mocks=RawMocks(), **given).find_by_name("it")  # type: ignore[arg-type]


def test_a_resource_has_its_type_its_name_and_what_kind_it_is():
    it = only(lambda: Raw("it"))
    assert (it.type, it.name, it.custom, it.remote, it.read) == ("test:index:Raw", "it", True, False, False)


def test_a_component_is_not_custom_and_has_no_id():
    it = only(lambda: Parent("it"))
    assert (it.type, it.custom, it.remote, it.id) == ("test:index:Parent", False, False, None)


def test_a_resource_of_the_stack_holds_no_type_of_a_parent_in_its_urn():
    it = only(lambda: Raw("it"))
    assert it.urn == urn("test:index:Raw", "it")
    assert it.parent == STACK


def test_the_stack_has_the_urn_that_the_real_engine_gives_it():
    result = run(lambda: None, project="shop", stack="prod")
    assert result.stack.urn == "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"
    assert result.stack.parent is None
    assert result.resources == []


def test_the_urn_of_a_child_holds_the_types_of_its_parents():
    def program() -> None:
        outer = Parent("outer", type_="test:index:Outer")
        inner = Parent("inner", options(parent=outer), type_="test:index:Inner")
        Raw("it", options(parent=Raw("between", options(parent=inner))))

    it = only(program)
    assert it.urn == urn("test:index:Outer$test:index:Inner$test:index:Raw$test:index:Raw", "it")
    assert it.parent == urn("test:index:Outer$test:index:Inner$test:index:Raw", "between")


def test_resources_come_in_the_order_of_their_registration():
    def program() -> None:
        for name in "cab":
            Raw(name)

    assert [resource.name for resource in run(program, mocks=RawMocks()).resources] == ["c", "a", "b"]


def test_inputs_are_plain_values_and_integral_numbers_are_integers():
    it = only(lambda: Raw("it", a=1, b=1.5, c=True, d=[1, {"e": 2.0, "f": None}], g={}, h=[], i="text", j=None))
    assert it.inputs == {"a": 1, "b": 1.5, "c": True, "d": [1, {"e": 2}], "g": {}, "h": [], "i": "text"}
    assert [type(it.inputs[name]) for name in "abc"] == [int, float, bool]


def test_inputs_come_in_the_order_of_their_names():
    names = ["zone", "a", "memory", "B", "cpu", "image", "port", "tags"]
    assert list(only(lambda: Raw("it", **dict.fromkeys(names, 1))).inputs) == sorted(names)


def test_inputs_have_the_names_that_go_over_the_wire():
    it = run(lambda: aws.ec2.Vpc("it", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)).find_by_name("it")
    assert it.inputs == {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True}


def test_assets_and_archives_are_kept():
    archive = pulumi.AssetArchive({"index.html": pulumi.StringAsset("hello")})
    it = only(lambda: Raw("it", asset=pulumi.FileAsset("a.txt"), archive=archive, remote=pulumi.RemoteArchive("https://example.com/a.zip")))
    assert it.inputs["asset"].path == "a.txt"
    assert it.inputs["archive"].assets["index.html"].text == "hello"
    assert it.inputs["remote"].uri == "https://example.com/a.zip"


def test_a_resource_as_an_input_stands_for_its_id():
    it = only(lambda: Raw("it", other=Raw("other"), others=[Raw("another")]))
    assert it.inputs == {"other": "other-id", "others": ["another-id"]}


def test_dependencies_are_those_of_the_properties_and_those_declared():
    def program() -> None:
        declared, first, second = Raw("declared"), Raw("first"), Raw("second")
        Raw("it", options(depends_on=[declared]), a=first.computed, b=pulumi.Output.all(first.computed, second.computed), c="plain")

    it = only(program)
    first, second = urn("test:index:Raw", "first"), urn("test:index:Raw", "second")
    assert it.dependencies == (urn("test:index:Raw", "declared"), first, second)
    assert it.property_dependencies == {"a": (first,), "b": (first, second)}


def test_to_depend_on_a_component_is_to_depend_on_its_children():
    def program() -> None:
        component = Parent("component")
        Raw("child", options(parent=component))
        Raw("it", options(depends_on=[component]))

    assert only(program).dependencies == (urn("test:index:Parent$test:index:Raw", "child"),)


@pytest.mark.parametrize("value", [None, True, False])
@pytest.mark.parametrize("option", ["protect", "retain_on_delete", "delete_before_replace"])
def test_a_switch_tells_no_from_not_said(option, value):
    assert getattr(only(lambda: Raw("it", options(**{option: value}))), option) is value


def test_a_child_of_a_protected_component_is_protected():
    assert only(lambda: Raw("it", options(parent=Parent("parent", options(protect=True))))).protect is True


def test_ignore_changes_and_replace_on_changes_are_recorded():
    it = only(lambda: Raw("it", options(ignore_changes=["desiredCount", "tags.a"], replace_on_changes=["*"])))
    assert it.ignore_changes == ("desiredCount", "tags.a")
    assert it.replace_on_changes == ("*",)


def test_ignore_changes_has_the_names_that_go_over_the_wire():
    it = run(lambda: aws.ecs.Service("it", opts=options(ignore_changes=["desired_count"]))).find_by_name("it")
    assert it.ignore_changes == ("desiredCount",)


def test_what_replaces_or_deletes_with_another_resource_is_recorded():
    def program() -> None:
        other = Raw("other")
        Raw("it", options(replace_with=[other], deleted_with=other, replacement_trigger={"version": other.computed, "count": 2}))

    it = only(program)
    other = urn("test:index:Raw", "other")
    assert (it.replace_with, it.deleted_with) == ((other,), other)
    assert it.replacement_trigger == {"version": "other-computed", "count": 2}


def test_a_resource_without_options_has_none_of_them():
    it = only(lambda: Raw("it"))
    assert it == Resource("test:index:Raw", "it", it.urn, STACK, id="it-id", outputs={"computed": "it-computed"})


def test_an_alias_is_a_whole_urn_completed_as_the_engine_does_it():
    def program() -> None:
        parent = Parent("parent")
        aliases = [
            urn("other:index:Type", "whole"),
            pulumi.Alias(name="old-name"),
            pulumi.Alias(type_="test:index:Old"),
            pulumi.Alias(parent=None),
            pulumi.Alias(parent=Parent("old-parent", type_="test:index:OldParent")),
            pulumi.Alias(stack="old-stack", project="old-project"),
        ]
        Raw("it", options(parent=parent, aliases=aliases))

    assert only(program).aliases == (
        urn("other:index:Type", "whole"),
        urn("test:index:Parent$test:index:Raw", "old-name"),
        urn("test:index:Parent$test:index:Old", "it"),
        urn("test:index:Raw", "it"),
        urn("test:index:OldParent$test:index:Raw", "it"),
        urn("test:index:Parent$test:index:Raw", "it", "old-stack", "old-project"),
    )


def test_additional_secret_outputs_and_custom_timeouts_are_recorded():
    timeouts = pulumi.CustomTimeouts(create="5m", delete="1h")
    it = only(lambda: Raw("it", options(additional_secret_outputs=["computed"], custom_timeouts=timeouts)))
    assert it.additional_secret_outputs == ("computed",)
    assert it.custom_timeouts == {"create": "5m", "delete": "1h"}


def test_an_import_has_the_id_it_was_given():
    mocks = RawMocks()
    it = run(lambda: Raw("it", options(import_="existing")), mocks=mocks).find_by_name("it")
    assert it.import_id == "existing"
    assert mocks.created[0].resource_id == "existing"


def test_an_explicit_provider_is_known_by_its_urn_and_the_version_is_recorded():
    def program() -> None:
        provider = aws.Provider("abroad", region="eu-west-1")
        parent = Parent("parent", options(providers=[provider]))
        aws.sns.Topic("inherited", opts=options(parent=parent))
        aws.sns.Topic("given", opts=options(provider=provider, version="7.0.0"))
        aws.sns.Topic("default")

    result = run(program)
    provider = urn("pulumi:providers:aws", "abroad")
    assert [result.find_by_name(name).provider for name in ("inherited", "given", "default")] == [provider, provider, None]
    assert result.find_by_name("given").version == "7.0.0"


def test_hooks_and_transforms_are_recorded():
    def program() -> None:
        hook = pulumi.ResourceHook("say-so", lambda _: None)
        Raw("it", options(hooks=pulumi.ResourceHookBinding(before_create=[hook]), transforms=[lambda args: None, lambda args: None]))

    it = only(program)
    assert it.hooks == {"before_create": ("say-so",)}
    assert it.transforms == 2


def test_a_transformation_of_a_parent_is_seen_in_what_it_changed():
    def add_tag(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        return pulumi.ResourceTransformationResult({**args.props, "tag": "added"}, args.opts)

    it = only(lambda: Raw("it", options(parent=Parent("parent", options(transformations=[add_tag])))))
    assert it.inputs == {"tag": "added"}


def test_a_resource_that_is_read_has_the_state_that_the_provider_tells():
    it = only(lambda: Raw("it", options(id="existing"), a=1))
    assert (it.read, it.custom, it.id, it.urn) == (True, True, "it-id", urn("test:index:Raw", "it"))
    assert it.outputs == {"a": 1, "computed": "it-computed"}


def test_the_outputs_of_a_component_are_those_it_registered():
    it = only(lambda: Parent("it", url=Raw("raw").computed, ports=[80, 443], token=pulumi.Output.secret("s")))
    assert it.registered_outputs
    assert it.outputs == {"url": "raw-computed", "ports": [80, 443], "token": "s"}
    assert it.secret_outputs == {"token"}


def test_a_component_that_registers_nothing_is_told_from_one_that_does():
    assert not only(lambda: Parent("it")).registered_outputs


def test_an_invoke_is_recorded_with_its_arguments_and_its_provider():
    def program() -> None:
        provider = aws.Provider("abroad")
        result = runtime.invoke("test:index:echo", {"a": 1, "b": pulumi.Output.secret("s")}, pulumi.InvokeOptions(provider=provider))
        pulumi.export("echo", result.value["echo"])

    result = run(program, mocks=RawMocks())
    invoke = result.invokes[0]
    assert (invoke.token, invoke.args, invoke.provider) == ("test:index:echo", {"a": 1, "b": "s"}, urn("pulumi:providers:aws", "abroad"))
    assert result.outputs == {"echo": {"a": 1, "b": "s"}}


def test_a_resource_can_be_looked_up_by_its_urn():
    class Found(pulumi.CustomResource):
        computed: pulumi.Output[str]

        def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
            super().__init__("test:index:Raw", name, {"computed": None, "a": None}, opts)

    def program() -> None:
        first = Raw("first", a=1)
        pulumi.export("found", first.urn.apply(lambda found: Found("first", options(urn=found)).computed))

    assert run(program, mocks=RawMocks()).outputs == {"found": "first-computed"}


def test_no_stack_is_traced_for_a_resource_and_the_sdk_is_left_as_it_was(monkeypatch):
    from pulumi.runtime import resource as sdk_resource

    traced = []
    before = sdk_resource._get_stack_trace

    def trace() -> object:
        traced.append(True)
        return before()

    monkeypatch.setattr(sdk_resource, "_get_stack_trace", trace)
    recorded = run(lambda: pulumi.ComponentResource("test:index:It", "it"))
    assert [resource.name for resource in recorded.resources] == ["it"]
    assert traced == []
    assert sdk_resource._get_stack_trace is trace
