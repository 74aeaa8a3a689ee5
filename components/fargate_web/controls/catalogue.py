"""The list of all controls."""

from typing import Final

from .control import Control
from .ecs_services import SERVICE_CONTROLS
from .ecs_tasks import TASK_CONTROLS
from .load_balancing import LOAD_BALANCING_CONTROLS
from .networking import NETWORKING_CONTROLS
from .operations import OPERATIONS_CONTROLS
from .permissions import PERMISSION_CONTROLS
from .storage import STORAGE_CONTROLS
from .web_acls import WEB_ACL_CONTROLS

CONTROLS: Final[tuple[Control, ...]] = (
    *TASK_CONTROLS,
    *SERVICE_CONTROLS,
    *LOAD_BALANCING_CONTROLS,
    *WEB_ACL_CONTROLS,
    *NETWORKING_CONTROLS,
    *PERMISSION_CONTROLS,
    *STORAGE_CONTROLS,
    *OPERATIONS_CONTROLS,
)
