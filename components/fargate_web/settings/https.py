"""HTTPS: the certificate, its domain names, and the TLS policy."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator

from .arn_types import CertificateArn
from .fix import Edit, Fix, combine, remove, write
from .section import RuleViolation, Section, describe_field, find_duplicates
from .value_types import ALLOW_OUTPUT, DomainName, NonEmptyString, build_value_error

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


_ZONE_ID_PATTERN = re.compile("Z[A-Z0-9]{1,31}")
_ZONE_NAME_PATTERN = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}\.?")


def _validate_hosted_zone(value: str) -> str:
    if _validates_as_zone(value):
        return value
    # The console shows an id as /hostedzone/Z…, and people copy the address of a page.
    last_part = value.strip().rstrip("/").rsplit("/", 1)[-1]
    meant = next((text for text in (last_part.upper(), last_part.lower()) if _validates_as_zone(text)), None)
    problem = f"{value!r} is neither the domain name nor the id of a hosted zone (NoSuchHostedZone)"
    if meant is None:
        raise build_value_error(f"{problem}; write its domain name like example.com, or its id like Z0123456789ABCDEFGHIJ", "no-such-zone")
    raise build_value_error(problem, "no-such-zone", fixes=(write(value=meant, certain=True),))


def _validates_as_zone(text: str) -> bool:
    return bool(_ZONE_ID_PATTERN.fullmatch(text) or _ZONE_NAME_PATTERN.fullmatch(text))


class Https(Section):
    """HTTPS with an existing certificate, or one that is created and validated by DNS."""

    domain_name: Annotated[
        DomainName | None,
        describe_field("The domain name of the services; an alias record is created for it in the hosted zone.", example="api.example.com"),
    ] = None
    alternative_names: Annotated[
        list[DomainName],
        describe_field("Additional names of the certificate, each with an alias record; `*.example.com` covers one level.", max_length=9),
    ] = []
    hosted_zone: Annotated[
        Annotated[NonEmptyString, AfterValidator(_validate_hosted_zone), ALLOW_OUTPUT] | None,
        describe_field("The public Route 53 hosted zone of the names: its domain name, or its id (Z…).", example="example.com"),
    ] = None
    certificate_arn: Annotated[
        CertificateArn | None,
        describe_field(
            "An ACM certificate in the stack's Region. Default: one is created for domainName and validated by DNS. Free.",
            source="https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        ),
    ] = None
    port: Annotated[int, describe_field("The port of the HTTPS listener (1–65535).", ge=1, le=65535)] = 443
    ssl_policy: Annotated[
        SslPolicy,
        describe_field(
            "The TLS versions and ciphers that clients may use; policies that still allow TLS 1.0 or 1.1 are refused.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
        ),
    ] = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"

    key_hints = {
        "certificate": "write certificateArn",
        "sslCertificate": "write certificateArn",
        "zone": "write hostedZone",
        "domain": "write domainName",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is a certificate, and that the hosted zone contains the names."""
        if self.certificate_arn is None and (self.domain_name is None or self.hosted_zone is None):
            missing = "domainName" if self.domain_name is None else "hostedZone"
            yield RuleViolation(
                (find_field_name(missing), "certificate_arn"),
                f"HTTPS needs a certificate: certificateArn of an existing one, or domainName and hostedZone so that one is created and validated by DNS ({missing} is missing)",
                "https-without-certificate",
                tuple(self._name_domain()),
            )
        if self.hosted_zone is not None and self.domain_name is None and self.certificate_arn is not None:
            yield RuleViolation(
                ("hosted_zone", "domain_name"),
                "a hosted zone without domainName creates no record",
                "zone-without-record",
                (remove("hostedZone"), *self._name_domain()),
            )
        if self.alternative_names and self.domain_name is None:
            yield RuleViolation(
                ("alternative_names", "domain_name"),
                "alternative names come in addition to a domainName, and there is none",
                "alternative-names-alone",
                (self._promote_alternative_name(),),
            )
        for duplicate in find_duplicates(self.list_domain_names()):
            yield RuleViolation(
                ("alternative_names", "domain_name"), f"{duplicate!r} is listed twice", "listed-twice", (self._drop_repeated_names(),)
            )
        zone = self.hosted_zone
        # A zone that is an Output is not known yet.
        if isinstance(zone, str) and "." in zone:
            for host in self.list_domain_names():
                if host.removeprefix("*.") != zone.rstrip(".") and not host.endswith("." + zone.rstrip(".")):
                    yield RuleViolation(
                        ("domain_name" if host == self.domain_name else "alternative_names", "hosted_zone"),
                        f"{host!r} isn't within the zone {zone!r}, so its records would never be found and the certificate never validated; use a name that ends in .{zone.rstrip('.')}, or the zone of all the names",
                        "name-outside-zone",
                        tuple(self._find_common_zone()),
                    )

    def _name_domain(self) -> Iterator[Fix]:
        """Yield how to complete domainName and hostedZone, as far as one tells the other."""
        zone, domain = self.hosted_zone, self.domain_name
        if domain is not None:
            yield write("hostedZone", value=".".join(domain.removeprefix("*.").split(".")[-2:]))
        elif zone is None:
            yield combine(write("domainName", value="www.example.com"), write("hostedZone", value="example.com"))
        elif isinstance(zone, str) and "." in zone:
            yield write("domainName", value=f"www.{zone.rstrip('.')}")

    def _find_common_zone(self) -> Iterator[Fix]:
        """Yield the zone that all names are within, unless it may be one that nobody owns, such as co.uk."""
        zones = {".".join(name.split(".")[-2:]) for name in self.list_domain_names()}
        zone = next(iter(zones))
        label, _, top = zone.partition(".")
        if len(zones) == 1 and not (len(top) == 2 and len(label) <= 3):
            yield write("hostedZone", value=zone)

    def _promote_alternative_name(self) -> Fix:
        first, *others = self.alternative_names
        rest = write("alternativeNames", value=others) if others else remove("alternativeNames")
        return combine(write("domainName", value=first), rest)

    def _drop_repeated_names(self) -> Fix:
        names = [name for name in dict.fromkeys(self.alternative_names) if name != self.domain_name]
        if names:
            return write("alternativeNames", value=names, certain=True)
        return Fix("remove alternativeNames", (Edit(("alternativeNames",), "remove"),), is_certain=True)

    def list_domain_names(self) -> list[str]:
        """List the names that the certificate and the alias records are for."""
        return ([self.domain_name] if self.domain_name else []) + self.alternative_names


def find_field_name(alias: str) -> str:
    """Return the Python field name of a missing key."""
    return {"domainName": "domain_name", "hostedZone": "hosted_zone"}[alias]
