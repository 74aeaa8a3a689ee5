"""Writes the texts that a preview of a pull request left behind as comments, one for each stack, and edits them in place from then on.

The preview ran code of the pull request, perhaps of a fork, so everything that it left is the word of a stranger. This program has the right to
comment. It reads text, asks GitHub which pull request that is and which stacks it has, and runs nothing that came with it.
"""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from inert_markdown import quote_inert

_MAXIMUM_COMMENTS: Final = 20
_MAXIMUM_LENGTH: Final = 32_000
"""Of a text, in characters: a comment has two, and at most 65,536."""

_AUTHOR: Final = "github-actions[bot]"
_STACK_FILE: Final = re.compile(r"Pulumi\.([A-Za-z0-9_][A-Za-z0-9_.-]{0,99})\.yaml")


class CommentError(Exception):
    """Why no comment is written."""


def main() -> int:
    """Write the comments, and return the exit status."""
    try:
        write_comments(os.environ)
    except CommentError as error:
        print(f"::error::{error}")
        return 1
    except subprocess.CalledProcessError as error:
        print(f"::error::gh ended with status {error.returncode}")
        return 1
    return 0


def write_comments(environment: Mapping[str, str]) -> None:
    """Write the comments of the run that the environment describes."""
    folder, repository = Path(environment["COMMENTS"]), environment["REPOSITORY"]
    number = read_number(folder)
    if number is None:
        print("The run left no comments.")
        return
    pull = call_api(f"repos/{repository}/pulls/{number}")
    if not ran_for(pull, environment):
        print(f"The run is not of the present revision of pull request {number}.")
        return
    commented = list(format_comments(folder, list_stacks(pull, environment), environment))
    if len(commented) > _MAXIMUM_COMMENTS:
        names = ", ".join(stack for stack, _ in commented[_MAXIMUM_COMMENTS:])
        print(f"::warning::only {_MAXIMUM_COMMENTS} stacks get a comment; the summary of the run has the others: {names}")
    former = find_comments(repository, number) if commented else {}
    for stack, body in commented[:_MAXIMUM_COMMENTS]:
        if identifier := former.get(format_marker(stack)):
            call_api(f"repos/{repository}/issues/comments/{identifier}", "PATCH", body)
        else:
            call_api(f"repos/{repository}/issues/{number}/comments", "POST", body)


def read_number(folder: Path) -> int | None:
    """Return the number of the pull request that the run names, which is not to be believed yet."""
    names = {read_text(path, 20).strip() for path in sorted(folder.glob("comments-*/number"))}
    if len(names) > 1:
        raise CommentError("The run names several pull requests.")
    for name in names:
        if not re.fullmatch(r"[1-9][0-9]{0,9}", name):
            raise CommentError("The run names no number of a pull request.")
        return int(name)
    return None


def ran_for(pull: Mapping[str, Any], environment: Mapping[str, str]) -> bool:
    """Return whether the run is that of the pull request: a run could name any other."""
    head = pull["head"]
    found = (pull["state"], head["sha"], head["ref"], (head["repo"] or {}).get("full_name"))
    return found == ("open", environment["HEAD_SHA"], environment["HEAD_BRANCH"], environment["HEAD_REPOSITORY"])


def list_stacks(pull: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    """Return the stacks that have a file in the base of the pull request, whatever the pull request says of them."""
    project = "" if environment["PROJECT"] == "." else environment["PROJECT"].removeprefix("./").strip("/")
    entries = call_api(f"repos/{environment['REPOSITORY']}/contents/{quote(project)}?ref={pull['base']['sha']}")
    return sorted(match[1] for entry in entries if (match := _STACK_FILE.fullmatch(entry["name"])))


def format_comments(folder: Path, stacks: Sequence[str], environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the stacks that have a text, and the comment of each: what the engine found, and what the offline diff found."""
    for stack in stacks:
        paths = [folder / artifact / f"{stack}.md" for artifact in (f"comments-of-{stack}", "comments-offline")]
        texts = [text for path in paths if (text := read_text(path, _MAXIMUM_LENGTH * 4))]
        if texts:
            yield stack, format_comment(stack, texts, environment)


def format_comment(stack: str, texts: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the comment of a stack: its marker, who wrote it, and its texts as quotations."""
    # Nothing is cut: the rest of a code block without its end would become prose.
    too_long = f"> This text is too long for a comment. [The summary of the run]({environment['RUN_URL']}) has it."
    quoted = [quote_inert(text.partition("\n")[2] if text.startswith("<!-- fargate-web") else text) for text in texts]
    return "\n\n".join(
        (
            format_marker(stack),
            f"Written by this pull request's code, at {environment['HEAD_SHA'][:12]} ([run]({environment['RUN_URL']})). It says what that code "
            "found, and is no more trustworthy than that code. Mentions, links and images are taken out.",
            *(text if len(text) <= _MAXIMUM_LENGTH else too_long for text in quoted),
        )
    )


def format_marker(stack: str) -> str:
    """Return the first line of the comment of a stack, by which it is found again."""
    return f"<!-- fargate-web: {stack} -->"


def find_comments(repository: str, number: int) -> dict[str, int]:
    """Return the comments that this program wrote before, by their first line."""
    own = f'.[] | select(.user.login == "{_AUTHOR}") | {{id, first: (.body | split("\\n")[0] | rtrimstr("\\r"))}}'
    lines = run_gh(f"repos/{repository}/issues/{number}/comments?per_page=100", "--paginate", "--jq", own).splitlines()
    # The oldest counts, should there be two.
    return {comment["first"]: comment["id"] for comment in reversed([json.loads(line) for line in lines])}


def read_text(path: Path, limit: int) -> str:
    """Return the text of a file, or nothing if it is no regular file: a link could lead to any file of the runner."""
    try:
        regular = stat.S_ISREG(path.lstat().st_mode) and not path.parent.is_symlink()
    except FileNotFoundError:
        regular = False
    if not regular:
        return ""
    with path.open("rb") as stream:
        return stream.read(limit).decode("utf-8", errors="replace")


def call_api(path: str, method: str = "GET", body: str | None = None) -> Any:
    """Call GitHub's API, and return its answer."""
    if body is None:
        return json.loads(run_gh(path, "--method", method))
    return json.loads(run_gh(path, "--method", method, "--input", "-", text=json.dumps({"body": body})))


def run_gh(path: str, *arguments: str, text: str | None = None) -> str:
    """Run `gh api`, and return what it writes."""
    return subprocess.run(["gh", "api", path, *arguments], input=text, text=True, check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    sys.exit(main())
