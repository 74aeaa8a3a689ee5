"""The catalogue of all checks. Each subject has a module; add a description there for each new identifier.

`tests/components/checks/test_catalogue.py` compares the catalogue with the identifiers in the code.
"""

from collections.abc import Mapping
from typing import Final

from .account_access import CHECKS_OF_ACCOUNT_ACCESS
from .account_network import CHECKS_OF_ACCOUNT_NETWORKS
from .account_state import CHECKS_OF_ACCOUNT_STATE
from .builds import CHECKS_OF_BUILDS
from .capacity import CHECKS_OF_CAPACITY
from .certificates import CHECKS_OF_CERTIFICATES
from .check_description import CheckDescription
from .container_ports import CHECKS_OF_CONTAINER_PORTS
from .container_values import CHECKS_OF_CONTAINER_VALUES
from .containers import CHECKS_OF_CONTAINERS
from .deployments import CHECKS_OF_DEPLOYMENTS
from .egress import CHECKS_OF_EGRESS
from .encryption import CHECKS_OF_ENCRYPTION
from .extension import CHECKS_OF_EXTENSION
from .files import CHECKS_OF_FILES
from .identity import CHECKS_OF_IDENTITY
from .intent import CHECKS_OF_INTENT
from .ipv6 import CHECKS_OF_IPV6
from .logins import CHECKS_OF_LOGINS
from .messages import CHECKS_OF_MESSAGES
from .network import CHECKS_OF_NETWORKS
from .network_load_balancers import CHECKS_OF_NETWORK_LOAD_BALANCERS
from .notifications import CHECKS_OF_NOTIFICATIONS
from .protocols import CHECKS_OF_PROTOCOLS
from .references import CHECKS_OF_REFERENCES
from .rules import CHECKS_OF_RULES
from .safeguards import CHECKS_OF_SAFEGUARDS
from .scaling import CHECKS_OF_SCALING
from .silence import CHECKS_OF_SILENCE
from .sizes import CHECKS_OF_SIZES
from .synthetic_canaries import CHECKS_OF_SYNTHETIC_CANARIES
from .target_groups import CHECKS_OF_TARGET_GROUPS
from .tracing import CHECKS_OF_TRACING
from .traffic import CHECKS_OF_TRAFFIC
from .values import CHECKS_OF_VALUES
from .web_acls import CHECKS_OF_WEB_ACLS
from .workflows import CHECKS_OF_WORKFLOWS

__all__ = ["CATALOGUE", "PREFLIGHT_CHECKS", "WORKFLOW_CHECKS", "CheckDescription"]

CATALOGUE: Final[Mapping[str, CheckDescription]] = {
    check.code: check
    for check in (
        *CHECKS_OF_VALUES,
        *CHECKS_OF_WEB_ACLS,
        *CHECKS_OF_BUILDS,
        *CHECKS_OF_CAPACITY,
        *CHECKS_OF_CERTIFICATES,
        *CHECKS_OF_CONTAINER_PORTS,
        *CHECKS_OF_CONTAINER_VALUES,
        *CHECKS_OF_CONTAINERS,
        *CHECKS_OF_DEPLOYMENTS,
        *CHECKS_OF_ENCRYPTION,
        *CHECKS_OF_EGRESS,
        *CHECKS_OF_EXTENSION,
        *CHECKS_OF_FILES,
        *CHECKS_OF_IDENTITY,
        *CHECKS_OF_INTENT,
        *CHECKS_OF_IPV6,
        *CHECKS_OF_MESSAGES,
        *CHECKS_OF_LOGINS,
        *CHECKS_OF_NETWORK_LOAD_BALANCERS,
        *CHECKS_OF_NETWORKS,
        *CHECKS_OF_NOTIFICATIONS,
        *CHECKS_OF_PROTOCOLS,
        *CHECKS_OF_REFERENCES,
        *CHECKS_OF_SAFEGUARDS,
        *CHECKS_OF_SCALING,
        *CHECKS_OF_SILENCE,
        *CHECKS_OF_SIZES,
        *CHECKS_OF_TRACING,
        *CHECKS_OF_SYNTHETIC_CANARIES,
        *CHECKS_OF_TARGET_GROUPS,
        *CHECKS_OF_TRAFFIC,
        *CHECKS_OF_RULES,
        *CHECKS_OF_WORKFLOWS,
        *CHECKS_OF_ACCOUNT_ACCESS,
        *CHECKS_OF_ACCOUNT_NETWORKS,
        *CHECKS_OF_ACCOUNT_STATE,
    )
}
"""The descriptions by identifier."""

WORKFLOW_CHECKS: Final = frozenset(check.code for check in CHECKS_OF_WORKFLOWS)
"""The checks that only `fargate-web check` runs."""

PREFLIGHT_CHECKS: Final = frozenset(
    check.code for checks in (CHECKS_OF_ACCOUNT_ACCESS, CHECKS_OF_ACCOUNT_NETWORKS, CHECKS_OF_ACCOUNT_STATE) for check in checks
)
"""The checks that only `fargate-web preflight` runs."""
