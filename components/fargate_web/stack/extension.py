"""What is wrong with a stack file that extends another, beyond the settings themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..faults.fault import Fault, Position, format_path
from ..stack_file.file_chain import EXTENDS, FileChain


def find_inherited_secrets(chain: FileChain) -> Iterator[Fault]:
    """Yield the encrypted values of extended files: Pulumi decrypts those of the stack's own file only."""
    for path, file in chain.find_inherited_secrets():
        name = file.yaml_file.display_name
        section, *rest = path
        command = format_path((f"{file.namespace}:{section}", *rest))
        message = (
            f"this is encrypted for the stack of {name}, and Pulumi decrypts no value of an extended file; run `pulumi config set --secret --path "
            f"'{command}'` for this stack, keep the value in Secrets Manager (secrets), or write null to remove it"
        )
        # The file that extends has to change, so that the report stands there.
        yield Fault.at_position(
            chain.own.find_position((EXTENDS,)), path, message, code="inherited-secret", related=_list_positions(file.find_position(path))
        )


def relate_extended_faults(faults: Iterable[Fault], chain: FileChain) -> list[Fault]:
    """Add the position of `extends` to the faults of extended files, so that a reader sees why the file was read."""
    names = {file.yaml_file.display_name for file in chain.files[1:]}
    position = chain.own.find_position((EXTENDS,))
    return [_relate(fault, position) if fault.file in names else fault for fault in faults]


def _relate(fault: Fault, position: Position | None) -> Fault:
    return replace(fault, related=(*fault.related, *_list_positions(position)))


def _list_positions(position: Position | None) -> tuple[Position, ...]:
    return () if position is None else (position,)
