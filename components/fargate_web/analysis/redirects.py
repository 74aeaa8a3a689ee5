"""Follows redirects of the load balancer from rule to rule, to find those that never end."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from ..settings.load_balancer import LoadBalancer
from ..settings.load_balancer_rule import LoadBalancerRule, Redirect
from ..settings.rule_conditions import RuleConditions
from .value_comparison import RequestValue, value_covers
from .wildcards import pattern_covers

_MAX_HOPS: Final = 10
_SOME_HOST: Final = "a.invalid"


@dataclass(frozen=True)
class RequestUrl:
    """The parts of a URL that redirects change and conditions compare."""

    host: str
    path: str

    def __str__(self) -> str:
        return f"{'' if self.host == _SOME_HOST else self.host}{self.path}"


def find_redirect_loop(
    name: str, rules: Mapping[str, RuleConditions], priorities: Mapping[str, int], balancer: LoadBalancer, *, hosts: Collection[str]
) -> list[RequestUrl] | None:
    """Find a request that a rule redirects again and again.

    Args:
        name: The rule.
        rules: All rules of the listener.
        priorities: Their priorities.
        balancer: The load balancer.
        hosts: The hosts whose records lead to the load balancer; patterns among them stand for all that they match.

    Returns:
        The URLs of the request, or None if no request surely ends where it was.
    """
    order = sorted(rules, key=lambda rule: priorities[rule])
    for url in _list_requests(rules[name]):
        visited = [url]
        while len(visited) <= _MAX_HOPS and (redirect := _find_redirect(name, visited[-1], order, rules)) is not None:
            following = _follow(redirect, visited[-1], balancer)
            if following is None or not (following.host == visited[-1].host or any(pattern_covers(host, following.host) for host in hosts)):
                break
            visited.append(following)
            if following in visited[:-1] or len(visited) > _MAX_HOPS:
                return visited
    return None


def list_known_hosts(rules: Mapping[str, RuleConditions], balancer: LoadBalancer) -> list[str]:
    """List the hosts that certificates and rules name, some of them as patterns."""
    names = balancer.https.list_all_domain_names() if balancer.https else []
    return [*names, *(host for rule in rules.values() for host in rule.hosts)]


def _list_requests(rule: RuleConditions) -> Iterator[RequestUrl]:
    """Yield requests that a rule takes, one for each pair of a host and a path."""
    for host, path in product(rule.hosts or ([] if rule.host_regex_values else [_SOME_HOST]), [] if rule.path_regex_values else rule.paths):
        yield RequestUrl(host.replace("*", "a").replace("?", "a"), path.replace("*", "a" if path != "*" else "/a").replace("?", "a"))


def _find_redirect(name: str, url: RequestUrl, order: list[str], rules: Mapping[str, RuleConditions]) -> Redirect | None:
    """Return the redirect that a request of a rule's clients surely gets."""
    for other in order:
        rule = rules[other]
        if not _may_match(rule, url):
            continue
        # Clients of the rule itself meet its other conditions again, unless it changes the query string.
        is_sure = other == name or not (rule.methods or rule.headers or rule.query_strings or rule.allowed_cidr_blocks)
        redirect = rule.redirect if isinstance(rule, LoadBalancerRule) else None
        # Browsers follow a redirect by GET, whatever the method was.
        is_sure = is_sure and (not rule.methods or "GET" in rule.methods)
        if redirect is None or not is_sure or not _surely_matches(rule, url):
            return None
        keeps_query = redirect.query is None or "#{query}" in redirect.query
        return redirect if keeps_query or not rule.query_strings else None
    return None


def _list_values(patterns: list[str], expressions: list[str]) -> list[RequestValue]:
    return [*map(RequestValue, patterns), *(RequestValue(expression, is_expression=True) for expression in expressions)]


def _may_match(rule: RuleConditions, url: RequestUrl) -> bool:
    """Return whether a rule may take a request. Regular expressions may, if their plain text at both ends fits."""
    hosts, paths = (
        _list_values(rule.hosts, rule.host_regex_values),
        _list_values([] if rule.path_regex_values else rule.paths, rule.path_regex_values),
    )
    return (not hosts or any(pattern_covers(value.pattern, url.host) for value in hosts)) and any(
        pattern_covers(value.pattern, url.path) for value in paths
    )


def _surely_matches(rule: RuleConditions, url: RequestUrl) -> bool:
    hosts, paths = (
        _list_values(rule.hosts, rule.host_regex_values),
        _list_values([] if rule.path_regex_values else rule.paths, rule.path_regex_values),
    )
    return (not hosts or any(value_covers(value, RequestValue(url.host)) for value in hosts)) and any(
        value_covers(value, RequestValue(url.path)) for value in paths
    )


def _follow(redirect: Redirect, url: RequestUrl, balancer: LoadBalancer) -> RequestUrl | None:
    """Return the URL of a redirect. None if it leads to another listener."""
    if redirect.protocol not in (None, balancer.protocol) or not _is_port_of_listener(redirect, balancer):
        return None
    host = url.host if redirect.host is None else redirect.host.replace("#{host}", url.host).lower()
    path = url.path if redirect.path is None else redirect.path.replace("#{path}", url.path.removeprefix("/")).replace("#{host}", url.host)
    return RequestUrl(host, path)


def _is_port_of_listener(redirect: Redirect, balancer: LoadBalancer) -> bool:
    if redirect.target_port is None:
        return True
    if balancer.existing is not None:
        return redirect.port is None
    return redirect.target_port == (balancer.https.port if balancer.https else balancer.http_port)
