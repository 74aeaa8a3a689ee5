"""The two revisions that are compared: where their files are."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MAIN_BRANCHES: Final = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


class RevisionError(Exception):
    """A revision can't be had, for a reason that is the user's to know."""


@dataclass(frozen=True)
class Revision:
    """The files of one revision.

    Attributes:
        name: What the user calls it.
        commit: The commit; None for the working tree.
        folder: Where its `Pulumi.yaml` and `__main__.py` are.
    """

    name: str
    commit: str | None
    folder: Path

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
    if _read_git_output(project, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise RevisionError("There is no commit to compare with: run it in a git repository, or say --base.")
    return "HEAD"


@contextmanager
def check_out(project: Path, name: str | None) -> Iterator[Revision]:
    """Give the files of a revision, in a worktree of its own for as long as they are needed.

    Args:
        project: The folder of `Pulumi.yaml` in the working tree.
        name: The revision, as git understands it; None for the working tree as it is.

    Raises:
        RevisionError: There is no such revision.
    """
    if name is None:
        yield Revision("the working tree", None, project)
        return
    commit = _read_git_output(project, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit is None:
        hint = "in a shallow clone fetch it first: git fetch --unshallow, or fetch-depth: 0 in actions/checkout"
        if _read_git_output(project, "rev-parse", "--verify", "--quiet", f"origin/{name}^{{commit}}") is not None:
            hint = f"write origin/{name}, which there is"
        raise RevisionError(f"There is no revision {name!r}; {hint}.")
    prefix = _read_git_output(project, "rev-parse", "--show-prefix") or ""
    with tempfile.TemporaryDirectory(prefix="fargate-web-diff-", ignore_cleanup_errors=True) as folder:
        tree = Path(folder) / "tree"
        # The hooks of the repository are for its owner's own checkouts.
        made = _run_git(project, "-c", f"core.hooksPath={os.devnull}", "worktree", "add", "--quiet", "--detach", str(tree), commit)
        if made.returncode:
            raise RevisionError(f"git can't check out {name!r}: {made.stderr.strip()}")
        try:
            yield Revision(name, commit, tree / prefix)
        finally:
            _run_git(project, "worktree", "remove", "--force", str(tree))


def is_unchanged(project: Path, commit: str, path: str) -> bool:
    """Tell whether the working tree has the same files below a path as a commit."""
    tracked = _run_git(project, "diff", "--quiet", commit, "--", path).returncode == 0
    return tracked and _read_git_output(project, "ls-files", "--others", "--exclude-standard", "--", path) == ""


def build_git_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Copy the environment without what a git hook sets: it would lead git to another repository than the one of the folder."""
    return {key: value for key, value in environ.items() if not key.startswith("GIT_") or key.startswith(("GIT_SSH", "GIT_ASKPASS"))}


def _read_git_output(folder: Path, *arguments: str) -> str | None:
    done = _run_git(folder, *arguments)
    return done.stdout.strip() if done.returncode == 0 else None


def _run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(("git", *arguments), cwd=folder, env=build_git_environment(), capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise RevisionError("git is not installed, and it is git that knows the other revision.") from None
