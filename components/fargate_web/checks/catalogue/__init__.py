"""The catalogue of all checks. Each subject has a module; add a description there for each new identifier.

`tests/components/checks/test_catalogue.py` compares the catalogue with the identifiers in the code.
"""

from collections.abc import Mapping
from typing import Final

from .check_description import CheckDescription
from .container_values import CHECKS_OF_CONTAINER_VALUES
from .containers import CHECKS_OF_CONTAINERS
from .identity import CHECKS_OF_IDENTITY
from .intent import CHECKS_OF_INTENT
from .network import CHECKS_OF_NETWORKS
from .sizes import CHECKS_OF_SIZES
from .values import CHECKS_OF_VALUES

__all__ = ["CATALOGUE", "CheckDescription"]

CATALOGUE: Final[Mapping[str, CheckDescription]] = {
    check.code: check
    for check in (
        *CHECKS_OF_VALUES,
        *CHECKS_OF_CONTAINERS,
        *CHECKS_OF_CONTAINER_VALUES,
        *CHECKS_OF_INTENT,
        *CHECKS_OF_SIZES,
        *CHECKS_OF_IDENTITY,
        *CHECKS_OF_NETWORKS,
    )
}
"""The descriptions by identifier."""
