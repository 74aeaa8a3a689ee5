"""Images, schedules, and names that services find each other by."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import Kind, forced_by

WORK: Final[Mapping[str, Kind]] = {
    "aws:cloudwatch/eventRule:EventRule": Kind(
        source="events/rule.go",
        checked="0cdab4ae09a963535e03dde0bff4784afe8e3517",
        forces=forced_by("eventBusName name namePrefix"),
        effect="events within these seconds are missed",
        gone="its events start nothing any more",
    ),
    "aws:cloudwatch/eventTarget:EventTarget": Kind(
        source="events/target.go",
        checked="0762c41e2027fcd3cb8340d3e6886c6975fc0a59",
        forces=forced_by("eventBusName rule targetId"),
        effect="events within these seconds are missed",
        gone="its events start nothing any more",
    ),
    "aws:ecr/repository:Repository": Kind(
        source="ecr/repository.go",
        checked="0072eea2d6046230a1fb7717741c17fd2122175e",
        forces=forced_by("encryptionConfigurations name"),
        effect="the images of the old repository do not move: AWS refuses to delete one with images unless `forceDelete` is on, and then no task of them can start",
        avoid="leave name and encryption as they are, or make a second repository and copy the images first",
        holds="data",
        gone="its images are deleted if `forceDelete` is on, and no task of them can start; else AWS refuses and the update fails",
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Kind(
        source="ecr/lifecycle_policy.go",
        checked="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forces=forced_by("policy repository"),
        effect="nothing: the rules are run once a day",
        routine=True,
        gone="images are kept for ever",
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Kind(
        source="ecr/repository_policy.go",
        checked="004b82babcaf4d20bbc12b4e19caea237c681216",
        forces=forced_by("repository"),
        effect="other accounts can't pull for some seconds",
        gone="other accounts can't pull any more",
    ),
    "aws:scheduler/schedule:Schedule": Kind(
        source="scheduler/schedule.go",
        checked="02f524b9e9cc109457eeba63867c83e70af99455",
        forces=forced_by("groupName name namePrefix"),
        effect="it may miss an occurrence within these seconds",
        gone="the schedule ends",
    ),
    "aws:scheduler/scheduleGroup:ScheduleGroup": Kind(
        source="scheduler/schedule_group.go",
        checked="0cdab4ae09a963535e03dde0bff4784afe8e3517",
        forces=forced_by("name namePrefix"),
        effect="AWS deletes the schedules of a group with it; those of the new one may miss an occurrence",
        avoid="leave the name as it is",
        gone="all its schedules end",
    ),
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": Kind(
        source="servicediscovery/private_dns_namespace.go",
        checked="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forces=forced_by("name vpc"),
        effect="names in it are not found until every service is deployed anew in the new namespace; AWS refuses to delete one that has services",
        avoid="leave the name as it is",
        holds="an address",
        gone="names in it are not found any more",
    ),
    "aws:servicediscovery/service:Service": Kind(
        source="servicediscovery/service.go",
        checked="034cebb6d5e3536ed380e869dcf9227a29bb8a15",
        forces=forced_by(
            "dnsConfig.dnsRecords.type dnsConfig.namespaceId dnsConfig.routingPolicy healthCheckConfig.type healthCheckCustomConfig name namespaceId type"
        ),
        effect="the name is not found until the tasks are registered anew",
        avoid="leave the name as it is",
        holds="an address",
        gone="the name is not found any more",
    ),
}
"""By type token."""
