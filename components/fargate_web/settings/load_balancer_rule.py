"""Rules that the load balancer answers by itself: fixed responses and redirects."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from .fix import Edit, Fix, combine, remove, write
from .rule_conditions import RuleConditions
from .section import RuleViolation, Section, describe_field
from .value_types import build_value_error

_ACTIONS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"
_REDIRECTS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"
_KEYWORD: Final = re.compile(r"#\{([^}]*)\}")
_MISSPELT_KEYWORD: Final = re.compile(r"(?<!#)\$?\{(protocol|host|port|path|query)\}")
_KEYWORDS_OF: Final = {
    "host": ("host",),
    "path": ("host", "path", "port"),
    "query": ("protocol", "host", "port", "path", "query"),
}
_DEFAULT_PORTS: Final = {"HTTP": 80, "HTTPS": 443}
ContentType = Literal["text/plain", "text/css", "text/html", "application/javascript", "application/json"]


def _check_status(value: int) -> int:
    if 300 <= value < 400:
        raise build_value_error(
            f"{value} is a redirect, which a fixed response can't be (ValidationError)",
            fixes=(Fix(f"write redirect: {{host: …, statusCode: {value}}} instead, or statusCode: 404", (Edit((), "set", 404),)),),
        )
    return value


class FixedResponse(Section):
    """A response of the load balancer itself."""

    status_code: Annotated[
        Annotated[int, AfterValidator(_check_status)],
        describe_field("The status code (200–299, 400–599).", ge=200, le=599, example=503, source=_ACTIONS),
    ]
    content_type: Annotated[ContentType, describe_field("The type of the body.", source=_ACTIONS)] = "text/plain"
    body: Annotated[
        str | None,
        describe_field(
            "The body (1024 characters at most). Default: an empty one.", max_length=1024, example="Back at 18:00 UTC", source=_ACTIONS
        ),
    ] = None

    key_hints = {
        "status": "write statusCode",
        "code": "write statusCode",
        "messageBody": "write body",
        "message": "write body",
        "type": "write contentType",
    }


NOT_FOUND: Final = FixedResponse(statusCode=404, body="Not found")  # type: ignore[call-arg]
"""The response if no rule matches, unless the settings have another one."""


def _remove_kept_part(value: Any) -> Any:
    """Say that a part of the URL stays if it is left out: other tools write it as a keyword."""
    if isinstance(value, str) and _KEYWORD.fullmatch(value):
        raise build_value_error(
            f"{value} is what this part is if it is left out",
            "invalid-redirect",
            fixes=(Fix("remove the key", (Edit((), "remove"),), is_certain=True),),
        )
    return value


class Redirect(Section):
    """Sends clients to another URL. A part that is omitted stays that of the request; `#{host}`, `#{path}` (without its first slash), `#{port}` and `#{query}` stand for parts of the request's URL."""

    protocol: Annotated[
        Literal["HTTP", "HTTPS"] | None,
        BeforeValidator(_remove_kept_part),
        describe_field("The protocol of the new URL. Default: that of the request.", source=_REDIRECTS),
    ] = None
    host: Annotated[
        Annotated[str, Field(min_length=1, max_length=128)] | None,
        describe_field(
            "The host of the new URL, which may contain `#{host}`. Default: that of the request.", example="example.com", source=_REDIRECTS
        ),
    ] = None
    port: Annotated[
        int | None,
        BeforeValidator(_remove_kept_part),
        describe_field(
            "The port of the new URL (1–65535). Default: that of the protocol if it is set, otherwise that of the request.",
            ge=1,
            le=65_535,
            source=_REDIRECTS,
        ),
    ] = None
    path: Annotated[
        Annotated[str, Field(min_length=1, max_length=128)] | None,
        describe_field(
            "The path of the new URL, which starts with a slash. Default: that of the request.", example="/new/#{path}", source=_REDIRECTS
        ),
    ] = None
    query: Annotated[
        Annotated[str, Field(max_length=128)] | None,
        describe_field(
            'The query string of the new URL, without its question mark; "" removes it. Default: that of the request.',
            example="#{query}&from=old",
            source=_REDIRECTS,
        ),
    ] = None
    status_code: Annotated[
        Annotated[int, Field(ge=301, le=302)],
        describe_field("301 (permanent: browsers remember it) or 302 (temporary).", source=_REDIRECTS),
    ] = 302

    key_hints = {
        "url": "write protocol, host, port, path and query",
        "location": "write protocol, host, port, path and query",
        "to": "write host",
    }

    @property
    def target_port(self) -> int | None:
        """The port, with the default applied. None for that of the request."""
        return self.port if self.port is not None or self.protocol is None else _DEFAULT_PORTS[self.protocol]

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the redirect leads elsewhere, and that AWS knows its keywords."""
        changes_nothing = self.host in (None, "#{host}") and self.path in (None, "/#{path}") and self.port is None and self.protocol is None
        if changes_nothing:
            yield RuleViolation(
                ("host", "path", "port", "protocol"),
                "the redirect leads to the same URL, so that browsers would ask again and again; AWS demands another protocol, host, port or path (InvalidLoadBalancerAction)",
                "redirect-loop",
                (write("host", value="example.com"),),
            )
        if self.host is not None and ("/" in self.host or ":" in self.host):
            host = re.sub(r"^\w+://", "", self.host).split("/")[0].split(":")[0]
            fixes = (write("host", value=host),) if host else ()
            yield RuleViolation(
                ("host",),
                f"{self.host!r} isn't a host name alone: protocol, port and path have keys of their own"
                + ("" if fixes else "; write it like example.com"),
                "invalid-host",
                fixes,
            )
        if self.path is not None and not self.path.startswith("/"):
            yield RuleViolation(
                ("path",),
                f"{self.path!r} isn't absolute (ValidationError)",
                "invalid-redirect",
                (write("path", value=f"/{self.path}"),),
            )
        if self.path is not None and "?" in self.path:
            path, _, query = self.path.partition("?")
            own = (combine(write("path", value=path or "/"), write("query", value=query)),) if self.query is None and query else ()
            yield RuleViolation(
                ("path",),
                "the query string has a key of its own: in the path, AWS would add another one after it",
                "invalid-redirect",
                own or (write("path", value=path or "/"),),
            )
        if self.query is not None and self.query.startswith("?"):
            yield RuleViolation(
                ("query",),
                "AWS adds the question mark",
                "invalid-redirect",
                (write("query", value=self.query.lstrip("?"), certain=True),),
            )
        for field, known in _KEYWORDS_OF.items():
            value = getattr(self, field) or ""
            misspelt = _MISSPELT_KEYWORD.search(value)
            if misspelt:
                corrected = _MISSPELT_KEYWORD.sub(lambda found: f"#{{{found[1]}}}", value)
                yield RuleViolation(
                    (field,),
                    f"AWS repeats a part of the URL for #{{{misspelt[1]}}} only, and would write {misspelt[0]} as it is",
                    "invalid-redirect",
                    (write(field, value=corrected, certain=True),),
                )
            unknown = [word for word in _KEYWORD.findall(value) if word not in known]
            if unknown:
                corrected = _KEYWORD.sub(lambda found, known=known, field=field: found[0] if found[1] in known else f"#{{{field}}}", value)
                yield RuleViolation(
                    (field,),
                    f"#{{{unknown[0]}}} isn't a part of the URL that {field} may repeat (ValidationError); it may repeat {', '.join(f'#{{{word}}}' for word in known)}",
                    "invalid-redirect",
                    (write(field, value=corrected),),
                )


def _explain_url(value: Any) -> Any:
    """Say how the URL of a redirect is written in its parts."""
    if not isinstance(value, str):
        return value
    protocol, _, rest = value.strip().rpartition("://")
    host, slash, after = rest.partition("/")
    host, _, port = host.partition(":")
    path, _, query = after.partition("?")
    parts = {
        **({"protocol": "HTTPS"} if protocol.lower() == "https" else {}),
        **({"host": host} if host else {}),
        **({"port": int(port)} if port.isdecimal() else {}),
        **({"path": f"/{path}"} if slash and (path or not host) else {}),
        **({"query": query} if query else {}),
    }
    raise build_value_error(f"expected a map, got the text {value!r}", "redirect-as-text", fixes=(write(value=parts),))


class LoadBalancerRule(RuleConditions):
    """Requests that no service gets: the load balancer answers or redirects them. Without conditions: all of them that no rule before takes."""

    fixed_response: Annotated[
        FixedResponse | None, describe_field("The response, such as a maintenance page.", example={"statusCode": 503})
    ] = None
    redirect: Annotated[
        Redirect | None, BeforeValidator(_explain_url), describe_field("Where clients are sent to.", example={"host": "example.com"})
    ] = None

    key_hints = {
        **RuleConditions.key_hints,
        "response": "write fixedResponse: {statusCode: …}",
        "statusCode": "write fixedResponse: {statusCode: …}",
        "forward": "services get requests by their route; write services: {<name>: {route: …}}",
        "targetGroup": "services get requests by their route; write services: {<name>: {route: …}}",
    }
    other_rules: ClassVar[str] = "write two rules"

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check the conditions, and that there is one answer."""
        yield from super().find_violations()
        if (self.fixed_response is None) == (self.redirect is None):
            both = self.redirect is not None
            yield RuleViolation(
                ("redirect", "fixed_response"),
                "a rule has one answer, fixedResponse or redirect",
                "no-single-answer",
                (remove("redirect"), remove("fixedResponse")) if both else (write("fixedResponse", value={"statusCode": 503}),),
            )
