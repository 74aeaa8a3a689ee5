"""Mutual TLS: the load balancer asks clients for a certificate."""

from collections.abc import Iterator
from typing import Annotated, Literal

from .access_logs import BucketName
from .arn_types import TrustStoreArn
from .fix import remove, write
from .section import RuleViolation, Section, convert_to_key, describe_field
from .value_types import ALLOW_OUTPUT, NonEmptyString

_SOURCE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"


class CaCertificates(Section):
    """A bundle of the certificates of certificate authorities (PEM), in an S3 bucket that the deploying identity may read."""

    bucket: Annotated[
        Annotated[BucketName, ALLOW_OUTPUT], describe_field("The bucket, in the Region of the stack.", example="example-certificates")
    ]
    key: Annotated[Annotated[NonEmptyString, ALLOW_OUTPUT], describe_field("The key of the object.", example="clients.pem")]
    version: Annotated[
        Annotated[NonEmptyString, ALLOW_OUTPUT] | None,
        describe_field("The version of the object. AWS reads the bundle when key or version change, and never again. Default: the newest."),
    ] = None


class MutualAuthentication(Section):
    """Clients show a certificate when they connect over HTTPS."""

    mode: Annotated[
        Literal["verify", "passthrough"],
        describe_field(
            "verify: the load balancer refuses clients without a certificate of the trust store. passthrough: it verifies nothing and sends the certificate to the tasks, which must do it.",
            source=_SOURCE,
        ),
    ] = "verify"
    trust_store_arn: Annotated[TrustStoreArn | None, describe_field("An existing trust store, in the stack's Region and account.")] = None
    ca_certificates: Annotated[
        CaCertificates | None,
        describe_field(
            "The certificate authorities whose certificates clients need; a trust store is created for them.",
            cost="AWS bills a trust store by the hour",
            source=_SOURCE,
        ),
    ] = None
    ignore_client_certificate_expiry: Annotated[
        bool | None, describe_field("Whether expired certificates of clients are accepted. Default: false.")
    ] = None
    advertise_trust_store_ca_names: Annotated[
        bool | None,
        describe_field(
            "Whether clients are told the names of the certificate authorities, so that they pick the right certificate. Default: false."
        ),
    ] = None

    key_hints = {
        "trustStore": "write trustStoreArn",
        "caBundle": "write caCertificates: {bucket: …, key: …}",
        "caCertificatesBundleS3Bucket": "write caCertificates: {bucket: …, key: …}",
        "caCertificatesBundleS3Key": "write caCertificates: {bucket: …, key: …}",
        "ignoreExpiry": "write ignoreClientCertificateExpiry",
        "advertiseCaNames": "write advertiseTrustStoreCaNames",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that certificates are verified by one trust store, and that nothing is set for a verification that does not happen."""
        has_one_store = (self.trust_store_arn is None) != (self.ca_certificates is None)
        if self.mode == "passthrough":
            verify = (write("mode", value="verify"),) if has_one_store else ()
            for field in ("trust_store_arn", "ca_certificates", "ignore_client_certificate_expiry", "advertise_trust_store_ca_names"):
                if getattr(self, field) is not None:
                    yield RuleViolation(
                        (field, "mode"),
                        "with passthrough, the load balancer verifies nothing (InvalidConfigurationRequest)",
                        "setting-without-verification",
                        (remove(convert_to_key(self, field)), *verify),
                    )
        elif self.trust_store_arn is None and self.ca_certificates is None:
            example = {"bucket": "example-certificates", "key": "clients.pem"}
            yield RuleViolation(
                ("ca_certificates", "trust_store_arn"),
                "the load balancer needs to know the certificate authorities of the clients, as caCertificates or trustStoreArn (ValidationError)",
                "verification-without-trust-store",
                (write("caCertificates", value=example), write("mode", value="passthrough")),
            )
        elif self.trust_store_arn is not None and self.ca_certificates is not None:
            yield RuleViolation(
                ("ca_certificates", "trust_store_arn"),
                "a listener has one trust store: an existing one, or one that is created",
                "two-trust-stores",
                (remove("caCertificates"), remove("trustStoreArn")),
            )
