"""Runs two revisions of a project and compares them."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.advice import compare_advice
from fargate_web_cli.diff.capture_process import CaptureRequest, capture_revisions
from fargate_web_cli.diff.compare import compare_stack
from fargate_web_cli.diff.cost_and_deployments import describe_deployed_services, estimate_cost_difference
from fargate_web_cli.diff.former_stack_files import FormerStackFile, find_former_stack_file
from fargate_web_cli.diff.guards import GuardSettings, apply_guards
from fargate_web_cli.diff.model import Diff, StackDiff
from fargate_web_cli.diff.progress import show_progress
from fargate_web_cli.diff.project_location import LocatedProject, describe_renaming, locate_project
from fargate_web_cli.diff.python_environments import EnvironmentChoice, EnvironmentChooser, PythonEnvironment
from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.refused_destruction import warn_of_refused_destruction
from fargate_web_cli.diff.revisions import Revision, RevisionError, check_out, find_default_base, is_unchanged
from fargate_web_cli.diff.unknown_base import build_unknown_base_stop, mentions_protection
from fargate_web_cli.project.project import Project, find_project

_DEFAULT_STACK: Final = "dev"
_NO_SETTINGS: Final = (
    "this stack has no settings of fargate-web: the guard covers what Pulumi protects, or everything with fargate-web:protected: true; "
    "the duration of deployments is unknown"
)


@dataclass(frozen=True)
class DiffRequest:
    """The revisions and stacks to compare.

    Attributes:
        base: The revision to compare with; None for the start of the branch.
        head: The revision to compare; None for the working tree.
        stack: The only stack to compare, if any.
        config_file: The only stack file to compare, if any.
        base_python: The interpreter for the base, if the user names one.
        head_python: The interpreter for the head, if the user names one.
        same_environment: Whether to run both with the versions of this environment.
        project_folder: A folder of the project.
        fail_on_broadening: Whether the guard stops broader rights on any stack.
    """

    base: str | None = None
    head: str | None = None
    stack: str | None = None
    config_file: Path | None = None
    base_python: str | None = None
    head_python: str | None = None
    same_environment: bool = False
    project_folder: Path = field(default_factory=Path.cwd)
    fail_on_broadening: bool = False


@dataclass(frozen=True)
class _RevisionProject:
    """A revision with its project and stack files.

    Attributes:
        revision: The revision.
        located: The project in it, if it exists there.
        environment: The Python environment that runs it.
        stack_files: The stack files to compare, by stack.
    """

    revision: Revision
    located: LocatedProject | None
    environment: PythonEnvironment
    stack_files: Mapping[str, Path]

    @property
    def notes(self) -> list[str]:
        """The notes for the user, with the name of the revision."""
        notes = (*(self.located.notes if self.located else ()), self.environment.note)
        return [f"{self.revision.label}: {note}" for note in notes if note]


def diff_revisions(request: DiffRequest) -> Diff:
    """Run both revisions and compare them.

    Raises:
        ProjectError: There is no project, or its file can't be read.
        RevisionError: A revision can't be checked out or run with the versions that it pins, or neither has the stack.
    """
    project = find_project(request.project_folder)
    request = replace(request, project_folder=project.folder)
    if request.stack is not None:
        # It can fail, so before the revisions are checked out.
        request = replace(request, stack=project.get_stack_name(request.stack))
    with ExitStack() as opened:
        chooser = EnvironmentChooser()
        base_revision = opened.enter_context(
            check_out(project.folder, find_default_base(project.folder) if request.base is None else request.base)
        )
        head_revision = opened.enter_context(check_out(project.folder, request.head))
        head = _prepare(
            head_revision, project, request, chooser, EnvironmentChoice("--head-python", request.head_python, request.same_environment)
        )
        if head.located is None:
            raise RevisionError(f"{head_revision.label} has no Pulumi project {project.name}.")
        base = _prepare(
            base_revision,
            head.located.project,
            request,
            chooser,
            EnvironmentChoice("--base-python", request.base_python, request.same_environment),
        )
        stacks = _choose_stacks(base, head, request)
        with show_progress("Running both revisions"):
            records = capture_revisions(_build_capture_requests(base, head, stacks))
        # The worktrees are removed at the end, so messages must not contain their paths.
        worktree_folders = {str(revision.folder) + os.sep: "" for revision in (base_revision, head_revision) if revision.commit is not None}
        diffs = tuple(_diff_stack(stack, records, base, head, worktree_folders, request.fail_on_broadening) for stack in stacks)
        notes = [*base.notes, *head.notes]
        if request.base is None and request.head is None and is_unchanged(head_revision.repository, base_revision.name, "."):
            notes.append(
                f"the working tree is the same as the base: there is nothing to compare. Name another base, such as --base {base_revision.name[:9]}~1"
            )
        old, new = base.located.project if base.located else None, head.located.project
        if old is not None and old.name != new.name:
            notes.append(describe_renaming(old, new, [*base.stack_files]))
    chosen = [*stacks] if request.stack or request.config_file else []
    return Diff(f"{base_revision.label} → {head_revision.label}", diffs, tuple(dict.fromkeys(notes)), " ".join(("preview diff", *chosen)))


def _prepare(
    revision: Revision, project: Project, request: DiffRequest, chooser: EnvironmentChooser, choice: EnvironmentChoice
) -> _RevisionProject:
    located = locate_project(revision, project)
    if located is None:
        return _RevisionProject(revision, None, PythonEnvironment(), {})
    folder = located.project.folder
    files = _find_stack_files(located.project, request)
    return _RevisionProject(revision, located, chooser.choose(revision.label, folder, revision.repository, choice), files)


def _choose_stacks(base: _RevisionProject, head: _RevisionProject, request: DiffRequest) -> list[str]:
    """Choose the stacks to compare: those with a stack file in either revision.

    If the project has no stack files, one stack is compared without configuration.

    Raises:
        RevisionError: Neither revision has the requested file.
    """
    stacks = sorted(base.stack_files.keys() | head.stack_files.keys())
    if stacks:
        return stacks
    if request.config_file is not None:
        raise RevisionError(f"Neither revision has the file {request.config_file}.")
    if request.stack is None or not any(side.located and side.located.project.list_stack_files() for side in (base, head)):
        return [request.stack or _DEFAULT_STACK]
    raise RevisionError(f"Neither revision has a Pulumi.{request.stack}.yaml.")


def _build_capture_requests(base: _RevisionProject, head: _RevisionProject, stacks: list[str]) -> dict[str, CaptureRequest]:
    without_files = not base.stack_files and not head.stack_files
    requests = {}
    for key, side in (("base", base), ("head", head)):
        if side.located is None:
            continue
        files = dict.fromkeys(stacks) if without_files else side.stack_files
        paths = side.environment.import_paths
        if key == "base":
            paths = _share_unchanged(base, head)
        renamed = head.located.project.name if head.located and key == "base" else ""
        requests[key] = CaptureRequest(
            side.located.project, paths, files, side.environment, renamed if renamed != side.located.project.name else ""
        )
    return requests


def _share_unchanged(base: _RevisionProject, head: _RevisionProject) -> tuple[Path, ...]:
    """Return the import paths of the base, with the working tree in relative_path of unchanged packages.

    The working tree has compiled bytecode. Compiling takes a third of the time in a fresh worktree.
    """
    paths = []
    for path in base.environment.import_paths:
        relative_path = (
            path.resolve().relative_to(base.revision.repository.resolve()) if path.is_relative_to(base.revision.repository) else None
        )
        same = (
            relative_path is not None
            and base.revision.commit is not None
            and head.revision.commit is None
            and is_unchanged(head.revision.repository, base.revision.commit, str(relative_path))
        )
        paths.append(head.revision.repository / relative_path if same and relative_path is not None else path)
    return tuple(paths)


def _find_stack_files(project: Project, request: DiffRequest) -> dict[str, Path]:
    """Return the stack files to compare of a revision, by stack."""
    if request.config_file is not None:
        config_file = request.config_file.resolve()
        # A file inside the project comes from the revision; any other file is the same for both.
        project_folder = request.project_folder.resolve()
        file = project.folder / config_file.relative_to(project_folder) if config_file.is_relative_to(project_folder) else config_file
        name = request.stack or config_file.stem.removeprefix("Pulumi.")
        return {name: file} if file.is_file() else {}
    files = project.list_stack_files()
    if request.stack is not None:
        return {request.stack: files[request.stack]} if request.stack in files else {}
    return files


def _diff_stack(
    stack: str,
    records: Mapping[str, Mapping[str, StackRecord]],
    base: _RevisionProject,
    head: _RevisionProject,
    folders: Mapping[str, str],
    fail_on_broadening: bool,
) -> StackDiff:
    old, new = records.get("base", {}).get(stack), records["head"].get(stack)
    if new is None:
        warning = f"{head.revision.label} has no file of this stack any more. That alone deletes no resources: `pulumi destroy --stack {stack}` does, while the file exists"
        return StackDiff(stack, warnings=(warning, *warn_of_refused_destruction(old)) if old is not None else (warning,))
    if new.error:
        return StackDiff(stack, error=_remove_folders(new.error, folders))
    known_base = old if old is not None and not old.error else None
    diff = compare_stack(stack, known_base, new)
    warnings: tuple[str, ...] = ()
    if known_base is None:
        label = base.revision.label
        if old is not None:
            former: FormerStackFile | None = FormerStackFile("can't be run", mentions_protection(base.stack_files.get(stack)))
            warnings = (f"{label} can't be run, so that everything is shown as new: {_remove_folders(old.error, folders)}",)
        else:
            former = find_former_stack_file(base.revision, base.located, head.revision, head.located, stack, head.stack_files.get(stack))
            warnings = (
                f"{label} has no file of this stack: everything is new. If the stack is deployed already, `pulumi preview` tells what changes",
            )
        if former is not None and (former.was_protected or new.protected):
            stop = build_unknown_base_stop(label, former.reason, new.resources[0])
            diff = replace(diff, was_protected=former.was_protected, stopped=(stop,))
    guard_settings = GuardSettings(
        new.protected,
        new.allow_replacement,
        new.allow_protection_loss,
        new.allow_broadening,
        is_new=known_base is None,
        fail_on_broadening=fail_on_broadening,
    )
    diff = apply_guards(diff, guard_settings)
    is_comparable = old is None or not old.error
    cost = estimate_cost_difference(old, new) if is_comparable else None
    if not new.has_settings and diff.changes:
        warnings = (*warnings, _NO_SETTINGS)
    added_advice, removed_advice = (
        compare_advice(known_base.warnings if known_base is not None else (), new.warnings) if is_comparable else ((), ())
    )
    return replace(
        diff,
        warnings=(*warnings, *diff.warnings),
        added_advice=tuple(_remove_folders(text, folders) for text in added_advice),
        removed_advice=tuple(_remove_folders(text, folders) for text in removed_advice),
        deployments=describe_deployed_services(diff, new),
        cost=cost,
    )


def _remove_folders(text: str, folders: Mapping[str, str]) -> str:
    for folder, replacement in folders.items():
        text = text.replace(folder, replacement)
    return text
