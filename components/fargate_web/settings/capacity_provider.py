"""The capacity-provider strategy: how tasks are spread over FARGATE and FARGATE_SPOT."""

from collections.abc import Iterator
from typing import Annotated, Literal

from .section import RuleViolation, Section, describe_field, find_duplicates


class CapacityProvider(Section):
    """A share of the tasks for one capacity provider."""

    capacity_provider: Annotated[
        Literal["FARGATE", "FARGATE_SPOT"],
        describe_field(
            "FARGATE, or FARGATE_SPOT, whose tasks AWS may stop with two minutes' notice.", cost="FARGATE_SPOT costs up to 70 % less"
        ),
    ]
    weight: Annotated[
        int, describe_field("Its share of the tasks above the base, relative to the other weights (0–1000).", ge=0, le=1000)
    ] = 1
    base: Annotated[
        int, describe_field("The minimum number of tasks that run on it (0–100000); only one provider may have a base.", ge=0, le=100_000)
    ] = 0


def find_strategy_violations(strategy: list[CapacityProvider], field_name: str) -> Iterator[RuleViolation]:
    """Yield the rules that a capacity-provider strategy violates.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
    """
    names = [item.capacity_provider for item in strategy]
    for duplicate in find_duplicates(names):
        yield RuleViolation((field_name,), f"{duplicate} is listed twice; AWS allows each capacity provider once; merge the two entries")
    if sum(item.base > 0 for item in strategy) > 1:
        yield RuleViolation((field_name,), "two providers have a base; AWS allows one; set base on one of them")
    if strategy and not any(item.weight for item in strategy):
        yield RuleViolation(
            (field_name,), "all weights are 0, so no task could be placed above the base; give at least one provider a weight of 1 or more"
        )
