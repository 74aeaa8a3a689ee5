"""The worktrees of a comparison are removed, however it ends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from fargate_web_cli.diff.termination import unwind_on_signals
from fargate_web_cli.diff.worktrees import GitError, open_worktree

from tests.cli.diff.repositories import commit, git

WAITING = """\
import signal, sys, time
from pathlib import Path
from fargate_web_cli.diff.termination import unwind_on_signals
from fargate_web_cli.diff.worktrees import open_worktree

# A test run in the background of a shell, or under nohup, hands on signals that are ignored.
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
with unwind_on_signals(), open_worktree(Path(sys.argv[1]), "HEAD") as tree:
    print(tree, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    commit(tmp_path / "repository", {"file": "one"})
    return tmp_path / "repository"


def list_trees(repository):
    return [line for line in git(repository, "worktree", "list", "--porcelain").splitlines() if line.startswith("worktree ")][1:]


@contextmanager
def hold_worktree(repository):
    """Start a process that holds a worktree."""
    command = [sys.executable, "-c", WAITING, str(repository)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.terminate()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_removes_the_worktree(repository, name):
    with hold_worktree(repository) as (process, tree):
        assert (tree / "file").read_text() == "one"
        process.send_signal(getattr(signal, name))
        assert process.wait(timeout=60) == 128 + getattr(signal, name)
    assert list_trees(repository) == []
    assert not tree.parent.exists()


def test_what_a_killed_run_has_left_is_removed_by_the_next_one_and_what_is_in_use_is_not(repository):
    with hold_worktree(repository) as (killed, left):
        killed.kill()
    assert left.exists()
    with hold_worktree(repository) as (_, used), open_worktree(repository, "HEAD") as own:
        assert own.exists()
        assert not left.parent.exists()
        assert (used / "file").exists()
        assert len(list_trees(repository)) == 2
    assert list_trees(repository) == []


def test_the_entry_of_a_worktree_whose_folder_is_gone_is_removed(repository):
    with hold_worktree(repository) as (killed, left):
        killed.kill()
    shutil.rmtree(left.parent)
    with open_worktree(repository, "HEAD"):
        assert len(list_trees(repository)) == 1


def test_the_worktrees_of_others_stay(repository, tmp_path):
    git(repository, "worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"), "HEAD")
    git(repository, "worktree", "add", "--quiet", "--detach", str(tmp_path / "gone"), "HEAD")
    shutil.rmtree(tmp_path / "gone")
    with open_worktree(repository, "HEAD"):
        pass
    assert len(list_trees(repository)) == 2


def test_a_commit_that_can_not_be_checked_out_leaves_nothing(repository, tmp_path):
    with pytest.raises(GitError), open_worktree(repository, "0" * 40):
        pass
    assert list_trees(repository) == []
    assert [*(tmp_path / "scratch").iterdir()] == []


def test_a_second_signal_does_not_interrupt_the_cleaning_up():
    cleaned = []

    def work():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            cleaned.append(True)

    with unwind_on_signals(), pytest.raises(SystemExit) as raised:
        work()
    assert raised.value.code == 128 + signal.SIGTERM
    assert cleaned == [True]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
