"""Checks that containers are told what their service says: ports, programs, units, secrets, users."""

from typing import Final

from .check_description import CheckDescription

_ECS: Final = "https://docs.aws.amazon.com/AmazonECS/latest"

CHECKS_OF_INTENT: Final = (
    CheckDescription(
        "listens-on-other-port",
        "warning",
        "an application that is told to listen on another port than its service's",
        "Requests and health checks go to the port of the service, and fail (Target.FailedHealthChecks): the deployment never ends.",
        "Write the same port in the variable or command and in port.",
    ),
    CheckDescription(
        "listens-on-loopback",
        "warning",
        "an application that is told to listen on localhost",
        "Only the containers of its task reach it; requests and health checks of the load balancer fail (Target.FailedHealthChecks).",
        "Write 0.0.0.0, so that it listens on all interfaces of the task.",
    ),
    CheckDescription(
        "health-check-on-other-port",
        "warning",
        "a container health check that asks another port than the service's",
        "The check fails, and ECS replaces task after task.",
        "Ask the port of the service, or name the other port in a variable or command of the container that listens on it.",
        f"{_ECS}/APIReference/API_HealthCheck.html",
    ),
    CheckDescription(
        "health-check-program-missing",
        "warning",
        "a container health check with a program that the image lacks",
        "The check fails, and ECS replaces task after task. Distroless and slim images have no curl and no wget, Alpine has wget only.",
        "Use a program of the image, or leave the check to the load balancer.",
        f"{_ECS}/APIReference/API_HealthCheck.html",
    ),
    CheckDescription(
        "url-as-path",
        "warning",
        "a URL as the path of a health check",
        "The load balancer asks the task for a path that contains the URL, and gets 404.",
        "Write the path alone: /health.",
    ),
    CheckDescription(
        "expression-of-another-tool",
        "warning",
        "an expression of CloudFormation, Terraform, Compose or another tool in a value",
        "Nothing resolves it here: the container or AWS gets it as text. It is an error in values that AWS reads.",
        "Write what it stands for.",
    ),
    CheckDescription(
        "reference-as-text",
        "warning",
        "a reference to a secret as the value of a variable",
        "The container gets the reference as text, since ECS resolves references under secrets only. It is an error where the program surely expects the value.",
        "Write it under secrets, or under secretOptions of the log router.",
        f"{_ECS}/developerguide/specifying-sensitive-data.html",
    ),
    CheckDescription(
        "secret-in-plain-sight",
        "advice",
        "what looks like a secret in a variable, command, label or option",
        "Its value is readable in the repository, in the state of Pulumi and in the console of ECS.",
        "Write the ARN of a Secrets Manager secret or the name of an SSM parameter under secrets, or encrypt the value in the stack file.",
        f"{_ECS}/developerguide/specifying-sensitive-data.html",
    ),
    CheckDescription(
        "command-in-one-word",
        "warning",
        "a command line as one word of a list",
        "ECS starts no shell, and looks for a program with that name (exec: no such file or directory).",
        "Write each word as an entry of its own, or start a shell: [sh, -c, '…'].",
        f"{_ECS}/APIReference/API_ContainerDefinition.html",
    ),
    CheckDescription(
        "root-without-capabilities",
        "warning",
        "root that drops all capabilities",
        "Servers that start as root change to another user, which root may not without capabilities (setuid: Operation not permitted).",
        "Run as another user, or list the capabilities that the image does without: drop: [NET_RAW].",
        f"{_ECS}/APIReference/API_KernelCapabilities.html",
    ),
    CheckDescription(
        "queue-without-permissions",
        "warning",
        "a queue that the task role may not use",
        "Calls fail (AccessDenied). A worker that scales on the queue gets ever more tasks, and none of them reads it.",
        "Allow the actions on the queue in roles.taskRole.statements.",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html",
    ),
    CheckDescription(
        "milliseconds-for-seconds",
        "warning",
        "a latency above what the load balancer waits, or a cooldown of hours",
        "No response takes that long, because the load balancer ends the request first (504), so that the alarm never fires; scaling stands still.",
        "Write seconds: latencyP99: 0.5.",
    ),
    CheckDescription(
        "fraction-for-percent",
        "warning",
        "a fraction as a threshold in percent",
        "Every service uses more than 1 %, so that the alarm never ends.",
        "Write percent: cpu: 90.",
    ),
)
