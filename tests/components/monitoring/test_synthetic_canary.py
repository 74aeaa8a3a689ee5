"""The canary: what it requests, what it may do, and who is told of failures."""

import base64
import io
import json
import ssl
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from fargate_web import LoadBalancer, Monitoring
from fargate_web.monitoring import canary_script
from fargate_web.monitoring.synthetic_canary import build_archive
from fargate_web.settings.synthetic_canary import SyntheticCanary
from fargate_web.testing import AwsMocks, ProgramError, Resource, Run, run
from pydantic import ValidationError

CANARY = "aws:synthetics/canary:Canary"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
POLICY = "aws:iam/rolePolicy:RolePolicy"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f"
BALANCER = {"arn_suffix": "app/shared/50dc6c495c0c9188", "url": "https://shop.example.com"}
OF_THE_CANARY = (CANARY, "aws:s3/bucket:Bucket", "aws:s3/bucketObjectv2:BucketObjectv2", "aws:iam/role:Role", POLICY)


def monitor(canary=None, **args) -> Run:
    given = {"dashboard": False, "encryption": False, "load_balancer": BALANCER, **({"canary": canary} if canary else {}), **args}
    return run(lambda: Monitoring("monitoring", given), config={"aws:region": "us-west-2"}, mocks=AwsMocks(region="us-west-2"))


@pytest.fixture(scope="module")
def watched() -> Run:
    return monitor({"path": "/health"}, page={"email": ["on-call@example.com"]})


def variables(canary: Resource) -> dict[str, str]:
    return canary.inputs["runConfig"]["environmentVariables"]


def statements(result: Run) -> dict[str, dict]:
    return {each["Sid"]: each for each in json.loads(result.find_one(POLICY).inputs["policy"])["Statement"]}


def test_the_canary_requests_the_path_at_the_load_balancer_every_five_minutes(watched):
    canary = watched.find_one(CANARY)
    assert variables(canary) == {"CANARY_URL": "https://shop.example.com/health", "CANARY_STATUS": "200"}
    assert canary.inputs["schedule"] == {"expression": "rate(5 minutes)"}
    assert canary.inputs["startCanary"] is True
    assert canary.inputs["deleteLambda"] is True
    assert canary.inputs["runtimeVersion"].startswith("syn-python-selenium-")
    assert "vpcConfig" not in canary.inputs


def test_without_a_canary_nothing_of_it_is_created():
    assert [resource for kind in OF_THE_CANARY for resource in monitor().find_all(kind)] == []


@pytest.mark.parametrize(
    ("settings", "balancer", "expected"),
    [
        ({"host": "api.example.com"}, {"protocol": "HTTP", "port": 8080}, "http://api.example.com:8080/health"),
        ({"host": "api.example.com"}, {"protocol": "HTTPS", "port": 443}, "https://api.example.com/health"),
        ({"host": "api.example.com"}, {"protocol": "HTTP"}, "http://api.example.com/health"),
        ({"host": "api.example.com"}, {}, "https://api.example.com/health"),
        ({}, {"url": "http://x.elb.amazonaws.com"}, "http://x.elb.amazonaws.com/health"),
    ],
)
def test_the_url_has_the_protocol_and_the_port_of_the_load_balancer(settings, balancer, expected):
    result = monitor({"path": "/health", **settings}, load_balancer={"arn_suffix": "app/a/b", **balancer})
    assert variables(result.find_one(CANARY))["CANARY_URL"] == expected


def test_a_canary_without_a_url_or_a_host_is_refused():
    with pytest.raises(ProgramError, match=r"write canary: \{host"):
        monitor({"path": "/health"}, load_balancer={"arn_suffix": "app/a/b"})


