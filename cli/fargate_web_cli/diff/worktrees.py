"""Temporary git worktrees with the files of other revisions."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "fargate-web-diff-"
_TREE: Final = "tree"
_LOCK: Final = "in-use"


class GitError(Exception):
    """A git command failed. The message is that of git."""


def run_git(folder: Path, *arguments: str, in_own_session: bool = False) -> subprocess.CompletedProcess[str]:
    """Run git in a folder.

    Args:
        folder: The folder.
        arguments: The arguments of git.
        in_own_session: Whether to protect git from Ctrl-C.

    Raises:
        GitError: Git is not installed.
    """
    try:
        return subprocess.run(
            ("git", *arguments),
            cwd=folder,
            env=build_git_environment(),
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
            start_new_session=in_own_session,
        )
    except FileNotFoundError:
        raise GitError("git is not installed; diff needs it to read the other revision.") from None


def build_git_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment without the variables of git hooks, which would point git to another repository."""
    return {key: value for key, value in environ.items() if not key.startswith("GIT_") or key.startswith(("GIT_SSH", "GIT_ASKPASS"))}


@contextmanager
def open_worktree(repository: Path, commit: str) -> Iterator[Path]:
    """Check out a commit into a temporary worktree, and remove it afterwards.

    Args:
        repository: A folder of the repository.
        commit: The commit.

    Raises:
        GitError: Git can't check it out.
    """
    remove_stale_worktrees(repository)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder, _hold_lock(Path(folder) / _LOCK):
        tree = Path(folder) / _TREE
        try:
            # The hooks of the repository must not run for this checkout.
            process = run_git(repository, "-c", f"core.hooksPath={os.devnull}", "worktree", "add", "--quiet", "--detach", str(tree), commit)
            if process.returncode:
                raise GitError(process.stderr.strip())
            yield tree
        finally:
            _remove(repository, tree)


def remove_stale_worktrees(repository: Path) -> None:
    """Remove the worktrees of killed runs of this command, and no others."""
    for line in run_git(repository, "worktree", "list", "--porcelain").stdout.splitlines():
        tree = Path(line.removeprefix("worktree "))
        if not line.startswith("worktree ") or tree.name != _TREE or not tree.parent.name.startswith(_PREFIX):
            continue
        if not _is_in_use(tree.parent / _LOCK):
            _remove(repository, tree)
            shutil.rmtree(tree.parent, ignore_errors=True)


def _remove(repository: Path, tree: Path) -> None:
    # --force twice also removes a locked worktree; git locks it during creation.
    run_git(repository, "worktree", "remove", "--force", "--force", str(tree), in_own_session=True)


@contextmanager
def _hold_lock(file: Path) -> Iterator[None]:
    """Hold a file lock, which the system releases when this process ends."""
    with file.open("w", encoding="utf-8") as stream:
        _try_lock(stream)
        yield


def _is_in_use(file: Path) -> bool:
    try:
        with file.open("r+", encoding="utf-8") as stream:
            return not _try_lock(stream)
    except OSError:
        return False


def _try_lock(stream: IO[str]) -> bool:
    """Lock a file and return whether that worked. On systems without locks, every file counts as in use."""
    with suppress(ImportError):
        import fcntl

        with suppress(OSError):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False
