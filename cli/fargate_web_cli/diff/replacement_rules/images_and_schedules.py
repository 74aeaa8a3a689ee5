"""Replacement rules of image repositories, schedules and service discovery."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

IMAGES_AND_SCHEDULES: Final[Mapping[str, TypeRules]] = {
    "aws:cloudwatch/eventRule:EventRule": TypeRules(
        provider_file="events/rule.go",
        checked_commit="0cdab4ae09a963535e03dde0bff4784afe8e3517",
        forcing_properties=parse_properties("eventBusName name namePrefix"),
        replacement_effect="events within these seconds are missed",
        deletion_effect="its events start nothing any more",
    ),
    "aws:cloudwatch/eventTarget:EventTarget": TypeRules(
        provider_file="events/target.go",
        checked_commit="0762c41e2027fcd3cb8340d3e6886c6975fc0a59",
        forcing_properties=parse_properties("eventBusName rule targetId"),
        replacement_effect="events within these seconds are missed",
        deletion_effect="its events start nothing any more",
    ),
    "aws:ecr/repository:Repository": TypeRules(
        provider_file="ecr/repository.go",
        checked_commit="0072eea2d6046230a1fb7717741c17fd2122175e",
        forcing_properties=parse_properties("encryptionConfigurations name"),
        replacement_effect="the images of the old repository do not move: AWS refuses to delete one with images unless `forceDelete` is on, and then no task of them can start",
        how_to_avoid="leave name and encryption as they are, or make a second repository and copy the images first",
        protected_asset="data",
        deletion_effect="its images are deleted if `forceDelete` is on, and no task of them can start; else AWS refuses and the update fails",
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": TypeRules(
        provider_file="ecr/lifecycle_policy.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("policy repository"),
        replacement_effect="nothing: the rules are run once a day",
        is_routine=True,
        deletion_effect="images are kept for ever",
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": TypeRules(
        provider_file="ecr/repository_policy.go",
        checked_commit="004b82babcaf4d20bbc12b4e19caea237c681216",
        forcing_properties=parse_properties("repository"),
        replacement_effect="other accounts can't pull for some seconds",
        deletion_effect="other accounts can't pull any more",
    ),
    "aws:scheduler/schedule:Schedule": TypeRules(
        provider_file="scheduler/schedule.go",
        checked_commit="02f524b9e9cc109457eeba63867c83e70af99455",
        forcing_properties=parse_properties("groupName name namePrefix"),
        replacement_effect="it may miss an occurrence within these seconds",
        deletion_effect="the task no longer starts by itself",
    ),
    "aws:scheduler/scheduleGroup:ScheduleGroup": TypeRules(
        provider_file="scheduler/schedule_group.go",
        checked_commit="0cdab4ae09a963535e03dde0bff4784afe8e3517",
        forcing_properties=parse_properties("name namePrefix"),
        replacement_effect="AWS deletes the schedules of a group with it; those of the new one may miss an occurrence",
        how_to_avoid="leave the name as it is",
        deletion_effect="all its schedules end",
    ),
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": TypeRules(
        provider_file="servicediscovery/private_dns_namespace.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("name vpc"),
        replacement_effect="names in it are not found until every service is deployed in the new namespace; AWS refuses to delete one that has services",
        how_to_avoid="leave the name as it is",
        protected_asset="an address",
        deletion_effect="names in it are not found any more",
    ),
    "aws:servicediscovery/service:Service": TypeRules(
        provider_file="servicediscovery/service.go",
        checked_commit="034cebb6d5e3536ed380e869dcf9227a29bb8a15",
        forcing_properties=parse_properties(
            "dnsConfig.dnsRecords.type dnsConfig.namespaceId dnsConfig.routingPolicy healthCheckConfig.type healthCheckCustomConfig name namespaceId type"
        ),
        replacement_effect="the name is not found until the tasks are registered again",
        how_to_avoid="leave the name as it is",
        protected_asset="an address",
        deletion_effect="the name is not found any more",
    ),
}
"""By type token."""
