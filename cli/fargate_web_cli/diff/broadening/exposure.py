"""Access rules of settings that expose a resource: public addresses, public access to buckets, ECS Exec, endpoints and long-lived keys."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_web_cli.diff.broadening.access_rules import AccessRule, ResourceVersion, Setting, list_items, list_maps, walk_values
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, is_opaque, show_identity

_SWITCHES: Final[Mapping[str, tuple[str, str, str]]] = {
    "assignPublicIp": ("gives its tasks public addresses", "no longer gives its tasks public addresses", "public addresses"),
    "associatePublicIpAddress": ("gets a public address", "no longer gets a public address", "public address"),
    "mapPublicIpOnLaunch": ("gives public addresses to what is started in it", "no longer gives public addresses", "public subnet"),
    "assignIpv6AddressOnCreation": ("gives IPv6 addresses to what is started in it", "no longer gives IPv6 addresses", "IPv6"),
    "publiclyAccessible": ("can be reached from the internet", "can no longer be reached from the internet", "public"),
    "endpointPublicAccess": ("has a public endpoint", "no longer has a public endpoint", "public"),
    "enableExecuteCommand": ("lets users run commands in its containers", "no longer allows ECS Exec", "ECS Exec"),
    "allowExternalPrincipals": (
        "can be shared with other organizations",
        "can no longer be shared with other organizations",
        "other accounts",
    ),
}
"""Properties, at any depth of any resource, that open something if they are true."""

_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "acl": dict.fromkeys(("public-read", "public-read-write", "authenticated-read"), "gives the public access by the ACL"),
    "authorizationType": {"NONE": "can be called by everyone, without authorization"},
    "viewerProtocolPolicy": {"allow-all": "serves unencrypted requests"},
    "objectOwnership": dict.fromkeys(("BucketOwnerPreferred", "ObjectWriter"), "lets ACLs grant access"),
}
"""Properties, at any depth, that open something with certain values."""

_PROTECTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "transitEncryption": ("ENABLED", "encrypts what it sends to the file system"),
    "iam": ("ENABLED", "asks IAM before it mounts a file system"),
    "httpTokens": ("required", "requires tokens for the metadata of the instance"),
}
"""Properties, at any depth, that protect something with a certain value."""

_BLOCKS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_NEW_OPENINGS: Final[Mapping[str, str]] = {
    "aws:iam/accessKey:AccessKey": "a long-lived access key",
    "aws:iam/userLoginProfile:UserLoginProfile": "a password for the console",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": "a long-lived credential",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "an identity provider that roles can trust",
    "aws:iam/samlProvider:SamlProvider": "an identity provider that roles can trust",
    "aws:ec2/internetGateway:InternetGateway": "a gateway to the internet",
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "a connection to another VPC",
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "a connection to another VPC",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "a connection to other networks",
    "aws:ec2/vpnConnection:VpnConnection": "a connection to another network",
    "aws:ec2clientvpn/endpoint:Endpoint": "an entrance for VPN clients",
    "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple": "an account that may connect to an endpoint service",
    "aws:ram/principalAssociation:PrincipalAssociation": "a principal that resources are shared with",
    "aws:ec2/eipAssociation:EipAssociation": "a public address",
}
"""Types whose resources open something by their existence."""


def list_exposure_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield what exposes a resource, and what protects a bucket from being exposed."""
    subject = name_resource(resource)
    if resource.type.endswith(("PublicAccessBlock:BucketPublicAccessBlock", "PublicAccessBlock:AccountPublicAccessBlock")):
        yield from _read_public_access_block(resource, subjects)
        return
    if resource.type in _NEW_OPENINGS:
        text = _NEW_OPENINGS[resource.type]
        yield AccessRule(subject, Setting("existence", subject, f"is {text}", f"is gone: {text}", (text,)), resource)
    if resource.type == "awsx:ec2:Vpc":
        yield from _read_subnet_specs(subject, resource)
    if resource.type == "aws:ec2/route:Route" and (gateway := resource.inputs.get("gatewayId")):
        destination = show_identity(
            identify_value(resource.inputs.get("destinationCidrBlock") or resource.inputs.get("destinationIpv6CidrBlock"))
        )
        name = show_identity(identify_value(gateway))
        setting = Setting(
            "route",
            f"{destination} {identify_value(gateway)}",
            f"sends {destination} through {name}",
            f"no longer sends {destination} through {name}",
        )
        yield AccessRule(subjects.name_reference(resource.inputs.get("routeTableId"), "route table", resource), setting, resource)
    for path, value in walk_values(resource.inputs):
        key = path.rpartition(".")[2]
        if key in _SWITCHES:
            gained, lost, mark = _SWITCHES[key]
            if is_opaque(value):
                text = f"has {key} {show_identity(identify_value(value))}: it can’t be compared"
                yield AccessRule(subject, Setting(path, identify_value(value), text, text), resource, is_opaque=True)
            elif value is True or value in ("true", "ENABLED"):
                yield AccessRule(subject, Setting(path, "true", gained, lost, (mark,)), resource)
        elif key in _VALUES and isinstance(value, str) and value in _VALUES[key]:
            text = _VALUES[key][value]
            yield AccessRule(subject, Setting(path, value, f"{text} ({value})", f"no longer {text}", ("public",)), resource)
        elif key in _PROTECTIONS and value == _PROTECTIONS[key][0]:
            text = _PROTECTIONS[key][1]
            setting = Setting(path, text, text, f"no longer {text}", ("protection is lost",))
            yield AccessRule(subject, setting, resource, forbids=True)
        elif key == "tls" and isinstance(value, Mapping) and resource.type.startswith("aws:ecs/"):
            setting = Setting(
                path, "tls", "encrypts what callers send (TLS)", "no longer encrypts what callers send (TLS)", ("not encrypted",)
            )
            yield AccessRule(subject, setting, resource, forbids=True)
        elif key == "publicAccessCidrs":
            for cidr in list_items(value):
                network = show_identity(identify_value(cidr))
                setting = Setting(path, identify_value(cidr), f"is open to {network}", f"is no longer open to {network}", ("public",))
                yield AccessRule(subject, setting, resource, is_opaque=is_opaque(cidr))


def _read_public_access_block(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    subject = subjects.name_reference(resource.inputs.get("bucket"), "bucket", resource)
    for key in _BLOCKS:
        value = resource.inputs.get(key)
        if value is True or is_opaque(value):
            setting = Setting(
                key, identify_value(value), f"blocks public access ({key})", f"no longer blocks public access ({key})", ("public access",)
            )
            yield AccessRule(subject, setting, resource, forbids=True)


def _read_subnet_specs(subject: str, resource: ResourceVersion) -> Iterator[AccessRule]:
    for spec in list_maps(resource.inputs.get("subnetSpecs")):
        if spec.get("type") == "Public":
            name = show_identity(identify_value(spec.get("name") or ""))
            setting = Setting(
                "subnets",
                f"public {name}",
                f"has public subnets {name}".rstrip(),
                f"no longer has public subnets {name}".rstrip(),
                ("public subnet",),
            )
            yield AccessRule(subject, setting, resource)
