"""Alarms, the dashboard, and who is told."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import Kind, forced_by

OPERATIONS: Final[Mapping[str, Kind]] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": Kind(
        source="cloudwatch/metric_alarm.go",
        checked="055611a654738da73e7b1e2b5d2b7672c6d4d531",
        forces=forced_by("name"),
        effect="the new alarm starts without data, and its history with it",
        gone="nobody is told any more",
    ),
    "aws:cloudwatch/dashboard:Dashboard": Kind(
        source="cloudwatch/dashboard.go",
        checked="0620f2a6a126dfcbc4aecbc9a117b0fbea1656ff",
        forces=forced_by("dashboardName"),
        effect="links to the old dashboard lead nowhere",
        gone="links to it lead nowhere",
    ),
    "aws:sns/topic:Topic": Kind(
        source="sns/topic.go",
        checked="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forces=forced_by("fifoTopic name namePrefix"),
        effect="subscriptions made by hand are lost, and everyone who gets mail has to confirm again",
        avoid="leave the name as it is",
        holds="an address",
        gone="nobody is told any more; subscriptions made by hand are lost",
    ),
    "aws:sns/topicPolicy:TopicPolicy": Kind(
        source="sns/topic_policy.go",
        checked="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forces=forced_by("arn"),
        effect="alarms raised within these seconds tell nobody",
        gone="alarms may not write to the topic",
    ),
    "aws:sns/topicSubscription:TopicSubscription": Kind(
        source="sns/topic_subscription.go",
        checked="04a2e6e5bc625ec85ea8c678219b483fc674877e",
        forces=forced_by("endpoint protocol topic"),
        effect="whoever is subscribed by mail has to confirm again before the next alarm",
        gone="this subscriber is told no more",
    ),
}
"""By type token."""
