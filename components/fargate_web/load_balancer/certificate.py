"""The ACM certificate of a load balancer, validated by DNS, and the alias records of its domain names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

_ZONE_ID = re.compile(r"Z[A-Z0-9]+")


def find_hosted_zone_id(zone: str | pulumi.Output[str], parent: pulumi.Resource) -> pulumi.Input[str]:
    """Return the id of a public hosted zone, found by its id or its domain name."""
    if not isinstance(zone, str):
        return zone.apply(lambda known: find_hosted_zone_id(known, parent))
    if _ZONE_ID.fullmatch(zone):
        return zone
    return aws.route53.get_zone_output(name=zone, private_zone=False, opts=pulumi.InvokeOptions(parent=parent)).zone_id


class Certificate:
    """An issued ACM certificate.

    ACM renews it while its validation records exist, so they stay. ACM requires the same record for a name and its wildcard, and for every
    certificate of the account for that name; hence `allow_overwrite`.

    Args:
        name: The name of its resources.
        domains: Its names.
        zone_id: The hosted zone of the names.
        record_name: What the names of the validation records start with. It is the same for all certificates of a load balancer, so that a
            name that moves from one to another keeps its record.
        shared_records: The validation records of other certificates, by the domain that they validate.
        tags: Tags of the certificate.
        parent: The component.

    Attributes:
        certificate: The certificate.
        validation_records: The validation records that it needs and no other certificate has created, by the domain that they validate.
        validation: The resource that waits until the certificate is issued.
        arn: The ARN of the issued certificate.
    """

    def __init__(
        self,
        name: str,
        domains: Sequence[str],
        *,
        zone_id: pulumi.Input[str],
        record_name: str,
        shared_records: Mapping[str, aws.route53.Record],
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        primary, *alternatives = domains
        self.certificate = aws.acm.Certificate(
            name,
            domain_name=primary,
            subject_alternative_names=alternatives or None,
            validation_method="DNS",
            tags={**tags, "Name": primary},
            opts=opts,
        )
        self.validation_records: dict[str, aws.route53.Record] = {}
        bases = dict.fromkeys(domain.removeprefix("*.") for domain in domains)
        for base in bases:
            if base in shared_records:
                continue
            option = self._find_validation_option(base)
            self.validation_records[base] = aws.route53.Record(
                f"{record_name}-{base}-validation",
                zone_id=zone_id,
                name=option.apply(lambda record: record.resource_record_name),
                type=option.apply(lambda record: record.resource_record_type),
                records=[option.apply(lambda record: record.resource_record_value)],
                ttl=300,
                allow_overwrite=True,
                opts=opts,
            )
        self.validation = aws.acm.CertificateValidation(
            name,
            certificate_arn=self.certificate.arn,
            validation_record_fqdns=[{**shared_records, **self.validation_records}[base].fqdn for base in bases],
            opts=opts,
        )
        self.arn = self.validation.certificate_arn

    def _find_validation_option(self, base: str) -> pulumi.Output[Any]:
        return self.certificate.domain_validation_options.apply(
            lambda options: {str(option.domain_name).removeprefix("*."): option for option in options}[base]
        )


def create_alias_records(
    name: str,
    domains: Sequence[str],
    *,
    type_: str,
    zone_id: pulumi.Input[str],
    load_balancer: aws.lb.LoadBalancer,
    parent: pulumi.Resource,
) -> "dict[str, aws.route53.Record]":
    """Create an alias record of one type, A or AAAA, for each domain name. Route 53 doesn't bill queries for alias records."""
    return {
        domain: aws.route53.Record(
            # No domain has an underscore, so the name of a wildcard is unique. No top-level domain ends in -ipv6.
            f"{name}-{domain.replace('*', '_wildcard')}{'-ipv6' if type_ == 'AAAA' else ''}",
            zone_id=zone_id,
            name=domain,
            type=type_,
            aliases=[{"name": load_balancer.dns_name, "zone_id": load_balancer.zone_id, "evaluate_target_health": True}],
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for domain in domains
    }
