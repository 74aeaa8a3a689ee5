"""What is told of queues that services create."""

import pytest
from fargate_web.checks.own_queues import check_own_queues
from fargate_web.checks.queues import check_queues
from fargate_web.checks.regions import check_regions

DAY = 86_400


def found(stacks, **said):
    return [(finding.code, finding.severity, finding.path[2:]) for finding in stacks.found(check_own_queues, {"web": said})]


@pytest.mark.parametrize(
    ("queue", "is_told"),
    [
        ({"messageRetentionPeriod": 14 * DAY, "deadLetterQueue": {"messageRetentionPeriod": 4 * DAY}}, True),
        ({"messageRetentionPeriod": 4 * DAY, "deadLetterQueue": {"messageRetentionPeriod": 4 * DAY}}, False),
        ({"messageRetentionPeriod": 14 * DAY}, False),
        ({"messageRetentionPeriod": 14 * DAY, "deadLetterQueue": False}, False),
        # A message of a FIFO queue starts anew in the dead-letter queue.
        ({"messageRetentionPeriod": 14 * DAY, "fifo": True, "deadLetterQueue": {"messageRetentionPeriod": DAY}}, False),
    ],
)
def test_dead_letters_that_expire_before_anybody_sees_them_are_told(stacks, queue, is_told):
    told = [("dead-letters-expire-first", "warning", ("queue", "deadLetterQueue", "messageRetentionPeriod"))]
    assert found(stacks, queue=queue) == (told if is_told else [])


@pytest.mark.parametrize(
    ("settings", "is_told"),
    [
        ({"stopTimeout": 120, "queue": True}, True),
        ({"stopTimeout": 120, "queue": {"visibilityTimeout": 120}}, False),
        ({"queue": {"visibilityTimeout": 5}}, False),  # nobody said how long a job takes
        ({"stopTimeout": 120}, False),
    ],
)
def test_messages_that_come_back_while_a_task_stops_are_told(stacks, settings, is_told):
    told = [("visibility-below-stop-timeout", "warning", ("queue", "visibilityTimeout"))]
    assert found(stacks, **settings) == (told if is_told else [])


def test_a_topic_of_another_region_is_told(stacks):
    queue = {"subscribe": [{"topicArn": "arn:aws:sns:eu-west-1:123456789012:orders"}]}
    [finding] = stacks.found(check_regions, {"web": {"queue": queue}})
    assert finding.path == ("services", "web", "queue", "subscribe", 0, "topicArn")


def test_the_task_role_may_read_the_queue_of_its_service(stacks):
    scaling = {"minCapacity": 0, "maxCapacity": 4, "queue": {"messagesPerTask": 10}}
    assert stacks.found(check_queues, {"web": {"queue": True, "scaling": scaling}}) == []
