"""`NatImage`, `NatInstances`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class NatImage(TypedDict):
    """An image that forwards traffic as soon as it has started, such as fck-nat."""

    id: NotRequired[pulumi.Input[str]]
    """The id of the AMI, or a reference to it. Changing it replaces the instances, with a reference only if followImage is set."""
    owner: NotRequired[str]
    """With `name`: the id of the account that publishes the AMI, in quotes, or `self` or `amazon`."""
    name: NotRequired[str]
    """With `owner`: the name of the AMI, with wildcards. The newest one for the processor of the instance type is used when an instance is created."""


class NatInstances(TypedDict):
    """The instances of EC2 that forward what private subnets send to the internet, with an Elastic IP address each."""

    instance_type: NotRequired[str]
    """The type of the instances. It decides how much traffic they forward: t4g.nano has a baseline of 32 Mbit/s and up to 5 Gbit/s in bursts. Default: t4g.nano. Cost: t4g.nano: about $7.40 a month with its address and its disk. See https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html"""
    image: NotRequired[NatImage]
    """The image of the instances. Default: Amazon Linux 2023, which installs and configures iptables when it first starts."""
    follow_image: NotRequired[bool]
    """Whether a newer image replaces the instances in the next update, all at once. `false` keeps the image that they were created with, so that an update for other reasons cuts no connections. Another `image.id` in the file always replaces them. Default: false."""
