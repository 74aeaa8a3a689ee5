"""The benchmark: which programs take part, and what is told of those that can't."""

import os
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmark
from benchmarks.peers import list_peers


def test_a_peer_that_is_not_installed_has_no_version(tmp_path: Path) -> None:
    peers = list_peers(python=str(tmp_path / "python"), modules=tmp_path)
    assert {name: peer.find_version() for name, peer in peers.items()} == {"cdk-python": None, "cdk-js": None}


def test_the_benchmark_tells_how_to_install_a_peer_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = benchmark.parse_command_line(["--cdk-python", str(tmp_path / "python"), "--cdk-js", str(tmp_path)])
    assert benchmark.find_peers(args) == []
    told = capsys.readouterr().out
    assert "cdk-python is skipped because it isn't installed" in told
    assert "pip install aws-cdk-lib constructs" in told
    assert "npm install --prefix DIR aws-cdk-lib constructs" in told


def test_a_measured_process_writes_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    cost, printed = benchmark.measure([sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)"])
    assert printed == "False\n"
    assert cost.cpu > 0
    assert os.environ["PYTHONDONTWRITEBYTECODE"] == "1"


def test_a_program_that_fails_ends_the_benchmark_with_its_message() -> None:
    with pytest.raises(SystemExit, match="out of luck"):
        benchmark.measure([sys.executable, "-c", "raise SystemExit('out of luck')"])


def test_the_components_and_the_program_by_hand_register_the_same_types() -> None:
    _, by_components = benchmark.measure_program("components", 2)
    _, by_hand = benchmark.measure_program("by hand", 2)
    assert by_components == by_hand
