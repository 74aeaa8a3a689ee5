"""The way from private subnets to the internet: NAT gateways of AWS, or instances that do their work."""

from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from pydantic import BeforeValidator

from .fix import write
from .value_types import build_id_type, build_value_error

_Choice = Literal["none", "single", "onePerAz", "regional", "singleInstance", "instancePerAz"]
NAT_INSTANCE_CHOICES: Final = ("singleInstance", "instancePerAz")
SINGLE_CHOICES: Final = ("single", "singleInstance")
"""The choices with one way out for all zones."""

ElasticIpAllocationId: TypeAlias = build_id_type("eipalloc", "an Elastic IP address")  # type: ignore[valid-type]


def _explain_other_nat_gateways(value: Any) -> Any:
    """Say what a number, a boolean, or the map of awsx means for the NAT gateways."""
    strategy = value.get("strategy") if isinstance(value, dict) else value
    meant = next((choice for choice in get_args(_Choice) if str(strategy).lower() == choice.lower()), None)
    if isinstance(strategy, int) and strategy >= 0:
        meant = "none" if not strategy else "single" if strategy == 1 and strategy is not True else "onePerAz"
    if meant is None or isinstance(value, str):
        return value
    written = "a map" if isinstance(value, dict) else str(value).lower() if isinstance(value, bool) else f"the number {value}"
    raise build_value_error(f"{written} is none of the values that it can have", "not-a-choice", fixes=(write(value=meant),))


NatGateways: TypeAlias = Annotated[_Choice, BeforeValidator(_explain_other_nat_gateways)]
