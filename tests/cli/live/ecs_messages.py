"""Messages of ECS, from its documentation and from users, each with the cause that it names."""

RIE = "ResourceInitializationError: "
ROLE = "User: arn:aws:sts::123456789012:assumed-role/web-execution/1 is not authorized to perform: "

MESSAGES = [
    (
        f"{RIE}unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key password",
        "secret-missing-key",
    ),
    (f"{RIE}unable to retrieve secret from asm: invalid character 'x' looking for beginning of value", "secret-missing-key"),
    (
        f"{RIE}unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been "
        "retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-west-2:123456789012:secret:db from secrets manager: "
        "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
        "secret-not-found",
    ),
    (
        f"{RIE}unable to pull secrets or registry auth: unable to retrieve secrets from ssm: invalid parameters: /shop/db",
        "secret-not-found",
    ),
    (
        f"{RIE}unable to retrieve secret from asm: AccessDeniedException: {ROLE}secretsmanager:GetSecretValue on resource: db",
        "secret-no-permission",
    ),
    (f"{RIE}unable to retrieve secrets from ssm: AccessDeniedException: {ROLE}kms:Decrypt on resource: key", "secret-no-permission"),
    (
        f"{RIE}unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection issue between the task and AWS "
        "Secrets Manager. Check your task network configuration. failed to fetch secret arn:aws:secretsmanager:us-west-2:123456789012:secret:db from "
        "secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded",
        "secret-no-route",
    ),
    (
        f"{RIE}failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: "
        "ResourceNotFoundException: The specified log group does not exist. : exit status 1",
        "log-group",
    ),
    (f"{RIE}failed to validate logger args: There is a connection issue between the task and Amazon CloudWatch.", "log-no-route"),
    (
        "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
        "wrong-architecture",
    ),
    ("CannotPullContainerError: toomanyrequests: You have reached your pull rate limit.", "pull-rate-limit"),
    (
        f"{RIE}unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task "
        "and Amazon ECR. Check your task network configuration.",
        "image-no-route",
    ),
    (
        'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to do request: Head "https://x/v2/web/manifests/1": dial tcp: '
        "i/o timeout",
        "image-no-route",
    ),
    (
        f"{RIE}unable to pull secrets or registry auth: AccessDeniedException: {ROLE}ecr:GetAuthorizationToken on resource: *",
        "image-no-permission",
    ),
    (
        "CannotPullContainerError: pull access denied for shop/web, repository does not exist or may require 'docker login'",
        "image-no-permission",
    ),
    (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/library/web:9: "
        "docker.io/library/web:9: not found",
        "image-not-found",
    ),
    ("CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer: no space left on device", "image-too-large"),
    (f"{RIE}failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection timed out", "efs-mount"),
    ("(service web) was unable to place a task. Reason: RESOURCE:ENI.", "no-addresses"),
    ("(service web) was unable to place a task. Reason: The subnet 'subnet-1' does not have enough free addresses.", "no-addresses"),
    (
        "(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.",
        "quota",
    ),
    (
        "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability "
        "zone.",
        "no-capacity",
    ),
    ("SpotInterruption: Your Spot Task was interrupted.", "no-capacity"),
    (
        "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::1:role/x').",
        "service-linked-role",
    ),
    (
        "(service web) failed to launch a task with (error PlatformTaskDefinitionIncompatibilityException: platform version 1.3.0)",
        "platform-version",
    ),
    (
        "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: exec: "
        '"serve": executable file not found in $PATH',
        "command-not-found",
    ),
    (
        f"{RIE}unable to pull secrets or registry auth: execution resource retrieval failed: unable to get registry auth from asm: service call has been retried 1 time(s): asm fetching secret from the service for hub: RequestError: send request failed",
        "image-no-route",
    ),
    (
        f"{RIE}unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s)",
        "secret-unread",
    ),
    (
        "CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry.",
        "image-no-permission",
    ),
    ("CannotPullContainerError: The task can’t pull the image. Check your network configuration", "image-no-route"),
    ("CannotPullContainerError: context canceled", "image-no-route"),
    ("CannotPullContainerError: Error response from daemon: unauthorized: authentication required", "image-no-permission"),
    (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/x/y:1: failed to authorize: failed to fetch anonymous token: 401 Unauthorized",
        "image-no-permission",
    ),
    ("CannotPullContainerError: The task can't find the image. Check that image exists in registry", "image-not-found"),
    (
        f"{RIE}unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: retried 3 time(s)",
        "image-not-pulled",
    ),
    ("CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address", "image-not-pulled"),
    (f"{RIE}failed to download env files: file download command: non empty error stream", "environment-files"),
    (f"{RIE}failed to configure ENI: failed to setup regular eni: netplugin failed with no error message", "network-interface"),
    ("Timeout waiting for network interface provisioning to complete.", "network-interface"),
    (
        'CannotCreateContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: exec: "/app/start.sh": permission denied: unknown',
        "command-not-found",
    ),
    ("(service web) failed to register targets in (target-group arn) with (error InvalidTarget)", "register-targets"),
]
