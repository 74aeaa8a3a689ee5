"""The worktrees that hold the files of other revisions, for as long as they are needed."""

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
    """Git can't do what it is asked to; the message is its own."""


def run_git(folder: Path, *arguments: str, in_own_session: bool = False) -> subprocess.CompletedProcess[str]:
    """Run git in a folder.

    Args:
        folder: The folder.
        arguments: Its arguments.
        in_own_session: Whether Ctrl-C does not reach it.

    Raises:
        GitError: It is not installed.
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
        raise GitError("git is not installed, and it is git that knows the other revision.") from None


def build_git_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Copy the environment without what a git hook sets: it would lead git to another repository than the one of the folder."""
    return {key: value for key, value in environ.items() if not key.startswith("GIT_") or key.startswith(("GIT_SSH", "GIT_ASKPASS"))}


@contextmanager
def open_worktree(repository: Path, commit: str) -> Iterator[Path]:
    """Check a commit out into a worktree of its own, and remove it afterwards.

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
            # The hooks of the repository are for its owner's own checkouts.
            made = run_git(repository, "-c", f"core.hooksPath={os.devnull}", "worktree", "add", "--quiet", "--detach", str(tree), commit)
            if made.returncode:
                raise GitError(made.stderr.strip())
            yield tree
        finally:
            _remove(repository, tree)


def remove_stale_worktrees(repository: Path) -> None:
    """Remove what a run of this command that was killed has left; nobody else's worktrees are touched."""
    for line in run_git(repository, "worktree", "list", "--porcelain").stdout.splitlines():
        tree = Path(line.removeprefix("worktree "))
        if not line.startswith("worktree ") or tree.name != _TREE or not tree.parent.name.startswith(_PREFIX):
            continue
        if not _is_in_use(tree.parent / _LOCK):
            _remove(repository, tree)
            shutil.rmtree(tree.parent, ignore_errors=True)


def _remove(repository: Path, tree: Path) -> None:
    # Twice: a worktree is locked while git makes it.
    run_git(repository, "worktree", "remove", "--force", "--force", str(tree), in_own_session=True)


@contextmanager
def _hold_lock(file: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however that ends."""
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
    """Lock a file; without locks every file counts as in use."""
    with suppress(ImportError):
        import fcntl

        with suppress(OSError):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False
