"""What a project pins: by a lock, by requirements, or by its dependencies alone."""

import pytest
from fargate_web_cli.diff.pin_files import read_pins
from fargate_web_cli.diff.pinned_versions import PinError

from tests.cli.diff.repositories import write_files

PYPROJECT = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["fargate-web>=0.1,<1"]\n'
UV_LOCK = """\
[[package]]
name = "shop"
version = "1"
source = { virtual = "SHOP" }
dependencies = [{ name = "fargate-web", extra = ["migration"] }, { name = "fargate-web-cli" }, { name = "team-defaults" }]
[package.dev-dependencies]
dev = [{ name = "pytest" }]
[[package]]
name = "team-defaults"
version = "0"
source = { editable = "libraries/team" }
[[package]]
name = "fargate-web"
version = "0.1.0"
source = { registry = "an index" }
dependencies = [{ name = "pulumi" }, { name = "colorama", marker = "sys_platform == 'win31'" }]
[package.optional-dependencies]
migration = [{ name = "boto3" }]
other = [{ name = "left-out" }]
[[package]]
name = "pulumi"
version = "3.272.0"
[[package]]
name = "fargate-web-cli"
version = "0.1.0"
dependencies = [{ name = "rich" }]
[[package]]
name = "boto3"
version = "1.44.5"
[[package]]
name = "rich"
version = "15.0.0"
[[package]]
name = "pytest"
version = "9.2.0"
[[package]]
name = "colorama"
version = "1.0"
[[package]]
name = "left-out"
version = "1.0"
"""


def versions(pins):
    return {name: str(pin) for name, pin in pins.packages.items()}


def read(tmp_path, files, project="."):
    write_files(tmp_path, files)
    return read_pins(tmp_path / project, tmp_path)


def test_uvs_lock_gives_what_the_program_needs_on_this_system_without_the_tools(tmp_path):
    pins = read(tmp_path, {"pyproject.toml": PYPROJECT, "uv.lock": UV_LOCK.replace("SHOP", ".")})
    assert versions(pins) == {"fargate-web": "0.1.0", "fargate-web-cli": "0.1.0", "pulumi": "3.272.0", "boto3": "1.44.5"}
    assert pins.kind == "uv.lock"


def test_a_package_of_the_repository_is_taken_from_its_folder(tmp_path):
    (tmp_path / "libraries/team/src").mkdir(parents=True)
    pins = read(tmp_path, {"pyproject.toml": PYPROJECT, "uv.lock": UV_LOCK.replace("SHOP", ".")})
    assert pins.local_packages["team-defaults"] == tmp_path / "libraries/team"
    assert pins.import_paths == (tmp_path / "libraries/team/src",)


def test_the_lock_of_a_workspace_counts_for_its_members(tmp_path):
    files = {"uv.lock": UV_LOCK.replace("SHOP", "services/shop"), "services/shop/pyproject.toml": PYPROJECT}
    pins = read(tmp_path, files, "services/shop")
    assert (pins.kind, pins.folder) == ("uv.lock", tmp_path / "services/shop")
    assert "pulumi" in pins.packages


def test_the_lock_of_somebody_else_does_not_count(tmp_path):
    files = {"uv.lock": UV_LOCK.replace("SHOP", "another"), "services/shop/pyproject.toml": PYPROJECT}
    assert versions(read(tmp_path, files, "services/shop")) == {"fargate-web": "<1,>=0.1"}


def test_the_nearest_file_counts_and_nothing_outside_of_the_repository(tmp_path):
    files = {"requirements.txt": "pulumi==1", "repository/a/Pulumi.yaml": "", "repository/b/requirements.txt": "pulumi==2"}
    write_files(tmp_path, files)
    assert versions(read_pins(tmp_path / "repository/b", tmp_path)) == {"pulumi": "2"}
    assert versions(read_pins(tmp_path / "repository/a", tmp_path)) == {"pulumi": "1"}
    assert read_pins(tmp_path / "repository/a", tmp_path / "repository") is None


def test_a_commit_of_git_is_told_from_another_of_the_same_version(tmp_path):
    git = UV_LOCK.replace("SHOP", ".").replace('{ registry = "an index" }', '{ git = "https://example.com/r?rev=v1#0123456789abcdef" }')
    pins = read(tmp_path, {"pyproject.toml": PYPROJECT, "uv.lock": git})
    assert pins.packages["fargate-web"].source == "0123456789abcdef"


