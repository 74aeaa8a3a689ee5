"""Clusters, services, and what they may do."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import Kind, forced_by

_TARGET: Final = "resourceId scalableDimension serviceNamespace"

COMPUTE: Final[Mapping[str, Kind]] = {
    "aws:ecs/cluster:Cluster": Kind(
        source="ecs/cluster.go",
        checked="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forces=forced_by("name"),
        effect="every service in it is replaced: their tasks stop and start anew",
        avoid="leave the name as it is",
        holds="traffic",
        gone="every service in it goes",
        why={"name": "AWS can't rename a cluster"},
    ),
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": Kind(
        source="ecs/cluster_capacity_providers.go",
        checked="0619e62a2f25aefdfc36b5c74a98d9f6dcc6d794",
        forces=forced_by("clusterName"),
        effect="no new task can start on FARGATE_SPOT until the providers are back",
        gone="no new task can start on FARGATE_SPOT",
    ),
    "aws:ecs/service:Service": Kind(
        source="ecs/service.go",
        checked="00a919d1548eb437816d4838f320502ad34183ff",
        forces=forced_by("capacityProviderStrategies cluster deploymentController.type iamRole launchType name schedulingStrategy"),
        # `capacityProviderStrategyCustomizeDiff`: replaced unless a deployment is forced, and always from none to some or back.
        only_if={"capacityProviderStrategies": ("forceNewDeployment", frozenset((True,)))},
        whole=frozenset(("capacityProviderStrategies",)),
        effect="all tasks of the old service are stopped, those of the new one start without a rolling deployment: requests get 503 meanwhile unless the new one is up first",
        avoid="leave name and cluster as they are; to move, add a second service with a route of its own",
        holds="traffic",
        gone="its tasks are stopped, and nobody answers its requests",
        why={"name": "AWS can't rename a service", "cluster": "a service stays in its cluster"},
    ),
    "aws:ecs/taskDefinition:TaskDefinition": Kind(
        source="ecs/task_definition.go",
        checked="04fc21d56d73cb67a9bbef2aedcffe8fbfd07286",
        forces=forced_by(
            "containerDefinitions cpu enableFaultInjection ephemeralStorage executionRoleArn family ipcMode memory networkMode pidMode placementConstraints proxyConfiguration requiresCompatibilities runtimePlatform taskRoleArn volumes"
        ),
        effect="a new revision, which the service deploys: nothing is down",
        why={"*": "a revision stays what it is, and each change makes a new one"},
        routine=True,
        called="new revision",
        gone="the service can't start tasks of it; those that run stay",
    ),
    "aws:ecs/capacityProvider:CapacityProvider": Kind(
        source="ecs/capacity_provider.go",
        checked="00946284020053b82745d449178fd739d836a232",
        # One of the two providers has to be given: each of these paths is touched when the other kind takes its place.
        forces=forced_by(
            "autoScalingGroupProvider.autoScalingGroupArn cluster managedInstancesProvider.instanceLaunchTemplate.capacityOptionType name"
        ),
        effect="no new task can start on it until the new one is there",
    ),
    "aws:iam/role:Role": Kind(
        source="iam/role.go",
        checked="0040ea6911af00bea2cca6dbb14e86829826ad8e",
        forces=forced_by("name namePrefix path", regional=False),
        effect="whoever names its ARN in policies of other accounts or resources has to name the new one; tasks are started anew",
        avoid="leave the name as it is",
        gone="what runs with it loses its rights",
        why={"name": "IAM can't rename a role", "path": "IAM can't move a role"},
    ),
    "aws:iam/rolePolicy:RolePolicy": Kind(
        source="iam/role_policy.go",
        checked="02f97af85f89a04e8ed89f5e8b64a9a67f3cfe07",
        forces=forced_by("name namePrefix role", regional=False),
        effect="the new policy is there before the old one goes",
        gone="the role loses these rights",
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Kind(
        source="iam/role_policy_attachment.go",
        checked="04c79849dbe7fbe76c3054b364357bcdaade9ac5",
        forces=forced_by("policyArn role", regional=False),
        effect="the new policy is attached before the old one goes",
        gone="the role loses these rights",
    ),
    "aws:appautoscaling/target:Target": Kind(
        source="appautoscaling/target.go",
        checked="0105d2191ae7e43ba37ba011b916843eddf361ed",
        forces=forced_by(_TARGET),
        effect="the service is not scaled for some seconds; its number of tasks stays",
        gone="the service is scaled no more",
    ),
    "aws:appautoscaling/policy:Policy": Kind(
        source="appautoscaling/policy.go",
        checked="048320e88399c508ae6481be5d8ef6fd6f71a9f6",
        forces=forced_by(f"name {_TARGET}"),
        effect="the service is not scaled for some seconds; its number of tasks stays",
        gone="the service is no longer scaled by it",
    ),
    "aws:appautoscaling/scheduledAction:ScheduledAction": Kind(
        source="appautoscaling/scheduled_action.go",
        checked="048320e88399c508ae6481be5d8ef6fd6f71a9f6",
        forces=forced_by(f"name {_TARGET}"),
        effect="it may miss an occurrence within these seconds",
        gone="the schedule ends",
    ),
    "aws:servicediscovery/httpNamespace:HttpNamespace": Kind(
        source="servicediscovery/http_namespace.go",
        checked="04a2e6e5bc625ec85ea8c678219b483fc674877e",
        forces=forced_by("description name"),
        effect="services find each other only after each is deployed anew in the new namespace",
        avoid="leave the name as it is",
        holds="an address",
        gone="services that call each other by name find nobody",
    ),
}
"""By type token."""
