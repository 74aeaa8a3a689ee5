import pytest
from fargate_web.checks.destinations import check_destinations

LEAST = ["ecr.api", "ecr.dkr", "logs"]
ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1"
QUEUE = "https://sqs.us-west-2.amazonaws.com/123456789012/orders"


def found(stacks, service, network):
    return stacks.found(check_destinations, {"web": service}, network=network)


def closed(*endpoints):
    return {"natGateways": "none", "interfaceEndpoints": list(endpoints)}


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"Name": "kinesis_firehose", "delivery_stream": "web"}, ["logs-out-of-reach"]),
        ({"Name": "datadog", "apikey": "x"}, ["logs-out-of-reach"]),
        ({"Name": "http", "Host": "logs-prod.grafana.net"}, ["logs-out-of-reach"]),
        ({"Name": "http", "Host": "logs.example.com"}, []),
        ({"Name": "s3", "bucket": "web"}, []),
        ({"Name": "cloudwatch_logs"}, []),
        ({"Name": "cloudwatch_logs", "region": "us-west-2"}, []),
        ({"Name": "cloudwatch_logs", "region": "eu-west-1"}, ["logs-out-of-reach"]),
        ({"Name": "s3", "bucket": "web", "region": "eu-west-1"}, ["logs-out-of-reach"]),
        ({"Name": "es", "Cloud_ID": "logs:ZXU="}, ["logs-out-of-reach"]),
        ({"Name": "es", "Host": "search-web-abc.us-west-2.es.amazonaws.com"}, ["logs-out-of-reach"]),
        ({"Name": "es", "Host": "vpc-web-abc.us-west-2.es.amazonaws.com"}, []),
    ],
)
def test_the_router_has_to_reach_the_destination_of_the_logs(stacks, options, codes):
    service = {"image": ECR, "logs": {"fireLens": {"image": ECR, "options": options}}}
    findings = found(stacks, service, closed(*LEAST))
    assert [finding.code for finding in findings] == codes
    if codes and options["Name"] == "kinesis_firehose":
        assert found(stacks, service, closed(*findings[0].fixes[0].edits[0].value)) == []


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ({"environment": {"QUEUE_URL": QUEUE}}, ("environment", "QUEUE_URL")),
        ({"scaling": {"minCapacity": 1, "maxCapacity": 2, "queue": {"queueName": "orders", "messagesPerTask": 10}}}, ("scaling", "queue")),
    ],
)
def test_a_queue_is_reached_by_its_endpoint_or_a_way_to_the_internet(stacks, service, path):
    [finding] = found(stacks, service, closed(*LEAST))
    assert (finding.code, finding.path) == ("queue-out-of-reach", ("services", "web", *path))
    assert found(stacks, service, closed(*LEAST, "sqs")) == []
    assert found(stacks, service, {"natGateways": "single"}) == []
    assert found(stacks, {**service, "subnets": "public"}, {"natGateways": "none"}) == []


def test_what_an_existing_network_reaches_is_not_known(stacks):
    network = {
        "existing": {
            "vpc": {"name": "main"},
            "privateSubnets": [{"name": "a"}, {"name": "b"}],
            "publicSubnets": [{"name": "c"}, {"name": "d"}],
        }
    }
    assert found(stacks, {"environment": {"QUEUE_URL": QUEUE}}, network) == []
