"""The revisions to compare, and the folders with their files."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.worktrees import GitError, open_worktree, run_git

_MAIN_BRANCHES: Final = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_FETCH_HINT: Final = "fetch it first: git fetch --unshallow, or fetch-depth: 0 in actions/checkout"
_BASE_HINT: Final = "Name the base: --base origin/<branch> for what a branch changes, --base HEAD for what is not committed yet."


class RevisionError(Exception):
    """A revision can't be compared. The message explains the reason to the user."""


@dataclass(frozen=True)
class Revision:
    """The files of one revision.

    Attributes:
        name: The name from the command line.
        commit: The commit; None for the working tree.
        folder: The folder of the project, if it is the same as in the working tree.
        repository: The root folder of the repository.
    """

    name: str
    commit: str | None
    folder: Path
    repository: Path

    @property
    def label(self) -> str:
        """The name, with the start of the commit."""
        if self.commit is None:
            return self.name
        short = self.commit[:9]
        return short if self.commit.startswith(self.name) else f"{self.name} ({short})"


def find_default_base(project: Path) -> str:
    """Return the default base: the merge base with the main branch.

    Raises:
        RevisionError: There is none: the folder is not in a git repository, the repository has no commit or no main branch, or a shallow clone
            does not have the commit.
    """
    _require_repository(project)
    if _read_git_output(project, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise RevisionError("There is no commit to compare with: make a commit first.")
    branches = [
        branch for branch in _MAIN_BRANCHES if _read_git_output(project, "rev-parse", "--verify", "--quiet", f"{branch}^{{commit}}")
    ]
    for branch in branches:
        merge_base = _read_git_output(project, "merge-base", branch, "HEAD")
        if merge_base is not None:
            return merge_base
    if _read_git_output(project, "rev-parse", "--is-shallow-repository") == "true":
        raise RevisionError(f"This clone is shallow and does not have the start of the branch; {_FETCH_HINT}.")
    if branches:
        raise RevisionError(f"{branches[0]} and HEAD have no commit in common. {_BASE_HINT}")
    raise RevisionError(f"There is no main branch to compare with ({', '.join(_MAIN_BRANCHES)}). {_BASE_HINT}")


def _require_repository(project: Path) -> None:
    """Raise the error of git if the folder is in no repository, or in one that git refuses because it belongs to another user."""
    done = _run_git(project, "rev-parse", "--git-dir")
    if done.returncode:
        message = " ".join(done.stderr.replace("fatal: ", "").split())
        raise RevisionError(f"There is no commit to compare with in {project}: {message}.")


@contextmanager
def check_out(project: Path, name: str | None) -> Iterator[Revision]:
    """Check out a revision into a temporary worktree, removed at the end.

    Args:
        project: The folder of `Pulumi.yaml` in the working tree.
        name: The revision in git's notation; None for the working tree.

    Raises:
        RevisionError: There is no such revision.
    """
    if name is not None and not name.strip():
        raise RevisionError("The name of a revision is empty; write --base main, for instance.")
    if name is None:
        root = _read_git_output(project, "rev-parse", "--show-toplevel")
        yield Revision("the working tree", None, project, Path(root) if root else project)
        return
    commit = _read_git_output(project, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit is None:
        _require_repository(project)
        hint = f"in a shallow clone {_FETCH_HINT}"
        if _read_git_output(project, "rev-parse", "--verify", "--quiet", f"origin/{name}^{{commit}}") is not None:
            hint = f"write origin/{name}, which exists"
        raise RevisionError(f"There is no revision {name!r}; {hint}.")
    prefix = _read_git_output(project, "rev-parse", "--show-prefix") or ""
    with ExitStack() as exit_stack:
        try:
            tree = exit_stack.enter_context(open_worktree(project, commit))
        except GitError as error:
            raise RevisionError(f"git can't check out {name!r}: {error}") from None
        yield Revision(name, commit, tree / prefix, tree)


def is_unchanged(project: Path, commit: str, path: str) -> bool:
    """Return whether the working tree and a commit have the same files below a path."""
    same_tracked_files = _run_git(project, "diff", "--quiet", commit, "--", path).returncode == 0
    return same_tracked_files and _read_git_output(project, "ls-files", "--others", "--exclude-standard", "--", path) == ""


@dataclass(frozen=True)
class LastVersion:
    """The last version of a file that was removed.

    Attributes:
        removal: The commit that removed it.
        text: Its text before; None if it can't be read.
    """

    removal: str
    text: str | None


def find_last_version(revision: Revision, path: Path) -> LastVersion | None:
    """Find the last version of a file that a revision no longer has. Return None if it never had the file.

    Args:
        revision: The revision.
        path: The path of the file from the root of the repository.
    """
    removal = _read_git_output(revision.repository, "rev-list", "--max-count=1", "HEAD", "--", path.as_posix())
    if not removal:
        return None
    return LastVersion(removal, _read_git_output(revision.repository, "show", f"{removal}^:{path.as_posix()}"))


def is_ignored(path: Path) -> bool:
    """Return whether git ignores a file of the working tree."""
    return _run_git(path.parent, "check-ignore", "--quiet", path.name).returncode == 0


def is_shallow(revision: Revision) -> bool:
    """Return whether the clone lacks commits before a revision."""
    return _read_git_output(revision.repository, "rev-parse", "--is-shallow-repository") == "true"


def _read_git_output(folder: Path, *arguments: str) -> str | None:
    process = _run_git(folder, *arguments)
    return process.stdout.strip() if process.returncode == 0 else None


def _run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return run_git(folder, *arguments)
    except GitError as error:
        raise RevisionError(str(error)) from None
