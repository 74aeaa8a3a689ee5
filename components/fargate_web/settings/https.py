"""HTTPS: the certificates, the TLS policy, and mutual TLS."""

from collections.abc import Iterator
from typing import Annotated, Literal

from .fix import Edit, Fix, combine, remove, write
from .listener_certificate import ListenerCertificate
from .mutual_authentication import MutualAuthentication
from .section import RuleViolation, describe_field, find_duplicates

SslPolicy = Literal[
    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
]


class Https(ListenerCertificate):
    """The HTTPS listener with its default certificate, which is an existing one, or one that is created and validated by DNS."""

    certificates: Annotated[
        list[ListenerCertificate],
        describe_field(
            "Further certificates, for names that the default one does not have, also in other hosted zones. Clients get the one for the name that they ask for (SNI). AWS's quota is 25.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
            example=[{"domainName": "www.example.org", "hostedZone": "example.org"}],
            max_length=100,
        ),
    ] = []
    port: Annotated[int, describe_field("The port of the HTTPS listener (1–65535).", ge=1, le=65535)] = 443
    ssl_policy: Annotated[
        SslPolicy,
        describe_field(
            "The TLS versions and ciphers that clients may use; policies that still allow TLS 1.0 or 1.1 are refused.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
        ),
    ] = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"

    mutual_authentication: Annotated[
        MutualAuthentication | None,
        describe_field(
            "Mutual TLS: clients must show a certificate, on the listeners of production and test traffic.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/configuring-mtls-with-elb.html",
        ),
    ] = None

    key_hints = {
        **ListenerCertificate.key_hints,
        "mtls": "write mutualAuthentication: {caCertificates: {bucket: …, key: …}}",
        "mutualTls": "write mutualAuthentication: {caCertificates: {bucket: …, key: …}}",
        "additionalCertificates": "write certificates",
        "certificateArns": "write certificateArn, and certificates: [{certificateArn: …}] for the others",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check the default certificate, and that certificates and records are distinct."""
        yield from super().find_violations()
        known = [entry.certificate_arn for entry in self.certificates if isinstance(entry.certificate_arn, str)]
        for arn in find_duplicates(known):
            indices = [index for index, entry in enumerate(self.certificates) if entry.certificate_arn == arn]
            yield RuleViolation(("certificates",), f"{arn!r} is listed twice", "listed-twice", (_drop_entries(indices[1:]),))
        # Two certificates of a name may have keys of different kinds, but its record can't be there twice.
        seen: set[str] = set()
        for index, entry in enumerate(self.list_certificates()):
            names = [] if entry.hosted_zone is None else list(filter(entry.is_within_zone, dict.fromkeys(entry.list_domain_names())))
            duplicate = next((name for name in names if name in seen), None)
            if duplicate is not None:
                yield RuleViolation(
                    (f"certificates.{index - 1}", "domain_name"),
                    f"{duplicate!r} is a name of another certificate too, and its alias record can't be created twice (InvalidChangeBatch)",
                    "record-of-two-certificates",
                    (_drop_name(index - 1, [name for name in names if name not in seen]),),
                )
            seen.update(names)

    def list_certificates(self) -> list[ListenerCertificate]:
        """List all certificates: the default one first."""
        return [self, *self.certificates]

    def list_all_domain_names(self) -> list[str]:
        """List the names of all certificates, as far as they are known."""
        return list(dict.fromkeys(name for entry in self.list_certificates() for name in entry.list_domain_names()))


def _drop_entries(indices: list[int]) -> Fix:
    edits = tuple(Edit(("certificates", index), "remove") for index in reversed(indices))
    return Fix("remove all but the first", edits, is_certain=True)


def _drop_name(index: int, kept: list[str]) -> Fix:
    """Fix by keeping only some names of a further certificate."""
    if not kept:
        return Fix("remove this certificate", (Edit(("certificates", index), "remove"),))
    domain, *others = kept
    names = write("certificates", index, "alternativeNames", value=others) if others else remove("certificates", index, "alternativeNames")
    return combine(write("certificates", index, "domainName", value=domain), names)
