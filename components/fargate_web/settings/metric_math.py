"""What scaling follows: one metric of CloudWatch, or metric math over several."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, TypeAlias

from .fix import Edit, Fix, remove, write
from .metric import Metric
from .metric_expressions import find_search_function, list_references, replace_reference
from .section import RuleViolation, Section, describe_field, find_duplicates

_MAX_QUERIES_OF_A_KIND: Final = 10
"""The most metrics, and the most expressions, of an alarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html"""


class MetricQuery(Section):
    """A part of metric math: a metric, or an expression over the others."""

    id: Annotated[
        str,
        describe_field(
            "The name by which expressions refer to it: a lowercase letter, then letters, digits and underscores.",
            pattern=r"^[a-z][A-Za-z0-9_]{0,254}$",
            example="jobs",
        ),
    ]
    metric: Annotated[Metric | None, describe_field("The metric.")] = None
    expression: Annotated[
        str | None,
        describe_field(
            "The expression, over the ids of the others.",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html",
            min_length=1,
            max_length=2047,  # AWS takes 2048 characters, the provider one fewer
            example="jobs / running",
        ),
    ] = None
    return_data: Annotated[bool, describe_field("Whether this is the value that scaling follows. Exactly one is.")] = False
    label: Annotated[str | None, describe_field("The label of the value in graphs and in the preview.", min_length=1, max_length=255)] = (
        None
    )

    key_hints = {"metricStat": "write metric: {namespace: …, name: …, statistic: …}", "returnsData": "write returnData: true"}

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is a metric or an expression, and that the expression is one that an alarm may have."""
        if (self.metric is None) == (self.expression is None):
            both = self.metric is not None
            yield RuleViolation(
                ("expression", "metric") if both else ("id",),
                f"{self.id!r} has {'both a metric and an expression' if both else 'neither a metric nor an expression'} (ValidationException)",
                "query-without-metric",
                (remove("expression"), remove("metric"))
                if both
                else (write("metric", value={"namespace": "Shop", "name": "PendingJobs"}),),
            )
        function = find_search_function(self.expression or "")
        if function:
            yield RuleViolation(
                ("expression",),
                f"{function} finds metrics anew each time, and CloudWatch allows it in graphs only, not in the alarms that scale (ValidationError); name the metrics, one by one",
                "expression-not-for-alarms",
            )


QueryList: TypeAlias = Sequence[MetricQuery]


def find_query_violations(field: str, queries: QueryList) -> Iterator[RuleViolation]:
    """Check the parts of metric math together: their ids, their number, and that exactly one is the result."""
    ids = [query.id for query in queries]
    for duplicate in find_duplicates(ids):
        index = len(ids) - 1 - ids[::-1].index(duplicate)
        yield RuleViolation(
            (f"{field}.{index}.id",),
            f"two parts have the id {duplicate!r}, and expressions could mean either (ValidationException)",
            "query-id-twice",
            (write(field, index, "id", value=f"{duplicate}_{index + 1}"),),
        )
    yield from _find_unknown_references(field, queries)
    results = [index for index, query in enumerate(queries) if query.return_data]
    if len(results) > 1:
        yield RuleViolation(
            (f"{field}.{results[-1]}.return_data",),
            f"{' and '.join(queries[index].id for index in results)} have returnData: true, and scaling follows exactly one value (ValidationException)",
            "not-one-result",
            tuple(_keep_result(field, results, kept, queries) for kept in results),
        )
    elif queries and not results:
        last = next((index for index in reversed(range(len(queries))) if queries[index].expression), len(queries) - 1)
        yield RuleViolation(
            (f"{field}.{last}.return_data", field),
            "no part has returnData: true, so that it is not known which value scaling follows (ValidationException)",
            "not-one-result",
            (write(field, last, "returnData", value=True),),
        )
    for kind, count in (
        ("metrics", sum(query.metric is not None for query in queries)),
        ("expressions", sum(query.expression is not None for query in queries)),
    ):
        if count > _MAX_QUERIES_OF_A_KIND:
            yield RuleViolation(
                (field,),
                f"there are {count} {kind}, and an alarm has {_MAX_QUERIES_OF_A_KIND} at most (ValidationError); publish a metric of your own that contains what they say together",
                "too-many-queries",
            )


def _find_unknown_references(field: str, queries: QueryList) -> Iterator[RuleViolation]:
    expressions = {query.id: list_references(query.expression) for query in queries if query.expression}
    known = {query.id for query in queries}
    for index, query in enumerate(queries):
        references = expressions.get(query.id, []) if query.expression else []
        for reference in references:
            if reference not in known:
                others = [other.id for other in queries if other.id != query.id]
                yield RuleViolation(
                    (f"{field}.{index}.expression",),
                    f"the expression uses {reference!r}, and no part has this id; there is {', '.join(others) or 'none'} (ValidationError)",
                    "unknown-id-in-expression",
                    tuple(_replace_reference(field, index, query, reference, other) for other in others[:1]),
                )
        if references and _reaches(query.id, query.id, expressions):
            yield RuleViolation(
                (f"{field}.{index}.expression",),
                f"the expression depends on {query.id!r}, which is itself (ValidationError); write an expression over metrics",
                "expression-of-itself",
            )


def _replace_reference(field: str, index: int, query: MetricQuery, old: str, new: str) -> Fix:
    return write(field, index, "expression", value=replace_reference(query.expression or "", old, new))


def _reaches(start: str, goal: str, expressions: dict[str, list[str]]) -> bool:
    """Return whether an expression depends on an id, through however many others."""
    seen: set[str] = set()
    waiting = [*expressions.get(start, [])]
    while waiting:
        current = waiting.pop()
        if current == goal:
            return True
        if current not in seen:
            seen.add(current)
            waiting += expressions.get(current, [])
    return False


def _keep_result(field: str, results: list[int], kept: int, queries: QueryList) -> Fix:
    dropped = [index for index in results if index != kept]
    names = " and ".join(queries[index].id for index in dropped)
    return Fix(f"remove returnData from {names}", tuple(Edit((field, index, "returnData"), "remove") for index in dropped))


class MetricSource(Section):
    """What scaling follows: one metric, or metric math over several."""

    metric: Annotated[Metric | None, describe_field("The metric, instead of `metrics`.")] = None
    metrics: Annotated[
        list[MetricQuery],
        describe_field(
            "Metric math: metrics and expressions over them. One has `returnData: true`.",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html",
            max_length=2 * _MAX_QUERIES_OF_A_KIND,
            example=[
                {"id": "jobs", "metric": {"namespace": "Shop", "name": "PendingJobs", "statistic": "Sum"}},
                {"id": "running", "metric": {"namespace": "ECS/ContainerInsights", "name": "RunningTaskCount"}},
                {"id": "share", "expression": "jobs / running", "label": "Jobs per task", "returnData": True},
            ],
        ),
    ] = []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is one metric, or metric math with one result."""
        if (self.metric is None) == (not self.metrics):
            both = self.metric is not None
            example: dict[str, Any] = {"namespace": "Shop", "name": "PendingJobs"}
            yield RuleViolation(
                ("metric", "metrics"),
                "there are both metric and metrics" if both else "there is no metric",
                "metric-missing",
                (remove("metric"), remove("metrics")) if both else (write("metric", value=example),),
            )
        yield from find_query_violations("metrics", self.metrics)

    @property
    def all_metrics(self) -> list[Metric]:
        """The metric, or those of the metric math."""
        return [self.metric] if self.metric else [query.metric for query in self.metrics if query.metric]
