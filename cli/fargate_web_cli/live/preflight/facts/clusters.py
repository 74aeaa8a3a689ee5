"""Asks for the existing cluster."""

from dataclasses import dataclass

from fargate_web_cli.live.preflight.aws_reader import AwsReader


@dataclass(frozen=True)
class ClusterFacts:
    """An existing cluster.

    Attributes:
        status: Its status: `ACTIVE`; empty if there is none of this name.
        capacity_providers: Its capacity providers.
    """

    status: str
    capacity_providers: frozenset[str] = frozenset()


def gather_cluster(reader: AwsReader, name: str) -> ClusterFacts | None:
    """Ask for a cluster. Return None if it can't be asked for."""
    answer = reader.ask(f"the cluster {name}", "ecs", "describe_clusters", clusters=[name])
    if answer is None:
        return None
    found = next(iter(answer.content.get("clusters", ())), None)
    return ClusterFacts("") if found is None else ClusterFacts(found.get("status", ""), frozenset(found.get("capacityProviders", ())))
