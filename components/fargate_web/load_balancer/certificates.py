"""The certificates of the HTTPS listeners, with the records of their names."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..settings.https import Https
from ..settings.ip_address_types import IpAddressType
from ..settings.listener_certificate import ListenerCertificate
from .certificate import Certificate, create_alias_records, find_hosted_zone_id

_ASTERISK: Final = "_wildcard"
"""Replaces the asterisk of a name. No domain has an underscore, so it stays unique."""
_RECORD_TYPES: Final[Mapping[IpAddressType, tuple[str, ...]]] = {
    "ipv4": ("A",),
    "dualstack": ("A", "AAAA"),
    "dualstack-without-public-ipv4": ("AAAA",),
}
"""The types of the alias records: an A record without a public IPv4 address would lead clients nowhere."""


class Certificates:
    """The default certificate and the further ones.

    Attributes:
        default_arn: The ARN of the default certificate.
        default: The default certificate, None if it exists already.
        further: The further certificates that are created, by their first name.
        further_arns: The ARNs of all further certificates, by what the names of their resources end with.
        alias_records: The alias records for clients with IPv4, by domain name.
        ipv6_alias_records: Those for clients with IPv6, by domain name.
    """

    def __init__(
        self,
        name: str,
        https: Https,
        *,
        load_balancer: aws.lb.LoadBalancer,
        ip_address_type: IpAddressType,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.default: Certificate | None = None
        self.further: dict[str, Certificate] = {}
        self.further_arns: dict[str, pulumi.Input[str]] = {}
        self.alias_records: dict[str, aws.route53.Record] = {}
        self.ipv6_alias_records: dict[str, aws.route53.Record] = {}
        self._name, self._tags, self._parent = name, tags, parent
        self._load_balancer, self._ip_address_type = load_balancer, ip_address_type
        self._zone_ids: dict[str, pulumi.Input[str]] = {}
        self.default, self.default_arn = self._create(name, https)
        for index, settings in enumerate(https.certificates):
            label = _build_label(settings, index)
            created, arn = self._create(f"{name}-{label}", settings)
            if created is not None:
                self.further[settings.list_domain_names()[0]] = created
            self.further_arns[label] = arn

    def attach(self, listeners: dict[str, aws.lb.Listener]) -> dict[str, aws.lb.ListenerCertificate]:
        """Add the further certificates to HTTPS listeners.

        Args:
            listeners: The listeners, by what distinguishes the names of their resources.

        Returns:
            The attachments, by listener and certificate.
        """
        return {
            f"{word}-{label}": aws.lb.ListenerCertificate(
                f"{self._name}-{word}-{label}",
                listener_arn=listener.arn,
                certificate_arn=arn,
                opts=pulumi.ResourceOptions(parent=self._parent),
            )
            for word, listener in listeners.items()
            for label, arn in self.further_arns.items()
        }

    def _create(self, name: str, settings: ListenerCertificate) -> tuple[Certificate | None, pulumi.Input[str]]:
        """Create the records of a certificate, and the certificate itself unless it exists."""
        if settings.hosted_zone is None:
            assert settings.certificate_arn is not None, "checked by the settings"
            return None, settings.certificate_arn
        zone_id, domains = self._find_zone_id(settings.hosted_zone), settings.list_domain_names()
        for family, records in (("A", self.alias_records), ("AAAA", self.ipv6_alias_records)):
            if family in _RECORD_TYPES[self._ip_address_type]:
                records |= create_alias_records(
                    self._name, domains, type_=family, zone_id=zone_id, load_balancer=self._load_balancer, parent=self._parent
                )
        if settings.certificate_arn is not None:
            return None, settings.certificate_arn
        others = [each for each in (self.default, *self.further.values()) if each is not None]
        certificate = Certificate(
            name,
            domains,
            zone_id=zone_id,
            record_name=self._name,
            shared_records={base: record for each in others for base, record in each.validation_records.items()},
            tags=self._tags,
            parent=self._parent,
        )
        return certificate, certificate.arn

    def _find_zone_id(self, zone: str | pulumi.Output[str]) -> pulumi.Input[str]:
        if not isinstance(zone, str):
            return find_hosted_zone_id(zone, self._parent)
        if zone not in self._zone_ids:
            self._zone_ids[zone] = find_hosted_zone_id(zone, self._parent)
        return self._zone_ids[zone]


def _build_label(settings: ListenerCertificate, index: int) -> str:
    """Return what the names of a further certificate's resources end with. It stays when the list gets longer or shorter, unless the ARN is an Output."""
    if settings.certificate_arn is None:
        return settings.list_domain_names()[0].replace("*", _ASTERISK)
    if isinstance(settings.certificate_arn, str):
        return settings.certificate_arn.rpartition("/")[2]
    return f"certificate-{index}"
