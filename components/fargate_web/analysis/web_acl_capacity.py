"""The capacity of a web ACL: AWS WAF measures the work of its rules in web ACL capacity units (WCU).

Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html and the pages of the rule statements.
"""

from typing import Final

from ..settings.managed_rule_groups import ANTI_DDOS_RULE_GROUP, MANAGED_RULE_GROUPS
from ..settings.web_acl import WebAcl

INCLUDED_CAPACITY: Final = 1500
"""The WCU that the basic price of requests includes."""
MAXIMUM_CAPACITY: Final = 5000
"""The WCU of a web ACL at most."""
_RATE_RULE_CAPACITY: Final = 2
_LABEL_CAPACITY: Final = 1
_PATH_CAPACITY: Final = 2 + 2 * 10
"""A comparison of the start or the whole of a path, and two text transformations."""


def calculate_capacity(web_acl: WebAcl) -> int:
    """Calculate the WCU of a created web ACL."""
    capacity = sum(MANAGED_RULE_GROUPS[group].capacity for group in web_acl.managed_rule_groups)
    if web_acl.anti_ddos is not None:
        capacity += MANAGED_RULE_GROUPS[ANTI_DDOS_RULE_GROUP].capacity
    if web_acl.rate_limit is not None:
        capacity += _RATE_RULE_CAPACITY
    for addresses in (web_acl.allowed_addresses, web_acl.blocked_addresses):
        capacity += len({":" in address for address in addresses})  # 1 for each set, of one version
    return capacity + sum(_LABEL_CAPACITY + _PATH_CAPACITY * len(paths) for _, _, paths in web_acl.list_label_rules())
