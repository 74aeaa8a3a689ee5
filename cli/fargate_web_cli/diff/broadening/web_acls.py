"""Access rules of AWS WAF: the rules that inspect requests, and what they protect."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.broadening.access_rules import AccessRule, ResourceVersion, Setting, list_items, list_maps, walk_values
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, is_opaque, show_identity

_MANAGED_GROUP: Final = "managedRuleGroupStatement"
_OVERRIDES: Final = "ruleActionOverrides"
_STOPPING: Final = ("block", "captcha", "challenge")
_RULE_OWNERS: Final = ("aws:wafv2/webAcl:WebAcl", "aws:wafv2/ruleGroup:RuleGroup")
_INSPECTION_KEYS: Final = ("statement", "action", "overrideAction", "captchaConfig", "challengeConfig")


def list_web_acl_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the rules of a web ACL, its association, or the addresses of a set."""
    if resource.type in _RULE_OWNERS:
        yield from _read_web_acl(resource)
    elif resource.type in ("aws:wafv2/webAclAssociation:WebAclAssociation", "aws:wafregional/webAclAssociation:WebAclAssociation"):
        subject = subjects.name_reference(resource.inputs.get("resourceArn"), "resource", resource)
        yield _protect(subject, resource.inputs.get("webAclArn") or resource.inputs.get("webAclId"), resource, subjects)
    elif resource.type == "aws:cloudfront/distribution:Distribution" and resource.inputs.get("webAclId"):
        yield _protect(name_resource(resource), resource.inputs["webAclId"], resource, subjects)
    elif resource.type == "aws:wafv2/ipSet:IpSet":
        # Whether a set allows or blocks depends on the rules that use it, so that any change counts.
        for address in list_items(resource.inputs.get("addresses")):
            text = show_identity(identify_value(address))
            setting = Setting("address", identify_value(address), f"contains {text}", f"no longer contains {text}")
            for forbids in (False, True):
                yield AccessRule(name_resource(resource), setting, resource, forbids, is_opaque(address), must_exist_before=True)


def _protect(subject: str, web_acl: Any, resource: ResourceVersion, subjects: Subjects) -> AccessRule:
    name = subjects.name_reference(web_acl, "web ACL", resource)
    setting = Setting("web ACL", subjects.identify(web_acl), f"is protected by {name}", f"is no longer protected by {name}", ("WAF",))
    return AccessRule(subject, setting, resource, forbids=True)


def _read_web_acl(resource: ResourceVersion) -> Iterator[AccessRule]:
    subject = name_resource(resource)
    default_action = resource.inputs.get("defaultAction")
    if isinstance(default_action, Mapping) and "allow" in default_action:
        setting = Setting("default action", "allow", "allows what no rule matches", "blocks what no rule matches", ("WAF",))
        yield AccessRule(subject, setting, resource, must_exist_before=True)
    rules = list_maps(resource.inputs.get("rules"))
    for rule in rules:
        later_names = [show_identity(identify_value(other.get("name"))) for other in rules if _find_priority(other) > _find_priority(rule)]
        yield from _read_rule(rule, sorted(later_names), subject, resource)
    if (document := resource.inputs.get("ruleJson")) is not None:
        setting = Setting(
            "rules", identify_value(document), "has rules in JSON: they can’t be compared", "no longer has these rules in JSON"
        )
        yield AccessRule(subject, setting, resource, forbids=True, is_opaque=True)


def _find_priority(rule: Mapping[str, Any]) -> int:
    priority = rule.get("priority")
    return int(priority) if isinstance(priority, int | float) else 0


def _read_rule(rule: Mapping[str, Any], later_names: list[str], subject: str, resource: ResourceVersion) -> Iterator[AccessRule]:
    name = show_identity(identify_value(rule.get("name")))
    action = _find_action(rule)
    content = identify_value(
        {key: _leave_overrides_out(rule[key]) if key == "statement" else rule[key] for key in _INSPECTION_KEYS if rule.get(key) is not None}
    )
    if action == "allow":
        setting = Setting(
            f"rule {name}",
            # The rules that it lets requests skip count as well.
            identify_value([content, later_names]),
            f"lets requests pass by rule {name}, without the rules after it",
            f"no longer lets requests pass by rule {name}",
            ("WAF",),
        )
        yield AccessRule(subject, setting, resource, must_exist_before=True)
    elif action != "count":
        setting = Setting(
            f"rule {name}",
            content,
            f"inspects requests by rule {name} ({action})",
            f"no longer inspects requests by rule {name} as it did ({action})",
            ("WAF",),
            _rate_rule(rule),
        )
        yield AccessRule(subject, setting, resource, forbids=True)
        yield from _read_overrides(rule, name, subject, resource)


def _leave_overrides_out(statement: Any) -> Any:
    """Return the statement of a managed group without its overrides, which are compared one by one."""
    group = statement.get(_MANAGED_GROUP) if isinstance(statement, Mapping) else None
    if not isinstance(group, Mapping):
        return statement
    return {**statement, _MANAGED_GROUP: {key: value for key, value in group.items() if key != _OVERRIDES}}


def _read_overrides(rule: Mapping[str, Any], name: str, subject: str, resource: ResourceVersion) -> Iterator[AccessRule]:
    """Yield the rules of a managed group that count requests, or let them pass, instead of blocking them."""
    statement = rule.get("statement")
    group = statement.get(_MANAGED_GROUP) if isinstance(statement, Mapping) else None
    for override in list_maps(group.get(_OVERRIDES)) if isinstance(group, Mapping) else ():
        action = override.get("actionToUse")
        passing = next((each for each in ("allow", "count") if isinstance(action, Mapping) and each in action), None)
        if passing:
            overridden = show_identity(identify_value(override.get("name")))
            does = f"{'lets pass' if passing == 'allow' else 'only counts'} what the rule {overridden} of {name} matches"
            setting = Setting(f"rule {overridden} of {name}", passing, does, f"no longer {does}", ("WAF",))
            yield AccessRule(subject, setting, resource, must_exist_before=True)


def _find_action(rule: Mapping[str, Any]) -> str:
    """Return what a rule does with a request that it matches."""
    override = rule.get("overrideAction")
    if isinstance(override, Mapping) and "count" in override:
        return "count"
    action = rule.get("action")
    for name in (*_STOPPING, "allow", "count"):
        if isinstance(action, Mapping) and name in action:
            return name
    return "block"


def _rate_rule(rule: Mapping[str, Any]) -> tuple[int, ...] | None:
    """Return the strictness of a rule that counts requests: a lower limit is stricter. None if rules can't be ordered."""
    limits = [value for path, value in walk_values(rule.get("statement")) if path == "rateBasedStatement.limit" and isinstance(value, int)]
    return (-limits[0],) if limits and not is_opaque(rule) else None
