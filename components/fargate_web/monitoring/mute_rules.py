"""Mute rules: planned work, during which the alarms notify nobody."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..settings.mute import Mute

_MAX_ALARMS: Final = 100
"""The alarms that one rule mutes. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MuteTargets.html"""


def create_mute_rules(
    name: str,
    mute: Mute,
    alarms: Mapping[str, Mapping[str, pulumi.Input[str]]],
    *,
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> list[aws.cloudwatch.AlarmMuteRule]:
    """Create the rules that mute the alarms of planned work: one for each 100 alarms, and none if there is no alarm to mute.

    Args:
        name: The logical name of the first rule; the others have a number after it.
        mute: The time, and the services whose alarms it mutes.
        alarms: The alarms that notify somebody, by what they watch: what each is called, and its name when it exists.
        tags: The tags of the rules.
        parent: Their parent.
    """
    subjects = alarms if mute.services is None else set(mute.services) & alarms.keys()
    # The provider compares the names as a list, so their order must not depend on that of the services.
    muted = {called: name for subject in subjects for called, name in alarms[subject].items()}
    names = [muted[called] for called in sorted(muted)]
    return [
        aws.cloudwatch.AlarmMuteRule(
            # Two hyphens: the name of other planned work may end in -2, and never contains these.
            name if start == 0 else f"{name}--{start // _MAX_ALARMS + 1}",
            description=f"Planned work: {pulumi.get_project()}-{pulumi.get_stack()}",
            rule={"schedule": {"expression": mute.schedule, "duration": mute.duration, "timezone": mute.timezone}},
            mute_targets={"alarm_names": names[start : start + _MAX_ALARMS]},
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for start in range(0, len(names), _MAX_ALARMS)
    ]
