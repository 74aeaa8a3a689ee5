"""What must not be lost on the way: which values are secret, and which a preview does not know."""

import copy
import json
import pickle
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.testing import UNKNOWN, run
from pulumi import runtime

from tests.contract.raw import Raw, RawMocks, options


def test_a_secret_is_unwrapped_and_its_path_is_kept():
    def program() -> None:
        secret = pulumi.Output.secret("s")
        Raw("it", a=secret, b={"c": secret, "d": [1, secret], "e.f": secret}, plain="p")

    it = run(program, mocks=RawMocks()).find_by_name("it")
    assert it.inputs == {"a": "s", "b": {"c": "s", "d": [1, "s"], "e.f": "s"}, "plain": "p"}
    assert it.secrets == {"a", "b.c", "b.d[1]", 'b["e.f"]'}


@pytest.mark.parametrize("preview", [False, True])
def test_a_secret_input_comes_back_as_a_secret_output(preview):
    def program() -> None:
        it = Raw("it", a=pulumi.Output.secret("s"), b={"c": pulumi.Output.secret("s")}, plain="p")
        pulumi.export("a", it.__dict__["a"])
        pulumi.export("b", it.__dict__["b"])
        pulumi.export("plain", it.__dict__["plain"])

    result = run(program, mocks=RawMocks(), preview=preview)
    assert result.outputs == {"a": "s", "b": {"c": "s"}, "plain": "p"}
    assert result.secret_outputs == {"a", "b"}
    assert result.find_by_name("it").secret_outputs == {"a", "b.c"}


