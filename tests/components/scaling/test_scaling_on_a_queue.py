import pulumi
import pytest
from fargate_web import Scaling, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

POLICY = "aws:appautoscaling/policy:Policy"
QUEUE = {"minCapacity": 1, "maxCapacity": 20, "queue": {"queueName": "orders", "messagesPerTask": 200}}


def metrics(result: Run) -> dict[str, dict]:
    tracking = result.find_one(POLICY).inputs["targetTrackingScalingPolicyConfiguration"]
    return {metric["id"]: metric for metric in tracking["customizedMetricSpecification"]["metrics"]}


@pytest.fixture(scope="module")
def worker(build) -> Run:
    return build.scaling(QUEUE, build.worker())[1]


def test_the_messages_that_wait_are_divided_by_the_tasks_that_run(worker):
    found = metrics(worker)
    service = worker.find_one("aws:ecs/service:Service").outputs["name"]
    assert found["waiting"]["metricStat"] == {
        "stat": "Sum",
        "metric": {
            "namespace": "AWS/SQS",
            "metricName": "ApproximateNumberOfMessagesVisible",
            "dimensions": [{"name": "QueueName", "value": "orders"}],
        },
    }
    assert found["running"]["metricStat"] == {
        "stat": "Average",
        "metric": {
            "namespace": "ECS/ContainerInsights",
            "metricName": "RunningTaskCount",
            "dimensions": [{"name": "ClusterName", "value": "shared"}, {"name": "ServiceName", "value": service}],
        },
    }
    assert [metric["id"] for metric in found.values() if metric["returnData"]] == ["backlog"]


def test_any_message_brings_the_first_task_where_none_runs(worker):
    assert metrics(worker)["backlog"]["expression"] == (
        "IF(FILL(running, REPEAT) > 0, FILL(waiting, 0) / FILL(running, REPEAT), IF(FILL(waiting, 0) > 0, FILL(waiting, 0) + 200, 0))"
    )


def test_the_backlog_is_what_is_kept(worker):
    tracking = worker.find_one(POLICY).inputs["targetTrackingScalingPolicyConfiguration"]
    assert (tracking["targetValue"], tracking["scaleOutCooldown"], tracking["disableScaleIn"]) == (200, 60, False)
    assert worker.find_one(POLICY).name == "web-queue"


@pytest.mark.parametrize("preview", [True, False])
def test_a_queue_may_be_named_by_an_arn_that_is_known_later(build, preview):
    def program() -> None:
        arn = pulumi.Output.from_input("arn:aws:sqs:us-west-2:123456789012:orders.fifo")
        scaling = {**QUEUE, "queue": {"queueArn": arn, "messagesPerTask": 0.5}}
        Scaling("web", {**scaling, "service": Service("web", {**build.worker(), "scaling": scaling})})

    [dimension] = metrics(run(program, config={"aws:region": "us-west-2"}, preview=preview))["waiting"]["metricStat"]["metric"][
        "dimensions"
    ]
    assert dimension["value"] == "orders.fifo"


def test_it_may_rest_at_no_task_at_all(build):
    assert (
        build.scaling({**QUEUE, "minCapacity": 0}, build.worker())[1].find_one("aws:appautoscaling/target:Target").inputs["minCapacity"]
        == 0
    )


def test_it_stands_beside_other_policies(build):
    assert {policy.name for policy in build.scaling({**QUEUE, "cpu": 70}, build.worker())[1].find_all(POLICY)} == {"web-cpu", "web-queue"}


@pytest.mark.parametrize(
    ("queue", "fragment"),
    [
        ({"queueName": "a", "queueArn": "arn:aws:sqs:us-west-2:123456789012:a", "messagesPerTask": 200}, "named twice"),
        ({"queueName": "orders"}, "messagesPerTask"),
        ({"queueName": "orders", "messagesPerTask": 0}, "messagesPerTask"),
        ({"queueName": "https://sqs/orders", "messagesPerTask": 1}, "isn't a name that AWS accepts for an SQS queue"),
        ({"queueArn": "arn:aws:sns:us-west-2:123456789012:a", "messagesPerTask": 1}, "not of 'sqs'"),
        ({"queueUrl": "x", "messagesPerTask": 1}, "write queueName or queueArn"),
    ],
)
def test_a_queue_that_could_not_be_followed_is_refused(build, queue, fragment):
    with pytest.raises(SettingsError, match=fragment):
        Scaling("web", {**QUEUE, "queue": queue, "service": {"service_name": "a", "cluster_name": "b"}})
