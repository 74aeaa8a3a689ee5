"""Advice for a stack file that extends another."""

from collections.abc import Iterator

from ..checks.finding import Finding
from ..settings.fix import Edit, Fix, format_inline, remove
from ..stack_file.file_chain import EXTENDS, FileChain
from .environments import list_environments


def find_extension_advice(chain: FileChain) -> Iterator[Finding]:
    """Yield what an extending file could do better."""
    for path in chain.find_removals_without_effect():
        yield Finding(
            "null-without-effect",
            path,
            "null removes the key of the extended file, which has none here",
            "warning",
            fixes=(remove(*path),),
        )
    if chain.own.yaml_file.find_node(("environment",)) is not None:
        return  # a Pulumi ESC environment may have the values
    environments = dict.fromkeys(name for file in chain.files[1:] for name in list_environments(file.yaml_file))
    if environments:
        yield Finding(
            "configuration-not-inherited",
            (EXTENDS,),
            "the Pulumi ESC environment of the extended file is not inherited: Pulumi opens those of the stack's own file only; write "
            f"environment: [{', '.join(environments)}] beside config: if this stack needs it",
            "warning",
        )
    for key, value in chain.list_unread_values().items():
        fixes = (
            () if value is None else (Fix(f"write {key}: {format_inline(value)} if this stack needs it", (Edit((key,), "set", value),)),)
        )
        yield Finding(
            "configuration-not-inherited",
            (EXTENDS,),
            f"{key} of the extended file is not inherited: Pulumi and its providers read the stack's own file only"
            + ("" if fixes else "; set it for this stack if it needs it"),
            "warning",
            fixes=fixes,
        )
