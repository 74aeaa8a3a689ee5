"""What requests pass on their way to a task."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import Kind, forced_by

_ALIAS: Final = "the name answers with what the DNS servers on the way still remember, until the record is back"

TRAFFIC: Final[Mapping[str, Kind]] = {
    "aws:lb/loadBalancer:LoadBalancer": Kind(
        source="elbv2/load_balancer.go",
        checked="00edc94be7a89c4c485415cdec27094875f61bfc",
        # `customizeDiffLoadBalancerALB` lets mappings come or go if the others stay, which is not told apart here; plain `subnets` may change.
        forces=forced_by("customerOwnedIpv4Pool internal loadBalancerType name namePrefix subnetMappings"),
        effect="a new address: its DNS name changes. Whoever uses the old name, or a DNS record made by hand, reaches nothing; with deletion protection on, AWS refuses to delete the old one",
        avoid="leave it as it is; to move, make a second stack, point DNS at it, and take the first one down later",
        holds="an address",
        gone="its DNS name is gone, and every service behind it is out of reach",
        why={"internal": "a load balancer is internet-facing or internal for life"},
    ),
    "aws:lb/targetGroup:TargetGroup": Kind(
        source="elbv2/target_group.go",
        checked="013cfb4cddc9c44a28f34abad0c11768bcdb9b85",
        forces=forced_by("ipAddressType name namePrefix port protocol protocolVersion targetControlPort targetType vpcId"),
        effect="requests get 503 until new tasks are healthy in the new target group, and the listener rule is replaced with it",
        avoid="do it in a quiet hour, or add a second service with a route of its own and remove the first one later",
        holds="traffic",
        gone="requests to the service get 503",
        why={
            "protocolVersion": "a target group speaks HTTP1, HTTP2 or GRPC for life",
            "protocol": "a target group speaks HTTP or HTTPS for life",
        },
    ),
    "aws:lb/listener:Listener": Kind(
        source="elbv2/listener.go",
        checked="01c08000ddb14181b5bd19201d8fca311dc570e4",
        forces=forced_by("loadBalancerArn"),
        effect="connections to its port are refused until the new listener and its rules are there",
        avoid="keep the load balancer",
        holds="traffic",
        gone="connections to its port are refused",
    ),
    "aws:lb/listenerRule:ListenerRule": Kind(
        source="elbv2/listener_rule.go",
        checked="032c4f076a6cb8e54a85cb60f237cb80ab18b36b",
        forces=forced_by("listenerArn"),
        effect="between the deletion of the old rule and the new one, requests of the route get the listener's default answer (404)",
        avoid="keep what it belongs to: its listener and its target groups",
        holds="traffic",
        gone="requests of the route get the listener's default answer (404)",
    ),
    "aws:lb/listenerCertificate:ListenerCertificate": Kind(
        source="elbv2/listener_certificate.go",
        checked="01f431114674c27cf790fafb67ac274bf8f765e1",
        forces=forced_by("certificateArn listenerArn"),
        effect="browsers get a certificate of another name for some seconds",
        holds="traffic",
        gone="browsers refuse the names of the certificate",
    ),
    "aws:acm/certificate:Certificate": Kind(
        source="acm/certificate.go",
        checked="01661ea3cbe6b07ed725b03c587d24ceb464484a",
        forces=forced_by("certificateAuthorityArn domainName keyAlgorithm subjectAlternativeNames validationMethod validationOptions"),
        effect="none if the new certificate is validated: it is in use before the old one goes. Until DNS answers with the new records, the update waits",
        avoid="make sure the zones can be written to before a name is added",
        gone="browsers refuse the names of the certificate once the listener has none",
        why={
            "subjectAlternativeNames": "the names of a certificate are fixed when it is issued",
            "domainName": "the names of a certificate are fixed when it is issued",
        },
    ),
    "aws:acm/certificateValidation:CertificateValidation": Kind(
        source="acm/certificate_validation.go",
        checked="004eea7f9b6658d88d652e89e10c7520a10ad6b8",
        forces=forced_by("certificateArn validationRecordFqdns"),
        effect="nothing: it only waits",
        routine=True,
    ),
    "aws:route53/record:Record": Kind(
        source="route53/record.go",
        checked="00655c1681ea1e49ab10cd32d3f8bee372b2095b",
        forces=forced_by("name zoneId", regional=False),
        effect=_ALIAS,
        avoid="add the new name beside the old one first",
        holds="an address",
        gone="the name is found no more, as soon as nobody remembers it",
    ),
    "aws:wafv2/webAcl:WebAcl": Kind(
        source="wafv2/web_acl.go",
        checked="0073593e7d6993ba482409f4dc35438daaa79bb3",
        forces=forced_by("name namePrefix scope"),
        effect="the new one takes over from the old; counters of rate limits start again",
        avoid="leave the name as it is",
        gone="requests are no longer filtered",
    ),
    "aws:wafv2/webAclAssociation:WebAclAssociation": Kind(
        source="wafv2/web_acl_association.go",
        checked="011a8eed43ed7763ef9de18cbb776eb29c762452",
        forces=forced_by("resourceArn webAclArn"),
        effect="requests are not filtered for some seconds",
        gone="requests are no longer filtered",
    ),
}
"""By type token."""
