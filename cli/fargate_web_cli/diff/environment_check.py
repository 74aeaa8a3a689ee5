"""Checks that the packages of an environment are whole, by the sizes in their lists of files (`RECORD`)."""

import csv
import os
from pathlib import Path


def list_records(home: Path) -> list[Path]:
    """Return the lists of files of the installed packages.

    Args:
        home: The folder of the environment.
    """
    return [*home.glob("lib/python*/site-packages/*.dist-info/RECORD"), *home.glob("Lib/site-packages/*.dist-info/RECORD")]


def are_intact(records: list[Path]) -> bool:
    """Return whether every file of the installed packages is there with its size.

    A cleaner of caches, a full disk or a machine that lost its power can leave an environment that starts and lacks files. An empty module would
    then be taken for the program.
    """
    return all(map(_matches_files, records))


def _matches_files(record: Path) -> bool:
    folder = str(record.parent.parent)
    try:
        with record.open(encoding="utf-8", newline="") as stream:
            return all(
                os.stat(f"{folder}/{name}").st_size == int(size)  # noqa: PTH116 - ten thousand files, each in a few microseconds
                for name, _, size in csv.reader(stream)
                if size and not name.endswith("/RECORD")
            )
    except (OSError, UnicodeError, ValueError, csv.Error):
        return False