REQUIREMENTS = r"""
# what pulumi install reads
--index-url https://example.com/simple
fargate-web==0.1.0 \
    --hash=sha256:aaaa \
    --hash=sha256:bbbb
Pulumi_AWS == 7.51.1 ; python_version >= "3"   # with a comment
colorama==1 ; sys_platform == "win31"
boto3>=1.40
-r more.txt
-c constraints.txt
-e ./libraries/team
team-names @ git+https://example.com/team/names@v1.2#subdirectory=python
"""


def test_requirements_are_read_with_what_they_include(tmp_path):
    files = {
        "requirements.txt": REQUIREMENTS,
        "more.txt": "pydantic===2.14.3\n",
        "constraints.txt": "grpcio==1.85.1\n",
        "libraries/team/pyproject.toml": '[project]\nname = "Team.Defaults"\ndependencies = ["boto3>=2", "semver==3.1.1"]\n',
    }
    pins = read(tmp_path, files)
    assert versions(pins) == {
        "fargate-web": "0.1.0",
        "pulumi-aws": "7.51.1",
        "boto3": ">=1.40",
        "pydantic": "2.14.3",
        "grpcio": "1.85.1",
        "team-names": "of git revision v1.2",
        "semver": "3.1.1",
    }
    assert pins.packages["grpcio"].optional
    assert pins.local_packages == {"team-defaults": tmp_path / "libraries/team"}
    assert "fargate-web==0.1.0      --hash=sha256:aaaa      --hash=sha256:bbbb" in pins.requirements
    assert not [line for line in pins.requirements if "libraries" in line]


def test_what_an_environment_depends_on_is_the_same_in_any_folder(tmp_path):
    files = {"requirements.txt": REQUIREMENTS, "more.txt": "pydantic==2\n", "constraints.txt": "", "libraries/team/x": ""}
    one, other = (read(tmp_path / name, files) for name in ("one", "other"))
    assert one.content == other.content
    assert one.content != read(tmp_path / "third", files | {"more.txt": "pydantic==3\n"}).content


def test_a_requirement_that_is_none_is_told(tmp_path):
    with pytest.raises(PinError, match=r"'fargate-web=0\.1' can't be read"):
        read(tmp_path, {"requirements.txt": "fargate-web=0.1\n"})


def test_a_lock_that_is_no_toml_is_told(tmp_path):
    with pytest.raises(PinError, match=r"uv\.lock is no TOML"):
        read(tmp_path, {"pyproject.toml": PYPROJECT, "uv.lock": "[["})


def test_dependencies_without_a_lock_keep_the_places_that_uv_gives_them(tmp_path):
    text = """\
[project]
name = "shop"
dependencies = ["fargate-web[migration]==0.1.0", "team", "other>=1"]
[tool.uv.sources]
fargate-web = { git = "https://example.com/r", tag = "v0.1.0", subdirectory = "components" }
team = { path = "libraries/team" }
"""
    pins = read(tmp_path, {"pyproject.toml": text, "libraries/team/pyproject.toml": '[project]\nname = "team"\ndependencies = ["x==1"]'})
    assert pins.requirements == (
        "fargate-web[migration] @ git+https://example.com/r@v0.1.0#subdirectory=components",
        "x==1",
        "other>=1",
    )
    assert versions(pins) == {"fargate-web": "of git revision v0.1.0", "x": "1", "other": ">=1"}


def test_a_standard_lock_is_read(tmp_path):
    text = """\
lock-version = "1.0"
[[packages]]
name = "fargate-web"
version = "0.1.0"
[[packages]]
name = "colorama"
version = "1"
marker = "sys_platform == 'win31'"
[[packages]]
name = "team"
directory = { path = "libraries/team" }
"""
    pins = read(tmp_path, {"pylock.toml": text, "requirements.txt": "fargate-web==9\n"})
    assert (pins.kind, versions(pins), [*pins.local_packages]) == ("pylock.toml", {"fargate-web": "0.1.0"}, ["team"])


@pytest.mark.parametrize(("name", "group"), [("poetry.lock", "main"), ("pdm.lock", "default")])
def test_the_locks_of_other_tools_are_known(tmp_path, name, group):
    packages = [("fargate-web", "0.1.0", group), ("pytest", "9", "dev")]
    text = "".join(f'[[package]]\nname = "{each}"\nversion = "{version}"\ngroups = ["{where}"]\n' for each, version, where in packages)
    pins = read(tmp_path, {"pyproject.toml": "[tool.poetry]\n", name: text})
    assert (pins.kind, versions(pins)) == (name, {"fargate-web": "0.1.0"})


def test_requirements_that_can_be_installed_come_before_a_lock_that_can_not(tmp_path):
    assert read(tmp_path, {"poetry.lock": "", "requirements.txt": "fargate-web==0.1.0\n"}).kind == "requirements.txt"
