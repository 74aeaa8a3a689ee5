"""What a program gets for the outputs of other stacks."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.testing import AwsMocks, ProgramError, run

NETWORK = "acme/network/prod"


def test_an_output_of_another_stack_is_a_placeholder_that_says_so() -> None:
    def program() -> None:
        network = pulumi.StackReference("network", stack_name=NETWORK)
        aws.ec2.SecurityGroup("it", vpc_id=network.get_output("vpcId"))
        pulumi.export("subnet", network.require_output("subnets").apply(lambda subnets: next(iter(subnets))))
        pulumi.export("zone", network.outputs["zone"]["name"])

    result = run(program)
    assert result.find_by_name("it").inputs["vpcId"] == "[output vpcId of the stack acme/network/prod]"
    assert result.outputs == {
        "subnet": "[output subnets of the stack acme/network/prod, 0]",
        "zone": "[output zone of the stack acme/network/prod, 'name']",
    }


def test_mocks_can_return_the_outputs_and_one_that_they_do_not_have_is_missed_as_by_the_engine() -> None:
    outputs: Any = {"name": NETWORK, "outputs": {"vpcId": "vpc-1"}, "secretOutputNames": []}
    mocks = AwsMocks(resources={"pulumi:pulumi:StackReference": outputs})

    def program(name: str) -> None:
        pulumi.export("id", pulumi.StackReference(NETWORK).outputs.apply(lambda known: known[name]))

    assert run(lambda: program("vpcId"), mocks=mocks).outputs == {"id": "vpc-1"}
    with pytest.raises(ProgramError, match="KeyError"):
        run(lambda: program("vpcld"), mocks=mocks)
