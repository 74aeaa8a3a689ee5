"""Labels that replace fake ids and ARNs.

The fakes of AWS generate an id for every resource. Two revisions can get different ids for the same resource, and the values mean nothing to a
reader. A label such as `<lb:TargetGroup web-blue>.arn` says what the value refers to, and is the same in both revisions.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.unique_names import UniqueNames
from fargate_web_cli.terminal.formatting import shorten_type

_IDENTIFYING_OUTPUTS: Final = frozenset(
    (
        *("arn", "arnSuffix", "arnWithoutRevision", "bucket", "bucketDomainName", "bucketRegionalDomainName", "dnsName", "fqdn"),
        *("ipv6CidrBlock", "keyId", "name", "securityGroupRuleId", "uniqueId", "vpcId", "hostedZone", "namespaceArn"),
    )
)
_MINIMUM_LENGTH: Final = 8
"""Shorter values can be ordinary words."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_:/.@-]{8,}")
_TIMESTAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
RUN_TIME_LABEL: Final = "[time of the run]"


class ReferenceLabels:
    """Replaces the generated values of a run with labels."""

    def __init__(
        self,
        resources: Iterable[RecordedResource],
        names: Mapping[str, RecordedResource] | None = None,
        span: tuple[float, float] = (0, 0),
        unique_names: UniqueNames | None = None,
    ) -> None:
        """Collect the generated values.

        Args:
            resources: The resources of the run.
            names: The resources of the other revision by URN in this one; labels use their names.
            span: The start and end of the run, in seconds since 1970.
            unique_names: The names that tell apart the resources of both revisions.
        """
        self._labels: dict[str, str] = {}
        self._urns: dict[str, str] = {}
        self._span = span
        # Components only pass on values of their children.
        ordered = sorted(
            (resource for resource in resources if resource.custom or resource.remote), key=lambda resource: not resource.custom
        )
        for resource in ordered:
            named_resource = (names or {}).get(resource.urn, resource)
            name = unique_names.find_name(named_resource.urn) if unique_names is not None else named_resource.name
            input_values = {value for value in resource.inputs.values() if isinstance(value, str)}
            for attribute, value in _list_generated_values(resource):
                if len(value) >= _MINIMUM_LENGTH and value not in input_values and value not in self._labels:
                    self._labels[value] = (
                        f"<{shorten_type(named_resource.type).partition(':')[2] or named_resource.type} {name}>.{attribute}"
                    )
                    self._urns[self._labels[value]] = named_resource.urn
        self._longest = sorted(self._labels, key=len, reverse=True)
        self._seen: dict[str, str] = {}

    def replace_with_labels(self, value: Any) -> Any:
        """Return a copy of a value with labels in place of generated values."""
        if isinstance(value, str):
            return self._label_text(value)
        if isinstance(value, Mapping):
            return {key: self.replace_with_labels(part) for key, part in value.items()}
        return [self.replace_with_labels(part) for part in value] if isinstance(value, list | tuple) else value

    def list_labels(self, urn: str) -> list[str]:
        """Return the labels of a resource."""
        return [label for label, other in self._urns.items() if other == urn]

    def _label_text(self, text: str) -> str:
        label = self._labels.get(text)
        if label is not None:
            return label
        if len(text) < _MINIMUM_LENGTH:
            return text
        if _TIMESTAMP.search(text):
            text = _TIMESTAMP.sub(self._label_time, text)
        return _TOKEN.sub(self._label_token, text)

    def _label_token(self, match: re.Match[str]) -> str:
        token = match[0]
        if token not in self._seen:
            labelled = token
            for generated in self._longest:
                if len(generated) <= len(labelled) and generated in labelled:
                    labelled = labelled.replace(generated, self._labels[generated])
                    break
            self._seen[token] = labelled
        return self._seen[token]

    def _label_time(self, match: re.Match[str]) -> str:
        from datetime import datetime

        timestamp = datetime.fromisoformat(match[0]).timestamp()
        return RUN_TIME_LABEL if self._span[0] - 1 <= timestamp <= self._span[1] + 1 else match[0]


def _list_generated_values(resource: RecordedResource) -> Iterable[tuple[str, str]]:
    outputs = resource.outputs
    for attribute in ("arn", *sorted(_IDENTIFYING_OUTPUTS - {"arn"})):
        if isinstance(value := outputs.get(attribute), str):
            yield attribute, value
    if resource.id:
        yield "id", resource.id
    if resource.remote:
        for attribute, value in sorted(outputs.items()):
            if isinstance(value, str):
                yield attribute, value
            elif isinstance(value, list):
                yield from ((f"{attribute}[{index}]", item) for index, item in enumerate(value) if isinstance(item, str))
