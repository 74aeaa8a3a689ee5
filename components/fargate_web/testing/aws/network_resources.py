"""Fakes of EC2 networks, load balancers, DNS, certificates, service discovery and WAF."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import (
    generate_decimal_digits,
    generate_hex_digits,
    generate_letters_and_digits,
    generate_uuid,
    generate_zone_id,
)
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest

FakeResult = tuple[str, dict[str, Any]]


def _build_ec2_fake(prefix: str, resource: str, **outputs: Any) -> Fake:
    """Fake a resource of EC2 that has an id of the usual form, an ARN and an owner."""

    def fake(creation: ResourceRequest) -> FakeResult:
        id_ = creation.build_ec2_id(prefix)
        return id_, {"arn": creation.build_arn("ec2", f"{resource}/{id_}"), "ownerId": creation.account.id, **outputs}

    return fake


def _fake_vpc(creation: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("vpc", "vpc")(creation)
    seed = creation.seed
    for name, prefix in (("defaultRouteTableId", "rtb"), ("defaultSecurityGroupId", "sg"), ("defaultNetworkAclId", "acl")):
        outputs[name] = f"{prefix}-0{generate_hex_digits(f'{name} {seed}', 16)}"
    return id_, outputs | {"mainRouteTableId": outputs["defaultRouteTableId"]}


def _fake_security_group(creation: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("sg", "security-group")(creation)
    return id_, {"name": creation.name, **outputs}


def _fake_security_group_rule(creation: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("sgr", "security-group-rule")(creation)
    return id_, {"arn": outputs["arn"], "securityGroupRuleId": id_}


def _fake_legacy_security_group_rule(creation: ResourceRequest) -> FakeResult:
    return f"sgrule-{generate_decimal_digits(creation.seed, 10)}", {"securityGroupRuleId": creation.build_ec2_id("sgr")}


def _fake_flow_log(creation: ResourceRequest) -> FakeResult:
    id_ = creation.build_ec2_id("fl")
    return id_, {"arn": creation.build_arn("ec2", f"vpc-flow-log/{id_}")}


def _fake_route(creation: ResourceRequest) -> FakeResult:
    return f"r-{creation.get_text('routeTableId')}{generate_decimal_digits(creation.seed, 10)}", {
        "origin": "CreateRoute",
        "state": "active",
    }


def _fake_route_table_association(creation: ResourceRequest) -> FakeResult:
    return creation.build_ec2_id("rtbassoc"), {}


def _fake_vpc_endpoint(creation: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("vpce", "vpc-endpoint", state="available", requesterManaged=False)(creation)
    service = creation.get_text("serviceName")
    if creation.get_text("vpcEndpointType", "Gateway") == "Gateway":
        return id_, outputs | {"prefixListId": f"pl-{generate_hex_digits(service, 8)}", "cidrBlocks": ["3.5.76.0/22"]}
    host = (
        f"{id_}-{generate_letters_and_digits(creation.seed, 8)}.{service.rpartition('.')[2]}.{creation.account.region}.vpce.amazonaws.com"
    )
    subnets = creation.inputs.get("subnetIds", [])
    interfaces = (
        [f"eni-0{generate_hex_digits(f'{creation.seed} {index}', 16)}" for index in range(len(subnets))]
        if isinstance(subnets, list)
        else []
    )
    return id_, outputs | {"dnsEntries": [{"dnsName": host, "hostedZoneId": generate_zone_id(service)}], "networkInterfaceIds": interfaces}


def _fake_eip(creation: ResourceRequest) -> FakeResult:
    id_ = creation.build_ec2_id("eipalloc")
    address = generate_public_address(creation.seed)
    name = f"ec2-{address.replace('.', '-')}.{creation.account.region}.compute.amazonaws.com"
    return id_, {"allocationId": id_, "arn": creation.build_arn("ec2", f"elastic-ip/{id_}"), "publicIp": address, "publicDns": name}


def _fake_nat_gateway(creation: ResourceRequest) -> FakeResult:
    seed = creation.seed
    return creation.build_ec2_id("nat"), {
        "networkInterfaceId": f"eni-0{generate_hex_digits(seed, 16)}",
        "publicIp": generate_public_address(seed),
        "privateIp": "10.0.0.10",
    }


def _fake_load_balancer(creation: ResourceRequest) -> FakeResult:
    kind = {"network": "net", "gateway": "gwy"}.get(creation.get_text("loadBalancerType"), "app")
    suffix = f"{kind}/{creation.name}/{generate_hex_digits(creation.seed, 16)}"
    arn = creation.existing_id or creation.build_arn("elasticloadbalancing", f"loadbalancer/{suffix}")
    internal = "internal-" if creation.inputs.get("internal") is True else ""
    host = f"{internal}{creation.name}-{generate_decimal_digits(creation.seed, 10)}.{creation.account.region}.elb.{creation.account.dns_suffix}"
    return arn, {
        "arn": arn,
        "arnSuffix": arn.partition(":loadbalancer/")[2],
        "name": creation.name,
        "dnsName": host,
        "zoneId": creation.account.load_balancer_zone_id,
        "vpcId": f"vpc-0{generate_hex_digits('vpc', 16)}",
    }


def _fake_target_group(creation: ResourceRequest) -> FakeResult:
    arn = creation.existing_id or creation.build_arn(
        "elasticloadbalancing", f"targetgroup/{creation.name}/{generate_hex_digits(creation.seed, 16)}"
    )
    return arn, {"arn": arn, "arnSuffix": arn.rpartition(":")[2], "name": creation.name, "loadBalancerArns": []}


def _fake_listener(creation: ResourceRequest) -> FakeResult:
    return _derive_arn(creation, creation.get_text("loadBalancerArn"), ":loadbalancer/", ":listener/")


def _fake_listener_rule(creation: ResourceRequest) -> FakeResult:
    return _derive_arn(creation, creation.get_text("listenerArn"), ":listener/", ":listener-rule/")


def _derive_arn(creation: ResourceRequest, parent: str, kind_of_parent: str, kind: str) -> FakeResult:
    """Form the ARN of a part of a load balancer from that of the whole."""
    arn = creation.existing_id or f"{parent.replace(kind_of_parent, kind)}/{generate_hex_digits(creation.seed, 16)}"
    return arn, {"arn": arn}


def _fake_listener_certificate(creation: ResourceRequest) -> FakeResult:
    return f"{creation.get_text('listenerArn')}_{creation.get_text('certificateArn')}", {}


def _fake_zone(creation: ResourceRequest) -> FakeResult:
    id_ = creation.existing_id or generate_zone_id(creation.seed)
    servers = generate_name_servers(creation.seed)
    arn = creation.build_arn("route53", f"hostedzone/{id_}", region="", account="")
    return id_, {"zoneId": id_, "arn": arn, "name": creation.name, "nameServers": servers, "primaryNameServer": servers[0]}


def _fake_record(creation: ResourceRequest) -> FakeResult:
    name = creation.get_text("name").rstrip(".")
    return f"{creation.get_text('zoneId')}_{name}_{creation.get_text('type')}", {"fqdn": name}


def _fake_health_check(creation: ResourceRequest) -> FakeResult:
    id_ = creation.existing_id or generate_uuid(creation.seed)
    return id_, {"arn": creation.build_arn("route53", f"healthcheck/{id_}", region="", account="")}


def _fake_certificate(creation: ResourceRequest) -> FakeResult:
    arn = creation.existing_id or creation.build_arn("acm", f"certificate/{generate_uuid(creation.seed)}")
    others = creation.inputs.get("subjectAlternativeNames", [])
    domains = dict.fromkeys([creation.get_text("domainName"), *(others if isinstance(others, list) else [])])
    options = [build_validation_option(domain) for domain in domains if isinstance(domain, str)]
    by_dns = creation.get_text("validationMethod", "DNS") == "DNS"
    outputs = {"arn": arn, "status": "PENDING_VALIDATION", "type": "AMAZON_ISSUED", "subjectAlternativeNames": list(domains)}
    return arn, outputs | {"domainValidationOptions": options if by_dns else [], "validationEmails": []}


def build_validation_option(domain: str) -> dict[str, str]:
    """Return the record that proves to ACM who owns a domain: for a wildcard, that of the domain below it."""
    base = domain.removeprefix("*.")
    value = f"_{generate_hex_digits(f'value {base}', 32)}.{generate_letters_and_digits(base, 10)}.acm-validations.aws."
    return {
        "domainName": domain,
        "resourceRecordName": f"_{generate_hex_digits(base, 32)}.{base}.",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": value,
    }


def _fake_certificate_validation(creation: ResourceRequest) -> FakeResult:
    return "2026-01-01 00:00:00 +0000 UTC", {"certificateArn": creation.get_text("certificateArn")}


def _fake_namespace(creation: ResourceRequest) -> FakeResult:
    id_ = creation.existing_id or f"ns-{generate_letters_and_digits(creation.seed, 16)}"
    by_http = "httpNamespace" in creation.type
    found = {"httpName": creation.name} if by_http else {"hostedZone": generate_zone_id(creation.seed)}
    return id_, {"arn": creation.build_arn("servicediscovery", f"namespace/{id_}"), "name": creation.name, **found}


def _fake_discovery_service(creation: ResourceRequest) -> FakeResult:
    id_ = creation.existing_id or f"srv-{generate_letters_and_digits(creation.seed, 16)}"
    return id_, {"arn": creation.build_arn("servicediscovery", f"service/{id_}"), "name": creation.name}


def _build_waf_fake(kind: str) -> Fake:
    """Fake a resource of WAF: one for CloudFront lives in us-east-1, whatever the region of the provider."""

    def fake(creation: ResourceRequest) -> FakeResult:
        id_ = creation.existing_id or generate_uuid(creation.seed)
        everywhere = creation.get_text("scope") == "CLOUDFRONT"
        region = "us-east-1" if everywhere else creation.account.region
        arn = creation.build_arn("wafv2", f"{'global' if everywhere else 'regional'}/{kind}/{creation.name}/{id_}", region=region)
        return id_, {"arn": arn, "name": creation.name, "lockToken": generate_uuid(f"lock {creation.seed}")}

    return fake


def _fake_waf_association(creation: ResourceRequest) -> FakeResult:
    return f"{creation.get_text('webAclArn')},{creation.get_text('resourceArn')}", {}


def generate_public_address(seed: str) -> str:
    """Return a public IPv4 address."""
    return ".".join(("52", *(str(int(generate_hex_digits(f"{part} {seed}", 2), 16)) for part in "abc")))


def generate_name_servers(seed: str) -> list[str]:
    """Return the four name servers of a hosted zone."""
    numbers = (int(generate_hex_digits(f"{part} {seed}", 3), 16) % 2048 for part in range(4))
    return [f"ns-{number}.awsdns-{number % 64:02}.{top}" for number, top in zip(numbers, ("org", "co.uk", "com", "net"), strict=True)]


FAKES: Final[Mapping[str, Fake]] = {
    "aws:acm/certificate:Certificate": _fake_certificate,
    "aws:acm/certificateValidation:CertificateValidation": _fake_certificate_validation,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _build_ec2_fake("sg", "security-group", name="default"),
    "aws:ec2/eip:Eip": _fake_eip,
    "aws:ec2/flowLog:FlowLog": _fake_flow_log,
    "aws:ec2/internetGateway:InternetGateway": _build_ec2_fake("igw", "internet-gateway"),
    "aws:ec2/managedPrefixList:ManagedPrefixList": _build_ec2_fake("pl", "prefix-list", version=1),
    "aws:ec2/natGateway:NatGateway": _fake_nat_gateway,
    "aws:ec2/route:Route": _fake_route,
    "aws:ec2/routeTable:RouteTable": _build_ec2_fake("rtb", "route-table"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _fake_route_table_association,
    "aws:ec2/securityGroup:SecurityGroup": _fake_security_group,
    "aws:ec2/securityGroupRule:SecurityGroupRule": _fake_legacy_security_group_rule,
    "aws:ec2/subnet:Subnet": _build_ec2_fake("subnet", "subnet"),
    "aws:ec2/vpc:Vpc": _fake_vpc,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _fake_vpc_endpoint,
    "aws:lb/listener:Listener": _fake_listener,
    "aws:lb/listenerCertificate:ListenerCertificate": _fake_listener_certificate,
    "aws:lb/listenerRule:ListenerRule": _fake_listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": _fake_load_balancer,
    "aws:lb/targetGroup:TargetGroup": _fake_target_group,
    "aws:route53/healthCheck:HealthCheck": _fake_health_check,
    "aws:route53/record:Record": _fake_record,
    "aws:route53/zone:Zone": _fake_zone,
    "aws:servicediscovery/httpNamespace:HttpNamespace": _fake_namespace,
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": _fake_namespace,
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": _fake_namespace,
    "aws:servicediscovery/service:Service": _fake_discovery_service,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _fake_security_group_rule,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _fake_security_group_rule,
    "aws:wafv2/ipSet:IpSet": _build_waf_fake("ipset"),
    "aws:wafv2/ruleGroup:RuleGroup": _build_waf_fake("rulegroup"),
    "aws:wafv2/webAcl:WebAcl": _build_waf_fake("webacl"),
    "aws:wafv2/webAclAssociation:WebAclAssociation": _fake_waf_association,
}
