"""The conditions of a listener rule: which requests it takes."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, Field

from .cidr_blocks import ClientCidrBlock
from .fix import remove, write
from .regular_expressions import PathExpression, RegularExpression
from .request_patterns import HostPattern, PathPattern
from .section import RuleViolation, Section, convert_to_key, describe_field, find_duplicates
from .value_types import build_value_error

_CONDITIONS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html"
MAX_CONDITION_VALUES: Final = 5
_MAX_WILDCARDS: Final = 6

HttpMethod = Annotated[str, Field(pattern=r"^[A-Z_-]{1,40}$")]
_ConditionValue = Annotated[str, Field(min_length=1, max_length=128)]


def _validate_header_name(value: str) -> str:
    if value.lower() == "host":
        raise build_value_error(
            "AWS refuses a condition of this kind for the header Host; write hosts: [api.example.com] at the route instead",
            "invalid-header",
        )
    return value


class Header(Section):
    """A header that a request must carry."""

    name: Annotated[
        str,
        AfterValidator(_validate_header_name),
        describe_field(
            "The name of the header (40 characters at most).", pattern=r"^[0-9A-Za-z_!#$%&'*+,.^`|~-]{1,40}$", example="X-Tenant"
        ),
    ]
    values: Annotated[
        list[_ConditionValue],
        describe_field("Values of which one must match; * and ? are wildcards.", min_length=1, example=["blue"]),
    ]


class QueryString(Section):
    """A parameter that the query string of a request must have."""

    key: Annotated[
        Annotated[str, Field(min_length=1, max_length=128)] | None,
        describe_field(
            "The name of the parameter; * and ? are wildcards. Default: a parameter of any name.", example="version", source=_CONDITIONS
        ),
    ] = None
    values: Annotated[
        list[_ConditionValue],
        describe_field(
            "Values of which one must match, in capitals or not; * and ? are wildcards.", min_length=1, example=["2"], source=_CONDITIONS
        ),
    ]


class RuleConditions(Section):
    """Which requests a listener rule takes."""

    hosts: Annotated[
        list[HostPattern], describe_field("Host names of which one must match; * and ? are wildcards.", example=["api.example.com"])
    ] = []
    paths: Annotated[
        list[PathPattern], describe_field("Path patterns of which one must match; * and ? are wildcards.", example=["/v1/*"], min_length=1)
    ] = ["/*"]
    host_regex_values: Annotated[
        list[RegularExpression],
        describe_field(
            "Regular expressions of which one must match the host, instead of hosts.",
            example=[r"^shop-[0-9]+\.example\.com$"],
            source=_CONDITIONS,
        ),
    ] = []
    path_regex_values: Annotated[
        list[PathExpression],
        describe_field(
            "Regular expressions of which one must match the path, instead of paths.", example=["^/v[0-9]+/orders$"], source=_CONDITIONS
        ),
    ] = []
    methods: Annotated[list[HttpMethod], describe_field("HTTP methods of which one must match, in capitals.")] = []
    headers: Annotated[
        list[Header],
        describe_field("Headers that must all match.", max_length=3, example=[{"name": "X-Tenant", "values": ["blue"]}]),
    ] = []
    query_strings: Annotated[
        list[QueryString],
        describe_field(
            "Parameters of the query string that must all match (5 at most).",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#query-string-conditions",
            max_length=5,
            example=[{"key": "version", "values": ["2"]}],
        ),
    ] = []
    allowed_cidr_blocks: Annotated[
        list[ClientCidrBlock],
        describe_field(
            "Blocks of addresses (IPv4 or IPv6) from which clients may connect; the next rule that matches answers the requests of others, or the load balancer by loadBalancer.defaultResponse. "
            "The address is that of the connection: behind a proxy or CloudFront it is theirs.",
            example=["203.0.113.0/24"],
            source=_CONDITIONS,
        ),
    ] = []
    priority: Annotated[
        int | None,
        describe_field(
            "The priority of the rule (1–50000). Set it if the calculated order of all services (most specific first) is not the intended one, "
            "or if the listener has rules from elsewhere.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html",
            ge=1,
            le=50_000,
        ),
    ] = None

    key_hints = {
        "path": "write paths: [/v1/*]",
        "host": "write hosts: [api.example.com]",
        "alias": "write hosts: [api.example.com]",
        "hostRegex": "write hostRegexValues",
        "pathRegex": "write pathRegexValues",
        "regexValues": "write hostRegexValues or pathRegexValues",
        "query": "write queryStrings: [{key: …, values: […]}]",
        "queryString": "write queryStrings: [{key: …, values: […]}]",
        "queryParameters": "write queryStrings: [{key: …, values: […]}]",
        "sourceIp": "write allowedCidrBlocks",
        "sourceIps": "write allowedCidrBlocks",
        "allowedSourceIps": "write allowedCidrBlocks",
        "header": "write headers: [{name: …, values: […]}]",
        "method": "write methods: [GET]",
    }
    other_rules: ClassVar[str] = "spread the paths over several services"
    """What to do about too many values."""

    @property
    def host_values(self) -> int:
        """The number of values of the host condition."""
        return len(self.hosts) + len(self.host_regex_values)

    @property
    def path_values(self) -> int:
        """The number of values of the path condition."""
        return len([path for path in self.paths if path != "/*"]) + len(self.path_regex_values)

    def count_condition_values(self) -> int:
        """Count the condition values of the rule."""
        of_lists = len(self.methods) + len(self.allowed_cidr_blocks)
        return self.host_values + self.path_values + of_lists + sum(map(len, self._list_compared_values()))

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the rule has at most five condition values and six wildcards, one way to compare, and that nothing is listed twice."""
        values = self.count_condition_values()
        if values > MAX_CONDITION_VALUES:
            yield RuleViolation(
                (
                    *("hosts", "paths", "methods", "headers"),
                    *("query_strings", "allowed_cidr_blocks", "host_regex_values", "path_regex_values"),
                ),
                f"the rule would have {values} condition values; AWS allows 5 a rule (TooManyConditionValues…); use wildcards, or {self.other_rules}",
                "too-many-conditions",
            )
        wildcards = sum(pattern.count("*") + pattern.count("?") for pattern in self._list_wildcard_patterns())
        if wildcards > _MAX_WILDCARDS:
            yield RuleViolation(
                ("paths", "hosts", "headers", "query_strings"),
                f"the rule would have {wildcards} wildcards; AWS allows 6 a rule (A rule can only have '6' condition wildcards); use fewer, or {self.other_rules}",
                "too-many-wildcards",
            )
        for field, patterns in (("host_regex_values", "hosts"), ("path_regex_values", "paths")):
            if getattr(self, field) and patterns in self.model_fields_set:
                key = convert_to_key(self, field)
                yield RuleViolation(
                    (field, patterns),
                    f"a condition compares with patterns or with regular expressions, and {patterns} has patterns already (ValidationError)",
                    "patterns-and-expressions",
                    (remove(key), remove(patterns)),
                )
        yield from self._find_repeated_values()

    def _list_compared_values(self) -> list[list[str]]:
        return [*(header.values for header in self.headers), *(query.values for query in self.query_strings)]

    def _list_wildcard_patterns(self) -> Iterator[str]:
        yield from self.hosts
        yield from (path for path in self.paths if path != "/*")
        for values in self._list_compared_values():
            yield from values
        yield from (query.key for query in self.query_strings if query.key)

    def _find_repeated_values(self) -> Iterator[RuleViolation]:
        for field in ("hosts", "paths", "methods", "host_regex_values", "path_regex_values", "allowed_cidr_blocks"):
            listed_values: list[str] = getattr(self, field)
            for duplicate in find_duplicates(listed_values):
                fix = write(convert_to_key(self, field), value=list(dict.fromkeys(listed_values)), certain=True)
                yield RuleViolation((field,), f"{duplicate!r} is listed twice", "listed-twice", (fix,))
