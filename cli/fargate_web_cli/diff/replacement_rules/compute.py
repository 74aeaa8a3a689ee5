"""Replacement rules of clusters, services, task definitions, roles and scaling."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

_SCALABLE_TARGET_PROPERTIES: Final = "resourceId scalableDimension serviceNamespace"

COMPUTE: Final[Mapping[str, TypeRules]] = {
    "aws:ecs/cluster:Cluster": TypeRules(
        provider_file="ecs/cluster.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("name"),
        replacement_effect="every service in it is replaced: their tasks stop, and new ones start",
        how_to_avoid="leave the name as it is",
        protected_asset="traffic",
        deletion_effect="every service in it is deleted",
        property_reasons={"name": "AWS can't rename a cluster"},
    ),
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": TypeRules(
        provider_file="ecs/cluster_capacity_providers.go",
        checked_commit="0619e62a2f25aefdfc36b5c74a98d9f6dcc6d794",
        forcing_properties=parse_properties("clusterName"),
        replacement_effect="no new task can start on FARGATE_SPOT until the providers are back",
        deletion_effect="no new task can start on FARGATE_SPOT",
    ),
    "aws:ecs/service:Service": TypeRules(
        provider_file="ecs/service.go",
        checked_commit="00a919d1548eb437816d4838f320502ad34183ff",
        forcing_properties=parse_properties(
            "capacityProviderStrategies cluster deploymentController.type iamRole launchType name schedulingStrategy"
        ),
        # `capacityProviderStrategyCustomizeDiff`: replaced unless a deployment is forced, and always from none to some or back.
        conditions={"capacityProviderStrategies": ("forceNewDeployment", frozenset((True,)))},
        presence_only=frozenset(("capacityProviderStrategies",)),
        replacement_effect="all tasks of the old service are stopped, those of the new one start without a rolling deployment: requests get 503 meanwhile unless the new one is up first",
        how_to_avoid="leave name and cluster as they are; to move, add a second service with a route of its own",
        protected_asset="traffic",
        deletion_effect="its tasks are stopped, and nobody answers its requests",
        property_reasons={"name": "AWS can't rename a service", "cluster": "a service stays in its cluster"},
    ),
    "aws:ecs/taskDefinition:TaskDefinition": TypeRules(
        provider_file="ecs/task_definition.go",
        checked_commit="04fc21d56d73cb67a9bbef2aedcffe8fbfd07286",
        forcing_properties=parse_properties(
            "containerDefinitions cpu enableFaultInjection ephemeralStorage executionRoleArn family ipcMode memory networkMode pidMode placementConstraints proxyConfiguration requiresCompatibilities runtimePlatform taskRoleArn volumes"
        ),
        replacement_effect="a new revision; tasks that run keep the old one",
        property_reasons={"*": "a revision stays what it is, and each change makes a new one"},
        is_routine=True,
        routine_name="new revision",
        deletion_effect="no task of it can start any more; those that run stay",
    ),
    "aws:ecs/capacityProvider:CapacityProvider": TypeRules(
        provider_file="ecs/capacity_provider.go",
        checked_commit="00946284020053b82745d449178fd739d836a232",
        # One of the two providers has to be given: each of these paths is touched when the other kind takes its place.
        forcing_properties=parse_properties(
            "autoScalingGroupProvider.autoScalingGroupArn cluster managedInstancesProvider.instanceLaunchTemplate.capacityOptionType name"
        ),
        replacement_effect="no new task can start on it until the new one is there",
    ),
    "aws:iam/role:Role": TypeRules(
        provider_file="iam/role.go",
        checked_commit="0040ea6911af00bea2cca6dbb14e86829826ad8e",
        forcing_properties=parse_properties("name namePrefix path", regional=False),
        replacement_effect="policies of other accounts and resources that name its ARN have to name the new one; tasks are restarted",
        how_to_avoid="leave the name and the path as they are",
        deletion_effect="what runs with it loses its rights",
        property_reasons={"name": "IAM can't rename a role", "path": "IAM can't move a role"},
    ),
    "aws:iam/rolePolicy:RolePolicy": TypeRules(
        provider_file="iam/role_policy.go",
        checked_commit="02f97af85f89a04e8ed89f5e8b64a9a67f3cfe07",
        forcing_properties=parse_properties("name namePrefix role", regional=False),
        replacement_effect="the new policy is there before the old one goes",
        deletion_effect="the role loses these rights",
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": TypeRules(
        provider_file="iam/role_policy_attachment.go",
        checked_commit="04c79849dbe7fbe76c3054b364357bcdaade9ac5",
        forcing_properties=parse_properties("policyArn role", regional=False),
        replacement_effect="the new policy is attached before the old one goes",
        deletion_effect="the role loses these rights",
    ),
    "aws:appautoscaling/target:Target": TypeRules(
        provider_file="appautoscaling/target.go",
        checked_commit="0105d2191ae7e43ba37ba011b916843eddf361ed",
        forcing_properties=parse_properties(_SCALABLE_TARGET_PROPERTIES),
        replacement_effect="the service is not scaled for some seconds; its number of tasks stays",
        deletion_effect="the service is no longer scaled",
    ),
    "aws:appautoscaling/policy:Policy": TypeRules(
        provider_file="appautoscaling/policy.go",
        checked_commit="048320e88399c508ae6481be5d8ef6fd6f71a9f6",
        forcing_properties=parse_properties(f"name {_SCALABLE_TARGET_PROPERTIES}"),
        replacement_effect="the service is not scaled for some seconds; its number of tasks stays",
        deletion_effect="the service is no longer scaled by it",
    ),
    "aws:appautoscaling/scheduledAction:ScheduledAction": TypeRules(
        provider_file="appautoscaling/scheduled_action.go",
        checked_commit="048320e88399c508ae6481be5d8ef6fd6f71a9f6",
        forcing_properties=parse_properties(f"name {_SCALABLE_TARGET_PROPERTIES}"),
        replacement_effect="it may miss an occurrence within these seconds",
        deletion_effect="the schedule ends",
    ),
    "aws:servicediscovery/httpNamespace:HttpNamespace": TypeRules(
        provider_file="servicediscovery/http_namespace.go",
        checked_commit="04a2e6e5bc625ec85ea8c678219b483fc674877e",
        forcing_properties=parse_properties("description name"),
        replacement_effect="services find each other only after each is deployed anew in the new namespace",
        how_to_avoid="leave the name as it is",
        protected_asset="an address",
        deletion_effect="services can no longer find each other by name",
    ),
}
"""By type token."""
