"""Replacement rules of functions and state machines."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

FUNCTIONS: Final[Mapping[str, TypeRules]] = {
    "aws:lambda/function:Function": TypeRules(
        provider_file="lambda/function.go",
        checked_commit="0156d84e6bb47e4a5fe0c8e87cf2d14fb1dc3b8c",
        forcing_properties=parse_properties("name packageType tenancyConfig"),
        replacement_effect="calls fail until the new function is there; whoever calls it by its ARN has to name the new one",
        how_to_avoid="leave the name as it is, or add a second function first",
        protected_asset="traffic",
        deletion_effect="calls fail",
    ),
    "aws:sfn/stateMachine:StateMachine": TypeRules(
        provider_file="sfn/state_machine.go",
        checked_commit="01f431114674c27cf790fafb67ac274bf8f765e1",
        forcing_properties=parse_properties("name namePrefix type"),
        replacement_effect="executions that run are stopped, and the history is lost; whoever starts it by its ARN has to name the new one",
        how_to_avoid="leave name and type as they are, or add a second state machine first",
        protected_asset="traffic",
        deletion_effect="executions that run are stopped, and no new one can be started",
    ),
}
"""By type token."""
