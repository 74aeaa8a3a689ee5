"""What a program prints never reaches the standard output of a command."""

import os
import subprocess
import sys

import pytest
from fargate_web_cli.terminal.standard_output import divert_standard_output


@pytest.mark.parametrize("discard", [False, True])
def test_whatever_way_it_is_printed(capfd, discard):
    original = sys.__stdout__
    assert original is not None
    sys.stdout.write("before\n")
    with divert_standard_output(discard=discard):
        sys.stdout.write("printed\n")
        original.write("to the original stream\n")
        os.write(1, b"to the descriptor\n")
        subprocess.run([sys.executable, "-c", "print('by a process')"], check=True)
    sys.stdout.write("after\n")
    out, err = capfd.readouterr()
    assert out.splitlines() == ["before", "after"]
    assert ("to the original stream" in err, "by a process" in err, "to the descriptor" in err) == (not discard,) * 3
