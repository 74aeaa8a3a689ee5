"""What scanners find and this project accepts: controls that can't always be met, each with the reason."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

_LOG_BUCKET: Final = "aws:s3/bucket:Bucket::*access-logs*"


@dataclass(frozen=True)
class AcceptedFinding:
    """A finding of scanners to suppress.

    Attributes:
        standards: The identifiers in Security Hub and scanners.
        resource: A pattern of `<type>::<name>`.
        subject: What the finding is, for the documentation.
        reason: Why it is accepted.
    """

    standards: tuple[str, ...]
    resource: str
    subject: str
    reason: str

    def covers(self, standard: str, label: str) -> bool:
        """Return whether this is a finding on a resource."""
        return standard in self.standards and fnmatchcase(label, self.resource)


ACCEPTED_FINDINGS: Final = (
    AcceptedFinding(
        ("S3.17", "CKV_AWS_145"),
        _LOG_BUCKET,
        "the bucket for access logs has no KMS key",
        "Elastic Load Balancing writes to buckets with SSE-S3 only",
    ),
    AcceptedFinding(
        ("S3.7", "S3.9", "S3.11", "S3.15", "S3.20", "CKV_AWS_18", "CKV_AWS_144", "CKV2_AWS_62"),
        _LOG_BUCKET,
        "the bucket for access logs is not replicated, logged, locked or watched",
        "it holds logs that expire",
    ),
    AcceptedFinding(
        ("S3.7", "S3.9", "S3.11", "S3.15", "S3.20", "CKV_AWS_18", "CKV_AWS_144", "CKV2_AWS_62"),
        "aws:s3/bucket:Bucket::*-canary",
        "the bucket of the canary is not replicated, logged, locked or watched",
        "it holds a script, and records of runs that expire",
    ),
    AcceptedFinding(
        ("CKV_AWS_260",),
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::*-80-from-*",
        "port 80 is open to everyone",
        "with `https`, the listener on port 80 only redirects to HTTPS; `http: off` closes the port",
    ),
    AcceptedFinding(
        ("ELB.21", "ELB.22", "CKV_AWS_378"),
        "aws:lb/targetGroup:TargetGroup::*",
        "target groups and their health checks use HTTP",
        "TLS ends at the load balancer. `targetGroup: {protocol: HTTPS}` encrypts the second hop too, and then the container needs a certificate",
    ),
    AcceptedFinding(
        ("CKV_AWS_91",),
        "aws:lb/loadBalancer:LoadBalancer::*-nlb",
        "a Network Load Balancer without TLS writes no access logs",
        "AWS writes logs of TLS connections alone. A TLS listener turns them on",
    ),
    AcceptedFinding(
        ("CKV2_AWS_19",),
        "aws:ec2/eip:Eip::*:address-*",
        "Elastic IP addresses are attached to no instance",
        "they are the static addresses of a Network Load Balancer",
    ),
    AcceptedFinding(
        ("EC2.15", "CKV_AWS_130"),
        "aws:ec2/subnet:Subnet::*public*",
        "public subnets assign public addresses",
        "`awsx.ec2.Vpc` creates them this way and has no setting for it. This project does not rely on it: load balancer and NAT gateways have "
        "their own addresses, and each service sets whether its tasks get one. An existing network can avoid it",
    ),
    AcceptedFinding(
        ("CKV2_AWS_5",),
        "aws:ec2/securityGroup:SecurityGroup::*",
        "the security group of a scheduled task is attached to nothing",
        "a schedule names it, and the scanner doesn't read schedules",
    ),
    AcceptedFinding(
        ("ELB.6", "CKV_AWS_150"),
        "",
        "the load balancer of a dev stack has no deletion protection",
        "a stack for experiments must be destroyable",
    ),
    AcceptedFinding(
        ("ECS.20",),
        "",
        "the container `aws-otel-collector` (`tracing`) sets no user",
        "its image sets the user, and the control looks only at the task definition",
    ),
    AcceptedFinding(
        ("ECS.5", "ECS.20"),
        "",
        "the container `log_router` (`fireLens`) runs as root and can write to its file system",
        "FireLens needs both",
    ),
    AcceptedFinding(
        ("CKV_AWS_382", "AVD-AWS-0104"),
        "",
        "tasks may connect to anywhere",
        "images, logs, secrets and the services that the application calls have no fixed addresses",
    ),
    AcceptedFinding(
        ("AVD-AWS-0053",),
        "",
        "the load balancer is public",
        "that is its purpose; `scheme: internal` makes it internal",
    ),
    AcceptedFinding(
        ("CloudWatch.15",),
        "",
        "the alarms that end a deployment have no actions",
        "ECS watches them",
    ),
)
"""Those without a pattern are not found in the stack files of this repository, or only where a stack gives something up."""
