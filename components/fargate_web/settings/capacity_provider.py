"""The capacity-provider strategy: how tasks are spread over FARGATE and FARGATE_SPOT."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic.alias_generators import to_camel

from .fix import write
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


def _describe_entry(item: CapacityProvider) -> dict[str, Any]:
    values: dict[str, Any] = {"capacityProvider": item.capacity_provider}
    return values | {key: value for key, value in (("weight", item.weight), ("base", item.base)) if key in item.model_fields_set}


def _merge_entries(strategy: list[CapacityProvider], name: str) -> dict[str, int]:
    items = [item for item in strategy if item.capacity_provider == name]
    base = max(item.base for item in items)
    return {"weight": min(sum(item.weight for item in items), 1000), **({"base": base} if base else {})}


def _keep_first_base(strategy: list[CapacityProvider]) -> list[dict[str, Any]]:
    first = next(item for item in strategy if item.base)
    return [{key: value for key, value in _describe_entry(item).items() if key != "base" or item is first} for item in strategy]


def find_strategy_violations(strategy: list[CapacityProvider], field_name: str) -> Iterator[RuleViolation]:
    """Yield the rules that a capacity-provider strategy violates.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
    """
    names = [item.capacity_provider for item in strategy]
    for duplicate in find_duplicates(names):
        merged = [{"capacityProvider": name, **_merge_entries(strategy, name)} for name in dict.fromkeys(names)]
        yield RuleViolation(
            (field_name,),
            f"{duplicate} is listed twice; AWS allows each capacity provider once",
            "listed-twice",
            (write(to_camel(field_name), value=merged),),
        )
    if sum(item.base > 0 for item in strategy) > 1:
        yield RuleViolation(
            (field_name,),
            "two providers have a base; AWS allows one",
            "two-bases",
            (write(to_camel(field_name), value=_keep_first_base(strategy)),),
        )
    if strategy and not any(item.weight for item in strategy):
        yield RuleViolation(
            (field_name,),
            "all weights are 0, so no task could be placed above the base (InvalidParameterException)",
            "no-weight",
            (write(to_camel(field_name), value=[_describe_entry(item) | {"weight": 1} for item in strategy]),),
        )
