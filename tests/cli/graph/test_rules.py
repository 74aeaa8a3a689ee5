"""How the picture describes the conditions of rules, and what the load balancer answers by itself."""

from fargate_web.settings.load_balancer import LoadBalancer
from fargate_web.settings.route import Route
from fargate_web_cli.graph.summaries import describe_answers, describe_conditions


def test_every_condition_is_described():
    route = Route.model_validate(
        {
            "hostRegexValues": ["^a[.]example[.]com$"],
            "pathRegexValues": ["^/v[0-9]+$"],
            "queryStrings": [{"key": "version", "values": ["2"]}, {"values": ["beta"]}],
            "allowedCidrBlocks": ["203.0.113.0/24"],
        }
    )
    assert list(describe_conditions(route)) == [
        "host ^a[.]example[.]com$",
        "path ^/v[0-9]+$",
        "query version=2",
        "query *=beta",
        "from 203.0.113.0/24",
    ]


def test_the_answers_of_the_load_balancer_are_described():
    rules = {
        "maintenance": {"priority": 1, "fixedResponse": {"statusCode": 503}},
        "www": {"hosts": ["www.example.com"], "redirect": {"host": "example.com"}},
    }
    assert list(describe_answers(LoadBalancer.model_validate({"rules": rules}))) == [
        "every request → 503",
        "host www.example.com → example.com 302",
    ]
