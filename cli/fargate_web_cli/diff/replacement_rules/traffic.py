"""Replacement rules of load balancers, distributions, certificates, DNS records and web ACLs."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

_DNS_RECORD_EFFECT: Final = "the name resolves only from DNS caches until the record is back"

TRAFFIC: Final[Mapping[str, TypeRules]] = {
    "aws:lb/loadBalancer:LoadBalancer": TypeRules(
        provider_file="elbv2/load_balancer.go",
        checked_commit="00edc94be7a89c4c485415cdec27094875f61bfc",
        # `customizeDiffLoadBalancerALB` lets mappings come or go if the others stay, which is not told apart here; plain `subnets` may change.
        forcing_properties=parse_properties("customerOwnedIpv4Pool internal loadBalancerType name namePrefix subnetMappings"),
        replacement_effect="its DNS name changes: clients and DNS records that use the old name reach nothing",
        how_to_avoid="leave it as it is; to move, make a second stack, point DNS at it, and take the first one down later",
        protected_asset="an address",
        deletion_effect="its DNS name is gone, and no request reaches the services behind it",
        property_reasons={
            "internal": "a load balancer is internet-facing or internal for life",
            "subnetMappings": "a load balancer has its addresses for life",
        },
    ),
    "aws:lb/targetGroup:TargetGroup": TypeRules(
        provider_file="elbv2/target_group.go",
        checked_commit="013cfb4cddc9c44a28f34abad0c11768bcdb9b85",
        forcing_properties=parse_properties(
            "ipAddressType name namePrefix port protocol protocolVersion targetControlPort targetType vpcId"
        ),
        replacement_effect="requests get 503 until new tasks are healthy in the new target group, and the listener rule is replaced with it",
        how_to_avoid="do it in a quiet hour, or add a second service with a route of its own and remove the first one later",
        protected_asset="traffic",
        deletion_effect="requests to the service get 503",
        property_reasons={
            "protocolVersion": "a target group speaks HTTP1, HTTP2 or GRPC for life",
            "protocol": "a target group speaks one protocol for life",
        },
    ),
    "aws:lb/listener:Listener": TypeRules(
        provider_file="elbv2/listener.go",
        checked_commit="01c08000ddb14181b5bd19201d8fca311dc570e4",
        forcing_properties=parse_properties("loadBalancerArn"),
        replacement_effect="connections to its port are refused until the new listener and its rules are there",
        how_to_avoid="keep the load balancer",
        protected_asset="traffic",
        deletion_effect="connections to its port are refused",
    ),
    "aws:lb/listenerRule:ListenerRule": TypeRules(
        provider_file="elbv2/listener_rule.go",
        checked_commit="032c4f076a6cb8e54a85cb60f237cb80ab18b36b",
        forcing_properties=parse_properties("listenerArn"),
        replacement_effect="between the deletion of the old rule and the new one, requests of the route get the listener's default answer (404)",
        how_to_avoid="keep what it belongs to: its listener and its target groups",
        protected_asset="traffic",
        deletion_effect="requests of the route get the listener's default answer (404)",
    ),
    "aws:lb/listenerCertificate:ListenerCertificate": TypeRules(
        provider_file="elbv2/listener_certificate.go",
        checked_commit="01f431114674c27cf790fafb67ac274bf8f765e1",
        forcing_properties=parse_properties("certificateArn listenerArn"),
        replacement_effect="browsers get a certificate with another name for some seconds",
        protected_asset="traffic",
        deletion_effect="browsers refuse the names of the certificate",
    ),
    "aws:lb/trustStore:TrustStore": TypeRules(
        provider_file="elbv2/trust_store.go",
        checked_commit="06e3a7eef2fd063c46db3321d37690fe9ee1ce56",
        forcing_properties=parse_properties("name namePrefix"),
        replacement_effect="none: the listeners use the new one before the old one goes",
        how_to_avoid="keep its name",
        deletion_effect="none, once no listener uses it",
    ),
    "aws:acm/certificate:Certificate": TypeRules(
        provider_file="acm/certificate.go",
        checked_commit="01661ea3cbe6b07ed725b03c587d24ceb464484a",
        forcing_properties=parse_properties(
            "certificateAuthorityArn domainName keyAlgorithm subjectAlternativeNames validationMethod validationOptions"
        ),
        replacement_effect="none if the new certificate is validated: it is in use before the old one goes. Until DNS answers with the new records, the update waits",
        how_to_avoid="make sure the zones can be written to before a name is added",
        deletion_effect="browsers refuse its names, unless another certificate of the listener has them",
        property_reasons={
            "subjectAlternativeNames": "the names of a certificate are fixed when it is issued",
            "domainName": "the names of a certificate are fixed when it is issued",
        },
    ),
    "aws:acm/certificateValidation:CertificateValidation": TypeRules(
        provider_file="acm/certificate_validation.go",
        checked_commit="004eea7f9b6658d88d652e89e10c7520a10ad6b8",
        forcing_properties=parse_properties("certificateArn validationRecordFqdns"),
        replacement_effect="nothing: it only waits for the certificate",
        is_routine=True,
    ),
    "aws:route53/record:Record": TypeRules(
        provider_file="route53/record.go",
        checked_commit="00655c1681ea1e49ab10cd32d3f8bee372b2095b",
        forcing_properties=parse_properties("name zoneId", regional=False),
        replacement_effect=_DNS_RECORD_EFFECT,
        how_to_avoid="add the new name beside the old one first",
        protected_asset="an address",
        deletion_effect="the name no longer resolves once DNS caches have expired",
    ),
    "aws:cloudfront/distribution:Distribution": TypeRules(
        provider_file="cloudfront/distribution.go",
        checked_commit="023c8e5cf1eeec38d589281d77a7a960068ae20c",
        forcing_properties=parse_properties("staging", regional=False),
        replacement_effect="a new address: its domain name changes, and DNS records made by hand lead nowhere",
        how_to_avoid="leave it as it is",
        protected_asset="an address",
        deletion_effect="its domain name is gone, and what stands behind it is out of reach by it",
    ),
    "aws:wafv2/webAcl:WebAcl": TypeRules(
        provider_file="wafv2/web_acl.go",
        checked_commit="0073593e7d6993ba482409f4dc35438daaa79bb3",
        forcing_properties=parse_properties("name namePrefix scope"),
        replacement_effect="the new one takes over from the old; counters of rate limits start again",
        how_to_avoid="leave the name as it is",
        deletion_effect="requests are no longer filtered",
    ),
    "aws:wafv2/ipSet:IpSet": TypeRules(
        provider_file="wafv2/ip_set.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("ipAddressVersion name namePrefix scope"),
        replacement_effect="the new one takes over from the old",
        how_to_avoid="leave the name as it is",
        deletion_effect="its addresses are no longer told apart",
    ),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": TypeRules(
        provider_file="wafv2/web_acl_logging_configuration.go",
        checked_commit="012f18cf44eca0a93072002dafc5e45823fc281e",
        forcing_properties=parse_properties("logDestinationConfigs resourceArn"),
        replacement_effect="requests are not recorded for some seconds",
        is_routine=True,
        deletion_effect="requests that AWS WAF blocks or counts are no longer recorded",
    ),
    "aws:wafv2/webAclAssociation:WebAclAssociation": TypeRules(
        provider_file="wafv2/web_acl_association.go",
        checked_commit="011a8eed43ed7763ef9de18cbb776eb29c762452",
        forcing_properties=parse_properties("resourceArn webAclArn"),
        replacement_effect="requests are not filtered for some seconds",
        deletion_effect="requests are no longer filtered",
    ),
}
"""By type token."""
