"""The two revisions that are compared: where their files are."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.worktrees import GitError, open_worktree, run_git

_MAIN_BRANCHES: Final = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class RevisionError(Exception):
    """A revision can't be had, for a reason that is the user's to know."""


@dataclass(frozen=True)
class Revision:
    """The files of one revision.

    Attributes:
        name: What the user calls it.
        commit: The commit; None for the working tree.
        folder: Where the folder of the project is in it, if it is where the working tree has it.
        repository: The root of all its files.
    """

    name: str
    commit: str | None
    folder: Path
    repository: Path

    @property
    def label(self) -> str:
        """Name it with the beginning of its commit."""
        if self.commit is None:
            return self.name
        short = self.commit[:9]
        return short if self.commit.startswith(self.name) else f"{self.name} ({short})"


def find_default_base(project: Path) -> str:
    """Choose the base: where the branch left the main one; the latest commit if there is no such branch, or if it is the main one.

    Raises:
        RevisionError: The folder is in no git repository, or in one without a commit.
    """
    for branch in _MAIN_BRANCHES:
        if _read_git_output(project, "rev-parse", "--verify", "--quiet", f"{branch}^{{commit}}") is not None:
            found = _read_git_output(project, "merge-base", branch, "HEAD")
            if found is not None:
                return found
    _require_repository(project)
    if _read_git_output(project, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise RevisionError("There is no commit to compare with; make one first.")
    return "HEAD"


def _require_repository(project: Path) -> None:
    """Raise what git itself says where it works with no repository: there is none, or it belongs to another user."""
    done = _run_git(project, "rev-parse", "--git-dir")
    if done.returncode:
        said = " ".join(done.stderr.replace("fatal: ", "").split())
        raise RevisionError(f"There is no commit to compare with in {project}: {said}.")


@contextmanager
def check_out(project: Path, name: str | None) -> Iterator[Revision]:
    """Give the files of a revision, in a worktree of its own for as long as they are needed.

    Args:
        project: The folder of `Pulumi.yaml` in the working tree.
        name: The revision, as git understands it; None for the working tree as it is.

    Raises:
        RevisionError: There is no such revision.
    """
    if name == "":
        raise RevisionError("The name of the revision is empty, as a variable of a shell that is not set; say --base main, for instance.")
    if name is None:
        root = _read_git_output(project, "rev-parse", "--show-toplevel")
        yield Revision("the working tree", None, project, Path(root) if root else project)
        return
    commit = _read_git_output(project, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit is None:
        _require_repository(project)
        hint = "in a shallow clone fetch it first: git fetch --unshallow, or fetch-depth: 0 in actions/checkout"
        if _read_git_output(project, "rev-parse", "--verify", "--quiet", f"origin/{name}^{{commit}}") is not None:
            hint = f"write origin/{name}, which there is"
        raise RevisionError(f"There is no revision {name!r}; {hint}.")
    prefix = _read_git_output(project, "rev-parse", "--show-prefix") or ""
    with ExitStack() as opened:
        try:
            tree = opened.enter_context(open_worktree(project, commit))
        except GitError as error:
            raise RevisionError(f"git can't check out {name!r}: {error}") from None
        yield Revision(name, commit, tree / prefix, tree)


def is_unchanged(project: Path, commit: str, path: str) -> bool:
    """Tell whether the working tree has the same files below a path as a commit."""
    tracked = _run_git(project, "diff", "--quiet", commit, "--", path).returncode == 0
    return tracked and _read_git_output(project, "ls-files", "--others", "--exclude-standard", "--", path) == ""


def _read_git_output(folder: Path, *arguments: str) -> str | None:
    done = _run_git(folder, *arguments)
    return done.stdout.strip() if done.returncode == 0 else None


def _run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return run_git(folder, *arguments)
    except GitError as error:
        raise RevisionError(str(error)) from None
