"""The command line of the Pulumi CLI, which started the process that runs the program."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path as File
from typing import Final

_MAX_ANCESTORS: Final = 8
_OPTION: Final = "--config-file"


def find_config_file_arguments() -> Iterator[File]:
    """Find the files that the processes above this one were given with `--config-file`. The nearest process comes first."""
    for arguments, folder in _list_ancestors():
        for index, argument in enumerate(arguments):
            name, equals, value = argument.partition("=")
            if name == _OPTION:
                value = value if equals else next(iter(arguments[index + 1 : index + 2]), "")
                if value:
                    yield folder / value


def _list_ancestors() -> Iterator[tuple[Sequence[str], File]]:
    """List the arguments and the current folder of the processes above this one."""
    if sys.platform == "win32":
        return
    read = _read_linux_process if File("/proc/self/cmdline").exists() else _read_other_process
    process = os.getppid()
    for _ in range(_MAX_ANCESTORS):
        try:
            parent, arguments, folder = read(process)
        except (OSError, ValueError, IndexError, subprocess.SubprocessError):
            return
        yield arguments, folder
        if parent <= 1:
            return
        process = parent


def _read_linux_process(process: int) -> tuple[int, list[str], File]:
    folder = File("/proc", str(process))
    # The name of the program is in parentheses, and may contain any character.
    parent = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
    arguments = (folder / "cmdline").read_bytes().decode(errors="surrogateescape").split("\0")
    return int(parent), arguments, (folder / "cwd").readlink()


def _read_other_process(process: int) -> tuple[int, list[str], File]:
    """Ask `ps`, which separates arguments by spaces. The folder is that of the shell."""
    command = ["ps", "-o", "ppid=,args=", "-p", str(process)]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=2).stdout
    parent, arguments = text.strip().split(maxsplit=1)
    found = re.search(rf"{_OPTION}[= ](.+?)(?= -|$)", arguments)
    return int(parent), [_OPTION, found[1]] if found else [], File(os.environ.get("PWD", "."))
