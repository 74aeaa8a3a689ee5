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
    assert "resources: 'arn:aws:sqs:us-west-2:*:orders'" in finding.message


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
    actions = finding.message.split("actions: [")[1].split("]")[0].split(", ")
    assert found(stacks, may(actions, "arn:aws:sqs:us-west-2:*:orders")) == []
    assert found(stacks, silence={"scaling": "the policy of the queue admits the role"}) == []
