"""Checks of what a stack exposes, and of safeguards that are off."""

from typing import Final

from .check_description import CheckDescription

_ELB: Final = "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html"
_ECS: Final = "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html"

CHECKS_OF_SAFEGUARDS: Final = (
    CheckDescription(
        "plain-http",
        "advice",
        "requests from the internet without encryption",
        "Anyone between a user and the load balancer reads passwords, cookies and pages, and changes them.",
        "Write loadBalancer: {https: {domainName: …, hostedZone: …}}, or {certificateArn: …}; port 80 then redirects.",
        f"{_ELB}#elb-1",
    ),
    CheckDescription(
        "test-listener-open",
        "advice",
        "a test listener that is open to the internet",
        "Everybody may call the next version of the services before anyone has tested it.",
        "Write testListener: {port: …, allowedCidrBlocks: […]} with the addresses of the people and systems that test.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html",
    ),
    CheckDescription(
        "tasks-in-public-subnets",
        "advice",
        "tasks with public addresses",
        "The rules of the security group alone keep the internet from the tasks: one rule too many, and everybody reaches them.",
        "Write subnets: private, with NAT gateways or interface endpoints for what the tasks call.",
        f"{_ECS}#ecs-2",
    ),
    CheckDescription(
        "open-to-the-internet",
        "advice",
        "callers who are nearly everybody",
        "Strangers call the tasks directly, past the load balancer, its web ACL and its logs.",
        "Name services, security groups, or the blocks of your own networks under allowFrom.",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18",
    ),
    CheckDescription(
        "deletion-protection-off",
        "advice",
        "a load balancer that one command deletes",
        "Its address is lost, and nothing answers until DNS names a new one.",
        "Write deletionProtection: true, or leave it out.",
        f"{_ELB}#elb-6",
    ),
    CheckDescription(
        "logs-off",
        "advice",
        "requests, traffic or sessions without a record",
        "After an attack nobody knows who called what, where data went, and what was done in a shell.",
        "Write true for accessLogs, flowLogs or executeCommandLogs, or leave it out.",
        f"{_ELB}#elb-5",
    ),
    CheckDescription(
        "shell-in-tasks",
        "advice",
        "tasks in which people may open a shell",
        "Whoever may call ecs:ExecuteCommand reads the secrets of the application and acts with the rights of its role.",
        "Remove enableExecuteCommand. To look into a failure, turn it on for as long as that takes.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    ),
    CheckDescription(
        "root-filesystem-writable",
        "error",
        "a container of a protected stack that may write where its program is",
        "An intruder changes the program, and leaves tools behind for the next request.",
        "Write readonlyRootFilesystem: true with tmpfs: {/tmp: 64}, or hardening: true for all containers.",
        f"{_ECS}#ecs-5",
        can_be_silenced=True,
    ),
    CheckDescription(
        "runs-as-root",
        "error",
        "a container of a protected stack that runs as root",
        "An intruder is root in the container at once, with its capabilities.",
        'Write a user that the image can run as, such as user: "10001:10001".',
        f"{_ECS}#ecs-20",
        can_be_silenced=True,
    ),
    CheckDescription(
        "account-takeover",
        "advice",
        "rights with which a container takes over the account",
        "An intruder gives himself more rights, or those of another role, by a path that is known and automated.",
        "Name the roles, policies and functions in resources that the application works with; or limit the statement by a condition, such as iam:PassedToService.",
        "https://pathfinding.cloud/paths",
    ),
)
