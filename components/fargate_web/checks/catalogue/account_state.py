"""Checks of the account: what runs, names and quotas. Only `fargate-web preflight` runs them: they ask AWS."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_ACCOUNT_STATE: Final = (
    CheckDescription(
        "cluster-missing",
        "error",
        "An existing cluster that is not there, or not active",
        "AWS refuses the services (ClusterNotFoundException, ClusterNotActive).",
        "Write the name of a cluster that is there.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html",
    ),
    CheckDescription(
        "capacity-provider-missing",
        "error",
        "A capacity provider that the existing cluster does not have",
        "AWS refuses the services (InvalidParameterException).",
        "Associate the provider with the cluster, or write another capacityProviderStrategy.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
    ),
    CheckDescription(
        "name-in-use",
        "error",
        "A name that a resource of others has",
        "AWS refuses a second resource of the name, or the stack takes over the first one.",
        "Write another name, or none, so that Pulumi generates one.",
        "https://www.pulumi.com/docs/iac/concepts/resources/names/",
    ),
    CheckDescription(
        "quota-exceeded",
        "warning",
        "More than a quota of the account allows",
        "AWS refuses resources, or tasks don't start.",
        "Ask for more in Service Quotas, or do with less.",
        "https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html",
    ),
    CheckDescription(
        "alarm-missing",
        "warning",
        "An alarm for deployments that is not there",
        "Nothing ends a bad deployment.",
        "Create the alarm, or correct its name.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
    ),
    CheckDescription(
        "alarm-in-alarm",
        "warning",
        "An alarm that is in ALARM before the update",
        "ECS does not watch an alarm that is in ALARM when a deployment starts.",
        "Find out why, and deploy when it is OK again.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html",
    ),
    CheckDescription(
        "service-would-be-deleted",
        "warning",
        "A service that runs and is not in the stack file",
        "The update deletes it, and its users get errors.",
        "Write the service again if it shall stay.",
        "https://www.pulumi.com/docs/iac/cli/commands/pulumi_up/",
    ),
    CheckDescription(
        "deployment-in-progress",
        "warning",
        "A deployment that is in progress",
        "An update that changes the service takes its place, and the version that is being deployed never finishes its checks.",
        "Wait until it ends: `fargate-web status <service> --watch`.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html",
    ),
    CheckDescription(
        "no-healthy-target",
        "warning",
        "A service without a healthy target before the update",
        "A rollback has nothing to return to.",
        "Find out why first: `fargate-web why <service>`.",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    ),
    CheckDescription(
        "fewer-tasks-than-run",
        "warning",
        "More tasks that run than maxCapacity allows",
        "Scaling stops the others as soon as the update is done, under the load that there is.",
        "Raise maxCapacity to the tasks that run.",
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    ),
)
