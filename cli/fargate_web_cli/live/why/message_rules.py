"""Messages of ECS whose words name the cause: the words, and what to do. A message belongs to the first rule that fits."""

from typing import Final, NamedTuple

_PULL: Final = r"(?:CannotPull\w*|pull)"
_NETWORK: Final = r"(?:i/o timeout|connection issue|deadline exceeded|request canceled|context canceled|Check your network configuration|RequestError: send request failed|no such host|network is unreachable)"
_DENIED: Final = r"(?:AccessDenied|not authorized|access denied|denied:|403 Forbidden|401 Unauthorized|unauthorized:|authentication required|failed to authorize|no basic auth|has the permissions to pull)"
_ROUTE: Final = (
    "give the tasks a way there: NAT gateways, subnets: public, or interface endpoints with a security group that admits the tasks; check also the "
    "network ACLs"
)


class MessageRule(NamedTuple):
    """A cause that a message names.

    Attributes:
        kind: Its name for machines.
        pattern: A regular expression that the message contains. Case does not matter.
        title: What happened.
        remedy: What to change.
        setting: The key to change, below that of the service.
    """

    kind: str
    pattern: str
    title: str
    remedy: str
    setting: tuple[str, ...] | None = None


MESSAGE_RULES: Final = (
    MessageRule(
        "secret-missing-key",
        r"did not contain json key|(?:secret|asm).*(?:invalid character|unexpected end of json|not (?:valid )?json)",
        "A secret has no such JSON key, or is not JSON",
        "write a key that the secret contains, or its ARN without a key",
        ("secrets",),
    ),
    MessageRule(
        "secret-not-found",
        r"can't find the specified secret|(?:asm|secrets manager).*ResourceNotFoundException|ssm.*(?:invalid parameters|ParameterNotFound)",
        "A secret or parameter does not exist in this account and Region",
        "correct its name or ARN, or create it; a secret that is scheduled for deletion counts as missing",
        ("secrets",),
    ),
    MessageRule(
        "secret-no-permission",
        rf"not authorized to perform: (?:secretsmanager|ssm|kms):|(?:secrets? from|fetch secret).*{_DENIED}",
        "The execution role may not read a secret or parameter",
        "for a key of your own set roles.secretKmsKeys; for a secret of another account also its resource policy",
        ("roles", "secretKmsKeys"),
    ),
    MessageRule(
        "secret-no-route",
        rf"(?:secrets? from (?:asm|ssm)|fetch secret|Secrets Manager|Systems Manager|SSM).*{_NETWORK}",
        "The tasks can't reach Secrets Manager or Systems Manager",
        _ROUTE,
    ),
    MessageRule(
        "log-group",
        r"(?:logger|log stream|CloudWatch log).*(?:ResourceNotFoundException|does not exist|AccessDenied|not authorized)|log group does not exist",
        "The log group does not exist, or the execution role may not write to it",
        "let the stack create the log group again (pulumi refresh, then pulumi up), or correct its name and Region",
        ("logs",),
    ),
    MessageRule(
        "log-no-route",
        rf"(?:logger|log stream|CloudWatch).*{_NETWORK}",
        "The tasks can't reach CloudWatch Logs",
        _ROUTE,
    ),
    MessageRule(
        "wrong-architecture",
        r"does not contain descriptor matching platform|no matching manifest for|exec format error|image operating system .* cannot be used",
        "The image is for another processor architecture",
        "make cpuArchitecture match the image, or build the image for linux/amd64 or linux/arm64",
        ("cpuArchitecture",),
    ),
    MessageRule(
        "pull-rate-limit",
        r"toomanyrequests|pull rate limit|429 Too Many",
        "The registry refuses more pulls for now",
        "copy the image to ECR, or use a pull-through cache, or sign in to the registry with repositoryCredentials",
        ("image",),
    ),
    MessageRule(
        "image-no-route",
        rf"(?:{_PULL}|registry auth|ecr).*{_NETWORK}",
        "The tasks can't reach the registry of the image",
        _ROUTE,
    ),
    MessageRule(
        "image-no-permission",
        rf"(?:{_PULL}|registry auth|ecr:).*{_DENIED}",
        "The execution role may not pull the image, or the image does not exist and the registry does not say so",
        "check the name of the image; for a repository of another account add the execution role to its policy; for a private registry outside of ECR set "
        "repositoryCredentials",
        ("image",),
    ),
    MessageRule(
        "image-not-found",
        rf"{_PULL}.*(?:not found|manifest unknown|name unknown|does not exist|repository .*does not exist|ImageNotFound|can.?t find the image)",
        "The image does not exist: the repository, the tag or the digest",
        "push the image first, or correct its name",
        ("image",),
    ),
    MessageRule(
        "image-too-large",
        r"no space left on device",
        "The image and the data of the task don't fit the storage of the task",
        "increase ephemeralStorage, or use a smaller image",
        ("ephemeralStorage",),
    ),
    MessageRule(
        "efs-mount",
        r"EFS utils|mount\.nfs|efs.*(?:mount|resolve)",
        "An EFS file system can't be mounted",
        "check that it has a mount target in each zone, that the mount targets admit port 2049 from the tasks, and that its policy and access point allow the "
        "task role",
        ("volumes",),
    ),
    MessageRule(
        "no-addresses",
        r"RESOURCE:ENI|InsufficientFreeAddresses|(?:not|n't) (?:have )?enough free addresses|insufficient free (?:IP )?addresses",
        "The subnets have no free addresses",
        "use larger subnets, or lower maximumPercent, maxCapacity or desiredCount",
        ("deployment",),
    ),
    MessageRule(
        "quota",
        r"reached the limit on the number of (?:vCPUs|tasks)|limit on the number of vCPU",
        "The Fargate quota of the account is used up",
        "request a higher quota (Service Quotas, Fargate On-Demand or Spot vCPU resource count), or run fewer or smaller tasks",
        ("cpu",),
    ),
    MessageRule(
        "no-capacity",
        r"capacity is unavailable|Capacity provider.*(?:unavailable|insufficient)|SpotInterruption|Spot .*interrupt",
        "AWS has no Fargate capacity of this kind at the moment, or takes Spot tasks back",
        "add FARGATE beside FARGATE_SPOT with a base that the service can't do without, or use more zones",
        ("capacityProviderStrategy",),
    ),
    MessageRule(
        "service-linked-role",
        r"service.linked role|ECS was unable to assume|unable to assume the (?:service|role)",
        "ECS can't assume a role: the service-linked role or a role of the service is missing",
        "create it: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com; and check the trust policies of the roles",
    ),
    MessageRule(
        "platform-version",
        r"platform version|PlatformTaskDefinitionIncompatibility|PlatformUnknown",
        "The platform version does not support what the task definition asks for",
        "remove platformVersion, so that ECS uses the latest one",
        ("platformVersion",),
    ),
    MessageRule(
        "command-not-found",
        r"executable file not found|no such file or directory: unknown|Cannot(?:Start|Create)ContainerError|failed to create (?:containerd |shim |new container runtime )?task|OCI runtime create failed",
        "A container can't start: its command or entry point is not in the image, or is not executable",
        "correct command or entryPoint; each word of the command is an item of the list",
        ("command",),
    ),
    MessageRule(
        "register-targets",
        r"(?:failed to|unable to) register targets",
        "ECS can't register the tasks in the target group",
        "check that the target group still exists and that its port and the container's port agree (pulumi refresh)",
        ("port",),
    ),
    MessageRule(
        "environment-files",
        r"failed to download env files",
        "An environment file can't be read from S3",
        "check that the object exists, that the execution role may read it and its key, and that the tasks reach S3",
        ("environmentFiles",),
    ),
    MessageRule(
        "network-interface",
        r"network interface provisioning|failed to configure ENI|Task provisioning failed",
        "Fargate could not attach the network interface of a task",
        "ECS tries again by itself; if it stays, check free addresses in the subnets and the quota of network interfaces, and ask AWS Support",
    ),
    MessageRule(
        "secret-unread",
        r"(?:retrieve|fetch) secrets?\b|pull secrets from",
        "A secret or parameter can't be read, and the message does not say why",
        "check its name, that the execution role may read it and its key, and that the tasks reach Secrets Manager or Systems Manager",
        ("secrets",),
    ),
    MessageRule(
        "image-not-pulled",
        r"CannotPull\w*Error|registry auth:",
        "The image can't be pulled, and the message does not say why",
        "check its name, that the execution role may pull it, and that the tasks reach the registry",
        ("image",),
    ),
)
"""The rules, the most specific ones first."""
