"""The Application Load Balancer that services share: a new one, or an existing one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value, parse_arguments
from ..component.documents import concat_inputs
from ..component.encryption import find_key_arn
from ..component.resource_names import avoid_reserved_prefix, build_logical_name
from ..component.transform import add_transforms
from ..settings.ip_address_types import IpAddressType
from ..settings.load_balancer import ExistingLoadBalancer
from ..settings.load_balancer import LoadBalancer as LoadBalancerSettings
from .access_logs import AccessLogs, list_further_logs
from .answers import create_answering_rules
from .certificate import Certificate
from .certificates import Certificates
from .identity_providers import allow_identity_providers
from .listeners import Protocol, build_load_balancer_url, create_ingress_rules, create_listeners, create_test_listener, list_listener_ports
from .mutual_authentication import build_mutual_authentication, create_trust_store
from .required_network import require_network
from .web_acl import WebAcl

WIRES: Final = ("network", "has_logins", "tags", "region", "account", "encryption_key", "transform")
MAX_LOAD_BALANCER_NAME_LENGTH = 32

if TYPE_CHECKING:
    from ..generated.inputs import LoadBalancerArgs


class LoadBalancer(pulumi.ComponentResource):
    """An Application Load Balancer with its listeners, or a listener that is managed elsewhere.

    Creates: a load balancer; a security group that allows the configured addresses on the listener ports and has no egress rule (each service
    adds its own, and a login one to identity providers); the listeners, which respond 404 if no rule matches, and rules for what no service
    gets; a bucket for access logs. With
    `https` also certificates with their validation records, and alias records for their domain names; with `web_acl` a web ACL with its log
    group. With `existing` it creates `rules` only.

    Costs: about $16.43 a month and $0.008 for each capacity unit and hour; $3.65 a month for each public address, one a zone; storage for the
    access logs, about $0.023 a GB and month; a web ACL $5 a month, $1 for each rule and rule group and $0.60 a million requests.

    Refuses: settings that leave no listener or no target of a redirect; see `fargate_web.settings.load_balancer.LoadBalancer`. While
    `deletion_protection` is on, AWS rejects `pulumi destroy`. AWSManagedRulesCommonRuleSet of a created web ACL blocks requests with bodies
    over 8 KB: a service that accepts uploads needs `rule_overrides` for its paths.

    Args:
        name: The name of the component. Logical names of its resources start with it.
        args: The settings of a load balancer (`fargate_web.settings.load_balancer.LoadBalancer`, keys in snake_case or camelCase) and these
            wires: `network`: a `Network`, or a mapping with `vpc_id`, `public_subnet_ids` (for an internal one `private_subnet_ids`, and
            `vpc_cidr_block` unless allowed_cidr_blocks is set). `has_ipv6` makes an internet-facing one dual-stack. Not needed with `existing`.
            `has_logins`: whether a service on it makes users log in. The load balancer then may connect to identity providers.
            `tags`: tags of every resource.
            `account`: an `Account` that several components share, so that AWS is asked once. `region`: the Region, if it is not the configured one.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of the logs of the web ACL.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Attributes:
        settings: The validated settings.
        existing: Whether the load balancer is managed elsewhere.
        load_balancer: The load balancer resource, None for an existing one.
        arn: Its ARN, None for an existing one.
        arn_suffix: The end of its ARN, `app/name/id`, as CloudWatch metrics use it.
        dns_name: Its DNS name, None for an existing one without `dnsName`.
        zone_id: The hosted zone of its DNS name, for alias records; None for an existing one.
        security_group: Its security group, None for an existing one.
        security_group_id: The id of its security group. Tasks allow traffic from it, and services add their egress rules to it.
        ingress_rules: The ingress rules, by `<port>-from-<block>`. Empty for an existing one.
        identity_provider_egress_rule: The rule that lets it connect to identity providers, None without a login and for an existing one.
        listeners: The listeners by protocol, HTTP and HTTPS. Empty for an existing one.
        listener: The listener that services add their rules to (HTTPS if there is one), None for an existing one.
        test_listener: The listener for test traffic, None if there is none. `test_listener_arn` is its ARN.
        listener_rules: The rules for what no service gets, by name.
        listener_arn: The ARN of `listener`. Services add rules to this listener only.
        protocol, port: Its protocol, and its port (None for an existing one).
        http_action: The action of the HTTP listener: `forward`, `redirect`, or `off` if there is none; None for an existing one.
        url: Its URL, with the first domain name or the DNS name. None for an existing one without `dnsName`.
        certificate: The default certificate with its records, None if an existing one is configured or there is no HTTPS.
        further_certificates: The further certificates that were created, by their first name.
        listener_certificates: What adds the further certificates to the listeners, by listener and certificate.
        trust_store: The certificate authorities of clients, None without mutual TLS or with an existing trust store.
        ip_address_type: The addresses that clients connect to; None for an existing one.
        alias_records: The alias records for clients with IPv4, by domain name.
        ipv6_alias_records: Those for clients with IPv6 (AAAA), by domain name.
        access_logs: The bucket for access logs with its policy, None if an existing bucket is configured or logs are off.
        web_acl: The web ACL with its association, None if there is none.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
        RunError: A wire is missing.
    """

    security_group_id: pulumi.Output[str]
    listener_arn: pulumi.Output[str]
    arn_suffix: pulumi.Output[str]

    def __init__(
        self, name: str, args: "LoadBalancerArgs | Mapping[str, Any] | None" = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        subject = f'LoadBalancer "{name}"'
        settings, wires = parse_arguments(LoadBalancerSettings, subject, args, WIRES)
        if settings.existing is None:
            require_network(subject, settings, wires.get("network"))
        super().__init__("fargate-web:index:LoadBalancer", name, None, add_transforms(self, "LoadBalancer", name, wires, opts))
        self.settings = settings
        self.existing = settings.existing is not None
        self.http_action: Literal["forward", "redirect", "off"] | None = settings.http_action
        self.protocol: Protocol = "HTTPS" if settings.https else "HTTP"
        self.port = None if settings.existing else list_listener_ports(settings)[self.protocol]
        self.load_balancer: aws.lb.LoadBalancer | None = None
        self.arn: pulumi.Output[str] | None = None
        self.dns_name: pulumi.Output[str] | None = None
        self.zone_id: pulumi.Output[str] | None = None
        self.security_group: aws.ec2.SecurityGroup | None = None
        self.ingress_rules: dict[str, aws.vpc.SecurityGroupIngressRule] = {}
        self.identity_provider_egress_rule: aws.vpc.SecurityGroupEgressRule | None = None
        self.listeners: dict[Protocol, aws.lb.Listener] = {}
        self.listener: aws.lb.Listener | None = None
        self.listener_rules: dict[str, aws.lb.ListenerRule] = {}
        self.test_listener: aws.lb.Listener | None = None
        self.test_listener_arn: pulumi.Output[str] | None = None
        self.url: pulumi.Output[str] | None = None
        self.certificate: Certificate | None = None
        self.further_certificates: dict[str, Certificate] = {}
        self.listener_certificates: dict[str, aws.lb.ListenerCertificate] = {}
        self.trust_store: aws.lb.TrustStore | None = None
        self.ip_address_type: IpAddressType | None = None
        self.alias_records: dict[str, aws.route53.Record] = {}
        self.ipv6_alias_records: dict[str, aws.route53.Record] = {}
        self.access_logs: AccessLogs | None = None
        self.web_acl: WebAcl | None = None
        if settings.existing is not None:
            self._use_existing(settings.existing)
        else:
            self._create(name, wires)
        self.listener_rules = create_answering_rules(
            name, settings.rules, listener_arn=self.listener_arn, tags=dict(wires.get("tags", {})), parent=self
        )
        self.register_outputs(
            {
                "arn": self.arn,
                "arnSuffix": self.arn_suffix,
                "dnsName": self.dns_name,
                "zoneId": self.zone_id,
                "securityGroupId": self.security_group_id,
                "listenerArn": self.listener_arn,
                "url": self.url,
            }
        )

    def _use_existing(self, existing: ExistingLoadBalancer) -> None:
        self.http_action = None
        self.protocol = existing.protocol
        self.listener_arn = pulumi.Output.from_input(existing.listener_arn)
        self.security_group_id = pulumi.Output.from_input(existing.security_group_id)
        # arn:aws:elasticloadbalancing:region:account:listener/app/name/id/listener-id
        self.arn_suffix = (
            pulumi.Output.from_input(existing.arn_suffix)
            if existing.arn_suffix
            else self.listener_arn.apply(lambda arn: "/".join(arn.split("/")[1:4]))
        )
        if existing.dns_name is not None:
            self.dns_name = pulumi.Output.from_input(existing.dns_name)
            self.url = pulumi.Output.from_input(concat_inputs(f"{existing.protocol.lower()}://", existing.dns_name))

    def _create(self, name: str, wires: dict[str, Any]) -> None:
        settings, tags, network = self.settings, dict(wires.get("tags", {})), wires["network"]
        self.ip_address_type = settings.choose_ip_address_type(network_has_ipv6=bool(get_wire_value(network, "has_ipv6")))
        self.security_group = self._create_security_group(name, network, self.ip_address_type, tags)
        self.security_group_id = self.security_group.id
        if settings.authentication is not None or wires.get("has_logins"):
            self.identity_provider_egress_rule = allow_identity_providers(
                name, security_group_id=self.security_group_id, tags=tags, parent=self
            )
        self.load_balancer = self._create_load_balancer(name, wires, tags)
        self.arn = self.load_balancer.arn
        self.arn_suffix = self.load_balancer.arn_suffix
        self.dns_name = self.load_balancer.dns_name
        self.zone_id = self.load_balancer.zone_id
        certificates: Certificates | None = None
        if settings.https is not None:
            certificates = Certificates(
                name, settings.https, load_balancer=self.load_balancer, ip_address_type=self.ip_address_type, tags=tags, parent=self
            )
            self.certificate, self.further_certificates = certificates.default, certificates.further
            self.alias_records, self.ipv6_alias_records = certificates.alias_records, certificates.ipv6_alias_records
        certificate_arn = certificates.default_arn if certificates else None
        clients = settings.https.mutual_authentication if settings.https else None
        self.trust_store = create_trust_store(name, clients, tags=tags, parent=self)
        mutual_authentication = build_mutual_authentication(clients, self.trust_store)
        self.listeners = create_listeners(
            name,
            settings,
            load_balancer_arn=self.arn,
            certificate_arn=certificate_arn,
            mutual_authentication=mutual_authentication,
            tags=tags,
            parent=self,
        )
        if settings.test_listener is not None:
            port = settings.test_listener.port
            self.test_listener = create_test_listener(
                name,
                settings,
                port,
                load_balancer_arn=self.arn,
                certificate_arn=certificate_arn,
                mutual_authentication=mutual_authentication,
                tags=tags,
                parent=self,
            )
            self.test_listener_arn = self.test_listener.arn
        if certificates is not None:
            encrypted = {"https": self.listeners["HTTPS"], **({"test": self.test_listener} if self.test_listener else {})}
            self.listener_certificates = certificates.attach(encrypted)
        self.listener = self.listeners[self.protocol]
        self.listener_arn = self.listener.arn
        self.url = pulumi.Output.from_input(build_load_balancer_url(settings, self.dns_name))
        if settings.web_acl is not None:
            logs = settings.web_acl.logs
            self.web_acl = WebAcl(
                name,
                settings.web_acl,
                load_balancer_arn=self.arn,
                log_key_arn=find_key_arn(logs.kms_key_arn if logs else None, wires),
                account=Account.from_wire(wires.get("account", wires), self),
                tags=tags,
                parent=self,
            )

    def _create_security_group(
        self, name: str, network: Any, ip_address_type: IpAddressType, tags: dict[str, Any]
    ) -> aws.ec2.SecurityGroup:
        group = aws.ec2.SecurityGroup(
            avoid_reserved_prefix("sg-", name),
            description="Who may connect to the load balancer, and which tasks it reaches",
            vpc_id=get_wire_value(network, "vpc_id"),
            tags={**tags, "Name": name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.ingress_rules = create_ingress_rules(
            name,
            self.settings,
            security_group_id=group.id,
            ip_address_type=ip_address_type,
            vpc_cidr_block=get_wire_value(network, "vpc_cidr_block"),
            vpc_ipv6_cidr_block=get_wire_value(network, "vpc_ipv6_cidr_block"),
            tags=tags,
            parent=self,
        )
        return group

    def _create_load_balancer(self, name: str, wires: dict[str, Any], tags: dict[str, Any]) -> aws.lb.LoadBalancer:
        settings, logs = self.settings, self.settings.access_logs
        dependencies: list[pulumi.Resource] = []
        access_logs: aws.lb.LoadBalancerAccessLogsArgsDict | None = None
        if logs is not None:
            bucket: pulumi.Input[str] | None = logs.bucket
            if bucket is None:
                self.access_logs = AccessLogs(
                    name,
                    logs,
                    force_destroy=not settings.deletion_protection if logs.force_destroy is None else logs.force_destroy,
                    account=Account.from_wire(wires.get("account", wires), self),
                    tags=tags,
                    parent=self,
                )
                bucket = self.access_logs.bucket.bucket
                dependencies = [self.access_logs.policy]
            access_logs = {"bucket": bucket, "enabled": True}
            if logs.prefix is not None:
                access_logs["prefix"] = logs.prefix
        further_logs: Any = {kind: access_logs for kind, is_on in list_further_logs(logs) if is_on}
        return aws.lb.LoadBalancer(
            build_logical_name(avoid_reserved_prefix("internal-", name), "", MAX_LOAD_BALANCER_NAME_LENGTH),
            name=settings.name,
            load_balancer_type="application",
            internal=not settings.is_internet_facing,
            # The provider keeps the type of a load balancer that says none, so that the way back to IPv4 says it.
            ip_address_type=self.ip_address_type if settings.ip_address_type or get_wire_value(wires["network"], "has_ipv6") else None,
            subnets=get_wire_value(wires["network"], "public_subnet_ids" if settings.is_internet_facing else "private_subnet_ids"),
            security_groups=[self.security_group_id],
            access_logs=access_logs,
            **further_logs,
            enable_zonal_shift=settings.zonal_shift or None,
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_http2=settings.http2,
            idle_timeout=settings.idle_timeout,
            client_keep_alive=settings.client_keep_alive,
            enable_deletion_protection=settings.deletion_protection,
            tags={**tags, "Name": settings.name or name},
            # `pulumi destroy` deletes dependents first: AWS would refuse only after services and listeners are gone. Pulumi refuses before it starts.
            opts=pulumi.ResourceOptions(parent=self, depends_on=dependencies, protect=settings.deletion_protection or None),
        )
