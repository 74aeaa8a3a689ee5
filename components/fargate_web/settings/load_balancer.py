"""The Application Load Balancer that the services of a stack share."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from .arn_types import ListenerArn, WebAclArn
from .fix import Edit, Fix, remove, write
from .https import Https
from .listener_rules import find_listener_violations
from .section import (
    ALLOW_BOOLEAN,
    NUMBER_SCHEMA,
    SECRET_STRING_SCHEMA,
    RuleViolation,
    Section,
    allow_shorthand,
    convert_to_key,
    describe_field,
)
from .value_types import ALLOW_OUTPUT, CidrBlock, LoadBalancerName, NonEmptyString, SecurityGroupId, build_name_type, build_value_error

BucketName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "an S3 bucket",
    r"(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)[a-z0-9](?:[a-z0-9.-]{1,61}[a-z0-9])",
    63,
    "write 3–63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit",
)


def _validate_log_prefix(value: str) -> str:
    if not value or value != value.strip("/") or "AWSLogs" in value:
        meant = value.replace("AWSLogs", "").strip("/")
        fixes = (write(value=meant, certain=True),) if meant else ()
        raise build_value_error(
            f"{value!r} isn't a prefix that AWS accepts: it can't start or end with a slash or contain 'AWSLogs'"
            + ("" if fixes else "; write it like web"),
            "invalid-log-prefix",
            fixes=fixes,
        )
    return value


LogPrefix = Annotated[str, AfterValidator(_validate_log_prefix)]


class AccessLogs(Section):
    """A record of every request, in an S3 bucket."""

    bucket: Annotated[
        Annotated[BucketName, ALLOW_OUTPUT] | None,
        describe_field("An existing bucket, whose policy admits the load balancer. Default: a bucket is created."),
    ] = None
    prefix: Annotated[LogPrefix | None, describe_field("The folder in the bucket, without slashes at its ends.", example="web")] = None
    expiration_in_days: Annotated[int, describe_field("Days that the created bucket keeps the logs (1–3650).", ge=1, le=3650)] = 90
    force_destroy: Annotated[
        bool | None,
        describe_field("Whether `pulumi destroy` may delete the created bucket with its logs. Default: true if deletionProtection is off."),
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that settings of a created bucket are not set for an existing one."""
        if self.bucket is not None:
            for field in sorted(self.model_fields_set & {"expiration_in_days", "force_destroy"}):
                yield RuleViolation(
                    (field, "bucket"),
                    "this is a setting of the bucket that is created, but bucket names an existing one, whose owner decides that",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("bucket")),
                )


class TestListener(Section):
    """A separate listener for test traffic, which deployments route to the new version before production traffic moves."""

    __test__ = False  # not a test, whatever pytest thinks of the name

    port: Annotated[int, describe_field("The port (1–65535).", ge=1, le=65535, example=8443)]
    allowed_cidr_blocks: Annotated[
        list[CidrBlock] | None,
        describe_field("Who may connect to it. Default: the same as for the load balancer.", min_length=1, max_length=50),
    ] = None


