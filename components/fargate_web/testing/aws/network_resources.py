"""Fakes of EC2 networks, DNS, certificates, service discovery and WAF."""

from collections.abc import Mapping
from ipaddress import IPv6Network
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
    """Return a fake of an EC2 resource with an id of the usual form, an ARN and an owner."""

    def fake(request: ResourceRequest) -> FakeResult:
        id_ = request.build_ec2_id(prefix)
        return id_, {"arn": request.build_arn("ec2", f"{resource}/{id_}"), "ownerId": request.account.id, **outputs}

    return fake


def _fake_vpc(request: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("vpc", "vpc")(request)
    seed = request.seed
    for name, prefix in (("defaultRouteTableId", "rtb"), ("defaultSecurityGroupId", "sg"), ("defaultNetworkAclId", "acl")):
        outputs[name] = f"{prefix}-0{generate_hex_digits(f'{name} {seed}', 16)}"
    outputs["mainRouteTableId"] = outputs["defaultRouteTableId"]
    if request.inputs.get("assignGeneratedIpv6CidrBlock") is True:
        outputs |= {"ipv6CidrBlock": generate_ipv6_block(id_), "ipv6AssociationId": f"vpc-cidr-assoc-0{generate_hex_digits(id_, 16)}"}
    return id_, outputs


def _fake_default_network_acl(request: ResourceRequest) -> FakeResult:
    id_ = request.get_text("defaultNetworkAclId")
    return id_, {"arn": request.build_arn("ec2", f"network-acl/{id_}"), "ownerId": request.account.id}


def _fake_security_group(request: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("sg", "security-group")(request)
    return id_, {"name": request.name, **outputs}


def _fake_security_group_rule(request: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("sgr", "security-group-rule")(request)
    return id_, {"arn": outputs["arn"], "securityGroupRuleId": id_}


def _fake_legacy_security_group_rule(request: ResourceRequest) -> FakeResult:
    return f"sgrule-{generate_decimal_digits(request.seed, 10)}", {"securityGroupRuleId": request.build_ec2_id("sgr")}


def _fake_flow_log(request: ResourceRequest) -> FakeResult:
    id_ = request.build_ec2_id("fl")
    return id_, {"arn": request.build_arn("ec2", f"vpc-flow-log/{id_}")}


def _fake_route(request: ResourceRequest) -> FakeResult:
    return f"r-{request.get_text('routeTableId')}{generate_decimal_digits(request.seed, 10)}", {
        "origin": "CreateRoute",
        "state": "active",
    }


def _fake_route_table_association(request: ResourceRequest) -> FakeResult:
    return request.build_ec2_id("rtbassoc"), {}


def _fake_egress_only_internet_gateway(request: ResourceRequest) -> FakeResult:
    return request.build_ec2_id("eigw"), {}


def _fake_vpc_endpoint(request: ResourceRequest) -> FakeResult:
    id_, outputs = _build_ec2_fake("vpce", "vpc-endpoint", state="available", requesterManaged=False)(request)
    service = request.get_text("serviceName")
    if request.get_text("vpcEndpointType", "Gateway") == "Gateway":
        return id_, outputs | {"prefixListId": f"pl-{generate_hex_digits(service, 8)}", "cidrBlocks": ["3.5.76.0/22"]}
    host = f"{id_}-{generate_letters_and_digits(request.seed, 8)}.{service.rpartition('.')[2]}.{request.account.region}.vpce.amazonaws.com"
    subnets = request.inputs.get("subnetIds", [])
    interfaces = (
        [f"eni-0{generate_hex_digits(f'{request.seed} {index}', 16)}" for index in range(len(subnets))] if isinstance(subnets, list) else []
    )
    return id_, outputs | {"dnsEntries": [{"dnsName": host, "hostedZoneId": generate_zone_id(service)}], "networkInterfaceIds": interfaces}


def _fake_eip(request: ResourceRequest) -> FakeResult:
    id_ = request.build_ec2_id("eipalloc")
    address = generate_public_address(request.seed)
    name = f"ec2-{address.replace('.', '-')}.{request.account.region}.compute.amazonaws.com"
    return id_, {"allocationId": id_, "arn": request.build_arn("ec2", f"elastic-ip/{id_}"), "publicIp": address, "publicDns": name}


def _fake_eip_association(request: ResourceRequest) -> FakeResult:
    return request.build_ec2_id("eipassoc"), {"publicIp": generate_public_address(request.get_text("allocationId"))}


def _fake_instance(request: ResourceRequest) -> FakeResult:
    id_ = request.build_ec2_id("i")
    return id_, {
        "arn": request.build_arn("ec2", f"instance/{id_}"),
        "instanceState": "running",
        "primaryNetworkInterfaceId": f"eni-0{generate_hex_digits(request.seed, 16)}",
        "privateIp": "10.0.240.10",
        "publicIp": generate_public_address(request.seed),
    }


def _fake_nat_gateway(request: ResourceRequest) -> FakeResult:
    seed = request.seed
    return request.build_ec2_id("nat"), {
        "networkInterfaceId": f"eni-0{generate_hex_digits(seed, 16)}",
        "publicIp": generate_public_address(seed),
        "privateIp": "10.0.0.10",
    }


def _fake_zone(request: ResourceRequest) -> FakeResult:
    id_ = request.existing_id or generate_zone_id(request.seed)
    servers = generate_name_servers(request.seed)
    arn = request.build_arn("route53", f"hostedzone/{id_}", region="", account="")
    return id_, {"zoneId": id_, "arn": arn, "name": request.name, "nameServers": servers, "primaryNameServer": servers[0]}


def _fake_record(request: ResourceRequest) -> FakeResult:
    name = request.get_text("name").rstrip(".")
    return f"{request.get_text('zoneId')}_{name}_{request.get_text('type')}", {"fqdn": name}


def _fake_health_check(request: ResourceRequest) -> FakeResult:
    id_ = request.existing_id or generate_uuid(request.seed)
    return id_, {"arn": request.build_arn("route53", f"healthcheck/{id_}", region="", account="")}


def _fake_certificate(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or request.build_arn("acm", f"certificate/{generate_uuid(request.seed)}")
    alternatives = request.inputs.get("subjectAlternativeNames", [])
    domains = dict.fromkeys([request.get_text("domainName"), *(alternatives if isinstance(alternatives, list) else [])])
    options = [build_validation_option(domain) for domain in domains if isinstance(domain, str)]
    by_dns = request.get_text("validationMethod", "DNS") == "DNS"
    outputs = {"arn": arn, "status": "PENDING_VALIDATION", "type": "AMAZON_ISSUED", "subjectAlternativeNames": list(domains)}
    return arn, outputs | {"domainValidationOptions": options if by_dns else [], "validationEmails": []}


def build_validation_option(domain: str) -> dict[str, str]:
    """Return the validation record of a domain for ACM. A wildcard has the record of its base domain."""
    base = domain.removeprefix("*.")
    value = f"_{generate_hex_digits(f'value {base}', 32)}.{generate_letters_and_digits(base, 10)}.acm-validations.aws."
    return {
        "domainName": domain,
        "resourceRecordName": f"_{generate_hex_digits(base, 32)}.{base}.",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": value,
    }


def _fake_certificate_validation(request: ResourceRequest) -> FakeResult:
    return "2026-01-01 00:00:00 +0000 UTC", {"certificateArn": request.get_text("certificateArn")}


def _fake_namespace(request: ResourceRequest) -> FakeResult:
    id_ = request.existing_id or f"ns-{generate_letters_and_digits(request.seed, 16)}"
    is_http = "httpNamespace" in request.type
    type_outputs = {"httpName": request.name} if is_http else {"hostedZone": generate_zone_id(request.seed)}
    return id_, {"arn": request.build_arn("servicediscovery", f"namespace/{id_}"), "name": request.name, **type_outputs}


def _fake_discovery_service(request: ResourceRequest) -> FakeResult:
    id_ = request.existing_id or f"srv-{generate_letters_and_digits(request.seed, 16)}"
    return id_, {"arn": request.build_arn("servicediscovery", f"service/{id_}"), "name": request.name}


def _build_waf_fake(kind: str) -> Fake:
    """Return a fake of a WAF resource. Resources for CloudFront are in us-east-1, whatever the region of the provider."""

    def fake(request: ResourceRequest) -> FakeResult:
        id_ = request.existing_id or generate_uuid(request.seed)
        is_global = request.get_text("scope") == "CLOUDFRONT"
        region = "us-east-1" if is_global else request.account.region
        arn = request.build_arn("wafv2", f"{'global' if is_global else 'regional'}/{kind}/{request.name}/{id_}", region=region)
        return id_, {"arn": arn, "name": request.name, "lockToken": generate_uuid(f"lock {request.seed}")}

    return fake


def _fake_waf_logging(request: ResourceRequest) -> FakeResult:
    return request.get_text("resourceArn"), {}


def _fake_waf_association(request: ResourceRequest) -> FakeResult:
    return f"{request.get_text('webAclArn')},{request.get_text('resourceArn')}", {}


def generate_ipv6_block(seed: str) -> str:
    """Return an IPv6 block of the size that Amazon gives to a VPC."""
    first, second = (generate_hex_digits(f"{part} {seed}", 2) for part in "ab")
    return str(IPv6Network(f"2600:1f14:1{first}:{second}00::/56"))


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
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": _fake_default_network_acl,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _build_ec2_fake("sg", "security-group", name="default"),
    "aws:ec2/eip:Eip": _fake_eip,
    "aws:ec2/eipAssociation:EipAssociation": _fake_eip_association,
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": _fake_egress_only_internet_gateway,
    "aws:ec2/flowLog:FlowLog": _fake_flow_log,
    "aws:ec2/instance:Instance": _fake_instance,
    "aws:ec2/internetGateway:InternetGateway": _build_ec2_fake("igw", "internet-gateway"),
    "aws:ec2/managedPrefixList:ManagedPrefixList": _build_ec2_fake("pl", "prefix-list", version=1),
    "aws:ec2/natGateway:NatGateway": _fake_nat_gateway,
    "aws:ec2/networkAcl:NetworkAcl": _build_ec2_fake("acl", "network-acl"),
    "aws:ec2/route:Route": _fake_route,
    "aws:ec2/routeTable:RouteTable": _build_ec2_fake("rtb", "route-table"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _fake_route_table_association,
    "aws:ec2/securityGroup:SecurityGroup": _fake_security_group,
    "aws:ec2/securityGroupRule:SecurityGroupRule": _fake_legacy_security_group_rule,
    "aws:ec2/subnet:Subnet": _build_ec2_fake("subnet", "subnet"),
    "aws:ec2/vpc:Vpc": _fake_vpc,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _fake_vpc_endpoint,
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
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": _fake_waf_logging,
    "aws:wafv2/webAclAssociation:WebAclAssociation": _fake_waf_association,
}
