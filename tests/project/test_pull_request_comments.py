"""The action that comments on a pull request: it believes nothing that the artifact says."""

import json
from typing import Any

import pytest
import write_comments
from hypothesis import given
from hypothesis import strategies as st
from inert_markdown import quote_inert
from markdown_it import MarkdownIt

SHA = "0123456789012345678901234567890123456789"
ENGINE = "<!-- fargate-web: preview render dev -->\n1 to create"
OFFLINE = "<!-- fargate-web: preview diff dev -->\n1 replaced"
PULL = {
    "state": "open",
    "head": {"sha": SHA, "ref": "topic", "repo": {"full_name": "fork/shop"}},
    "base": {"sha": "ba5e"},
}
OWN = {"id": 42, "first": "<!-- fargate-web: dev -->"}
FILES = ["Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml", "README.md"]


class GitHub:
    """Answers as `gh api` does, and keeps what was written."""

    def __init__(self, pull: Any = PULL, comments: Any = (), files: Any = FILES) -> None:
        self.pull, self.comments, self.files = pull, comments, files
        self.asked: list[str] = []
        self.written: list[tuple[str, str]] = []

    @property
    def bodies(self) -> list[str]:
        return [body for _, body in self.written]

    def run(self, path: str, *arguments: str, text: str | None = None) -> str:
        self.asked.append(path)
        if text is not None:
            body = json.loads(text)["body"]
            assert len(body) <= 65_536  # GitHub refuses more
            self.written.append((f"{arguments[1]} {path}", body))
            return "{}"
        if "/contents/" in path:
            return json.dumps([{"name": name} for name in self.files])
        if "--paginate" in arguments:
            return "\n".join(map(json.dumps, self.comments))
        return json.dumps(self.pull)


@pytest.fixture
def commenting(tmp_path, monkeypatch):
    def comment(artifacts: Any, project: str = ".", **github: Any) -> tuple[int, GitHub]:
        for artifact, files in artifacts.items():
            folder = tmp_path / f"comments-{artifact}"
            folder.mkdir()
            for name, content in {"number": "7\n", **files}.items():
                (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        fake = GitHub(**github)
        monkeypatch.setattr(write_comments, "run_gh", fake.run)
        for name, value in {
            "COMMENTS": str(tmp_path),
            "PROJECT": project,
            "REPOSITORY": "acme/shop",
            "RUN_URL": "https://github.com/acme/shop/actions/runs/1",
            "HEAD_SHA": SHA,
            "HEAD_BRANCH": "topic",
            "HEAD_REPOSITORY": "fork/shop",
        }.items():
            monkeypatch.setenv(name, value)
        return write_comments.main(), fake

    return comment


BOTH = {"of-dev": {"dev.md": ENGINE}, "offline": {"dev.md": OFFLINE, "prod.md": OFFLINE}}


def test_each_stack_has_one_comment_of_what_the_engine_and_the_offline_diff_found(commenting):
    status, github = commenting(BOTH, comments=[OWN, {"id": 43, "first": OWN["first"]}, {"id": 44, "first": "Nice!"}])
    assert status == 0
    assert [call for call, _ in github.written] == ["PATCH repos/acme/shop/issues/comments/42", "POST repos/acme/shop/issues/7/comments"]
    dev, prod = github.bodies
    marker, said, engine, offline = dev.split("\n\n")
    assert (marker, engine, offline) == ("<!-- fargate-web: dev -->", "> 1 to create", "> 1 replaced")
    assert "Written by this pull request's code, at 012345678901 ([run](https://github.com/acme/shop/actions/runs/1))" in said
    assert prod.startswith("<!-- fargate-web: prod -->\n\nWritten by")


def test_only_stacks_of_the_base_get_a_comment(commenting):
    status, github = commenting({"offline": {"dev.md": OFFLINE, "new.md": OFFLINE, "a b.md": OFFLINE}}, project="./deploy/")
    assert (status, len(github.written)) == (0, 1)
    assert "repos/acme/shop/contents/deploy?ref=ba5e" in github.asked


def test_only_so_many_stacks_get_a_comment_and_the_others_are_named(commenting, capsys):
    stacks = [f"s{number:02}" for number in range(25)]
    status, github = commenting(
        {"offline": {f"{stack}.md": OFFLINE for stack in stacks}}, files=[f"Pulumi.{stack}.yaml" for stack in stacks]
    )
    assert (status, len(github.written)) == (0, 20)
    assert "the summary of the run has the others: s20, s21, s22, s23, s24" in capsys.readouterr().out


def test_artifacts_and_files_of_other_names_are_not_read(commenting):
    status, github = commenting({"of-prod": {"dev.md": ENGINE}, "more": {"dev.md": ENGINE}, "offline": {"number.md": "x"}})
    assert (status, github.written) == (0, [])


@pytest.mark.parametrize(
    "pull",
    [
        {**PULL, "state": "closed"},
        {**PULL, "head": {**PULL["head"], "sha": "f" * 40}},
        {**PULL, "head": {**PULL["head"], "ref": "main"}},
        {**PULL, "head": {**PULL["head"], "repo": {"full_name": "acme/shop"}}},
        {**PULL, "head": {**PULL["head"], "repo": None}},
    ],
)
def test_a_run_can_not_comment_on_another_pull_request(commenting, pull):
    status, github = commenting(BOTH, pull=pull)
    assert (status, github.written, github.asked) == (0, [], ["repos/acme/shop/pulls/7"])


@pytest.mark.parametrize("number", ["7/../../x", "0", "-1", "7\n8", "", "٧", "1" * 20])
def test_what_is_no_number_of_a_pull_request_is_refused(commenting, number, capsys):
    status, github = commenting({"offline": {"number": number, "dev.md": OFFLINE}})
    assert (status, github.asked) == (1, [])
    assert capsys.readouterr().out == "::error::The run names no number of a pull request.\n"


def test_artifacts_that_name_two_pull_requests_are_refused(commenting):
    status, github = commenting({"of-dev": {"dev.md": ENGINE}, "offline": {"number": "8", "dev.md": OFFLINE}})
    assert (status, github.asked) == (1, [])


def test_a_run_without_comments_is_no_error(commenting):
    assert commenting({})[0] == 0


def test_a_link_in_an_artifact_leads_to_no_file_of_the_runner(commenting, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "dev.md").write_text("token")
    offline = tmp_path / "comments-offline"
    offline.symlink_to(secret)
    link = tmp_path / "comments-of-prod"
    link.mkdir()
    (link / "prod.md").symlink_to(secret / "dev.md")
    status, github = commenting({"of-dev": {"dev.md": ENGINE}})
    assert (status, len(github.written)) == (0, 1)
    assert "token" not in "".join(github.bodies)


def test_a_text_that_is_too_long_is_left_out_and_not_cut(commenting):
    status, github = commenting({"of-dev": {"dev.md": f"x\n```\n{'é' * 90_000}\n```"}, "offline": {"dev.md": OFFLINE}})
    [body] = github.bodies
    assert status == 0
    assert "é" not in body
    assert "> This text is too long for a comment. [The summary of the run](https://github.com/acme/shop/actions/runs/1) has it." in body
    assert body.endswith("> 1 replaced")


def test_the_longest_comments_of_a_preview_fit_together(commenting):
    row = "- containers[0]: x\n"
    text = row * (26_214 // len(row))
    status, github = commenting({"of-dev": {"dev.md": text}, "offline": {"dev.md": text}})
    assert status == 0
    assert "too long" not in "".join(github.bodies)


def test_what_is_no_text_is_shown_as_far_as_it_is_one(commenting):
    _, github = commenting({"offline": {"dev.md": b"a\xff\x00b"}})
    assert [body.rpartition("\n")[2] for body in github.bodies] == ["> a\ufffdb"]


@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("ask @octocat, @acme/team", "ask @|octocat, @|acme/team"),
        ("&#64;octocat &commat;octocat", "&|#|64;octocat &|commat;octocat"),
        ("/merge\n  /approve\r/close\u2028/lgtm", "/|merge\n>   /|approve\n> /|close\n> /|lgtm"),
        ("[x](https://evil.example)", "[x]|(https:|//evil.example)"),
        ("![x](https://evil.example/p.png)", "![x]|(https:|//evil.example/p.png)"),
        ("[x][y]\n\n[y]: //evil.example", "[x]|[y]\n>\n> [y]|: //evil.example"),
        ("HTTP://evil.example www.evil.example", "HTTP:|//evil.example www|.evil.example"),
        ("<img src=x> <a href=x> <!-- x --> </blockquote>", "<|img src=x> <|a href=x> <|!-- x --> <|/blockquote>"),
        ("<details open> <br/>", "<|details open> <|br/>"),
        ("fixes #12, acme/shop#12, GH-12, GHSA-a-b", "fixes #|12, acme/shop#|12, GH|-12, GHSA|-a-b"),
        ("```mermaid\nclick A\n```", "```|mermaid\n> click A\n> ```"),
        ("- ~~~ geojson", "- ~~~ |geojson"),
        ("$\\href{x}{y}$", "$\\|href{x}{y}$"),
        ("a\u202eb\x1b[0m", "ab[0m"),
    ],
)
def test_a_text_looks_the_same_and_does_nothing(hostile, inert):
    assert quote_inert(hostile) == f"> {inert}".replace("|", "\u200b")


