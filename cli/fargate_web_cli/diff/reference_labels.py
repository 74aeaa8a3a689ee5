"""Made-up ids and ARNs, told by what they refer to.

A revision is run against fakes of AWS, which make up an id for every resource. Two revisions may get different ones for the same resource, and no
value of them is worth showing. `<lb:TargetGroup web-blue>.arn` is: it says what the value refers to, and is the same in both.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.terminal.formatting import shorten_type

_IDENTIFYING_OUTPUTS: Final = frozenset(
    (
        *("arn", "arnSuffix", "arnWithoutRevision", "bucket", "bucketDomainName", "bucketRegionalDomainName", "dnsName", "fqdn"),
        *("keyId", "name", "securityGroupRuleId", "uniqueId", "vpcId", "hostedZone", "namespaceArn"),
    )
)
_MINIMUM_LENGTH: Final = 8
"""What is shorter may be a word of its own."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_:/.@-]{8,}")
_TIMESTAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
RUN_TIME_LABEL: Final = "[time of the run]"


class ReferenceLabels:
    """Puts references in place of what a run made up."""

    def __init__(
        self, resources: Iterable[RecordedResource], names: Mapping[str, RecordedResource] | None = None, span: tuple[float, float] = (0, 0)
    ) -> None:
        """Collect what was made up.

        Args:
            resources: The resources of the run.
            names: For resources that have another name in the other revision: URN → the resource there.
            span: When the run was, in seconds since 1970.
        """
        self._labels: dict[str, str] = {}
        self._urns: dict[str, str] = {}
        self._span = span
        # Components only pass on what their children are.
        ordered = sorted((each for each in resources if each.custom or each.remote), key=lambda each: not each.custom)
        for resource in ordered:
            known = (names or {}).get(resource.urn, resource)
            said = {value for value in resource.inputs.values() if isinstance(value, str)}
            for attribute, value in _list_generated_values(resource):
                if len(value) >= _MINIMUM_LENGTH and value not in said and value not in self._labels:
                    self._labels[value] = f"<{shorten_type(known.type).partition(':')[2] or known.type} {known.name}>.{attribute}"
                    self._urns[self._labels[value]] = known.urn
        self._longest = sorted(self._labels, key=len, reverse=True)
        self._seen: dict[str, str] = {}

    def replace_with_labels(self, value: Any) -> Any:
        """Copy a value with references in it."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self.replace_with_labels(part) for key, part in value.items()}
        return [self.replace_with_labels(part) for part in value] if isinstance(value, list | tuple) else value

    def list_labels(self, urn: str, outputs: Collection[str] = ()) -> list[str]:
        """Return the references there may be to a resource, or to some of its outputs."""
        labels = [label for label, other in self._urns.items() if other == urn]
        return [label for label in labels if label.rpartition(">.")[2].partition("[")[0] in outputs] if outputs else labels

    def _text(self, text: str) -> str:
        label = self._labels.get(text)
        if label is not None:
            return label
        if len(text) < _MINIMUM_LENGTH:
            return text
        if _TIMESTAMP.search(text):
            text = _TIMESTAMP.sub(self._time, text)
        return _TOKEN.sub(self._token, text)

    def _token(self, found: re.Match[str]) -> str:
        token = found[0]
        if token not in self._seen:
            told = token
            for made in self._longest:
                if len(made) <= len(told) and made in told:
                    told = told.replace(made, self._labels[made])
                    break
            self._seen[token] = told
        return self._seen[token]

    def _time(self, found: re.Match[str]) -> str:
        from datetime import datetime

        when = datetime.fromisoformat(found[0]).timestamp()
        return RUN_TIME_LABEL if self._span[0] - 1 <= when <= self._span[1] + 1 else found[0]


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
