"""Fakes of EC2 networks, load balancers, DNS, certificates, service discovery and WAF."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import decimal, digest, letters_and_digits, uuid, zone_id
from fargate_web.testing.aws.fake_types import Creation, Fake

Outputs = tuple[str, dict[str, Any]]


def _ec2(prefix: str, resource: str, **outputs: Any) -> Fake:
    """Fake a resource of EC2 that has an id of the usual form, an ARN and an owner."""

    def fake(creation: Creation) -> Outputs:
        id_ = creation.ec2_id(prefix)
        return id_, {"arn": creation.arn("ec2", f"{resource}/{id_}"), "ownerId": creation.account.id, **outputs}

    return fake


def _vpc(creation: Creation) -> Outputs:
    id_, outputs = _ec2("vpc", "vpc")(creation)
    seed = creation.seed
    for name, prefix in (("defaultRouteTableId", "rtb"), ("defaultSecurityGroupId", "sg"), ("defaultNetworkAclId", "acl")):
        outputs[name] = f"{prefix}-0{digest(f'{name} {seed}', 16)}"
    return id_, outputs | {"mainRouteTableId": outputs["defaultRouteTableId"]}


def _security_group(creation: Creation) -> Outputs:
    id_, outputs = _ec2("sg", "security-group")(creation)
    return id_, {"name": creation.name, **outputs}


def _security_group_rule(creation: Creation) -> Outputs:
    id_, outputs = _ec2("sgr", "security-group-rule")(creation)
    return id_, {"arn": outputs["arn"], "securityGroupRuleId": id_}


def _old_security_group_rule(creation: Creation) -> Outputs:
    return f"sgrule-{decimal(creation.seed, 10)}", {"securityGroupRuleId": creation.ec2_id("sgr")}


def _flow_log(creation: Creation) -> Outputs:
    id_ = creation.ec2_id("fl")
    return id_, {"arn": creation.arn("ec2", f"vpc-flow-log/{id_}")}


def _route(creation: Creation) -> Outputs:
    return f"r-{creation.text('routeTableId')}{decimal(creation.seed, 10)}", {"origin": "CreateRoute", "state": "active"}


def _route_table_association(creation: Creation) -> Outputs:
    return creation.ec2_id("rtbassoc"), {}


def _vpc_endpoint(creation: Creation) -> Outputs:
    id_, outputs = _ec2("vpce", "vpc-endpoint", state="available", requesterManaged=False)(creation)
    service = creation.text("serviceName")
    if creation.text("vpcEndpointType", "Gateway") == "Gateway":
        return id_, outputs | {"prefixListId": f"pl-{digest(service, 8)}", "cidrBlocks": ["3.5.76.0/22"]}
    host = f"{id_}-{letters_and_digits(creation.seed, 8)}.{service.rpartition('.')[2]}.{creation.account.region}.vpce.amazonaws.com"
    subnets = creation.inputs.get("subnetIds", [])
    interfaces = [f"eni-0{digest(f'{creation.seed} {index}', 16)}" for index in range(len(subnets))] if isinstance(subnets, list) else []
    return id_, outputs | {"dnsEntries": [{"dnsName": host, "hostedZoneId": zone_id(service)}], "networkInterfaceIds": interfaces}


def _eip(creation: Creation) -> Outputs:
    id_ = creation.ec2_id("eipalloc")
    address = public_address(creation.seed)
    name = f"ec2-{address.replace('.', '-')}.{creation.account.region}.compute.amazonaws.com"
    return id_, {"allocationId": id_, "arn": creation.arn("ec2", f"elastic-ip/{id_}"), "publicIp": address, "publicDns": name}


def _nat_gateway(creation: Creation) -> Outputs:
    seed = creation.seed
    return creation.ec2_id("nat"), {
        "networkInterfaceId": f"eni-0{digest(seed, 16)}",
        "publicIp": public_address(seed),
        "privateIp": "10.0.0.10",
    }


def _load_balancer(creation: Creation) -> Outputs:
    kind = {"network": "net", "gateway": "gwy"}.get(creation.text("loadBalancerType"), "app")
    suffix = f"{kind}/{creation.name}/{digest(creation.seed, 16)}"
    arn = creation.given_id or creation.arn("elasticloadbalancing", f"loadbalancer/{suffix}")
    internal = "internal-" if creation.inputs.get("internal") is True else ""
    host = f"{internal}{creation.name}-{decimal(creation.seed, 10)}.{creation.account.region}.elb.{creation.account.dns_suffix}"
    return arn, {
        "arn": arn,
        "arnSuffix": arn.partition(":loadbalancer/")[2],
        "name": creation.name,
        "dnsName": host,
        "zoneId": creation.account.load_balancer_zone,
        "vpcId": f"vpc-0{digest('vpc', 16)}",
    }


def _target_group(creation: Creation) -> Outputs:
    arn = creation.given_id or creation.arn("elasticloadbalancing", f"targetgroup/{creation.name}/{digest(creation.seed, 16)}")
    return arn, {"arn": arn, "arnSuffix": arn.rpartition(":")[2], "name": creation.name, "loadBalancerArns": []}


def _listener(creation: Creation) -> Outputs:
    return _below(creation, creation.text("loadBalancerArn"), ":loadbalancer/", ":listener/")


def _listener_rule(creation: Creation) -> Outputs:
    return _below(creation, creation.text("listenerArn"), ":listener/", ":listener-rule/")


def _below(creation: Creation, parent: str, kind_of_parent: str, kind: str) -> Outputs:
    """Form the ARN of a part of a load balancer from that of the whole."""
    arn = creation.given_id or f"{parent.replace(kind_of_parent, kind)}/{digest(creation.seed, 16)}"
    return arn, {"arn": arn}


def _listener_certificate(creation: Creation) -> Outputs:
    return f"{creation.text('listenerArn')}_{creation.text('certificateArn')}", {}


def _zone(creation: Creation) -> Outputs:
    id_ = creation.given_id or zone_id(creation.seed)
    servers = name_servers(creation.seed)
    arn = creation.arn("route53", f"hostedzone/{id_}", region="", account="")
    return id_, {"zoneId": id_, "arn": arn, "name": creation.name, "nameServers": servers, "primaryNameServer": servers[0]}


def _record(creation: Creation) -> Outputs:
    name = creation.text("name").rstrip(".")
    return f"{creation.text('zoneId')}_{name}_{creation.text('type')}", {"fqdn": name}


def _health_check(creation: Creation) -> Outputs:
    id_ = creation.given_id or uuid(creation.seed)
    return id_, {"arn": creation.arn("route53", f"healthcheck/{id_}", region="", account="")}


def _certificate(creation: Creation) -> Outputs:
    arn = creation.given_id or creation.arn("acm", f"certificate/{uuid(creation.seed)}")
    others = creation.inputs.get("subjectAlternativeNames", [])
    domains = dict.fromkeys([creation.text("domainName"), *(others if isinstance(others, list) else [])])
    options = [validation_option(domain) for domain in domains if isinstance(domain, str)]
    by_dns = creation.text("validationMethod", "DNS") == "DNS"
    outputs = {"arn": arn, "status": "PENDING_VALIDATION", "type": "AMAZON_ISSUED", "subjectAlternativeNames": list(domains)}
    return arn, outputs | {"domainValidationOptions": options if by_dns else [], "validationEmails": []}


def validation_option(domain: str) -> dict[str, str]:
    """Return the record that proves to ACM who owns a domain: for a wildcard, that of the domain below it."""
    base = domain.removeprefix("*.")
    value = f"_{digest(f'value {base}', 32)}.{letters_and_digits(base, 10)}.acm-validations.aws."
    return {
        "domainName": domain,
        "resourceRecordName": f"_{digest(base, 32)}.{base}.",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": value,
    }


def _certificate_validation(creation: Creation) -> Outputs:
    return "2026-01-01 00:00:00 +0000 UTC", {"certificateArn": creation.text("certificateArn")}


def _namespace(creation: Creation) -> Outputs:
    id_ = creation.given_id or f"ns-{letters_and_digits(creation.seed, 16)}"
    by_http = "httpNamespace" in creation.type
    found = {"httpName": creation.name} if by_http else {"hostedZone": zone_id(creation.seed)}
    return id_, {"arn": creation.arn("servicediscovery", f"namespace/{id_}"), "name": creation.name, **found}


def _discovery_service(creation: Creation) -> Outputs:
    id_ = creation.given_id or f"srv-{letters_and_digits(creation.seed, 16)}"
    return id_, {"arn": creation.arn("servicediscovery", f"service/{id_}"), "name": creation.name}


def _waf(kind: str) -> Fake:
    """Fake a resource of WAF: one for CloudFront lives in us-east-1, whatever the region of the provider."""

    def fake(creation: Creation) -> Outputs:
        id_ = creation.given_id or uuid(creation.seed)
        everywhere = creation.text("scope") == "CLOUDFRONT"
        region = "us-east-1" if everywhere else creation.account.region
        arn = creation.arn("wafv2", f"{'global' if everywhere else 'regional'}/{kind}/{creation.name}/{id_}", region=region)
        return id_, {"arn": arn, "name": creation.name, "lockToken": uuid(f"lock {creation.seed}")}

    return fake


def _waf_association(creation: Creation) -> Outputs:
    return f"{creation.text('webAclArn')},{creation.text('resourceArn')}", {}


def public_address(seed: str) -> str:
    """Return a public IPv4 address."""
    return ".".join(("52", *(str(int(digest(f"{part} {seed}", 2), 16)) for part in "abc")))


def name_servers(seed: str) -> list[str]:
    """Return the four name servers of a hosted zone."""
    numbers = (int(digest(f"{part} {seed}", 3), 16) % 2048 for part in range(4))
    return [f"ns-{number}.awsdns-{number % 64:02}.{top}" for number, top in zip(numbers, ("org", "co.uk", "com", "net"), strict=True)]


FAKES: Final[Mapping[str, Fake]] = {
    "aws:acm/certificate:Certificate": _certificate,
    "aws:acm/certificateValidation:CertificateValidation": _certificate_validation,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _ec2("sg", "security-group", name="default"),
    "aws:ec2/eip:Eip": _eip,
    "aws:ec2/flowLog:FlowLog": _flow_log,
    "aws:ec2/internetGateway:InternetGateway": _ec2("igw", "internet-gateway"),
    "aws:ec2/managedPrefixList:ManagedPrefixList": _ec2("pl", "prefix-list", version=1),
    "aws:ec2/natGateway:NatGateway": _nat_gateway,
    "aws:ec2/route:Route": _route,
    "aws:ec2/routeTable:RouteTable": _ec2("rtb", "route-table"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _route_table_association,
    "aws:ec2/securityGroup:SecurityGroup": _security_group,
    "aws:ec2/securityGroupRule:SecurityGroupRule": _old_security_group_rule,
    "aws:ec2/subnet:Subnet": _ec2("subnet", "subnet"),
    "aws:ec2/vpc:Vpc": _vpc,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _vpc_endpoint,
    "aws:lb/listener:Listener": _listener,
    "aws:lb/listenerCertificate:ListenerCertificate": _listener_certificate,
    "aws:lb/listenerRule:ListenerRule": _listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": _load_balancer,
    "aws:lb/targetGroup:TargetGroup": _target_group,
    "aws:route53/healthCheck:HealthCheck": _health_check,
    "aws:route53/record:Record": _record,
    "aws:route53/zone:Zone": _zone,
    "aws:servicediscovery/httpNamespace:HttpNamespace": _namespace,
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": _namespace,
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": _namespace,
    "aws:servicediscovery/service:Service": _discovery_service,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _security_group_rule,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _security_group_rule,
    "aws:wafv2/ipSet:IpSet": _waf("ipset"),
    "aws:wafv2/ruleGroup:RuleGroup": _waf("rulegroup"),
    "aws:wafv2/webAcl:WebAcl": _waf("webacl"),
    "aws:wafv2/webAclAssociation:WebAclAssociation": _waf_association,
}
