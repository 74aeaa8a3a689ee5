"""Descriptions of the checks of certificates and of mutual TLS."""

from typing import Final

from .check_description import CheckDescription

_ELB: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"

CHECKS_OF_CERTIFICATES: Final = (
    CheckDescription(
        "https-without-certificate",
        "error",
        "HTTPS without a certificate",
        "An HTTPS listener without a certificate is refused (ValidationError).",
        "Write certificateArn, or domainName and hostedZone.",
        f"{_ELB}/https-listener-certificates.html",
    ),
    CheckDescription(
        "zone-without-record",
        "error",
        "a hosted zone without a name to create in it",
        "No DNS record would be created.",
        "Write domainName, or remove hostedZone.",
    ),
    CheckDescription(
        "alternative-names-alone",
        "error",
        "alternative names without a domain name",
        "A certificate has a domain name, and alternative names in addition.",
        "Write the first of them as domainName.",
    ),
    CheckDescription(
        "name-outside-zone",
        "error",
        "a name of the certificate that is not within the hosted zone",
        "The record that validates the certificate would not be found, and the update would wait until it fails.",
        "Use names within the zone, or the zone of all the names.",
        "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
    CheckDescription(
        "host-without-certificate",
        "error",
        "a host that no certificate of the load balancer covers",
        "Browsers refuse the certificate, and no DNS record points to the load balancer.",
        "Add the host to alternativeNames, or a certificate for it to https.certificates.",
    ),
    CheckDescription(
        "host-without-record",
        "warning",
        "a host for which no DNS record is created",
        "Nobody reaches the host unless its record is created elsewhere.",
        "Add the host to alternativeNames, or a certificate for it to https.certificates.",
        can_be_silenced=True,
    ),
    CheckDescription(
        "record-of-two-certificates",
        "error",
        "a domain name of two certificates that both create its record",
        "Route 53 refuses the second record (InvalidChangeBatch).",
        "Remove the name from one of the certificates.",
    ),
    CheckDescription(
        "too-many-certificates",
        "warning",
        "more certificates than AWS allows a load balancer by default",
        "AWS refuses the 26th certificate beside the default one (TooManyCertificates).",
        "Join names in one certificate, or have the quota raised and silence the check.",
        f"{_ELB}/load-balancer-limits.html",
        can_be_silenced=True,
    ),
    CheckDescription(
        "verification-without-trust-store",
        "error",
        "mutual TLS that verifies certificates of clients without knowing their certificate authorities",
        "AWS refuses the listener (ValidationError).",
        "Write caCertificates or trustStoreArn, or mode: passthrough.",
        f"{_ELB}/configuring-mtls-with-elb.html",
    ),
    CheckDescription(
        "two-trust-stores",
        "error",
        "mutual TLS with an existing trust store and certificate authorities for a new one",
        "A listener has one trust store, so that one of the two would have no effect.",
        "Remove trustStoreArn or caCertificates.",
    ),
    CheckDescription(
        "setting-without-verification",
        "error",
        "a setting of the verification of certificates with mode: passthrough",
        "With passthrough the load balancer verifies nothing, and AWS refuses the setting (InvalidConfigurationRequest).",
        "Remove the setting, or write mode: verify.",
        f"{_ELB}/mutual-authentication.html",
    ),
)