class WebAcl(Section):
    """AWS WAF in front of the load balancer."""

    arn: Annotated[
        WebAclArn | None, describe_field("An existing regional web ACL. Default: one is created with AWS's managed rule groups.")
    ] = None
    managed_rule_groups: Annotated[
        list[
            Literal[
                "AWSManagedRulesCommonRuleSet",
                "AWSManagedRulesKnownBadInputsRuleSet",
                "AWSManagedRulesAmazonIpReputationList",
                "AWSManagedRulesAnonymousIpList",
                "AWSManagedRulesSQLiRuleSet",
                "AWSManagedRulesLinuxRuleSet",
            ]
        ],
        describe_field(
            "The managed rule groups of the created web ACL, in the order of evaluation.",
            cost="$5 a month, $1 for each group, and $0.60 a million requests",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
            min_length=1,
        ),
    ] = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"]

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no rule groups are set for an existing web ACL, which keeps its own."""
        if self.arn is not None and "managed_rule_groups" in self.model_fields_set:
            yield RuleViolation(
                ("managed_rule_groups", "arn"),
                "the web ACL that arn names has rules of its own, so that this would have no effect",
                "setting-without-effect",
                (remove("managedRuleGroups"), remove("arn")),
            )


class ExistingLoadBalancer(Section):
    """A load balancer that someone else manages."""

    listener_arn: Annotated[
        ListenerArn,
        describe_field(
            "The listener that the rules are added to.",
            example="arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2",
        ),
    ]
    security_group_id: Annotated[
        SecurityGroupId, describe_field("Its security group, from which the tasks accept traffic.", example="sg-0123456789abcdef0")
    ]
    dns_name: Annotated[
        Annotated[NonEmptyString, ALLOW_OUTPUT] | None, describe_field("Its DNS name, for the URLs among the stack outputs.")
    ] = None
    arn_suffix: Annotated[
        Annotated[NonEmptyString, ALLOW_OUTPUT] | None,
        describe_field("The end of its ARN, `app/name/id`, for metrics. Default: read from listenerArn."),
    ] = None
    protocol: Annotated[Literal["HTTP", "HTTPS"], describe_field("The protocol of the listener, for the URLs among the stack outputs.")] = (
        "HTTPS"
    )


def _reject_boolean(value: Any, info: ValidationInfo) -> Any:
    """Say what `true` and `false` mean for HTTP. That depends on HTTPS, which is validated before."""
    if not isinstance(value, bool):
        return value
    if info.data.get("https") is not None:
        meant, reason = ("redirect", "") if value else ("off", "")
    else:
        meant, reason = "forward", "" if value else ", and without https nothing would listen if it were off"
    problem = f"{str(value).lower()} is none of forward, redirect and off{reason}"
    advice = f'write "{meant}", with the quotes' if meant == "off" else f"write {meant}"
    raise build_value_error(problem, "not-a-choice", fixes=(Fix(advice, (Edit((), "set", meant),), is_certain=not reason),))


class LoadBalancer(Section):
    """An Application Load Balancer. About $16.43 a month and $0.008 for each capacity unit and hour."""

    name: Annotated[
        LoadBalancerName | None,
        describe_field(
            "The name of the load balancer. Default: generated by Pulumi. Changing it replaces the load balancer and its address."
        ),
    ] = None
    scheme: Annotated[
        Literal["internet-facing", "internal"],
        describe_field(
            "Whether it is in the public subnets with public addresses, or in the private subnets. Changing it replaces the load balancer."
        ),
    ] = "internet-facing"
    allowed_cidr_blocks: Annotated[
        list[CidrBlock] | None,
        describe_field(
            "Who may connect. Default: everyone (0.0.0.0/0) if internet-facing, the VPC if internal.", min_length=1, max_length=50
        ),
    ] = None
    https: Annotated[Https | None, describe_field("HTTPS with a certificate.")] = None
    http: Annotated[
        Literal["forward", "redirect", "off"] | None,
        BeforeValidator(_reject_boolean),
        describe_field(
            "What port 80 does: forward to the services, redirect to HTTPS, or off. Default: redirect if https is set, forward otherwise."
        ),
    ] = None
    http_port: Annotated[int, describe_field("The port of the HTTP listener (1–65535).", ge=1, le=65535)] = 80
    access_logs: Annotated[
        AccessLogs | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Records every request in an S3 bucket; `false` turns it off.",
            cost="S3 storage, about $0.023 a GB and month",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
        ),
    ] = AccessLogs()
    deletion_protection: Annotated[
        bool,
        describe_field(
            "Refuses deletion until it is turned off, in AWS and by Pulumi's `protect`. Write false for a stack that you want to destroy."
        ),
    ] = True
    idle_timeout: Annotated[
        int,
        describe_field(
            "Seconds after which an idle connection is closed (1–4000). The application must keep its connections open longer, or clients get 502 errors.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
            ge=1,
            le=4000,
        ),
    ] = 60
    client_keep_alive: Annotated[
        int, describe_field("Seconds that a client's connection may stay open (60–604800).", ge=60, le=604_800)
    ] = 3600
    http2: Annotated[bool, describe_field("Whether clients may use HTTP/2.")] = True
    test_listener: Annotated[
        TestListener | None,
        allow_shorthand("port", NUMBER_SCHEMA),
        describe_field(
            "A listener for test traffic, with the protocol and certificate of the services' listener; a bare number is its port."
        ),
    ] = None
    web_acl: Annotated[
        WebAcl | None,
        ALLOW_BOOLEAN,
        allow_shorthand("arn", SECRET_STRING_SCHEMA),
        describe_field("AWS WAF: `true` creates a web ACL with managed rules; an ARN or {arn: …} uses an existing one."),
    ] = None
    existing: Annotated[
        ExistingLoadBalancer | None, describe_field("Use an existing load balancer; then nothing else in this section may be set.")
    ] = None

    key_hints = {
        "dropInvalidHeaderFields": "the load balancer always drops invalid header fields; remove it",
        "redirectHTTP": "write http: redirect",
        "redirectHttp": "write http: redirect",
        "type": "it is always an Application Load Balancer; remove it",
        "loadBalancerType": "it is always an Application Load Balancer; remove it",
        "public": "write scheme: internet-facing or internal",
        "publicLoadBalancer": "write scheme: internet-facing or internal",
        "certificate": "write https: {certificateArn: …}",
        "domain": "write https: {domainName: …, hostedZone: …}",
        "rules": "rules follow from the routes of the services; write route there",
        "ports": "it listens on 80 and 443; write http and https",
        "targetGroups": "each service has its pair; write targetGroup there",
        "subnets": "write network beside it",
        "securityGroups": "a security group is created; write allowedCidrBlocks",
        "ingress": "write allowedCidrBlocks",
        "allowedSourceIps": "write allowedCidrBlocks",
        "internal": "write scheme: internal",
        "certificateArn": "write https: {certificateArn: …}",
        "domainName": "write https: {domainName: …, hostedZone: …}",
        "listener": "write http: forward, redirect or off, and https: {…}",
        "listeners": "write http: forward, redirect or off, and https: {…}",
        "sslPolicy": "write https: {sslPolicy: …}",
        "redirect": "write http: redirect",
        "accessLog": "write accessLogs",
        "waf": "write webAcl: true, or webAcl: {arn: …}",
        "healthCheck": "a health check belongs to a service: write it under services.<name>.healthCheck",
    }

    @property
    def http_action(self) -> Literal["forward", "redirect", "off"]:
        """What port 80 does, with the default applied."""
        return self.http or ("redirect" if self.https else "forward")

    @property
    def is_internet_facing(self) -> bool:
        """Whether it has public addresses."""
        return self.scheme == "internet-facing"

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that a listener forwards, that ports differ, and that an existing load balancer is the only setting."""
        if self.existing:
            for field in sorted(self.model_fields_set - {"existing"}):
                yield RuleViolation(
                    (field, "existing"),
                    "an existing load balancer is not changed, so this would have no effect",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("existing")),
                )
            return
        yield from find_listener_violations(self)