@pytest.mark.parametrize(("https", "expected"), [(443, ""), (8443, ":8443")])
def test_a_preview_knows_the_url_with_a_host_of_its_own(https, expected):
    def program() -> None:
        certificate = {
            "certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/12345678-1234-1234-1234-123456789012",
            "port": https,
        }
        network = {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-a", "subnet-b"]}
        balancer = LoadBalancer("load-balancer", {"https": certificate, "network": network})
        Monitoring("monitoring", {"canary": {"path": "/", "host": "shop.example.com"}, "load_balancer": balancer})

    canary = run(program, config={"aws:region": "us-west-2"}, preview=True).find_one(CANARY)
    assert variables(canary)["CANARY_URL"] == f"https://shop.example.com{expected}/"


@pytest.mark.parametrize(("every", "expression"), [(1, "rate(1 minute)"), (2, "rate(2 minutes)"), (60, "rate(1 hour)")])
def test_a_schedule_is_spelt_as_cloudwatch_returns_it(every, expression):
    assert monitor({"path": "/", "every": every}).find_one(CANARY).inputs["schedule"] == {"expression": expression}


def test_failures_in_a_row_call_whoever_gets_pages(watched):
    alarm = watched.find_one(ALARM, "monitoring-load-balancer-canary").inputs
    assert alarm["alarmActions"] == [watched.find_one("aws:sns/topic:Topic", "monitoring-page").outputs["arn"]]
    assert (alarm["namespace"], alarm["metricName"], alarm["statistic"]) == ("CloudWatchSynthetics", "SuccessPercent", "Average")
    assert alarm["dimensions"] == {"CanaryName": watched.find_one(CANARY).inputs["name"]}
    assert (alarm["comparisonOperator"], alarm["threshold"]) == ("LessThanThreshold", 100)
    assert (alarm["period"], alarm["evaluationPeriods"], alarm["datapointsToAlarm"]) == (300, 2, 2)


def test_planned_work_mutes_the_alarm_of_the_canary():
    result = monitor({"path": "/"}, mute={"test": {"schedule": "cron(0 2 * * SUN)", "duration": "PT4H"}})
    [rule] = result.find_all("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")
    assert "project-dev-load-balancer-canary" in rule.inputs["muteTargets"]["alarmNames"]


def test_the_role_may_record_the_runs_and_nothing_else(watched):
    granted = statements(watched)
    bucket = watched.find_one("aws:s3/bucket:Bucket").outputs["arn"]
    assert granted["WriteArtifacts"] == {
        "Sid": "WriteArtifacts",
        "Effect": "Allow",
        "Action": "s3:PutObject",
        "Resource": f"{bucket}/artifacts/*",
    }
    assert granted["WriteLogs"]["Resource"] == "arn:aws:logs:us-west-2:123456789012:log-group:/aws/lambda/cwsyn-project-dev-*"
    assert granted["PublishResults"]["Condition"] == {"StringEquals": {"cloudwatch:namespace": "CloudWatchSynthetics"}}
    assert granted.keys() == {"WriteArtifacts", "FindBucket", "ListBuckets", "WriteLogs", "PublishResults"}


def test_the_key_of_the_stack_encrypts_the_records_and_the_role_may_use_it():
    result = monitor({"path": "/"}, encryption_key={"arn": KEY})
    [rule] = result.find_one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}
    assert statements(result)["EncryptArtifacts"]["Resource"] == KEY


def test_only_the_records_of_runs_expire_and_never_the_script(watched):
    [expiring, _] = watched.find_one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"]
    assert expiring["filter"] == {"prefix": "artifacts/"}
    assert not watched.find_one("aws:s3/bucketObjectv2:BucketObjectv2").inputs["key"].startswith("artifacts/")


def test_the_name_of_a_canary_fits_into_that_of_its_function():
    result = run(
        lambda: Monitoring("monitoring", {"canary": {"path": "/"}, "load_balancer": BALANCER}),
        config={"aws:region": "us-west-2"},
        project="Shop.of.the.whole.company",
        stack="prod",
    )
    name = result.find_one(CANARY).inputs["name"]
    assert len(name) == 21
    assert name.startswith("shop-of-the-whol-")


def test_the_script_is_a_zip_file_that_is_the_same_every_time(watched):
    content = base64.b64decode(watched.find_one("aws:s3/bucketObjectv2:BucketObjectv2").inputs["contentBase64"])
    assert content == build_archive()
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == ["python/canary_script.py"]
    loaded: dict[str, object] = {}
    exec(archive.read("python/canary_script.py"), loaded)
    module, _, function = watched.find_one(CANARY).inputs["handler"].partition(".")
    assert (module, callable(loaded[function])) == ("canary_script", True)


class Answers(BaseHTTPRequestHandler):
    """Answers with the status in the path, and redirects to a path that would be fine."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.rpartition("/")[2]) if "Mozilla" not in self.headers["User-Agent"] else 403)
        self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep the output of tests clean."""


@pytest.fixture(scope="module")
def address():
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_run_succeeds_with_the_expected_status(address, monkeypatch):
    monkeypatch.setenv("CANARY_URL", f"{address}/200")
    monkeypatch.setenv("CANARY_STATUS", "200")
    assert "answered with 200" in canary_script.handler({}, None)
    assert canary_script.check_url(f"{address}/a?b=/302", 302)


@pytest.mark.parametrize("status", [204, 301, 302, 404, 503])
def test_a_run_fails_with_any_other_status_and_follows_no_redirect(address, status):
    with pytest.raises(RuntimeError, match=f"answered with {status} instead of 200"):
        canary_script.check_url(f"{address}/{status}", 200)


def test_a_run_fails_if_nobody_answers(address):
    with pytest.raises(ssl.SSLError):
        canary_script.check_url(address.replace("http:", "https:"), 200)


@pytest.mark.parametrize("path", ["/", "/health", "/health?deep=1", "/v1/%20"])
def test_a_path_starts_with_a_slash(path):
    assert SyntheticCanary.model_validate({"path": path}).path == path


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"path": "health"}, "write /health"),
        ({"path": "https://shop.example.com/health"}, "write /health"),
        ({"path": "/a b"}, "write it like /health"),
        ({"path": "/a#b"}, "write it like /health"),
        ({"path": "/", "host": "*.example.com"}, "stands for many hosts"),
        ({"path": "/", "every": 0}, "greater than or equal to 1"),
        ({"path": "/", "status": 500}, "less than or equal to 499"),
    ],
)
def test_what_no_canary_can_request_is_refused(settings, message):
    with pytest.raises(ValidationError, match=message):
        SyntheticCanary.model_validate(settings)
