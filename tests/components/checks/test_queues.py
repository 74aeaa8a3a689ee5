import pytest
from fargate_web.checks.queues import check_queues

QUEUE = {"minCapacity": 1, "maxCapacity": 4, "queue": {"queueName": "orders", "messagesPerTask": 10}}
ORDERS = "arn:aws:sqs:us-west-2:123456789012:orders"


def found(stacks, role=None, **said):
    service = {"scaling": QUEUE, **({"roles": {"taskRole": role}} if role else {}), **said}
    return stacks.found(check_queues, {"web": service})


def may(actions, resources, **said):
    return {"statements": [{"actions": actions, "resources": resources, **said}]}


@pytest.mark.parametrize(
    "role",
    [
        None,
        may("sqs:SendMessage", ORDERS),
        may("sqs:*", "arn:aws:sqs:us-west-2:123456789012:others"),
        may("sqs:*", "*", effect="Deny"),
        {"managedPolicies": ["AmazonS3ReadOnlyAccess"]},
    ],
)
def test_a_worker_that_may_not_read_its_queue_is_told(stacks, role):
    [finding] = found(stacks, role)
    assert (finding.code, finding.severity, finding.path) == (
        "queue-without-permissions",
        "warning",
        ("services", "web", "scaling", "queue"),
    )
    assert "resources: 'arn:aws:sqs:us-west-2:*:orders'" in stacks.text(finding)


@pytest.mark.parametrize(
    "role",
    [
        may("sqs:ReceiveMessage", ORDERS),
        may(["sqs:*"], "*"),
        may("sqs:Receive*", "arn:aws:sqs:*:*:ord*"),
        {"managedPolicies": ["AmazonSQSFullAccess"]},
        {"managedPolicies": ["arn:aws:iam::123456789012:policy/worker"]},
        {"arn": "arn:aws:iam::123456789012:role/worker"},
    ],
)
def test_a_worker_that_may_read_or_whose_rights_are_not_known_is_fine(stacks, role):
    assert found(stacks, role) == []


def test_what_is_told_to_write_is_enough(stacks):
    [finding] = found(stacks)
    actions = stacks.text(finding).split("actions: [")[1].split("]")[0].split(", ")
    assert found(stacks, may(actions, "arn:aws:sqs:us-west-2:*:orders")) == []
    assert found(stacks, silence={"scaling": "the policy of the queue admits the role"}) == []


URL = "https://sqs.us-west-2.amazonaws.com/123456789012/orders"


@pytest.mark.parametrize("value", [URL, "arn:aws:sqs:us-west-2:123456789012:orders.fifo"])
def test_a_queue_that_a_variable_names_needs_permissions(stacks, value):
    [finding] = stacks.found(check_queues, {"web": {"environment": {"QUEUE": value}}})
    assert (finding.code, finding.path[-1]) == ("queue-without-permissions", "QUEUE")
    assert "sqs:ReceiveMessage" in stacks.text(finding)
    [finding] = stacks.found(check_queues, {"web": {"port": 80, "environment": {"QUEUE": value}}})
    assert "actions: [sqs:SendMessage" in stacks.text(finding)


@pytest.mark.parametrize(
    "service",
    [
        {"environment": {"QUEUE": URL}, "roles": {"taskRole": {"managedPolicies": ["AmazonSQSFullAccess"]}}},
        {"environment": {"QUEUE": URL}, "roles": {"taskRole": {"statements": [{"actions": "sqs:SendMessage", "resources": "*"}]}}},
        {"environment": {"QUEUE": URL}, "roles": {"taskRole": {"arn": "arn:aws:iam::123456789012:role/web"}}},
        {"environment": {"QUEUE": URL}, "silence": {"scaling": "the policy of the queue lets it"}},
        {"environment": {"DLQ_URL": URL}},
        {"environment": {"QUEUE": "orders", "ENDPOINT": "https://sqs.us-west-2.amazonaws.com"}},
    ],
)
def test_a_queue_that_the_role_may_use_is_fine(stacks, service):
    assert stacks.found(check_queues, {"web": service}) == []
