"""Replacement rules of alarms, dashboards and notifications."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

OPERATIONS: Final[Mapping[str, TypeRules]] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": TypeRules(
        provider_file="cloudwatch/metric_alarm.go",
        checked_commit="055611a654738da73e7b1e2b5d2b7672c6d4d531",
        forcing_properties=parse_properties("name"),
        replacement_effect="the new alarm starts without data and history",
        deletion_effect="nobody is notified by it any more",
    ),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": TypeRules(
        provider_file="cloudwatch/composite_alarm.go",
        checked_commit="050ac11163cab8cdae5936a7f40b0e528ff780df",
        forcing_properties=parse_properties("actionsEnabled alarmName"),
        replacement_effect="the new alarm starts without history",
        deletion_effect="nobody is notified by it any more",
    ),
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule": TypeRules(
        provider_file="cloudwatch/alarm_mute_rule.go",
        checked_commit="09d6f2774a2e589ded9589e54d54e5c1dce6896b",
        forcing_properties=parse_properties("name"),
        replacement_effect="the alarms stay muted: the old rule ends after the new one begins",
        deletion_effect="the alarms are no longer muted, and those that are in alarm notify now",
    ),
    "aws:synthetics/canary:Canary": TypeRules(
        provider_file="synthetics/canary.go",
        checked_commit="008508f55c1456ee657079ca0d9aa5c4a5c3cf31",
        forcing_properties=parse_properties("name"),
        replacement_effect="the new canary starts without history, and the alarm watches it from then on",
        deletion_effect="nobody requests the URL any more, and its alarm is never raised again",
    ),
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": TypeRules(
        provider_file="chatbot/slack_channel_configuration.go",
        checked_commit="02568cd96c755798f5e9f9adca199da877b7912e",
        forcing_properties=parse_properties(""),
        replacement_effect="alarms within this minute don't reach the channel",
        deletion_effect="the channel is no longer notified",
    ),
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": TypeRules(
        provider_file="chatbot/teams_channel_configuration.go",
        checked_commit="13adc2a2af1d3ce27ac209d83dc92a7a3701a891",
        forcing_properties=parse_properties(""),
        replacement_effect="alarms within this minute don't reach the channel",
        deletion_effect="the channel is no longer notified",
    ),
    "aws:cloudwatch/dashboard:Dashboard": TypeRules(
        provider_file="cloudwatch/dashboard.go",
        checked_commit="0620f2a6a126dfcbc4aecbc9a117b0fbea1656ff",
        forcing_properties=parse_properties("dashboardName"),
        replacement_effect="links to the old dashboard lead nowhere",
        deletion_effect="links to it lead nowhere",
    ),
    "aws:sns/topic:Topic": TypeRules(
        provider_file="sns/topic.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("fifoTopic name namePrefix"),
        replacement_effect="its ARN changes, which publishers of other stacks have to follow; subscriptions made by hand are lost, and subscribers by e-mail have to confirm again",
        how_to_avoid="leave the name as it is",
        protected_asset="an address",
        deletion_effect="publishers get errors, and subscribers get nothing any more; subscriptions made by hand are lost",
        property_reasons={"fifoTopic": "a topic is FIFO or standard for life"},
    ),
    "aws:sns/topicPolicy:TopicPolicy": TypeRules(
        provider_file="sns/topic_policy.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("arn"),
        replacement_effect="what it admits, such as alarms, can't publish for some seconds",
        deletion_effect="what it admits, such as alarms, can no longer publish to the topic, and what it refuses can",
    ),
    "aws:sns/topicSubscription:TopicSubscription": TypeRules(
        provider_file="sns/topic_subscription.go",
        checked_commit="04a2e6e5bc625ec85ea8c678219b483fc674877e",
        forcing_properties=parse_properties("endpoint protocol topic"),
        replacement_effect="subscribers by e-mail have to confirm again, and get no alarm before they do",
        deletion_effect="this subscriber is no longer notified",
    ),
}
"""By type token."""
