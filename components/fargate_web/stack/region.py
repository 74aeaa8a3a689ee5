"""The Region of a stack."""

from collections.abc import Mapping
from typing import Final

from ..faults.fault import Fault, PositionFinder, SettingPath
from ..settings.fix import Edit, Fix, join_fixes
from ..stack_file.file_chain import FileChain
from ..stack_file.region import find_invalid_region

_REGION_VARIABLES: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")


def choose_region(text: str, environ: Mapping[str, str]) -> str:
    """Choose the Region of a stack: that of its configuration, or that of the environment."""
    return text or next((environ[variable] for variable in _REGION_VARIABLES if environ.get(variable)), "")


def find_region_faults(region: str, name: str, find_position: PositionFinder, chain: FileChain | None) -> list[Fault]:
    """Find what is wrong with the Region of a stack."""
    path: SettingPath = ("aws:region",)
    if not region:
        variables = " or ".join(_REGION_VARIABLES)
        extended = chain.list_unread_values().get("aws:region") if chain else None
        if isinstance(extended, str) and find_invalid_region(extended) is None:
            fixes: tuple[Fix, ...] = (Fix(f"write aws:region: {extended} under config:", (Edit(path, "set", extended),)),)
            message = f"there is no Region for stack {name}: Pulumi reads it from the stack's own file, and from none that it extends"
        else:
            fixes = ()
            message = (
                f"there is no Region for stack {name}; write aws:region: us-west-2 (the one you mean) under config:, or set {variables}"
            )
        return [Fault.at_position(find_position(path), path, join_fixes(message, fixes), code="missing-region", fixes=fixes)]
    wrong = find_invalid_region(region)
    if wrong is None:
        return []
    message, fixes = f"{wrong.problem}; {wrong.advice}", wrong.build_fixes(path, wrong.meant or "")
    return [Fault.at_position(find_position(path), path, message, code="invalid-region", fixes=fixes)]