def test_a_secret_stays_one_when_the_provider_changes_it():
    class Changing(RawMocks):
        def new_resource(self, args: runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
            return "id", {"a": args.inputs["a"].upper(), "computed": {}, "secret": [{}]}

    def program() -> None:
        it = Raw("it", a=pulumi.Output.secret("s"))
        pulumi.export("a", it.__dict__["a"])
        pulumi.export("empty", [it.computed, it.secret])

    result = run(program, mocks=Changing())
    assert (result.outputs, result.secret_outputs) == ({"a": "S", "empty": [{}, [{}]]}, {"a"})


def test_what_is_made_of_a_secret_is_secret():
    def program() -> None:
        first = Raw("first", a=pulumi.Output.secret("s"))
        Raw("it", b=pulumi.Output.concat("x-", first.__dict__["a"]))

    it = run(program, mocks=RawMocks()).find_by_name("it")
    assert (it.inputs, it.secrets) == ({"b": "x-s"}, {"b"})


@pytest.mark.parametrize(("preview", "value"), [(False, "it-computed"), (True, UNKNOWN)])
def test_an_additional_secret_output_is_secret(preview, value):
    def program() -> None:
        it = Raw("it", options(additional_secret_outputs=["computed", "a"]), a="a")
        pulumi.export("computed", it.computed)
        pulumi.export("a", it.__dict__["a"])

    result = run(program, mocks=RawMocks(), preview=preview)
    assert result.outputs == {"computed": value, "a": "a"}
    assert result.secret_outputs == {"computed", "a"}


def test_a_secret_configuration_value_is_secret():
    def program() -> None:
        Raw("it", a=pulumi.Config().require_secret("token"), b=pulumi.Config("other").require("key"))

    it = run(program, mocks=RawMocks(), config={"token": "t", "other:key": "k"}, secret_keys=["token"]).find_by_name("it")
    assert (it.inputs, it.secrets) == ({"a": "t", "b": "k"}, {"a"})


def test_a_lookup_with_a_secret_argument_has_a_secret_result():
    def program() -> None:
        pulumi.export("echo", runtime.invoke_output("test:index:echo", {"a": pulumi.Output.secret("s")}))

    result = run(program, mocks=RawMocks())
    assert result.outputs == {"echo": {"echo": {"a": "s"}}}
    assert result.secret_outputs == {"echo"}


def test_a_mock_is_given_plain_values():
    mocks = RawMocks()
    run(lambda: Raw("it", a=pulumi.Output.secret("s"), b=1), mocks=mocks)
    assert mocks.created[0].inputs == {"a": "s", "b": 1}


def test_a_preview_creates_nothing():
    mocks = RawMocks()
    it = run(lambda: Raw("it", a=1), mocks=mocks, preview=True).find_by_name("it")
    assert mocks.created == []
    assert it.id is UNKNOWN


def test_a_preview_knows_the_inputs_and_nothing_else():
    def program() -> None:
        it = Raw("it", a="a", b=Raw("first").computed)
        for name in ("id", "a", "b", "computed"):
            pulumi.export(name, it.__dict__[name])

    result = run(program, mocks=RawMocks(), preview=True)
    assert result.outputs == {"id": UNKNOWN, "a": "a", "b": UNKNOWN, "computed": UNKNOWN}
    assert result.find_by_name("it").outputs == {"a": "a", "b": UNKNOWN}


def test_an_unknown_is_found_at_any_depth():
    def program() -> None:
        unknown = Raw("first").computed
        Raw("it", a=unknown, b={"c": ["x", unknown]}, d=pulumi.Output.secret(unknown), e=pulumi.Output.json_dumps({"f": unknown}))

    it = run(program, mocks=RawMocks(), preview=True).find_by_name("it")
    assert it.inputs == {"a": UNKNOWN, "b": {"c": ["x", UNKNOWN]}, "d": UNKNOWN, "e": UNKNOWN}
    assert it.unknowns == {"a", "b.c[1]", "d", "e"}
    assert it.secrets == {"d"}


def test_nothing_is_applied_to_an_unknown():
    seen: list[str] = []
    run(lambda: Raw("it").computed.apply(seen.append), mocks=RawMocks(), preview=True)
    assert seen == []
    run(lambda: Raw("it").computed.apply(seen.append), mocks=RawMocks())
    assert seen == ["it-computed"]


def test_a_preview_says_that_it_is_one():
    for preview in (True, False):
        result = run(lambda: pulumi.export("preview", runtime.is_dry_run()), preview=preview)
        assert result.outputs == {"preview": preview}


@pytest.mark.parametrize(("known", "calls"), [(True, 1), (False, 0)])
def test_a_preview_looks_up_what_it_knows_all_arguments_of(known, calls):
    def program() -> None:
        computed = Raw("it").computed
        pulumi.export("echo", runtime.invoke_output("test:index:echo", {"a": "a" if known else computed}))

    result = run(program, mocks=RawMocks(), preview=True)
    assert len(result.invokes) == calls
    assert result.outputs == {"echo": {"echo": {"a": "a"}} if known else UNKNOWN}


@pytest.mark.parametrize(("known", "id_"), [(True, "it-id"), (False, UNKNOWN)])
def test_a_preview_reads_what_it_knows_the_id_of(known, id_):
    def program() -> None:
        it = Raw("it", options(id="existing" if known else Raw("first").computed))
        pulumi.export("computed", it.computed)

    result = run(program, mocks=RawMocks(), preview=True)
    assert result.find_by_name("it").id == id_
    assert result.outputs == {"computed": "it-computed" if known else UNKNOWN}


def test_a_preview_reads_what_it_imports():
    it = run(lambda: Raw("it", options(import_="existing")), mocks=RawMocks(), preview=True).find_by_name("it")
    assert (it.id, it.outputs) == ("it-id", {"computed": "it-computed"})


def test_the_outputs_of_a_remote_component_are_unknown_in_a_preview():
    class Remote(pulumi.ComponentResource):
        computed: pulumi.Output[str]

        def __init__(self, name: str) -> None:
            super().__init__("test:index:Remote", name, {"a": "a", "computed": None}, None, True)

    def program() -> None:
        pulumi.export("computed", Remote("it").computed)

    update, preview = run(program, mocks=RawMocks()), run(program, mocks=RawMocks(), preview=True)
    assert (update.outputs, preview.outputs) == ({"computed": "it-computed"}, {"computed": UNKNOWN})
    assert preview.find_by_name("it").remote
    assert preview.find_by_name("it").inputs == {"a": "a"}


def test_an_update_and_a_preview_register_the_same():
    def program() -> None:
        vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
        aws.ec2.Subnet("subnet", vpc_id=vpc.id)

    update, preview = run(program), run(program, preview=True)
    assert update.format_tree() == preview.format_tree()


def test_unknown_is_one_value_however_it_was_copied():
    assert copy.copy(UNKNOWN) is UNKNOWN
    assert copy.deepcopy({"a": [UNKNOWN]})["a"][0] is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN
    assert repr(UNKNOWN) == "UNKNOWN"
    with pytest.raises(TypeError):
        json.dumps(UNKNOWN)
