"""`load_stack()`: the first line of a program that is made from a stack file."""

import gc
from collections.abc import Iterator
from typing import Any
from weakref import WeakSet

import pulumi
from pulumi.runtime.settings import SETTINGS

from ..faults.fault import Fault, SettingsError
from ..service.migration.requirements import BOTO3_MISSING, is_boto3_installed
from .load import load_config
from .loaded_stack import LoadedStack
from .plan import StackPlan

_loaded_programs: "WeakSet[Any]" = WeakSet()


def load_stack() -> StackPlan:
    """Load and check the stack file of the running Pulumi program.

    Every fault is reported at once, with its position in the file, before the program registers anything. Advice becomes warnings of the
    program.

    Returns:
        The components that the stack file asks for, with their arguments and their order.

    Raises:
        SettingsError: With every fault of the stack file.
        RunError: No Pulumi program is running, or it has called this before.
    """
    monitor = SETTINGS.monitor
    if monitor is None:
        raise pulumi.RunError(
            "load_stack() reads the configuration of a running Pulumi program, and none is running; run the program by `pulumi preview` or "
            "`fargate-web preview`, and in a test by the fixture pulumi_program"
        )
    if monitor in _loaded_programs:
        raise pulumi.RunError("load_stack() was called before in this program; call it once, and pass on what it returned")
    _tame_garbage_collector()
    loaded = load_config()
    faults = list(_find_missing_requirements(loaded))
    if faults:
        raise SettingsError(faults, loaded.file)
    _loaded_programs.add(monitor)
    for warning in loaded.warnings:
        pulumi.log.warn(str(warning))
    return StackPlan(loaded)


def _find_missing_requirements(loaded: LoadedStack) -> Iterator[Fault]:
    """Yield what is not installed. The hook of a migration would find it only after everything before the service is deployed."""
    for name, service in loaded.stack.services.items():
        if service.migration and not is_boto3_installed():
            path = ("services", name, "migration")
            yield Fault.at_position(loaded.find_position(path, at_key=True), path, BOTO3_MISSING, code="boto3-missing")


def _tame_garbage_collector() -> None:
    """Put the garbage collector off: a program makes many objects that live to its end, and looking for garbage among them takes 40 % of its time."""
    gc.set_threshold(200_000, 20, 50)
    gc.freeze()
