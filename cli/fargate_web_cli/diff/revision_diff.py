"""From two revisions to their difference."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.capture_process import Wanted, captured
from fargate_web_cli.diff.compare import compare
from fargate_web_cli.diff.cost_and_deployments import costs, deployed
from fargate_web_cli.diff.model import Diff, StackDiff
from fargate_web_cli.diff.progress import progress
from fargate_web_cli.diff.python_environments import environment
from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.replacement_guard import guarded
from fargate_web_cli.diff.revisions import Revision, RevisionError, checked_out, default_base, is_unchanged

PROJECT: Final = Path(__file__).resolve().parents[3]
_SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True)
class Choice:
    """What is to be compared.

    Attributes:
        base: The revision to compare with; None for where the branch began.
        head: The revision that is compared; None for the working tree.
        stack: Only this stack.
        config_file: Only this stack file.
        project: The folder of the program.
    """

    base: str | None = None
    head: str | None = None
    stack: str | None = None
    config_file: Path | None = None
    project: Path = PROJECT


def difference(choice: Choice) -> Diff:
    """Run both revisions and compare them.

    Raises:
        RevisionError: A revision can't be had, or neither has the stack.
    """
    with ExitStack() as opened, progress("Running both revisions"):
        base = opened.enter_context(checked_out(choice.project, choice.base or default_base(choice.project)))
        head = opened.enter_context(checked_out(choice.project, choice.head))
        # What has been compiled need not be compiled again: that is a third of the time of a fresh worktree.
        shared = head.commit is None and base.commit is not None and is_unchanged(choice.project, base.commit, "components")
        wanted = {"base": _wanted(base, choice, head.folder if shared else base.folder), "head": _wanted(head, choice, head.folder)}
        stacks = sorted(wanted["base"].files.keys() | wanted["head"].files.keys())
        if not stacks:
            what = choice.config_file or (f"Pulumi.{choice.stack}.yaml" if choice.stack else "stack file")
            raise RevisionError(f"Neither revision has a {what}." if not choice.config_file else f"Neither revision has the file {what}.")
        records = captured(wanted)
        # A message that names a file of a worktree would lead nowhere once that is gone.
        places = {str(revision.folder) + os.sep: "" for revision in (base, head) if revision.commit is not None}
        diffs = tuple(_of_stack(stack, records, base, head, places) for stack in stacks)
        notes = tuple(
            f"{one.shown}: {each.environment.note}"
            for one, each in ((base, wanted["base"]), (head, wanted["head"]))
            if each.environment.note
        )
    chosen = stacks if choice.stack or choice.config_file else []
    return Diff(f"{base.shown} → {head.shown}", diffs, notes, " ".join(("preview diff", *chosen)))


def _wanted(revision: Revision, choice: Choice, code: Path) -> Wanted:
    return Wanted(
        revision.folder, code, _project_name(revision.folder), _files(revision, choice), environment(revision.folder, choice.project)
    )


def _files(revision: Revision, choice: Choice) -> dict[str, Path]:
    """Find the stack files of a revision: stack → file."""
    folder = revision.folder
    if choice.config_file is not None:
        given = choice.config_file.resolve()
        # A file of this repository is taken as the revision has it; any other is the same for both.
        file = folder / given.relative_to(choice.project) if given.is_relative_to(choice.project) else given
        return {choice.stack or given.stem.removeprefix("Pulumi."): file} if file.is_file() else {}
    if choice.stack is not None:
        name = choice.stack.rsplit("/", 1)[-1]
        found = [file for suffix in _SUFFIXES if (file := folder / f"Pulumi.{name}{suffix}").is_file()]
        return {name: found[0]} if found else {}
    files = sorted(each for suffix in _SUFFIXES for each in folder.glob(f"Pulumi.*{suffix}"))
    return {each.stem.removeprefix("Pulumi."): each for each in files}


def _of_stack(
    stack: str, records: Mapping[str, Mapping[str, StackRecord]], base: Revision, head: Revision, places: Mapping[str, str]
) -> StackDiff:
    old, new = records["base"].get(stack), records["head"].get(stack)
    if new is None:
        told = f"{head.shown} has no file of this stack any more. That alone destroys nothing: `pulumi destroy --stack {stack}` does, while the file is there"
        return StackDiff(stack, warnings=(told,))
    if new.error:
        return StackDiff(stack, error=_without(new.error, places))
    warnings: tuple[str, ...] = ()
    comparable = old is None or not old.error
    if old is not None and old.error:
        warnings = (f"{base.shown} can't be run, so that everything is shown as new: {_without(old.error, places)}",)
        old = None
    elif old is None:
        warnings = (f"{base.shown} has no file of this stack: everything is new",)
    diff = compare(stack, old, new)
    protected = new.protected or (old is not None and old.protected)
    diff = guarded(diff, protected=protected, allowed=new.allow_replacement)
    cost = costs(old, new) if comparable else None
    return replace(diff, warnings=(*warnings, *diff.warnings), deployments=deployed(diff, new), cost=cost)


def _without(text: str, places: Mapping[str, str]) -> str:
    for place, instead in places.items():
        text = text.replace(place, instead)
    return text


def _project_name(folder: Path) -> str:
    """Read the name of a project, which is a line of its own in any `Pulumi.yaml`."""
    try:
        lines = (folder / "Pulumi.yaml").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "fargate-web"
    return next((line.partition(":")[2].strip().strip("'\"") for line in lines if line.startswith("name:")), "fargate-web")
