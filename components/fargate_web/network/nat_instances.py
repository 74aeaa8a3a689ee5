"""Instances that stand in for NAT gateways."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from ..settings.nat_instances import NatInstances as NatInstancesSettings
from .nat_routes import create_nat_routes

_AMAZON_LINUX: Final = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}"
_EVERYWHERE: Final = "0.0.0.0/0"
_SET_UP_NAT: Final = """\
#!/bin/bash
# As https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html describes it. The packages come through the S3 endpoint.
until dnf install -y iptables-services; do sleep 5; done
systemctl enable --now iptables
echo net.ipv4.ip_forward=1 > /etc/sysctl.d/90-nat.conf
sysctl -p /etc/sysctl.d/90-nat.conf
iptables -t nat -A POSTROUTING -o "$(ip -o -4 route show default | awk '{print $5; exit}')" -j MASQUERADE
iptables -F FORWARD
service iptables save
"""


class NatInstances:
    """The NAT instances, their addresses, their security group, and the routes to them.

    An instance that fails its status check of the system is recovered by EC2; until then, its private subnets reach no internet. Its address stays when
    the instance is replaced.

    Attributes:
        security_group: The security group of the instances: everything from the VPC, everything to the internet.
        ingress_rule: Its ingress rule.
        egress_rule: Its egress rule.
        instances: The instances, in public subnets.
        addresses: The Elastic IP addresses that the stack allocates.
        associations: The associations with addresses that exist.
        routes: The route of each private subnet.
    """

    def __init__(
        self,
        name: str,
        settings: NatInstancesSettings,
        *,
        vpc: awsx.ec2.Vpc,
        vpc_cidr_block: pulumi.Input[str],
        instance_count: int,
        zone_count: int,
        allocation_ids: Sequence[pulumi.Input[str]],
        display_name: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        self.security_group = aws.ec2.SecurityGroup(
            f"{name}-nat",
            description="NAT instances",
            vpc_id=vpc.vpc_id,
            tags={**tags, "Name": f"{display_name}-nat"},
            opts=opts,
        )
        self.ingress_rule = aws.vpc.SecurityGroupIngressRule(
            f"{name}-nat-from-vpc",
            security_group_id=self.security_group.id,
            description="What private subnets send to the internet",
            ip_protocol="-1",
            cidr_ipv4=vpc_cidr_block,
            tags=tags,
            opts=opts,
        )
        self.egress_rule = aws.vpc.SecurityGroupEgressRule(
            f"{name}-nat-to-internet",
            security_group_id=self.security_group.id,
            description="Everything to the internet",
            ip_protocol="-1",
            cidr_ipv4=_EVERYWHERE,
            tags=tags,
            opts=opts,
        )
        image_id = _find_image(settings, parent)
        follows_image = settings.follow_image or (settings.image is not None and isinstance(settings.image.id, str))
        identity = _build_identity(settings)
        subnet_ids = vpc.public_subnet_ids
        self.instances: list[aws.ec2.Instance] = []
        self.addresses: list[aws.ec2.Eip] = []
        self.associations: list[aws.ec2.EipAssociation] = []
        for index in range(instance_count):
            label = f"{name}-nat-{index + 1}"
            instance = aws.ec2.Instance(
                f"{label}{identity}",
                ami=image_id,
                instance_type=settings.instance_type,
                subnet_id=subnet_ids[index],
                vpc_security_group_ids=[self.security_group.id],
                # It forwards packets that are neither from nor for itself.
                source_dest_check=False,
                associate_public_ip_address=True,
                metadata_options=aws.ec2.InstanceMetadataOptionsArgs(
                    http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
                ),
                root_block_device=aws.ec2.InstanceRootBlockDeviceArgs(encrypted=True, volume_type="gp3"),
                user_data=_SET_UP_NAT if settings.image is None else None,
                user_data_replace_on_change=True,
                tags={**tags, "Name": f"{display_name}-nat-{index + 1}"},
                # A newer image would cut off connections in the middle of an unrelated update.
                opts=pulumi.ResourceOptions(parent=parent, ignore_changes=[] if follows_image else ["ami"]),
            )
            self.instances.append(instance)
            # An Elastic IP address needs the internet gateway.
            address_opts = pulumi.ResourceOptions(parent=parent, depends_on=[vpc])
            if allocation_ids:
                self.associations.append(
                    aws.ec2.EipAssociation(label, allocation_id=allocation_ids[index], instance_id=instance.id, opts=address_opts)
                )
            else:
                tags_of_address = {**tags, "Name": f"{display_name}-nat-{index + 1}"}
                self.addresses.append(aws.ec2.Eip(label, domain="vpc", instance=instance.id, tags=tags_of_address, opts=address_opts))
        targets = [
            {"network_interface_id": self.instances[min(index, instance_count - 1)].primary_network_interface_id}
            for index in range(zone_count)
        ]
        self.routes = create_nat_routes(name, vpc, targets, parent=parent)


def _build_identity(settings: NatInstancesSettings) -> str:
    """Return what the logical name of an instance ends with: nothing, or four digits of a hash of its kind of image and its processor.

    An instance keeps its image, and its replacement would have the same one. With an image of another kind it is another instance: an image for
    another processor doesn't start, and one that forwards by itself has no user data that sets it up.
    """
    image = settings.image
    if image is None and settings.architecture == "arm64":
        return ""
    kind = ["amazon"] if image is None else ["id"] if image.id is not None else [image.owner, image.name]
    return "-" + hashlib.sha256(json.dumps([*kind, settings.architecture]).encode()).hexdigest()[:4]


def _find_image(settings: NatInstancesSettings, parent: pulumi.Resource) -> pulumi.Input[str]:
    """Find the id of the image."""
    image = settings.image
    opts = pulumi.InvokeOptions(parent=parent)
    if image is None:
        parameter = _AMAZON_LINUX.format(architecture=settings.architecture)
        return aws.ssm.get_parameter_output(name=parameter, opts=opts).insecure_value
    if image.id is not None:
        image_id: pulumi.Input[str] = image.id
        return image_id
    return aws.ec2.get_ami_output(
        owners=[str(image.owner)],
        most_recent=True,
        filters=[
            aws.ec2.GetAmiFilterArgs(name="name", values=[str(image.name)]),
            aws.ec2.GetAmiFilterArgs(name="architecture", values=[settings.architecture]),
            aws.ec2.GetAmiFilterArgs(name="state", values=["available"]),
        ],
        opts=opts,
    ).id
