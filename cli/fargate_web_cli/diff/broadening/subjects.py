"""The subjects of access: names for the resources that get access, or that are opened."""

import re
from collections.abc import Iterable
from typing import Any, Final

from fargate_web.settings.authentication import LOGIN_RULE_SUFFIX

from fargate_web_cli.diff.broadening.access_rules import ResourceVersion
from fargate_web_cli.diff.broadening.value_identity import identify_value, show_identity

_LABEL: Final = re.compile(r"^<([A-Za-z0-9:/_-]+) ([^>]+)>\.[A-Za-z0-9\[\]]+$")
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")
_ACRONYMS: Final = {"acl": "ACL", "vpc": "VPC", "db": "DB", "ip": "IP", "url": "URL", "api": "API", "nat": "NAT"}


class Subjects:
    """Names the resources that others refer to."""

    def __init__(self, resources: Iterable[ResourceVersion]) -> None:
        """Collect the identifiers of resources, by which the documents of the engine refer to them."""
        self._names = {identifier: name_resource(resource) for resource in resources for identifier in resource.identifiers if identifier}

    def name_reference(self, value: Any, noun: str, fallback: ResourceVersion) -> str:
        """Return the name of the resource that a value refers to.

        Args:
            value: A label, a generated id, a name or an ARN.
            noun: What it is, if the value does not say so.
            fallback: The resource with the value, named if the value is not known.
        """
        if not isinstance(value, str) or not value:
            text = show_identity(identify_value(value)) if value is not None else ""
            return f"{noun} of {name_resource(fallback)}{f' {text}' if text else ''}"
        label = _LABEL.match(value)
        if label:
            return f"{name_type(label[1])} {label[2]}"
        if value in self._names:
            return self._names[value]
        # Identities in ARNs: the name follows the last slash.
        return f"{noun} {value.rpartition('/')[2] if value.startswith('arn:') else value}"

    def identify(self, value: Any) -> str:
        """Return a text that two references to the same resource have in common."""
        if isinstance(value, str) and (label := _LABEL.match(value)):
            return f"{name_type(label[1])} {label[2]}"
        return self._names.get(value, value) if isinstance(value, str) else identify_value(value)


def name_resource(resource: ResourceVersion) -> str:
    """Return the name of a resource: `security group web`.

    A listener rule with a login is a resource of its own. It has the name of the one without, which it replaces and which replaces it.
    """
    return f"{name_type(resource.type)} {resource.name.removesuffix(LOGIN_RULE_SUFFIX)}"


def name_type(type_: str) -> str:
    """Return a type in words: `security group` for `aws:ec2/securityGroup:SecurityGroup`."""
    words = [word.lower() for word in _WORD.findall(type_.rpartition(":")[2])]
    return " ".join(_ACRONYMS.get(word, word) for word in words)
