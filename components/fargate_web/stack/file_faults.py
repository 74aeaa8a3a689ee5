"""What is wrong with the files of a stack themselves, whatever their settings mean."""

from collections.abc import Collection
from pathlib import Path as File

from ..faults.fault import Fault, SettingPath
from ..faults.parsed_sections import ParsedSections
from ..stack_file.config_source import shorten_path
from ..stack_file.file_chain import FileChain
from ..stack_file.stack_file import StackFile
from .ambiguous_values import explain_ambiguous_values
from .extension import find_inherited_secrets
from .file_structure import find_structure_faults
from .misplaced_keys import find_misplaced_keys


def find_file_faults(chain: FileChain) -> list[Fault]:
    """Find what is wrong with the stack file and with those that it extends."""
    faults = [
        fault
        for index, (file, content) in enumerate(zip(chain.files, chain.contents, strict=True))
        for fault in _find_faults_of(file, content, known=chain.list_extended_tasks() if index == 0 else frozenset())
    ]
    return [*faults, *chain.faults, *find_inherited_secrets(chain)]


def _find_faults_of(file: StackFile, content: ParsedSections, known: Collection[SettingPath] = ()) -> list[Fault]:
    """Find what is wrong with the file itself, and mark what its settings therefore can't tell."""
    faults = [*find_structure_faults(file), *explain_ambiguous_values(content)]
    if any(fault.code == "wrong-indentation" for fault in faults):
        # What belongs to an empty section is beside it.
        content.ambiguous_paths |= {path for path in content.blank_paths if len(path) == 1}
    for misplaced in find_misplaced_keys(file, known):
        faults.append(misplaced.fault)
        content.ambiguous_paths |= misplaced.paths
    return faults


def build_missing_file_fault(path: File, name: str) -> Fault:
    """Build the fault of a stack without a file, with the stacks that have one."""
    others = sorted(other.stem.removeprefix("Pulumi.") for other in path.parent.glob("Pulumi.*.y*ml")) if path.parent.is_dir() else []
    have = f"; stacks that have one: {', '.join(others)}" if others else ""
    if path.name.startswith("Pulumi."):
        return Fault((), f'no config for stack "{name}" (looked for {shorten_path(path)}){have}', code="missing-stack-file")
    return Fault((), f"there is no file {shorten_path(path)}{have}", code="missing-stack-file")
