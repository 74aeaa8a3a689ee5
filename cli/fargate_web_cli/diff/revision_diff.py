"""From two revisions to their difference."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.capture_process import CaptureRequest, capture_revisions
from fargate_web_cli.diff.compare import compare_stack
from fargate_web_cli.diff.cost_and_deployments import describe_deployed_services, estimate_cost_difference
from fargate_web_cli.diff.model import Diff, StackDiff
from fargate_web_cli.diff.progress import show_progress
from fargate_web_cli.diff.python_environments import choose_environment
from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.replacement_guard import apply_guard
from fargate_web_cli.diff.revisions import Revision, RevisionError, check_out, find_default_base, is_unchanged

PROJECT_FOLDER: Final = Path(__file__).resolve().parents[3]
_STACK_FILE_SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True)
class DiffRequest:
    """What is to be compared.

    Attributes:
        base: The revision to compare with; None for where the branch began.
        head: The revision that is compared; None for the working tree.
        stack: Only this stack.
        config_file: Only this stack file.
        project_folder: The folder of the program.
    """

    base: str | None = None
    head: str | None = None
    stack: str | None = None
    config_file: Path | None = None
    project_folder: Path = PROJECT_FOLDER


def diff_revisions(request: DiffRequest) -> Diff:
    """Run both revisions and compare them.

    Raises:
        RevisionError: A revision can't be had, or neither has the stack.
    """
    with ExitStack() as opened, show_progress("Running both revisions"):
        base = opened.enter_context(check_out(request.project_folder, request.base or find_default_base(request.project_folder)))
        head = opened.enter_context(check_out(request.project_folder, request.head))
        # What has been compiled need not be compiled again: that is a third of the time of a fresh worktree.
        shared = head.commit is None and base.commit is not None and is_unchanged(request.project_folder, base.commit, "components")
        wanted = {
            "base": _build_capture_request(base, request, head.folder if shared else base.folder),
            "head": _build_capture_request(head, request, head.folder),
        }
        stacks = sorted(wanted["base"].stack_files.keys() | wanted["head"].stack_files.keys())
        if not stacks:
            what = request.config_file or (f"Pulumi.{request.stack}.yaml" if request.stack else "stack file")
            raise RevisionError(f"Neither revision has a {what}." if not request.config_file else f"Neither revision has the file {what}.")
        records = capture_revisions(wanted)
        # A message that names a file of a worktree would lead nowhere once that is gone.
        places = {str(revision.folder) + os.sep: "" for revision in (base, head) if revision.commit is not None}
        diffs = tuple(_diff_stack(stack, records, base, head, places) for stack in stacks)
        notes = tuple(
            f"{one.label}: {each.environment.note}"
            for one, each in ((base, wanted["base"]), (head, wanted["head"]))
            if each.environment.note
        )
    chosen = stacks if request.stack or request.config_file else []
    return Diff(f"{base.label} → {head.label}", diffs, notes, " ".join(("preview diff", *chosen)))


def _build_capture_request(revision: Revision, choice: DiffRequest, code: Path) -> CaptureRequest:
    return CaptureRequest(
        revision.folder,
        code,
        _read_project_name(revision.folder),
        _find_stack_files(revision, choice),
        choose_environment(revision.folder, choice.project_folder),
    )


def _find_stack_files(revision: Revision, choice: DiffRequest) -> dict[str, Path]:
    """Find the stack files of a revision: stack → file."""
    folder = revision.folder
    if choice.config_file is not None:
        given = choice.config_file.resolve()
        # A file of this repository is taken as the revision has it; any other is the same for both.
        file = folder / given.relative_to(choice.project_folder) if given.is_relative_to(choice.project_folder) else given
        return {choice.stack or given.stem.removeprefix("Pulumi."): file} if file.is_file() else {}
    if choice.stack is not None:
        name = choice.stack.rsplit("/", 1)[-1]
        found = [file for suffix in _STACK_FILE_SUFFIXES if (file := folder / f"Pulumi.{name}{suffix}").is_file()]
        return {name: found[0]} if found else {}
    files = sorted(each for suffix in _STACK_FILE_SUFFIXES for each in folder.glob(f"Pulumi.*{suffix}"))
    return {each.stem.removeprefix("Pulumi."): each for each in files}


def _diff_stack(
    stack: str, records: Mapping[str, Mapping[str, StackRecord]], base: Revision, head: Revision, folders: Mapping[str, str]
) -> StackDiff:
    old, new = records["base"].get(stack), records["head"].get(stack)
    if new is None:
        told = f"{head.label} has no file of this stack any more. That alone destroys nothing: `pulumi destroy --stack {stack}` does, while the file is there"
        return StackDiff(stack, warnings=(told,))
    if new.error:
        return StackDiff(stack, error=_remove_folders(new.error, folders))
    warnings: tuple[str, ...] = ()
    comparable = old is None or not old.error
    if old is not None and old.error:
        warnings = (f"{base.label} can't be run, so that everything is shown as new: {_remove_folders(old.error, folders)}",)
        old = None
    elif old is None:
        warnings = (f"{base.label} has no file of this stack: everything is new",)
    diff = compare_stack(stack, old, new)
    protected = new.protected or (old is not None and old.protected)
    diff = apply_guard(diff, protected=protected, allowed=new.allow_replacement)
    cost = estimate_cost_difference(old, new) if comparable else None
    return replace(diff, warnings=(*warnings, *diff.warnings), deployments=describe_deployed_services(diff, new), cost=cost)


def _remove_folders(text: str, folders: Mapping[str, str]) -> str:
    for place, instead in folders.items():
        text = text.replace(place, instead)
    return text


def _read_project_name(folder: Path) -> str:
    """Read the name of a project, which is a line of its own in any `Pulumi.yaml`."""
    try:
        lines = (folder / "Pulumi.yaml").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "fargate-web"
    return next((line.partition(":")[2].strip().strip("'\"") for line in lines if line.startswith("name:")), "fargate-web")
