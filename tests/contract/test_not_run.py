"""What a run says that it left out."""

from typing import Any

import pulumi
from fargate_web.testing import run
from pulumi import dynamic

from tests.contract.raw import Raw, RawMocks, options


class _Provider(dynamic.ResourceProvider):
    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        raise AssertionError("a run calls no dynamic provider")


class _Dynamic(dynamic.Resource):
    size: pulumi.Output[int]

    def __init__(self, name: str) -> None:
        super().__init__(_Provider(), name, {"size": 3})


def test_a_run_says_which_hooks_and_dynamic_providers_it_did_not_run() -> None:
    def fail(args: pulumi.ResourceHookArgs) -> None:
        raise AssertionError("a run calls no hook")

    def program() -> None:
        hook = pulumi.ResourceHook("notify", fail)
        Raw("it", options(hooks=pulumi.ResourceHookBinding(before_create=[hook], after_update=[hook])))
        pulumi.export("size", _Dynamic("other").size)

    result = run(program, mocks=RawMocks())
    assert result.not_run == [
        "test:index:Raw 'it': the hook 'notify' (before_create)",
        "test:index:Raw 'it': the hook 'notify' (after_update)",
        "pulumi-python:dynamic:Resource 'other': its dynamic provider; its outputs are its inputs",
    ]
    assert result.outputs == {"size": 3}