@pytest.mark.parametrize(
    "harmless",
    [
        "### Preview: prod",
        "| | resource |\n> | --- | --- |\n> | ♻️ | `ecs service` | a<br>b |",
        "<details><summary>Details</summary>\n>\n> ```diff\n> @@ service web @@\n> - cpu: 256\n> + cpu: 512\n> ```\n>\n> </details>",
        "2 < 3, a/b, 50 % # 1 ~ 2, `C:\\`",
    ],
)
def test_what_a_preview_consists_of_stays(harmless):
    assert quote_inert(harmless.replace("\n> ", "\n").replace("\n>", "\n")) == f"> {harmless}"


FRAGMENTS = [
    "@octocat",
    "[a](/x)",
    "![a](/x)",
    "<img src=/x>",
    "<a href=/x>",
    "[a]: /x",
    "[a]",
    "```",
    "~~~",
    "`",
    "<details>",
    "</details>",
]
FRAGMENTS += [
    "\n",
    "\r",
    " ",
    "> ",
    "- ",
    "    ",
    "\\",
    "&",
    "*",
    "<!--",
    "-->",
    "<https://x.example>",
    "</blockquote>",
    "/merge",
    "|",
    "(",
    ")",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_no_order_of_the_parts_makes_a_link_an_image_a_tag_or_a_command(text):
    quoted = quote_inert(text)
    shown = MarkdownIt("commonmark", {"html": True}).render(f"{quoted}\n\nafter")
    assert not any(f"<{tag}" in shown for tag in ("a ", "img", "!--"))
    assert "@o" not in quoted
    assert all(line.startswith(">") for line in quoted.split("\n"))
    # Nothing that the text opens goes on after it.
    assert shown.endswith("</blockquote>\n<p>after</p>\n")
