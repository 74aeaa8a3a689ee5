"""The guard against losses of protection on a protected stack: deletion protection, backups, zones, and Pulumi's own options."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.model import ResourceChange, StackDiff, StoppedChange
from fargate_web_cli.diff.property_paths import affects_path, split_path
from fargate_web_cli.diff.replacement_guard import is_removal
from fargate_web_cli.diff.replacement_rules import find_type_rules, use_current_token
from fargate_web_cli.diff.resource_options import LOAD_BALANCER_TYPE
from fargate_web_cli.diff.safeguards import SAFEGUARD_TYPES, SAFEGUARDS, Safeguard
from fargate_web_cli.diff.value_changes import ABSENT
from fargate_web_cli.diff.value_text import abridge_values
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER, shorten_type

ALLOW_PROTECTION_LOSS: Final = "allowProtectionLoss"
"""The setting that names the protections that a change may take away."""

STACK_PROTECTION: Final = "protected"
"""The entry of that setting for the protection of the stack itself."""

_KIND: Final = "loss of protection"
_NETWORK_TYPE: Final = "awsx:ec2:Vpc"
_NAT_GATEWAY_MARK: Final = "aws:ec2/natGateway:NatGateway::"
_ROLLING: Final = "ROLLING"
_VALUE_WIDTH: Final = 60
_MAXIMUM_NAMES: Final = 5
_OPTION_EFFECTS: Final = {
    "protect": "Pulumi no longer refuses to delete it",
    "retainOnDelete": "it no longer stays in AWS when Pulumi deletes it",
}


def find_protection_losses(diff: StackDiff, *, is_protected: bool) -> Iterator[StoppedChange]:
    """Find the changes that take a protection away.

    Args:
        diff: The difference of the stack.
        is_protected: Whether the stack is protected in the head. If it is protected in neither revision, only what Pulumi protects counts.
    """
    if diff.was_protected and not is_protected:
        yield StoppedChange(_KIND, "", _describe_stack_loss(diff), ALLOW_PROTECTION_LOSS, STACK_PROTECTION)
    else:
        for change in diff.unprotected:
            for option in change.lost_options:
                if (is_protected or _is_protected_by_itself(change)) and not is_removal(change):
                    yield _build_stop(change, option, _OPTION_EFFECTS[option])
    changes = [change for change in diff.changes if diff.was_protected or is_protected or _is_protected_by_itself(change)]
    network_shrinks = any(change.type == _NETWORK_TYPE and any(_find_lost_safeguards(change)) for change in changes)
    removed = {change.urn for change in diff.changes if is_removal(change)}
    for change in changes:
        if _is_deleted_safeguard(change, removed):
            yield _build_stop(change, "it is deleted", find_type_rules(change.type).deletion_effect)
        for safeguard, old, new in _find_lost_safeguards(change):
            # The subnets of a load balancer and of services follow those of the network, which is reported. What is deleted in a network is too.
            follows = network_shrinks and safeguard.path.endswith("subnets")
            if not follows and not (safeguard.path.startswith("natGateways") and _has_deleted_gateway(change, removed)):
                yield _build_stop(change, _describe_change(safeguard.path, old, new), safeguard.effect)


def _is_protected_by_itself(change: ResourceChange) -> bool:
    """Return whether Pulumi protects a resource in any stack, not because of a setting that the stack file may change."""
    # The load balancer's `protect` follows its deletion protection.
    return change.is_protected and change.type != LOAD_BALANCER_TYPE


def _has_deleted_gateway(network: ResourceChange, removed: Collection[str]) -> bool:
    """Return whether a NAT gateway in a network is deleted."""
    return any(urn.startswith(f"{network.urn.rpartition('::')[0]}$") and _NAT_GATEWAY_MARK in urn for urn in removed)


def _is_deleted_safeguard(change: ResourceChange, removed: Collection[str]) -> bool:
    """Return whether a resource is deleted that protects another one, which stays."""
    if change.op != "delete" or change.is_retained or use_current_token(change.type) not in SAFEGUARD_TYPES:
        return False
    dependencies = (change.old_state or {}).get("propertyDependencies") or {}
    return not any(urn in removed for urns in dependencies.values() for urn in urns)


def _find_lost_safeguards(change: ResourceChange) -> Iterator[tuple[Safeguard, Any, Any]]:
    if change.op not in ("update", "replace"):
        return
    old, new = (_read_inputs(state) for state in (change.old_state, change.new_state))
    changed = [entry.change.property_path for entry in change.property_changes]
    for safeguard in SAFEGUARDS.get(use_current_token(change.type), ()):
        if any(affects_path(safeguard.path, path) for path in changed) and not _is_replaced_by_alarms(safeguard, old, new):
            before, after = _read_path(old, safeguard.path), _read_path(new, safeguard.path)
            # Of a secret, only the fact that it changes is known.
            if SECRET_PLACEHOLDER in (before, after) or safeguard.is_lost(before, after):
                yield safeguard, before, after


def _is_replaced_by_alarms(safeguard: Safeguard, old: Any, new: Any) -> bool:
    """Return whether alarms roll back in place of the circuit breaker, which exists for rolling deployments only."""
    before, after = (_read_path(inputs, "deploymentConfiguration.strategy") or _ROLLING for inputs in (old, new))
    rolls_back = all(_read_path(new, f"alarms.{name}") is True for name in ("enable", "rollback")) and bool(
        _read_path(new, "alarms.alarmNames")
    )
    return safeguard.path.startswith("deploymentCircuitBreaker.") and before == _ROLLING != after and rolls_back


def _read_inputs(state: Mapping[str, Any] | None) -> Any:
    return (state or {}).get("inputs") or {}


def _read_path(value: Any, path: str) -> Any:
    for part in split_path(path):
        # The provider has blocks that can occur once as a map, or as a list of one map.
        if isinstance(value, list | tuple):
            value = value[0] if value else None
        if value != SECRET_PLACEHOLDER:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _describe_change(path: str, old: Any, new: Any) -> str:
    old_text, new_text = abridge_values(ABSENT if old is None else old, ABSENT if new is None else new, _VALUE_WIDTH)
    return f"{path} {old_text} → {new_text}"


def _describe_stack_loss(diff: StackDiff) -> str:
    resources = [change for change in diff.unprotected if not change.is_component or find_type_rules(change.type).is_known]
    resources.sort(key=lambda change: not find_type_rules(change.type).protected_asset)
    names = ", ".join(f"{shorten_type(change.type)} {change.name}" for change in resources[:_MAXIMUM_NAMES])
    more = f" and {len(resources) - _MAXIMUM_NAMES} more" if len(resources) > _MAXIMUM_NAMES else ""
    effect = f", and Pulumi no longer refuses to delete {names}{more}" if resources else ""
    return f"the stack loses its protection (fargate-web:protected): the next change is not stopped, whatever it deletes{effect}"


def _build_stop(change: ResourceChange, loss: str, effect: str) -> StoppedChange:
    short_type = shorten_type(change.type)
    return StoppedChange(
        _KIND,
        change.urn,
        f"{short_type} {change.name} loses a protection ({loss}): {effect}",
        ALLOW_PROTECTION_LOSS,
        f"{short_type}/{change.name}",
    )
