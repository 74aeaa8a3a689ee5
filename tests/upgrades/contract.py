"""Compares what a release made with what the code of today makes of the same example."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from fargate_web_cli.diff.compare import compare_stack
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource, StackRecord
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.diff.resource_matching import match_resources
from fargate_web_cli.terminal.formatting import shorten_type

from tests.upgrades.golden import Golden, prefix

TO_DO = """\
What to do:
  - renamed or moved: give the resource, or the component above it, ResourceOptions(aliases=[pulumi.Alias(name="<former name>")]) (or parent=, type_=)
  - replaced: leave the input as it is for those who don't ask for the new value
  - if it has to be: a new major version (before 1.0 a minor one) in components/pyproject.toml, with a section in docs/upgrading.md"""


def broken(golden: Golden, now: StackRecord) -> str:
    """Report what an upgrade would replace or delete; nothing if it would not.

    Args:
        golden: The example as the release made it.
        now: The same as the code of today makes it.
    """
    now = replace(now, resources=tuple(_as_known(each, golden) for each in now.resources))
    before = _renamed_alike(_recorded(golden), now)
    changes = compare_stack(golden.subject.stack, replace(now, resources=tuple(before)), now).changes
    lost = [
        change for change in changes if change.op == "delete" or (change.op == "replace" and not find_type_rules(change.type).is_routine)
    ]
    if not lost:
        return ""
    come = [change for change in changes if change.op == "create"]
    lines = [line for change in lost for line in _told(change, come)]
    count = f"{len(lost)} resource{'s' if len(lost) > 1 else ''} of existing stacks"
    return "\n".join([f"{golden.subject.name} of {golden.version}: an upgrade would replace or delete {count}:", *lines, TO_DO])


def in_contract(version: str, current: str) -> bool:
    """Tell whether a release is bound to keep what another one made: the same major version, before 1.0 the same minor one too."""
    (major, minor), (now, now_minor) = (tuple(map(int, each.split(".")[:2])) for each in (version, current))
    return major == now and (major > 0 or minor == now_minor)


def _recorded(golden: Golden) -> Iterator[RecordedResource]:
    start = prefix(golden.subject)
    for place, inputs in golden.resources.items():
        types, _, name = place.partition("::")
        yield RecordedResource(types.rpartition("$")[2], name, start + place, custom=True, inputs=inputs)


def _as_known(resource: RecordedResource, golden: Golden) -> RecordedResource:
    """Leave out what was not written down, since the table of today may know more than that of the release."""
    known = golden.known.get(resource.type, ())
    return replace(resource, inputs={key: value for key, value in resource.inputs.items() if key in known})


def _renamed_alike(before: Iterable[RecordedResource], now: StackRecord) -> list[RecordedResource]:
    """Let references to what an alias leads away from follow it, since the resource they mean is the same."""
    old = list(before)
    names = {
        f"<{_label(one)}>.": f"<{_label(other)}>."
        for one, other in match_resources(old, now.resources).pairs
        if _label(one) != _label(other)
    }
    if not names:
        return old
    pattern = re.compile("|".join(map(re.escape, names)))

    def followed(value: Any) -> Any:
        return json.loads(pattern.sub(lambda found: names[found[0]], json.dumps(value, ensure_ascii=False)))

    return [replace(each, inputs=followed(each.inputs)) for each in old]


def _label(resource: RecordedResource) -> str:
    """Name a resource as `fargate_web_cli.diff.reference_labels` does."""
    return f"{shorten_type(resource.type).partition(':')[2] or resource.type} {resource.name}"


def _told(change: ResourceChange, come: Iterable[ResourceChange]) -> Iterator[str]:
    yield f"  {shorten_type(change.type)} {change.name}  ({change.urn})"
    if change.op == "replace":
        for each in change.property_changes:
            if each.forces_replacement:
                yield f"    {each.change.display_path}: {_shown(each.change.old)} → {_shown(each.change.new)}"
        yield from (f"    replaced: {reason}" for reason in change.replacement_reasons)
    else:
        same = [other.name for other in come if other.type == change.type]
        nearest = difflib.get_close_matches(change.name, same, n=1, cutoff=0)
        instead = f", and {nearest[0]} of the same type created" if nearest else ""
        yield f"    deleted{instead}: its URN is gone, and no alias leads from there"
    if change.effect:
        yield f"    effect: {change.effect}"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda _: "nothing")
