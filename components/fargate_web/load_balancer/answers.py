"""What a load balancer answers by itself: its listener rules for fixed responses and redirects, and the response if no rule matches."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from ..analysis.rule_priorities import assign_priorities
from ..component.rule_conditions import build_rule_conditions
from ..settings.load_balancer_rule import FixedResponse, LoadBalancerRule, Redirect
from ..settings.rule_names import RULE_PREFIX


def create_answering_rules(
    name: str, rules: Mapping[str, LoadBalancerRule], *, listener_arn: pulumi.Input[str], tags: dict[str, Any], parent: pulumi.Resource
) -> dict[str, aws.lb.ListenerRule]:
    """Create the listener rules that no service answers. Return them by name."""
    priorities = assign_priorities(
        pulumi.get_project(), pulumi.get_stack(), {f"{RULE_PREFIX}{rule_name}": rule for rule_name, rule in rules.items()}
    )
    return {
        rule_name: aws.lb.ListenerRule(
            f"{name}-{rule_name}",
            listener_arn=listener_arn,
            priority=priorities[f"{RULE_PREFIX}{rule_name}"],
            conditions=build_rule_conditions(rule),
            actions=[_build_action(rule)],
            tags={**tags, "Name": f"{name}-{rule_name}"},
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for rule_name, rule in rules.items()
    }


def build_fixed_response_action(response: FixedResponse) -> Any:
    """Return the action of a rule or a listener that gives a response."""
    body = {} if response.body is None else {"message_body": response.body}
    return {
        "type": "fixed-response",
        "fixed_response": {"status_code": str(response.status_code), "content_type": response.content_type, **body},
    }


def _build_action(rule: LoadBalancerRule) -> Any:
    if rule.redirect is not None:
        return _build_redirect_action(rule.redirect)
    assert rule.fixed_response is not None, "checked by the settings"
    return build_fixed_response_action(rule.fixed_response)


def _build_redirect_action(redirect: Redirect) -> Any:
    parts = {
        "protocol": redirect.protocol,
        "host": redirect.host,
        "port": None if redirect.target_port is None else str(redirect.target_port),
        "path": redirect.path,
        "query": redirect.query,
    }
    changed = {key: value for key, value in parts.items() if value is not None}
    return {"type": "redirect", "redirect": {**changed, "status_code": f"HTTP_{redirect.status_code}"}}
