"""`make generate`, and the check that what it writes is up to date."""

import pytest

from generate.__main__ import find_stale, generate_texts, main


def test_everything_that_is_generated_is_up_to_date() -> None:
    assert find_stale(generate_texts()) == [], "run `make generate`"


def test_the_check_names_what_is_stale_and_changes_nothing(monkeypatch, tmp_path) -> None:
    path = tmp_path / "network.py"
    monkeypatch.setattr("generate.__main__.generate_texts", lambda: {path: "text"})
    with pytest.raises(SystemExit, match=r"network\.py is not up to date with the settings; run make generate"):
        main(["--check"])
    assert not path.exists()


def test_a_file_that_differs_by_a_space_is_stale(tmp_path) -> None:
    path = tmp_path / "schema.json"
    path.write_text("{} ")
    assert find_stale({path: "{}"}) == [path]


def test_the_command_writes_what_is_missing_and_removes_modules_that_are_no_longer_made(monkeypatch, tmp_path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "gone.py").write_text("old")
    monkeypatch.setattr("generate.__main__._GENERATED", tmp_path)
    monkeypatch.setattr(
        "generate.__main__.generate_texts", lambda: {folder / "network.py": "text\n", tmp_path / "deep" / "page.md": "page"}
    )
    main([])
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"network.py": "text\n"}
    assert (tmp_path / "deep" / "page.md").read_text() == "page"
