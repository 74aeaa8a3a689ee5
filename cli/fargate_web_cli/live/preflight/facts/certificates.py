"""Asks for the certificates of the load balancer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.planned_stack import find_region_of


@dataclass(frozen=True)
class CertificateFacts:
    """A certificate that could be asked for.

    Attributes:
        exists: Whether it exists.
        status: Its status: `ISSUED`, `PENDING_VALIDATION`; a server certificate of IAM is always issued.
        names: The domain names that it is valid for; empty if they are not known.
        end: The end of its validity, in UTC without a time zone; None if it is not known.
        renews: Whether ACM renews it.
    """

    exists: bool
    status: str = "ISSUED"
    names: tuple[str, ...] = ()
    end: datetime | None = None
    renews: bool = True


def gather_certificates(reader: AwsReader, arns: Iterable[str], region: str) -> dict[str, CertificateFacts]:
    """Ask for certificates. Those that could not be asked for are missing."""
    found = {}
    for arn in dict.fromkeys(arns):
        facts = _read_server_certificate(reader, arn) if ":server-certificate/" in arn else _read_certificate(reader, arn, region)
        if facts is not None:
            found[arn] = facts
    return found


def _read_certificate(reader: AwsReader, arn: str, region: str) -> CertificateFacts | None:
    answer = reader.ask(
        f"the certificate {arn}",
        "acm",
        "describe_certificate",
        region=find_region_of(arn, region),
        answers=("ResourceNotFoundException",),
        CertificateArn=arn,
    )
    if answer is None:
        return None
    if answer.refusal:
        return CertificateFacts(exists=False)
    certificate = answer.content.get("Certificate", {})
    names = dict.fromkeys(
        name.lower() for name in (certificate.get("DomainName", ""), *certificate.get("SubjectAlternativeNames", ())) if name
    )
    return CertificateFacts(
        exists=True,
        status=certificate.get("Status", ""),
        names=tuple(names),
        end=_remove_time_zone(certificate.get("NotAfter")),
        renews=certificate.get("RenewalEligibility") != "INELIGIBLE" or certificate.get("Type") != "IMPORTED",
    )


def _read_server_certificate(reader: AwsReader, arn: str) -> CertificateFacts | None:
    answer = reader.ask(
        f"the certificate {arn}",
        "iam",
        "get_server_certificate",
        answers=("NoSuchEntity", "NoSuchEntityException"),
        ServerCertificateName=arn.rsplit("/", 1)[-1],
    )
    if answer is None:
        return None
    if answer.refusal:
        return CertificateFacts(exists=False)
    metadata = answer.content.get("ServerCertificate", {}).get("ServerCertificateMetadata", {})
    return CertificateFacts(exists=True, end=_remove_time_zone(metadata.get("Expiration")), renews=False)


def _remove_time_zone(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None)
