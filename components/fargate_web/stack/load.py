"""Loads the settings of a stack: offline from its file, or in a program from what Pulumi hands over."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, Final

import pulumi
from pulumi.runtime.config import get_config_env, is_config_secret

from ..analysis.rule_priorities import assign_priorities
from ..faults.fault import Fault, Position, PositionFinder, SettingPath, SettingsError
from ..faults.parsed_sections import ParsedSections
from ..faults.validation import run_validation
from ..settings.fix import join_fixes
from ..settings.stack import Stack
from ..stack_file.allowed_accounts import ACCOUNTS_KEY, find_account_faults, parse_account
from ..stack_file.config_source import (
    ReceivedConfig,
    decode_or_keep,
    find_named_file,
    find_source_file,
    list_conventional_paths,
    shorten_path,
)
from ..stack_file.file_chain import EXTENDS, FileChain, open_file_chain
from ..stack_file.references import Reference
from ..stack_file.region import explain_invalid_region
from ..stack_file.secret_values import mask_secrets, merge_received_secrets, redact_fault, wrap_likely_secrets
from ..stack_file.short_keys import SHORT_KEYS, expand_short_keys, place_fixes_at_short_keys
from ..stack_file.stack_file import StackFile, find_project_file, open_stack_file
from ..stack_file.yaml_file import YamlFile
from ..stack_file.yaml_nodes import MappingNode
from .consequences import remove_consequences
from .environments import explain_missing_values, list_environments
from .extension import find_inherited_secrets, relate_extended_faults
from .file_faults import build_missing_file_fault, find_file_faults
from .loaded_stack import LoadedStack
from .namespaces import SECTION_NAMES
from .placeholders import expand_placeholders
from .project_namespace import find_project_namespace_faults
from .references import ReferenceReplacement, ReferenceResolver, build_placeholder
from .region import choose_region, find_region_faults

if TYPE_CHECKING:
    from ..checks import SilencedFinding

NAMESPACE: Final = "fargate-web"


def load_file(
    path: str | File,
    *,
    stack: str | None = None,
    project_file: File | None = None,
    environ: Mapping[str, str] = os.environ,
    content: bytes | None = None,
) -> LoadedStack:
    """Load a stack file without Pulumi.

    Args:
        path: The file.
        stack: The name of the stack. Default: from the name of the file.
        project_file: The `Pulumi.yaml` of the project. Default: the nearest one, in the folder of the file or above.
        environ: The environment, which may name the Region.
        content: The content of the file, if it is not yet written.

    Raises:
        SettingsError: With every fault of the file.
    """
    path = File(path)
    name = stack or path.stem.removeprefix("Pulumi.")
    if not path.is_file():
        raise SettingsError([build_missing_file_fault(path, name)])
    project_file = project_file or find_project_file(path.parent)
    file = open_stack_file(path, shorten_path(path), NAMESPACE, project_file, content)
    chain = open_file_chain(file, project_file)
    settings = {section: mask_secrets(value) for section, value in _select_explicit_sections(file, chain.contents[0]).items()}
    faults = find_file_faults(chain)
    if file.project_name:
        prefix, keys = f"{file.project_name}:", file.list_config_keys()
        texts = {key.removeprefix(prefix): file.render_config_value(key) for key in keys if key.startswith(prefix)}
        secrets = {key.removeprefix(prefix) for key in file.list_secret_keys()}
        faults += _find_unread_settings(file.project_name, texts, secrets, file.find_position, keys)
    accounts = file.render_config_value(ACCOUNTS_KEY)
    region = choose_region(file.render_config_value("aws:region"), environ)
    try:
        return _validate_stack(chain, file.project_name or NAMESPACE, name, settings, faults, region, accounts=accounts)
    except SettingsError as error:
        environments = list_environments(file.yaml_file)
        if not environments:
            raise
        raise SettingsError(explain_missing_values(error.faults, environments), error.subject) from None


def load_config() -> LoadedStack:
    """Load what Pulumi hands to the running program, with positions in the stack file where that is found.

    Raises:
        SettingsError: With every fault.
    """
    loaded = _load_config(build_placeholder)
    # What is read from elsewhere is registered with Pulumi, and nothing is before all settings are right.
    return _load_config(ReferenceResolver().resolve) if loaded.references else loaded


def _load_config(resolve: Callable[[Reference], pulumi.Output[Any]]) -> LoadedStack:
    name, project = pulumi.get_stack(), pulumi.get_project()
    root = File(pulumi.runtime.get_root_directory() or ".")
    texts = _read_texts(NAMESPACE, SECTION_NAMES)
    secrets = {section for section in texts if is_config_secret(f"{NAMESPACE}:{section}")}
    received = ReceivedConfig.decode(NAMESPACE, texts, frozenset(secrets))
    region = choose_region(pulumi.Config("aws").get("region") or "", os.environ)
    accounts = pulumi.Config("aws").get(ACCOUNTS_KEY.removeprefix("aws:")) or ""
    file = find_source_file(root, name, received)
    unread = _read_texts(project, SECTION_NAMES)
    unread_secrets = {key for key in unread if is_config_secret(f"{project}:{key}")}
    faults = list(_find_unread_settings(project, unread, unread_secrets, file.find_position if file else _locate_nothing))
    project_file = find_project_file(root)
    if file is not None:
        chain = open_file_chain(file, project_file, received.values.get(EXTENDS))
        content = chain.contents[0]
        settings = {
            section: merge_received_secrets(value, received.values.get(section, value), may_be_secret=section in secrets, path=(section,))
            for section, value in _select_explicit_sections(file, content).items()
        }
        for section in received.values.keys() - content.values.keys():
            settings[section] = (
                wrap_likely_secrets(received.values[section], (section,)) if section in secrets else received.values[section]
            )
        faults = [*find_file_faults(chain), *faults]
        return _validate_stack(chain, project, name, settings, faults, region, accounts=accounts, resolve=resolve)
    work = any(received.values.get(section) for section in ("services", "scheduledTasks", "repositories", *SHORT_KEYS))
    if not work and find_named_file(root, name) is None:
        raise SettingsError([build_missing_file_fault(list_conventional_paths(root, name)[0], name), *faults])
    settings = dict(received.values)
    if EXTENDS in received.values:
        # Nothing but the place of the file is needed to find what it extends.
        shared = YamlFile(project_file.read_bytes(), project_file.name) if project_file else None
        absent = StackFile(YamlFile(b"config: {}", f"stack {name}"), shared, NAMESPACE, list_conventional_paths(root, name)[0])
        chain = open_file_chain(absent, project_file, received.values[EXTENDS])
        faults += [*chain.faults, *find_inherited_secrets(chain)]
        if chain.faults:
            raise SettingsError(faults, f"stack {name}")
        settings = chain.merge_settings(settings)
    loaded = _validate_stack(None, project, name, settings, faults, region, secrets, accounts, resolve)
    if not secrets:
        return loaded
    # Only texts can be checked, and only an Output stays secret.
    hidden = {section: wrap_likely_secrets(value, (section,)) if section in secrets else value for section, value in settings.items()}
    return replace(loaded, stack=_validate_stack(None, project, name, hidden, [], region, secrets, accounts, resolve).stack)


def _read_texts(namespace: str, keys: Iterable[str]) -> dict[str, str]:
    """Read the values of a namespace: those of the keys, and of all others that the program was started with."""
    config = pulumi.Config(namespace)
    # A misspelt section is no less a fault where the file is not found.
    others = (key.partition(":")[2] for key in get_config_env() if key.startswith(f"{namespace}:"))
    texts = {key: config.get(key) for key in dict.fromkeys((*keys, *others))}
    return {key: text for key, text in texts.items() if text is not None}


def _find_unread_settings(
    project: str, texts: Mapping[str, str], secrets: set[str], locate: PositionFinder, others: Collection[str] = ()
) -> Iterator[Fault]:
    values = {key: decode_or_keep(text) for key, text in texts.items()}
    return find_project_namespace_faults(project, NAMESPACE, values, locate, secret_keys=secrets, others=others)


def _find_project_folder(chain: FileChain) -> File:
    """Return the folder in which Pulumi runs the program, to which the paths of builds are relative."""
    folder = chain.own.path.parent
    project_file = find_project_file(folder)
    return project_file.parent if project_file else folder


def _validate_stack(
    chain: FileChain | None,
    project: str,
    name: str,
    settings: Mapping[str, Any],
    faults: list[Fault],
    region: str,
    secret_sections: set[str] | None = None,
    accounts: str = "",
    resolve: Callable[[Reference], pulumi.Output[Any]] = build_placeholder,
) -> LoadedStack:
    """Check everything, and report all that is wrong at once."""
    file = chain.own if chain else None
    locate: PositionFinder = _locate_nothing if chain is None else chain.find_position
    subject = file.yaml_file.display_name if file else f"stack {name}"
    content = ParsedSections()
    readable = True
    if chain is not None:
        settings, content = chain.merge_settings(settings), chain.merge_content()
        readable = not chain.faults and all(isinstance(each.yaml_file.find_node(("config",)), MappingNode) for each in chain.files)
    warnings: list[Fault] = []
    silenced: list[SilencedFinding] = []
    priorities: dict[str, int] = {}
    if secret_sections and not secret_sections.isdisjoint(SHORT_KEYS):
        secret_sections = {*secret_sections, "services"}
    short_keys = [key for key in SHORT_KEYS if key in settings]
    written_services = settings.get("services")
    placed = expand_short_keys(settings, locate, content)
    locate, content = placed.find_position, placed.content
    expanded = expand_placeholders(placed.settings, name, project, locate)
    references = ReferenceReplacement(project, name, locate, resolve)
    settings = references.replace(expanded.settings)
    content.ambiguous_paths |= {fault.path for fault in (*expanded.faults, *references.faults)}
    faults += [*placed.faults, *expanded.faults, *references.faults]
    if readable:
        faults += [*find_region_faults(region, name, locate, chain), *find_account_faults(accounts, locate)]
        found = run_validation(Stack, settings, find_position=locate, content=content)
        faults += found.faults
        if found.settings is not None:
            from ..checks import check_stack  # the checks are made of settings
            from ..checks.silence import split_silenced
            from .build_contexts import find_build_faults
            from .extension_advice import find_extension_advice

            priorities = assign_priorities(project, name.rsplit("/", 1)[-1], found.settings.listener_rules)
            checked = check_stack(
                found.settings,
                region if not explain_invalid_region(region) else None,
                priorities,
                parse_account(accounts),
                reports_unused_silence=chain is None or chain.own.declares_section("silence"),
            )
            beside = [*find_extension_advice(chain), *find_build_faults(found.settings, _find_project_folder(chain))] if chain else []
            advice, silenced_advice = split_silenced(beside, found.settings)
            silenced += [*checked.silenced, *silenced_advice]
            for finding in (*checked.findings, *advice):
                if chain and finding.code == "silence-without-effect" and not chain.is_own(finding.path):
                    continue  # it silences something in the stack of the extended file
                if not any(found.is_unreliable(place) for place in (finding.path, *finding.related_paths)):
                    related = _find_written_positions(finding.related_paths, locate)
                    fault = Fault.at_position(
                        locate(finding.path),
                        finding.path,
                        join_fixes(finding.message, finding.fixes),
                        code=finding.code,
                        fixes=finding.fixes,
                        related=related,
                    )
                    (faults if finding.severity == "error" else warnings).append(fault)
    faults, warnings = [expanded.explain(fault) for fault in faults], [expanded.explain(fault) for fault in warnings]
    if short_keys:
        faults = [place_fixes_at_short_keys(fault, short_keys, written_services) for fault in faults]
        warnings = [place_fixes_at_short_keys(fault, short_keys, written_services) for fault in warnings]
    if secret_sections:
        faults = [redact_fault(fault, settings) if fault.path[:1] and fault.path[0] in secret_sections else fault for fault in faults]
        warnings = [redact_fault(fault, settings) if fault.path[:1] and fault.path[0] in secret_sections else fault for fault in warnings]
    if chain is not None:
        faults, warnings = relate_extended_faults(faults, chain), relate_extended_faults(warnings, chain)
    if faults or not readable or found.settings is None:
        raise SettingsError(remove_consequences(faults), subject)
    config, secret_keys = (file.render_config(), file.list_secret_keys()) if file else ({}, [])
    display_name = subject if file else None
    return LoadedStack(
        found.settings,
        region,
        name,
        priorities,
        config,
        secret_keys,
        display_name,
        tuple(warnings),
        tuple(silenced),
        locate,
        tuple(references.references),
    )


def _select_explicit_sections(file: StackFile, content: ParsedSections) -> dict[str, Any]:
    """Leave out what the project declares with an empty default: it is as good as absent, and stands in no line of the stack's."""
    return {section: value for section, value in content.values.items() if value not in ({}, None) or file.declares_section(section)}


def _find_written_positions(paths: Iterable[SettingPath], locate: PositionFinder) -> tuple[Position, ...]:
    """Find the positions of the settings that the file contains. That of a missing setting would be the one of its section."""
    found = (locate(path) for path in paths if locate(path) != locate(path[:-1]))
    return tuple(dict.fromkeys(position for position in found if position is not None))


def _locate_nothing(_path: SettingPath, *, at_key: bool = False) -> Position | None:  # noqa: ARG001 - the interface of all such functions
    return None
