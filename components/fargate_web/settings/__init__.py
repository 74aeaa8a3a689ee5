"""What a user may say: one model a section, and every fault at once with the place where it stands."""

from .faults import Fault, SettingsError
from .validation import validate

__all__ = ["Fault", "SettingsError", "validate"]
